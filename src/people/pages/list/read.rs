//! A file read again: another sheet, hidden rows too, other columns.

use super::held::departments;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::go_saying;
use crate::people::acts;
use crate::people::rules::list::{Column, Draft, Known};
use crate::visit::Registrar;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// What is to be read, and as what.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReadForm {
    /// Place of the sheet.
    sheet: Option<usize>,
    /// 'yes', 'no', or '' where nobody has said.
    hidden: String,
    /// What each column holds of those that may be chosen, in their order.
    column: Vec<String>,
    /// The sheet that these columns are of.
    of: Option<usize>,
}

impl ReadForm {
    fn apply(&self, draft: &mut Draft, columns: &[Column], known: &Known) {
        let Some(source) = &mut draft.source else { return };
        if self.of == Some(source.at) {
            source.choose(columns);
        }
        match self.hidden.as_str() {
            "yes" => source.hidden = Some(true),
            "no" => source.hidden = Some(false),
            _ => {}
        }
        if let Some(sheet) = self.sheet {
            source.turn(sheet);
        }
        draft.read_again(known);
    }
}

/// Reads a file again; what was corrected in its rows by hand is gone, and that is said.
pub(crate) async fn read_again(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<ReadForm>,
) -> Result<Response, Error> {
    let columns: Option<Vec<Column>> = form.column.iter().map(|word| Column::parse(word)).collect();
    let columns = columns.ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let known = departments(&registrar.site);
    let mut tx = app.db.write().await?;
    let kept = acts::choose(&mut tx, &registrar.act(), &id, |draft| form.apply(draft, &columns, &known)).await;
    tx.settle(kept).await?;
    Ok(go_saying(&format!("/people/lists/{id}"), "done.list_read"))
}
