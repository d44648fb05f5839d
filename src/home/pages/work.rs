//! What waits for somebody in another role.

use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::reminders::acts::plan as reminders;
use crate::site::Document;
use crate::text::say_with;
use crate::time::date_of;
use crate::visit::Member;

/// What waits for the viewer in another role.
pub(super) async fn work(app: &App, member: &Member) -> Result<Vec<(String, String)>, Error> {
    let planned = reminders::rounds(&member.site, &member.viewer);
    let meant = reminders::today(&app.db, (&member.site, &member.viewer), &planned, member.now).await?;
    let remind = planned.iter().filter_map(|round| {
        let n = meant.iter().filter(|one| one.0 == round.id).count();
        let words = || say_with("home.work_remind", &[("n", &n.to_string()), ("dot", &round.name)]);
        (n > 0).then(|| (words(), format!("/rounds/{}/reminders?plan=today", round.id)))
    });
    let mut work = counted(member, app.checked.last().found);
    work.extend(remind);
    Ok(work)
}

fn counted(member: &Member, differences: i64) -> Vec<(String, String)> {
    let oversees = member.viewer.has(Role::Admin) || member.viewer.has(Role::Leader);
    let office = member.viewer.has(Role::Coordinator) && member.site.open_rounds().next().is_some();
    let outside: Vec<&Document> = member.site.outside().filter(|_| office).collect();
    let texts = match outside.as_slice() {
        [one] => format!("/documents/{}/manage", one.id),
        _ => "/documents".to_owned(),
    };
    let counted = [
        ("home.work_differ", if oversees { differences } else { 0 }, "/verify"),
        ("home.work_decide", member.to_decide, "/admissions"),
        ("home.work_add", member.to_carry_out, "/admissions"),
        ("home.work_texts", i64::try_from(outside.len()).unwrap_or_default(), texts.as_str()),
        ("home.work_answer", member.to_answer, "/doubts"),
        ("home.work_check", member.to_compare, "/papers"),
    ];
    let told = |(key, n, href): (&'static str, i64, &str)| {
        (n > 0).then(|| (say_with(key, &[("n", &n.to_string())]), href.to_owned()))
    };
    counted.into_iter().filter_map(told).chain(next_year(member, office)).collect()
}

/// From October on, as long as something is awaited: next year's days off are announced, and somebody has to enter them.
fn next_year(member: &Member, office: bool) -> Option<(String, String)> {
    let today = date_of(member.now);
    let year = today.year() + 1;
    let awaited = office && today.month() >= 10 && !member.site.calendar.awaited(year).is_empty();
    let words = || say_with("calendar.next_year", &[("nam", &year.to_string())]);
    awaited.then(|| (words(), format!("/calendar?year={year}")))
}
