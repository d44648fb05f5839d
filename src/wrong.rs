//! What is wrong with a form that comes back: one sentence, at its field.

use crate::text::say;
use askama::filters::Safe;
use std::fmt::Write as _;

/// What is wrong, and at which field; nothing by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wrong {
    field: String,
    sentence: String,
}

impl Wrong {
    /// Nothing is.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    pub(crate) fn at(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }

    /// The sentence of a key of `texts/`.
    pub(crate) fn key(field: impl Into<String>, key: &'static str) -> Self {
        Self::at(field, say(key))
    }

    /// The attributes of a field: described by its hints (ids, space separated), and where it is the wrong one marked
    /// so, described by the sentence too, and focused, which brings it into view.
    pub(crate) fn on(&self, field: &str, hints: &str) -> Safe<String> {
        let here = self.is_at(field);
        let ids: Vec<&str> = hints.split_whitespace().chain(here.then_some("error")).collect();
        let mut text = String::new();
        if !ids.is_empty() {
            let _ = write!(text, r#" aria-describedby="{}""#, ids.join(" "));
        }
        if here {
            text.push_str(r#" aria-invalid="true" autofocus"#);
        }
        Safe(text)
    }

    /// The sentence, where it belongs to this field.
    pub(crate) fn said(&self, field: &str) -> Safe<String> {
        if !self.is_at(field) {
            return Safe(String::new());
        }
        let sentence = self.sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Safe(format!(r#"<p class="error" id="error" role="alert">{sentence}</p>"#))
    }

    /// Said at the head of the page (field "") where its field is not on it.
    pub(crate) fn shown(self, field_is_there: bool) -> Self {
        if field_is_there { self } else { Self { field: String::new(), ..self } }
    }

    /// Something is.
    pub(crate) fn is_any(&self) -> bool {
        !self.sentence.is_empty()
    }

    pub(crate) fn is_at(&self, field: &str) -> bool {
        !self.sentence.is_empty() && self.field == field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_field_is_marked_focused_and_described_and_no_other_is() {
        let wrong = Wrong::at("phone", "Số <b> sai");
        assert_eq!(wrong.on("phone", "hint").0, r#" aria-describedby="hint error" aria-invalid="true" autofocus"#);
        assert_eq!(wrong.on("name", "hint").0, r#" aria-describedby="hint""#);
        assert_eq!(wrong.on("name", "").0, "");
        assert!(wrong.said("phone").0.contains("Số &lt;b&gt; sai") && wrong.said("name").0.is_empty());
        assert_eq!((Wrong::nothing().on("", "").0, Wrong::nothing().said("").0), (String::new(), String::new()));
    }
}
