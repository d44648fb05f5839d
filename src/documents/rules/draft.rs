//! A text that somebody brings, before anything is used: its head, its words, and how they are read.

use super::clause::ClauseKind;
use super::compare::{Loss, lost_in};
use super::parse::{ParseError, canonical, split_head};
use super::prepared::{Attachment, Issued, NewText, Prepared, has_blanks};
use super::regulation::Regulation;
use super::text::slug;
use super::version::TextKind;
use crate::id::sha256;
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
pub struct Fit {
    new: Prepared,
    regulation: Regulation,
}

/// What the head of a text says of the document, whatever its words: the rest is of these words alone.
const OF_THE_DOCUMENT: [&str; 5] = ["place", "parent", "capacities", "ref_suffix", "main_part"];

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

    /// The draft in the place of another text: what its own head does not say of the document is as the other's has it;
    /// a banner and notes go with the words they were about. Number and day stay unless blanks wait for them.
    ///
    /// # Errors
    /// When a head is no head.
    pub fn in_place_of(mut self, old: Self) -> Result<Self, ParseError> {
        if !self.has_blanks() && self.number.is_empty() && self.day.is_empty() {
            (self.number, self.day) = (old.number, old.day);
        }
        let fill = |own: &mut String, other: String| {
            if own.is_empty() {
                *own = other;
            }
        };
        fill(&mut self.title, old.title);
        fill(&mut self.short_title, old.short_title);
        fill(&mut self.issuer, old.issuer);
        let (own, mut head) = (table(&self.head)?, table(&old.head)?);
        head.retain(|key, _| OF_THE_DOCUMENT.contains(&key));
        let named = own.contains_key("main_part");
        head.extend(own);
        self.head = written(&head)?;
        // The part that bore the old clauses need not be in the new text.
        if !named && self.look().is_err() {
            head.remove("main_part");
            self.head = written(&head)?;
        }
        Ok(self)
    }

    /// Blanks in it wait for number and day.
    pub fn has_blanks(&self) -> bool {
        has_blanks(TextKind::Text, &self.body)
    }

    /// The draft as a source: what the person says stands in the head, whatever the file's own said.
    fn source(&self) -> Result<String, ParseError> {
        let mut head = table(&self.head)?;
        let issued = if self.day.is_empty() { "" } else { self.number.as_str() };
        // A summary never becomes the text that it sums up.
        let kind = kind(head.get("kind").and_then(toml::Value::as_str));
        let own = [
            ("title", self.title.as_str()),
            ("short_title", &self.short_title),
            ("issuer", &self.issuer),
            ("kind", kind.as_str()),
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
        Ok(format!("+++\n{}+++\n{}\n", written(&head)?, self.body.trim_end()))
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
            kind: kind(self.regulation.head().text("kind")),
            file: None,
            issued: Issued { blanks: String::new(), ref_number: head("number"), day },
            source: self.source,
            attachment: None,
        };
        let new = text.prepare()?;
        let (title, short) = (new.title.clone(), new.short_title.clone());
        Ok(Some(Fit { new: new.or_titled(&short, &title), regulation: self.regulation }))
    }
}

fn kind(named: Option<&str>) -> TextKind {
    if named == Some(TextKind::Digest.as_str()) { TextKind::Digest } else { TextKind::Text }
}

fn table(head: &str) -> Result<toml::Table, ParseError> {
    toml::from_str(head).map_err(|error| ParseError { line: 1, message: error.message().to_owned() })
}

fn written(head: &toml::Table) -> Result<String, ParseError> {
    toml::to_string(head).map_err(|error| ParseError { line: 1, message: error.to_string() })
}

impl Fit {
    /// The text as one of a new document, whose id is its short title, numbered where that is taken.
    pub(crate) fn named(&self, taken: &[String]) -> Prepared {
        let own = slug(&self.new.short_title);
        // The form of a new document stands where a document of this name would.
        let free = |id: &String| !id.is_empty() && id != "new" && !taken.contains(id);
        let names = (2..).map(|n| format!("{}-{n}", if own.is_empty() { "so" } else { &own }));
        self.of(std::iter::once(own.clone()).chain(names).find(free).unwrap_or_default())
    }

    /// The text as one of a document.
    pub(crate) fn of(&self, document_id: String) -> Prepared {
        let mut new = self.new.clone();
        new.text.document_id = document_id;
        new
    }

    /// With the file that is kept beside it as it came.
    #[must_use]
    pub(crate) fn with(mut self, original: Option<Attachment>) -> Self {
        self.new.text.attachment = original;
        self
    }

    pub(crate) fn regulation(&self) -> &Regulation {
        &self.regulation
    }

    /// Hash of its canonical text, which is what people confirm.
    pub(crate) fn words_sha256(&self) -> &str {
        &self.new.sha256
    }

    /// Id and hash of its articles.
    pub(crate) fn articles(&self) -> &[(String, String)] {
        &self.new.articles
    }

    /// Hash of all that would be stored.
    pub(crate) fn sha256(&self) -> String {
        let file = self.new.text.attachment.as_ref().map(|file| sha256(&file.content));
        sha256(format!("{}\n{}", self.new.text.source, file.unwrap_or_default()))
    }
}
