//! Who asks: one [`Visit`] a request, and the guards that handlers take as arguments.

use crate::app::App;
use crate::error::Error;
use crate::from_row;
use crate::text::{self, say};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header, request::Parts};
use serde::de::DeserializeOwned;
use std::ops::Deref;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// What a person may do beside being a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// HC-DV: tracks, reminds, carries admissions out (Điều 4 khoản 2).
    Coordinator,
    /// Trưởng nhóm: decides admissions (Điều 3 khoản 3).
    Leader,
    /// Trưởng phòng: sees the state of their own department.
    Head,
    /// Settings and accounts.
    Admin,
}

impl Role {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Leader, Self::Coordinator, Self::Head, Self::Admin];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Leader => "leader",
            Self::Head => "head",
            Self::Admin => "admin",
        }
    }

    /// From its stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Coordinator => "Phòng HC-DV (theo dõi, thực hiện)",
            Self::Leader => "Trưởng nhóm (duyệt)",
            Self::Head => "Trưởng phòng (xem phòng mình)",
            Self::Admin => "Quản trị (cài đặt, tài khoản)",
        }
    }
}

/// The signed-in person of this request: one join of session, account, person and roles.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Person id.
    pub id: String,
    /// Id in the ledger.
    pub actor: String,
    /// Họ và tên.
    pub full_name: String,
    /// Their department.
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
    /// True when `given` is the session's form token, compared in constant time.
    pub fn gave_token(&self, given: &str) -> bool {
        bool::from(given.as_bytes().ct_eq(self.csrf.as_bytes()))
    }

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
    /// Coordinator.
    Coordinator,
    /// Leader.
    Leader,
    /// Coordinator or leader.
    Office,
    /// Coordinator, leader, head or admin: sees tables.
    Tracker,
    /// Coordinator or admin: adds people, issues links.
    Registrar,
    /// Admin.
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
    /// The application.
    pub app: App,
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

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let visit = parts.extensions.get::<Arc<Self>>().ok_or_else(|| Error::internal("no visit"))?;
        Ok(visit.as_ref().clone())
    }
}

/// A signed-in person: the proof that a handler may act for them.
#[derive(Clone, Debug)]
pub struct Member {
    /// The request.
    pub visit: Visit,
    /// Who they are.
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
        self.viewer.proved_at.is_some_and(|at| at + self.app.config.proof_life() > self.now)
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let visit = Visit::from_request_parts(parts, app).await?;
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

        impl FromRequestParts<App> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
                let member = Member::from_request_parts(parts, app).await?;
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

/// A posted form: strict text, no unknown fields, the session's token checked.
pub struct Form<T>(pub T);

/// Longest text of one field, in characters.
const LONGEST: usize = 20_000;

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self, Error> {
        let visit = request.extensions().get::<Arc<Visit>>().cloned();
        let viewer = visit.and_then(|visit| visit.viewer.clone());
        let bytes = axum::body::to_bytes(request.into_body(), crate::app::BODY)
            .await
            .map_err(|_| Error::invalid("form.too_large"))?;
        let pairs: Vec<(String, String)> =
            serde_html_form::from_bytes(&bytes).map_err(|_| Error::invalid("form.unreadable"))?;
        let pairs = check_token(pairs, viewer.as_ref())?;
        let pairs =
            pairs.into_iter().map(|(name, value)| Ok((name, clean(&value)?))).collect::<Result<Vec<_>, Error>>()?;
        let text = serde_html_form::to_string(&pairs).map_err(Error::internal)?;
        serde_html_form::from_str(&text).map(Self).map_err(|_| Error::invalid("form.unknown_field"))
    }
}

fn check_token(mut pairs: Vec<(String, String)>, viewer: Option<&Viewer>) -> Result<Vec<(String, String)>, Error> {
    let given = pairs.iter().position(|(name, _)| name == "csrf").map(|place| pairs.remove(place).1);
    let Some(viewer) = viewer else { return Ok(pairs) };
    let same = given.is_some_and(|given| viewer.gave_token(&given));
    if same { Ok(pairs) } else { Err(Error::invalid("form.token")) }
}

fn clean(value: &str) -> Result<String, Error> {
    text::clean(value, LONGEST).map_err(|bad| {
        Error::Invalid(
            match bad {
                text::BadText::Broken => say("form.broken_text"),
                text::BadText::Control => say("form.control_text"),
                text::BadText::TooLong => say("form.too_long"),
            }
            .to_owned(),
        )
    })
}
