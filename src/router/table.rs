//! The whole route table.

use crate::app::App;
use crate::checked::Last;
use crate::page;
use crate::route::Routes;
use crate::visit::Rule;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The whole route table.
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Rule::Public, healthz)
        .post("/text-size", Rule::Public, page::text_size)
        .merge(crate::accounts::routes())
        .merge(crate::setup::routes())
        .merge(crate::people::routes())
        .merge(crate::settings::routes())
        .merge(crate::home::routes())
        .merge(crate::documents::routes())
        .merge(crate::quizzes::routes())
        .merge(crate::rounds::routes())
        .merge(crate::calendar::routes())
        .merge(crate::reminders::routes())
        .merge(crate::acknowledgments::routes())
        .merge(crate::doubts::routes())
        .merge(crate::papers::routes())
        .merge(crate::contacts::routes())
        .merge(crate::admissions::routes())
        .merge(crate::tracking::routes())
        .merge(crate::reports::routes())
        .merge(crate::search::routes())
        .merge(crate::verify::routes())
}

/// Answers when the server can serve and write, and how far rows and leaves were compared since its start; 503 when a
/// row cannot be written.
async fn healthz(State(app): State<App>) -> Response {
    match app.db.probe(app.clock.now()).await {
        Ok(()) => match app.checked.last() {
            Last { leaf: None, .. } => "ok\nrows: being compared\n".into_response(),
            Last { leaf: Some(n), found } => {
                format!("ok\nrows: checked to leaf {n}, {found} differences\n").into_response()
            }
        },
        Err(error) => {
            tracing::warn!(%error, "health");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "10")], "cannot write\n").into_response()
        }
    }
}
