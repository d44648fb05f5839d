//! Who asks: one [`Visit`] a request, and the guards that handlers take as arguments.

use crate::accounts::rules::Role;
use crate::act::Asker;
use crate::error::Error;
use crate::from_row;
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};
use std::ops::Deref;
use std::sync::Arc;

/// The signed-in person of this request: one join of session, account, person and roles.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Person id.
    pub id: String,
    /// Id in the ledger.
    pub actor: String,
    /// Họ và tên.
    pub full_name: String,
    pub department_id: String,
    /// Stored roles, separated by spaces.
    pub roles: String,
    /// The session's form token.
    pub csrf: String,
    /// SHA-256 of the session's cookie.
    pub session: String,
    /// 'link' or 'password'.
    pub how: String,
    /// Last time the password was given.
    pub proved_at: Option<i64>,
    /// Last request, as stored.
    pub seen_at: i64,
}

from_row!(Viewer { id, actor, full_name, department_id, roles, csrf, session, how, proved_at, seen_at });

impl Viewer {
    /// True when the role is held now.
    pub fn has(&self, role: Role) -> bool {
        self.roles.split(' ').any(|held| held == role.as_str())
    }
}

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
            Self::Tracker => &Role::ALL,
            Self::Registrar => &[Role::Coordinator, Role::Admin],
            Self::Admin => &[Role::Admin],
        };
        if wanted.iter().any(|role| viewer.has(*role)) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// One request: the time it came, who asks, from where. Time and identity are read once.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Now, UTC milliseconds.
    pub now: i64,
    /// Request number: on error pages and in the log.
    pub number: String,
    /// The visitor's address.
    pub ip: String,
    /// User agent, cut at 300 characters.
    pub agent: String,
    /// Path of the request.
    pub path: String,
    /// Path and query of the request.
    pub uri: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Text size chosen: "s", "m", "l" or "xl".
    pub size: &'static str,
    /// The sentence to show once, from the request before.
    pub notice: Option<&'static str>,
    /// How long a given password counts, milliseconds.
    pub proof_life: i64,
    /// The organisation's short name; empty when it could not be asked.
    pub org: String,
    /// A trial: red band, sign-in with one tap per role.
    pub demo: bool,
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
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
    pub visit: Visit,
    pub viewer: Viewer,
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

    /// What proving who it is needs to know.
    pub fn asker(&self) -> Asker<'_> {
        Asker {
            person: &self.viewer.id,
            session: &self.viewer.session,
            ip: &self.visit.ip,
            now: self.visit.now,
            proved: self.proved(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let viewer = visit.viewer.clone().ok_or(Error::SignIn)?;
        Ok(Self { visit, viewer })
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
