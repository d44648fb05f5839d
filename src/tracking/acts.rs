//! Opening an export: recorded before it is given.

use crate::act::Act;
use crate::db::Tx;
use crate::disclosures::acts::open_noting;
use crate::disclosures::rules::What;
use crate::error::Error;
use crate::once;
use serde_json::json;

/// Records that the table, narrowed to `subject` (a query string), is taken as a file of `rows` people in `form`, in
/// `words`; the answer is the id under which the session gets it for thirty minutes.
pub(crate) async fn export(
    tx: &mut Tx,
    act: &Act,
    subject: &str,
    why: &str,
    (rows, form, words): (i64, &str, &str),
) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "tracking.export").await? {
        return Ok(before);
    }
    let subject = format!("{subject}&form={form}&rows={rows}");
    let fields = json!({ "n": rows.to_string(), "dang": words });
    let id = open_noting(tx, act, What::Export, &subject, why, fields).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}
