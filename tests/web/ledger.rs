//! The append-only record: no gaps under many writers, a leaf for every act that matters, in its own transaction.

use crate::support::{Site, Visitor};
use nep::act::Act;
use nep::error::Error;
use nep::id::new_id;
use nep::ledger::{Entry, append};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn entry(n: i64) -> Entry {
    Act::system(n).leaf("test.act").body(json!({ "n": n }))
}

async fn numbers(site: &Site) -> Vec<i64> {
    let all = site.texts("select cast(n as text) from ledger_leaf").await;
    let mut numbers: Vec<i64> = all.iter().map(|n| n.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_writers_at_once_leave_no_gap_and_the_ones_that_fail_leave_nothing() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    let before = numbers(&site).await.len();
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..50_i64 {
        let db = site.app.db.clone();
        writers.spawn(async move {
            for round in 0..4 {
                let number = n * 10 + round;
                let mut tx = db.write().await.unwrap();
                let done = async {
                    append(&mut tx, &entry(number)).await?;
                    if number % 7 == 0 { Err(Error::conflict("round.closed")) } else { Ok(()) }
                }
                .await;
                match tx.settle(done).await {
                    Ok(()) => assert_ne!(number % 7, 0),
                    Err(Error::Conflict(_)) => assert_eq!(number % 7, 0),
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    writers.join_all().await;
    let all = numbers(&site).await;
    let wanted: Vec<i64> = (0..i64::try_from(all.len()).unwrap()).collect();
    assert_eq!(all, wanted, "0, 1, 2, … without gaps");
    let kept =
        (0..50_i64).flat_map(|n| (0..4).map(move |round| n * 10 + round)).filter(|number| number % 7 != 0).count();
    assert_eq!(all.len(), before + kept);
    let written: BTreeSet<i64> = site.leaves("test.act").await.iter().map(|leaf| leaf["n"].as_i64().unwrap()).collect();
    assert_eq!(written.len(), kept);
    let lines = site.int("select count(*) from journal where kind = 'test.act'").await;
    assert_eq!(lines, i64::try_from(kept).unwrap(), "one line of the journal for each leaf");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_who_act_at_once_leave_no_gap() {
    let site = Box::pin(Site::start()).await;
    let people =
        [&site.hen, &site.moan, &site.an, &site.ngoc, &site.head, &site.admin, &site.coordinator, &site.leader];
    let mut visitors: Vec<(Visitor, String)> = Vec::new();
    for person in people {
        site.read_all(person).await;
        let visitor = site.visit(person).await;
        let attempt = visitor.start().await;
        visitors.push((visitor, attempt));
    }
    let mut work = tokio::task::JoinSet::new();
    for (visitor, attempt) in visitors {
        work.spawn(async move { visitor.hand_in(&attempt).await.status });
    }
    assert!(work.join_all().await.iter().all(|status| *status == 303));
    let all = numbers(&site).await;
    assert_eq!(all, (0..i64::try_from(all.len()).unwrap()).collect::<Vec<_>>());
    assert_eq!(site.leaves("attempt.graded").await.len(), 8);
}

#[tokio::test]
async fn every_act_that_matters_appends_its_leaf() {
    let site = Box::pin(Site::start()).await;
    let (admin, coordinator, leader) =
        (site.visit(&site.admin).await, site.visit(&site.coordinator).await, site.visit(&site.leader).await);
    let person = |what: &str| format!("/people/{}/{what}", site.an.id);
    let issue = [("number", "12"), ("day", "1/12/2026")];
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &issue).await.is(303);
    let added = site.added(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.post("/admission/confirm", &[]).await.is(303);
    leader.post(&format!("/admissions/{added}/remove"), &[("reason", "x")]).await.is(303);
    coordinator.post(&format!("/admissions/{added}/removed"), &[]).await.is(303);
    site.visit(&site.hen).await.post("/contact/withdraw", &[]).await.is(303);
    let fields = [("full", "Lê Văn Mới"), ("department", "Phòng A"), ("form_key", &new_id())];
    coordinator.post("/people/new", &fields).await.is(303);
    coordinator.post(&person("link"), &[("form_key", &new_id())]).await.is(303);
    let link = site.link(&site.an).await;
    site.stranger().post(&link, &[("password", "nuirung-caphe-bando-gioxuan")]).await.is(303);
    admin.post(&person("role"), &[("role", "head"), ("act", "grant"), ("scope", "")]).await.is(303);
    admin.post(&person("pause"), &[("from", ""), ("until", "1/1/2027"), ("reason", "study")]).await.is(303);
    admin.post(&person("leave"), &[]).await.is(303);
    admin.post(&person("return"), &[]).await.is(303);
    let key = new_id();
    let export = [("form", "xlsx"), ("why", "đối chiếu"), ("form_key", key.as_str())];
    let given = leader.post("/tracking/exports", &export).await.is(303);
    leader.follow(given).await.is(200);

    let kinds: BTreeSet<String> = site.texts("select kind from journal").await.into_iter().collect();
    for kind in [
        "account.created",
        "absence.begun",
        "account.role_changed",
        "ack.signed",
        "approval.decided",
        "attempt.graded",
        "consent.given",
        "consent.withdrawn",
        "contact.declared",
        "doc.loaded",
        "doc.published",
        "export.made",
        "group.added",
        "group.confirmed",
        "admission.submitted",
        "department.created",
        "group.removed",
        "link.shown",
        "person.left",
        "person.returned",
        "round.opened",
        "link.issued",
        "link.used",
        "removal.ordered",
    ] {
        assert!(kinds.contains(kind), "no {kind}: {kinds:?}");
        let leaf = site.leaves(kind).await.pop().unwrap();
        for field in ["v", "type", "id", "at", "app"] {
            assert!(!leaf[field].is_null(), "{kind}: {field}");
        }
        assert_eq!(leaf["at"], "2026-11-24T02:00:00Z");
    }
    // One line of the journal for one leaf, with the same type.
    let lines = site.texts("select kind from journal order by n").await;
    let leaves = site.texts("select data from ledger_leaf order by n").await;
    let types: Vec<String> = leaves
        .iter()
        .map(|data| serde_json::from_str::<Value>(data).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(lines, types);
    // Nobody's name, staff code or address stands in a leaf.
    for secret in ["Niê", "NV005", "127.0.0.1", "Ân", "Lê Văn Mới"] {
        assert!(!leaves.concat().contains(secret), "{secret}");
    }
    for id in [&site.hen.id, &site.an.id, &site.leader.id] {
        assert!(!leaves.concat().contains(id.as_str()), "the map from person to actor is not in the ledger");
    }
}

#[tokio::test]
async fn an_act_that_cannot_be_recorded_does_not_happen() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let other = site.visit(&site.an).await;
    let attempt = other.start().await;
    let coordinator = site.visit(&site.coordinator).await;
    let leader = site.visit(&site.leader).await;
    // The ledger takes nothing any more.
    let full = if crate::support::engine::is_postgres() {
        "create trigger full_up before insert on ledger_leaf for each row execute function nep_append_only()"
    } else {
        "create trigger full_up before insert on ledger_leaf begin select raise(abort, 'append-only'); end"
    };
    site.run(full).await.unwrap();
    site.alone();
    let before = site.census().await;
    member.declare("0912345678", "H’Hen Niê").await.is(500);
    other.post(&format!("/quiz/{attempt}/finish"), &[]).await.is(500).says_key("error.internal");
    coordinator.post(&format!("/people/{}/link", site.an.id), &[("form_key", &new_id())]).await.is(500);
    coordinator.post(&format!("/people/{}/leave", site.an.id), &[]).await.is(500);
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "1"), ("day", "1/12/2026")]).await.is(500);
    let key = new_id();
    let export = [("form", "csv"), ("why", "đối chiếu"), ("form_key", key.as_str())];
    leader.post("/tracking/exports", &export).await.is(500).never_says("Niê");
    assert_eq!(site.census().await, before);
    assert_eq!(site.int("select count(*) from attempt where graded_at is not null and person_id <> ''").await, 1);
    assert_eq!(site.int("select count(*) from presence").await, 0);
    assert_eq!(site.int("select count(*) from version where superseded_at is not null").await, 0);
    other.get("/").await.is(200);
}
