//! Bản giấy: drawn for one person, entered with a scan, confirmed by a second person; a grade of evidence of its own.

use crate::support::{Asked, PASSWORD, Person, Reply, Site, Visitor};
use nep::id::{new_id, sha256};
use nep::quizzes::rules::{Answer, Drawn, grade};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use sqlx::Row as _;
use std::ops::Add as _;

pub(crate) const SCAN: &[u8] = b"%PDF-1.7\nscan of four pages";

/// A second coordinator.
pub(crate) async fn second(site: &Site) -> Person {
    site.add_person("Lê Văn Hai", "Hành chính – Dịch vụ", &["coordinator"]).await
}

/// Draws a paper for H’Hen; the answer is its id.
async fn drawn(site: &Site, coordinator: &Visitor) -> String {
    drawn_for(coordinator, &site.hen).await
}

pub(crate) async fn drawn_for(coordinator: &Visitor, person: &Person) -> String {
    let page = format!("/tracking/people/{}", person.id);
    let reply = coordinator.submit(&page, &format!("/people/{}/paper", person.id), &[]).await.is(303);
    reply.location.trim_start_matches("/papers/").to_owned()
}

/// Enters a paper, passed, and has it confirmed.
pub(crate) async fn through(site: &Site, paper: &str, one: &Visitor, other: &Visitor) {
    let day = nep::time::show_day(&nep::time::day_of(site.now()));
    let given = whole(answers(site, paper, true).await, &day);
    enter(one, paper, &given, Some(SCAN)).await.is(303);
    confirm(other, paper).await.is(303);
}

/// The answers of every question, right or not, as the entry form sends them.
pub(crate) async fn answers(site: &Site, paper: &str, right: bool) -> Vec<(String, String)> {
    let sql = format!(
        "select i.place, i.shown, m.body from paper_item i join item m on m.sha256 = i.item_sha256
         where i.paper_id = '{paper}' order by i.place"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(site.app.db.read()).await.unwrap();
    let mut all = Vec::new();
    for row in rows {
        let (place, shown, body): (i64, String, String) = (row.get(0), row.get(1), row.get(2));
        let question = Drawn::rebuild(&body, &shown).unwrap();
        let values = Asked { place, drawn: question.clone() }.right();
        let parsed = Answer::parse(&question, &values).unwrap();
        assert_eq!(grade(&question, parsed.as_ref()).points, 100);
        if right {
            all.extend(values.into_iter().map(|value| (format!("q{place}"), value)));
        }
    }
    all
}

/// Sends the entry form.
pub(crate) async fn enter(visitor: &Visitor, paper: &str, fields: &[(String, String)], scan: Option<&[u8]>) -> Reply {
    let form = visitor.get(&format!("/papers/{paper}/enter")).await.is(200).form(&format!("/papers/{paper}/enter"));
    let mut parts = Form::new();
    for name in ["csrf", "form_key"] {
        parts = parts.text(name, form.value(name).unwrap().to_owned());
    }
    for (name, value) in fields {
        parts = parts.text(name.clone(), value.clone());
    }
    if let Some(bytes) = scan {
        parts = parts.part("scan", Part::bytes(bytes.to_vec()).file_name("quét.pdf"));
    }
    visitor.send(visitor.request(Method::POST, &format!("/papers/{paper}/enter")).multipart(parts)).await
}

pub(crate) type Fields = Vec<(String, String)>;

pub(crate) fn whole(answers: Fields, day: &str) -> Fields {
    let fixed = [("day", day), ("read", "1"), ("signed", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    answers.into_iter().chain(fixed).collect()
}

pub(crate) async fn confirm(visitor: &Visitor, paper: &str) -> Reply {
    let action = format!("/papers/{paper}/confirm");
    let fields = [("compared", "1"), ("password", PASSWORD)];
    visitor.submit(&format!("/papers/{paper}"), &action, &fields).await
}

async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

#[tokio::test]
async fn a_paper_goes_from_the_printer_through_two_hands_to_a_commitment_of_its_own_grade() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    // Drawn once, whoever presses again.
    assert_eq!(drawn(&site, &coordinator).await, paper);
    let code = site.text("select code from paper").await;
    let sheet = coordinator.get(&format!("/papers/{paper}/print")).await.is(200);
    let sheet = sheet.says(&code).says(&site.hen.name).says("Câu 20.").says("NGƯỜI CAM KẾT");
    assert!(sheet.text().matches("☐").count() > 60, "boxes to tick");
    // A wording of its own, the day it was drawn, and that the digest is one.
    let sheet = sheet.says("đã làm bài kiểm tra tại mục II của phiếu này").says("lập ngày 24/11/2026");
    let sheet = sheet.says("Bản tóm lược để học tập, không thay thế văn bản gốc").says("Đây là cam kết ký trên giấy");
    sheet.never_says("đã đạt bài kiểm tra").never_says("xác nhận điện tử");
    // Nothing of what is right stands on it, and nothing is passed by drawing.
    assert_eq!(site.state(&site.hen).await, "not_started");

    let given = whole(answers(&site, &paper, true).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.goes_to(&format!("/papers/{paper}"));
    assert_eq!(site.state(&site.hen).await, "not_started", "one hand is not enough");
    // Who entered it does not confirm it.
    let own = coordinator.get(&format!("/papers/{paper}")).await.is(200).says("người thứ hai");
    assert!(!own.text().contains(&format!("/papers/{paper}/confirm")));
    let fields = [("compared", "1"), ("password", PASSWORD), ("step", "1"), ("form_key", &new_id())];
    let refused = coordinator.post(&format!("/papers/{paper}/confirm"), &fields).await;
    refused.is(409).says_key("paper.same_person");

    let visitor = site.visit(&other).await;
    visitor.get("/").await.is(200).says("1 bản giấy chờ anh/chị đối chiếu");
    let page = visitor.get(&format!("/papers/{paper}")).await.is(200).says("100%");
    let form = page.form(&format!("/papers/{paper}/confirm"));
    visitor.fill(&form, &[]).await.is(422).says_key("paper.compare");
    let wrong = [("compared", "1"), ("password", "không phải")];
    visitor.fill(&form, &wrong).await.is(422).says_key("password.wrong");
    let scan = seen(&visitor, &format!("/papers/{paper}"), &paper).await;
    assert_eq!((scan.bytes.as_slice(), scan.header("content-type").as_str()), (SCAN, "application/pdf"));
    confirm(&visitor, &paper).await.goes_to(&format!("/papers/{paper}"));

    assert_eq!(site.state(&site.hen).await, "needs_contact");
    let leaf = site.leaves("ack.signed").await.remove(0);
    assert_eq!((&leaf["auth"]["how"], &leaf["paper"]["code"]), (&"paper".into(), &code.as_str().into()));
    assert_eq!(leaf["paper"]["scan_sha256"], sha256(SCAN).as_str());
    assert_eq!(leaf["stmt"]["id"], "cam-ket-giay-01");
    assert_eq!((leaf["actor"].as_str(), leaf["about"].as_str()), (Some(&*other.actor), Some(&*site.hen.actor)));
    // Shown apart everywhere, and no reading or sitting is made of it.
    assert_eq!(site.int("select count(*) from reading").await + site.int("select count(*) from attempt").await, 0);
    let receipt = site.text("select code from acknowledgment").await;
    let member = site.visit(&site.hen).await;
    member.get(&format!("/acknowledgment/receipt/{receipt}")).await.is(200).says("Bản giấy").says(&other.name);
    let print = member.get(&format!("/acknowledgment/print/{receipt}")).await.is(200).says("Đã ký trên bản giấy");
    print.never_says("Đã xác nhận điện tử");
    coordinator.get("/tracking").await.is(200).says("Bản giấy").says("1 cam kết bằng bản giấy").says("1 (1 bản giấy)");
    coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).says("bản giấy");
    member.declare("0912345678", &site.hen.name).await.is(303);
    site.visit(&site.leader).await.get("/admissions").await.is(200).says("(bản giấy)");
    sound(&site).await;
}

#[tokio::test]
async fn a_paper_that_is_not_passed_counts_as_a_sitting_and_another_one_is_drawn() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    let given = whole(answers(&site, &paper, false).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    let visitor = site.visit(&other).await;
    visitor.get(&format!("/papers/{paper}")).await.is(200).says("chưa đạt").says("Để trống");
    confirm(&visitor, &paper).await.is(303);
    assert_eq!(site.leaves("ack.signed").await.len(), 0);
    assert_eq!(site.standing(&site.hen).await.unwrap().sittings, 1);
    let next = drawn(&site, &coordinator).await;
    assert_ne!(next, paper);
    // Another list of questions or not: it is entered and confirmed by itself.
    let given = whole(answers(&site, &next, true).await, "24/11/2026");
    enter(&coordinator, &next, &given, Some(b"\x89PNG\r\n\x1a\nx")).await.is(303);
    confirm(&visitor, &next).await.is(303);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    sound(&site).await;
}

#[tokio::test]
async fn an_entry_is_given_back_with_a_reason_and_made_anew() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    let page = format!("/papers/{paper}");
    let given = whole(answers(&site, &paper, false).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    coordinator.get(&format!("{page}/enter")).await.is(409).says_key("paper.entered_already");
    let visitor = site.visit(&other).await;
    let back = format!("{page}/give-back");
    let form = visitor.get(&page).await.is(200).form(&back);
    visitor.fill(&form, &[("reason", " ")]).await.is(422).says_key("paper.reason");
    // Opened before it was given back: what is entered anew is not what was compared.
    let before = visitor.get(&page).await.is(200).form(&format!("{page}/confirm"));
    visitor.fill(&form, &[("reason", "Câu 3 trên giấy là B.")]).await.goes_to(&page);
    visitor.fill(&form, &[("reason", "Câu 3 trên giấy là B.")]).await.goes_to(&page);
    coordinator.get(&page).await.is(200).says("Câu 3 trên giấy là B.").says_key("paper.returned");
    let given = whole(answers(&site, &paper, true).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    let late = [("compared", "1"), ("password", PASSWORD)];
    visitor.fill(&before, &late).await.is(409).says_key("paper.not_entered");
    confirm(&visitor, &paper).await.is(303);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    assert_eq!(site.leaves("paper.entered").await.len(), 2);
    assert_eq!(site.int("select count(*) from paper_step").await, 4);
    sound(&site).await;
}

#[tokio::test]
async fn an_entry_wants_a_day_two_ticks_and_a_scan_and_keeps_what_was_typed() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let paper = drawn(&site, &coordinator).await;
    let right = answers(&site, &paper, true).await;
    let good = whole(right.clone(), "24/11/2026");
    let without = |name: &str| -> Fields { good.iter().filter(|one| one.0 != name).cloned().collect() };
    let cases: [(Fields, Option<&[u8]>, &'static str); 8] = [
        (whole(right.clone(), "hôm qua"), Some(SCAN), "form.day"),
        (whole(right.clone(), "23/11/2026"), Some(SCAN), "paper.day"),
        (whole(right.clone(), "25/11/2026"), Some(SCAN), "paper.day"),
        (without("read"), Some(SCAN), "paper.read"),
        (without("signed"), Some(SCAN), "paper.signed"),
        (good.clone(), None, "paper.no_scan"),
        (good.clone(), Some(b"PK\x03\x04 Word"), "paper.scan_kind"),
        (good.clone(), Some(b""), "paper.no_scan"),
    ];
    for (fields, scan, key) in cases {
        let reply = enter(&coordinator, &paper, &fields, scan).await.is(422).says_key(key);
        assert!(reply.text().contains("aria-invalid=\"true\""), "{key}");
        assert!(reply.text().matches(" checked").count() >= 15, "{key}: what was chosen is kept");
    }
    for most in [9, 40] {
        let large = [b"%PDF-".as_slice(), &vec![0; most * 1024 * 1024]].concat();
        let reply = enter(&coordinator, &paper, &good, Some(&large)).await.is(422).says_key("paper.scan_large");
        assert!(reply.text().contains("aria-invalid=\"true\""), "{most} MB: at its field");
        assert!(reply.text().matches(" checked").count() >= 15, "{most} MB: what was chosen is kept");
    }
    assert_eq!(site.int("select count(*) from paper_step").await, 0);
    sound(&site).await;
}

#[tokio::test]
async fn a_paper_gives_no_more_tries_than_a_screen_and_ends_with_its_person() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    let page = format!("/papers/{paper}");
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let key = new_id();
    member.post("/quiz", &[("form_key", &key)]).await.is(409).says_key("paper.on_its_way");
    // Entered and not passed: cancelling it takes the sitting not back.
    let given = whole(answers(&site, &paper, false).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    coordinator.submit(&page, &format!("{page}/cancel"), &[]).await.goes_to(&page);
    assert_eq!(site.standing(&site.hen).await.unwrap().sittings, 1);
    coordinator.get(&format!("{page}/print")).await.is(409).says_key("paper.ended");
    // Nothing is entered or confirmed for somebody who has left.
    let paper = drawn(&site, &coordinator).await;
    let page = format!("/papers/{paper}");
    let given = whole(answers(&site, &paper, true).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    let visitor = site.visit(&other).await;
    let form = visitor.get(&page).await.is(200).form(&format!("{page}/confirm"));
    assert_eq!(site.leaves("paper.cancelled").await.len(), 1);
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    let late = [("compared", "1"), ("password", PASSWORD)];
    visitor.fill(&form, &late).await.is(409).says_key("paper.left");
    // The departure has cancelled it, with its leaf.
    visitor.get(&page).await.is(200).says_key("paper.cancelled");
    assert_eq!(site.leaves("paper.cancelled").await.len(), 2);
    assert_eq!(site.int("select count(*) from paper where ended_at is null").await, 0);
    assert_eq!(site.leaves("ack.signed").await.len(), 0);
    sound(&site).await;
}

#[tokio::test]
async fn a_paper_does_no_more_than_the_way_on_a_screen() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let round = site.text("select id from round").await;
    let draw = |person: &str| format!("/people/{person}/paper");
    let fields = [("round", round.as_str())];
    // Not for oneself, not for who has confirmed.
    coordinator.post(&draw(&site.coordinator.id), &fields).await.is(409).says_key("paper.oneself");
    site.acknowledged(&site.an).await;
    coordinator.post(&draw(&site.an.id), &fields).await.is(409).says_key("paper.done");
    // A cancelled one is at its end.
    let paper = drawn(&site, &coordinator).await;
    let page = format!("/papers/{paper}");
    coordinator.submit(&page, &format!("{page}/cancel"), &[]).await.goes_to(&page);
    coordinator.get(&format!("{page}/enter")).await.is(409).says_key("paper.ended");
    // What was drawn for another text is not confirmed.
    let paper = drawn(&site, &coordinator).await;
    let given = whole(answers(&site, &paper, true).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    let issue = [("number", "16"), ("day", "20/11/2026")];
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &issue).await.is(303);
    let visitor = site.visit(&other).await;
    confirm(&visitor, &paper).await.is(409).says_key("paper.stale");
    // A member and a stranger see none of it.
    let member = site.visit(&site.hen).await;
    member.get(&format!("/papers/{paper}")).await.is(403);
    assert_eq!(site.leaves("ack.signed").await.len(), 1);
    // Forgotten with the person: the scan goes, its hash stays as in the leaf.
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    let admin = site.visit(&site.admin).await;
    let basis = [("basis", "request"), ("password", PASSWORD)];
    let erased = admin.post(&format!("/people/{}/erase", site.hen.id), &basis).await;
    assert_eq!(erased.status, 303, "{}", erased.words());
    assert_eq!(site.int("select count(*) from paper_scan_part").await, 0);
    sound(&site).await;
}

/// Opens the scan from a page: what is shown then.
async fn seen(visitor: &Visitor, page: &str, paper: &str) -> Reply {
    let shown = visitor.submit(page, &format!("/papers/{paper}/scan"), &[]).await.is(303).location;
    visitor.get(&shown).await.is(200)
}

/// Enters a paper and has it confirmed, with as many right answers as are given.
async fn confirmed(site: &Site, paper: &str, given: Fields, (one, other): (&Visitor, &Visitor)) {
    let day = nep::time::show_day(&nep::time::day_of(site.now()));
    enter(one, paper, &whole(given, &day), Some(SCAN)).await.is(303);
    confirm(other, paper).await.is(303);
}

#[tokio::test]
async fn a_failed_paper_begins_the_wait_of_a_failed_sitting() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let visitor = site.visit(&other).await;
    site.read_all(&site.hen).await;
    let paper = drawn(&site, &coordinator).await;
    confirmed(&site, &paper, answers(&site, &paper, false).await, (&coordinator, &visitor)).await;
    let member = site.visit(&site.hen).await;
    member.get("/").await.is(200).says("Có thể làm lại từ").says("0% (bản giấy)");
    member.get("/quiz").await.is(200).says("Có thể làm lại từ").says("Bản giấy số 1").never_says("Bắt đầu, mỗi trang");
    let key = new_id();
    member.post("/quiz", &[("form_key", &key)]).await.is(409).says("Có thể làm lại từ");
    // The wait stands on the person's page, and no button that would do nothing.
    let page = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    let page = page.says("Bản giấy số 1").says("0%, chưa đạt").says("bản giấy khác lập được ngay");
    assert!(!page.text().contains("/wait\""));
    site.advance(11);
    member.fail(&site).await;
    assert_eq!(site.standing(&site.hen).await.unwrap().sittings, 2);
    sound(&site).await;
}

#[tokio::test]
async fn the_best_score_is_the_better_of_both_ways_and_says_which() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let visitor = site.visit(&other).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.fail(&site).await;
    let before = site.standing(&site.hen).await.unwrap();
    assert!(!before.is_best_on_paper());
    // Half of it right: more than nothing, and not passed.
    let paper = drawn(&site, &coordinator).await;
    let mut given = answers(&site, &paper, true).await;
    given.truncate(given.len() / 2);
    confirmed(&site, &paper, given, (&coordinator, &visitor)).await;
    let stands = site.standing(&site.hen).await.unwrap();
    let percent = site.int("select percent from paper_step where percent is not null").await;
    assert!(percent > before.best_percent.unwrap() && percent < 100, "{percent}");
    assert_eq!((stands.best_percent, stands.is_best_on_paper(), stands.sittings), (Some(percent), true, 2));
    let shown = format!("{percent}% (bản giấy)");
    coordinator.get("/tracking").await.is(200).says(&shown);
    member.get("/").await.is(200).says(&shown);
    // A passed one on a screen is the best then, whatever the paper came to.
    site.advance(60);
    member.pass(&site).await;
    let stands = site.standing(&site.hen).await.unwrap();
    assert_eq!((stands.best_percent, stands.is_best_on_paper(), stands.sittings), (Some(100), false, 0));
    sound(&site).await;
}

#[tokio::test]
async fn a_closed_round_keeps_what_was_passed_on_paper() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let round = crate::history::open_round(&site).await;
    let fields = [("round", round.as_str())];
    let reply = coordinator.post(&format!("/people/{}/paper", site.hen.id), &fields).await.is(303);
    let paper = reply.location.trim_start_matches("/papers/").to_owned();
    through(&site, &paper, &coordinator, &site.visit(&other).await).await;
    let kept = format!(
        "select count(*) from standing where person_id = '{}' and round_id = '{round}' and best_percent = 100
           and passed_at is not null and acknowledged_percent = 100",
        site.hen.id
    );
    assert_eq!(site.int(kept).await, 1);
    coordinator.post(&format!("/rounds/{round}/close"), &[]).await.is(303);
    sound(&site).await;
}

#[tokio::test]
async fn what_was_passed_on_a_screen_stands_behind_a_commitment_on_paper_and_the_other_way_round() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let visitor = site.visit(&other).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let attempt = member.pass(&site).await;
    let paper = drawn(&site, &coordinator).await;
    let sheet = coordinator.get(&format!("/papers/{paper}/print")).await.is(200);
    sheet
        .says("BẢN CAM KẾT")
        .never_says("Câu 1.")
        .says("đã đạt bài kiểm tra trước khi ký")
        .never_says("mục II của phiếu");
    confirmed(&site, &paper, Vec::new(), (&coordinator, &visitor)).await;
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    let leaf = site.leaves("ack.signed").await.remove(0);
    assert_eq!((&leaf["quiz"]["attempt"], &leaf["quiz"]["percent"]), (&attempt.into(), &100.into()));
    assert_eq!(site.standing(&site.hen).await.unwrap().acknowledged_percent, Some(100));
    // On paper first, then a new version of the same articles on a screen.
    let paper = drawn_for(&coordinator, &site.an).await;
    confirmed(&site, &paper, answers(&site, &paper, true).await, (&coordinator, &visitor)).await;
    site.advance(60);
    let issue = [("number", "16"), ("day", "20/11/2026")];
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &issue).await.is(303);
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(site.state(&site.an).await, "ready_to_acknowledge");
    let an = site.visit(&site.an).await;
    an.post_all("/acknowledgment", &site.ack_fields(&site.an).await).await.goes_to("/acknowledgment/receipt");
    let leaf = site.leaves("ack.signed").await.pop().unwrap();
    assert_eq!((&leaf["quiz"]["paper"], &leaf["quiz"]["percent"]), (&paper.into(), &100.into()));
    an.get("/acknowledgment/receipt").await.is(200).says("đạt 100%, bản giấy").says("Họ tên đã gõ");
    sound(&site).await;
}

#[tokio::test]
async fn a_drawn_paper_is_cancelled_with_its_person_and_does_not_keep_them() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields =
        [("full", "Trần Thị Nhầm"), ("department", "Hành chính – Dịch vụ"), ("code", "NV900"), ("form_key", &new_id())];
    let shown = coordinator.post("/people/new", &fields).await.is(303).location;
    let paper = coordinator.submit(&shown, &shown.replace("tracking/people", "people").add("/paper"), &[]).await;
    let paper = paper.is(303).location.trim_start_matches("/papers/").to_owned();
    let path = shown.replace("tracking/people", "people").add("/remove");
    coordinator.submit(&path, &path, &[]).await.goes_to("/tracking");
    let leaf = site.leaves("paper.cancelled").await.remove(0);
    assert_eq!(leaf["paper"], paper.as_str());
    assert_eq!(site.int("select count(*) from paper where ended_at is null").await, 0);
    coordinator.get("/papers").await.is(200).never_says("Nhầm");
    sound(&site).await;
}

#[tokio::test]
async fn another_sitting_counts_no_more_once_a_paper_is_passed() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let visitor = site.visit(&other).await;
    let round = format!("/rounds/{}", site.text("select id from round").await);
    coordinator.submit(&round, &round, &[("sittings", "1")]).await.goes_to(&round);
    let paper = drawn(&site, &coordinator).await;
    confirmed(&site, &paper, answers(&site, &paper, false).await, (&coordinator, &visitor)).await;
    let draw = format!("/people/{}/paper", site.hen.id);
    let page = format!("/tracking/people/{}", site.hen.id);
    coordinator.submit(&page, &draw, &[]).await.is(409).says_key("paper.no_sitting");
    site.advance(1);
    let leeway = format!("/people/{}/leeway", site.hen.id);
    coordinator.submit(&page, &leeway, &[("reason", "Chấm lại trên giấy.")]).await.is(303);
    assert_eq!(site.standing(&site.hen).await.unwrap().extra, 1);
    // Given since, it ends the wait after the paper too.
    site.read_all(&site.hen).await;
    site.visit(&site.hen).await.get("/quiz").await.is(200).says("Bắt đầu, mỗi trang một câu");
    site.advance(1);
    let paper = drawn(&site, &coordinator).await;
    confirmed(&site, &paper, answers(&site, &paper, true).await, (&coordinator, &visitor)).await;
    let stands = site.standing(&site.hen).await.unwrap();
    assert_eq!((stands.extra, stands.sittings), (0, 0));
    sound(&site).await;
}

#[tokio::test]
async fn whose_paper_it_is_sees_its_state_its_result_and_its_scan() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let (visitor, member) = (site.visit(&other).await, site.visit(&site.hen).await);
    member.get("/paper").await.is(200).says("chưa có bản giấy nào");
    member.get("/").await.is(200).never_says("Bản giấy của tôi");
    let paper = drawn(&site, &coordinator).await;
    member.get("/").await.is(200).says_key("home.paper_open").says("Bản giấy của tôi");
    member.get("/paper").await.is(200).says_key("paper.drawn").never_says("Xem bản quét");
    let given = whole(answers(&site, &paper, false).await, "24/11/2026");
    enter(&coordinator, &paper, &given, Some(SCAN)).await.is(303);
    // What is not compared yet has no result.
    member.get("/paper").await.is(200).says_key("paper.entered").says("24/11/2026").never_says("đúng 0%");
    confirm(&visitor, &paper).await.is(303);
    let own = member.get("/paper").await.is(200).says("đúng 0% (cần từ 80%): chưa đạt").says("câu điểm liệt");
    own.never_says("Câu 1");
    assert_eq!(seen(&member, "/paper", &paper).await.bytes.as_slice(), SCAN);
    member.get("/").await.is(200).says_key("home.paper_past");
    // Another member sees nothing of it.
    let an = site.visit(&site.an).await;
    an.post(&format!("/papers/{paper}/scan"), &[("form_key", &new_id())]).await.is(404);
    an.get("/paper").await.is(200).says("chưa có bản giấy nào");
    sound(&site).await;
}

#[tokio::test]
async fn whoever_looks_at_a_scan_is_recorded_and_what_was_opened_is_shown_to_that_session_for_half_an_hour() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    through(&site, &paper, &coordinator, &site.visit(&other).await).await;
    let (page, action) = (format!("/papers/{paper}"), format!("/papers/{paper}/scan"));
    let form = coordinator.get(&page).await.is(200).form(&action);
    let shown = coordinator.fill(&form, &[]).await.is(303).location;
    assert_eq!(coordinator.fill(&form, &[]).await.is(303).location, shown, "twice is once");
    coordinator.get(&shown).await.is(200);
    let leaves = site.leaves("scan.shown").await;
    assert_eq!(leaves.len(), 1);
    assert_eq!(
        (leaves[0]["actor"].as_str(), leaves[0]["about"].as_str()),
        (Some(&*site.coordinator.actor), Some(&*site.hen.actor))
    );
    assert_eq!((&leaves[0]["paper"], &leaves[0]["step"]), (&paper.as_str().into(), &1.into()));
    // Nothing is shown that was not opened, not to another session, not later.
    coordinator.get(&action).await.is(404);
    coordinator.get(&shown.replace("step=1", "step=2")).await.is(404);
    let later = shown.split("&until=").next().unwrap().to_owned();
    coordinator.get(&format!("{later}&until=99999999999999&seal=x")).await.is(404);
    site.visit(&site.leader).await.get(&shown).await.is(404);
    site.visit(&site.coordinator).await.get(&shown).await.is(404);
    site.visit(&site.admin).await.post(&action, &[("form_key", &new_id())]).await.is(404);
    site.advance(31);
    coordinator.get(&shown).await.is(404);
    let person = format!("/tracking/people/{}", site.hen.id);
    coordinator.get(&person).await.is(200).says("Xem bản quét của bản giấy");
    sound(&site).await;
}

#[tokio::test]
async fn a_failed_paper_names_the_critical_questions_that_were_missed() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, other) = (site.visit(&site.coordinator).await, second(&site).await);
    let paper = drawn(&site, &coordinator).await;
    let given = answers(&site, &paper, false).await;
    confirmed(&site, &paper, given, (&coordinator, &site.visit(&other).await)).await;
    let critical = site.int("select critical_missed from paper_step where critical_missed is not null").await;
    assert!(critical > 0);
    let page = coordinator.get(&format!("/papers/{paper}")).await.is(200).words();
    let told = page.split("Câu điểm liệt trả lời chưa đúng:").nth(1).unwrap().split("Xem bản quét").next().unwrap();
    assert_eq!(i64::try_from(told.matches("câu ").count()).unwrap().min(critical), critical, "{told}");
    // Passed: none.
    let paper = drawn_for(&coordinator, &site.an).await;
    through(&site, &paper, &coordinator, &site.visit(&other).await).await;
    coordinator.get(&format!("/papers/{paper}")).await.is(200).never_says("Câu điểm liệt trả lời");
}

#[tokio::test]
async fn an_entry_sent_again_is_saved_once_and_with_other_content_it_is_not_called_saved() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let paper = drawn(&site, &coordinator).await;
    let path = format!("/papers/{paper}/enter");
    let form = coordinator.get(&path).await.is(200).form(&path);
    let send = async |fields: Fields, scans: &[&'static [u8]]| {
        let mut parts = Form::new();
        for name in ["csrf", "form_key"] {
            parts = parts.text(name, form.value(name).unwrap().to_owned());
        }
        for (name, value) in fields {
            parts = parts.text(name, value);
        }
        for bytes in scans {
            parts = parts.part("scan", Part::bytes(bytes.to_vec()).file_name("quét.pdf"));
        }
        coordinator.send(coordinator.request(Method::POST, &path).multipart(parts)).await
    };
    let good = whole(answers(&site, &paper, true).await, "24/11/2026");
    // Two files are not glued together.
    send(good.clone(), &[SCAN, SCAN]).await.is(422).says_key("paper.scan_one").says("riêng tệp bản quét cần chọn lại");
    for _ in 0..2 {
        send(good.clone(), &[SCAN]).await.goes_to(&format!("/papers/{paper}"));
    }
    let fewer: Fields = good.iter().filter(|one| one.0 != "q3").cloned().collect();
    for (fields, scan) in [(fewer, SCAN), (good, b"%PDF-1.7 another".as_slice())] {
        let reply = send(fields, &[scan]).await;
        assert!((400..500).contains(&reply.status), "{}", reply.status);
    }
    assert_eq!(site.int("select count(*) from paper_step").await, 1);
    sound(&site).await;
}

#[tokio::test]
async fn the_list_of_papers_walks_over_no_more_than_the_open_ones() {
    if crate::support::engine::is_postgres() {
        return; // SQLite's plans are asked; the indexes are the same
    }
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let paper = drawn(&site, &coordinator).await;
    let many = format!(
        "insert into paper (id, code, person_id, round_id, number, versions, statement_sha256, pass_percent, drawn_at,
           ended_at)
         with recursive n(i) as (select 2 union all select i + 1 from n where i < 3000)
         select 'p' || i, 'c' || i, q.person_id, q.round_id, i, q.versions, q.statement_sha256, 80, i, i + 5
         from n join paper q on q.id = '{paper}'"
    );
    site.run(many).await.unwrap();
    let steps = "insert into paper_step (paper_id, number, kind, at)
         select id, 1, 'cancelled', ended_at from paper where ended_at is not null";
    site.run(steps).await.unwrap();
    site.run("analyze").await.unwrap();
    site.alone();
    coordinator.get("/papers").await.is(200);
    site.app.db.record();
    coordinator.get("/papers").await.is(200).says(&site.hen.name);
    let asked = site.app.db.recorded();
    let lists: Vec<_> =
        asked.iter().filter(|one| one.sql.contains("limit 200") || one.sql.contains("limit 50")).collect();
    assert_eq!(lists.len(), 3);
    for one in lists {
        let plan = site.plan(&one.sql).await;
        let large = ["SCAN q", "SCAN s", "SCAN p", "SCAN f"];
        let walks = |line: &&String| {
            let walked = large.iter().any(|start| line.starts_with(start));
            walked && !line.contains("paper_open") && !line.contains("paper_step_work")
        };
        assert_eq!(plan.iter().find(walks), None, "{}: {plan:#?}", one.sql);
        assert!(plan.iter().any(|line| line.contains("paper_open") || line.contains("paper_step_work")), "{plan:#?}");
    }
}
