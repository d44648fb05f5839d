//! History stays: a closed round is the same for ever, an article's change touches that article, an erasure leaves
//! everything else standing, and what binds somebody follows from their capacity.

use super::support::html;
use super::support::site::TABLES;
use super::support::{Person, Site, Visitor};
use nep::act::Act;
use reqwest::multipart::Part;
use sqlx::{Column, Row};

const RULES: &str = "quy-che-nhom-zalo";

/// Opens a yearly round with the form's own values; the answer is its id.
pub(crate) async fn open_round(site: &Site) -> String {
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &[]).await.is(303);
    nep::rounds::acts::finish(&site.app).await.unwrap();
    site.text("select id from round where kind = 'yearly' order by id desc").await
}

async fn issue(coordinator: &Visitor, number: &str) {
    let fields = [("number", number), ("day", "20/11/2026")];
    coordinator.post(&format!("/documents/{RULES}/issue"), &fields).await.is(303);
}

/// Every table of a page as lists of words, and the counts above them.
fn shown(page: &str) -> Vec<String> {
    page.split("<table").skip(1).map(|part| html::words(part.split("</table>").next().unwrap())).collect()
}

async fn exported(site: &Site, round: &str) -> String {
    let visitor = site.visit(&site.coordinator).await; // the password was given just now
    let key = nep::id::new_id();
    let fields = [("round", round), ("form", "csv"), ("why", "lưu hồ sơ"), ("form_key", key.as_str())];
    let reply = visitor.post("/tracking/exports", &fields).await.is(303);
    visitor.get(&format!("{}/file", reply.location)).await.is(200).text()
}

#[tokio::test]
async fn a_closed_round_is_the_same_for_ever_whatever_is_published_renamed_or_moved_later() {
    let site = Site::start().await;
    site.acknowledged(&site.hen).await;
    let round = open_round(&site).await;
    site.advance(60);
    let hen = site.visit(&site.hen).await;
    hen.pass(&site).await;
    hen.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(60);
    coordinator.post(&format!("/rounds/{round}/close"), &[]).await.is(303);
    let path = format!("/tracking?round={round}");
    let before = shown(&coordinator.get(&path).await.is(200).text());
    let file = exported(&site, &round).await;
    assert!(file.contains("H’Hen Niê"), "{file}");
    assert!(before.concat().contains("H’Hen Niê"), "{before:?}");

    site.advance(60 * 24);
    for number in ["11", "12", "13"] {
        issue(&site.visit(&site.coordinator).await, number).await;
        site.advance(5);
    }
    let technical = site.text("select thing from label where body = 'Phòng Kỹ thuật' and until_at is null").await;
    let act = Act::of(site.coordinator.author(), site.now());
    let now = site.app.site().await.unwrap();
    let mut tx = site.app.db.write().await.unwrap();
    let renamed = nep::people::acts::rename_department(&mut tx, &act, &now, &technical, "Phòng Công nghệ").await;
    tx.settle(renamed).await.unwrap();
    let edit = format!("/people/{}/edit", site.hen.id);
    let form = coordinator.get(&edit).await.is(200).form(&edit);
    let moved = |(name, value): (String, String)| match name.as_str() {
        "department" => (name, "Phòng Mới".to_owned()),
        "given" => (name, "Hạnh".to_owned()),
        "position" => (name, "Chuyên viên chính".to_owned()),
        _ => (name, value),
    };
    let fields: Vec<_> = form.fields.into_iter().filter(|one| one.0 != "csrf").map(moved).collect();
    coordinator.post_all(&edit, &fields).await.is(303);
    coordinator.get("/tracking").await.is(200).says("Phòng Công nghệ").says("Phòng Mới");

    assert_eq!(shown(&coordinator.get(&path).await.is(200).text()), before);
    assert_eq!(exported(&site, &round).await, file);
}

/// Puts a text in the place of the rules'.
async fn attach(visitor: &Visitor, text: &str) {
    let part = Part::bytes(text.as_bytes().to_vec()).file_name("quy-che.md");
    let page = visitor.brings(RULES, part).await.is(200);
    visitor.uses(&page, &[], None).await.is(303);
    nep::rounds::acts::finish(visitor.app()).await.unwrap();
}

#[tokio::test]
async fn a_changed_comma_in_one_article_touches_the_reading_and_the_questions_of_that_article_only() {
    let site = Site::start().await;
    let visitor = site.acknowledged(&site.hen).await;
    let source = site.text(format!("select source from version_text where version_id = '{RULES}@1'")).await;
    let body = source.splitn(3, "+++").nth(2).unwrap();
    let (head, tail) = body.split_at(body.find("Điều 8.").unwrap());
    assert!(tail.contains(", "));
    let coordinator = site.visit(&site.coordinator).await;
    attach(&coordinator, &format!("{head}{}", tail.replacen(", ", " và ", 1))).await;

    let standing = site.standing(&site.hen).await.unwrap();
    assert_eq!((standing.articles - standing.read, standing.state.as_str()), (1, "reading"));
    let now = site.app.site().await.unwrap();
    let article = now.documents[0].current.articles.iter().find(|one| one.article == "dieu-8").unwrap();
    let fields = [("article", "dieu-8"), ("sha256", article.sha256.as_str())];
    visitor.post(&format!("/documents/{RULES}/read"), &fields).await.is(303);
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");

    let attempt = visitor.start().await;
    let asked = site.asked(&attempt).await;
    assert!(!asked.is_empty() && asked.len() <= 5, "{}", asked.len());
    for one in &asked {
        assert!(one.drawn.item.clauses[0].as_str().starts_with("dieu-8"), "{:?}", one.drawn.item.clauses);
    }
    visitor.answer_all(&site, &attempt, |_| false).await;
    visitor.hand_in(&attempt).await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
    visitor.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    assert_eq!(site.texts("select version_id from acknowledgment_version order by version_id").await.len(), 4);
}

/// Every text of every row, to be searched.
pub(crate) async fn everything(site: &Site) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in TABLES.into_iter().chain(["standing", "session", "form", "reading_place"]) {
        let sql = format!("select * from {table}");
        for row in sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(site.app.db.read()).await.unwrap() {
            for column in row.columns() {
                if let Ok(Some(text)) = row.try_get::<Option<String>, _>(column.ordinal()) {
                    all.push((format!("{table}.{}", column.name()), text));
                }
            }
        }
    }
    all
}

#[tokio::test]
async fn a_person_erased_whole_leaves_every_page_print_export_and_leaf_standing() {
    let site = Site::start().await;
    let admission = site.added(&site.hen, "0912345678").await;
    let visitor = site.visit(&site.hen).await;
    visitor.post("/admission/confirm", &[]).await.is(303);
    let code = site.text("select code from acknowledgment").await;
    let admin = site.visit(&site.admin).await;
    let person = format!("/people/{}", site.hen.id);
    let pause = [("until", "2026-12-20"), ("reason", "other"), ("from", "")];
    admin.post(&format!("{person}/pause"), &pause).await.is(303);
    let erase = [("basis", "request"), ("password", "caphe-bando-nuirung-muaha")];
    admin.post(&format!("{person}/erase"), &erase).await.is(409); // still here
    admin.post(&format!("{person}/leave"), &[]).await.is(303);
    let leader = site.visit(&site.leader).await;
    leader.post(&format!("/admissions/{admission}/remove"), &[("reason", "H’Hen đã chuyển cơ quan")]).await.is(303);
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/admissions/{admission}/removed"), &[]).await.is(303);
    let leaves = site.texts("select data from ledger_leaf order by n").await;

    admin.post(&format!("{person}/erase"), &erase).await.is(303);
    let after = site.texts("select data from ledger_leaf order by n").await;
    assert_eq!(after[..leaves.len()], leaves, "the leaves stay");
    assert_eq!(site.leaves("erasure.done").await.len(), 1);
    for (place, text) in everything(&site).await {
        for word in ["H’Hen", "Hen Niê", "912345678", "hhenni", "Nep-Test"] {
            // A question may be about a colleague of the same name.
            let own = place.starts_with("session.") || place.starts_with("item.");
            assert!(own || !text.contains(word), "{place}: {text}");
        }
    }
    for viewer in [&admin, &leader, &coordinator] {
        let pages = ["/tracking".to_owned(), "/tracking?state=left".to_owned(), format!("/tracking{person}")];
        let papers = [format!("/acknowledgment/receipt/{code}"), format!("/acknowledgment/print/{code}")];
        for path in pages.iter().chain(papers.iter()) {
            let reply = viewer.get(path).await;
            assert!(reply.status == 200 || reply.status == 404, "{path}: {}", reply.status);
            reply.never_says("Hen Niê").never_says("345 678");
        }
    }
    let receipt = coordinator.get(&format!("/acknowledgment/receipt/{code}")).await.is(200);
    receipt.says(&code).says_key("ack.erased");
    let round = site.text("select id from round").await;
    let file = exported(&site, &round).await;
    assert!(!file.contains("Hen Niê"));
    let differences = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
}

async fn points(site: &Site, person: &Person) -> Vec<String> {
    let fields = site.ack_fields(person).await;
    fields.into_iter().filter(|one| one.0 == "point").map(|one| one.1).collect()
}

#[tokio::test]
async fn what_binds_somebody_follows_from_their_capacity_and_never_from_their_role() {
    let site = Site::start().await;
    let admin = site.visit(&site.admin).await;
    let grant = [("document", RULES), ("capacity", "leadership"), ("act", "grant")];
    admin.post(&format!("/people/{}/capacity", site.an.id), &grant).await.is(303);
    // An is Lãnh đạo without any role; the coordinator is a clerk of HC-DV, not the hỗ trợ kỹ thuật.
    let mut asked = Vec::new();
    let mut promised = Vec::new();
    for person in [&site.an, &site.coordinator, &site.hen] {
        let visitor = site.visit(person).await;
        site.read_all(person).await;
        let attempt = visitor.start().await;
        let audiences: Vec<&str> =
            site.asked(&attempt).await.iter().map(|one| one.drawn.item.audience.as_str()).collect();
        asked.push(audiences.iter().filter(|one| **one != "participant").count());
        assert!(audiences.iter().all(|one| *one == "participant" || *one == "leadership"), "{audiences:?}");
        visitor.answer_all(&site, &attempt, |_| false).await;
        visitor.hand_in(&attempt).await;
        promised.push(points(&site, person).await);
    }
    assert_eq!((asked[0] > 0, asked[1], asked[2]), (true, 0, 0));
    assert_eq!(promised[1], promised[2]);
    assert!(promised[0].len() > promised[1].len(), "{promised:?}");
    assert!(site.texts("select capacity from capacity").await == ["leadership"]);
}
