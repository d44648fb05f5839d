-- Working time: what HC-DV enters about a day, beside what Nếp knows by itself; a chain for each day.
create table calendar_day (
  day text not null,
  number bigint not null,
  kind text not null check (kind in ('off', 'working', 'down', 'plain')),
  at bigint not null,
  by_id text,                               -- null = the system
  until_at bigint,
  primary key (day, number)
);
create unique index calendar_day_now on calendar_day (day) where until_at is null;

-- When the server last ran, and when it did not.
create table beat (
  name text primary key,
  at bigint not null
);
create table outage (
  from_at bigint primary key,
  until_at bigint not null,
  noted_at bigint not null
);

-- What a round is for, and how its days are counted; null where it was opened before there was a choice.
alter table round add column manner text check (manner in ('newcomer', 'yearly', 'rolling', 'changed'));
alter table round add column due_on text;                              -- the same day for everybody; null = counted
alter table round add column working bigint not null default 0;        -- 1: due_days are working days
alter table round add column least_days bigint not null default 0;     -- working days that who is put in later has at least
alter table round add column validity_months bigint not null default 0; -- 0 = a commitment in it does not end
alter table round add column ask_before bigint not null default 0;     -- rolling: days before the last day of validity
alter table round add column excuse_days bigint not null default 0;    -- whose commitment is that young is not put in
alter table round add column follows text;                             -- the round that this one goes on from

-- Whom a round is for; none = everybody who is here.
create table round_audience (
  round_id text not null references round (id),
  kind text not null check (kind in ('department', 'capacity', 'joined_before', 'person')),
  thing text not null,                      -- id, capacity or day
  primary key (round_id, kind, thing)
);

-- A round rests and goes on: a chain.
create table round_pause (
  round_id text not null references round (id),
  number bigint not null,
  kind text not null check (kind in ('paused', 'resumed')),
  at bigint not null,
  by_id text,
  until_at bigint,
  primary key (round_id, number)
);
create unique index round_pause_now on round_pause (round_id) where until_at is null;

-- 1: who had confirmed the text before it in this round need not confirm this one there; a round of its own asks them.
alter table round_version add column spares bigint not null default 0;

-- The first day at work, where the office gave one; the newcomers' round counts from it.
alter table profile add column joined_on text;

-- 1: who came back is asked anew, because nothing they had confirmed was valid any more.
alter table presence add column anew bigint not null default 0;

alter table standing add column valid_until text;                      -- last day of validity, over every round
alter table standing add column rests text not null default '';        -- days away, 'from..until from..until'

-- Every copy is derived once more: its days are counted by the calendar.
update round set revision = revision + 1 where closed_at is null;
