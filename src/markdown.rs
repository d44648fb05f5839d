//! Our own Markdown texts (notice, guide) as HTML: no raw HTML passes, links go to this site or to https.

use pulldown_cmark::{Event, Options, Parser, Tag, html};

/// HTML of a Markdown text.
pub(crate) fn render(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).filter(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => false,
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("https://") || dest_url.starts_with('/'),
        _ => true,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_and_scripts_never_pass() {
        let out = render("a <script>alert(1)</script> b\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))");
        assert!(!out.contains("<script") && !out.contains("onerror") && !out.contains("javascript:"), "{out}");
    }
}
