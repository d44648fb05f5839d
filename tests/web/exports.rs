//! Exports: what is asked before one is given, what is recorded of it, and that no spreadsheet runs it.

use crate::support::{PASSWORD, Reply, Site, Visitor};
use nep::id::new_id;
use reqwest::Method;
use std::collections::BTreeMap;
use std::process::Command;

/// Asks for a file, as the form of the page does; the answer leads to it.
pub(crate) async fn ask(visitor: &Visitor, filter: &[(&str, &str)], form: &str) -> Reply {
    let key = new_id();
    let mut fields = filter.to_vec();
    fields.extend([("form", form), ("why", "đối chiếu danh sách"), ("form_key", key.as_str())]);
    visitor.post("/tracking/exports", &fields).await
}

/// The file.
pub(crate) async fn export(visitor: &Visitor, filter: &[(&str, &str)], form: &str) -> Reply {
    let reply = ask(visitor, filter, form).await.is(303);
    assert!(reply.location.starts_with("/tracking/exports/"), "{}", reply.location);
    visitor.get(&format!("{}/file", reply.location)).await
}
/// With phone numbers and Zalo names.
const WITH: [(&str, &str); 3] = [("contacts", "1"), ("contacts_why", "thêm vào nhóm"), ("password", PASSWORD)];

/// A person whose every field a spreadsheet would run.
async fn dangerous(site: &Site) {
    site.submitted(&site.hen, "0912345678").await;
    let sql = format!(
        "update profile set position = '=cmd|'' /C calc''!A0', code = '+1+1', full_name = '@SUM(A1)'
         where until_at is null and person_id = '{}'",
        site.hen.id
    );
    site.run(sql).await.unwrap();
    site.run("update contact set zalo_name = '-2+3'".to_owned()).await.unwrap();
}

#[tokio::test]
async fn the_csv_is_utf8_with_days_and_text_and_nothing_in_it_is_a_formula() {
    let site = Box::pin(Site::start()).await;
    dangerous(&site).await;
    let leader = site.visit(&site.leader).await;
    let reply = export(&leader, &WITH, "csv").await.is(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert!(reply.header("content-disposition").contains("filename=\"theo-doi-2026-11-24.csv\""));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let text = reply.text();
    assert!(text.starts_with('\u{feff}'));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 17);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    let hen = rows.iter().find(|row| row.iter().any(|cell| cell.contains("SUM"))).unwrap();
    assert!(hen.iter().any(|cell| cell == "'=cmd|' /C calc'!A0"));
    assert!(hen.iter().any(|cell| cell == "0912 345 678"));
    assert!(hen.iter().filter(|cell| *cell == "24/11/2026").count() >= 2);
    let leaf = site.leaves("export.made").await.remove(0);
    let subject = leaf["subject"].as_str().unwrap();
    assert!(subject.ends_with("&contacts=1&form=csv&rows=8"), "{subject}");
    // What is exported is what was on the screen, and what was searched for does not enter the ledger.
    export(&leader, &[("q", "moan")], "csv").await.is(200).says("Y Moan Ênuôl").never_says("Ngọc");
    let leaf = site.leaves("export.made").await.remove(1);
    assert!(leaf["subject"].as_str().unwrap().ends_with("&form=csv&rows=1"));
    assert!(!leaf.to_string().contains("moan") && !leaf.to_string().contains("danh sách"));
}

/// The sheets of the workbook as LibreOffice reads them, by name: each cell as it is shown, and formulas as formulas.
fn read_back(bytes: &[u8]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true,false,-1",
            "--outdir",
        ])
        .arg(folder.path())
        .arg(&file)
        .output()
        .expect("soffice: apt-get install libreoffice-calc");
    let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let sheet = |path: std::path::PathBuf| {
        let name = path.file_stem()?.to_str()?.strip_prefix("so-")?.to_owned();
        Some((name, std::fs::read_to_string(&path).unwrap()))
    };
    let sheets: BTreeMap<_, _> = files.filter_map(sheet).collect();
    assert!(!sheets.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    sheets
}

#[expect(clippy::disallowed_methods, reason = "one workbook, read once")]
async fn sheets(reply: Reply) -> BTreeMap<String, String> {
    tokio::task::spawn_blocking(move || read_back(&reply.bytes)).await.unwrap()
}

#[tokio::test]
async fn the_workbook_opens_in_libreoffice_with_dates_as_dates_and_phones_as_text() {
    let site = Box::pin(Site::start()).await;
    dangerous(&site).await;
    let leader = site.visit(&site.leader).await;
    let reply = export(&leader, &WITH, "xlsx").await.is(200);
    assert!(reply.header("content-disposition").contains("theo-doi-2026-11-24.xlsx"));
    let sheets = sheets(reply).await;
    let text = &sheets["Danh sách"];
    let rows: Vec<&str> = text.lines().collect();
    assert!(text.contains("Họ và tên") && text.contains("Y Moan Ênuôl"), "{text}");
    let hen = rows.iter().find(|row| row.contains("SUM")).unwrap();
    for cell in ["@SUM(A1)", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "0912 345 678", "24/11/2026"] {
        assert!(hen.contains(cell), "{cell}: {hen}");
    }
    for text in sheets.values() {
        assert!(!text.contains("Err:") && !text.contains("#NAME"), "a formula ran");
    }
}

#[tokio::test]
async fn the_workbook_has_a_list_to_print_and_sign_and_the_counts_by_department() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    let sheets = sheets(export(&leader, &[], "xlsx").await.is(200)).await;
    assert_eq!(sheets.keys().collect::<Vec<_>>(), ["Danh sách", "In báo cáo", "Tổng hợp theo phòng"]);
    let (report, summary) = (&sheets["In báo cáo"], &sheets["Tổng hợp theo phòng"]);
    for text in [report, summary] {
        for words in ["TRUNG TÂM GIÁM SÁT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Đắk Lắk, ngày 24 tháng 11 năm 2026"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.contains("NGƯỜI LẬP") && text.contains("ĐẠI DIỆN PHÒNG HÀNH CHÍNH – DỊCH VỤ"), "{text}");
    }
    assert!(report.contains("STT,Họ và tên,Phòng,Tình trạng,Ngày cam kết,Ký xác nhận"), "{report}");
    assert!(report.contains("H’Hen Niê,Phòng Kỹ thuật,Chờ duyệt,24/11/2026,"), "{report}");
    assert!(report.contains("Danh sách có 8 người./."), "{report}");
    let heading = "STT,Phòng,Tổng số,Đã đọc,Đạt,Đã cam kết,Đã duyệt,Đã vào nhóm,Tỷ lệ,Quá hạn";
    assert!(summary.contains(heading) && summary.contains("Tổng cộng,8,1,1,1,0,0,"), "{summary}");
    for (name, text) in &sheets {
        assert!(!text.contains("0912") && !text.contains("Zalo"), "{name}: {text}");
    }
}

#[tokio::test]
async fn numbers_and_zalo_names_need_a_reason_of_their_own_and_the_password_of_this_very_form() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await; // the password was given just now
    let [ticked, why, _] = WITH;
    let plain = export(&leader, &[], "csv").await.is(200).says("H’Hen Niê").never_says("0912").never_says("Zalo");
    assert_eq!(plain.text().lines().next().unwrap().split(',').count(), 15);
    ask(&leader, &[ticked], "csv").await.is(422).says_key("tracking.contacts_why_missing");
    ask(&leader, &[why], "csv").await.is(422).says_key("tracking.contacts_unasked");
    let again = ask(&leader, &[ticked, why], "csv").await.is(422).says_key("password.again");
    let form = again.form("/tracking/exports");
    let kept = ["why", "contacts", "contacts_why"].map(|name| form.value(name));
    assert_eq!(kept, [Some("đối chiếu danh sách"), Some("1"), Some("thêm vào nhóm")], "what was typed is kept");
    ask(&leader, &[ticked, why, ("password", "không phải")], "csv").await.is(422).says_key("password.wrong");
    assert_eq!(site.leaves("export.made").await.len(), 1);
    let reply = leader.fill(&form, &[("password", PASSWORD), ("form", "csv")]).await.is(303);
    let ready = leader.get(&reply.location).await.is(200).says("thêm vào nhóm").says("có số điện thoại và tên Zalo");
    ready.says("đối chiếu danh sách; kèm số điện thoại và tên Zalo: thêm vào nhóm");
    leader.get(&format!("{}/file", reply.location)).await.is(200).says("0912 345 678");
    let leaf = site.leaves("export.made").await.remove(1);
    assert!(leaf["subject"].as_str().unwrap().ends_with("&contacts=1&form=csv&rows=8"), "{leaf}");
    assert!(!leaf.to_string().contains("thêm vào"), "words about people stay out of the leaf");
    let why = site.text("select why from disclosure where subject like '%contacts=1%'").await;
    assert_eq!(why, "đối chiếu danh sách; kèm số điện thoại và tên Zalo: thêm vào nhóm");
    let note = "select fields from journal where kind = 'export.made' order by at desc, id desc limit 1";
    assert!(site.text(note).await.contains("CSV, kèm số điện thoại và tên Zalo"));
}

#[tokio::test]
async fn a_page_says_that_the_file_is_ready_and_what_was_recorded() {
    let site = Box::pin(Site::start()).await;
    let leader = site.visit(&site.leader).await;
    let reply = ask(&leader, &[("q", "moan")], "xlsx").await.is(303);
    let page = leader.get(&reply.location).await.is(200).says_key("title.export_ready");
    let page = page.says("Tải tệp Excel (1 người)").says(&site.leader.name).says("đối chiếu danh sách");
    let page = page.says("09:00 ngày 24/11/2026").says("không hoàn tác được").says("không có số điện thoại");
    let file = format!("{}/file", reply.location);
    assert!(page.text().contains(&format!("href=\"{file}\"")));
    page.never_says("Đang mở trong Zalo");
    for _ in 0..2 {
        leader.get(&file).await.is(200);
    }
    assert_eq!(site.leaves("export.made").await.len(), 1, "loading it again is the same export");
    // Zalo takes no file: it tells the way to a browser, with the list that was asked for.
    let zalo = leader.request(Method::GET, &reply.location).header("user-agent", "Mozilla/5.0 Zalo android/12");
    let page = leader.send(zalo).await.is(200).says("trong Zalo không tải được tệp").text();
    let list = format!("value=\"{}/tracking?round=", site.app.config.public_url());
    assert!(page.contains(&list) && page.contains("q=moan"), "{page}");
}

#[tokio::test]
async fn an_export_that_cannot_be_recorded_is_not_given() {
    let site = Box::pin(Site::start()).await;
    let leader = site.visit(&site.leader).await;
    for _ in 0..3 {
        export(&leader, &[], "csv").await.is(200);
    }
    assert_eq!(site.leaves("export.made").await.len(), 3, "each is in the record");
    // By its address alone nothing is given: not to another session, not after half an hour.
    let reply = ask(&leader, &[], "csv").await.is(303);
    for address in [reply.location.clone(), format!("{}/file", reply.location)] {
        site.visit(&site.coordinator).await.get(&address).await.is(404).never_says("Niê");
        site.visit(&site.leader).await.get(&address).await.is(404).never_says("Niê");
        leader.get(&address).await.is(200);
    }
    site.advance(31);
    leader.get(&reply.location).await.is(404);
    leader.get(&format!("{}/file", reply.location)).await.is(404).never_says("Niê");
    // And what cannot be recorded is not opened.
    let full = if crate::support::engine::is_postgres() {
        "create trigger full_up before insert on ledger_leaf for each row execute function nep_append_only()"
    } else {
        "create trigger full_up before insert on ledger_leaf begin select raise(abort, 'append-only'); end"
    };
    site.run(full).await.unwrap();
    ask(&site.visit(&site.leader).await, &[], "csv").await.is(500).never_says("Niê");
    assert_eq!(site.int("select count(*) from disclosure").await, 4);
}

#[tokio::test]
async fn an_export_is_asked_for_once_with_a_reason_and_a_password() {
    let site = Box::pin(Site::start()).await;
    let leader = site.visit(&site.leader).await;
    let page = leader.get("/tracking?q=moan&sort=due").await.is(200);
    let form = page.form("/tracking/exports");
    let all = |why: &str| -> Vec<(String, String)> {
        let kept = form.fields.iter().filter(|field| field.0 != "why").cloned();
        kept.chain([("form".to_owned(), "csv".to_owned()), ("why".to_owned(), why.to_owned())]).collect()
    };
    let reply = leader.post_raw("/tracking/exports", &all("")).await.is(422).says_key("tracking.why_missing");
    assert_eq!(reply.form("/tracking/exports").value("q"), Some("moan"), "what was asked is kept");
    let first = leader.post_raw("/tracking/exports", &all("đối chiếu")).await.is(303);
    let again = leader.post_raw("/tracking/exports", &all("đối chiếu")).await.is(303);
    assert_eq!(first.location, again.location, "twice is once");
    assert_eq!(site.leaves("export.made").await.len(), 1);
    // Without the password of late: the form again, with what was typed, for the same table.
    let leader = site.visit(&site.leader).await;
    site.run("update session set proved_at = null").await.unwrap();
    let form = ask(&leader, &[("q", "moan")], "csv").await.is(422).form("/tracking/exports");
    assert_eq!((form.value("q"), form.value("why")), (Some("moan"), Some("đối chiếu danh sách")));
    assert_eq!(site.leaves("export.made").await.len(), 1);
}
