//! Scans of papers against their hashes: one at a time, each in a snapshot of its own, a part of it in memory.

use super::difference::{Difference, Found, What, next};
use super::pace::pause;
use crate::db::{Db, Snapshot};
use crate::error::Error;
use crate::id::hex;
use crate::papers::rules::media_type;
use crate::pieces;
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use std::time::Instant;

/// Whose a scan is, whose its paper, and what is said of it.
struct Scan {
    paper: String,
    number: i64,
    person: String,
    owner: String,
    media_type: String,
    size: i64,
    sha256: String,
    erased: bool,
}

pub(super) async fn compare(db: &Db, rest: u32, found: &mut Found) -> Result<(), Error> {
    let mut below: Option<(String, i64)> = None;
    loop {
        let begun = Instant::now();
        let mut at = db.snapshot().await?;
        let Some(scan) = last(&mut at, below.as_ref()).await? else {
            at.end().await;
            return Ok(());
        };
        one(&mut at, &scan, found).await?;
        at.end().await;
        pause(begun, rest).await;
        below = Some((scan.paper, scan.number));
    }
}

/// The next scan below one, newest paper first.
async fn last(at: &mut Snapshot, below: Option<&(String, i64)>) -> Result<Option<Scan>, Error> {
    const COLUMNS: &str = "select c.paper_id, c.number, c.person_id, q.person_id, c.media_type, c.size, c.sha256,
           case when p.erased_at is null then 0 else 1 end
         from paper_scan c join paper q on q.id = c.paper_id join person p on p.id = q.person_id";
    const ORDER: &str = "order by c.paper_id desc, c.number desc limit 1";
    let some = if below.is_some() { "where (c.paper_id, c.number) < ($1, $2)" } else { "" };
    // Words of the program, no values.
    let sql = format!("{COLUMNS} {some} {ORDER}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql));
    let query = match below {
        Some((paper, number)) => query.bind(paper).bind(number),
        None => query,
    };
    let Some(row) = query.fetch_optional(&mut *at).await? else { return Ok(None) };
    Ok(Some(Scan {
        paper: row.try_get(0)?,
        number: row.try_get(1)?,
        person: row.try_get(2)?,
        owner: row.try_get(3)?,
        media_type: row.try_get(4)?,
        size: row.try_get(5)?,
        sha256: row.try_get(6)?,
        erased: row.try_get::<i64, _>(7)? == 1,
    }))
}

async fn one(at: &mut Snapshot, scan: &Scan, found: &mut Found) -> Result<(), Error> {
    let row = format!("{}#{}", scan.paper, scan.number);
    let mut told = |what, field| found.push(Difference::new("paper_step", &row, what).field(field).of(&scan.owner));
    if scan.person != scan.owner {
        told(What::Differs, "scan.whom");
    }
    let (mut hash, mut size, mut kind, mut parts) = (Sha256::new(), 0_usize, None, 0_i64);
    let sql = "select part, content from paper_scan_part where paper_id = $1 and number = $2 order by part";
    let mut stream = sqlx::query(sql).bind(&scan.paper).bind(scan.number).fetch(&mut *at);
    while let Some(part) = next(&mut stream).await? {
        parts += 1;
        // What is no base64 is not what was hashed.
        let bytes = pieces::read(part.try_get(1)?).unwrap_or_default();
        if parts == 1 {
            kind = media_type(&bytes);
        }
        if part.try_get::<i64, _>(0)? != parts {
            kind = None;
        }
        size += bytes.len();
        hash.update(bytes);
    }
    drop(stream);
    if scan.erased {
        if parts > 0 {
            told(What::Differs, "scan.left_over");
        }
        return Ok(());
    }
    if hex(&hash.finalize()) != scan.sha256 || i64::try_from(size).ok() != Some(scan.size) {
        told(What::Hash, "scan");
    }
    if kind != Some(scan.media_type.as_str()) {
        told(What::Differs, "scan.kind");
    }
    Ok(())
}
