//! Addresses inside this site, as they stand in links, headers and redirects.

use url::Url;

/// A value for a query string.
pub fn query_value(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The pairs of a query string; none where it cannot be read.
pub(crate) fn query_pairs(query: Option<&str>) -> Vec<(String, String)> {
    serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default()
}

/// A path of our own to go back to, as it can stand in a header: never another site, whatever a browser makes of it.
pub(crate) fn local_path(next: &str) -> &str {
    let printable = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let here = Url::parse("http://here.invalid/").ok();
    let there = here.as_ref().and_then(|here| here.join(next).ok());
    let stays = here.zip(there).is_some_and(|(here, there)| {
        let user = !there.username().is_empty() || there.password().is_some();
        here.origin() == there.origin() && !user && !there.path().starts_with("//")
    });
    if printable && next.starts_with('/') && stays { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leaves_the_site() {
        for good in ["/quiz", "/", "/tracking?q=H%E1%BB%93&page=2", "/documents/x/clauses/dieu-4.khoan-1#a", "/%2509/x"]
        {
            assert_eq!(local_path(good), good);
        }
        let bad = [
            "",
            "evil",
            "//evil.example",
            "///evil.example",
            "https://evil.example",
            "/\\evil",
            "\\\\evil",
            "/a\r\nb",
            "/\t/evil.example/x",
            "/\u{b}x",
            "/\u{0}x",
            "/\u{7f}x",
            "/\u{85}x",
            "/ /evil",
            "\t//evil.example",
            "/.//evil.example",
            "/x/..//evil.example",
            "/%2e//evil.example",
            "javascript:alert(1)",
            "/h\u{1ed3}",
            "@evil.example",
            "/\u{202e}x",
            "//user@here.invalid/",
            "http:/evil",
            "?x",
            "#x",
        ];
        for bad in bad {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
    }
}
