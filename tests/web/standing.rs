//! The copy of where everybody stands is what the facts say, after any history, also when people act at once.

use super::support::{Person, Site, Visitor, engine::is_postgres};
use nep::id::new_id;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What one visitor does next; refused or not, never a fault of ours.
async fn play(site: &Site, who: &Cast, rng: &mut StdRng) {
    let member = &who.members[rng.random_range(0..who.members.len())];
    let visitor = &member.1;
    let admission = site.admission_of(&member.0).await;
    let at = |path: &str| format!("/admissions/{admission}/{path}");
    let person = |path: &str| format!("/people/{}/{path}", member.0.id);
    let reply = match rng.random_range(0..24) {
        0..=3 => read_one(site, visitor, rng).await,
        4 | 5 => return sit(site, visitor, rng).await,
        6 | 7 => return acknowledge(site, member).await,
        8 | 9 => {
            let name = if rng.random_range(0..3) > 0 { member.0.name.clone() } else { "Bố Bin".to_owned() };
            visitor.declare(&format!("09123456{:02}", rng.random_range(10..99)), &name).await
        }
        10 => visitor.post("/contact/withdraw", &[]).await,
        11 | 12 => who.leader.decide(&admission, "approve", "đã gặp").await,
        13 => who.leader.decide(&admission, "return", "sai tên").await,
        14 => who.leader.post(&at("undo"), &[]).await,
        15 | 16 => who.coordinator.post(&at("added"), &[]).await,
        17 => who.coordinator.post(&at("not-added"), &[]).await,
        18 => who.coordinator.post(&at("trouble"), &[]).await,
        19 => visitor.post("/admission/confirm", &[]).await,
        20 => who.leader.post(&at("remove"), &[("reason", "chuyển việc")]).await,
        21 => who.coordinator.post(&at("removed"), &[]).await,
        22 => pause(who, &person("pause"), rng).await,
        _ => capacity(who, &person("capacity"), rng).await,
    };
    assert!(reply.status < 500, "{} → {}: {}", reply.asked, reply.status, reply.words());
}

async fn read_one(site: &Site, visitor: &Visitor, rng: &mut StdRng) -> super::support::Reply {
    let now = site.app.site().await.unwrap();
    let document = &now.documents[rng.random_range(0..now.documents.len())];
    let articles = &document.current.articles;
    let one = &articles[rng.random_range(0..articles.len())];
    let fields = [("article", one.article.as_str()), ("sha256", one.sha256.as_str())];
    visitor.post(&format!("/documents/{}/read", document.id), &fields).await
}

async fn sit(site: &Site, visitor: &Visitor, rng: &mut StdRng) {
    let reply = visitor.post("/quiz", &[("form_key", &new_id())]).await;
    assert!(reply.status < 500, "{}", reply.words());
    let attempt = reply.location.trim_start_matches("/quiz/").split('/').next().unwrap_or_default().to_owned();
    if reply.status != 303 || !nep::id::is_id(&attempt) {
        return;
    }
    let right = rng.random_range(0..4) > 0;
    let mut fields = Vec::new();
    for one in site.asked(&attempt).await {
        let values = if right { one.right() } else { one.wrong() };
        fields.extend(values.into_iter().map(|value| (format!("q{}", one.place), value)));
    }
    assert!(visitor.post_all(&format!("/quiz/{attempt}"), &fields).await.status < 500);
    assert!(visitor.post(&format!("/quiz/{attempt}/finish"), &[]).await.status < 500);
}

async fn acknowledge(site: &Site, member: &(Person, Visitor)) {
    if member.1.get("/acknowledgment").await.status == 200 {
        let fields = site.try_ack_fields(&member.0).await.unwrap_or_default();
        let reply = member.1.post_all("/acknowledgment", &fields).await;
        assert!(reply.status < 500, "{}", reply.words());
    }
}

async fn pause(who: &Cast, path: &str, rng: &mut StdRng) -> super::support::Reply {
    let until = if rng.random_range(0..2) == 0 { "" } else { "2027-03-01" };
    who.coordinator.post(path, &[("until", until), ("reason", "leave")]).await
}

async fn capacity(who: &Cast, path: &str, rng: &mut StdRng) -> super::support::Reply {
    let act = if rng.random_range(0..2) == 0 { "grant" } else { "end" };
    let fields = [("document", "quy-che-nhom-zalo"), ("capacity", "support"), ("act", act)];
    who.admin.post(path, &fields).await
}

/// Changes that are for everybody, and departures: rarer.
async fn upheave(site: &Site, who: &Cast, rng: &mut StdRng) {
    let member = &who.members[rng.random_range(0..who.members.len())].0;
    let reply = match rng.random_range(0..9) {
        0 => who.coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &[]).await,
        1 => {
            let round = site.text("select id from round where kind = 'yearly' and closed_at is null order by id").await;
            who.coordinator.post(&format!("/rounds/{round}/close"), &[]).await
        }
        2 => {
            let round = site.text("select id from round where kind = 'yearly' and closed_at is null order by id").await;
            who.coordinator.post(&format!("/rounds/{round}/withdraw"), &[]).await
        }
        3 => who.coordinator.post("/documents/quy-che-nhom-zalo/withdraw", &[]).await,
        4 => {
            let round = site.text("select id from round where closed_at is null order by id").await;
            let kind = ["sitting", "due", "fresh"][rng.random_range(0..3)];
            let fields = [("kind", kind), ("round", round.as_str()), ("day", "20/12/2026"), ("reason", "x")];
            who.coordinator.post(&format!("/people/{}/leeway", member.id), &fields).await
        }
        5 => who.admin.post(&format!("/people/{}/leave", member.id), &[]).await,
        6 | 7 => who.admin.post(&format!("/people/{}/return", member.id), &[]).await,
        _ => {
            let day = format!("{}/11/2026", rng.random_range(10..25));
            let number = rng.random_range(1..90).to_string();
            let fields = [("number", number.as_str()), ("day", day.as_str())];
            who.coordinator.post("/documents/quy-che-nhom-zalo/issue", &fields).await
        }
    };
    assert!(reply.status < 500, "{} → {}: {}", reply.asked, reply.status, reply.words());
}

struct Cast {
    members: Vec<(Person, Visitor)>,
    leader: Visitor,
    coordinator: Visitor,
    admin: Visitor,
}

async fn cast(site: &Site) -> Cast {
    let mut members = Vec::new();
    for person in [&site.hen, &site.moan, &site.an] {
        members.push((person.clone(), site.visit(person).await));
    }
    Cast {
        members,
        leader: site.visit(&site.leader).await,
        coordinator: site.visit(&site.coordinator).await,
        admin: site.visit(&site.admin).await,
    }
}

async fn agrees(site: &Site) -> Vec<String> {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    nep::verify::standing(&site.app).await.unwrap()
}

#[tokio::test]
async fn after_a_random_history_the_copy_and_the_leaves_agree_with_the_facts() {
    let site = Site::start().await;
    let mut rng = StdRng::seed_from_u64(20_261_125);
    for step in 0..160 {
        let who = cast(&site).await; // leaving and roles end sessions
        play(&site, &who, &mut rng).await;
        if step % 9 == 8 {
            upheave(&site, &who, &mut rng).await;
        }
        if step % 40 == 39 {
            assert_eq!(agrees(&site).await, Vec::<String>::new(), "after step {step}");
            site.advance(60 * 11);
        }
    }
    let differences = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
    // The control: a copy that is wrong is seen.
    site.run("update standing set read = read + 1").await.unwrap();
    assert!(!agrees(&site).await.is_empty());
}

/// Rounds of eight acts at once; the answer is what the copy has wrong afterwards.
async fn at_once(site: &'static Site, rounds: u64) -> Vec<String> {
    for round in 0..rounds {
        let who: &'static Cast = Box::leak(Box::new(cast(site).await));
        let mut all = tokio::task::JoinSet::new();
        for one in 0..8 {
            all.spawn(async move {
                let mut rng = StdRng::seed_from_u64(round * 8 + one);
                play(site, who, &mut rng).await;
            });
        }
        all.join_all().await;
        let wrong = agrees(site).await;
        if !wrong.is_empty() {
            return wrong;
        }
    }
    Vec::new()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_acts_at_once_on_three_people_leave_the_copy_right() {
    let site: &'static Site = Box::leak(Box::new(Site::start().await));
    assert_eq!(at_once(site, 14).await, Vec::<String>::new());
    let differences = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Eight articles at once, read by one person, until all are read; the answer is what went wrong.
async fn reading_at_once(site: &'static Site) -> Vec<String> {
    let now = site.app.site().await.unwrap();
    let articles: Vec<_> = now.documents.iter().flat_map(|document| document.current.articles.clone()).collect();
    let mut wrong = Vec::new();
    for person in [&site.hen, &site.moan, &site.an, &site.ngoc] {
        let visitor = site.visit(person).await;
        for eight in articles.chunks(8) {
            let mut all = tokio::task::JoinSet::new();
            for one in eight.iter().cloned() {
                let visitor = visitor.clone();
                all.spawn(async move {
                    let fields = [("article", one.article.as_str()), ("sha256", one.sha256.as_str())];
                    visitor.post(&format!("/documents/{}/read", one.document_id), &fields).await.status
                });
            }
            wrong.extend(all.join_all().await.into_iter().filter(|status| *status != 303).map(|s| s.to_string()));
            wrong.extend(agrees(site).await);
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_articles_read_at_once_are_all_counted() {
    let site: &'static Site = Box::leak(Box::new(Site::start().await));
    assert_eq!(reading_at_once(site).await, Vec::<String>::new());
    for person in [&site.hen, &site.moan] {
        assert_eq!(site.state(person).await, "ready_for_quiz");
    }
}

/// The control: without the person's lock two acts at once overwrite each other's copy, or meet its row and fail.
/// SQLite has one writer anyway.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_persons_lock_the_copy_goes_wrong_on_postgresql() {
    if !is_postgres() {
        return;
    }
    let site: &'static Site = Box::leak(Box::new(Site::start().await));
    site.app.db.without_person_locks();
    assert!(!reading_at_once(site).await.is_empty(), "the copy stayed right without locks: this test shows nothing");
}
