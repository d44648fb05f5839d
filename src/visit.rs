//! Who asks: one [`Visit`] a request, and the guards that handlers take as arguments.

use crate::accounts::rules::Role;
use crate::act::{Act, Author};
use crate::error::Error;
use crate::site::{Round, Site};
use crate::standing::Viewer;
use crate::standing::rules::Standing;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::ops::Deref;
use std::sync::Arc;

/// What a route needs; declared beside it, enforced before its handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Anybody.
    Public,
    /// Any signed-in person.
    Member,
    Coordinator,
    Leader,
    /// Coordinator or leader.
    Office,
    /// Coordinator, leader, head or admin: sees tables.
    Tracker,
    /// Coordinator or admin: adds people, issues links.
    Registrar,
    Admin,
    /// Admin or leader: told when something is wrong with the records.
    Overseer,
}

impl Rule {
    /// Whether `viewer` passes.
    ///
    /// # Errors
    /// [`Error::SignIn`] for a stranger, [`Error::Forbidden`] for the wrong role.
    pub fn check(self, viewer: Option<&Viewer>) -> Result<(), Error> {
        if self == Self::Public {
            return Ok(());
        }
        let viewer = viewer.ok_or(Error::SignIn)?;
        let wanted: &[Role] = match self {
            Self::Public | Self::Member => return Ok(()),
            Self::Coordinator => &[Role::Coordinator],
            Self::Leader => &[Role::Leader],
            Self::Office => &[Role::Coordinator, Role::Leader],
            Self::Tracker => Role::ALL,
            Self::Registrar => &[Role::Coordinator, Role::Admin],
            Self::Admin => &[Role::Admin],
            Self::Overseer => &[Role::Admin, Role::Leader],
        };
        if wanted.iter().any(|role| viewer.has(*role)) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// One request: the time it came, who asks, from where, what is in force. Read once.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Now, UTC milliseconds.
    pub now: i64,
    /// Request number: on error pages and in the log.
    pub number: String,
    pub ip: String,
    /// User agent, cut at 300 characters.
    pub agent: String,
    pub path: String,
    /// Path and query of the page a person looks at.
    pub uri: String,
    pub viewer: Option<Arc<Viewer>>,
    /// In the open round due next; a copy, for looking.
    pub standing: Option<Standing>,
    /// Applications before this leader; 0 for whoever does not decide.
    pub to_decide: i64,
    /// What this coordinator has to carry out; 0 for whoever does not.
    pub to_carry_out: i64,
    /// Doubts that wait for an answer from this office; 0 for who is none.
    pub to_answer: i64,
    /// Papers for this office to compare with their scans; 0 for who is none.
    pub to_compare: i64,
    /// Papers of one's own: 0 none, 1 some that ended, 2 one is open.
    pub own_papers: i64,
    pub site: Arc<Site>,
    /// Text size chosen: "s", "m", "l" or "xl".
    pub size: &'static str,
    /// The sentence to show once, from the request before.
    pub notice: Option<&'static str>,
    /// How long a given password counts, milliseconds.
    pub proof_life: i64,
    /// A trial: red band, sign-in with one tap per role.
    pub demo: bool,
}

impl Visit {
    /// What this request does, by nobody who is signed in.
    pub fn act(&self) -> Act {
        Act { at: self.now, ip: self.ip.clone(), agent: self.agent.clone(), ..Act::default() }
    }

    /// The live session of this browser: SHA-256 of its cookie.
    pub fn session(&self) -> Option<&str> {
        self.viewer.as_ref().map(|viewer| viewer.session.as_str())
    }

    /// The day of this request in Viet Nam, `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        crate::time::day_of(self.now)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let visit = parts.extensions.get::<Arc<Self>>().ok_or_else(|| Error::internal("no visit"))?;
        Ok(visit.as_ref().clone())
    }
}

/// A signed-in person: the proof that a handler may act for them.
#[derive(Clone, Debug)]
pub struct Member {
    pub visit: Arc<Visit>,
    pub viewer: Arc<Viewer>,
}

impl Deref for Member {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Member {
    /// True when the password was given lately enough to decide or export.
    pub fn proved(&self) -> bool {
        self.viewer.proved_at.is_some_and(|at| at + self.proof_life > self.now)
    }

    /// The open round due next, and where this person stands in it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when they are in none.
    pub(crate) fn due_next(&self) -> Result<(&Standing, &Round), Error> {
        let stands = self.standing.as_ref();
        let found = stands.and_then(|stands| Some((stands, self.site.round(&stands.round_id)?)));
        found.ok_or_else(|| Error::conflict("quiz.no_round"))
    }

    pub fn author(&self) -> Author {
        Author { person_id: self.viewer.id.clone(), actor: self.viewer.actor.clone() }
    }

    /// What this person does with this request.
    pub fn act(&self) -> Act {
        Act {
            by: Some(self.author()),
            session: self.viewer.session.clone(),
            bound: true,
            proved_at: self.viewer.proved_at,
            ..self.visit.act()
        }
    }

    /// The same, with the key of the form that asked for it.
    pub fn act_by(&self, form: &str) -> Act {
        self.act().sent_by(form)
    }

    /// Number of the step at hand in the round due next, for the progress bar; `None` in no round.
    pub fn step(&self) -> Option<u8> {
        self.standing.as_ref().map(|standing| standing.state.step())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let visit = parts.extensions.get::<Arc<Visit>>().ok_or_else(|| Error::internal("no visit"))?;
        let viewer = visit.viewer.clone().ok_or(Error::SignIn)?;
        Ok(Self { visit: Arc::clone(visit), viewer })
    }
}

macro_rules! guard {
    ($(#[$doc:meta])* $name:ident, $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Member);

        impl Deref for $name {
            type Target = Member;
            fn deref(&self) -> &Member {
                &self.0
            }
        }

        impl<S: Send + Sync> FromRequestParts<S> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
                let member = Member::from_request_parts(parts, state).await?;
                $rule.check(Some(&member.viewer))?;
                Ok(Self(member))
            }
        }
    };
}

guard!(
    /// HC-DV.
    Coordinator, Rule::Coordinator
);
guard!(
    /// Trưởng nhóm.
    Leader, Rule::Leader
);
guard!(
    /// HC-DV or Trưởng nhóm.
    Office, Rule::Office
);
guard!(
    /// Anyone who sees the tables of others.
    Tracker, Rule::Tracker
);
guard!(
    /// HC-DV or admin.
    Registrar, Rule::Registrar
);
guard!(
    /// Quản trị.
    Admin, Rule::Admin
);
guard!(
    /// Quản trị or Trưởng nhóm.
    Overseer, Rule::Overseer
);
