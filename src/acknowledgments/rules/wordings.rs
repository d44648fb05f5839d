//! What each document has its readers promise, put together for one person in one round.

use super::{Point, Template};
use crate::documents::rules::Regulation;
use crate::people::rules::Capacities;
use crate::text::{fill, say};
use serde::Deserialize;
use std::collections::BTreeSet;

/// `statement.toml` of a document's folder, or the organisation's general one.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wordings {
    #[serde(flatten)]
    pub template: Template,
    /// In the place of its lead where no quiz was passed.
    #[serde(default)]
    pub lead_plain: String,
    /// Behind the lead: that what follows is promised.
    #[serde(default)]
    pub promise: String,
    /// In its place while the text is a draft; empty: the general sentence.
    #[serde(default)]
    pub promise_draft: String,
    /// Where it is signed by hand.
    #[serde(default)]
    pub paper: PaperWording,
}

/// What is said of a statement that is signed by hand, beside its points.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PaperWording {
    pub id: String,
    pub version: i64,
    /// The quiz stands on the same paper.
    pub lead: String,
    /// It was passed before.
    pub lead_passed: String,
    /// There is none.
    pub lead_plain: String,
    pub closing: String,
    pub note: String,
}

/// The quiz behind a statement that is signed by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperQuiz {
    /// On the same paper.
    OnIt,
    Before,
    Nothing,
}

/// How a statement is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// On a screen; whether a quiz was passed.
    Screen(bool),
    /// With a pen.
    Hand(PaperQuiz),
}

/// A document whose commitment is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub document: &'a str,
    pub title: &'a str,
    /// A summary in our own words: nobody commits to it beside an official text.
    pub digest: bool,
    /// Not issued yet.
    pub draft: bool,
    /// Its own statement, where it has one.
    pub wordings: Option<&'a Wordings>,
}

/// What stands in `statement.toml`.
const KEYS: [&str; 12] = [
    "id",
    "version",
    "document",
    "title",
    "lead",
    "lead_plain",
    "promise",
    "promise_draft",
    "closing",
    "note",
    "point",
    "paper",
];

impl Wordings {
    /// Reads `statement.toml`.
    ///
    /// # Errors
    /// What is wrong with it, with its line.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let known = toml::from_str::<toml::Table>(text)?;
        if let Some(unknown) = known.keys().find(|key| !KEYS.contains(&key.as_str())) {
            // A key that is written wrongly would be promised by nobody and missed by nobody.
            return Err(serde::de::Error::unknown_field(unknown, &KEYS));
        }
        toml::from_str(text)
    }

    /// The clauses its points rest on that a text does not have.
    pub fn gaps(&self, text: &Regulation) -> BTreeSet<String> {
        let named = self.template.point.iter().flat_map(|point| &point.clauses);
        named.filter(|id| !text.has(id)).cloned().collect()
    }

    /// Ids that stand twice, points that promise nothing, points of another document than the file's own.
    pub fn faults(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut wrong = |point: &&Point| {
            point.text.trim().is_empty() || !point.document.is_empty() || !seen.insert(point.id.clone())
        };
        self.template.point.iter().filter(|point| wrong(point)).map(|point| point.id.clone()).collect()
    }

    /// Points tied to clauses: the general statement is of any document, and may have none.
    pub fn tied(&self) -> impl Iterator<Item = &str> {
        self.template.point.iter().filter(|point| !point.clauses.is_empty()).map(|point| point.id.as_str())
    }

    fn points(&self, document: &str, who: &Capacities) -> Vec<Point> {
        self.template.point.iter().filter(|point| who.has(document, point.capacity)).cloned().collect()
    }

    /// The wording as it is confirmed, without its points.
    fn said(&self, how: Manner, draft: bool) -> Template {
        let own = Template { point: Vec::new(), ..self.template.clone() };
        let (id, version, lead) = match how {
            Manner::Screen(false) if !self.lead_plain.is_empty() => (&own.id, own.version, &self.lead_plain),
            Manner::Screen(_) => (&own.id, own.version, &own.lead),
            Manner::Hand(quiz) => (&self.paper.id, self.paper.version, self.paper.lead_for(quiz)),
        };
        let promise = match (draft, self.promise_draft.as_str()) {
            (false, _) => &self.promise,
            (true, "") => say("statement.draft"),
            (true, own) => own,
        };
        let (id, lead) = (id.clone(), format!("{lead} {promise}").trim_end().to_owned());
        match how {
            Manner::Screen(_) => Template { lead, ..own },
            Manner::Hand(_) => {
                let (closing, note) = (self.paper.closing.clone(), self.paper.note.clone());
                Template { id, version, lead, closing, note, ..own }
            }
        }
    }
}

impl PaperWording {
    fn lead_for(&self, quiz: PaperQuiz) -> &String {
        match quiz {
            PaperQuiz::OnIt => &self.lead,
            PaperQuiz::Before => &self.lead_passed,
            PaperQuiz::Nothing => &self.lead_plain,
        }
    }
}

/// What somebody of these capacities confirms about these documents: the statement of the one that has points for
/// them, else the general one over all of them, a document without points of its own as a whole.
pub fn statement(parts: &[Part<'_>], general: &Wordings, who: &Capacities, how: Manner) -> Template {
    let own = |part: &Part<'_>| part.wordings.map(|own| own.points(part.document, who)).filter(|all| !all.is_empty());
    let whole = |part: &Part<'_>| {
        let mut points = general.points(part.document, who);
        for point in &mut points {
            point.text = fill(&point.text, &[("van_ban", part.title)]);
        }
        points
    };
    let mut chosen: Vec<(Part<'_>, Option<&Wordings>, Vec<Point>)> = Vec::new();
    for part in parts {
        match own(part) {
            Some(points) => chosen.push((*part, part.wordings, points)),
            None if part.digest && parts.len() > 1 => {}
            None => chosen.push((*part, None, whole(part))),
        }
    }
    if let (true, Some(part)) = (chosen.is_empty(), parts.first()) {
        chosen.push((*part, None, whole(part)));
    }
    let draft = chosen.iter().any(|(part, ..)| part.draft);
    if let [(_, Some(wordings), points)] = chosen.as_mut_slice() {
        return Template { point: std::mem::take(points), ..wordings.said(how, draft) };
    }
    let titles: Vec<&str> = chosen.iter().map(|(part, ..)| part.title).collect();
    let named = |text: &str| fill(text, &[("van_ban", &titles.join("; "))]);
    let said = general.said(how, draft);
    let first = chosen.first().map(|(part, ..)| part.document).unwrap_or_default();
    Template {
        document: first.to_owned(),
        title: named(&said.title),
        lead: named(&said.lead),
        closing: named(&said.closing),
        note: named(&said.note),
        point: chosen.into_iter().flat_map(|(part, _, points)| of_part(part.document, first, points)).collect(),
        ..said
    }
}

/// The points of a document beside another: their ids and clauses say whose they are.
fn of_part(document: &str, first: &str, points: Vec<Point>) -> Vec<Point> {
    let own = |point: Point| Point { id: format!("{document}/{}", point.id), document: document.to_owned(), ..point };
    if document == first { points } else { points.into_iter().map(own).collect() }
}
