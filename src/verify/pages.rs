//! What admin and leader are told: which row of whom, which leaf, since when. What stands in the row is not shown.

use super::difference::What;
use super::store::{self, Known};
use super::tables::table;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::text::say;
use crate::time::long_moment;
use crate::visit::Overseer;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "verify/index.html")]
struct VerifyPage {
    page: Page,
    /// When the last whole comparison ended, up to which leaf, how many differences; `None` before the first.
    last: Option<(String, i64, i64)>,
    lines: Vec<Line>,
}

struct Line {
    what: &'static str,
    table: &'static str,
    row: String,
    /// Id and name; the name is empty where the viewer may not see it.
    person: Option<(String, String)>,
    leaf: String,
    since: String,
}

/// The differences that are known.
pub(crate) async fn index(State(app): State<App>, overseer: Overseer) -> Result<Response, Error> {
    let last = store::last(app.db.read()).await?;
    let known = store::known(app.db.read(), &overseer.viewer.id).await?;
    Ok(html(&VerifyPage {
        page: Page::new(&overseer, say("title.verify")),
        last: last.map(|last| (long_moment(last.at), last.leaf, last.found)),
        lines: known.into_iter().map(line).collect(),
    }))
}

fn line(one: Known) -> Line {
    Line {
        what: one.what.words(),
        table: match table(&one.thing) {
            Some(table) => say(table.words),
            None if one.what == What::Copy => say("verify.standing"),
            None => say("verify.ledger"),
        },
        // Ids alone: what is named by a word of the program is told by `nep verify db`.
        row: Some(one.row_id).filter(|id| id.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default(),
        person: one.person_id.map(|id| (id, one.full_name)).filter(|person| !person.1.is_empty()),
        leaf: one.n.map(|n| n.to_string()).unwrap_or_default(),
        since: long_moment(one.found_at),
    }
}
