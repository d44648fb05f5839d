-- A telephone number of a list that the office has: suggested to its owner alone, until they answer or its days are over.
create table phone_suggestion (
  person_id text primary key references person (id),
  phone text not null,                      -- E.164
  at bigint not null,
  ends_at bigint not null
);
create index phone_suggestion_ends on phone_suggestion (ends_at);

-- Whom a list changed who was there before it.
create table staff_list_change (
  list_id text not null references staff_list (id),
  person_id text not null references person (id),
  primary key (list_id, person_id)
);
create index staff_list_change_person on staff_list_change (person_id);
