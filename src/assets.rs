//! What `build.rs` embeds: the files of `static/`, `documents/` and `quizzes/`.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::sync::LazyLock;

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

/// Each file compressed once, as small as gzip makes it; in the order of [`embedded::ASSETS`].
static SMALL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let small = |asset: &Asset| {
        let mut out = GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(asset.bytes).and_then(|()| out.finish()).unwrap_or_default()
    };
    embedded::ASSETS.iter().map(small).collect()
});

/// Whether the browser takes gzip (RFC 9110 §12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(|part| part.replace(' ', "").trim_end_matches(['0', '.']).eq_ignore_ascii_case("q="))
    })
}

/// One embedded file, cached for ever: its address changes with its bytes.
pub(crate) async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let wanted = format!("/static/{file}");
    let Some(place) = embedded::ASSETS.iter().position(|asset| asset.address == wanted) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (Some(asset), Some(small)) = (embedded::ASSETS.get(place), SMALL.get(place)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if takes_gzip(&headers) && !small.is_empty() {
        (told, [(header::CONTENT_ENCODING, "gzip")], small.as_slice()).into_response()
    } else {
        (told, asset.bytes).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_whoever_takes_it() {
        let takes = |value: &str| {
            let value = value.parse().unwrap();
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.5, deflate") && !takes_gzip(&HeaderMap::new()));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("br, gzip; q=0.0"));
        assert_eq!(SMALL.len(), embedded::ASSETS.len());
        assert!(
            SMALL
                .iter()
                .zip(embedded::ASSETS)
                .all(|(small, asset)| !small.is_empty() && small.len() < asset.bytes.len())
        );
    }
}
