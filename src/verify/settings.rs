//! What was taken over from a round's settings: the mark and the time of a sitting, the day somebody has. The leaves of
//! the round say its settings at each moment.

use super::difference::{Difference, Found, What};
use super::rows::{Piece, kind, places};
use crate::db::Snapshot;
use crate::error::Error;
use crate::time::{MINUTE, day_after, rfc3339};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// Settings since a moment, as the leaf says both.
struct Since {
    at: String,
    settings: Value,
}

impl Since {
    fn number(&self, name: &str) -> Option<i64> {
        self.settings.get(name).and_then(Value::as_i64)
    }
}

/// The settings of rounds, by round, in the order of their leaves.
struct Rounds(BTreeMap<String, Vec<Since>>);

impl Rounds {
    async fn read(at: &mut Snapshot, ids: &BTreeSet<String>) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for some in ids.iter().collect::<Vec<_>>().chunks(400) {
            let sql = format!(
                "select o.row_id, l.data from leaf_of o join ledger_leaf l on l.n = o.n
                 where o.kind = 'round' and o.row_id in ({}) order by l.n",
                places(some.len(), 0)
            );
            let query = some.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(id.as_str()));
            for row in query.fetch_all(&mut *at).await? {
                let leaf: Value = serde_json::from_str(&row.try_get::<String, _>(1)?).unwrap_or_default();
                let Some(settings) = leaf.get("round").filter(|round| round.get("pass_percent").is_some()) else {
                    continue;
                };
                let moment = leaf.get("at").and_then(Value::as_str).unwrap_or_default().to_owned();
                let list: &mut Vec<Since> = all.entry(row.try_get(0)?).or_default();
                list.push(Since { at: moment, settings: settings.clone() });
            }
        }
        Ok(Self(all))
    }

    /// What may have been in force at a moment: what was so just before it, and what came in the same millisecond.
    fn at(&self, round_id: &str, moment: i64) -> impl Iterator<Item = &Since> {
        let moment = rfc3339(moment);
        let list = self.0.get(round_id).map(Vec::as_slice).unwrap_or_default();
        let before = list.iter().rposition(|one| one.at < moment);
        let same = list.iter().filter(move |one| one.at == moment);
        before.and_then(|place| list.get(place)).into_iter().chain(same)
    }
}

/// Sittings: the mark they are held to, and when their time is over.
pub(super) async fn sittings(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select id, person_id, round_id, drawn_at, due_at, pass_percent from attempt where id >= $1 and id <= $2";
    let rows = sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await?;
    let ids = rows.iter().map(|row| row.try_get(2)).collect::<Result<_, _>>()?;
    let rounds = Rounds::read(at, &ids).await?;
    for row in rows {
        let (id, person, round): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (drawn, due): (i64, Option<i64>) = (row.try_get(3)?, row.try_get(4)?);
        let mark: i64 = row.try_get(5)?;
        let mut told = |field| found.push(Difference::new("attempt", &id, What::Differs).field(field).of(&person));
        if !rounds.at(&round, drawn).any(|since| since.number("pass_percent") == Some(mark)) {
            told("pass_percent");
        }
        let limit = |minutes: i64| (minutes > 0).then(|| drawn + minutes * MINUTE);
        if !rounds.at(&round, drawn).any(|since| since.number("limit_minutes").map(limit) == Some(due)) {
            told("due_at");
        }
    }
    Ok(())
}

/// Papers: the mark they are held to.
pub(super) async fn papers(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select id, person_id, round_id, drawn_at, pass_percent from paper where id >= $1 and id <= $2";
    let rows = sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await?;
    let ids = rows.iter().map(|row| row.try_get(2)).collect::<Result<_, _>>()?;
    let rounds = Rounds::read(at, &ids).await?;
    for row in rows {
        let (id, person, round): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (drawn, mark): (i64, i64) = (row.try_get(3)?, row.try_get(4)?);
        if !rounds.at(&round, drawn).any(|since| since.number("pass_percent") == Some(mark)) {
            found.push(Difference::new("paper", id, What::Differs).field("pass_percent").of(&person));
        }
    }
    Ok(())
}

/// Who came into a round alone has a leaf that says until when; who came with everybody has the days of the round.
pub(super) async fn enrolments(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select e.round_id, e.person_id, e.enrolled_at, e.due_on, l.data, b.actor, r.opened_at,
           case when e.enrolled_by is null or r.opened_by = e.enrolled_by then 1 else 0 end,
           coalesce(r.filled_at, e.enrolled_at)
         from enrolment e join round r on r.id = e.round_id left join person b on b.id = e.enrolled_by
         left join leaf_of o on o.kind = 'enrolment' and o.row_id = e.round_id || '/' || e.person_id
         left join ledger_leaf l on l.n = o.n where e.person_id >= $1 and e.person_id <= $2";
    let rows = sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await?;
    let ids = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let rounds = Rounds::read(at, &ids).await?;
    for row in rows {
        let (round, person): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (since, due): (i64, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
        let leaf: Option<String> = row.try_get(4)?;
        let (same_time, same_author, same_day) = if let Some(leaf) = leaf {
            let leaf: Value = serde_json::from_str(&leaf).unwrap_or_default();
            let text = |name: &str| leaf.get(name).and_then(Value::as_str);
            let said = leaf.get("rounds").and_then(Value::as_array).into_iter().flatten();
            let said = said.filter(|one| one.get("round").and_then(Value::as_str) == Some(round.as_str()));
            let day = Some(due.as_deref().unwrap_or_default());
            (
                text("at") == Some(rfc3339(since).as_str())
                    && matches!(kind(&leaf), "account.created" | "round.due" | "round.enrolled"),
                text("actor") == row.try_get::<Option<String>, _>(5)?.as_deref(),
                said.into_iter().any(|one| one.get("due").and_then(Value::as_str) == day),
            )
        } else {
            let day = |one: &Since| {
                let days = one.number("due_days")?;
                Some((days > 0 && one.number("working").unwrap_or_default() == 0).then(|| day_after(since, days)))
            };
            (
                row.try_get::<i64, _>(6)? <= since && since <= row.try_get::<i64, _>(8)?,
                row.try_get::<i64, _>(7)? == 1,
                rounds.at(&round, since).any(|one| day(one) == Some(due.clone())),
            )
        };
        for (field, same) in [("at", same_time), ("actor", same_author), ("due", same_day)] {
            if !same {
                let one = Difference::new("enrolment", format!("{round}/{person}"), What::Differs).field(field);
                found.push(one.of(&person));
            }
        }
    }
    Ok(())
}
