//! What every invented history shares.

use crate::accounts::rules::{Role, Scope};
use crate::act::{Act, Author};
use crate::app::App;
use crate::contacts::rules::{NameRule, NewContact};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{new_token, sha256};
use crate::people::rules::{Capacity, Name};
use crate::people::store::NewPerson;
use crate::quizzes::rules::{Body, Drawn};
use crate::site::{Round, Site};
use crate::time::MINUTE;

/// How far a person's history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Until {
    /// Added only.
    Listed,
    /// Password set.
    SignedUp,
    HalfRead,
    Read,
    /// One failed sitting.
    Failed,
    Passed,
    Acknowledged,
    /// Contact given.
    Submitted,
    Returned,
    Approved,
    /// Added by HC-DV.
    Added,
    InGroup,
}

/// A person to make up.
#[derive(Clone, Debug)]
pub(crate) struct Invented {
    pub(crate) name: Name,
    /// Mã nhân sự; may be empty.
    pub(crate) code: String,
    /// Department's name.
    pub(crate) department: String,
    pub(crate) position: String,
    pub(crate) roles: Vec<Role>,
    /// Beside a participant: document and capacity.
    pub(crate) capacities: Vec<(String, Capacity)>,
    pub(crate) until: Until,
    /// Days ago the person was added.
    pub(crate) days_ago: i64,
    /// Zalo name, if not the legal one.
    pub(crate) zalo_name: Option<String>,
}

impl Invented {
    pub(crate) fn new_person(&self) -> NewPerson {
        NewPerson {
            id: None,
            name: self.name.clone(),
            code: Some(self.code.clone()).filter(|code| !code.is_empty()),
            department: self.department.clone(),
            position: self.position.clone(),
            joined_on: None,
            email: String::new(),
            roles: self.roles.iter().map(|role| (*role, Scope::All)).collect(),
            capacities: self.capacities.clone(),
        }
    }
}

/// What every invented history shares.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) app: App,
    /// The newcomers' round.
    pub(crate) round_id: String,
    /// Hash of the password everybody gets.
    pub(crate) password_hash: String,
    /// Who adds people; `None`: the system, which alone may add those who hold a role.
    pub(crate) adds: Option<Author>,
    /// `None` until they are added.
    pub(crate) leader: Option<Author>,
    pub(crate) coordinator: Option<Author>,
}

/// Everything a history needs, for the open newcomers' round.
pub(crate) async fn stage(app: &App, password: &str) -> Result<Stage, Error> {
    let site = app.site().await?;
    let round = site.open_rounds().find(|round| round.kind == crate::rounds::rules::RoundKind::Newcomer);
    Ok(Stage {
        app: app.clone(),
        round_id: round.ok_or(Error::NotFound)?.id.clone(),
        password_hash: app.hasher.hash(password.to_owned()).await?,
        adds: None,
        leader: None,
        coordinator: None,
    })
}

/// Eight in the morning of a moment's day in Viet Nam: history happens in office hours.
pub(crate) fn morning(at: i64) -> i64 {
    crate::time::start_of(&crate::time::day_of(at)).unwrap_or(at) + 8 * 60 * MINUTE
}

/// What somebody does at a moment, from a phone, having just given the password.
pub(crate) fn act_of(by: &Author, at: i64) -> Act {
    Act {
        session: sha256(new_token()),
        proved_at: Some(at),
        ip: "203.0.113.7".to_owned(),
        agent: "Mozilla/5.0 (Linux; Android 13) Zalo android/260802903".to_owned(),
        ..Act::of(by.clone(), at)
    }
}

/// One act in a transaction of its own.
pub(crate) async fn done<T>(app: &App, act: impl AsyncFnOnce(&mut Tx, &Site) -> Result<T, Error>) -> Result<T, Error> {
    let site = app.site().await?;
    let mut tx = app.db.write().await?;
    let done = act(&mut tx, &site).await;
    tx.settle(done).await
}

pub(crate) fn round<'a>(site: &'a Site, id: &str) -> Result<&'a Round, Error> {
    site.round(id).ok_or(Error::NotFound)
}

/// The Zalo account of somebody invented.
pub(crate) fn contact(invented: &Invented, site: &Site, seed: u64) -> Result<NewContact, Error> {
    let zalo_name = invented.zalo_name.clone().unwrap_or_else(|| invented.name.full());
    let phone = format!("091{:07}", seed % 10_000_000);
    let shipped = NameRule::default();
    let rules = shipped.rules(site.setting("zalo.name_limit"), "", std::iter::empty());
    let new = NewContact::judged(&invented.name, &phone, &zalo_name, &rules);
    new.ok_or_else(|| Error::internal("an invented contact that cannot be used"))
}

/// Keys of a right answer, or of a wrong one.
pub(crate) fn keys(drawn: &Drawn, right: bool) -> Vec<String> {
    match &drawn.body {
        Body::One { options } | Body::Truth { options } => {
            options.iter().find(|option| option.right == right).map(|option| option.key.clone()).into_iter().collect()
        }
        Body::Many { options } => {
            options.iter().filter(|option| option.right == right).map(|option| option.key.clone()).collect()
        }
        Body::Match { lefts, choices } => {
            let wrong = choices.first().map(|choice| choice.key.clone()).unwrap_or_default();
            let key = |answer: &str| if right { answer.to_owned() } else { wrong.clone() };
            lefts.iter().map(|left| format!("{}:{}", left.key, key(&left.answer))).collect()
        }
    }
}
