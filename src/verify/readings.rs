//! What was read for a confirmation: the readings themselves against the times that the confirmation and its leaf say.

use super::difference::{Difference, Found, What};
use super::rows::Piece;
use crate::db::Snapshot;
use crate::error::Error;
use serde_json::Value;
use sqlx::Row as _;
use std::collections::{BTreeMap, HashMap};

/// Person → text of an article, by its hash → moments.
type Readings = HashMap<String, HashMap<String, Vec<i64>>>;

pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let readings = readings(at, piece).await?;
    let mut articles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let sql = "select k.id, k.person_id, k.reading, v.id, v.document_id from acknowledgment k
         join acknowledgment_version a on a.acknowledgment_id = k.id join version v on v.id = a.version_id
         where k.id >= $1 and k.id <= $2";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (id, person, version): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(3)?);
        let said: Value = serde_json::from_str(&row.try_get::<String, _>(2)?).unwrap_or_default();
        let document: String = row.try_get(4)?;
        let mut said = said.as_array().into_iter().flatten();
        let of = |one: &&Value| one.get("document_id").and_then(Value::as_str) == Some(document.as_str());
        // Nothing of it had to be read.
        let Some(said) = said.find(of) else { continue };
        if !articles.contains_key(&version) {
            articles.insert(version.clone(), hashes(at, &version).await?);
        }
        let texts = articles.get(&version).map(Vec::as_slice).unwrap_or_default();
        let number = |name: &str| said.get(name).and_then(Value::as_i64).unwrap_or_default();
        // Who has read an article again since has a newer moment: it did not count.
        let counted = |hash: &String| {
            let moments = readings.get(&person).and_then(|read| read.get(hash)).into_iter().flatten();
            moments.filter(|moment| **moment <= number("last_at")).max().copied()
        };
        let counted: Vec<i64> = texts.iter().filter_map(counted).collect();
        let (first, last) = (counted.iter().min().copied(), counted.iter().max().copied());
        let many = i64::try_from(counted.len()).unwrap_or(i64::MAX);
        if first != Some(number("first_at")) || last != Some(number("last_at")) || many != number("articles") {
            let one = Difference::new("acknowledgment", &id, What::Differs).field(format!("read {document}"));
            found.push(one.of(&person));
        }
    }
    Ok(())
}

async fn readings(at: &mut Snapshot, piece: &Piece) -> Result<Readings, Error> {
    let sql = "select r.person_id, r.sha256, r.read_at from reading r where r.person_id in
         (select k.person_id from acknowledgment k where k.id >= $1 and k.id <= $2)";
    let mut all = Readings::new();
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let texts = all.entry(row.try_get(0)?).or_default();
        texts.entry(row.try_get(1)?).or_default().push(row.try_get(2)?);
    }
    Ok(all)
}

async fn hashes(at: &mut Snapshot, version_id: &str) -> Result<Vec<String>, Error> {
    let sql = "select sha256 from version_article where version_id = $1";
    let rows = sqlx::query(sql).bind(version_id).fetch_all(&mut *at).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
