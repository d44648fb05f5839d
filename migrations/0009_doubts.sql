-- Somebody is in doubt about a point of the statement they are asked to confirm. What they write, and what is answered,
-- stands in remark and can be erased.
create table doubt (
  id text primary key,
  person_id text not null references person (id),
  round_id text not null references round (id),
  statement_sha256 text not null references statement (sha256),
  point text not null,                      -- id of the point in that wording
  at bigint not null,
  until_at bigint,                          -- answered for the first time, or taken back
  withdrawn_at bigint                       -- taken back by the person
);
-- Waiting for an answer: once for each point.
create unique index doubt_open on doubt (person_id, round_id, point) where until_at is null;
create index doubt_waiting on doubt (round_id, at) where until_at is null;
create index doubt_person on doubt (person_id, round_id, at);
create index doubt_at on doubt (at);

-- What HC-DV answers; a later one adds to those before.
create table doubt_answer (
  doubt_id text not null references doubt (id),
  number bigint not null,                   -- 1, 2, …
  at bigint not null,
  by_id text,
  primary key (doubt_id, number)
);

alter table standing add column doubt_at bigint;      -- the oldest doubt that waits for an answer
alter table standing add column answered_at bigint;   -- the newest answer, while the confirmation is still to come
