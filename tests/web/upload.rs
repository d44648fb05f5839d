//! A new document: brought as a file or pasted, looked at beside its source, corrected, used.

use crate::office::build::{docx, p, tbl, tr};
use crate::office::old_word;
use crate::support::{Reply, Site, Visitor};
use nep::documents::library::Library;
use nep::id::new_id;
use nep::text::say_with;
use reqwest::Method;
use reqwest::multipart::{Form, Part};

const NEW: &str = "/documents/new";
const USE: &str = "/documents/new/use";

/// The rules of an office as Word has them.
fn rules() -> Vec<u8> {
    let lines = ["NỘI QUY CƠ QUAN", "Điều 1. Giờ làm việc", "1. Buổi sáng từ 7 giờ.", "2. Buổi chiều từ 13 giờ 30."];
    let body: String = lines.into_iter().map(p).collect();
    let table = tbl(2, &[tr(&["Phòng", "Trực"]), tr(&["A", "B"])].concat());
    docx(&format!("{body}{}{}{table}", p("Điều 2. Trực cơ quan"), p("Lịch trực như sau:"))).bytes()
}

async fn send(visitor: &Visitor, path: &str, fields: &[(String, String)], file: Option<(&str, Vec<u8>)>) -> Reply {
    let mut form = Form::new().text("csrf", visitor.csrf().await.unwrap_or_default());
    for (name, value) in fields.iter().filter(|field| field.0 != "csrf") {
        form = form.text(name.clone(), value.clone());
    }
    if let Some((name, bytes)) = file {
        form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
    }
    visitor.send(visitor.request(Method::POST, path).multipart(form)).await
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let keyed = [("form_key".to_owned(), new_id())];
    keyed.into_iter().chain(fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))).collect()
}

async fn brings(visitor: &Visitor, fields: &[(&str, &str)], file: Option<(&str, Vec<u8>)>) -> Reply {
    send(visitor, NEW, &owned(fields), file).await
}

async fn press(visitor: &Visitor, page: &Reply, path: &str, change: &[(&str, &str)]) -> Reply {
    send(visitor, path, &page.form(NEW).with(change), None).await
}

fn text(page: &Reply) -> String {
    page.form(NEW).value("text").unwrap_or_default().trim().to_owned()
}

#[tokio::test]
async fn a_docx_is_brought_looked_at_used_and_read() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/documents").await.is(200).says("Thêm văn bản");
    coordinator.get(NEW).await.is(200).says("Tệp Word (.docx)");
    let before = site.census().await;
    let titles = [("short_title", "Nội quy"), ("number", "12/QĐ-ABC"), ("day", "07/9/2026")];
    let page = brings(&coordinator, &titles, Some(("noi-quy.docx", rules()))).await.is(200);
    let page = page.says("2 điều").says("2 khoản").says("1 bảng").says("Không chữ nào bị mất").says("dieu-1.khoan-2");
    let page = page.says("1 bảng trong Điều 2").says("Tên văn bản");
    assert_eq!(page.form(NEW).value("title"), Some("NỘI QUY CƠ QUAN"), "the text names itself");
    assert_eq!(site.census().await, before, "a look stores nothing");

    let manage =
        press(&coordinator, &page, USE, &[("title", "Nội quy cơ quan")]).await.goes_to("/documents/noi-quy/manage");
    let told = coordinator.follow(manage).await.is(200).says("Đã thêm văn bản").says("Chưa nằm trong đợt nào");
    told.says("Số 12/QĐ-ABC ngày 07/9/2026");
    let member = site.visit(&site.hen).await;
    member.get("/documents").await.is(200).says("Nội quy cơ quan");
    member.get("/documents/noi-quy").await.is(200).says("Buổi chiều từ 13 giờ 30.");
    member.get("/documents/noi-quy/clauses/dieu-1.khoan-2").await.is(200).says("Buổi chiều");
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
    let differences: Vec<_> = nep::verify::compare(&site.app, 0).await.unwrap().found.list.into_iter().collect();
    assert!(differences.is_empty(), "{differences:?}");
}

#[tokio::test]
async fn pasted_text_is_taken_with_its_signs() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let pasted = "Điều 1. Phạm vi\r\n1. Dùng dấu # và ** như chữ thường.\r\n2. Hết.";
    let page = brings(&coordinator, &[("title", "Quy định A"), ("pasted", pasted)], None).await.is(200);
    let page = page.says("1 điều, 2 khoản").says("Dùng dấu # và ** như chữ thường.");
    press(&coordinator, &page, USE, &[]).await.goes_to("/documents/quy-dinh-a/manage");
    let member = site.visit(&site.hen).await;
    member.get("/documents/quy-dinh-a/clauses/dieu-1.khoan-1").await.is(200).says("Dùng dấu # và ** như chữ thường.");
}

#[tokio::test]
async fn marked_and_plain_files_are_taken_and_a_head_fills_the_form() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let marked = "+++\ntitle = \"Quy chế B\"\nissuer = \"Sở B\"\n+++\n\n### Điều 1. **Phạm vi**\n\nLời.\n";
    let page = brings(&coordinator, &[], Some(("b.md", marked.into()))).await.is(200).says("1 điều");
    let form = page.form(NEW);
    assert_eq!((form.value("title"), form.value("issuer")), (Some("Quy chế B"), Some("Sở B")));
    let drawn = coordinator.get(NEW).await.is(200).form(NEW);
    let fields = drawn.with(&[("short_title", "B")]);
    let page = send(&coordinator, NEW, &fields, Some(("b.md", marked.into()))).await.is(200);
    assert_eq!(page.form(NEW).value("issuer"), Some("Sở B"), "the file knows better than what the form suggests");
    let plain = "Điều 1. Phạm vi\nLời ** thường.";
    brings(&coordinator, &[], Some(("b.TXT", plain.into()))).await.is(200).says("Lời ** thường.");
    let broken = "+++\ntitle = hỏng\n+++\nĐiều 1.";
    brings(&coordinator, &[], Some(("b.md", broken.into()))).await.is(422).says("Phần đầu của tệp");
}

#[tokio::test]
async fn a_level_is_corrected_by_a_tap_and_taken_back() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let pasted = "QUY ĐỊNH\n\nGiờ giấc\n\nĐến đúng giờ.\n\nTrang phục\n\nGọn gàng.";
    let page = brings(&coordinator, &[("title", "Quy định"), ("pasted", pasted)], None).await.is(200);
    let page = page.says("Không có gì để đọc").never_says("formaction=\"/documents/new/use\"");
    press(&coordinator, &page, USE, &[]).await.is(422).says_key("upload.no_reading");
    let original = text(&page);
    let chosen = press(&coordinator, &page, NEW, &[("open", "3")]).await.is(200).says("Để phần mềm tự nhận");
    let chosen = press(&coordinator, &chosen, NEW, &[("level", "dieu@3")]).await.is(200).says("1 điều");
    assert!(text(&chosen).contains("Giờ giấc {.dieu}"), "{}", text(&chosen));
    let back = press(&coordinator, &chosen, NEW, &[("level", "@3")]).await.is(200);
    assert_eq!(text(&back), original);
    press(&coordinator, &chosen, USE, &[]).await.goes_to("/documents/quy-dinh/manage");
    site.visit(&site.hen).await.get("/documents/quy-dinh").await.is(200).says("Giờ giấc").never_says("{.dieu}");
    press(&coordinator, &page, NEW, &[("level", "vua@3")]).await.is(400);
}

#[tokio::test]
async fn a_file_of_another_kind_is_refused_at_its_field_and_the_form_is_kept() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let before = site.census().await;
    for (name, bytes, sentence) in [
        ("quy-che.docx", b"%PDF-1.4\n".to_vec(), "Tệp này là bản PDF"),
        ("quy-che.docx", old_word(), "văn bản Word kiểu cũ (.doc)"),
        ("quy-che.docx", "Điều 1. Phạm vi".into(), "Tệp này chỉ là chữ thuần"),
        ("quy-che.md", b"\xD0i\xEA\xCCu 1. Ph\xF2am vi".to_vec(), "không ở dạng UTF-8"),
        ("quy-che.md", "Điều 1. \u{202e}ngược".into(), "ký tự điều khiển"),
    ] {
        let reply = brings(&coordinator, &[("title", "Quy chế C")], Some((name, bytes))).await.is(422).says(sentence);
        crate::forms::at_field(&reply, "file");
        assert_eq!(reply.form(NEW).value("title"), Some("Quy chế C"));
    }
    let reply = brings(&coordinator, &[("title", "C"), ("pasted", "Điều 1.")], Some(("c.docx", rules()))).await.is(422);
    crate::forms::at_field(&reply, "pasted");
    crate::forms::at_field(&brings(&coordinator, &[("title", "C")], None).await.is(422), "file");
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn what_is_wrong_with_the_fields_is_said_there_with_the_text_kept() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = brings(&coordinator, &[("title", "D"), ("pasted", "Điều 1. Phạm vi")], None).await.is(200);
    for (field, change) in [
        ("title", vec![("title", " ")]),
        ("title", vec![("title", "ơ".repeat(301).leak() as &str)]),
        ("day", vec![("number", "1/QĐ")]),
        ("day", vec![("number", "1/QĐ"), ("day", "30/2/2026")]),
        ("number", vec![("day", "1/2/2026")]),
    ] {
        let reply = press(&coordinator, &page, USE, &change).await.is(422);
        crate::forms::at_field(&reply, field);
        assert_eq!(text(&reply), text(&page));
    }
    assert_eq!(site.int("select count(*) from document where id = 'd'").await, 0);
}

#[tokio::test]
async fn twice_is_one_document_and_another_of_its_name_is_numbered() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("title", "Quy chế E"), ("pasted", "Điều 1. Phạm vi")];
    let page = brings(&coordinator, &fields, None).await.is(200);
    for _ in 0..2 {
        press(&coordinator, &page, USE, &[]).await.goes_to("/documents/quy-che-e/manage");
    }
    press(&coordinator, &page, USE, &[("title", "Quy chế F")]).await.is(400);
    let page = brings(&coordinator, &fields, None).await.is(200);
    press(&coordinator, &page, USE, &[]).await.goes_to("/documents/quy-che-e-2/manage");
    let page = brings(&coordinator, &[("title", "New"), fields[1]], None).await.is(200);
    press(&coordinator, &page, USE, &[]).await.goes_to("/documents/new-2/manage");
}

#[tokio::test]
async fn a_stranger_a_member_and_a_coordinator_of_one_group_are_refused() {
    let site = Box::pin(Site::start()).await;
    let before = site.census().await;
    let member = site.visit(&site.hen).await;
    let fields = [("title", "G"), ("pasted", "Điều 1. Phạm vi"), ("text", "Điều 1. Phạm vi")];
    for path in [NEW, USE] {
        send(&site.stranger(), path, &owned(&fields), None).await.is(401);
        send(&member, path, &owned(&fields), None).await.is(403);
    }
    member.get(NEW).await.is(403);
    member.get("/documents").await.is(200).never_says("/documents/new");
    assert_eq!(site.census().await, before);
    let group = site.text("select group_id from round").await;
    let narrowed = format!("update role_grant set scope = 'group', scope_id = '{group}' where role = 'coordinator'");
    site.run(narrowed).await.unwrap();
    let of_one = site.visit(&site.coordinator).await;
    of_one.get(NEW).await.is(403);
    send(&of_one, USE, &owned(&fields), None).await.is(403);
}

fn part(name: &str, bytes: Vec<u8>) -> Part {
    Part::bytes(bytes).file_name(name.to_owned())
}

const DIGEST: &str = "quyet-dinh-874";

#[tokio::test]
async fn a_docx_takes_the_place_of_a_text_after_a_look_and_is_kept_as_it_came() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let reply =
        coordinator.brings(DIGEST, part("x.docx", old_word())).await.is(422).says("văn bản Word kiểu cũ (.doc)");
    crate::forms::at_field(&reply, "file");
    let before = site.census().await;
    let at = format!("/documents/{DIGEST}/replace");
    coordinator.get(&format!("/documents/{DIGEST}/manage")).await.is(200).says("Thay nội dung");
    coordinator.get(&at).await.is(200).says("chưa có gì được lưu");
    let page = coordinator.brings(DIGEST, part("x.docx", rules())).await.is(200);
    let page =
        page.says("2 điều").says("Không chữ nào bị mất").says("2 phần mới: Điều 1, Điều 2. 3 phần không còn: Điều 3,");
    let titled = page.form(&at).value("title").unwrap_or_default().to_owned();
    assert_eq!(titled, site.text(format!("select title from version where document_id = '{DIGEST}'")).await);
    assert_eq!(site.census().await, before, "a look stores nothing");

    let none = coordinator.uses(&page, &[("password", "")], None).await.is(422);
    crate::forms::at_field(&none.says_key("password.again"), "password");
    let again = coordinator.uses(&page, &[("password", "sai")], Some(part("x.docx", rules()))).await.is(422);
    again.says_key("password.wrong").says_key("upload.original_again");
    let lost = coordinator.uses(&page, &[("title", " ")], None).await.is(422);
    crate::forms::at_field(&lost, "title");
    let other = coordinator.uses(&page, &[], Some(part("x.docx", old_word()))).await.is(422);
    crate::forms::at_field(&other, "original");
    assert_eq!(site.int(format!("select count(*) from version where document_id = '{DIGEST}'")).await, 1);

    for _ in 0..2 {
        let done = coordinator.uses(&page, &[], Some(part("x.docx", rules()))).await;
        coordinator.follow(done.goes_to(&format!("/documents/{DIGEST}/manage"))).await.says("Đã thay nội dung");
    }
    assert_eq!(site.int(format!("select count(*) from version where document_id = '{DIGEST}'")).await, 2);
    coordinator.uses(&page, &[("text", "Điều 1. Khác")], None).await.is(400);
    let member = site.visit(&site.hen).await;
    member.get(&format!("/documents/{DIGEST}/clauses/dieu-1.khoan-1")).await.is(200).says("Buổi sáng từ 7 giờ.");
    let file = member.get(&format!("/documents/{DIGEST}/file")).await.is(200);
    assert_eq!(file.bytes, rules());
    assert!(file.header("content-type").ends_with("wordprocessingml.document"), "{}", file.header("content-type"));
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
    let found: Vec<_> = nep::verify::compare(&site.app, 0).await.unwrap().found.list.into_iter().collect();
    assert!(found.is_empty(), "{found:?}");
    let same = coordinator.brings(DIGEST, part("x.docx", rules())).await.is(200);
    same.says_key("upload.same_words").never_says("được mời xác nhận lại");
}

#[tokio::test]
async fn a_file_beside_a_text_that_is_changed_behind_it_is_found() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.brings(DIGEST, part("x.docx", rules())).await.is(200);
    coordinator.uses(&page, &[], Some(part("x.docx", rules()))).await.is(303);
    site.run(format!("update attachment set sha256 = '{}'", "0".repeat(64))).await.unwrap();
    let found = nep::verify::compare(&site.app, 0).await.unwrap().found.list;
    assert_eq!(found.len(), 2, "{found:?}");
}

#[tokio::test]
async fn a_text_that_came_into_force_meanwhile_is_not_replaced() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let first = coordinator.brings(DIGEST, part("a.txt", "Điều 1. Một".into())).await.is(200);
    let second = coordinator.brings(DIGEST, part("a.txt", "Điều 1. Hai".into())).await.is(200);
    coordinator.uses(&first, &[], None).await.is(303);
    coordinator.uses(&second, &[], None).await.is(409).says_key("document.superseded");
}

#[tokio::test]
async fn a_text_without_the_clauses_of_its_statement_is_told_at_the_look_and_refused() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let rules_of_the_group = "quy-che-nhom-zalo";
    let page = coordinator.brings(rules_of_the_group, part("a.txt", "Điều 1. Một".into())).await.is(200);
    let page = page.says("Chưa dùng được: Bản cam kết").never_says("Thay văn bản đang dùng");
    let reply = coordinator.uses(&page, &[], None).await.is(422).says("Bản cam kết của văn bản này nêu điều khoản");
    crate::forms::at_field(&reply, "text");
}

#[tokio::test]
async fn questions_about_clauses_that_went_are_told_at_the_look_and_asked_no_more() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let source = site.app.site().await.unwrap().document(DIGEST).unwrap().current.source.clone();
    let left: String =
        source.split_inclusive('\n').filter(|line| !line.starts_with("3. ") && !line.contains(".y-3\"")).collect();
    let page = coordinator.brings(DIGEST, part("a.md", left.into_bytes())).await.is(200);
    let bank = Library::load(None).unwrap().bank(DIGEST).unwrap().clone();
    let gone = bank.questions.iter().filter(|one| one.clauses.iter().any(|id| id.as_str().ends_with(".y-3"))).count();
    assert!(gone > 3, "the bank asks about it");
    let page = page.says(&say_with("upload.unasked", &[("so", &gone.to_string())]));
    coordinator.uses(&page, &[], None).await.is(303);
    let now = site.app.site().await.unwrap();
    let of = now.open_rounds().flat_map(|round| &round.asks.versions).find(|one| one.document_id == DIGEST).unwrap();
    assert_eq!(of.gone.len(), gone, "the round asks the new text");
}

#[tokio::test]
async fn a_text_with_blanks_takes_no_number_and_is_a_draft_again() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let rules_of_the_group = "quy-che-nhom-zalo";
    let issue = format!("/documents/{rules_of_the_group}/issue");
    coordinator.post(&issue, &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let source =
        site.text(format!("select source from version_text where version_id = '{rules_of_the_group}@1'")).await;
    let page = coordinator.brings(rules_of_the_group, part("a.md", source.into_bytes())).await.is(200);
    let at = format!("/documents/{rules_of_the_group}/replace");
    assert_eq!(page.form(&at).value("number"), Some(""));
    let reply = coordinator.uses(&page, &[("number", "13/QĐ-IOC"), ("day", "1/12/2026")], None).await.is(422);
    crate::forms::at_field(&reply.says_key("upload.number_blanks"), "number");
    coordinator.uses(&page, &[], None).await.is(303);
    coordinator
        .get(&format!("/documents/{rules_of_the_group}/manage"))
        .await
        .is(200)
        .says("Ghi nhận số, ngày ban hành");
}

#[tokio::test]
async fn a_signed_pdf_is_kept_beside_a_new_document() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = brings(&coordinator, &[("title", "Nội quy"), ("pasted", "Điều 1. Phạm vi")], None).await.is(200);
    coordinator.uses(&page, &[], Some(part("ky.pdf", b"%PDF-1.7 ky".to_vec()))).await.is(303);
    let member = site.visit(&site.hen).await;
    assert_eq!(member.get("/documents/noi-quy/file").await.is(200).bytes, b"%PDF-1.7 ky");
    member.get("/documents/noi-quy").await.is(200).says("Phạm vi").says("Tệp gốc");
    let found: Vec<_> = nep::verify::compare(&site.app, 0).await.unwrap().found.list.into_iter().collect();
    assert!(found.is_empty(), "{found:?}");
}
