//! What a text is brought for: a new document, or the place of another text.

use crate::app::App;
use crate::documents::rules::{Draft, Fit, ParseError, WHOLE_TEXT};
use crate::documents::store::{Affected, affected};
use crate::error::Error;
use crate::site::Version;
use crate::text::{say, say_with};
use crate::visit::Member;
use std::collections::HashMap;

/// Where the forms of a text that is brought lead.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Address of its forms; `/use` below it uses the text.
    pub(super) at: String,
    /// Page of before.
    pub(super) back: String,
    pub(super) replaced: Option<Replaced>,
}

/// The text whose place it takes.
#[derive(Clone, Debug)]
pub(super) struct Replaced {
    pub(super) title: String,
    pub(super) reference: String,
    /// Id of its version.
    pub(super) seen: String,
    /// Whom the new text asks again; nobody before it is looked at.
    pub(super) affected: Affected,
}

impl Target {
    pub(super) fn new() -> Self {
        Self { at: "/documents/new".to_owned(), back: "/documents".to_owned(), replaced: None }
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub(super) fn of(member: &Member, document: &str) -> Result<Self, Error> {
        let row = &member.site.document(document)?.current.row;
        let replaced = Replaced {
            title: row.title.clone(),
            reference: row.reference(),
            seen: row.id.clone(),
            affected: Affected::default(),
        };
        let (at, back) = (format!("/documents/{document}/replace"), format!("/documents/{document}/manage"));
        Ok(Self { at, back, replaced: Some(replaced) })
    }

    /// With those whom it asks again.
    pub(super) async fn counted(mut self, app: &App, document: &str) -> Result<Self, Error> {
        if let Some(replaced) = &mut self.replaced {
            replaced.affected = affected(app.db.read(), document).await?;
        }
        Ok(self)
    }
}

/// The text in use as a draft: what it is called, and under which number.
pub(super) fn standing(version: &Version) -> Result<Draft, ParseError> {
    let row = &version.row;
    Ok(Draft {
        title: row.title.clone(),
        short_title: row.short_title.clone(),
        number: row.ref_number.clone(),
        day: row.issued_on.clone().unwrap_or_default(),
        ..Draft::brought(&version.source)?
    })
}

/// That questions of the document's bank are about clauses that the new text does not have; empty: none that is asked
/// until now.
pub(super) fn unasked(app: &App, version: &Version, fit: &Fit) -> String {
    let Some(bank) = app.library.bank(&version.row.document_id) else { return String::new() };
    let asked = bank.questions.iter().filter(|question| question.is_about(&version.regulation));
    match asked.filter(|question| !question.is_about(fit.regulation())).count() {
        0 => String::new(),
        count => format!(" {}", say_with("upload.unasked", &[("so", &count.to_string())])),
    }
}

/// What becomes of the articles of a text when another takes its place: who has read an unchanged one need not again.
pub(super) fn changes(version: &Version, fit: &Fit) -> String {
    let mut old: HashMap<&str, &str> =
        version.articles.iter().map(|one| (one.article.as_str(), one.sha256.as_str())).collect();
    let (mut same, mut changed, mut added) = (0_usize, Vec::new(), Vec::new());
    for (id, hash) in fit.articles() {
        match old.remove(id.as_str()) {
            Some(before) if before == hash => same += 1,
            Some(_) => changed.push(fit.regulation().called(id)),
            None => added.push(fit.regulation().called(id)),
        }
    }
    let gone = version.articles.iter().filter(|one| old.contains_key(one.article.as_str()));
    let name =
        |id: &str| if id == WHOLE_TEXT { say("title.whole_file").to_owned() } else { version.regulation.called(id) };
    let gone: Vec<String> = gone.map(|one| name(&one.article)).collect();
    let around = changed.is_empty() && added.is_empty() && gone.is_empty();
    let told = |(key, list): (&'static str, Vec<String>)| {
        let fields = [("so", list.len().to_string()), ("cac", list.join(", "))];
        (!list.is_empty()).then(|| say_with(key, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))))
    };
    let lists = [("upload.changed", changed), ("upload.added", added), ("upload.gone", gone)];
    let same = match same {
        0 => say("upload.same_none").to_owned(),
        _ => say_with("upload.same", &[("so", &same.to_string())]),
    };
    let around = around.then(|| say("upload.around").to_owned());
    std::iter::once(same).chain(lists.into_iter().filter_map(told)).chain(around).collect::<Vec<_>>().join(" ")
}
