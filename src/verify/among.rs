//! Rows against other rows, where no leaf repeats a column: what is in force, and what follows from what was done.

use super::difference::{Difference, Found, What};
use super::papers;
use super::rows::Piece;
use super::rule::{Rule, rule};
use super::tables::Table;
use crate::db::Snapshot;
use crate::error::Error;
use sqlx::{AssertSqlSafe, Row as _};
use std::fmt::Write as _;

/// A chain: each row ends when the next one comes, the last one not at all.
struct Chain {
    table: &'static str,
    /// What makes it one thing's chain, beside the column it is walked by.
    within: &'static [&'static str],
    /// When a row comes.
    since: &'static str,
    /// When the last one ends without a next, if it may.
    end: &'static str,
}

const fn chain(table: &'static str, within: &'static [&'static str], since: &'static str) -> Chain {
    Chain { table, within, since, end: "null" }
}

/// The name of a department ends with it.
const CLOSED: &str = "(select d.closed_at from department d where y.kind = 'department' and d.id = y.thing)";

const CHAINS: &[Chain] = &[
    chain("profile", &[], "since_at"),
    chain("presence", &[], "at"),
    chain("absence", &[], "at"),
    chain("account_switch", &[], "at"),
    chain("consent", &["purpose"], "at"),
    Chain { end: CLOSED, ..chain("label", &["kind"], "since_at") },
    chain("round_version", &["document_id"], "since_at"),
    chain("admission_step", &[], "at"),
    chain("paper_step", &[], "at"),
    chain("round_pause", &[], "at"),
    chain("calendar_day", &[], "at"),
    chain("report_note", &[], "at"),
];

impl Chain {
    /// Rows that end otherwise than when the next one comes.
    fn sql(&self, table: &Table) -> String {
        let Self { within, since, end, .. } = self;
        let Table { name, key, id, person, .. } = table;
        let whose = if person.is_empty() { "''" } else { person };
        let same = within.iter().fold(String::new(), |mut text, column| {
            let _ = write!(text, " and n.{column} = y.{column}");
            text
        });
        format!(
            "select y.row_id, y.whose from (select {id} as row_id, {whose} as whose, x.* from {name} x
               where x.{key} >= $1 and x.{key} <= $2) y
             left join {name} n on n.{key} = y.{key}{same} and n.number = y.number + 1
             where coalesce(y.until_at, -1) <> coalesce(n.{since}, {end}, -1)"
        )
    }
}

const RULES: &[Rule] = &[
    rule(
        "removal",
        "left_over",
        "select r.person_id as row_id, r.person_id as whose from removal r where r.person_id >= $1 and r.person_id <= $2 and (
           exists (select 1 from profile x where x.person_id = r.person_id)
           or exists (select 1 from account x where x.person_id = r.person_id)
           or exists (select 1 from enrolment x where x.person_id = r.person_id))",
    ),
    rule(
        "staff_list",
        "undone_at",
        "select s.id as row_id, '' as whose from staff_list s where s.id >= $1 and s.id <= $2 and s.undone_at is not null
           and exists (select 1 from staff_list_person x where x.list_id = s.id
             and not exists (select 1 from removal r where r.person_id = x.person_id))",
    ),
    rule(
        "contact",
        "until_at",
        "select x.id as row_id, x.person_id as whose from contact x
         left join contact n on n.person_id = x.person_id and n.number = x.number + 1
         where x.id >= $1 and x.id <= $2 and (
           (x.until_at is null and (n.number is not null or x.wiped_at is not null))
           or (x.until_at is not null and x.until_at <> coalesce(n.declared_at, -1)
               and x.until_at <> coalesce(x.wiped_at, -1)))",
    ),
    rule(
        "contact",
        "wiped_at",
        "select x.id as row_id, x.person_id as whose from contact x join person p on p.id = x.person_id
         where x.id >= $1 and x.id <= $2 and (
           (x.wiped_at is null and (x.phone = '' or p.erased_at is not null))
           or (x.wiped_at is not null and (x.phone <> '' or x.zalo_name <> '' or (
             coalesce(p.erased_at, -1) <> x.wiped_at
             and not exists (select 1 from consent c where c.person_id = x.person_id and c.kind = 'withdrawn' and c.at = x.wiped_at)
             and not exists (select 1 from leaf_of o join ledger_leaf l on l.n = o.n where o.kind = 'contact' and o.row_id = x.id
               and l.data like '%\"type\":\"erasure.done\"%')))))",
    ),
    rule(
        "version",
        "superseded_at",
        "select v.id as row_id, '' as whose from version v where v.id >= $1 and v.id <= $2 and (
           (v.superseded_at is null and v.in_force_at is not null and exists (select 1 from version n
             where n.document_id = v.document_id and n.in_force_at > v.in_force_at
               and coalesce(n.superseded_at, n.in_force_at) >= n.in_force_at))
           or (v.superseded_at is not null and (v.in_force_at is null
             or not exists (select 1 from version n where n.document_id = v.document_id and n.id <> v.id
               and n.in_force_at = v.superseded_at)
             or exists (select 1 from version n where n.document_id = v.document_id and n.in_force_at > v.in_force_at
               and n.in_force_at < v.superseded_at))))",
    ),
    rule(
        "version",
        "in_force_at",
        "select v.id as row_id, '' as whose from version v where v.id >= $1 and v.id <= $2
           and v.file is not null and v.number = 1 and coalesce(v.in_force_at, -1) <> v.loaded_at",
    ),
    rule(
        "round",
        "withdrawn_at",
        "select r.id as row_id, '' as whose from round r where r.id >= $1 and r.id <= $2 and (
           (r.withdrawn_at is null and r.withdrawn_by is not null)
           or (r.withdrawn_at is not null and (coalesce(r.closed_at, -1) <> r.withdrawn_at
             or coalesce(r.closed_by, '') <> coalesce(r.withdrawn_by, ''))))",
    ),
    rule(
        "version",
        "withdrawn_at",
        "select v.id as row_id, '' as whose from version v where v.id >= $1 and v.id <= $2 and (
           (v.withdrawn_at is null and v.withdrawn_by is not null)
           or (v.withdrawn_at is not null and v.withdrawn_at <> coalesce(v.superseded_at, -1)))",
    ),
    rule(
        "link",
        "revoked_at",
        "select i.id as row_id, coalesce(i.person_id, '') as whose from link i
         where i.id >= $1 and i.id <= $2 and i.person_id is not null
           and i.used_at is null and i.revoked_at is null and (
             exists (select 1 from link n where n.person_id = i.person_id and n.id > i.id)
             or exists (select 1 from presence x where x.person_id = i.person_id and x.kind = 'left' and x.at > i.issued_at)
             or exists (select 1 from account_switch x where x.person_id = i.person_id and x.kind = 'disabled'
               and x.at > i.issued_at)
             or exists (select 1 from role_grant g where g.person_id = i.person_id
               and (g.granted_at > i.issued_at or g.revoked_at > i.issued_at))
             or exists (select 1 from journal j where j.person_id is null and j.kind = 'backup.restored'
               and j.at > i.issued_at)
             or exists (select 1 from person p where p.id = i.person_id and p.erased_at is not null))",
    ),
    rule(
        "admission",
        "whom",
        "select m.id as row_id, m.person_id as whose from admission m where m.id >= $1 and m.id <= $2
           and exists (select 1 from admission_step s where s.admission_id = m.id and s.person_id <> m.person_id)",
    ),
    rule(
        "admission",
        "at",
        "select m.id as row_id, m.person_id as whose from admission m
         left join admission_step s on s.admission_id = m.id and s.number = 1
         where m.id >= $1 and m.id <= $2 and coalesce(s.at, -1) <> m.opened_at",
    ),
    rule(
        "admission",
        "closed_at",
        "select m.id as row_id, m.person_id as whose from admission m
         left join admission_step s on s.admission_id = m.id and s.kind in ('returned', 'lapsed', 'removed')
           and s.number = (select max(o.number) from admission_step o where o.admission_id = m.id)
         where m.id >= $1 and m.id <= $2 and coalesce(s.at, -1) <> coalesce(m.closed_at, -1)",
    ),
    rule(
        "admission",
        "round",
        "select m.id as row_id, m.person_id as whose from admission m left join round r on r.id = m.round_id
         where m.id >= $1 and m.id <= $2 and coalesce(r.group_id, '') <> m.group_id",
    ),
    rule(
        "doubt",
        "until_at",
        "select d.id as row_id, d.person_id as whose from doubt d
         left join doubt_answer a on a.doubt_id = d.id and a.number = 1
         where d.id >= $1 and d.id <= $2 and coalesce(d.until_at, -1) <> coalesce(d.withdrawn_at, a.at, -1)",
    ),
    rule(
        "attempt",
        "passed_at",
        "select t.id as row_id, t.person_id as whose from attempt t where t.id >= $1 and t.id <= $2
           and t.passed_at is not null and t.passed_at <> coalesce(t.graded_at, -1)",
    ),
    rule(
        "attempt",
        "graded",
        "select t.id as row_id, t.person_id as whose from attempt t where t.id >= $1 and t.id <= $2
           and t.graded_at is null and coalesce(t.points, t.percent, t.max_points, t.passed_at) is not null",
    ),
    rule(
        "attempt",
        "questions",
        "select t.id as row_id, t.person_id as whose from attempt t where t.id >= $1 and t.id <= $2
           and (select count(*) from attempt_item i join item m on m.sha256 = i.item_sha256 where i.attempt_id = t.id)
             <> (select coalesce(max(i.place), -1) from attempt_item i where i.attempt_id = t.id)",
    ),
    rule(
        "attempt",
        "articles",
        "select t.id as row_id, t.person_id as whose from attempt t where t.id >= $1 and t.id <= $2 and (
           not exists (select 1 from attempt_article x where x.attempt_id = t.id)
           or exists (select 1 from attempt_article x where x.attempt_id = t.id and not exists (
             select 1 from round_version r join version_article a on a.version_id = r.version_id
             where r.round_id = t.round_id and r.document_id = x.document_id and a.article = x.article
               and a.sha256 = x.sha256)))",
    ),
];

/// Compares a piece of a table with what other rows say of it.
pub(super) async fn compare(at: &mut Snapshot, table: &Table, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    for chain in CHAINS.iter().filter(|chain| chain.table == table.name) {
        ask(at, (table.name, "until_at"), chain.sql(table), piece, found).await?;
    }
    for rule in RULES.iter().chain(papers::RULES).filter(|rule| rule.table == table.name) {
        ask(at, (table.name, rule.field), rule.sql.to_owned(), piece, found).await?;
    }
    Ok(())
}

async fn ask(
    at: &mut Snapshot,
    (table, field): (&str, &str),
    sql: String,
    piece: &Piece,
    found: &mut Found,
) -> Result<(), Error> {
    let query = sqlx::query(AssertSqlSafe(sql)).bind(&piece.from).bind(&piece.to);
    for row in query.fetch_all(&mut *at).await? {
        let whose: String = row.try_get(1)?;
        found.push(Difference::new(table, row.try_get::<String, _>(0)?, What::Differs).field(field).of(&whose));
    }
    Ok(())
}
