//! What a confirmation would be made of.

use crate::acknowledgments::rules::{self, Fields, Manner, PaperQuiz, Part, Statement, Template, Wordings};
use crate::acknowledgments::store::{self, AckVersion};
use crate::db::Ask;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::people::rules::Capacities;
use crate::site::{Round, Site, Version};
use crate::text::say_with;
use std::sync::Arc;

/// The versions a round asks somebody to confirm, the statement they see, and the sitting they passed.
#[derive(Clone, Debug)]
pub struct Ready {
    pub capacities: Capacities,
    pub versions: Vec<Arc<Version>>,
    pub template: Template,
    /// Without the name as typed.
    pub fields: Fields,
    pub passed: Option<Passed>,
    general: Arc<Wordings>,
}

/// The newest passed sitting or paper of the round.
#[derive(Clone, Debug)]
pub struct Passed {
    pub by: PassedBy,
    pub percent: i64,
    pub points: i64,
    pub max_points: i64,
    /// Of the banks.
    pub quiz_sha256: String,
}

/// What was passed, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassedBy {
    Sitting(String),
    Paper(String),
}

impl Passed {
    /// The sitting, where it was one.
    pub fn sitting(&self) -> Option<&str> {
        match &self.by {
            PassedBy::Sitting(id) => Some(id),
            PassedBy::Paper(_) => None,
        }
    }
}

impl Ready {
    /// Ids of the versions, in the order of the round, space separated.
    pub fn versions_key(&self) -> String {
        let ids: Vec<&str> = self.versions.iter().map(|version| version.row.id.as_str()).collect();
        ids.join(" ")
    }

    /// The same, to be signed by hand; `quiz`: it stands on the paper.
    #[must_use]
    pub fn by_hand(self, quiz: bool) -> Self {
        let quiz = match (quiz, &self.passed) {
            (true, _) => PaperQuiz::OnIt,
            (false, Some(_)) => PaperQuiz::Before,
            (false, None) => PaperQuiz::Nothing,
        };
        let template = template(&self.versions, &self.general, &self.capacities, Manner::Hand(quiz));
        Self { template, ..self }
    }

    /// As shown.
    pub fn statement(&self) -> Statement {
        self.template.filled(&self.fields)
    }
}

/// What somebody of these capacities confirms of these versions.
pub(crate) fn template(versions: &[Arc<Version>], general: &Wordings, who: &Capacities, how: Manner) -> Template {
    let parts: Vec<Part<'_>> = versions
        .iter()
        .map(|one| Part {
            document: &one.row.document_id,
            title: &one.row.title,
            digest: one.row.kind == TextKind::Digest,
            draft: one.row.kind == TextKind::Text && one.row.is_draft(),
            wordings: one.statement.as_deref(),
        })
        .collect();
    rules::statement(&parts, general, who, how)
}

/// One question.
///
/// # Errors
/// [`Error::Conflict`] where a statement rests on clauses that the version does not have: nobody confirms it.
pub async fn ready<'c>(db: impl Ask<'c>, site: &Site, round: &Round, person_id: &str) -> Result<Ready, Error> {
    let subject = store::subject(db, person_id, &round.id).await?.ok_or(Error::NotFound)?;
    let who = Capacities::parse(subject.capacities.as_deref().unwrap_or_default());
    let who = who.ok_or_else(|| Error::internal("a row of capacities cannot be read"))?;
    let on_paper = subject.paper_id.map(PassedBy::Paper);
    let passed = subject.attempt_id.map(PassedBy::Sitting).or(on_paper).map(|by| Passed {
        by,
        percent: subject.percent.unwrap_or_default(),
        points: subject.points.unwrap_or_default(),
        max_points: subject.max_points.unwrap_or_default(),
        quiz_sha256: subject.quiz_sha256.unwrap_or_default(),
    });
    let asked = round.asks.to_acknowledge(&who).filter_map(|one| site.versions.get(&one.version_id).cloned());
    let versions: Vec<Arc<Version>> = asked.collect();
    if let Some(unfit) = versions.iter().find_map(|one| unfit(one)) {
        return Err(unfit);
    }
    Ok(Ready {
        template: template(&versions, &site.general, &who, Manner::Screen(passed.is_some())),
        versions,
        general: Arc::clone(&site.general),
        capacities: who,
        fields: Fields {
            name: subject.full_name,
            code: subject.code,
            department: subject.department,
            position: subject.position,
            organisation: site.setting("org.name").to_owned(),
            group: site.group_name(&round.group_id).to_owned(),
            typed_name: String::new(),
        },
        passed,
    })
}

/// Why nobody can be asked to confirm a version: its statement rests on clauses that its text does not have.
fn unfit(version: &Version) -> Option<Error> {
    let gaps = version.gaps();
    let fields = [("van_ban", version.row.short_title.as_str()), ("dieu_khoan", &gaps.join(", "))];
    (!gaps.is_empty()).then(|| Error::Conflict(say_with("ack.unfit", &fields)))
}

/// A version as its record names it.
pub(crate) fn named(version: &Version) -> AckVersion {
    let row = &version.row;
    AckVersion {
        version_id: row.id.clone(),
        document_id: row.document_id.clone(),
        number: row.number,
        title: format!("{} ({})", row.title, row.reference()),
        sha256: row.sha256.clone(),
        draft: row.is_draft(),
    }
}
