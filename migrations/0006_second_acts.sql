-- What was done to many is taken back by a second act, and one person is given more than the round gives everybody.

-- A round taken back while nobody had acted in it: closed in the same moment, and its people do not count.
alter table round add column withdrawn_at bigint;
alter table round add column withdrawn_by text;

-- Number and day taken back: the text before comes into force again as the next version, of the same bytes.
alter table version add column withdrawn_at bigint;
alter table version add column withdrawn_by text;
alter table version add column again_of text;         -- the version whose text is in force again

-- Until when those who had confirmed the version before it confirm this one; '' = no day. Null in the first row of a
-- chain, and where it came before this column: the enrolment's day holds.
alter table round_version add column due_on text;

-- Who has confirmed exactly this version.
create index acknowledgment_version_of on acknowledgment_version (version_id);

-- HC-DV gives one person another sitting, a later day, or a fresh start: sittings and readings from then on. Why stands
-- in remark. A reading after the n-th row, where that is a fresh start, has the round_id '<round>#<n>'.
create table leeway (
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  kind text not null check (kind in ('sitting', 'due', 'fresh')),
  due_on text,                              -- the new day; null where the day stays
  at bigint not null,
  by_id text,                               -- null = the system
  primary key (person_id, round_id, number),
  check (kind <> 'due' or due_on is not null),
  check (kind <> 'sitting' or due_on is null)
);

alter table standing add column counts_from bigint not null default 0;  -- readings and sittings before do not count
alter table standing add column extra bigint not null default 0;        -- sittings beyond those of the round
