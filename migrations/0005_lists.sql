-- A staff list on its way: the people that were read of a paste, until they are added or its day is over. Erasable, and
-- no column that is not asked for stands in it.
create table staff_list_draft (
  id text primary key,
  person_id text not null references person (id),   -- whose it is
  at bigint not null,
  ends_at bigint not null,
  body text not null                        -- JSON
);
create index staff_list_draft_ends on staff_list_draft (ends_at);

-- A list that was added as one act, and taken back as another.
create table staff_list (
  id text primary key,
  at bigint not null,
  by_id text,
  undone_at bigint,
  undone_by text
);
create index staff_list_at on staff_list (at);

create table staff_list_person (
  list_id text not null references staff_list (id),
  person_id text not null references person (id),
  primary key (list_id, person_id)
);
create index staff_list_person_person on staff_list_person (person_id);

-- The departments it made.
create table staff_list_department (
  list_id text not null references staff_list (id),
  department_id text not null references department (id),
  primary key (list_id, department_id)
);

-- Somebody who had done nothing and was deleted: only the id in the ledger stays.
create table removal (
  person_id text primary key references person (id),
  at bigint not null,
  by_id text
);

-- Links that were issued together, and taken back together.
create table link_batch (
  id text primary key,
  at bigint not null,
  by_id text,
  undone_at bigint,
  undone_by text
);

create table link_batch_link (
  batch_id text not null references link_batch (id),
  link_id text not null references link (id),
  primary key (batch_id, link_id)
);
create index link_batch_link_link on link_batch_link (link_id);

-- HC-DV says that a link was sent.
create table link_sent (
  link_id text primary key references link (id),
  at bigint not null,
  by_id text
);
