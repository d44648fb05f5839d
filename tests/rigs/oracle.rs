//! What must be in the database, given what people were told.

use crate::journal::{Journal, Kind, Line, Outcome};
use crate::server::Place;
use nep::app::App;
use nep::commands::serve;
use nep::config::Config;
use nep::time::Clock;
use nep::verify;
use sqlx::{AnyConnection, Connection as _, Row as _};
use std::collections::{BTreeMap, HashMap};

/// Key → values of the rows that have it.
type Rows = HashMap<String, Vec<String>>;

/// Rows of each kind: key and value.
const QUESTIONS: [(Kind, &str); 9] = [
    (Kind::Read, "select person_id || ' ' || document_id || ' ' || article, sha256 from reading"),
    (Kind::SignIn, "select token_hash, '' from session"),
    (Kind::Start, "select f.key, '' from form f join attempt a on a.id = f.result"),
    (Kind::Answer, "select attempt_id || ' ' || cast(place as text), coalesce(answer, '') from attempt_item"),
    (Kind::Confirm, "select person_id, '' from acknowledgment"),
    (Kind::Declare, "select person_id || ' ' || phone, zalo_name from contact"),
    (Kind::Add, "select code, full_name || ' ' || position from profile where code is not null"),
    (Kind::Link, "select f.key, '' from form f join link i on i.id = f.result"),
    (Kind::Step, "select admission_id, kind from admission_step where number > 1 order by admission_id, number"),
];

/// Everything that is not as it must be.
pub(crate) async fn judge(place: &Place, journal: &Journal) -> Vec<String> {
    let app = open(place).await;
    let mut found = journal.complaints();
    found.extend(rows(&app, &journal.lines()).await);
    found.extend(gap(&app).await);
    let differences = verify::ledger(&app.db).await.unwrap();
    found.extend(differences.iter().map(|difference| format!("verify db: {difference}")));
    found.extend(verify::standing(&app).await.unwrap().into_iter().map(|line| format!("verify standing: {line}")));
    app.db.close().await;
    found
}

/// The same without the comparisons of the whole database: after each of many faults.
pub(crate) async fn glance(place: &Place, journal: &Journal) -> Vec<String> {
    let app = open(place).await;
    let mut found = journal.complaints();
    found.extend(rows(&app, &journal.lines()).await);
    found.extend(gap(&app).await);
    app.db.close().await;
    found
}

/// The control: this oracle, told of three things that did not happen, says so of each.
pub(crate) async fn doubts(place: &Place, journal: &Journal) {
    let app = open(place).await;
    let lines = journal.lines();
    let told = |kind, key: &str, value: &str, outcome| Line {
        kind,
        key: key.to_owned(),
        value: value.to_owned(),
        outcomes: vec![outcome],
    };
    let sound = rows(&app, &lines).await.len();
    let there = lines.iter().find(|line| line.kind == Kind::Declare && line.is_saved()).unwrap();
    let invented = told(Kind::Declare, "nobody +84980000000", "Nguyễn Văn An", Outcome::Saved);
    let denied = told(Kind::Declare, &there.key, &there.value, Outcome::NotSaved);
    let changed = told(Kind::Declare, &there.key, &format!("{}.", there.value), Outcome::Saved);
    for (forged, word) in [(invented, "lost"), (denied, "not saved"), (changed, "differs")] {
        let mut lines = lines.clone();
        lines.retain(|line| line.key != forged.key);
        lines.push(forged);
        let found = rows(&app, &lines).await;
        assert!(found.len() > sound && found.iter().any(|one| one.contains(word)), "a forged journal passes: {word}");
    }
    app.db.close().await;
}

/// How many acts without a reply are there.
pub(crate) async fn kept(place: &Place, journal: &Journal) -> usize {
    let app = open(place).await;
    let lines: Vec<Line> = journal.lines().into_iter().filter(Line::is_open).collect();
    // Were they called not saved, each that is there would be a complaint.
    let denied =
        lines.iter().map(|line| Line { outcomes: vec![Outcome::NotSaved], ..line.clone() }).collect::<Vec<_>>();
    let there = rows(&app, &denied).await.len();
    app.db.close().await;
    there
}

/// How many rows there are of what `key` and `value` name.
pub(crate) async fn count(place: &Place, kind: Kind, key: &str, value: &str) -> usize {
    let mut connection = AnyConnection::connect(&place.url).await.unwrap();
    let sql = QUESTIONS.iter().find(|one| one.0 == kind).unwrap().1;
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let same = |value_there: String| match kind {
        Kind::Answer => chosen(&value_there) == value,
        _ => value_there == value,
    };
    rows.iter().filter(|row| row.try_get::<String, _>(0).unwrap() == key && same(row.try_get(1).unwrap())).count()
}

/// An answer as it is stored, as the journal writes it.
fn chosen(stored: &str) -> String {
    let mut keys: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
    keys.sort();
    keys.join(",")
}

pub(crate) async fn open(place: &Place) -> App {
    let config = Config { database: Some(place.url.clone()), key: Some(place.key()), ..Config::default() };
    serve::open(config, Clock::System).await.unwrap()
}

async fn gap(app: &App) -> Option<String> {
    let sql = "select count(*), coalesce(max(n), 0) from ledger_leaf";
    let row = sqlx::query(sql).fetch_one(app.db.read()).await.unwrap();
    let (count, newest): (i64, i64) = (row.try_get(0).unwrap(), row.try_get(1).unwrap());
    (count != newest + 1).then(|| format!("the ledger has a gap: {count} leaves, the newest is {newest}"))
}

async fn rows(app: &App, lines: &[Line]) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, sql) in QUESTIONS {
        let mut there = Rows::new();
        for row in sqlx::query(sql).fetch_all(app.db.read()).await.unwrap() {
            let (key, value): (String, String) = (row.try_get(0).unwrap(), row.try_get(1).unwrap());
            there.entry(key).or_default().push(value);
        }
        let mut mine: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.kind == kind) {
            mine.entry(&line.key).or_default().push(line);
        }
        for (key, lines) in mine {
            let rows = there.get(key).map_or(&[][..], Vec::as_slice);
            found.extend(match kind {
                // Without an answer there is no cookie to look for.
                Kind::SignIn if key.is_empty() => None,
                Kind::Answer => answer(&lines, rows),
                Kind::Step => chain(&lines, rows),
                _ => once(&lines, rows),
            });
        }
    }
    found
}

/// Acts that are the same however often they are sent.
fn once(lines: &[&Line], rows: &[String]) -> Option<String> {
    let one = lines[0];
    let what = format!("{:?} {}", one.kind, one.key);
    let wrong = rows.iter().find(|value| lines.iter().all(|line| line.value != **value));
    if rows.len() > 1 {
        Some(format!("{what}: there {} times", rows.len()))
    } else if let Some(value) = wrong {
        Some(format!("{what}: differs: {value:?}, sent {:?}", one.value))
    } else if lines.iter().any(|line| line.is_saved()) {
        rows.is_empty().then(|| format!("{what}: confirmed and lost"))
    } else if lines.iter().any(|line| line.is_open()) {
        None
    } else {
        (!rows.is_empty()).then(|| format!("{what}: called not saved, and there"))
    }
}

/// The last answer confirmed, or one sent after it of which nobody knows.
fn answer(lines: &[&Line], rows: &[String]) -> Option<String> {
    let kept = chosen(rows.first().map_or("", String::as_str));
    let mut allowed = vec![""];
    for line in lines {
        if line.is_saved() {
            allowed = vec![&line.value];
        } else if line.is_open() {
            allowed.push(&line.value);
        }
    }
    let key = &lines[0].key;
    (!allowed.contains(&kept.as_str())).then(|| format!("Answer {key}: lost or differs: {kept:?}, not {allowed:?}"))
}

/// Steps one after the other: each confirmed one in its place, of the open ones any.
fn chain(lines: &[&Line], rows: &[String]) -> Option<String> {
    let mut rows = rows.iter().peekable();
    for line in lines {
        // Sent again after a lost reply, it is refused when it was saved before.
        let unsure = line.outcomes.iter().any(|one| matches!(one, Outcome::Unanswered | Outcome::Unknown));
        let open = line.outcomes.is_empty() || unsure;
        if !line.is_saved() && !open {
            continue;
        }
        if rows.next_if(|kind| **kind == line.value).is_none() && line.is_saved() {
            return Some(format!("Step {}: {} confirmed and lost", line.key, line.value));
        }
    }
    rows.next().map(|kind| format!("Step {}: {kind}, which nobody took", lines[0].key))
}
