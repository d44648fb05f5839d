//! Three years of an organisation, played with a clock that is turned by hand, against a table that was worked out by
//! hand before the code (`tests/fixtures/three_years/`).

use crate::support::site::{Empty, on_site};
use nep::accounts::rules::{Role, Scope};
use nep::acknowledgments::acts::{self as acknowledgments, Signing};
use nep::act::{Act, Author};
use nep::app::App;
use nep::calendar::acts as calendar;
use nep::calendar::rules::Kind;
use nep::documents::acts as documents;
use nep::documents::rules::{Issued, NewText, Prepared, TextKind};
use nep::jobs;
use nep::people::acts as people;
use nep::people::rules::{Name, Reason};
use nep::people::store::NewPerson;
use nep::rounds::acts as rounds;
use nep::rounds::rules::{Audience, NewRound, RoundKind, Settings, TextAsks, Texts};
use nep::settings::acts::GroupWords;
use nep::site::Site;
use nep::standing::rules::{Standing, State};
use nep::standing::store as standing;
use nep::time::{MINUTE, day_of, start_of};
use serde::Deserialize;
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[derive(Deserialize)]
struct Story {
    event: Vec<Event>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Event {
    at: String,
    #[serde(rename = "do")]
    what: String,
    round: String,
    kind: String,
    days: i64,
    due: String,
    at_least: i64,
    validity_months: i64,
    ask_before: i64,
    excuse_days: i64,
    departments: Vec<String>,
    person: String,
    department: String,
    joined: String,
    from: String,
    to: String,
    last: String,
    day: String,
    text: String,
    version: i64,
    reason: String,
}

#[derive(Deserialize)]
struct Expected {
    check: Vec<Check>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    on: String,
    person: String,
    round: String,
    state: String,
    due: String,
    late: i64,
    valid_until: String,
    validity: String,
    department: String,
    why: String,
}

/// `2026-12-01 08:00` in Viet Nam.
fn moment(text: &str) -> i64 {
    let (day, hour) = text.split_once(' ').unwrap();
    let (hours, minutes) = hour.split_once(':').unwrap();
    let minutes: i64 = hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap();
    start_of(day).unwrap() + minutes * MINUTE
}

struct Play {
    empty: Empty,
    coordinator: Author,
    people: BTreeMap<String, Author>,
    rounds: BTreeMap<String, String>,
    group: String,
    /// The first day of somebody's last pause.
    pauses: BTreeMap<String, String>,
    joined: BTreeMap<String, String>,
}

/// The one text of the story.
const TEXT: &str = "noi-quy-truc";

fn text(version: i64) -> String {
    let half = if version == 1 { "sáng" } else { "chiều" };
    format!(
        "+++\ntitle = \"Nội quy trực\"\nshort_title = \"Nội quy\"\nplace = 1\nkind = \"text\"\nissuer = \"Cơ quan\"\n\
         issued_on = \"2026-11-01\"\nnumber = \"{version}/QĐ\"\n+++\n\n### Điều 1. Giờ trực\n\n\
         Người trực có mặt đúng giờ buổi {half}.\n\n### Điều 2. Sổ trực\n\nNgười trực ghi sổ.\n"
    )
}

fn prepared(version: i64) -> Prepared {
    let issued =
        Issued { blanks: String::new(), ref_number: format!("{version}/QĐ"), day: Some("2026-11-01".to_owned()) };
    let file = (version == 1).then(|| "1.md".to_owned());
    let document_id = TEXT.to_owned();
    let new = NewText { document_id, kind: TextKind::Text, file, source: text(version), issued, attachment: None };
    new.prepare().unwrap()
}

/// 12 of `p12`.
fn number(name: &str) -> usize {
    name.trim_start_matches(char::is_alphabetic).parse().unwrap()
}

fn new_person(name: &str, department: &str, joined: Option<&str>) -> NewPerson {
    NewPerson {
        name: Name::guess(&format!("Nguyễn Văn {}", "A".repeat(number(name)))),
        code: Some(name.to_owned()),
        department: department.to_owned(),
        joined_on: joined.map(str::to_owned),
        ..NewPerson::default()
    }
}

impl Play {
    async fn begin(at: i64) -> Self {
        let empty = Empty::start().await;
        empty.rest();
        empty.advance((at - empty.app.clock.now()) / MINUTE - 10);
        let app = empty.app.clone();
        let act = Act::system(app.clock.now());
        let group = on_site(&app, async |tx, _| {
            let leaf = documents::load(tx, &act, &prepared(1), 1).await?.expect("a new file");
            nep::ledger::append(tx, &leaf).await?;
            nep::setup::acts::group_and_round(tx, &act, &app.library, (None, "DAK LAK IOC")).await
        });
        group.await;
        let coordinator = NewPerson {
            roles: vec![(Role::Coordinator, Scope::All), (Role::Admin, Scope::All)],
            ..new_person("x30", "d0", None)
        };
        let coordinator = on_site(&app, async |tx, site| people::add(tx, &act, site, &coordinator).await).await;
        let act = Act::of(coordinator.clone(), app.clock.now());
        let form = BTreeMap::from([("round.again".to_owned(), "chờ đợt xác nhận lại".to_owned())]);
        on_site(&app, async |tx, site| {
            let group = &site.groups[0];
            let group = GroupWords { id: group.id.clone(), name: group.name.clone(), invite_link: None };
            nep::settings::acts::save(tx, &act, site, &form, &group).await
        })
        .await;
        let group = app.site().await.unwrap().groups[0].id.clone();
        Self {
            empty,
            coordinator,
            people: BTreeMap::new(),
            rounds: BTreeMap::new(),
            group,
            pauses: BTreeMap::new(),
            joined: BTreeMap::new(),
        }
    }

    fn app(&self) -> &App {
        &self.empty.app
    }

    fn now(&self) -> i64 {
        self.app().clock.now()
    }

    fn act(&self) -> Act {
        Act::of(self.coordinator.clone(), self.now())
    }

    fn turn_to(&self, at: i64) {
        self.empty.advance((at - self.now()) / MINUTE);
    }

    async fn site(&self) -> std::sync::Arc<Site> {
        self.app().site().await.unwrap()
    }

    /// What the server does by itself, each morning.
    async fn night_until(&self, at: i64) {
        let mut day = start_of(&day_of(self.now())).unwrap() + 24 * 60 * MINUTE;
        while day <= at {
            self.turn_to(day + MINUTE);
            jobs::roll(self.app()).await.unwrap();
            rounds::finish(self.app()).await.unwrap();
            day += 24 * 60 * MINUTE;
        }
        self.turn_to(at);
        rounds::finish(self.app()).await.unwrap();
    }

    async fn play(&mut self, event: &Event) {
        let (app, act) = (self.empty.app.clone(), self.act());
        let people = self.people.clone();
        let who = |name: &str| people.get(name).cloned().unwrap_or_default();
        match event.what.as_str() {
            "open" => self.open(event).await,
            "join" => self.join(event).await,
            "leave" => {
                let id = who(&event.person).person_id;
                on_site(&app, async |tx, site| people::leave(tx, &act, site, &id).await).await;
            }
            "return" => {
                let id = who(&event.person).person_id;
                on_site(&app, async |tx, site| people::come_back(tx, &act, site, &id).await).await;
            }
            "pause" => {
                self.pauses.insert(event.person.clone(), event.from.clone());
                let (id, days) = (who(&event.person).person_id, (event.from.as_str(), event.to.as_str()));
                on_site(&app, async |tx, site| people::pause(tx, &act, site, &id, days, Reason::Leave).await).await;
            }
            "end_pause" => {
                let (id, from) = (who(&event.person).person_id, self.pauses[&event.person].clone());
                let days = (from.as_str(), event.last.as_str());
                on_site(&app, async |tx, site| people::pause(tx, &act, site, &id, days, Reason::Leave).await).await;
            }
            "move" => {
                let id = who(&event.person).person_id;
                let new = new_person(&event.person, &event.department, None);
                on_site(&app, async |tx, site| people::change(tx, &act, site, &id, &new).await).await;
            }
            "complete" => self.complete(event).await,
            "extend" => {
                let (id, round) = (who(&event.person).person_id, self.newest(&event.round).await);
                let given = rounds::Given {
                    kind: nep::rounds::rules::Leeway::Due,
                    day: &event.to,
                    reason: "theo đề nghị của phòng",
                };
                on_site(&app, async |tx, site| rounds::give(tx, &act, site, (&id, &round), &given).await).await;
            }
            "day" | "undo_day" => {
                let kind = match (event.what.as_str(), event.kind.as_str()) {
                    ("undo_day", _) => Kind::Plain,
                    (_, "working") => Kind::Working,
                    _ => Kind::Off,
                };
                let days = [event.day.parse().unwrap()];
                on_site(&app, async |tx, _| calendar::enter(tx, &act, &days, kind).await).await;
            }
            "down" => {
                let (from, to) = (moment(&event.from), moment(&event.to));
                jobs::beat_calendar(&app, from, Some(0)).await.unwrap();
                jobs::beat_calendar(&app, to, None).await.unwrap();
            }
            "publish" => {
                let version = event.version;
                self.publish(version).await;
            }
            "close" => {
                let round = self.newest(&event.round).await;
                rounds::finish(&app).await.unwrap();
                on_site(&app, async |tx, _| rounds::close(tx, &act, &round).await).await;
            }
            other => panic!("{other}"),
        }
        rounds::finish(&app).await.unwrap();
        jobs::roll(&app).await.unwrap();
        rounds::finish(&app).await.unwrap();
    }

    async fn open(&mut self, event: &Event) {
        let site = self.site().await;
        let department = |name: &String| site.departments.iter().find(|one| one.name == *name).unwrap().id.clone();
        let settings = Settings {
            due_days: event.days,
            least_days: event.at_least,
            validity_months: event.validity_months,
            ask_before: if event.ask_before == 0 { 30 } else { event.ask_before },
            excuse_days: event.excuse_days,
            ..Settings::default()
        };
        let new = NewRound {
            id: None,
            name: event.round.clone(),
            kind: match event.kind.as_str() {
                "newcomers" => RoundKind::Newcomer,
                "fixed" => RoundKind::Yearly,
                "rolling" => RoundKind::Rolling,
                _ => RoundKind::Changed,
            },
            group_id: self.group.clone(),
            settings,
            texts: Texts::These(vec![TextAsks { document_id: TEXT.to_owned(), quiz: false, acknowledge: true }]),
            due_on: Some(event.due.clone()).filter(|day| !day.is_empty()),
            audience: Audience {
                departments: event.departments.iter().map(department).collect(),
                ..Audience::default()
            },
            follows: None,
        };
        let (app, act) = (self.app().clone(), self.act());
        let id = on_site(&app, async |tx, _| rounds::create(tx, &act, &app.library, &new).await).await;
        self.rounds.insert(event.round.clone(), id);
    }

    /// A joiner is put into the open rounds of one day for everybody that are for them.
    async fn join(&mut self, event: &Event) {
        let (app, act) = (self.app().clone(), self.act());
        let new = new_person(&event.person, &event.department, Some(&event.joined));
        let who = on_site(&app, async |tx, site| people::add(tx, &act, site, &new).await).await;
        self.people.insert(event.person.clone(), who.clone());
        self.joined.insert(event.person.clone(), event.joined.clone());
        let site = self.site().await;
        let fixed = site.open_rounds().filter(|round| round.kind == RoundKind::Yearly);
        for round in fixed.map(|round| round.id.clone()).collect::<Vec<_>>() {
            let whom = "select l.body from round_audience a join label l on l.thing = a.thing where a.round_id = $1";
            let rows = sqlx::query(whom).bind(&round).fetch_all(app.db.read()).await.unwrap();
            let names: Vec<String> = rows.iter().map(|row| row.try_get(0).unwrap()).collect();
            if names.is_empty() || names.contains(&event.department) {
                let pair = (round.as_str(), who.person_id.as_str());
                on_site(&app, async |tx, site| rounds::put_person(tx, &act, site, pair).await).await;
            }
        }
    }

    /// The newest round of a chain in which somebody is, else the newest of all.
    async fn turn(&self, name: &str, person: &str) -> Option<String> {
        let mut id = self.newest(name).await;
        let site = self.site().await;
        loop {
            let sql = "select 1 from enrolment where round_id = $1 and person_id = $2";
            let row = sqlx::query(sql).bind(&id).bind(person).fetch_optional(self.app().db.read()).await.unwrap();
            if row.is_some() {
                return Some(id);
            }
            id = site.round(&id)?.follows.clone()?;
        }
    }

    async fn newest(&self, name: &str) -> String {
        let mut id = self.rounds[name].clone();
        let site = self.site().await;
        while let Some(next) = site.rounds.iter().find(|one| one.follows.as_deref() == Some(id.as_str())) {
            id = next.id.clone();
        }
        id
    }

    async fn complete(&mut self, event: &Event) {
        let who = self.people[&event.person].clone();
        let round_id = self.turn(&event.round, &who.person_id).await.unwrap();
        let (app, act) = (self.app().clone(), Act { proved_at: Some(self.now()), ..Act::of(who.clone(), self.now()) });
        let site = self.site().await;
        let round = site.round(&round_id).unwrap();
        for version in &round.versions {
            for one in &version.articles {
                on_site(&app, async |tx, site| {
                    documents::read(tx, &act, site, Some(&round_id), &one.document_id, &one.article, &one.sha256).await
                })
                .await;
            }
        }
        let ready = acknowledgments::ready(app.db.read(), &site, round, &who.person_id).await.unwrap();
        let number = number(&event.person);
        let form = Signing {
            versions: ready.versions_key(),
            statement: ready.statement().sha256(),
            typed_name: format!("Nguyễn Văn {}", "A".repeat(number)),
        };
        on_site(&app, async |tx, site| acknowledgments::record(tx, &act, site, &round_id, &form).await).await;
    }

    async fn publish(&self, version: i64) {
        let (app, act) = (self.app().clone(), self.act());
        let seen = self.site().await.document(TEXT).unwrap().current.row.id.clone();
        let new = prepared(version);
        on_site(&app, async |tx, _| documents::attach(tx, &act, &seen, &new).await).await;
    }

    /// Where everybody of the open rounds stands, and when it was so.
    async fn photograph(&self) -> Photograph {
        let mut rows = Vec::new();
        for round in self.site().await.open_rounds() {
            rows.extend(standing::kept(self.app().db.read(), &round.id, "", "~").await.unwrap().iter().map(facts_of));
        }
        Photograph { at: self.now() + 1, rows }
    }

    /// The same, as it is found long after.
    async fn as_of(&self, at: i64, rounds: &BTreeSet<String>) -> Vec<String> {
        let (app, site, mut rows) = (self.app(), self.site().await, Vec::new());
        for round in site.rounds.iter().filter(|round| rounds.contains(&round.id)) {
            let then = nep::site::store::round_at(&app.db, &app.library, &site, round, at).await.unwrap();
            rows.extend(standing::stood(app.db.read(), &then.asks, at).await.unwrap().iter().map(facts_of));
        }
        rows
    }

    /// What is so at noon of the check's day, as the check writes it.
    async fn found(&self, check: &Check) -> Check {
        let app = self.app();
        let none = Check { state: "none".into(), due: String::new(), late: 0, ..check.clone() };
        let Some(who) = self.people.get(&check.person) else { return none };
        let site = self.site().await;
        let today = check.on.as_str();
        let department = self.department(&who.person_id).await;
        let rows = standing::rows_of(app.db.read(), &who.person_id).await.unwrap();
        let valid = self.validity(&who.person_id).await;
        let validity = match valid.as_deref() {
            None => "none",
            Some(last) if last < today => "lapsed",
            Some(_) => "valid",
        };
        let known =
            Check { valid_until: valid.clone().unwrap_or_default(), validity: validity.into(), department, ..none };
        if !self.rounds.contains_key(&check.round) {
            return known;
        }
        // Whoever is entered before their first day is in the round already and may begin; the table has them from then on.
        if self.joined[&check.person].as_str() > today {
            return known;
        }
        let Some(turn) = self.turn(&check.round, &who.person_id).await else {
            return Check { state: self.outside(check, &who.person_id).await, ..known };
        };
        let Some(row) = rows.iter().find(|row| row.round_id == turn) else { return known };
        let round = site.round(&turn).unwrap();
        let last = round.closed_at.map_or_else(|| today.to_owned(), |at| day_of(at).min(today.to_owned()));
        Check {
            state: state(row, round.is_open(), today).into(),
            due: row.due_on.clone().unwrap_or_default(),
            late: row.late_days(&site.calendar, &last),
            ..known
        }
    }

    /// Why somebody is not in a round: whoever was meant and had confirmed it all is excused.
    async fn outside(&self, check: &Check, person: &str) -> String {
        let sql = "select count(*) from acknowledgment o join acknowledgment_version v on v.acknowledgment_id = o.id
             join round_version x on x.version_id = v.version_id and x.round_id = $2
             join round r on r.id = x.round_id and o.confirmed_at < r.opened_at
             where o.person_id = $1 and not exists (select 1 from presence p where p.person_id = $1
               and p.kind = 'left' and p.at < r.opened_at and (p.until_at is null or p.until_at > r.opened_at))";
        let round = &self.rounds[&check.round];
        let row = sqlx::query(sql).bind(person).bind(round).fetch_one(self.app().db.read()).await.unwrap();
        let confirmed = row.try_get::<i64, _>(0).unwrap() > 0;
        let excuses = confirmed && matches!(check.round.as_str(), "C" | "E");
        (if excuses { "excused" } else { "none" }).to_owned()
    }

    async fn department(&self, person: &str) -> String {
        let sql = "select l.body from profile f join label l on l.kind = 'department' and l.thing = f.department_id
                   where f.person_id = $1 and f.until_at is null";
        let row = sqlx::query(sql).bind(person).fetch_one(self.app().db.read()).await.unwrap();
        row.try_get(0).unwrap()
    }

    async fn validity(&self, person: &str) -> Option<String> {
        let rows = standing::rows_of(self.app().db.read(), person).await.unwrap();
        let site = self.site().await;
        let open = rows.iter().find(|row| site.round(&row.round_id).is_some_and(nep::site::Round::is_open));
        open.and_then(|row| row.valid_until.clone())
    }
}

/// Standings of a moment, and the first moment behind it.
struct Photograph {
    at: i64,
    rows: Vec<String>,
}

/// What of a standing does not depend on what is learned later: a day that is announced moves the days due behind it.
fn facts_of(row: &Standing) -> String {
    let Standing { round_id, person_id, department_id, state, progress, paused_from, paused_until, .. } = row;
    let Standing { read_at, passed_at, acknowledged_at, left_at, enrolled_at, valid_until, .. } = row;
    format!(
        "{round_id} {person_id} {department_id} {state:?} {progress} {paused_from:?}–{paused_until:?} {read_at:?} \
         {passed_at:?} {acknowledged_at:?} {left_at:?} {enrolled_at} {valid_until:?} {}",
        row.due_on.is_some()
    )
}

/// A standing as the table names it.
fn state(row: &Standing, open: bool, today: &str) -> &'static str {
    match () {
        () if row.has_acknowledged() => "done",
        () if row.state == State::Left => "left",
        () if !open => "closed",
        () if row.is_paused(today) => "paused",
        () => "open",
    }
}

fn told(check: &Check) -> String {
    let Check { state, due, late, valid_until, validity, department, .. } = check;
    format!("{state} due {due} late {late} valid {valid_until} {validity} in {department}")
}

#[tokio::test]
async fn three_years_come_out_as_they_were_worked_out_by_hand() {
    let story: Story = toml::from_str(include_str!("../fixtures/three_years/story.toml")).unwrap();
    let expected: Expected = toml::from_str(include_str!("../fixtures/three_years/expected.toml")).unwrap();
    let mut checks = expected.check;
    checks.sort_by(|a, b| a.on.cmp(&b.on));
    assert!(checks.len() > 300 && story.event.len() > 130);
    let mut play = Box::pin(Play::begin(moment("2026-12-01 08:00"))).await;
    let mut wrong = String::new();
    let mut events = story.event.into_iter().peekable();
    let mut photographs: Vec<Photograph> = Vec::new();
    for check in checks {
        let noon = moment(&format!("{} 12:00", check.on));
        while let Some(event) = events.next_if(|event| moment(&event.at) <= noon) {
            play.night_until(moment(&event.at)).await;
            play.play(&event).await;
        }
        play.night_until(noon).await;
        if photographs.last().is_none_or(|last| last.at < play.now()) {
            photographs.push(play.photograph().await);
        }
        let found = play.found(&check).await;
        if told(&found) != told(&check) {
            let Check { on, person, round, why, .. } = &check;
            let _ =
                writeln!(wrong, "{on} {person} {round}\n  is     {}\n  should {}\n  {why}", told(&found), told(&check));
        }
    }
    assert!(wrong.is_empty(), "{} checks differ\n{wrong}", wrong.matches("  should").count());
    // Every one of those days, looked at from the last one, is what it was.
    assert!(photographs.len() > 30, "{}", photographs.len());
    for Photograph { at, mut rows } in photographs {
        let rounds = rows.iter().filter_map(|row| row.split(' ').next()).map(str::to_owned).collect();
        let mut found = play.as_of(at, &rounds).await;
        rows.sort();
        found.sort();
        let different: Vec<_> = rows.iter().zip(&found).filter(|(then, now)| then != now).take(3).collect();
        assert!(rows == found, "{}: {} and {}: {different:#?}", day_of(at), rows.len(), found.len());
    }
    let found = nep::verify::standing(play.app()).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
    let found = nep::verify::ledger(&play.app().db).await.unwrap();
    assert!(found.is_empty(), "{}", found[0]);
}
