//! People and clauses that have the words.

use super::rules::{self, Run};
use super::store::{self, MOST};
use crate::address::query_value;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html, initials};
use crate::standing::rules::State;
use crate::text::{nfc, say, say_with};
use crate::tracking::rules::Words;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Query, State as Held};
use axum::response::Response;
use serde::Deserialize;

/// Results of a kind that are shown.
const SHOWN: usize = 20;

#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search/show.html")]
struct SearchPage {
    page: Page,
    typed: String,
    /// Nothing was typed.
    empty: bool,
    /// Sees people at all.
    tracks: bool,
    people: Vec<Line>,
    people_told: String,
    clauses: Vec<Found>,
    clauses_told: String,
    /// Where more of them are.
    more_people: String,
    more_clauses: Vec<(String, String)>,
}

struct Line {
    id: String,
    full_name: String,
    initials: String,
    department: String,
    position: String,
    pill: Option<(State, &'static str)>,
}

struct Found {
    href: String,
    document: String,
    label: String,
    runs: Vec<Run>,
}

/// What was found.
pub(crate) async fn show(Held(app): Held<App>, member: Member, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let typed: String = nfc(asked.q.trim()).chars().take(Words::LONGEST).collect();
    let words = Words::parse(&typed);
    let tracks = !member.viewer.roles.is_empty();
    let people = if tracks { store::people(app.db.read(), &words, &member.viewer.id).await? } else { Vec::new() };
    let (clauses, of, more_clauses) = clauses(&member, &words, &typed);
    let many = |n: usize| n.to_string();
    let people_told = match people.len() {
        0 => say("search.no_people").to_owned(),
        n if n > MOST => say_with("search.too_many", &[("n", &many(MOST)), ("hien", &many(SHOWN))]),
        n if n > SHOWN => say_with("search.some_people", &[("n", &many(n)), ("hien", &many(SHOWN))]),
        n => say_with("search.people", &[("n", &many(n))]),
    };
    let clauses_told = match of {
        0 => say("search.no_clauses").to_owned(),
        n if n > SHOWN => say_with("search.some_clauses", &[("n", &many(n)), ("hien", &many(SHOWN))]),
        n => say_with("search.clauses", &[("n", &many(n))]),
    };
    let more_people = if people.len() > SHOWN { format!("/tracking?q={}", query_value(&typed)) } else { String::new() };
    Ok(html(&SearchPage {
        page: Page::new(&member, say("title.search")),
        empty: words.is_empty(),
        people: people.into_iter().take(SHOWN).map(|one| line(&member, one)).collect(),
        tracks,
        people_told,
        clauses,
        clauses_told,
        more_people,
        more_clauses,
        typed,
    }))
}

fn line(member: &Member, one: store::Person) -> Line {
    Line {
        initials: initials(&one.full_name),
        department: member.site.department_name(&one.department_id).to_owned(),
        pill: one.state.map(|state| (state, state.words())),
        id: one.id,
        full_name: one.full_name,
        position: one.position,
    }
}

/// The clauses shown, how many there are, and where to look for the rest: a document's own search.
fn clauses(member: &Member, words: &Words, typed: &str) -> (Vec<Found>, usize, Vec<(String, String)>) {
    let round = member.standing.as_ref().and_then(|standing| member.site.round(&standing.round_id));
    let (mut shown, mut of, mut more) = (Vec::new(), 0, Vec::new());
    for document in &member.site.documents {
        let Ok(version) = member.site.version_for(&document.id, round) else { continue };
        let before = shown.len();
        let mut here = 0;
        for hit in rules::clauses(&version.regulation, words) {
            here += 1;
            if shown.len() < SHOWN {
                shown.push(Found {
                    href: format!("/documents/{}/clauses/{}", document.id, hit.clause.id),
                    document: version.row.short_title.clone(),
                    label: hit.clause.called(),
                    runs: hit.runs,
                });
            }
        }
        if here > shown.len() - before {
            let href = format!("/documents/{}?q={}", document.id, query_value(typed));
            more.push((href, version.row.short_title.clone()));
        }
        of += here;
    }
    (shown, of, more)
}
