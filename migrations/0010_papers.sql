-- For those without a smartphone: the questions and the statement are drawn for one person and printed, filled in by hand,
-- entered by HC-DV with a scan, and confirmed by a second person. A grade of evidence of its own.
create table paper (
  id text primary key,
  code text not null unique,                -- on every page of the print
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  versions text not null,                   -- ids of the versions to be confirmed, space separated
  statement_sha256 text not null references statement (sha256),
  quiz_sha256 text,                         -- of the banks drawn from; null where nothing is asked
  pass_percent bigint not null,
  drawn_at bigint not null,
  drawn_by text,
  ended_at bigint,                          -- confirmed or cancelled
  passed_at bigint,                         -- confirmed, and what was asked is passed
  failed_at bigint,                         -- confirmed, and it is not
  acknowledgment_id text references acknowledgment (id),
  unique (person_id, round_id, number)
);
create unique index paper_open on paper (person_id, round_id) where ended_at is null;
create index paper_at on paper (drawn_at);
create index paper_acknowledgment on paper (acknowledgment_id) where acknowledgment_id is not null;

-- What it stands for, in exactly this text: articles read, articles examined.
create table paper_article (
  paper_id text not null references paper (id),
  ask text not null check (ask in ('read', 'quiz')),
  document_id text not null,
  article text not null,
  sha256 text not null,
  primary key (paper_id, ask, document_id, article)
);

create table paper_item (
  paper_id text not null references paper (id),
  place bigint not null,                    -- 1, 2, …
  item_sha256 text not null references item (sha256),
  shown text not null,                      -- order of the options: their places in the item, separated by spaces
  primary key (paper_id, place)
);
create index paper_item_item on paper_item (item_sha256);

-- Entered, returned to be entered anew, confirmed, cancelled.
create table paper_step (
  paper_id text not null references paper (id),
  number bigint not null,
  kind text not null check (kind in ('entered', 'returned', 'confirmed', 'cancelled')),
  at bigint not null,
  by_id text,
  until_at bigint,
  signed_on text,                           -- entered: the day on the paper
  points bigint,                            -- entered, where something is asked: hundredths of a question
  max_points bigint,
  percent bigint,
  critical_missed bigint,
  passed bigint check (passed in (0, 1)),
  primary key (paper_id, number),
  check ((kind = 'entered') = (signed_on is not null))
);
create unique index paper_step_now on paper_step (paper_id) where until_at is null;
create index paper_step_work on paper_step (kind, at) where until_at is null;

create table paper_answer (
  paper_id text not null,
  number bigint not null,                   -- of the step that entered it
  place bigint not null,
  answer text not null,                     -- JSON
  primary key (paper_id, number, place),
  foreign key (paper_id, number) references paper_step (paper_id, number)
);

-- The scan: its parts and its file's name are erasable, its hash stays, as in the leaf.
create table paper_scan (
  paper_id text not null,
  number bigint not null,                   -- of the step that brought it
  person_id text not null references person (id),
  file_name text not null,
  media_type text not null,
  size bigint not null,                     -- bytes
  sha256 text not null,
  primary key (paper_id, number),
  foreign key (paper_id, number) references paper_step (paper_id, number)
);
create index paper_scan_person on paper_scan (person_id);

create table paper_scan_part (
  paper_id text not null,
  number bigint not null,
  part bigint not null,                     -- 1, 2, …
  content text not null,                    -- base64 of at most 192 KiB
  primary key (paper_id, number, part)
);
