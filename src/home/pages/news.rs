//! What has come since the office last looked: kept in the browser, where looking writes nothing.

use crate::accounts::rules::Role;
use crate::admissions::rules::StepKind;
use crate::app::App;
use crate::cookie;
use crate::error::Error;
use crate::home::rules::Looks;
use crate::home::store;
use crate::text::say_with;
use crate::visit::Member;
use axum::http::HeaderMap;
use axum::response::Response;

/// The cookie: when the look before this one ended, and the last look.
const LOOKED: &str = "looked";
const A_YEAR: i64 = 31_536_000;

/// The sentences, and the looks to keep; nothing for who holds no office.
pub(super) async fn news(
    app: &App,
    member: &Member,
    headers: &HeaderMap,
) -> Result<(Vec<String>, Option<Looks>), Error> {
    if !(member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Leader)) {
        return Ok((Vec::new(), None));
    }
    let before = cookie::value(headers, app.config.https(), LOOKED).and_then(Looks::parse);
    let looks = before.map_or(Looks::first(member.now), |looks| looks.again(member.now));
    if before.is_none() {
        return Ok((Vec::new(), Some(looks)));
    }
    let told = [
        (StepKind::Submitted, "news.submitted"),
        (StepKind::Recontacted, "news.recontacted"),
        (StepKind::Confirmed, "news.confirmed"),
    ];
    let counts = store::news(app.db.read(), &member.viewer.id, looks.since, told.map(|one| one.0)).await?;
    let lines = told.iter().zip(counts).filter(|(_, n)| *n > 0);
    let lines = lines.map(|((_, key), n)| say_with(key, &[("n", &n.to_string())])).collect();
    Ok((lines, Some(looks)))
}

pub(super) fn keep(app: &App, looks: Option<Looks>, response: &mut Response) {
    if let Some(looks) = looks {
        cookie::set(response, app.config.https(), LOOKED, &looks.to_string(), A_YEAR);
    }
}
