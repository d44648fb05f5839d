-- The office's logo, as our own encoder wrote it; the one in force has no end.
create table logo (
  id text primary key,
  number bigint not null unique,            -- 1, 2, …
  sha256 text not null,                     -- of the bytes
  width bigint not null,                    -- px
  height bigint not null,
  since_at bigint not null,
  by_id text,                               -- null = the system
  until_at bigint,
  until_by text,
  content text not null                     -- base64 of a PNG of at most 20 kB
);
