//! What `build.rs` embeds: the files of `static/`, `documents/` and `quizzes/`.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file of `static/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asset {
    /// `/static/app.<hash>.css`.
    pub(crate) address: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) bytes: &'static [u8],
}

/// What `build.rs` embedded.
pub(crate) mod embedded {
    use super::Asset;
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// One embedded file, cached for ever: its address changes with its bytes.
pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    let wanted = format!("/static/{file}");
    match embedded::ASSETS.iter().find(|asset| asset.address == wanted) {
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
