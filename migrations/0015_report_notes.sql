-- What HC-DV writes into the report of a round: the last saving stands, the ones before are kept.
create table report_note (
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … in this round
  at bigint not null,
  by_id text,
  until_at bigint,                          -- when the next one was saved
  obstacles text not null,                  -- vướng mắc
  proposals text not null,                  -- đề xuất
  recipients text not null,                 -- nơi nhận, a line each
  primary key (round_id, number)
);
create unique index report_note_now on report_note (round_id) where until_at is null;
