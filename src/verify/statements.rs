//! Statements filled in again from their template and what is kept of their fields, against the hash of what was shown.

use super::difference::{Difference, next};
use crate::acknowledgments::rules::{Fields, Template};
use crate::db::Snapshot;
use crate::error::Error;
use sqlx::Row as _;

pub(super) async fn compare(at: &mut Snapshot, found: &mut Vec<Difference>) -> Result<(), Error> {
    let sql = "select k.id, k.text_sha256, m.body, p.fields from private p join acknowledgment k on k.id = p.row_id
         join statement m on m.sha256 = k.statement_sha256 where p.kind = 'acknowledgment' and p.purpose = 'subject'";
    let mut stream = sqlx::query(sql).fetch(&mut *at);
    while let Some(row) = next(&mut stream).await? {
        let (id, stored): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let template: Template = serde_json::from_str(&row.try_get::<String, _>(2)?).map_err(Error::internal)?;
        let fields: Fields = serde_json::from_str(&row.try_get::<String, _>(3)?).map_err(Error::internal)?;
        if template.filled(&fields).sha256() != stored {
            found.push(Difference::new("acknowledgment", id, "its statement is not the one it has the hash of"));
        }
    }
    Ok(())
}
