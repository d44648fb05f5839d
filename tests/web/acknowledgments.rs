//! The confirmation: only in order, only whole, only once, only of what is current; a record nobody changes.

use crate::support::{PASSWORD, Reply, Site, Visitor};
use nep::acknowledgments::acts;
use nep::acknowledgments::rules::{Fields, Template};
use nep::id::{new_id, sha256};
use nep::ledger::rules::commitment;
use serde_json::Value;

const PATH: &str = "/acknowledgment";
const RECEIPT: &str = "/acknowledgment/receipt";

async fn ready(site: &Site) -> Visitor {
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(site).await;
    member
}

/// The fields of H’Hen's confirmation as its page would send them, whether or not it can be opened yet.
async fn fields_of(site: &Site) -> Vec<(String, String)> {
    let now = site.app.site().await.unwrap();
    let round = site.round_of(&site.hen).await.unwrap();
    let ready = acts::ready(site.app.db.read(), &now, now.round(&round).unwrap(), &site.hen.id).await.unwrap();
    let statement = ready.statement();
    let point = |id: &String| ("point".to_owned(), id.clone());
    let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut fields: Vec<(String, String)> = statement.points.iter().map(|one| point(&one.id)).collect();
    fields.extend([
        one("typed_name", &site.hen.name),
        one("password", PASSWORD),
        one("form_key", &new_id()),
        one("round", &round),
        one("versions", &ready.versions_key()),
        one("statement", &statement.sha256()),
    ]);
    fields
}

fn with(fields: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let replace = |(k, v): &(String, String)| (k.clone(), if k == name { value.to_owned() } else { v.clone() });
    fields.iter().map(replace).collect()
}

async fn send(visitor: &Visitor, fields: &[(String, String)]) -> Reply {
    visitor.post_all(PATH, fields).await
}

#[tokio::test]
async fn reading_and_passing_come_first() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let fields = fields_of(&site).await;
    let early = member.get(PATH).await.is(409).says_key("ack.read_first").says_key("title.early");
    assert!(early.text().contains("class=\"button primary\" href=\"/documents\""), "with the way to the step at hand");
    send(&member, &fields).await.is(409).says_key("ack.read_first");
    site.read_all(&site.hen).await;
    member.get(PATH).await.is(409).says_key("ack.pass_first");
    send(&member, &fields).await.is(409).says_key("ack.pass_first");
    member.fail(&site).await;
    send(&member, &fields).await.is(409).says_key("ack.pass_first");
    member.get(RECEIPT).await.is(409).says_key("ack.none");
    site.advance(10);
    member.pass(&site).await;
    send(&member, &fields).await.goes_to(RECEIPT);
}

#[tokio::test]
async fn the_statement_is_shown_whole_with_every_box_open() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let page = member.get(PATH).await.is(200);
    let points = crate::doubts::points();
    assert_eq!(page.form(PATH).html.matches("name=\"point\"").count(), points.len());
    assert!(!page.form(PATH).html.contains("checked"));
    for point in &points {
        let first: String = point.text.chars().take(40).collect();
        if !first.contains('{') {
            page.clone().says(&first);
        }
    }
    assert!(page.words().contains("Tôi là H’Hen Niê, Viên chức, Phòng Kỹ thuật"));
    assert!(!page.words().to_lowercase().contains("ký số") || page.words().contains("không phải chữ ký số"));
}

#[tokio::test]
async fn an_open_box_a_wrong_name_and_a_wrong_password_keep_the_form_and_write_nothing() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    let before = site.census().await;
    let key = fields.iter().find(|field| field.0 == "form_key").unwrap().1.clone();

    let without_first = fields.get(1..).unwrap();
    let page = send(&member, without_first).await.is(422).says_key("ack.boxes");
    let form = page.form(PATH);
    assert_eq!(form.fields.iter().filter(|field| field.0 == "point").count(), 19, "ticks are kept");
    assert_eq!(form.value("typed_name"), Some("H’Hen Niê"));
    assert_eq!(form.value("form_key"), Some(key.as_str()));
    assert_eq!(form.value("password").unwrap_or_default(), "", "the password is not");

    for wrong in ["Hen Nie", "", "Y Moan Ênuôl"] {
        let page = send(&member, &with(&fields, "typed_name", wrong)).await.is(422).says_key("ack.name");
        assert_eq!(page.form(PATH).value("typed_name"), Some(wrong));
    }
    let page = send(&member, &with(&fields, "password", "không phải mật khẩu")).await.is(422);
    assert_eq!(page.says_key("password.wrong").form(PATH).fields.iter().filter(|f| f.0 == "point").count(), 20);
    let extra: Vec<_> = fields.iter().cloned().chain([("point".to_owned(), "9.9".to_owned())]).collect();
    send(&member, &extra).await.is(422).says_key("ack.boxes");
    send(&member, &with(&fields, "form_key", "x")).await.is(400);
    assert_eq!(site.census().await, before);
    // The apostrophe of the keyboard is as good as that of the papers.
    send(&member, &with(&fields, "typed_name", "h'hen  NIÊ")).await.goes_to(RECEIPT);
}

#[tokio::test]
async fn confirmed_twice_is_confirmed_once() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    send(&member, &fields).await.goes_to(RECEIPT);
    let code = site.text("select code from acknowledgment").await;
    // The same form again, another tab's form, and the page itself.
    send(&member, &fields).await.goes_to(RECEIPT);
    send(&member, &with(&fields, "form_key", &new_id())).await.goes_to(RECEIPT);
    member.get(PATH).await.goes_to(RECEIPT);
    assert_eq!(site.text("select code from acknowledgment").await, code);
    assert_eq!(site.leaves("ack.signed").await.len(), 1);
    assert_eq!(site.int("select count(*) from acknowledgment_version").await, 2);
}

#[tokio::test]
async fn a_form_is_of_its_round_whichever_is_due_next_when_it_arrives() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    let coordinator = site.visit(&site.coordinator).await;
    let typed = [("name", "Ôn lại năm 2027"), ("due_days", "30")];
    coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &typed).await.is(303);
    send(&member, &fields).await.goes_to(RECEIPT);
    // The other round is due next now, and its quiz is not passed.
    member.get(PATH).await.is(409).says_key("ack.pass_first");
    send(&member, &fields).await.goes_to(RECEIPT);
    let other = with(&with(&fields, "form_key", &new_id()), "round", &new_id());
    send(&member, &other).await.is(409).says_key("ack.stale");
    // What was recorded is not denied when the round is closed before the reply arrives.
    let round = &fields.iter().find(|field| field.0 == "round").unwrap().1;
    site.run(format!("update round set closed_at = {} where id = '{round}'", site.now())).await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    send(&member, &fields).await.goes_to(RECEIPT);
    send(&member, &with(&fields, "form_key", &new_id())).await.is(409).says_key("ack.round_closed");
    assert_eq!(site.int("select count(*) from acknowledgment").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_tap_gets_the_receipt_both_times() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    let mut taps = tokio::task::JoinSet::new();
    for n in 0..4 {
        let visitor = member.clone();
        let key = fields.iter().find(|field| field.0 == "form_key").unwrap().1.clone();
        let mine = with(&fields, "form_key", &if n % 2 == 0 { key } else { new_id() });
        taps.spawn(async move { send(&visitor, &mine).await });
    }
    for reply in taps.join_all().await {
        reply.goes_to(RECEIPT);
    }
    assert_eq!(site.int("select count(*) from acknowledgment").await, 1);
    assert_eq!(site.leaves("ack.signed").await.len(), 1);
}

async fn issue(site: &Site) {
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("number", "12"), ("day", "1/12/2026")];
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &fields).await.is(303);
}

#[tokio::test]
async fn a_version_that_changed_since_the_page_was_opened_is_told_and_nothing_is_written() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    issue(&site).await;
    let before = site.census().await;
    send(&member, &fields).await.is(409).says_key("ack.stale");
    // A forged mixture of old and new neither.
    let fresh = fields_of(&site).await;
    let versions = fields.iter().find(|field| field.0 == "versions").unwrap().1.clone();
    send(&member, &with(&fresh, "versions", &versions)).await.is(409);
    send(&member, &with(&fresh, "statement", &"0".repeat(64))).await.is(409);
    assert_eq!(site.census().await, before);
    send(&member, &fresh).await.goes_to(RECEIPT);
    let versions = site.texts("select version_id from acknowledgment_version order by version_id").await;
    assert_eq!(versions, ["quy-che-nhom-zalo@2", "quyet-dinh-874@1"]);
}

#[tokio::test]
async fn whoever_confirmed_the_draft_is_asked_again_and_both_records_stay() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let first = site.text("select code from acknowledgment").await;
    issue(&site).await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
    member.get(PATH).await.is(200);
    send(&member, &fields_of(&site).await).await.goes_to(RECEIPT);
    assert_eq!(site.int("select count(*) from acknowledgment").await, 2);
    member.get(&format!("{RECEIPT}/{first}")).await.is(200).says(&first);
}

#[tokio::test]
async fn the_record_names_exactly_what_was_shown() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let receipt = member.get(RECEIPT).await.is(200);
    let code = site.text("select code from acknowledgment").await;
    receipt.clone().says(&code).says("H’Hen Niê").says("09:00:00 ngày 24/11/2026 (giờ Việt Nam, UTC+7)");
    for document in ["quy-che-nhom-zalo", "quyet-dinh-874"] {
        let text = member.get(&format!("/documents/{document}/text")).await.bytes;
        assert_eq!(
            site.text(format!("select sha256 from acknowledgment_version where version_id = '{document}@1'")).await,
            sha256(&text)
        );
        receipt.clone().says(&sha256(&text));
    }
    let template: Template = serde_json::from_str(&site.text("select body from statement").await).unwrap();
    let fields = "select fields from private where kind = 'acknowledgment' and purpose = 'subject'";
    let fields: Fields = serde_json::from_str(&site.text(fields).await).unwrap();
    assert_eq!(site.text("select statement_sha256 from acknowledgment").await, template.sha256());
    assert_eq!(fields.name, "H’Hen Niê");
    assert_eq!((fields.name.as_str(), fields.typed_name.as_str()), ("H’Hen Niê", site.hen.name.as_str()));
    let paper = member.get(&format!("/acknowledgment/print/{code}")).await.is(200);
    paper.says("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").says("H’Hen Niê").says(&code);
}

#[tokio::test]
async fn the_paper_says_that_it_was_confirmed_electronically_and_how_to_compare_it() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let code = site.text("select code from acknowledgment").await;
    let paper = member.get(&format!("/acknowledgment/print/{code}")).await.is(200);
    let paper = paper.says("Đã xác nhận điện tử").says("phiên bản 1").says("Thông tin đối chiếu");
    let paper = paper.says(&format!("{}/acknowledgment/receipt/{code}", site.app.config.public_url()));
    let running = format!("<p class=\"running\">Bản cam kết của H’Hen Niê. Mã xác nhận: {code}</p>");
    let coded = |page: &str| page.contains(&running) && page.contains("<svg");
    let paper = paper.never_says("Ký, ghi rõ họ tên").never_says("@1").never_says("cam-ket-01");
    let ink = format!("/acknowledgment/print/{code}?ink=1");
    let paper = paper.text();
    assert!(paper.contains(&format!("href=\"{ink}\"")) && coded(&paper), "{paper}");
    let ink = member.get(&ink).await.is(200).says("(Ký, ghi rõ họ tên)").never_says("Đã xác nhận điện tử");
    assert!(coded(&ink.text()));
    // On screen the long numbers are folded away, and nothing speaks of a version by its id.
    let receipt = member.get(&format!("{RECEIPT}/{code}")).await.is(200).never_says("@1").text();
    let folded = receipt.split_once("<summary>Thông tin đối chiếu</summary>").unwrap();
    assert!(!folded.0.contains("class=\"hash\"") && folded.1.contains("class=\"hash\""));
    for page in [paper, receipt] {
        assert!(!page.to_lowercase().contains("ký số"));
    }
}

#[tokio::test]
async fn the_leaf_is_canonical_and_its_commitments_open_with_the_stored_salts() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    let rows = site.texts("select data from ledger_leaf order by n").await;
    for data in &rows {
        let parsed: Value = serde_json::from_str(data).unwrap();
        assert_eq!(&serde_jcs::to_string(&parsed).unwrap(), data, "not canonical");
        assert_eq!(&nep::text::nfc(data), data);
        assert!(data.len() <= 65_535);
    }
    let leaf = site.leaves("ack.signed").await.remove(0);
    assert_eq!(leaf["v"], 1);
    assert_eq!(leaf["at"], "2026-11-24T02:00:00Z");
    assert_eq!(leaf["actor"], site.hen.actor.as_str());
    assert_eq!(leaf["stmt"]["sha256"], site.text("select statement_sha256 from acknowledgment").await.as_str());
    assert_eq!(leaf["docs"].as_array().unwrap().len(), 2);
    assert_eq!(leaf["quiz"]["percent"], 100);
    assert_eq!(leaf["auth"]["how"], "password");
    assert_eq!(leaf["auth"]["age_s"], 0);
    let id = site.text("select id from acknowledgment").await;
    let n = site.int(format!("select n from leaf_of where kind = 'acknowledgment' and row_id = '{id}'")).await;
    assert_eq!(
        site.text(format!("select data from ledger_leaf where n = {n}")).await,
        serde_jcs::to_string(&leaf).unwrap()
    );
    let places =
        [("subject", &leaf["subject"]), ("context", &leaf["ctx"]), ("answers", &leaf["quiz"]["answers_sha256"])];
    for (purpose, found) in places {
        let row =
            |column: &str| format!("select {column} from private where row_id = '{id}' and purpose = '{purpose}'");
        let (salt, fields) = (site.text(row("salt")).await, site.text(row("fields")).await);
        assert_eq!(salt.len(), 64);
        assert_eq!(found, commitment(purpose, &salt, &fields).as_str());
        // As a verifier that is not ours would do it.
        let mut bytes = format!("nep-ack-{purpose}-v1\0").into_bytes();
        bytes.extend((0..32).map(|i| u8::from_str_radix(salt.get(2 * i..2 * i + 2).unwrap(), 16).unwrap()));
        bytes.extend(fields.as_bytes());
        assert_eq!(found, sha256(bytes).as_str());
    }
    let salts = site.texts("select salt from private").await;
    assert_eq!(salts.iter().collect::<std::collections::BTreeSet<_>>().len(), salts.len(), "a salt used twice");
}

#[tokio::test]
async fn nobody_changes_or_deletes_a_record() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let before = site.census().await;
    for (table, column) in [
        ("ledger_leaf", "data"),
        ("leaf_of", "kind"),
        ("statement", "body"),
        ("acknowledgment", "statement_sha256"),
        ("acknowledgment_version", "sha256"),
        ("journal", "note"),
    ] {
        let rows = site.int(format!("select count(*) from {table}")).await;
        assert!(rows > 0);
        let error = site.run(format!("update {table} set {column} = 'x'")).await.expect_err(table);
        assert!(error.to_string().contains("append-only"), "{error}");
        let error = site.run(format!("delete from {table}")).await.expect_err(table);
        assert!(error.to_string().contains("append-only"), "{error}");
    }
    assert_eq!(site.census().await, before);
    assert_eq!(site.int("select count(*) from acknowledgment where statement_sha256 = 'x'").await, 0);
}

#[tokio::test]
async fn what_binds_leaders_is_promised_by_whoever_is_one() {
    let site = Box::pin(Site::start()).await;
    let add = "insert into capacity (id, person_id, document_id, capacity, since_at) values";
    let row = format!("('{}', '{}', 'quy-che-nhom-zalo', 'leadership', 1)", new_id(), site.hen.id);
    site.run(format!("{add} {row}")).await.unwrap();
    let member = ready(&site).await;
    let page = member.get(PATH).await.is(200).says("Tôi ghim những nội dung tin nhắn quan trọng");
    assert_eq!(page.form(PATH).html.matches("name=\"point\"").count(), 21);
    send(&member, &fields_of(&site).await).await.goes_to(RECEIPT);
    member.get(RECEIPT).await.is(200).says("Tôi ghim những nội dung tin nhắn quan trọng");
}

#[tokio::test]
async fn a_receipt_stands_when_what_was_filled_in_is_erased() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let code = site.text("select code from acknowledgment").await;
    let hash = site.text("select statement_sha256 from acknowledgment").await;
    site.run("delete from private where kind = 'acknowledgment'").await.unwrap();
    let coordinator = site.visit(&site.coordinator).await;
    let receipt = coordinator.get(&format!("{RECEIPT}/{code}")).await.is(200);
    receipt.never_says("Niê").says("đã xóa theo yêu cầu").says(&code).says(&hash);
    let paper = coordinator.get(&format!("/acknowledgment/print/{code}")).await.is(200);
    paper.never_says("Niê").says("đã xóa theo yêu cầu").says(&code);
}

#[tokio::test]
async fn a_receipt_is_for_its_owner_and_for_whoever_keeps_the_records() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let code = site.text("select code from acknowledgment").await;
    for path in [format!("{RECEIPT}/{code}"), format!("/acknowledgment/print/{code}")] {
        member.get(&path).await.is(200);
        for person in [&site.moan, &site.head, &site.an] {
            site.visit(person).await.get(&path).await.is(404).never_says("Niê");
        }
        for person in [&site.coordinator, &site.leader, &site.admin] {
            site.visit(person).await.get(&path).await.is(200).says("H’Hen Niê");
        }
    }
    for wrong in ["AAAA-AAAA-AAAA", "x", "%00", "1'%20or%20'1'='1"] {
        let status = member.get(&format!("{RECEIPT}/{wrong}")).await.status;
        assert!([400, 404].contains(&status), "{wrong}: {status}");
    }
}

#[tokio::test]
async fn wrong_passwords_at_the_statement_wait_as_at_the_door() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let fields = fields_of(&site).await;
    let wrong = with(&fields, "password", "không phải");
    for _ in 0..5 {
        send(&member, &wrong).await.is(422).says_key("password.wrong");
    }
    send(&member, &fields).await.is(422).says("Mật khẩu đã nhập sai nhiều lần. Vui lòng thử lại sau 2 giây");
    site.advance(1);
    send(&member, &fields).await.goes_to(RECEIPT);
    assert!(fields.iter().any(|field| field.1 == PASSWORD));
}
