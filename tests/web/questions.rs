//! One question a page: how often each page asks the database, and by which index.

use super::support::{Person, Site, engine::is_postgres};
use std::collections::{BTreeMap, BTreeSet};

/// What a GET asked; none of it may write.
async fn asked(site: &Site, person: &Person, path: &str) -> Vec<String> {
    let visitor = site.visit(person).await;
    visitor.get(path).await; // whoever comes first loads what is in force
    site.app.db.record();
    let reply = visitor.get(path).await;
    let statements = site.app.db.recorded();
    assert_eq!(reply.status, 200, "{path}: {} {}", reply.status, reply.location);
    for one in &statements {
        assert!(!one.write, "{path} writes: {}", one.sql);
    }
    statements.into_iter().map(|one| one.sql).collect()
}

async fn at_most(site: &Site, person: &Person, most: usize, path: &str) {
    let statements = asked(site, person, path).await;
    assert!(statements.len() <= most, "{path} asks {} times: {statements:#?}", statements.len());
    assert!(!statements.is_empty(), "{path}: nothing was counted");
}

#[tokio::test]
async fn a_members_own_pages_ask_at_most_twice_and_write_nothing() {
    let site = Site::start().await;
    site.alone();
    let rules = "/documents/quy-che-nhom-zalo";
    for path in ["/", "/documents", rules, &format!("{rules}/clauses/dieu-4"), "/account"] {
        at_most(&site, &site.hen, 2, path).await;
    }
    site.read_all(&site.hen).await;
    let visitor = site.visit(&site.hen).await;
    let attempt = visitor.start().await;
    for path in ["/".to_owned(), "/quiz".to_owned(), format!("/quiz/{attempt}/questions/3")] {
        at_most(&site, &site.hen, 2, &path).await;
    }
    visitor.answer_all(&site, &attempt, |_| false).await;
    visitor.hand_in(&attempt).await;
    at_most(&site, &site.hen, 2, "/").await;
    at_most(&site, &site.hen, 3, "/acknowledgment").await;
    visitor.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    at_most(&site, &site.hen, 2, "/contact").await;
    visitor.declare("0912345678", &site.hen.name).await.goes_to("/");
    at_most(&site, &site.hen, 2, "/").await;
    let admission = site.admission_of(&site.hen).await;
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.goes_to("/admissions");
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/admissions/{admission}/added"), &[]).await.is(303);
    at_most(&site, &site.hen, 2, "/admission").await;
}

#[tokio::test]
async fn tables_and_work_lists_ask_at_most_five_times() {
    let site = Site::start().await;
    site.alone();
    site.approved(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let person = format!("/tracking/people/{}", site.hen.id);
    let pages =
        ["/", "/tracking", "/tracking?state=approved&sort=department&q=h", "/admissions", "/rounds", person.as_str()];
    for viewer in [&site.coordinator, &site.leader] {
        for path in pages.iter().filter(|path| **path != "/rounds" || viewer.id == site.coordinator.id) {
            at_most(&site, viewer, 5, path).await;
        }
    }
    at_most(&site, &site.head, 5, "/tracking").await;
    let report = format!("/rounds/{}/report", site.text("select id from round").await);
    for viewer in [&site.coordinator, &site.leader] {
        at_most(&site, viewer, 5, &report).await;
        at_most(&site, viewer, 2, &format!("{report}/edit")).await;
    }
    at_most(&site, &site.admin, 5, "/settings").await;
}

#[tokio::test]
async fn whoever_runs_the_house_is_asked_for_its_first_steps_only_until_they_are_done() {
    let site = Site::start().await;
    site.alone();
    site.approved(&site.hen, "0912345678").await;
    // Nothing of their own wants a question.
    for person in [&site.coordinator, &site.admin] {
        site.read_all(person).await;
    }
    at_most(&site, &site.admin, 1, "/").await;
    // And what has come since the last look.
    at_most(&site, &site.coordinator, 2, "/").await;
}

#[tokio::test]
async fn the_counting_layer_counts() {
    let site = Site::start().await;
    site.alone();
    site.app.db.record();
    for _ in 0..3 {
        sqlx::query("select 1 from person limit 1").fetch_optional(site.app.db.read()).await.unwrap();
    }
    let visitor = site.visit(&site.hen).await; // a session is written
    visitor.get("/").await.is(200);
    let counted = site.app.db.recorded();
    assert!(counted.iter().filter(|one| one.sql.starts_with("select 1 from person")).count() == 3, "{counted:?}");
    assert!(counted.iter().any(|one| one.write), "{counted:?}");
}

/// The tables that a page of 2,000 people must not walk.
const LARGE: [&str; 15] = [
    "person",
    "profile",
    "person_word",
    "attempt",
    "attempt_item",
    "attempt_article",
    "reading",
    "admission",
    "admission_step",
    "ledger_leaf",
    "leaf_of",
    "journal",
    "enrolment",
    "acknowledgment",
    "standing",
];

/// alias → tables, of every `from` and `join` of a statement; one alias may stand for several.
fn aliases(sql: &str) -> BTreeMap<String, BTreeSet<String>> {
    let words: Vec<&str> =
        sql.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')').filter(|w| !w.is_empty()).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (place, word) in words.iter().enumerate() {
        if !matches!(*word, "from" | "join" | "update" | "into") {
            continue;
        }
        let Some(table) = words.get(place + 1) else { continue };
        found.entry((*table).to_owned()).or_default().insert((*table).to_owned());
        if let Some(alias) = words.get(place + 2).filter(|alias| alias.len() < 12) {
            found.entry((*alias).to_owned()).or_default().insert((*table).to_owned());
        }
    }
    found
}

/// The large tables that a statement walks from end to end.
async fn scans(site: &Site, sql: &str) -> Vec<String> {
    let names = aliases(sql);
    let plan = site.plan(sql).await;
    let walked = plan.iter().filter_map(|line| line.strip_prefix("SCAN "));
    let names = walked
        .map(|rest| rest.split(' ').next().unwrap_or_default())
        .flat_map(|alias| names.get(alias).cloned().unwrap_or_else(|| BTreeSet::from([alias.to_owned()])));
    names.filter(|table| LARGE.contains(&table.as_str())).collect()
}

#[tokio::test]
async fn no_statement_of_a_page_walks_a_large_table() {
    if is_postgres() {
        return; // SQLite's plans are asked; the indexes are the same
    }
    let site = Site::start().await;
    let hen = site.approved(&site.hen, "0912345678").await;
    nep::commands::seed::fill(&site.app, 2000, 1).await.unwrap();
    site.run("analyze").await.unwrap();
    site.alone();
    let visitor = site.visit(&site.an).await;
    site.read_all(&site.an).await;
    let attempt = visitor.start().await;
    site.app.db.record();
    let own = [
        "/",
        "/documents",
        "/documents/quy-che-nhom-zalo",
        "/documents/quy-che-nhom-zalo/clauses/dieu-4",
        "/quiz",
        "/contact",
        "/account",
        "/admission",
        "/acknowledgment/receipt",
    ];
    for person in [&site.hen, &site.an] {
        let visitor = site.visit(person).await;
        for path in own {
            let status = visitor.get(path).await.status;
            assert!([200, 303, 409].contains(&status), "{path}: {status}");
        }
    }
    nep::jobs::grade_late(&site.app).await.unwrap();
    visitor.get(&format!("/quiz/{attempt}/questions/2")).await.is(200);
    visitor.post(&format!("/quiz/{attempt}/questions/2"), &[("answer", "a")]).await;
    visitor.answer_all(&site, &attempt, |_| false).await;
    visitor.hand_in(&attempt).await;
    visitor.post_all("/acknowledgment", &site.ack_fields(&site.an).await).await.is(303);
    let person = format!("/tracking/people/{}", site.hen.id);
    for viewer in [&site.coordinator, &site.leader, &site.head, &site.admin] {
        let visitor = site.visit(viewer).await;
        for path in [
            "/",
            "/tracking",
            "/tracking?state=approved",
            "/tracking?state=overdue&sort=due",
            "/tracking?q=nguyen",
            "/tracking?sort=department&page=3",
            "/admissions",
            "/rounds",
            person.as_str(),
        ] {
            visitor.get(path).await;
        }
    }
    let coordinator = site.visit(&site.coordinator).await;
    let report = format!("/rounds/{}/report", site.text("select id from round order by opened_at desc").await);
    coordinator.get(&report).await.is(200);
    coordinator.post(&format!("/admissions/{hen}/added"), &[]).await.is(303);
    let statements: BTreeSet<String> = site.app.db.recorded().into_iter().map(|one| one.sql).collect();
    assert!(statements.len() > 40, "{}", statements.len());
    let mut walking = Vec::new();
    for sql in &statements {
        if sql.starts_with("select")
            || sql.starts_with("with")
            || sql.starts_with("update")
            || sql.starts_with("delete")
            || sql.starts_with("insert")
        {
            walking.extend(scans(&site, sql).await.into_iter().map(|table| format!("{table}: {sql}")));
        }
    }
    assert!(walking.is_empty(), "{walking:#?}");
    // The control: a walk is seen.
    assert_eq!(scans(&site, "select f.full_name from profile f where f.position = $1").await, ["profile"]);
}
