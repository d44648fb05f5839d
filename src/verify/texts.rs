//! Texts and files against the hashes that name them.

use super::difference::Difference;
use crate::db::Snapshot;
use crate::error::Error;
use crate::id::sha256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sqlx::Row as _;

pub(super) async fn compare(at: &mut Snapshot, found: &mut Vec<Difference>) -> Result<(), Error> {
    let sql = "select v.id, v.sha256, t.canonical, f.sha256 from version v
         join version_text t on t.version_id = v.id left join attachment f on f.version_id = v.id order by v.id";
    for row in sqlx::query(sql).fetch_all(&mut *at).await? {
        let (id, stored, canonical): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let real = match row.try_get::<Option<String>, _>(3)? {
            Some(_) => sha256(file(at, &id).await?),
            None => sha256(canonical),
        };
        if real != stored {
            found.push(Difference::new("version", id, format!("sha256 is {stored}, its text has {real}")));
        }
    }
    for (table, sql) in [
        ("item", "select sha256, body from item"),
        ("statement", "select sha256, body from statement"),
        ("shown_text", "select sha256, body from shown_text"),
    ] {
        for row in sqlx::query(sql).fetch_all(&mut *at).await? {
            let (stored, body): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            if sha256(&body) != stored {
                found.push(Difference::new(table, stored, "its body has another hash"));
            }
        }
    }
    Ok(())
}

async fn file(at: &mut Snapshot, version_id: &str) -> Result<Vec<u8>, Error> {
    let sql = "select content from attachment_part where version_id = $1 order by number";
    let mut bytes = Vec::new();
    for row in sqlx::query(sql).bind(version_id).fetch_all(at).await? {
        bytes.extend(STANDARD.decode(row.try_get::<String, _>(0)?).map_err(Error::internal)?);
    }
    Ok(bytes)
}
