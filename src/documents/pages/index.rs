//! The list of documents.

use super::{Frame, frame, manages};
use crate::app::App;
use crate::documents::store;
use crate::error::Error;
use crate::page::{Page, html};
use crate::standing::store::step_number;
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
}

struct DocumentLine {
    frame: Frame,
    read: usize,
    of: usize,
}

/// The documents, each with how much of it the person has read.
pub(crate) async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let readings = store::readings(app.db.read(), &member.viewer.id).await?;
    let mut documents = Vec::new();
    for row in store::current(app.db.read()).await? {
        let version = app.library.version(&row)?;
        let ours = readings.iter().filter(|article| article.document_id == row.document_id);
        let (of, read) = (ours.clone().count(), ours.filter(|article| article.read_at.is_some()).count());
        documents.push(DocumentLine { frame: frame(&version), read, of });
    }
    let page = Page::new(&member, "Văn bản").at(step_number(app.db.read(), &member.viewer.id).await?);
    Ok(html(&IndexPage { page, documents, manages: manages(&member) }))
}
