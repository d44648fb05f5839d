-- A device that its person had remembered when signing in: until then the session does not end for want of use.
alter table session add column kept_until bigint;
