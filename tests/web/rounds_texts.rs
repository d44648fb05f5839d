//! The texts of a round: chosen when it is opened, refused where there is nothing to read, put in later.

use crate::support::{Person, Site, Visitor};
use nep::act::Act;
use nep::config::Config;
use nep::documents::acts as documents;
use nep::documents::library::Library;
use nep::documents::rules::{Issued, NewText, TextKind};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const RULES: &str = "quy-che-nhom-zalo";
const DIGEST: &str = "quyet-dinh-874";
/// Added to the content folder after set-up, with a bank of four questions.
const HOUSE: &str = "noi-quy-co-quan";

const TEXT: &str = r#"+++
title = "Nội quy cơ quan"
short_title = "Nội quy"
place = 3
kind = "text"
issuer = "Cơ quan"
issued_on = "2026-11-01"
number = "5/QĐ"
+++

### Điều 1. Giờ làm việc

Giờ làm việc buổi sáng bắt đầu lúc 07:00.

### Điều 2. Khách

Khách ra vào được ghi sổ.
"#;

/// Four statements, all true.
fn bank() -> String {
    let one = |n: usize, clause: &str, stem: &str| {
        format!(
            "[[question]]\nid = \"nq-{n}\"\nkind = \"truth\"\nclauses = [\"{clause}\"]\naudience = \"participant\"\n\
             difficulty = 1\nstem = \"{stem}\"\nanswer = true\nexplanation = \"Theo nội quy.\"\nwhy = \"Theo nội quy.\"\n\n"
        )
    };
    let head = format!(
        "document = \"{HOUSE}\"\nversion = \"1\"\ntitle = \"Nội quy\"\n\n[[blueprint]]\nname = \"Chung\"\n\
         clauses = [\"dieu-1\", \"dieu-2\"]\nshare = 1\n\n"
    );
    head + &one(1, "dieu-1", "Buổi sáng bắt đầu lúc 07:00.")
        + &one(2, "dieu-1", "Giờ làm việc được quy định ở Điều 1.")
        + &one(3, "dieu-2", "Khách ra vào được ghi sổ.")
        + &one(4, "dieu-2", "Việc ghi sổ khách được quy định ở Điều 2.")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

/// The shipped content in a folder of its own.
fn content() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["documents", "quizzes"] {
        copy(Path::new(part), &folder.path().join(part));
    }
    folder
}

async fn start(folder: &TempDir) -> Site {
    let path = folder.path().to_owned();
    let site = Box::pin(Site::start_with(|config| Config { content: Some(path), ..config })).await;
    site.alone();
    site
}

fn add(folder: &TempDir, text: &str, bank: Option<String>) {
    let documents = folder.path().join("documents").join(HOUSE);
    fs::create_dir_all(&documents).unwrap();
    fs::write(documents.join("1.md"), text).unwrap();
    if let Some(bank) = bank {
        fs::write(folder.path().join("quizzes").join(format!("{HOUSE}.toml")), bank).unwrap();
    }
}

/// The server is started again with what is in its folder now.
async fn restart(site: &mut Site) {
    (site.app, site.base) = site.another().await;
}

/// Rows, leaves and copies agree.
async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
    let found = nep::verify::compare(&site.app, 0).await.unwrap().found.list;
    assert!(found.is_empty(), "{found:?}");
}

async fn asked_of(site: &Site, round: &str) -> Vec<String> {
    let sql = "select x.document_id || ' ' || cast(x.weight as text) || ' ' || k.ask from round_version x
               join round_ask k on k.round_id = x.round_id and k.document_id = x.document_id and k.number = x.number
               where x.until_at is null and x.round_id = ";
    site.texts(format!("{sql}'{round}' order by x.place, k.ask")).await
}

async fn opened(visitor: &Visitor, fields: &[(&str, &str)]) -> String {
    let reply = visitor.through("/rounds/new", "/rounds/confirm", "/rounds/new", fields).await.is(303);
    reply.location.trim_start_matches("/rounds/").to_owned()
}

async fn finished(site: &Site, person: &Person, phone: &str) {
    site.added(person, phone).await;
    site.visit(person).await.post("/admission/confirm", &[]).await.is(303);
    assert_eq!(site.state(person).await, "in_group");
}

#[tokio::test]
async fn a_round_asks_about_the_texts_that_were_chosen_and_what_was_chosen_about_each() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    // As the form comes: everything.
    let page = coordinator.get("/rounds/new").await.is(200).says("Quy chế quản lý, sử dụng nhóm Zalo");
    assert_eq!(page.form("/rounds/confirm").fields.iter().filter(|one| one.0 == "document").count(), 2);
    // The digest is read and confirmed, not examined; the rules are not in it.
    let fields = [("name", "Riêng QĐ 874"), ("document", DIGEST), ("acknowledge", DIGEST)];
    let typed = without(&coordinator, &["document", "quiz", "acknowledge"], &fields).await;
    let look = coordinator.get(&format!("/rounds/confirm?{typed}")).await.is(200);
    let look = look.says("Không có bài kiểm tra").says("đọc, xác nhận cam kết").never_says("Quy chế quản lý");
    let form = look.form("/rounds/new");
    let id = coordinator.fill(&form, &[]).await.is(303).location.trim_start_matches("/rounds/").to_owned();
    assert_eq!(asked_of(&site, &id).await, [format!("{DIGEST} 4 acknowledge"), format!("{DIGEST} 4 read")]);
    coordinator.get(&format!("/rounds/{id}")).await.is(200).says("đọc, xác nhận cam kết");
    sound(&site).await;
    // Everything again, by the form alone.
    site.advance(1);
    let all = opened(&coordinator, &[("name", "Cả hai")]).await;
    assert_eq!(asked_of(&site, &all).await.len(), 6);
    sound(&site).await;
}

/// The fields of the form of a new round as an address has them, without some, with others.
async fn without(visitor: &Visitor, gone: &[&str], with: &[(&str, &str)]) -> String {
    let form = visitor.get("/rounds/new").await.is(200).form("/rounds/confirm");
    let left = |name: &str| !gone.contains(&name) && with.iter().all(|one| one.0 != name);
    let kept = form.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).filter(|one| left(one.0));
    let pairs = kept.chain(with.iter().copied());
    pairs.map(|(k, v)| format!("{k}={}", nep::address::query_value(v))).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn a_round_without_a_text_or_a_commitment_is_refused_and_the_choice_is_kept() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    for (with, key) in [
        (vec![], "round.no_text"),
        (vec![("document", RULES)], "round.no_commitment"),
        (vec![("quiz", RULES), ("document", DIGEST)], "round.no_commitment"),
    ] {
        let typed = without(&coordinator, &["document", "quiz", "acknowledge"], &with).await;
        let page = coordinator.get(&format!("/rounds/confirm?{typed}")).await.is(422).says_key(key);
        let form = page.form("/rounds/confirm");
        let chosen = form.fields.iter().filter(|one| ["document", "quiz", "acknowledge"].contains(&one.0.as_str()));
        // Whatever is examined is read.
        let texts = with.len() + with.iter().filter(|one| one.0 == "quiz").count();
        assert_eq!(chosen.count(), texts, "{with:?}");
        let fields: Vec<(&str, &str)> =
            [("name", "Đợt"), ("pass_percent", "80"), ("questions", "20"), ("sittings", "0")]
                .into_iter()
                .chain([("wait_minutes", "0"), ("limit_minutes", "0"), ("due_days", "0"), ("choice", "yes")])
                .chain(with)
                .collect();
        coordinator.post("/rounds/new", &fields).await.is(422).says_key(key);
    }
    let unknown = without(&coordinator, &["document", "quiz", "acknowledge"], &[("acknowledge", "khong-co")]).await;
    coordinator.get(&format!("/rounds/confirm?{unknown}")).await.is(422).says_key("round.no_text");
    assert_eq!(site.int("select count(*) from round").await, 1);
}

#[tokio::test]
async fn a_document_added_later_is_told_and_put_into_the_round_and_everybody_has_it_to_do() {
    let folder = content();
    let mut site = start(&folder).await;
    finished(&site, &site.hen, "0912345678").await;
    let before = site.texts("select id from acknowledgment").await;
    add(&folder, TEXT, Some(bank()));
    restart(&mut site).await;
    let coordinator = site.visit(&site.coordinator).await;
    let manage = format!("/documents/{HOUSE}/manage");
    let home = coordinator.get("/").await.is(200).says("1 văn bản chưa nằm trong đợt nào đang mở");
    assert!(home.text().contains(&manage));
    coordinator.get("/documents").await.is(200).says("Chưa nằm trong đợt nào đang mở");
    let told = coordinator.get(&manage).await.is(200).says("Chưa nằm trong đợt nào đang mở").says("Đưa vào đợt");
    assert_eq!(site.state(&site.hen).await, "in_group");
    site.visit(&site.hen).await.get("/documents").await.is(200).never_says("Chưa nằm trong đợt");
    // A look tells how many get more to do, and changes nothing.
    let round = site.text("select id from round").await;
    let look = format!("/rounds/{round}/texts?document={HOUSE}");
    assert!(told.text().contains(&look));
    let census = site.census().await;
    let page = coordinator.get(&look).await.is(200).says("8 người trong đợt").says("1 người đã xác nhận xong");
    let page = page.says("Ngân hàng có 4 câu");
    assert_eq!(site.census().await, census);
    let action = format!("/rounds/{round}/texts");
    let form = page.form(&action);
    let again = coordinator.fill(&form, &[("password", "không phải")]).await.is(422).says_key("password.wrong");
    assert_eq!(site.census().await, census);
    let reply = coordinator.fill(&again.form(&action), &[]).await.goes_to(&format!("/rounds/{round}"));
    coordinator.follow(reply).await.is(200).says_key("done.round_text").says("Nội quy cơ quan");
    // Twice, and from another tab, is once.
    coordinator.fill(&form, &[]).await.goes_to(&format!("/rounds/{round}"));
    let key = nep::id::new_id();
    let other = [("document", HOUSE), ("acknowledge", "yes"), ("form_key", key.as_str())];
    coordinator.post(&action, &other).await.is(409).says_key("round.text_there");
    coordinator.get(&look).await.is(409);
    assert_eq!(site.leaves("round.changed").await.len(), 1);
    sound(&site).await;
    coordinator.get("/").await.is(200).never_says("chưa nằm trong đợt nào");
    // Who had finished has a new step; what was confirmed is there.
    assert_eq!(site.state(&site.hen).await, "reading");
    assert_eq!(site.state(&site.an).await, "not_started");
    assert_eq!(site.standing(&site.hen).await.unwrap().due_on.as_deref(), Some("2026-12-01"));
    assert_eq!(site.texts("select id from acknowledgment").await, before);
    let member = site.visit(&site.hen).await;
    member.get("/").await.is(200).says("Nội quy").says("Anh/chị đang ở trong nhóm").says("4 câu").never_says("20 câu");
    site.read_all(&site.hen).await;
    member.get("/").await.is(200).says("Bài kiểm tra có 4 câu");
    member.get("/quiz").await.is(200).says("4 câu").never_says("20 câu");
    let attempt = member.pass(&site).await;
    assert_eq!(site.asked(&attempt).await.len(), 4);
    member.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    assert_eq!(site.state(&site.hen).await, "in_group");
    // Whoever begins now has all three.
    site.acknowledged(&site.an).await;
    sound(&site).await;
    // The leaf it came with says what is asked and until when.
    let row = format!("document_id = '{HOUSE}' and round_id = '{round}'");
    for (column, other, its) in [("weight", "2", "1"), ("due_on", "'2027-12-01'", "'2026-12-01'")] {
        site.run(format!("update round_version set {column} = {other} where {row}")).await.unwrap();
        let found = nep::verify::compare(&site.app, 0).await.unwrap().found.list;
        assert!(!found.is_empty(), "{column}");
        site.run(format!("update round_version set {column} = {its} where {row}")).await.unwrap();
    }
    site.run(format!("delete from round_ask where {row} and ask = 'quiz'")).await.unwrap();
    assert!(!nep::verify::compare(&site.app, 0).await.unwrap().found.list.is_empty());
}

#[tokio::test]
async fn only_who_runs_the_round_puts_a_text_into_it() {
    let folder = content();
    let mut site = start(&folder).await;
    add(&folder, TEXT, None);
    restart(&mut site).await;
    let round = site.text("select id from round").await;
    let action = format!("/rounds/{round}/texts");
    let key = nep::id::new_id();
    let fields = [("document", HOUSE), ("acknowledge", "yes"), ("form_key", key.as_str())];
    for other in [&site.hen, &site.leader, &site.head, &site.admin] {
        let visitor = site.visit(other).await;
        visitor.get(&format!("{action}?document={HOUSE}")).await.is(403);
        visitor.post(&action, &fields).await.is(403);
    }
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get(&format!("{action}?document=khong-co")).await.is(404);
    coordinator.get(&format!("{action}?document={RULES}")).await.is(409).says_key("round.text_there");
    coordinator.get("/rounds/khong-co/texts").await.is(404);
    // Without questions it is not examined.
    let page = coordinator.get(&format!("{action}?document={HOUSE}")).await.is(200).says("Chưa có câu hỏi");
    assert!(page.form(&action).value("quiz").is_none());
    let quiz: Vec<(&str, &str)> = fields.iter().copied().chain([("quiz", "yes")]).collect();
    coordinator.post(&action, &quiz).await.is(422).says("Chưa có câu hỏi nào về Nội quy");
    coordinator.fill(&page.form(&action), &[]).await.is(303);
    let asks = asked_of(&site, &round).await;
    assert_eq!(asks[asks.len() - 2..], [format!("{HOUSE} 1 acknowledge"), format!("{HOUSE} 1 read")]);
    sound(&site).await;
}

/// A text that was stored when texts with nothing to read were not refused yet.
async fn stored(site: &Site, document: &str, file: &str, text: &str) {
    let day = Some("2026-11-01".to_owned());
    let issued = Issued { blanks: String::new(), ref_number: "5/QĐ".to_owned(), day };
    let (document_id, file, source) = (document.to_owned(), Some(file.to_owned()), text.to_owned());
    let new = NewText { document_id, kind: TextKind::Text, file, source, issued, attachment: None };
    let (new, act) = (new.prepare().unwrap(), Act::system(site.now()));
    let mut tx = site.app.db.write().await.unwrap();
    let done = async {
        let leaf = documents::load(&mut tx, &act, &new, 9).await?.expect("a new file");
        nep::ledger::append(&mut tx, &leaf).await
    }
    .await;
    tx.settle(done).await.unwrap();
}

#[tokio::test]
async fn a_text_with_nothing_to_read_comes_into_no_round() {
    let folder = content();
    let mut site = start(&folder).await;
    let empty = TEXT.split("### ").next().unwrap().to_owned() + "Lời nói đầu, không có điều nào.\n";
    add(&folder, &empty, Some(bank()));
    let refused = Library::load(Some(folder.path())).unwrap_err().to_string();
    assert!(
        refused.contains(&format!("documents/{HOUSE}/1.md")) && refused.contains("không có gì để đọc"),
        "{refused}"
    );
    fs::remove_dir_all(folder.path().join("documents").join(HOUSE)).unwrap();
    stored(&site, HOUSE, "1.md", &empty).await;
    restart(&mut site).await;
    let coordinator = site.visit(&site.coordinator).await;
    let round = site.text("select id from round").await;
    coordinator.get("/rounds/new").await.is(200).says_key("round.unreadable");
    coordinator.get(&format!("/documents/{HOUSE}/manage")).await.is(200).says("chưa có gì để đọc");
    coordinator.get(&format!("/rounds/{round}/texts?document={HOUSE}")).await.is(409).says_key("round.unreadable");
    let key = nep::id::new_id();
    let fields = [("document", HOUSE), ("acknowledge", "yes"), ("form_key", key.as_str())];
    coordinator.post(&format!("/rounds/{round}/texts"), &fields).await.is(422).says("Nội quy chưa có gì để đọc");
    let typed = without(&coordinator, &[], &[("acknowledge", HOUSE)]).await;
    coordinator.get(&format!("/rounds/confirm?{typed}")).await.is(422).says("Nội quy chưa có gì để đọc");
    // A round about everything passes it by.
    let all = opened(&coordinator, &[("name", "Cả năm")]).await;
    assert!(asked_of(&site, &all).await.iter().all(|one| !one.starts_with(HOUSE)));
    assert_eq!(site.int(format!("select count(*) from round_version where document_id = '{HOUSE}'")).await, 0);
    // Nor may it take the place of one that is in a round.
    stored(&site, DIGEST, "3.md", &empty).await;
    let seen = coordinator.version_of(DIGEST).await;
    let adopt = [("version", "2"), ("seen", seen.as_str())];
    let reply = coordinator.post(&format!("/documents/{DIGEST}/adopt"), &adopt).await;
    reply.is(409).says_key("round.version_nothing_to_read");
    assert_eq!(site.int("select count(*) from version where superseded_at is not null").await, 0);
    sound(&site).await;
}

#[tokio::test]
async fn a_bank_of_four_never_promises_twenty() {
    let folder = content();
    let mut site = start(&folder).await;
    add(&folder, TEXT, Some(bank()));
    restart(&mut site).await;
    let coordinator = site.visit(&site.coordinator).await;
    // The way on from the document's page opens a round about it alone.
    let manage = coordinator.get(&format!("/documents/{HOUSE}/manage")).await.is(200).text();
    let way = manage.split("href=\"/rounds/new?").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let page = coordinator.get(&format!("/rounds/new?{way}")).await.is(200);
    let page = page.says("Ngân hàng có 4 câu cho đợt này; mỗi lượt hỏi 4 câu.");
    let look = coordinator.fill(&page.form("/rounds/confirm"), &[]).await.is(200);
    let look = look.says("Mỗi lượt 4 câu, khoảng 3 phút").never_says("20 câu").never_says("Quy chế quản lý");
    let id = coordinator.fill(&look.form("/rounds/new"), &[]).await.is(303).location;
    coordinator.get(&id).await.is(200).says("mỗi lượt hỏi 4 câu.");
    sound(&site).await;
    site.run("update round set closed_at = opened_at where kind = 'newcomer'").await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    let member = site.visit(&site.hen).await;
    member.get("/").await.is(200).says("4 câu, khoảng 3 phút").never_says("20 câu");
    member.get("/quiz").await.is(200).says("4 câu").never_says("20 câu");
    site.read_all(&site.hen).await;
    member.get("/").await.is(200).says("Bài kiểm tra có 4 câu").never_says("20 câu");
    member.get("/quiz").await.is(200).says("4 câu").never_says("20 câu");
    let attempt = member.start().await;
    assert_eq!(site.asked(&attempt).await.len(), 4);
    member.get(&format!("/quiz/{attempt}")).await.is(200).says("Gồm 4 câu");
    member.get("/quiz").await.is(200).says("0/4 câu").never_says("20 câu");
}
