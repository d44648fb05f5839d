//! The texts that a round may ask about, as they are chosen and shown before anything is done.

use super::form::RoundForm;
use crate::app::App;
use crate::people::rules::{Capacities, Capacity};
use crate::quizzes::rules::{quiz_minutes, yields};
use crate::rounds::acts::unfit;
use crate::rounds::rules::{Ask, Asked, Asks, Settings, TextAsks, Texts};
use crate::site::{Document, Site, Version};
use crate::text::{say, say_with};
use crate::wrong::Wrong;
use std::collections::BTreeSet;

/// A document in force, beside what is asked about it.
pub(super) struct TextLine {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) reference: String,
    /// Why no round may ask about it; empty: one may.
    pub(super) refusal: &'static str,
    /// Questions about it; 0: it cannot be examined.
    pub(super) questions: usize,
    pub(super) read: bool,
    pub(super) quiz: bool,
    pub(super) acknowledge: bool,
}

impl TextLine {
    /// What is asked about it: `đọc, kiểm tra`.
    pub(super) fn asked(&self) -> String {
        let asks = TextAsks { document_id: String::new(), quiz: self.quiz, acknowledge: self.acknowledge }.asks();
        asks.iter().map(|ask| ask.words()).collect::<Vec<_>>().join(", ")
    }
}

/// The first document that can be chosen, and the first that can be examined: where a box is marked as wrong.
pub(super) fn first(lines: &[TextLine]) -> (String, String) {
    let id = |line: Option<&TextLine>| line.map(|line| line.id.clone()).unwrap_or_default();
    (id(lines.iter().find(|one| one.refusal.is_empty())), id(lines.iter().find(|one| one.questions > 0)))
}

/// How many questions of the document's bank are about this text.
pub(super) fn questions(app: &App, version: &Version) -> usize {
    app.library.bank(&version.row.document_id).map_or(0, |bank| bank.about(&version.regulation))
}

/// Every document in force, as the form has chosen them.
pub(super) fn lines(app: &App, site: &Site, form: &RoundForm) -> Vec<TextLine> {
    let texts = chosen(app, site, form);
    let line = |document: &Document| {
        let (version, asks) = (&document.current, texts.iter().find(|one| one.document_id == document.id));
        TextLine {
            id: document.id.clone(),
            title: version.row.title.clone(),
            reference: version.row.reference(),
            refusal: if version.is_readable() { "" } else { say("round.unreadable") },
            questions: questions(app, version),
            read: asks.is_some(),
            quiz: asks.is_some_and(|one| one.quiz),
            acknowledge: asks.is_some_and(|one| one.acknowledge),
        }
    };
    site.documents.iter().map(line).collect()
}

/// The texts of a form, everything told in full.
fn chosen(app: &App, site: &Site, form: &RoundForm) -> Vec<TextAsks> {
    let all = |document: &Document| TextAsks {
        document_id: document.id.clone(),
        quiz: questions(app, &document.current) > 0,
        acknowledge: true,
    };
    match form.texts(site.documents.iter().map(|one| one.id.as_str())) {
        Texts::Everything => site.documents.iter().filter(|one| one.current.is_readable()).map(all).collect(),
        Texts::These(these) => these,
    }
}

/// What is wrong with the texts of a form, at its field; the act finds the same.
pub(super) fn wrong(app: &App, site: &Site, form: &RoundForm) -> Wrong {
    let texts = chosen(app, site, form);
    if let Some((field, key)) = Texts::These(texts.clone()).refusal() {
        return Wrong::key(field, key);
    }
    for one in &texts {
        let Ok(document) = site.document(&one.document_id) else { continue };
        let told = |key| say_with(key, &[("van_ban", &document.current.row.short_title)]);
        if !document.current.is_readable() {
            return Wrong::at("document", told("round.nothing_to_read"));
        }
        let gaps = document.current.gaps();
        if one.acknowledge && !gaps.is_empty() {
            return Wrong::at("acknowledge", unfit(&document.current.row.short_title, gaps));
        }
        if one.quiz && questions(app, &document.current) == 0 {
            return Wrong::at("quiz", told("round.no_questions"));
        }
    }
    Wrong::nothing()
}

/// How many questions a sitting has, in words beside what the round sets.
pub(super) struct Sitting {
    /// Of somebody without further duties who has passed nothing; 0: nothing is examined.
    pub(super) questions: i64,
    pub(super) minutes: i64,
    /// That the banks have fewer questions than the round sets; empty: they have enough.
    pub(super) few: String,
}

impl Sitting {
    pub(super) fn of(app: &App, asks: &Asks, settings: &Settings) -> Self {
        let questions = yields(asks, settings, app.library.banks(), (&Capacities::default(), &BTreeSet::new()));
        let few = questions > 0 && questions < settings.questions;
        Self {
            questions,
            minutes: quiz_minutes(questions),
            few: if few { say_with("round.few_questions", &[("n", &questions.to_string())]) } else { String::new() },
        }
    }

    /// The same of a round that is not opened yet.
    pub(super) fn of_form(app: &App, site: &Site, form: &RoundForm, settings: &Settings) -> Self {
        let asked = |one: &TextAsks| {
            let current = &site.document(&one.document_id).ok()?.current;
            Some(asked(app, current, &one.asks()))
        };
        let versions = chosen(app, site, form).iter().filter_map(asked).collect();
        let (round_id, group_id) = (String::new(), String::new());
        Self::of(app, &Asks { round_id, revision: 0, group_id, versions, ..Asks::default() }, settings)
    }
}

fn asked(app: &App, version: &Version, asks: &[Ask]) -> Asked {
    Asked {
        document_id: version.row.document_id.clone(),
        version_id: version.row.id.clone(),
        sha256: version.row.sha256.clone(),
        due_on: None,
        spared: BTreeSet::new(),
        weight: 1,
        articles: version.articles.clone(),
        asks: asks.iter().map(|ask| (Capacity::Participant, *ask)).collect(),
        quizzed: version.quizzed(app.library.banks()),
        gone: version.gone(app.library.banks()),
    }
}
