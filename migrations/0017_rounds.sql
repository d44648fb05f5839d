-- When people of a round are to be reminded: so many working days before their day and on it, and every so many behind
-- it; 0 = not.
alter table round add column remind_before bigint not null default 3;
alter table round add column remind_late bigint not null default 5;
-- Only who is in this Zalo group is meant; null = in it or not.
alter table round add column audience_group text;
