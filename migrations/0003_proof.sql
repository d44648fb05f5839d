-- HC-DV ends one person's wait after one sitting, once; the next sitting that is not passed makes a new wait.
create table wait_lift (
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  attempt_id text not null unique references attempt (id),
  at bigint not null,
  by_id text,                               -- null = the system
  primary key (person_id, round_id, number)
);

-- Where rows and leaves disagree, as the last whole comparison found it; what is mended goes.
create table difference (
  thing text not null,                      -- the row's table
  row_id text not null,                     -- as in leaf_of
  what text not null,                       -- a word of src/verify/difference.rs
  field text not null,                      -- which part of the row; '' = all of it
  n bigint,                                 -- the leaf
  person_id text,                           -- whose row it is, where that is known
  found_at bigint not null,                 -- since when it is known
  primary key (thing, row_id, what, field)
);

-- The last whole comparison.
create table comparison (
  name text primary key,
  leaf bigint not null,                     -- up to which leaf; -1 = there was none
  found bigint not null,                    -- how many differences, those not kept above included
  at bigint not null
);
