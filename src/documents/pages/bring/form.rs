//! The one form of a text that is brought, as a browser sends it.

use super::super::words::sent;
use crate::documents::acts::{self, Sent};
use crate::documents::rules::{Draft, Level, TextKind, has_blanks};
use crate::error::Error;
use crate::text::clean;
use crate::time::{day_after, parse_day, show_day};
use crate::wrong::Wrong;
use axum::extract::Multipart;
use axum::extract::multipart::Field;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 300;
/// Longest number of a document, in characters.
const LONGEST_NUMBER: usize = 40;
/// Most sentences told of a file.
const MOST_TOLD: usize = 200;

/// What a person says of the text, as it was typed.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) title: String,
    pub(super) short_title: String,
    pub(super) issuer: String,
    pub(super) number: String,
    pub(super) day: String,
}

/// All of the form: first a file or a pasted text, then the text as it is marked by now.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) csrf: String,
    pub(super) form_key: String,
    /// The version it takes the place of, as it was when the page was drawn; '' for a new document.
    pub(super) seen: String,
    pub(super) password: Option<String>,
    pub(super) titles: Titles,
    pub(super) pasted: String,
    /// The file to be read; beside a text that was read, the one that is kept with it.
    pub(super) file: Sent,
    /// A file to be kept came with it: a browser does not send it again by itself.
    pub(super) chosen: bool,
    /// Marked text; `None` before a file was read.
    pub(super) text: Option<String>,
    /// The head that came with it.
    pub(super) head: String,
    /// What was told of the file.
    pub(super) told: Vec<String>,
    /// The line whose level is asked for.
    pub(super) open: Option<usize>,
    /// A line, and what it is said to be; `None`: what its words say.
    pub(super) level: Option<(usize, Option<Level>)>,
}

impl Titles {
    /// What was not typed is taken from the head of the file; the title from the text itself.
    pub(super) fn fill(&mut self, of: Draft, own: &str) {
        let fill = |typed: &mut String, found: &str| {
            if typed.trim().is_empty() {
                found.clone_into(typed);
            }
        };
        fill(&mut self.title, &of.title);
        fill(&mut self.title, own);
        fill(&mut self.short_title, &of.short_title);
        fill(&mut self.issuer, &of.issuer);
        if self.number.is_empty() && self.day.is_empty() {
            self.number = of.number;
            self.day = if of.day.is_empty() { of.day } else { show_day(&of.day) };
        }
    }
}

impl Brought {
    /// # Errors
    /// [`Error::Invalid`] for what none of our forms sends.
    pub(super) async fn read(mut multipart: Multipart) -> Result<Self, Error> {
        let mut form = Self::default();
        let bad = |_| Error::invalid("form.unreadable");
        while let Some(field) = multipart.next_field().await.map_err(bad)? {
            match field.name() {
                Some("file") => form.file = sent(field).await?,
                Some("original") => {
                    form.file = sent(field).await?;
                    form.chosen = !form.file.content.is_empty();
                }
                _ => form.take(field).await?,
            }
        }
        Ok(form)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Error> {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.text().await.map_err(|_| Error::invalid("form.unreadable"))?;
        match name.as_str() {
            "csrf" => self.csrf = value,
            "form_key" => self.form_key = value,
            "seen" => self.seen = value,
            "password" => self.password = Some(value),
            "title" => self.titles.title = short(&value)?,
            "short_title" => self.titles.short_title = short(&value)?,
            "issuer" => self.titles.issuer = short(&value)?,
            "number" => self.titles.number = short(&value)?,
            "day" => self.titles.day = short(&value)?,
            "pasted" => self.pasted = value,
            "text" => self.text = Some(value),
            "head" => self.head = value.replace("\r\n", "\n"),
            "told" if self.told.len() < MOST_TOLD => self.told.push(short(&value)?),
            "open" => self.open = value.parse().ok(),
            "level" => self.level = Some(level(&value).ok_or_else(|| Error::invalid("form.unknown_field"))?),
            _ => return Err(Error::invalid("form.unknown_field")),
        }
        Ok(())
    }

    /// The draft that it makes, and the first thing that is wrong with what was typed.
    pub(super) fn draft(&self, now: i64) -> (Draft, Wrong) {
        let typed = &self.titles;
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (title, short_title, issuer) = (words(&typed.title), words(&typed.short_title), words(&typed.issuer));
        let number = words(&typed.number);
        let day = parse_day(&typed.day).map(|day| day.to_string()).unwrap_or_default();
        let long = |text: &str, most: usize| text.chars().count() > most;
        let wrong = match () {
            () if long(&title, LONGEST_TITLE) => Wrong::key("title", "upload.title_long"),
            () if long(&short_title, LONGEST_TITLE) => Wrong::key("short_title", "upload.title_long"),
            () if long(&issuer, LONGEST_TITLE) => Wrong::key("issuer", "upload.title_long"),
            () if long(&number, LONGEST_NUMBER) => Wrong::key("number", "upload.number_long"),
            () if number.is_empty() && !typed.day.is_empty() => Wrong::key("number", "upload.number"),
            () if day.is_empty() && !typed.day.trim().is_empty() => Wrong::key("day", "form.day"),
            () if day > day_after(now, acts::AHEAD) => Wrong::key("day", "document.day_ahead"),
            () if day.is_empty() && !(number.is_empty() && typed.day.is_empty()) => Wrong::key("day", "upload.day"),
            () if !number.is_empty() && has_blanks(TextKind::Text, self.text.as_deref().unwrap_or_default()) => {
                Wrong::key("number", "upload.number_blanks")
            }
            () => Wrong::nothing(),
        };
        let short_title = if short_title.is_empty() { title.clone() } else { short_title };
        let body = self.text.clone().unwrap_or_default();
        (Draft { title, short_title, issuer, number, day, head: self.head.clone(), body }, wrong)
    }
}

/// A line of the form, in the characters that forms may hold.
fn short(value: &str) -> Result<String, Error> {
    clean(value, 2_000).map_err(|_| Error::invalid("form.control_text"))
}

/// `dieu@12`; `@12` leaves the line to its words.
fn level(value: &str) -> Option<(usize, Option<Level>)> {
    let (word, line) = value.split_once('@')?;
    let level = if word.is_empty() { None } else { Some(Level::parse(word)?) };
    Some((line.parse().ok()?, level))
}
