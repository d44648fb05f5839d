//! The pages somebody may open, for the bar at the foot of a phone and the column of a desk.

use crate::accounts::rules::Role;
use crate::text::say;
use crate::visit::Visit;

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    /// One or two syllables for the bar at the foot of a phone.
    pub(crate) short: &'static str,
    /// Its line icon.
    pub(crate) icon: &'static str,
    /// Where we are.
    pub(crate) here: bool,
    /// What waits there; 0 shows nothing.
    pub(crate) count: i64,
    /// Under "more" on a phone.
    pub(crate) rest: bool,
}

/// Most entries of the bar at the foot of a phone; with more of them, the last place opens the rest.
const BAR: usize = 4;

/// The entries this visitor may open; none for a stranger.
pub(crate) fn nav(visit: &Visit) -> Vec<NavItem> {
    let Some(viewer) = &visit.viewer else { return Vec::new() };
    let office = viewer.has(Role::Coordinator) || viewer.has(Role::Leader);
    let admin = viewer.has(Role::Admin);
    let tracker = office || admin || viewer.has(Role::Head);
    let registrar = viewer.has(Role::Coordinator) || admin;
    let all = [
        (true, "/", "home", "nav.home"),
        (office, "/admissions", "work", "nav.admissions"),
        (tracker, "/tracking", "chart", "nav.tracking"),
        (true, "/documents", "book", "nav.documents"),
        (registrar, "/people/new", "people", "nav.people"),
        (registrar, "/rounds", "calendar", "nav.rounds"),
        (admin, "/settings", "settings", "nav.settings"),
        (true, "/help", "help", "nav.help"),
        (!tracker, "/account", "account", "nav.account"),
    ];
    let shown: Vec<_> = all.into_iter().filter(|one| one.0).collect();
    let first = if shown.len() > BAR { BAR - 1 } else { BAR };
    let waiting = visit.to_decide + visit.to_carry_out + visit.to_answer + visit.to_compare;
    let item = |(place, (_, href, icon, key)): (usize, (bool, &'static str, &'static str, &'static str))| {
        let (label, short) = say(key).split_once('|').unwrap_or((say(key), say(key)));
        NavItem {
            href,
            label,
            short,
            icon,
            here: match href {
                "/" => visit.path == "/",
                "/admissions" => {
                    visit.path.starts_with(href) || visit.path == "/doubts" || visit.path.starts_with("/papers")
                }
                _ => visit.path.starts_with(href),
            },
            count: if href == "/admissions" { waiting } else { 0 },
            rest: place >= first,
        }
    };
    shown.into_iter().enumerate().map(item).collect()
}
