//! Staff lists brought as files: looked at first, read otherwise when that is chosen, added and changed as one act.

use crate::lists::{add, send};
use crate::support::{Reply, Site, Visitor};
use nep::id::new_id;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use std::time::{Duration, Instant};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/lists/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Sends a file.
pub(crate) async fn upload(visitor: &Visitor, bytes: &[u8]) -> Reply {
    let csrf = visitor.csrf().await.unwrap_or_default();
    let file = Part::bytes(bytes.to_vec()).file_name("danh-sach.xls");
    let form = Form::new().text("csrf", csrf).text("form_key", new_id()).part("file", file);
    visitor.send(visitor.request(Method::POST, "/people/file").multipart(form)).await
}

/// Brings a list; the answer is the address of what was read of it.
pub(crate) async fn bring(visitor: &Visitor, bytes: &[u8]) -> String {
    let reply = upload(visitor, bytes).await.is(303);
    assert!(reply.location.starts_with("/people/lists/"), "{}", reply.location);
    reply.location
}

pub(crate) async fn clean(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert!(nep::verify::ledger(&site.app.db).await.unwrap().is_empty());
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_is_looked_at_read_otherwise_and_added_as_one_act() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = bring(&coordinator, &fixture("danh-sach.ods")).await;
    let page = coordinator.get(&at).await.is(200).says("Có 1 người ở các dòng đang ẩn").says("sẽ thêm 5 người");
    page.says("Khách mời (2 người)").says("Ngày sinh Nam; Ngày sinh Nữ").never_says("1999");
    send(&coordinator, &at, &[("act", "add")]).await.is(422).says_key("list.hidden_first");
    let read = format!("{at}/read");
    let form = coordinator.get(&at).await.form(&read);
    coordinator.fill(&form, &[("hidden", "yes")]).await.goes_to(&at);
    coordinator.get(&at).await.is(200).says("sẽ thêm 6 người");
    add(&coordinator, &at).await;
    let sql = "select f.full_name || '|' || l.body || '|' || f.position || '|' || f.code from profile f
               join label l on l.kind = 'department' and l.thing = f.department_id and l.until_at is null
               where f.code like 'VC%' order by f.code";
    let wanted = [
        "Nguyễn Văn Anh|Phòng Hành chính|Trưởng phòng|VC01",
        "Trần Thị Bé|Phòng Hành chính|Văn thư|VC02",
        "Lê Ẩn|Phòng Hành chính|Lái xe|VC03",
        "Phạm Văn Dũng|Phòng Kỹ thuật|Kỹ sư|VC04",
        "H’Bia Êban|Phòng Kỹ thuật|Kỹ sư|VC05",
        "Hoàng Em|Phòng Kỹ thuật||VC06",
    ];
    assert_eq!(site.texts(sql).await, wanted);
    assert_eq!(site.int("select count(*) from phone_suggestion").await, 5);
    clean(&site).await;
    // The same file again changes nothing.
    let again = bring(&coordinator, &fixture("danh-sach.ods")).await;
    let form = coordinator.get(&again).await.form(&format!("{again}/read"));
    coordinator.fill(&form, &[("hidden", "yes")]).await.goes_to(&again);
    coordinator.get(&again).await.is(200).says("sẽ thêm 0 người").says("Không đổi: 6 người");
    send(&coordinator, &again, &[("act", "add")]).await.is(422).says_key("list.nobody");
    // What was added is taken back as one act, with the numbers that were suggested.
    coordinator.submit(&at, &format!("{at}/undo"), &[]).await.goes_to(&at);
    assert_eq!(site.int("select count(*) from phone_suggestion").await, 0);
    clean(&site).await;
}

#[tokio::test]
async fn people_are_changed_by_their_code_asked_about_by_their_name_and_missed_without_harm() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let first = "Mã;Họ và tên;Phòng;Chức vụ\nM1;Lê Ba;Đội 1;Kỹ sư\n;Lê Tư;Đội 1;Kỹ sư\nM3;Lê Năm;Đội 2;Lái xe\n";
    let at = bring(&coordinator, first.as_bytes()).await;
    add(&coordinator, &at).await;
    let second = "Mã;Họ và tên;Phòng;Chức vụ\nM1;Lê Ba;Đội 2;Đội trưởng\n;Lê Tư;Đội 1;Thủ kho\n";
    let at = bring(&coordinator, second.as_bytes()).await;
    let page = coordinator.get(&at).await.is(200).says("Cập nhật 1 người đã có").says("sẽ thêm 0 người");
    page.says("Đổi Phòng, hiện là “Đội 1”").says("Trùng người đã có trong phòng").says("Vắng trong danh sách");
    let tu = site.text("select person_id from profile where full_name = 'Lê Tư' and until_at is null").await;
    let said = format!("3={tu}");
    send(&coordinator, &at, &[("is", &said), ("act", "save")]).await.goes_to(&at);
    coordinator.get(&at).await.is(200).says("Cập nhật 2 người đã có");
    add(&coordinator, &at).await.is(303);
    let page = coordinator.get(&at).await.is(200).says("Đã cập nhật 2 người");
    assert!(!page.text().contains("/undo\""), "nobody was added");
    let sql = "select f.full_name || '|' || l.body || '|' || f.position || '|' || f.number from profile f
               join label l on l.kind = 'department' and l.thing = f.department_id and l.until_at is null
               where f.full_name in ('Lê Ba', 'Lê Năm', 'Lê Tư') and f.until_at is null order by f.name_key";
    assert_eq!(site.texts(sql).await, ["Lê Ba|Đội 2|Đội trưởng|2", "Lê Năm|Đội 2|Lái xe|1", "Lê Tư|Đội 1|Thủ kho|2"]);
    clean(&site).await;
}

/// The first day at work of somebody, as it is now.
async fn joined(site: &Site, name: &str) -> String {
    site.text(format!("select coalesce(joined_on, '') from profile where full_name = '{name}' and until_at is null"))
        .await
}

#[tokio::test]
async fn the_first_day_at_work_of_a_file_is_shown_kept_and_changed_like_a_department() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let first = "Mã;Họ và tên;Phòng;Ngày sinh;Ngày vào cơ quan\nM1;Lê Ba;Đội 1;1/5/1990;15/02/2024\n\
                 M2;Lê Tư;Đội 1;2/5/1990;31/02/2024\nM3;Lê Năm;Đội 1;;1/1/2099\n";
    let at = bring(&coordinator, first.as_bytes()).await;
    let page = coordinator.get(&at).await.is(200).says("Ngày vào làm: 15/02/2024").never_says("1990");
    let page = page.says("Ô ngày vào làm ghi “31/02/2024” không phải một ngày đọc được, nên không lấy");
    page.says("Dòng 4, cột Ngày vào làm: Ngày này còn hơn một năm nữa mới đến.");
    let line = format!("{at}/lines/4");
    let form = coordinator.get(&line).await.is(200).form(&line);
    assert_eq!(form.value("joined_on"), Some("2099-01-01"));
    coordinator.fill(&form, &[("joined_on", "mai")]).await.is(422).says_key("form.day");
    coordinator.fill(&form, &[("joined_on", "2024-03-01")]).await.goes_to(&format!("{at}#dong-4"));
    add(&coordinator, &at).await;
    assert_eq!(
        [joined(&site, "Lê Ba").await, joined(&site, "Lê Tư").await, joined(&site, "Lê Năm").await],
        ["2024-02-15", "", "2024-03-01"]
    );
    // The same again changes nothing; another day is a change, an empty cell is none.
    let same =
        "Mã;Họ và tên;Phòng;Ngày vào cơ quan\nM1;Lê Ba;Đội 1;15/02/2024\nM2;Lê Tư;Đội 1;\nM3;Lê Năm;Đội 1;1/3/2024\n";
    let at = bring(&coordinator, same.as_bytes()).await;
    coordinator.get(&at).await.is(200).says("Không đổi: 3 người").says("sẽ thêm 0 người");
    send(&coordinator, &at, &[("act", "add")]).await.is(422).says_key("list.nobody");
    let other =
        "Mã;Họ và tên;Phòng;Ngày vào cơ quan\nM1;Lê Ba;Đội 1;16/02/2024\nM2;Lê Tư;Đội 1;1/2/2024\nM3;Lê Năm;Đội 1;\n";
    let at = bring(&coordinator, other.as_bytes()).await;
    let page = coordinator.get(&at).await.is(200).says("Cập nhật 2 người đã có");
    page.says("Đổi Ngày vào làm, hiện là “15/02/2024”").says("Thêm Ngày vào làm, hiện chưa có");
    add(&coordinator, &at).await;
    assert_eq!(
        [joined(&site, "Lê Ba").await, joined(&site, "Lê Tư").await, joined(&site, "Lê Năm").await],
        ["2024-02-16", "2024-02-01", "2024-03-01"]
    );
    clean(&site).await;
}

#[tokio::test]
async fn what_is_no_list_gets_one_sentence_and_nothing_is_kept() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let cases: [(&[u8], &str); 5] = [
        (b"", "list.no_file"),
        (b"%PDF-1.4\n<< /Type /Page /Resources << /Font << >> >> >>", "Tệp này là bản PDF."),
        (&fixture("trang.xls"), "Tệp này là một trang web (HTML)"),
        (&fixture("../docx/luat.docx"), "Tệp này là văn bản Word, không phải bảng tính."),
        ("STT;Họ và tên\n1;\n2;\n".as_bytes(), "list.nobody_in_file"),
    ];
    for (bytes, told) in cases {
        let reply = upload(&coordinator, bytes).await.is(422);
        if told.contains(' ') {
            reply.says(told)
        } else {
            reply.says_key(told)
        };
    }
    assert_eq!(site.int("select count(*) from staff_list_draft").await, 0);
}

#[tokio::test]
async fn the_template_comes_back_with_whoever_was_written_into_it() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let bytes = coordinator.get("/people/template").await.is(200).bytes;
    upload(&coordinator, &bytes).await.is(422).says_key("list.nobody_in_file");
}

#[tokio::test]
async fn two_thousand_people_of_a_file_are_looked_at_in_seconds() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let line = |n: usize| {
        format!("M{n};Trần Văn {}{};Đội {};Kỹ sư\n", "A".repeat(n % 20 + 1), "b".repeat(n / 20 % 50 + 1), n % 30)
    };
    let text = "Mã;Họ và tên;Phòng;Chức vụ\n".to_owned() + &(0..2_000).map(line).collect::<String>();
    let before = Instant::now();
    let at = bring(&coordinator, text.as_bytes()).await;
    coordinator.get(&at).await.is(200).says("Có 2000 người trong danh sách; sẽ thêm 2000 người, thuộc 30 phòng");
    let most = Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 3 });
    assert!(before.elapsed() < most, "{:?}", before.elapsed());
}
