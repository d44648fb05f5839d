-- A coordinator of the round's group sent somebody the personal reminder, outside of Nếp. The newest of one person in one
-- round is found by the primary key.
create table reminder (
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  at bigint not null,
  by_id text,
  primary key (person_id, round_id, number)
);

-- Confirmations of a round by day.
create index acknowledgment_day on acknowledgment (round_id, confirmed_at);
