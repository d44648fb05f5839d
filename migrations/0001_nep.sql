-- One dialect for SQLite and PostgreSQL: text and bigint only.
-- Ids are UUIDv7 text, moments are UTC milliseconds (…_at), days are YYYY-MM-DD text (…_on).
-- What happened is a dated row with an author. A chain is numbered 1, 2, 3 … per thing; until_at is null in its last
-- row and is set once, when the next row comes. Nothing is ever set back to null.
-- Append-only tables (the list is in src/db/open.rs) hold no name, address, browser or free text about a person:
-- those stand in private and remark, which can be erased.

-- A counted-up row: who holds a copy of what is in force compares it, by "differs".
create table revision (
  name text primary key,
  n bigint not null
);
insert into revision (name, n) values ('site', 1);

-- Written by /healthz to know that something can be written.
create table probe (
  name text primary key,
  at bigint not null
);

-- Twice is once: the key a form got when it was drawn, and what came of it.
create table form (
  person_id text not null,                  -- '' where nobody is signed in
  key text not null,
  what text not null,
  at bigint not null,
  result text not null,
  primary key (person_id, key)
);
create index form_at on form (at);

-- One value of the organisation's settings; the names are in src/settings/rules.rs.
create table setting (
  name text primary key,
  value text not null,
  set_at bigint not null,
  set_by text                               -- person id; null when set by the set-up or the command line
);

-- What a thing is called, and was called: departments and groups.
create table label (
  kind text not null check (kind in ('department', 'group')),
  thing text not null,
  number bigint not null,
  body text not null,
  fold text not null,                       -- folded: for search and for "the same name twice"
  since_at bigint not null,
  until_at bigint,
  by_id text,
  primary key (kind, thing, number)
);
create unique index label_now on label (kind, thing) where until_at is null;
create unique index label_department on label (fold) where until_at is null and kind = 'department';

create table department (
  id text primary key,
  place bigint not null,                    -- order in lists and reports
  created_at bigint not null,
  created_by text,
  closed_at bigint,
  closed_by text
);

create table person (
  id text primary key,
  actor text not null unique,               -- random 128-bit id, the only one that enters the ledger
  created_at bigint not null,
  created_by text,                          -- person id; null for the first admin
  erased_at bigint                          -- personal data erased
);

-- Name, department and position, as they are (until_at is null) and as they were.
create table profile (
  person_id text not null references person (id),
  number bigint not null,
  code text,                                -- mã nhân sự, if the office has one
  family text not null,                     -- họ; alternatives separated by " / "; may be empty (M’nông)
  middle text not null,                     -- chữ đệm; the mark Y or H’ of Tây Nguyên names stands here
  given text not null,                      -- tên
  name_order text not null check (name_order in ('family_first', 'family_last')),
  full_name text not null,                  -- as written in papers
  name_key text not null,                   -- hex ICU "vi" sort key: tên, họ, chữ đệm
  department_id text not null references department (id),
  position text not null,                   -- chức vụ, free text, may be empty
  since_at bigint not null,
  until_at bigint,
  by_id text,
  primary key (person_id, number)
);
create unique index profile_now on profile (person_id) where until_at is null;
create unique index profile_code on profile (code) where until_at is null and code is not null;
create index profile_department on profile (department_id) where until_at is null;

-- Each word of the present name, code and position, folded: searched by prefix.
create table person_word (
  word text not null,
  person_id text not null references person (id),
  primary key (word, person_id)
);
create index person_word_person on person_word (person_id, word);

-- Left the organisation, came back. No row: here since person.created_at.
create table presence (
  person_id text not null references person (id),
  number bigint not null,
  kind text not null check (kind in ('left', 'returned')),
  at bigint not null,
  by_id text,
  until_at bigint,
  primary key (person_id, number)
);
create unique index presence_now on presence (person_id) where until_at is null;
create index presence_left on presence (kind, at) where until_at is null;

-- Tạm hoãn: away from one day to another, of a neutral class; ended is the next row.
create table absence (
  person_id text not null references person (id),
  number bigint not null,
  kind text not null check (kind in ('away', 'ended')),
  reason text check (reason in ('leave', 'study', 'secondment', 'other')),
  from_on text not null,
  until_on text not null,
  at bigint not null,
  by_id text,
  until_at bigint,
  primary key (person_id, number),
  check ((kind = 'away') = (reason is not null)),
  check (from_on <= until_on)
);
create unique index absence_now on absence (person_id) where until_at is null;

create table account (
  person_id text primary key references person (id),
  login text not null unique,               -- ascii, lower case
  email text not null,                      -- may be empty
  password_hash text,                       -- argon2id PHC string; null until the person sets one
  password_set_at bigint,
  created_at bigint not null
);

-- An account switched off and on, apart from leaving. No row: on.
create table account_switch (
  person_id text not null references person (id),
  number bigint not null,
  kind text not null check (kind in ('disabled', 'enabled')),
  at bigint not null,
  by_id text,
  until_at bigint,
  primary key (person_id, number)
);
create unique index account_switch_now on account_switch (person_id) where until_at is null;

-- What somebody may do in Nếp, where.
create table role_grant (
  id text primary key,
  person_id text not null references person (id),
  role text not null check (role in ('coordinator', 'leader', 'head', 'admin')),
  scope text not null check (scope in ('all', 'group', 'department')),
  scope_id text not null,                   -- '' for all
  granted_at bigint not null,
  granted_by text,                          -- null for the first admin
  revoked_at bigint,
  revoked_by text,
  check ((scope = 'all') = (scope_id = ''))
);
create unique index role_grant_once on role_grant (person_id, role, scope, scope_id) where revoked_at is null;
create index role_grant_role on role_grant (role) where revoked_at is null;

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
  revoked_at bigint                         -- a newer link was issued, or the person left
);
create index link_person on link (person_id, issued_at);

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
create index session_expires on session (expires_at);

-- Growing delay after wrong passwords, per account and per address.
create table throttle (
  key text primary key,                     -- 'login:<sha256>' or 'ip:<address>'
  failures bigint not null,
  last_at bigint not null,
  until_at bigint not null
);
create index throttle_last on throttle (last_at);

-- Something that is recorded when it is seen: opened by a POST, shown to that session for half an hour.
create table disclosure (
  id text primary key,
  session text not null,
  person_id text not null references person (id),   -- who sees it
  what text not null check (what in ('numbers', 'export', 'link', 'sheet')),
  subject text not null,                    -- what of: a filter, a link's id, a group's id
  why text not null,
  at bigint not null,
  expires_at bigint not null
);
create index disclosure_session on disclosure (session, what);
create index disclosure_expires on disclosure (expires_at);

create table document (
  id text primary key,                      -- the folder name, 'quy-che-nhom-zalo'
  place bigint not null,
  banner text                               -- HC-DV's own words above the text; null shows the file's
);

-- One issued or drafted text. In use between in_force_at and superseded_at; a file put into the folder later waits.
create table version (
  id text primary key,                      -- '<document>@<number>'
  document_id text not null references document (id),
  number bigint not null,
  kind text not null check (kind in ('text', 'digest', 'pdf')),
  title text not null,
  short_title text not null,
  file text,                                -- file it was loaded from; null when HC-DV made it
  ref_number text not null,                 -- số, ký hiệu; '' while a draft
  issued_on text,                           -- day; null while a draft
  sha256 text not null,                     -- of the canonical text; of the file's bytes for a PDF
  body_sha256 text not null,                -- of the articles alone: unchanged when only number and day are filled in
  loaded_at bigint not null,
  loaded_by text,
  in_force_at bigint,
  in_force_by text,                         -- null: the first text of a document, loaded from its file
  superseded_at bigint,
  unique (document_id, number)
);
create unique index version_now on version (document_id) where in_force_at is not null and superseded_at is null;

create table version_text (
  version_id text primary key references version (id),
  issue text not null,                      -- JSON {"number","day","month","year"} filled into the blanks, or ''
  source text not null,                     -- head and body as loaded
  canonical text not null                   -- the text people read: NFC, LF
);

create table version_article (
  version_id text not null references version (id),
  article text not null,                    -- clause id, 'dieu-4'
  place bigint not null,
  sha256 text not null,                     -- of the article's text: what is done about it counts in every version that has it
  primary key (version_id, article)
);

create table attachment (
  version_id text primary key references version (id),
  file_name text not null,
  media_type text not null,
  size bigint not null,                     -- bytes
  sha256 text not null
);

create table attachment_part (
  version_id text not null references version (id),
  number bigint not null,
  content text not null,                    -- base64 of at most 192 KiB
  primary key (version_id, number)
);

-- Somebody read an article, in exactly this text, for a round ('' = for none).
create table reading (
  person_id text not null references person (id),
  document_id text not null references document (id),
  article text not null,
  sha256 text not null,
  round_id text not null,
  read_at bigint not null,
  primary key (person_id, document_id, article, sha256, round_id)
);

-- Where a person was, to come back to: a comfort, written now and then.
create table reading_place (
  person_id text not null references person (id),
  document_id text not null references document (id),
  article text not null,
  seen_at bigint not null,
  primary key (person_id, document_id)
);

-- What somebody is under a regulation, beside a participant; the names are the document's.
create table capacity (
  id text primary key,
  person_id text not null references person (id),
  document_id text not null references document (id),
  capacity text not null check (capacity in ('leadership', 'support')),
  since_at bigint not null,
  by_id text,
  until_at bigint,
  until_by text
);
create unique index capacity_now on capacity (person_id, document_id, capacity) where until_at is null;

create table zalo_group (
  id text primary key,
  invite_link text,                         -- https://zalo.me/g/…; shown to approved people only
  created_at bigint not null,
  created_by text
);

-- "These people must do this, about these versions, by then." A closed one never changes.
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
  counts_from bigint not null,              -- readings before this moment do not count; 0 = all do
  opened_at bigint not null,
  opened_by text,
  filled_at bigint,                         -- everybody meant at the opening is enrolled
  closed_at bigint,
  closed_by text,
  revision bigint not null                  -- counted up by what changes what it asks or of whom
);

-- The texts of a round, in a chain per document.
create table round_version (
  round_id text not null references round (id),
  document_id text not null references document (id),
  number bigint not null,
  version_id text not null references version (id),
  place bigint not null,
  weight bigint not null,                   -- share of the questions
  since_at bigint not null,
  until_at bigint,
  primary key (round_id, document_id, number)
);
create unique index round_version_now on round_version (round_id, document_id) where until_at is null;

-- What a round asks about a version, and of whom: 'participant' is everybody.
create table round_ask (
  round_id text not null,
  document_id text not null,
  number bigint not null,
  capacity text not null check (capacity in ('participant', 'leadership', 'support')),
  ask text not null check (ask in ('read', 'quiz', 'acknowledge')),
  primary key (round_id, document_id, number, capacity, ask),
  foreign key (round_id, document_id, number) references round_version (round_id, document_id, number)
);

create table enrolment (
  round_id text not null references round (id),
  person_id text not null references person (id),
  enrolled_at bigint not null,
  enrolled_by text,
  due_on text,                              -- day; null = none
  primary key (round_id, person_id)
);
create index enrolment_person on enrolment (person_id);

-- A question exactly as asked, with its key, stored once; options in the order of the bank.
create table item (
  sha256 text primary key,                  -- of body
  question_id text not null,
  document_id text not null,
  body text not null                        -- JSON
);
create index item_question on item (question_id);

create table attempt (
  id text primary key,
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  drawn_at bigint not null,
  due_at bigint,                            -- end of the time limit
  pass_percent bigint not null,             -- the mark in force when drawn
  quiz_sha256 text not null,                -- of the banks drawn from, answer keys included
  graded_at bigint,
  points bigint,                            -- hundredths of a question
  max_points bigint,
  percent bigint,                           -- rounded down
  critical_missed bigint,
  passed_at bigint,
  unique (person_id, round_id, number)
);
create unique index attempt_open on attempt (person_id, round_id) where graded_at is null;

-- The articles a sitting is about, in exactly this text: passed, it counts wherever that text stands.
create table attempt_article (
  attempt_id text not null references attempt (id),
  document_id text not null,
  article text not null,
  sha256 text not null,
  primary key (attempt_id, document_id, article)
);

create table attempt_item (
  attempt_id text not null references attempt (id),
  place bigint not null,                    -- 1, 2, …
  item_sha256 text not null references item (sha256),
  shown text not null,                      -- order of the options: their places in the item, separated by spaces
  answered_at bigint,
  points bigint,                            -- 0..100 once graded
  answer text,                              -- JSON; null = not answered
  primary key (attempt_id, place)
);
create index attempt_item_item on attempt_item (item_sha256);

-- A statement as a template; what is filled in stands in private.
create table statement (
  sha256 text primary key,                  -- of body
  statement_id text not null,
  version bigint not null,
  body text not null                        -- JSON
);

create table acknowledgment (
  id text primary key,
  code text not null unique,                -- mã xác nhận
  person_id text not null references person (id),
  round_id text not null references round (id),
  number bigint not null,                   -- 1, 2, … for this person in this round
  statement_sha256 text not null references statement (sha256),
  text_sha256 text not null,                -- of the statement filled in, as shown
  attempt_id text references attempt (id),  -- null where the round asks no quiz
  percent bigint,
  quiz_sha256 text,
  how text not null,                        -- how the person was identified
  proof_age bigint not null,                -- seconds since the password was given
  session_hash text not null,
  confirmed_at bigint not null,
  reading text not null,                    -- JSON: first and last reading per document
  unique (person_id, round_id, number)
);
create index acknowledgment_person on acknowledgment (person_id, confirmed_at);

create table acknowledgment_version (
  acknowledgment_id text not null references acknowledgment (id),
  version_id text not null references version (id),
  title text not null,
  sha256 text not null,
  draft bigint not null,                    -- 1: confirmed while a draft
  primary key (acknowledgment_id, version_id)
);

-- Consent texts and notices as shown, by their hash.
create table shown_text (
  sha256 text primary key,
  body text not null
);

create table consent (
  person_id text not null references person (id),
  purpose text not null,                    -- M1 …
  number bigint not null,
  kind text not null check (kind in ('given', 'withdrawn')),
  consent_id text not null,                 -- which text
  text_sha256 text not null references shown_text (sha256),
  notice_sha256 text not null,              -- of the privacy notice shown beside it
  at bigint not null,
  until_at bigint,
  primary key (person_id, purpose, number)
);
create unique index consent_now on consent (person_id, purpose) where until_at is null;

-- A declared Zalo account. Number and name can be wiped; the verdicts stay for the decisions that rest on them.
create table contact (
  id text primary key,
  person_id text not null references person (id),
  number bigint not null,
  phone text not null,                      -- E.164; '' once wiped
  zalo_name text not null,                  -- '' once wiped
  name_verdict text not null check (name_verdict in ('pass', 'tidy', 'review', 'refuse')),
  name_reasons text not null,               -- codes, space separated
  phone_verdict text not null check (phone_verdict in ('ok', 'warn')),
  declared_at bigint not null,
  until_at bigint,
  wiped_at bigint,
  unique (person_id, number)
);
create unique index contact_now on contact (person_id) where until_at is null;
create index contact_phone on contact (phone) where until_at is null;

-- One person's way into a group, and out of it. A returned one is closed; the next application is a new row.
create table admission (
  id text primary key,
  person_id text not null references person (id),
  group_id text not null references zalo_group (id),
  round_id text not null references round (id),
  opened_at bigint not null,
  closed_at bigint,
  unique (id, person_id)
);
create unique index admission_now on admission (person_id, group_id) where closed_at is null;
create index admission_person on admission (person_id, group_id, opened_at);

-- Its steps, each resting on the one before: what may follow what is checked here too (src/admissions/rules.rs).
create table admission_step (
  admission_id text not null,
  number bigint not null,
  kind text not null,
  after_number bigint,
  after_kind text,
  person_id text not null,
  contact_id text not null references contact (id),
  acknowledgment_id text not null references acknowledgment (id),
  at bigint not null,
  by_id text,                               -- null = the system
  until_at bigint,
  primary key (admission_id, number),
  unique (admission_id, number, kind),
  foreign key (admission_id, person_id) references admission (id, person_id),
  foreign key (admission_id, after_number, after_kind) references admission_step (admission_id, number, kind),
  check ((number = 1 and after_number is null and after_kind is null and kind = 'submitted')
    or (number > 1 and after_number is not null and after_number = number - 1 and after_kind is not null)),
  check (number = 1 or coalesce(after_kind, '') || '>' || kind in (
    'submitted>submitted', 'submitted>approved', 'submitted>returned', 'submitted>founded', 'submitted>lapsed',
    'approved>recontacted', 'approved>reopened', 'approved>withdrawn', 'approved>not_found', 'approved>added',
    'approved>lapsed', 'recontacted>recontacted', 'recontacted>reopened', 'recontacted>withdrawn',
    'recontacted>not_found', 'recontacted>added', 'recontacted>lapsed', 'not_found>recontacted',
    'not_found>reopened', 'not_found>withdrawn', 'not_found>added', 'not_found>lapsed',
    'unadded>recontacted', 'unadded>reopened', 'unadded>withdrawn', 'unadded>not_found', 'unadded>added',
    'unadded>lapsed', 'reopened>submitted', 'reopened>approved', 'reopened>returned', 'reopened>founded',
    'reopened>lapsed', 'withdrawn>submitted', 'withdrawn>approved', 'withdrawn>returned', 'withdrawn>founded',
    'withdrawn>lapsed', 'added>unadded', 'added>confirmed', 'added>removal_ordered', 'added>departed',
    'confirmed>removal_ordered', 'confirmed>departed', 'founded>removal_ordered', 'founded>departed',
    'departed>stayed', 'departed>removal_ordered', 'stayed>removal_ordered', 'stayed>departed',
    'removal_ordered>removed')),
  check (kind not in ('approved', 'returned', 'withdrawn', 'founded', 'removal_ordered')
    or (by_id is not null and by_id <> person_id)),
  check (kind not in ('added', 'unadded', 'not_found', 'removed') or by_id is not null)
);
create unique index admission_step_now on admission_step (admission_id) where until_at is null;
create index admission_step_work on admission_step (kind, at) where until_at is null;

-- Free text about a person: why something was returned, paused, removed. Can be erased.
create table remark (
  kind text not null,                       -- which table the row is in
  row_id text not null,
  person_id text not null references person (id),
  body text not null,
  at bigint not null,
  by_id text,
  primary key (kind, row_id)
);
create index remark_person on remark (person_id);

-- The append-only record. data is RFC 8785 JSON, hashed as stored and never written again.
create table ledger_leaf (
  n bigint primary key,                     -- 0, 1, 2, … without gaps
  data text not null
);

-- Which row a leaf is about; kind is the row's table.
create table leaf_of (
  kind text not null,
  row_id text not null,
  n bigint not null references ledger_leaf (n),
  primary key (kind, row_id, n)
);
create index leaf_of_n on leaf_of (n);

-- What a leaf commits to with a salt, kept by its row: deleting a line here forgets the person, the leaf stays.
create table private (
  kind text not null,
  row_id text not null,
  purpose text not null,                    -- 'subject', 'context', 'answers'
  person_id text not null references person (id),
  salt text not null,                       -- hex, 32 bytes
  ends_on text,                             -- day on which it is due to go; null = with the record
  fields text not null,                     -- RFC 8785 JSON
  primary key (kind, row_id, purpose)
);
create index private_person on private (person_id);

-- What people read as "nhật ký": one line for each act that matters. The sentence is made when it is read.
create table journal (
  id text primary key,
  at bigint not null,
  kind text not null,                       -- the ledger's type
  note text not null,                       -- key of texts/notes.toml
  person_id text references person (id),    -- whom it is about
  by_id text references person (id),        -- who did it; null = the system
  n bigint,                                 -- its leaf; no reference, or each leaf would look through this table
  fields text not null                      -- JSON of the sentence's fields: numbers, days, versions; never words about a person
);
create index journal_person on journal (person_id, at);
create index journal_at on journal (at);

-- Where everybody stands: a copy for looking, derived from the facts near the end of each act (src/standing/).
create table standing (
  round_id text not null references round (id),
  person_id text not null references person (id),
  round_revision bigint not null,           -- of its round, when derived
  department_id text not null,
  name_key text not null,
  state text not null,                      -- name of the step, or 'left'
  place bigint not null,                    -- order of the states
  progress bigint not null,                 -- 1 read, 2 passed, 4 acknowledged, 8 approved, 16 in the group, 32 asked again
  due_on text,
  paused_from text,
  paused_until text,
  enrolled_at bigint not null,
  articles bigint not null,
  read bigint not null,
  read_at bigint,
  sittings bigint not null,
  open_attempt text,
  best_percent bigint,
  passed_at bigint,
  acknowledged_at bigint,
  acknowledged_percent bigint,
  acknowledgment_code text,
  earlier_at bigint,                        -- newest acknowledgment of anything
  contact_at bigint,
  contact_id text,
  admission_id text,
  admission_kind text,                      -- its last step
  submitted_at bigint,
  decided_at bigint,
  added_at bigint,
  confirmed_at bigint,
  removal_at bigint,
  removed_at bigint,
  left_at bigint,
  primary key (round_id, person_id)
);
create index standing_name on standing (round_id, name_key, person_id);
create index standing_department on standing (round_id, department_id, name_key, person_id);
create index standing_state on standing (round_id, place, name_key, person_id);
create index standing_due on standing (round_id, due_on, name_key, person_id);
create index standing_count on standing (round_id, department_id, state, place, progress, due_on, paused_from, paused_until);
create index standing_revision on standing (round_id, round_revision);
create index standing_person on standing (person_id);
create index standing_paused on standing (round_id, paused_until) where paused_until is not null;
