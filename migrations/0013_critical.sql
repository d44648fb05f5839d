-- Whether a câu điểm liệt that was missed fails a sitting is a setting of the round: our rule, not the regulation's.
alter table round add column critical_fails bigint not null default 1;
