//! The snapshot and how it is asked.

use super::version::Version;
use crate::acknowledgments::rules::Wordings;
use crate::calendar::rules::Calendar;
use crate::contacts::rules::NameRule;
use crate::contacts::rules::zalo_name::NameRules;
use crate::db::Tx;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::rounds::rules::{Asks, RoundKind, Settings};
use crate::settings::rules::Logo;
use crate::terms::Terms;
use crate::text::{say, say_with};
use crate::time::show_day;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A department that is open, in the order of lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: String,
    pub name: String,
}

/// A Zalo group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub invite_link: Option<String>,
}

/// A document with the version in use.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: String,
    /// HC-DV's own words above the text; `None` shows the file's.
    pub banner: Option<String>,
    pub current: Arc<Version>,
}

/// A round, open or closed.
#[derive(Clone, Debug)]
pub struct Round {
    pub id: String,
    pub name: String,
    pub kind: RoundKind,
    pub group_id: String,
    pub settings: Settings,
    /// The same day for everybody; `None`: counted for each.
    pub due_on: Option<String>,
    /// The round that this one goes on from.
    pub follows: Option<String>,
    pub opened_at: i64,
    pub closed_at: Option<i64>,
    /// Taken back in the same moment, before anybody had acted in it.
    pub withdrawn_at: Option<i64>,
    pub filled_at: Option<i64>,
    pub revision: i64,
    /// What it asks; empty lists in a closed round, which asks nobody any more.
    pub asks: Asks,
    /// Its texts, in order.
    pub versions: Vec<Arc<Version>>,
}

impl Round {
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// What it asks of a Zalo name: by the first of its texts that asks for something.
    pub fn name_rule(&self) -> Option<&NameRule> {
        self.versions.iter().find_map(|one| one.name_rule.as_deref())
    }

    /// Its texts as a message names them: official ones by their short titles, three at most.
    pub fn titles(&self) -> String {
        let digest = |one: &&Arc<Version>| one.row.kind == TextKind::Digest;
        let official: Vec<_> = self.versions.iter().filter(|one| !digest(one)).collect();
        let all = if official.is_empty() { self.versions.iter().collect() } else { official };
        let mut names: Vec<String> = all.iter().take(2).map(|one| one.row.short_title.clone()).collect();
        match all.len() {
            0 => return say("round.texts").to_owned(),
            1 | 2 => {}
            more => names.push(say_with("round.more_texts", &[("n", &(more - 2).to_string())])),
        }
        let last = names.pop().unwrap_or_default();
        if names.is_empty() { last } else { say_with("round.and", &[("truoc", &names.join(", ")), ("sau", &last)]) }
    }

    /// The same, saying where one of them is not issued yet.
    pub fn titles_told(&self) -> String {
        let draft = self.versions.iter().any(|one| one.row.kind == TextKind::Text && one.row.is_draft());
        let titles = self.titles();
        if draft { say_with("message.draft", &[("van_ban", &titles)]) } else { titles }
    }

    /// It asks about this document; a closed one asks nothing any more.
    pub fn has(&self, document: &str) -> bool {
        self.asks.versions.iter().any(|one| one.document_id == document)
    }
}

/// The snapshot.
#[derive(Debug)]
pub struct Site {
    pub revision: i64,
    pub settings: BTreeMap<String, String>,
    pub logo: Option<Arc<Logo>>,
    /// Which days count.
    pub calendar: Arc<Calendar>,
    pub departments: Vec<Department>,
    pub groups: Vec<Group>,
    pub documents: Vec<Document>,
    /// Open ones first, newest first.
    pub rounds: Vec<Round>,
    /// Every version above, by id.
    pub versions: HashMap<String, Arc<Version>>,
    /// What the organisation calls its people and itself.
    pub terms: &'static Terms,
    /// Clauses that pages name, by what they are about.
    pub cites: Arc<BTreeMap<String, String>>,
    /// What is confirmed of a document without a statement of its own.
    pub general: Arc<Wordings>,
}

impl Site {
    /// A setting's value; its default where nobody set it.
    pub fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }

    /// Holds what is in force until the act ends; refuses an act that rests on another state of it.
    ///
    /// # Errors
    /// [`Error::Moved`]: the request is asked again with what is in force now.
    pub async fn holds(&self, tx: &mut Tx) -> Result<(), Error> {
        if tx.share_site().await? == self.revision { Ok(()) } else { Err(Error::Moved) }
    }

    /// To judge the Zalo name of somebody of a department in a round.
    pub(crate) fn name_rules(&self, round: &Round, department_id: &str) -> NameRules {
        let own = ["org.short", "org.name", "org.office", "org.office_short"].map(|name| self.setting(name));
        let own = own.into_iter().chain(self.departments.iter().map(|one| one.name.as_str()));
        let none = NameRule::default();
        let rule = round.name_rule().unwrap_or(&none);
        rule.rules(self.setting("zalo.name_limit"), self.department_name(department_id), own)
    }

    pub fn round(&self, id: &str) -> Option<&Round> {
        self.rounds.iter().find(|one| one.id == id)
    }

    pub fn open_rounds(&self) -> impl Iterator<Item = &Round> {
        self.rounds.iter().filter(|one| one.is_open())
    }

    /// What each open round asks: what a person's standings are derived with.
    pub fn asks(&self) -> Vec<&Asks> {
        self.open_rounds().map(|one| &one.asks).collect()
    }

    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|one| one.id == id)
    }

    /// The group's present name; '' when there is none of that id.
    pub fn group_name(&self, id: &str) -> &str {
        self.group(id).map_or("", |one| one.name.as_str())
    }

    /// The department's present name; '' when there is none of that id.
    pub fn department_name(&self, id: &str) -> &str {
        self.departments.iter().find(|one| one.id == id).map_or("", |one| one.name.as_str())
    }

    /// A version as people call it, from its id: short title, number, and what it was issued as where that is known.
    pub fn version_words(&self, id: &str) -> String {
        let (document, number) = id.rsplit_once('@').unwrap_or((id, ""));
        let known = self.versions.get(id).map(|one| &one.row);
        let title = known.or_else(|| self.document(document).ok().map(|one| &one.current.row));
        let title = title.map_or(document, |row| row.short_title.as_str());
        let words = say_with("version.words", &[("ten", title), ("so", number)]);
        let issued = known.and_then(|row| row.issued_on.as_deref().map(|day| (row.ref_number.as_str(), show_day(day))));
        issued.filter(|(number, _)| !number.is_empty()).map_or(words.clone(), |(number, day)| {
            say_with("version.issued", &[("van_ban", &words), ("so", number), ("ngay", &day)])
        })
    }

    pub fn document(&self, id: &str) -> Result<&Document, Error> {
        self.documents.iter().find(|one| one.id == id).ok_or(Error::NotFound)
    }

    /// Documents with something to read that no open round asks about.
    pub fn outside(&self) -> impl Iterator<Item = &Document> {
        let asked = |id: &str| self.open_rounds().any(|round| round.has(id));
        self.documents.iter().filter(move |one| one.current.is_readable() && !asked(&one.id))
    }

    /// The text of a document as a round asks it; else the one in use.
    pub fn version_for<'a>(&'a self, document: &str, round: Option<&'a Round>) -> Result<&'a Arc<Version>, Error> {
        let asked = round.and_then(|round| round.versions.iter().find(|one| one.row.document_id == document));
        asked.map_or_else(|| self.document(document).map(|one| &one.current), Ok)
    }
}
