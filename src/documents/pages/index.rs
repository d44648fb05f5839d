//! The list of documents.

use super::{Frame, adds, asked, frame, manages, readings};
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::text::say;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "documents/index.html")]
struct IndexPage {
    page: Page,
    documents: Vec<DocumentLine>,
    manages: bool,
    /// Adds documents.
    adds: bool,
}

struct DocumentLine {
    frame: Frame,
    read: usize,
    of: usize,
    /// No open round asks about it: told to whoever manages it.
    outside: bool,
}

/// The documents, each with how much of it the person has read.
pub(crate) async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let readings = readings(&app, &member).await?;
    let mut documents = Vec::new();
    for document in &member.site.documents {
        let version = asked(&member, &document.id)?;
        documents.push(DocumentLine {
            frame: frame(&member, version),
            read: version.articles.iter().filter(|one| readings.has(&one.sha256)).count(),
            of: version.articles.len(),
            outside: manages(&member) && !member.site.open_rounds().any(|round| round.has(&document.id)),
        });
    }
    let page = Page::new(&member, say("title.documents")).at(member.step());
    Ok(html(&IndexPage { page, documents, adds: adds(&member), manages: manages(&member) }))
}
