//! The texts word for word, reading, issuing, attaching.

use crate::support::{Reply, Site, Visitor, html};
use nep::id::sha256;
use reqwest::Method;
use reqwest::multipart::Part;

const RULES: &str = "quy-che-nhom-zalo";
const DIGEST: &str = "quyet-dinh-874";

/// The source with its marks removed: each paragraph's words joined by single spaces.
fn source() -> Vec<String> {
    let text = std::fs::read_to_string("tests/fixtures/quyet-dinh-va-quy-che.txt").unwrap();
    let lines = text.lines().map(|line| line.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Every sign in its order, without white space: pages and the source break lines and leave blanks differently.
fn signs(text: &str) -> String {
    nep::text::nfc(text).chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test]
async fn the_whole_text_says_every_sentence_of_the_source_in_its_order() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    for path in [format!("/documents/{RULES}"), format!("/documents/{RULES}/print"), format!("/documents/{RULES}/text")]
    {
        let page = member.get(&path).await.is(200);
        let shown = if path.ends_with("/text") { signs(&page.text()) } else { signs(&page.words()) };
        let mut from = 0;
        for line in source() {
            let wanted = signs(&line);
            let at = shown.get(from..).and_then(|rest| rest.find(&wanted));
            let Some(at) = at else { panic!("{path}: missing or out of order: {line}") };
            from += at + wanted.len();
        }
    }
}

#[tokio::test]
async fn every_clause_page_says_what_the_source_says_there_sentence_for_sentence() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let version = site.app.site().await.unwrap().document(RULES).unwrap().current.clone();
    let whole = signs(&source().concat());
    let mut sentences = 0;
    for clause in version.regulation.clauses() {
        let path = format!("/documents/{RULES}/clauses/{}", clause.id);
        let page = member.get(&path).await.is(200);
        let shown = signs(&page.words());
        for line in clause.lines().iter().flat_map(|lines| lines.lines()) {
            assert!(shown.contains(&signs(line)), "{path} does not say: {line}");
            assert!(whole.contains(&signs(line)), "{path}: not in the source: {line}");
            sentences += 1;
        }
    }
    assert!(sentences >= 60, "{sentences}");
}

#[tokio::test]
async fn clauses_keep_the_numbering_of_the_source() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let page = member.get(&format!("/documents/{RULES}")).await.is(200).text();
    let places: Vec<usize> = ["dieu-1", "dieu-2", "dieu-3", "dieu-4", "dieu-8"]
        .iter()
        .map(|id| page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!page.contains("id=\"dieu-5\""), "Điều 4 is followed by Điều 8");
    member.get(&format!("/documents/{RULES}/clauses/dieu-4.khoan-3.muc-3.2.diem-dd")).await.is(200).says("đ)");
    for wrong in ["dieu-5", "dieu-4.khoan-9", "DIEU-4", "dieu-4..x", "toan-van", "%2e%2e"] {
        member.get(&format!("/documents/{RULES}/clauses/{wrong}")).await.is(404).says("Không tìm thấy trang");
    }
    member.get("/documents/khong-co").await.is(404);
}

#[tokio::test]
async fn the_text_as_served_has_the_hash_that_is_shown() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    for document in [RULES, DIGEST] {
        let bytes = member.get(&format!("/documents/{document}/text")).await.is(200).bytes;
        let hash = sha256(&bytes);
        let stored = format!("select sha256 from version where document_id = '{document}'");
        assert_eq!(site.text(stored).await, hash);
        member.get(&format!("/documents/{document}")).await.is(200).says(&hash);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'));
        assert_eq!(nep::text::nfc(&text), text);
        let leaf = site.leaves("doc.loaded").await.into_iter().find(|leaf| leaf["doc"]["id"] == document).unwrap();
        assert_eq!(leaf["doc"]["sha256"], hash.as_str());
    }
}

#[tokio::test]
async fn the_digest_says_that_it_is_one() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let page = member.get(&format!("/documents/{DIGEST}")).await.is(200);
    page.says("Bản tóm lược để học tập, không thay thế văn bản gốc").says("423/QĐ-BVHTTDL");
}

async fn read(visitor: &Visitor, document: &str, article: &str, hash: &str) -> Reply {
    visitor.post(&format!("/documents/{document}/read"), &[("article", article), ("sha256", hash)]).await
}

#[tokio::test]
async fn reading_goes_on_where_it_stopped_on_any_device_and_twice_is_once() {
    let site = Box::pin(Site::start()).await;
    let phone = site.visit(&site.hen).await;
    phone.get("/").await.is(200).says("Bắt đầu đọc");
    let first = phone.get(&format!("/documents/{RULES}/clauses/quyet-dinh.dieu-1")).await.is(200);
    let form = first.form(&format!("/documents/{RULES}/read"));
    let next = phone.fill(&form, &[]).await.is(303).location;
    assert_eq!(next, format!("/documents/{RULES}/clauses/quyet-dinh.dieu-2"));
    phone.fill(&form, &[]).await.goes_to(&next);
    assert_eq!(site.int("select count(*) from reading").await, 1);
    // Reading is of that person alone.
    assert_eq!(site.state(&site.hen).await, "reading");
    assert_eq!(site.state(&site.moan).await, "not_started");
    // Another device.
    let desk = site.visit(&site.hen).await;
    desk.get(&next).await.is(200);
    let home = desk.get("/").await.is(200).says("Đọc tiếp").says("Đã đọc 1/11 phần");
    assert!(home.text().contains(&next));
    let page = phone.get(&format!("/documents/{RULES}")).await.is(200);
    assert!(page.text().contains(&format!("href=\"{next}\"")), "the way back to where one was");
}

#[tokio::test]
async fn reading_an_older_text_does_not_count() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let before = site.census().await;
    read(&member, RULES, "dieu-4", &"0".repeat(64)).await.is(409).says_key("document.changed");
    read(&member, RULES, "dieu-5", &"0".repeat(64)).await.is(409);
    let hash = site
        .text(format!("select sha256 from version_article where version_id = '{RULES}@1' and article = 'dieu-4'"))
        .await;
    // The right text of another article, or of another document.
    read(&member, RULES, "dieu-3", &hash).await.is(409);
    read(&member, DIGEST, "dieu-4", &hash).await.is(409);
    assert_eq!(site.census().await, before);
    read(&member, RULES, "dieu-4", &hash).await.is(303);
}

#[tokio::test]
async fn search_finds_words_with_and_without_marks() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    for words in ["nói chuyện riêng", "noi chuyen rieng", "NOI CHUYEN RIENG"] {
        let url = format!("/documents/{RULES}?q={}", nep::address::query_value(words));
        let page = member.get(&url).await.is(200);
        assert!(page.text().contains("clauses/dieu-4.khoan-3.muc-3.1"), "{words}");
    }
    let none = member.get(&format!("/documents/{RULES}?q=tr%C3%AD+tu%E1%BB%87+nh%C3%A2n+t%E1%BA%A1o")).await.is(200);
    let found = none.text().matches("muc-3.1\"").count();
    let all = member.get(&format!("/documents/{RULES}")).await.text().matches("muc-3.1\"").count();
    assert_eq!(found, all, "nothing found adds no result");
    let odd = ["%3Cscript%3Ealert(1)%3C/script%3E", "%25", "%27%22", &"a".repeat(500)];
    for query in odd {
        member.get(&format!("/documents/{RULES}?q={query}")).await.is(200).never_says("<script>alert");
    }
}

#[tokio::test]
async fn issuing_fills_in_number_and_day_as_a_new_version_and_readings_stay() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (page, action) = (format!("/documents/{RULES}/manage"), format!("/documents/{RULES}/issue"));
    coordinator.get(&page).await.is(200);

    // Wrong input is kept.
    for (number, day, key) in [
        ("12", "31/2/2026", "form.day"),
        ("số mười hai!", "1/12/2026", "document.number"),
        ("", "1/12/2026", "document.number"),
    ] {
        let reply = coordinator.submit(&page, &action, &[("number", number), ("day", day)]).await.is(422).says_key(key);
        assert_eq!(reply.form(&action).value("number"), Some(number));
        assert_eq!(reply.form(&action).value("day"), Some(day));
    }
    assert_eq!(site.int("select count(*) from version").await, 2);

    coordinator.through(&page, &action, &action, &[("number", "12"), ("day", "1/12/2026")]).await.goes_to(&page);
    let member = site.visit(&site.hen).await;
    let text = member.get(&format!("/documents/{RULES}/text")).await.is(200).text();
    assert!(text.contains("Số: 12/QĐ-IOC"), "{}", text.lines().next().unwrap_or_default());
    assert!(text.contains("ngày 01 tháng 12 năm 2026"));
    member.get(&format!("/documents/{RULES}")).await.says("Số 12/QĐ-IOC ngày 01/12/2026");
    assert_eq!(site.text(format!("select ref_number from version where id = '{RULES}@2'")).await, "12/QĐ-IOC");
    assert_eq!(
        site.int(format!("select count(*) from version where document_id = '{RULES}' and superseded_at is null")).await,
        1
    );
    // The older text is still there, byte for byte, under its own hash.
    let old = member.get(&format!("/documents/{RULES}/text?v=1")).await.is(200);
    assert_eq!(sha256(&old.bytes), site.text(format!("select sha256 from version where id = '{RULES}@1'")).await);
    // What was read counts: the articles are the same.
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
    let leaf = site.leaves("doc.published").await.remove(0);
    assert_eq!(leaf["ref"], "12/QĐ-IOC");
    assert_eq!(leaf["issued_on"], "2026-12-01");
    assert_eq!(leaf["actor"], site.coordinator.actor.as_str());
}

#[tokio::test]
async fn of_two_who_issue_at_once_one_is_told() {
    let site = Box::pin(Site::start()).await;
    let mut tries = tokio::task::JoinSet::new();
    for n in 1..=4 {
        let visitor = site.visit(&site.coordinator).await;
        tries.spawn(async move {
            let number = n.to_string();
            let fields = [("number", number.as_str()), ("day", "1/12/2026")];
            visitor.post(&format!("/documents/{RULES}/issue"), &fields).await.status
        });
    }
    let statuses = tries.join_all().await;
    let issued = statuses.iter().filter(|status| **status == 303).count();
    assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
    let versions = site.int(format!("select count(*) from version where document_id = '{RULES}'")).await;
    assert_eq!(versions, i64::try_from(issued).unwrap() + 1);
    assert_eq!(
        site.int(format!("select count(*) from version where document_id = '{RULES}' and superseded_at is null")).await,
        1
    );
}

#[tokio::test]
async fn issuing_and_attaching_ask_for_the_password_again() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(11);
    let action = format!("/documents/{RULES}/issue");
    let fields = [("number", "12"), ("day", "1/12/2026")];
    coordinator.post(&action, &[fields[0], fields[1], ("password", "")]).await.is(422).says_key("password.again");
    attach(&coordinator, RULES, "van-ban.pdf", b"%PDF-1.7 x", &[("password", "")])
        .await
        .is(422)
        .says_key("password.again");
    let wrong = [fields[0], fields[1], ("password", "không phải")];
    coordinator.post(&action, &wrong).await.is(422).says_key("password.wrong");
    assert_eq!(site.int("select count(*) from version").await, 2);
    let right = [fields[0], fields[1], ("password", crate::support::PASSWORD)];
    coordinator.post(&action, &right).await.is(303);
}

async fn attach(visitor: &Visitor, document: &str, name: &str, bytes: &[u8], more: &[(&'static str, &str)]) -> Reply {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let mut form = visitor.attaching(document, part).await;
    for (name, value) in more {
        form = form.text(*name, (*value).to_owned());
    }
    visitor.send(visitor.request(Method::POST, &format!("/documents/{document}/attach")).multipart(form)).await
}

#[tokio::test]
async fn an_attached_pdf_is_what_people_read_with_its_own_hash() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let bytes = [b"%PDF-1.7\n".as_slice(), &[0, 255, 13, 10, 200].repeat(30_000)].concat();
    attach(&coordinator, DIGEST, "../QĐ 874 \"ký\".pdf", &bytes, &[])
        .await
        .goes_to(&format!("/documents/{DIGEST}/manage"));
    coordinator.get(&format!("/documents/{DIGEST}/manage")).await.is(200).says(&sha256(&bytes));

    let member = site.visit(&site.hen).await;
    let file = member.get(&format!("/documents/{DIGEST}/file")).await.is(200);
    assert_eq!(file.bytes, bytes);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(site.text(format!("select sha256 from version where id = '{DIGEST}@2'")).await, sha256(&bytes));
    let name = site.text("select file_name from attachment").await;
    assert!(!name.contains('/') && !name.contains('"'), "{name}");
    // Reading the digest does not stand for reading the official text.
    assert_eq!(site.state(&site.hen).await, "reading");
    member.get(&format!("/documents/{DIGEST}/clauses/toan-van")).await.is(200);
    read(&member, DIGEST, "toan-van", &sha256(&bytes)).await.is(303);
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
}

#[tokio::test]
async fn the_signed_scan_keeps_number_and_day_and_no_text_is_issued_over_it() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let issue = format!("/documents/{RULES}/issue");
    coordinator.post(&issue, &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    attach(&coordinator, RULES, "ky.pdf", b"%PDF-1.7 ky", &[]).await.is(303);
    let member = site.visit(&site.hen).await;
    let page = member.get(&format!("/documents/{RULES}/print")).await.is(200);
    page.says("Số: 12/QĐ-IOC");
    coordinator.post(&issue, &[("number", "13"), ("day", "2/12/2026")]).await.is(409).says_key("document.no_blanks");
    let current = format!("select kind from version where document_id = '{RULES}' and superseded_at is null");
    assert_eq!(site.text(current).await, "pdf");
    coordinator.get(&format!("/documents/{RULES}/manage")).await.is(200).never_says(&issue);
}

#[tokio::test]
async fn a_marked_text_in_the_place_of_a_digest_becomes_clauses() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text =
        "### Điều 1. Phạm vi\n\n1. Khoản thứ nhất.\n\n2. Khoản thứ hai.\n\n### Điều 2. Hiệu lực\n\nTừ ngày ký.\n";
    let page = coordinator.brings(DIGEST, Part::bytes(text.as_bytes()).file_name("874.md")).await.is(200);
    coordinator.uses(&page, &[], None).await.goes_to(&format!("/documents/{DIGEST}/manage"));
    let member = site.visit(&site.hen).await;
    member.get(&format!("/documents/{DIGEST}/clauses/dieu-1.khoan-2")).await.is(200).says("Khoản thứ hai.");
    let page = member.get(&format!("/documents/{DIGEST}")).await.is(200);
    page.never_says("Bản tóm lược để học tập");
    assert_eq!(site.text(format!("select kind from version where id = '{DIGEST}@2'")).await, "text");
}

#[tokio::test]
async fn a_file_that_is_no_text_is_refused_and_nothing_changes() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let before = site.census().await;
    attach(&coordinator, DIGEST, "x.pdf", b"", &[]).await.is(422).says("Vui lòng chọn tệp.");
    attach(&coordinator, DIGEST, "x.docx", b"PK\x03\x04", &[]).await.is(422).says("Thay nội dung");
    let bad: [(&[u8], &str); 4] = [
        (b"", "Vui lòng chọn tệp hoặc dán"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "Tệp này bị hỏng"),
        ("### Điều 1\n\nẩn \u{202e}ngược".as_bytes(), "ký tự điều khiển"),
        (&[0xff, 0xfe, 0x00], "không ở dạng UTF-8"),
    ];
    for (bytes, sentence) in bad {
        coordinator.brings(DIGEST, Part::bytes(bytes.to_vec()).file_name("x.md")).await.is(422).says(sentence);
    }
    attach(&coordinator, DIGEST, "x.md", b"%PDF-", &[("unknown", "1")]).await.is(400).says_key("form.unknown_field");
    attach(&coordinator, "khong-co", "x.pdf", b"%PDF-", &[]).await.is(404);
    let large = vec![b'x'; 21 * 1024 * 1024];
    let reply = attach(&coordinator, DIGEST, "x.pdf", &large, &[]).await;
    assert!([400, 413, 422].contains(&reply.status), "{}", reply.status);
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn the_banner_is_hc_dvs_own_until_it_is_given_back() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (page, action) = (format!("/documents/{DIGEST}/manage"), format!("/documents/{DIGEST}/banner"));
    let words = "Văn bản này <b>sắp</b> được thay thế.";
    coordinator.submit(&page, &action, &[("banner", words)]).await.goes_to(&page);
    let member = site.visit(&site.hen).await;
    let shown = member.get(&format!("/documents/{DIGEST}")).await.is(200);
    assert!(shown.text().contains("&#60;b&#62;sắp") || shown.text().contains("&lt;b&gt;sắp"), "escaped");
    coordinator.post(&action, &[("banner", &"x".repeat(1001))]).await.is(422).says_key("form.too_long");
    coordinator.post(&action, &[("banner", words), ("reset", "1")]).await.is(303);
    member.get(&format!("/documents/{DIGEST}")).await.is(200).says("423/QĐ-BVHTTDL").never_says("sắp</b>");
}

#[tokio::test]
async fn doubtful_points_of_the_source_are_shown_to_hc_dv_and_never_to_members() {
    let site = Box::pin(Site::start()).await;
    let points = site.app.library.review(RULES);
    assert!(!points.is_empty());
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get(&format!("/documents/{RULES}/manage")).await.is(200);
    for point in points {
        assert!(page.words().contains(&html::words(&point.title)), "{}", point.title);
    }
    site.visit(&site.hen).await.get(&format!("/documents/{RULES}")).await.is(200).never_says(&points[0].title);
}

#[tokio::test]
async fn who_adopts_over_a_text_that_is_no_longer_in_use_is_told() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let waits = format!(
        "insert into version (id, document_id, number, kind, title, short_title, file, ref_number, sha256, body_sha256, loaded_at)
         select '{DIGEST}@2', document_id, 2, kind, title, short_title, '2.md', '', sha256, body_sha256, loaded_at
         from version where id = '{DIGEST}@1'"
    );
    site.run(waits).await.unwrap();
    attach(&coordinator, DIGEST, "874.pdf", b"%PDF-1.7 moi", &[]).await.is(303);
    let adopt = format!("/documents/{DIGEST}/adopt");
    let seen = format!("{DIGEST}@1");
    let fields = [("version", "2"), ("seen", seen.as_str())];
    coordinator.post(&adopt, &fields).await.is(409).says_key("document.superseded");
    coordinator.post(&adopt, &[("version", "9"), fields[1]]).await.is(404);
    assert_eq!(
        site.int(format!("select count(*) from version where id = '{DIGEST}@2' and in_force_at is not null")).await,
        0
    );
}

#[tokio::test]
async fn a_draft_says_so_on_every_page_of_its_paper_and_an_issued_text_never() {
    let site = Box::pin(Site::start()).await;
    site.run("delete from setting where name = 'org.parent'").await.unwrap();
    let member = site.visit(&site.hen).await;
    let print = format!("/documents/{RULES}/print");
    let draft = member.get(&print).await.is(200).says("BẢN DỰ THẢO, CHƯA CÓ SỐ VÀ NGÀY").text();
    assert!(draft.contains("class=\"running draft\"") && draft.contains("class=\"across\""));
    assert!(draft.contains("<p class=\"agency\">Trung tâm Giám sát,") && !draft.contains("class=\"parent\""));
    let coordinator = site.visit(&site.coordinator).await;
    let issue = format!("/documents/{RULES}/issue");
    coordinator.post(&issue, &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let admin = site.visit(&site.admin).await;
    let form = admin.get("/settings").await.is(200).form("/settings");
    admin.fill(&form, &[("org.parent", "UBND tỉnh Đắk Lắk")]).await.is(303);
    let paper = member.get(&print).await.is(200).says("Số: 12/QĐ-IOC").says("Đắk Lắk, ngày 01 tháng 12 năm 2026");
    let paper = paper.never_says("DỰ THẢO").text();
    assert!(paper.contains("<p class=\"parent\">UBND tỉnh Đắk Lắk</p>"));
    assert!(!paper.contains("running") && !paper.contains("across"));
    // Of another issuer only what the head of its text says.
    let digest = member.get(&format!("/documents/{DIGEST}/print")).await.is(200);
    digest.says("Bản tóm lược để học tập").never_says("UBND tỉnh Đắk Lắk");
}
