//! A text that somebody brings, before anything is used: its head, its words, and how they are read.

use super::clause::ClauseKind;
use super::compare::{Loss, lost_in};
use super::level::Level;
use super::parse::{ParseError, canonical, split_head};
use super::prepared::{Issued, NewText, Prepared};
use super::regulation::Regulation;
use super::text::slug;
use super::version::TextKind;
use crate::text::say;
use crate::time::parse_day;

/// A text as it was brought, with what a person says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    pub short_title: String,
    pub issuer: String,
    /// `12/QĐ-ABC`; '' while it is not issued.
    pub number: String,
    /// `2025-08-15`; '' while it is not issued.
    pub day: String,
    /// The head that came with the text: TOML without the lines around it; '' where none came.
    pub head: String,
    /// Marked text, without a head.
    pub body: String,
}

/// A draft as it is read.
#[derive(Clone, Debug)]
pub struct Understood {
    pub regulation: Regulation,
    /// The first difference between its words and those that were read.
    pub loss: Option<Loss>,
    source: String,
    /// Lines above the body.
    above: usize,
}

/// A text that can be used: something to read is in it, and no word was lost.
#[derive(Clone, Debug)]
pub struct Fit(Prepared);

impl Draft {
    /// A marked file, its own head apart from its words.
    ///
    /// # Errors
    /// When it begins like a head and has none.
    pub fn brought(file: &str) -> Result<Self, ParseError> {
        let file = canonical(file);
        if !file.starts_with("+++\n") {
            return Ok(Self { body: file, ..Self::default() });
        }
        let (head, body, _) = split_head(&file)?;
        let own = file.strip_suffix(body).unwrap_or_default().trim().trim_matches('+').trim();
        let text = |key: &str| head.text(key).unwrap_or_default().to_owned();
        let day = parse_day(&text("issued_on")).map(|day| day.to_string()).unwrap_or_default();
        Ok(Self {
            title: text("title"),
            short_title: text("short_title"),
            issuer: text("issuer"),
            number: if day.is_empty() { String::new() } else { text("number") },
            day,
            head: own.to_owned(),
            body: body.to_owned(),
        })
    }

    /// The draft as a source: what the person says stands in the head, whatever the file's own said.
    fn source(&self) -> Result<String, ParseError> {
        let wrong = |error: toml::de::Error| ParseError { line: 1, message: error.message().to_owned() };
        let mut head: toml::Table = toml::from_str(&self.head).map_err(wrong)?;
        let issued = if self.day.is_empty() { "" } else { self.number.as_str() };
        let own = [
            ("title", self.title.as_str()),
            ("short_title", &self.short_title),
            ("issuer", &self.issuer),
            ("kind", TextKind::Text.as_str()),
            ("number", issued),
            ("issued_on", &self.day),
        ];
        for (key, value) in own {
            // One line each: a line of plus signs inside a title would end the head.
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            head.remove(key);
            if !value.is_empty() {
                head.insert(key.to_owned(), toml::Value::String(value));
            }
        }
        let head = toml::to_string(&head).map_err(|error| ParseError { line: 1, message: error.to_string() })?;
        Ok(format!("+++\n{head}+++\n{}\n", self.body.trim_end()))
    }

    /// How it is read.
    ///
    /// # Errors
    /// As [`Regulation::parse`]; the line is one of the body.
    pub fn look(&self) -> Result<Understood, ParseError> {
        let source = self.source()?;
        let above = source.matches('\n').count().saturating_sub(self.body.trim_end().matches('\n').count() + 1);
        let regulation = Regulation::parse(&source, None)
            .map_err(|error| ParseError { line: error.line.saturating_sub(above).max(1), ..error })?;
        let loss = lost_in(&source, &regulation);
        Ok(Understood { regulation, loss, source, above })
    }

    /// What the text calls itself: the title of its main part, else its first heading.
    pub fn own_title(regulation: &Regulation) -> String {
        let main = regulation.main_part().and_then(|id| regulation.get(id));
        let first = || regulation.clauses().iter().find(|one| one.kind == ClauseKind::Part);
        main.or_else(first).map(super::Clause::title).unwrap_or_default()
    }
}

impl Understood {
    /// The line of the body for one of the file, both from 1.
    pub fn line(&self, of_file: usize) -> usize {
        of_file.saturating_sub(self.above).max(1)
    }

    /// Whether there is something to read in it.
    pub fn is_readable(&self) -> bool {
        self.regulation.articles().next().is_some()
    }

    /// The text, ready to be stored; `None` when there is nothing to read in it, no title, or a word was lost.
    ///
    /// # Errors
    /// When it does not parse.
    pub fn fit(self) -> Result<Option<Fit>, ParseError> {
        if !self.regulation.faults(&self.source).is_empty() {
            return Ok(None);
        }
        let head = |key: &str| self.regulation.head().text(key).unwrap_or_default().to_owned();
        let day = Some(head("issued_on")).filter(|day| !day.is_empty());
        let text = NewText {
            document_id: String::new(),
            kind: TextKind::Text,
            file: None,
            issued: Issued { blanks: String::new(), ref_number: head("number"), day },
            source: self.source,
            attachment: None,
        };
        let new = text.prepare()?;
        let (title, short) = (new.title.clone(), new.short_title.clone());
        Ok(Some(Fit(new.or_titled(&short, &title))))
    }
}

impl Fit {
    /// The text as one of a new document, whose id is its short title, numbered where that is taken.
    pub(crate) fn named(&self, taken: &[String]) -> Prepared {
        let own = slug(&self.0.short_title);
        // The form of a new document stands where a document of this name would.
        let free = |id: &String| !id.is_empty() && id != "new" && !taken.contains(id);
        let names = (2..).map(|n| format!("{}-{n}", if own.is_empty() { "so" } else { &own }));
        let mut new = self.0.clone();
        new.text.document_id = std::iter::once(own.clone()).chain(names).find(free).unwrap_or_default();
        new
    }

    /// Hash of all that would be stored.
    pub(crate) fn sha256(&self) -> String {
        crate::id::sha256(&self.0.text.source)
    }
}

impl Level {
    /// Its name on a page.
    pub fn name(self) -> &'static str {
        self.kind().map_or_else(|| say("level.plain"), ClauseKind::name)
    }
}

impl ClauseKind {
    /// Its name on a page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Part => say("level.part"),
            Self::Annex => say("level.annex"),
            Self::Form => say("level.form"),
            Self::Letterhead => say("level.letterhead"),
            Self::Division => say("level.division"),
            Self::Chapter => say("level.chapter"),
            Self::Subchapter => say("level.subchapter"),
            Self::Subsection => say("level.subsection"),
            Self::Section => say("level.section"),
            Self::Closing => say("level.closing"),
            Self::Article => say("level.article"),
            Self::Khoan => say("level.khoan"),
            Self::Y => say("level.y"),
            Self::Muc => say("level.muc"),
            Self::Diem => say("level.diem"),
            Self::SubDiem => say("level.sub_diem"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, body: &str) -> Draft {
        Draft { title: title.to_owned(), short_title: title.to_owned(), body: body.to_owned(), ..Draft::default() }
    }

    fn named(draft: &Draft, taken: &[&str]) -> String {
        let taken: Vec<String> = taken.iter().map(|id| (*id).to_owned()).collect();
        draft.look().unwrap().fit().unwrap().unwrap().named(&taken).text.document_id
    }

    #[test]
    fn what_a_title_holds_stays_in_the_head() {
        for title in ["Nội quy \"mới\"", "a\n+++\nĐiều 9. Lạ", "\\ = [x]", "'''", "kind = \"pdf\""] {
            let new = draft(title, "Điều 1. Phạm vi\n\nAi cũng đọc.").look().unwrap();
            assert_eq!(new.regulation.clauses().len(), 1, "{title}");
            let new = new.fit().unwrap().unwrap().named(&[]);
            assert_eq!(new.title, title.split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(new.text.kind, TextKind::Text);
        }
    }

    #[test]
    fn an_id_is_new_and_never_the_word_of_a_page() {
        let rules = draft("Nội quy cơ quan", "Điều 1. Phạm vi");
        assert_eq!(named(&rules, &[]), "noi-quy-co-quan");
        assert_eq!(named(&rules, &["noi-quy-co-quan", "noi-quy-co-quan-2"]), "noi-quy-co-quan-3");
        assert_eq!(named(&draft("New", "Điều 1. Phạm vi"), &[]), "new-2");
        assert_eq!(named(&draft("— !", "Điều 1. Phạm vi"), &[]), "so-2");
    }

    #[test]
    fn nothing_to_read_and_no_title_are_not_fit() {
        for (title, body) in [("Nội quy", "Chỉ có lời."), ("", "Điều 1. Phạm vi"), ("Nội quy", "")] {
            assert!(draft(title, body).look().unwrap().fit().unwrap().is_none(), "{title} {body}");
        }
    }

    #[test]
    fn lines_are_those_of_the_body() {
        let body = "Điều 1. Phạm vi\n\n1. Một.\n\n3. Ba.\n";
        let looked = draft("Nội quy", body).look().unwrap();
        let notices: Vec<usize> = looked.regulation.notices().iter().map(|one| looked.line(one.line)).collect();
        assert_eq!(notices, [5]);
        let lines: Vec<usize> = looked.regulation.outline().lines.iter().map(|one| looked.line(one.line)).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_files_own_head_is_kept_but_for_what_the_person_says() {
        let file = "+++\ntitle = \"Cũ\"\nbanner = \"Lời\"\nkind = \"digest\"\nnumber = \"7/QĐ\"\nissued_on = \"2025-08-15\"\n+++\n\nĐiều 1. Phạm vi\n";
        let mut draft = Draft::brought(file).unwrap();
        assert_eq!((draft.title.as_str(), draft.number.as_str(), draft.day.as_str()), ("Cũ", "7/QĐ", "2025-08-15"));
        "Mới".clone_into(&mut draft.title);
        let new = draft.look().unwrap();
        assert_eq!(new.regulation.head().text("banner"), Some("Lời"));
        let new = new.fit().unwrap().unwrap().named(&[]);
        assert_eq!((new.title.as_str(), new.text.kind), ("Mới", TextKind::Text));
        assert_eq!(new.text.issued.ref_number, "7/QĐ");
        assert!(Draft::brought("+++\nhỏng").is_err());
        assert_eq!(Draft::brought("Điều 1.").unwrap().body, "Điều 1.");
    }
}
