-- One dialect for SQLite and PostgreSQL: text and bigint only.
-- Ids are UUIDv7 text, moments are UTC milliseconds (…_at), days are YYYY-MM-DD text (…_on),
-- states are dated facts with an author, never a status column.

-- One value of the organisation's settings; the names are in src/settings/rules.rs.
create table setting (
  name text primary key,
  value text not null,
  set_at bigint not null,
  set_by text                               -- person id; null when set by the set-up or the command line
);

create table department (
  id text primary key,
  name text not null,
  name_fold text not null unique,           -- folded for search and for "the same name twice"
  place bigint not null,                    -- order in lists and reports
  created_at bigint not null
);

create table person (
  id text primary key,
  actor text not null unique,               -- random 128-bit id, the only one that enters the ledger
  code text unique,                         -- mã nhân sự, if the office has one
  family text not null,                     -- họ; alternatives separated by " / "; may be empty (M’nông)
  middle text not null,                     -- chữ đệm; the mark Y or H’ of Tây Nguyên names stands here
  given text not null,                      -- tên
  name_order text not null check (name_order in ('family_first', 'family_last')),
  full_name text not null,                  -- as written in papers
  name_fold text not null,                  -- without marks, for search
  name_key text not null,                   -- hex ICU "vi" sort key: tên, họ, chữ đệm
  department_id text not null references department (id),
  position text not null,                   -- chức vụ, free text, may be empty
  created_at bigint not null,
  created_by text,                          -- person id; null for the first admin
  paused_until text,                        -- day; tạm hoãn (thai sản, đi học …), out of the denominator
  paused_reason text,
  left_at bigint,                           -- đã rời Trung tâm
  left_by text
);
create index person_department on person (department_id);
create index person_name on person (name_key);

create table account (
  person_id text primary key references person (id),
  login text not null unique,               -- ascii, lower case
  password_hash text,                       -- argon2id PHC string; null until the person sets one
  password_set_at bigint,
  created_at bigint not null,
  disabled_at bigint,
  disabled_by text
);

create table role_grant (
  id text primary key,
  person_id text not null references person (id),
  role text not null check (role in ('coordinator', 'leader', 'head', 'admin')),
  granted_at bigint not null,
  granted_by text,                          -- null for the first admin
  revoked_at bigint,
  revoked_by text
);
create unique index role_grant_once on role_grant (person_id, role) where revoked_at is null;

-- A personal one-time link. A GET never uses it up; the POST does.
create table link (
  id text primary key,
  person_id text references person (id),    -- null only for the set-up link of an empty database
  kind text not null check (kind in ('setup', 'invite', 'reset')),
  token_hash text not null unique,          -- SHA-256 hex of the token in the address
  issued_at bigint not null,
  issued_by text,
  expires_at bigint not null,
  opened_at bigint,                         -- first time its page was shown
  used_at bigint,
  used_ip text,
  used_agent text,
  revoked_at bigint                         -- a newer link was issued
);
create index link_person on link (person_id);

create table session (
  token_hash text primary key,              -- SHA-256 hex of the cookie
  person_id text not null references person (id),
  csrf text not null,                       -- stands in every form of the session
  how text not null check (how in ('link', 'password')),
  started_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,               -- absolute end
  proved_at bigint,                         -- last time the password was given in this session
  ip text not null,
  agent text not null
);
create index session_person on session (person_id);

-- Growing delay after wrong passwords, per account and per address.
create table throttle (
  key text primary key,                     -- 'login:<sha256>' or 'ip:<address>'
  failures bigint not null,
  last_at bigint not null,
  until_at bigint not null
);

create table document (
  id text primary key,                      -- the folder name, 'quy-che-nhom-zalo'
  title text not null,
  short_title text not null,
  place bigint not null,
  note text                                 -- HC-DV's banner above the text; null shows the file's own
);

create table version (
  id text primary key,                      -- '<document>@<number>'
  document_id text not null references document (id),
  number bigint not null,
  kind text not null check (kind in ('text', 'digest', 'pdf')),
  file text,                                -- file it was loaded from; null when HC-DV made it
  source text not null,                     -- head and body as loaded
  issue text not null,                      -- JSON {"number","day","month","year"} filled into the blanks, or ''
  ref_number text not null,                 -- số, ký hiệu; '' while a draft
  issued_on text,                           -- day; null while a draft
  canonical text not null,                  -- the text people read: NFC, LF
  sha256 text not null,                     -- of canonical; of the file's bytes for a PDF
  body_sha256 text not null,                -- of the articles alone: unchanged when only number and day are filled in
  loaded_at bigint not null,
  published_at bigint,                      -- issued by HC-DV; null while a draft
  published_by text,
  superseded_at bigint,                     -- a newer version took its place
  unique (document_id, number)
);

create table version_article (
  version_id text not null references version (id),
  article text not null,                    -- clause id, 'dieu-4'
  place bigint not null,
  sha256 text not null,                     -- of the article's text: a reading of it counts in every version that has it
  primary key (version_id, article)
);

create table attachment (
  version_id text primary key references version (id),
  file_name text not null,
  media_type text not null,
  size bigint not null,                     -- bytes
  sha256 text not null,
  content text not null                     -- base64
);

create table reading (
  person_id text not null references person (id),
  document_id text not null references document (id),
  article text not null,
  sha256 text not null,                     -- of the article's text as read
  read_at bigint not null,
  primary key (person_id, document_id, article, sha256)
);

-- Where a person was, to come back to.
create table reading_place (
  person_id text not null references person (id),
  document_id text not null references document (id),
  article text not null,
  seen_at bigint not null,
  primary key (person_id, document_id)
);

create table zalo_group (
  id text primary key,
  name text not null,
  invite_link text,                         -- https://zalo.me/g/…; shown to approved people only
  created_at bigint not null
);

-- "These people must do this by then", with its settings.
create table round (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('newcomer', 'yearly')),
  group_id text not null references zalo_group (id),
  pass_percent bigint not null check (pass_percent between 1 and 100),
  questions bigint not null check (questions between 1 and 100),
  sittings bigint not null,                 -- most sittings a person has; 0 = no limit
  wait_minutes bigint not null,             -- between two sittings
  limit_minutes bigint not null,            -- time for one sitting, the server's; 0 = none
  due_days bigint not null,                 -- days a person has from enrolment; 0 = no day
  opened_at bigint not null,
  opened_by text,
  closed_at bigint
);

create table round_document (
  round_id text not null references round (id),
  document_id text not null references document (id),
  place bigint not null,
  weight bigint not null,                   -- share of the questions
  primary key (round_id, document_id)
);

create table enrolment (
  id text primary key,
  round_id text not null references round (id),
  person_id text not null references person (id),
  enrolled_at bigint not null,
  enrolled_by text,
  due_on text,                              -- day; null = none
  unique (round_id, person_id)
);
create index enrolment_person on enrolment (person_id);

create table attempt (
  id text primary key,
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  drawn_at bigint not null,
  due_at bigint,                            -- end of the time limit
  pass_percent bigint not null,             -- the mark in force when drawn
  quiz_sha256 text not null,                -- of the banks drawn from, answer keys included
  body_key text not null,                   -- the articles it tests, see journey
  form_key text not null unique,            -- of the form that started it: twice is once
  graded_at bigint,
  points bigint,                            -- hundredths of a question
  max_points bigint,
  percent bigint,                           -- rounded down
  critical_missed bigint,
  passed_at bigint,
  unique (person_id, round_id, number)
);
create unique index attempt_open on attempt (person_id, round_id) where graded_at is null;

create table attempt_question (
  attempt_id text not null references attempt (id),
  place bigint not null,                    -- 1, 2, …
  question_id text not null,
  drawn text not null,                      -- JSON: exactly what was asked, options in their order, with the key
  answer text,                              -- JSON; null = not answered
  answered_at bigint,
  points bigint,                            -- 0..100 once graded
  primary key (attempt_id, place)
);

create table acknowledgment (
  id text primary key,
  code text not null unique,                -- mã xác nhận
  person_id text not null references person (id),
  round_id text not null references round (id),
  versions_key text not null,               -- 'document@number' of each, sorted, joined by a space
  statement_id text not null,
  statement_sha256 text not null,
  attempt_id text not null references attempt (id),
  percent bigint not null,
  quiz_sha256 text not null,
  typed_name text not null,
  full_name text not null,                  -- the person's name, department and position at that time
  department text not null,
  position text not null,
  how text not null,                        -- how the person was identified
  session_hash text not null,
  ip text not null,
  confirmed_at bigint not null,
  form_key text not null unique,
  ledger_n bigint not null,
  -- The long texts last: SQLite reads what stands before them without their overflow pages.
  statement text not null,                  -- JSON: exactly what was shown
  reading text not null,                    -- JSON: first and last reading per document
  agent text not null,
  unique (person_id, round_id, versions_key)
);

create index acknowledgment_person on acknowledgment (person_id, confirmed_at);

create table acknowledgment_document (
  acknowledgment_id text not null references acknowledgment (id),
  version_id text not null references version (id),
  title text not null,
  sha256 text not null,
  primary key (acknowledgment_id, version_id)
);

create table consent (
  id text primary key,
  person_id text not null references person (id),
  purpose text not null,                    -- M1 …
  consent_id text not null,                 -- which text
  text_sha256 text not null,
  text text not null,
  notice_sha256 text not null,              -- of the privacy notice shown beside it
  given_at bigint not null,
  withdrawn_at bigint,
  ip text not null,
  agent text not null
);
create unique index consent_once on consent (person_id, purpose) where withdrawn_at is null;

create table contact (
  id text primary key,
  person_id text not null references person (id),
  phone text not null,                      -- E.164
  zalo_name text not null,
  name_verdict text not null check (name_verdict in ('pass', 'tidy', 'review', 'refuse')),
  name_reasons text not null,               -- codes, space separated
  phone_verdict text not null check (phone_verdict in ('ok', 'warn')),
  declared_at bigint not null,
  replaced_at bigint,
  form_key text not null unique
);
create unique index contact_now on contact (person_id) where replaced_at is null;
create index contact_phone on contact (phone);

-- One person's way into a group, and out of it. A returned one stays; the next submission is a new row.
create table admission (
  id text primary key,
  person_id text not null references person (id),
  group_id text not null references zalo_group (id),
  round_id text not null references round (id),
  contact_id text not null references contact (id),
  acknowledgment_id text not null references acknowledgment (id),
  submitted_at bigint not null,
  outcome text check (outcome in ('approved', 'returned')),
  decided_at bigint,
  decided_by text,
  reason text,                              -- why returned, or why a doubtful name was accepted
  added_at bigint,
  added_by text,
  trouble text,                             -- HC-DV: 'not_found' and the like, while not added
  trouble_at bigint,
  confirmed_at bigint,
  removal_at bigint,                        -- the leader's order to remove (Điều 3.3)
  removal_by text,
  removal_reason text,
  removed_at bigint,
  removed_by text,
  check (decided_by is null or decided_by <> person_id),
  check (removal_by is null or removal_by <> person_id),
  check ((outcome is null) = (decided_at is null)),
  check (added_at is null or (outcome is not null and outcome = 'approved')), -- null = 'approved' would pass a check
  check (outcome is null or outcome = 'returned' or decided_by is not null),
  check (confirmed_at is null or added_at is not null),
  check (removed_at is null or removal_at is not null)
);
create unique index admission_now on admission (person_id, group_id)
  where (outcome is null or outcome = 'approved') and removed_at is null;

-- The append-only record. data is RFC 8785 JSON, hashed as stored and never written again.
create table ledger_leaf (
  n bigint primary key,                     -- 0, 1, 2, … without gaps
  data text not null
);

-- What a leaf commits to with a salt: deleting a row here forgets the person, the leaf stays.
create table ledger_private (
  n bigint not null references ledger_leaf (n),
  purpose text not null,                    -- 'subject', 'context', 'answers'
  salt text not null,                       -- hex, 32 bytes
  fields text not null,                     -- RFC 8785 JSON
  primary key (n, purpose)
);

-- What people read as "nhật ký": one row for each act that matters.
create table activity (
  id text primary key,
  at bigint not null,
  kind text not null,                       -- the ledger's type
  person_id text references person (id),    -- whom it is about
  by_id text references person (id),        -- who did it; null = the system
  note text not null,                       -- for people; never a phone number or a Zalo name
  ledger_n bigint references ledger_leaf (n)
);
create index activity_person on activity (person_id, at);
create index activity_at on activity (at);
