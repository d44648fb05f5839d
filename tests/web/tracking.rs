//! The tables: who sees whom, filters, order, exports that no spreadsheet runs.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{Reply, Site, Visitor};
use nep::id::new_id;
use std::process::Command;

async fn department(site: &Site, name: &str) -> String {
    let sql = "select thing from label where kind = 'department' and until_at is null and body = ";
    site.text(format!("{sql}'{name}'")).await
}

/// The names of the table, in its order.
fn names(page: &str, all: &[&str]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = all
        .iter()
        .filter_map(|name| {
            let at = page.find(&format!(">{}</a>", name.replace('\'', "&#39;")))?;
            Some((at, (*name).to_owned()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|one| one.1).collect()
}

/// Asks for a file, as the form of the page does; the answer leads to it.
async fn ask(visitor: &Visitor, filter: &[(&str, &str)], form: &str) -> Reply {
    let key = new_id();
    let mut fields = filter.to_vec();
    fields.extend([("form", form), ("why", "đối chiếu danh sách"), ("form_key", key.as_str())]);
    visitor.post("/tracking/exports", &fields).await
}

/// The file.
async fn export(visitor: &Visitor, filter: &[(&str, &str)], form: &str) -> Reply {
    let reply = ask(visitor, filter, form).await.is(303);
    assert!(reply.location.starts_with("/tracking/exports/"), "{}", reply.location);
    visitor.follow(reply).await
}

const EVERYBODY: [&str; 8] = [
    "Nguyễn Thị Quản",
    "Võ Hoàng Trưởng",
    "Trần Thị Bích Điều",
    "Phạm Quốc Đầu",
    "H’Hen Niê",
    "Y Moan Ênuôl",
    "Đặng Văn Ân",
    "Lê Ánh Ngọc",
];

#[tokio::test]
async fn the_table_lists_everybody_in_the_order_of_vietnamese_given_names() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get("/tracking").await.is(200).text();
    let wanted = [
        "Đặng Văn Ân",
        "Phạm Quốc Đầu",
        "Trần Thị Bích Điều",
        "H’Hen Niê",
        "Y Moan Ênuôl",
        "Lê Ánh Ngọc",
        "Nguyễn Thị Quản",
        "Võ Hoàng Trưởng",
    ];
    assert_eq!(names(&page, &EVERYBODY), wanted);
}

#[tokio::test]
async fn a_head_sees_their_own_department_and_nobody_else() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    let head = site.visit(&site.head).await;
    let own = ["Đặng Văn Ân", "Phạm Quốc Đầu", "H’Hen Niê"];
    let other = department(&site, OFFICE).await;
    for query in ["", "?q=", "?state=not_started", "?sort=department", "?q=moan"] {
        let page = head.get(&format!("/tracking{query}")).await.is(200);
        for name in EVERYBODY.iter().filter(|name| !own.contains(name)) {
            page.clone().never_says(name);
        }
    }
    let page = head.get("/tracking").await.is(200);
    assert_eq!(names(&page.text(), &EVERYBODY), own);
    page.never_says(OFFICE);
    head.get(&format!("/tracking?department={other}")).await.is(200).never_says("Moan");
    head.get(&format!("/tracking/people/{}", site.moan.id)).await.is(404).never_says("Moan");
    let person = head.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).says("H’Hen Niê");
    let code = site.text("select code from acknowledgment").await;
    for secret in ["912", "5678", &code, "Xác nhận cam kết ("] {
        person.clone().never_says(secret);
    }
    ask(&head, &[], "csv").await.is(403);
    ask(&head, &[], "xlsx").await.is(403);
    head.get("/tracking/exports/01900000-0000-7000-8000-000000000000").await.is(403);
}

#[tokio::test]
async fn the_table_is_narrowed_by_department_and_step_and_words() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let coordinator = site.visit(&site.coordinator).await;
    let technical = department(&site, TECHNICAL).await;
    let cases: [(String, &[&str]); 10] = [
        (format!("department={technical}"), &["Đặng Văn Ân", "Phạm Quốc Đầu", "H’Hen Niê"]),
        (format!("department={technical}&state=ready_for_quiz"), &["Đặng Văn Ân"]),
        ("state=needs_contact".to_owned(), &["H’Hen Niê"]),
        ("q=dieu".to_owned(), &["Trần Thị Bích Điều"]),
        ("q=%C4%90i%E1%BB%81u".to_owned(), &["Trần Thị Bích Điều"]),
        ("q=hen+nie".to_owned(), &["H’Hen Niê"]),
        ("q=NV006".to_owned(), &["Y Moan Ênuôl"]),
        ("q=van+thu".to_owned(), &["Lê Ánh Ngọc"]),
        ("q=khongco".to_owned(), &[]),
        ("state=overdue".to_owned(), &[]),
    ];
    for (query, wanted) in cases {
        let page = coordinator.get(&format!("/tracking?{query}")).await.is(200);
        assert_eq!(names(&page.text(), &EVERYBODY), wanted, "{query}");
    }
    site.advance(8 * 24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get("/tracking?state=overdue").await.is(200).text();
    assert_eq!(names(&page, &EVERYBODY).len(), 7, "all but the one who confirmed");
}

#[tokio::test]
async fn an_odd_query_is_answered_not_crashed() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    for query in [
        "page=18446744073709551615",
        "page=92233720368547758",
        "state=x",
        "sort=x",
        "round=x",
        "department=x",
        "q=%25_%27%22%3Cb%3E",
        "q=%F0%9F%98%80",
        "unknown=1",
    ] {
        coordinator.get(&format!("/tracking?{query}")).await.is(200).never_says("<b>");
    }
    for query in ["page=-1", "page=x", "page=99999999999999999999999"] {
        coordinator.get(&format!("/tracking?{query}")).await.is(404).says("Không tìm thấy trang");
    }
}

#[tokio::test]
async fn counts_and_funnel_add_up() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator
        .post(&format!("/people/{}/pause", site.moan.id), &[("from", ""), ("until", "1/3/2027"), ("reason", "study")])
        .await
        .is(303);
    coordinator.post(&format!("/people/{}/leave", site.ngoc.id), &[]).await.is(303);
    let words = coordinator.get("/tracking").await.is(200).words();
    assert!(words.contains("Tổng cộng"), "{words}");
    // Six count: eight without the paused and the departed.
    let sum = words.split("Tổng cộng").nth(1).unwrap();
    let numbers: Vec<&str> = sum.split_whitespace().take(4).collect();
    assert_eq!(numbers.first().copied(), Some("6"), "{numbers:?}");
    assert!(words.contains("16,7%"), "one of six confirmed");
}

#[tokio::test]
async fn a_persons_page_shows_the_timeline_with_ledger_numbers() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    for person in [&site.coordinator, &site.leader, &site.admin] {
        let page = site.visit(person).await.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
        for note in [
            "Đạt bài kiểm tra, lượt 1: 100%",
            "Xác nhận cam kết",
            "Khai thông tin Zalo",
            "Trưởng nhóm duyệt",
            "HC-DV thêm vào nhóm",
        ] {
            page.clone().says(note);
        }
        assert!(!page.text().contains("912345678") && !page.text().contains("912 345 678"), "masked");
    }
    let visitor = site.visit(&site.coordinator).await;
    visitor.get("/tracking/people/01900000-0000-7000-8000-000000000000").await.is(404);
    visitor.get("/tracking/people/x'%20or%201=1").await.is(404);
}

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
    let reply = export(&leader, &[], "csv").await.is(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert!(reply.header("content-disposition").contains("filename=\"theo-doi-2026-11-24.csv\""));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let text = reply.text();
    assert!(text.starts_with('\u{feff}'));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 16);
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
    assert!(subject.ends_with("&form=csv&rows=8"), "{subject}");
    // What is exported is what was on the screen, and what was searched for does not enter the ledger.
    export(&leader, &[("q", "moan")], "csv").await.is(200).says("Y Moan Ênuôl").never_says("Ngọc");
    let leaf = site.leaves("export.made").await.remove(1);
    assert!(leaf["subject"].as_str().unwrap().ends_with("&form=csv&rows=1"));
    assert!(!leaf.to_string().contains("moan") && !leaf.to_string().contains("danh sách"));
}

/// The workbook as LibreOffice reads it: each cell as it is shown, and formulas as formulas.
fn read_back(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true",
            "--outdir",
        ])
        .arg(folder.path())
        .arg(&file)
        .output()
        .expect("soffice: apt-get install libreoffice-calc");
    let there = std::fs::read_to_string(folder.path().join("so.csv"));
    there.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "one workbook, read once")]
async fn the_workbook_opens_in_libreoffice_with_dates_as_dates_and_phones_as_text() {
    let site = Box::pin(Site::start()).await;
    dangerous(&site).await;
    let leader = site.visit(&site.leader).await;
    let reply = export(&leader, &[], "xlsx").await.is(200);
    assert!(reply.header("content-disposition").contains("theo-doi-2026-11-24.xlsx"));
    let bytes = reply.bytes;
    let text = tokio::task::spawn_blocking(move || read_back(&bytes)).await.unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert!(text.contains("Họ và tên") && text.contains("Y Moan Ênuôl"), "{text}");
    let hen = rows.iter().find(|row| row.contains("SUM")).unwrap();
    for cell in ["@SUM(A1)", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "0912 345 678", "24/11/2026"] {
        assert!(hen.contains(cell), "{cell}: {hen}");
    }
    assert!(!text.contains("Err:") && !text.contains("#NAME"), "a formula ran");
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
    let address = reply.location.clone();
    site.visit(&site.coordinator).await.get(&address).await.is(404).never_says("Niê");
    site.visit(&site.leader).await.get(&address).await.is(404).never_says("Niê");
    leader.get(&address).await.is(200).says("Niê");
    site.advance(31);
    leader.get(&address).await.is(404).never_says("Niê");
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
    // Without the password of late: the proof first, and back to the same table.
    let leader = site.visit(&site.leader).await;
    site.run("update session set proved_at = null").await.unwrap();
    let reply = ask(&leader, &[("q", "moan")], "csv").await.is(303);
    assert!(reply.location.starts_with("/prove?next=/tracking%3F"), "{}", reply.location);
    assert_eq!(site.leaves("export.made").await.len(), 1);
}

#[tokio::test]
async fn a_misspelt_filter_is_told_and_not_silently_empty() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/tracking?state=in_groop").await.is(200).says_key("tracking.no_such_filter");
    ask(&coordinator, &[("state", "in_groop")], "csv").await.is(400).says_key("tracking.no_such_filter");
}

#[tokio::test]
async fn a_coordinator_of_one_group_sees_the_rounds_of_that_group_only() {
    let site = Box::pin(Site::start()).await;
    let sql = format!(
        "update role_grant set scope = 'group', scope_id = 'another' where person_id = '{}'",
        site.coordinator.id
    );
    site.run(sql).await.unwrap();
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/tracking").await.is(409).never_says("Niê");
    coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(404).never_says("Niê");
    ask(&coordinator, &[], "csv").await.is(409);
    let group = site.text("select id from zalo_group").await;
    site.run(format!("update role_grant set scope_id = '{group}' where scope_id = 'another'")).await.unwrap();
    coordinator.get("/tracking").await.is(200).says("H’Hen Niê");
    coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
}

async fn page_of(visitor: &Visitor, page: usize) -> usize {
    let text = visitor.get(&format!("/tracking?page={page}")).await.is(200).text();
    text.matches("/tracking/people/").count()
}

#[tokio::test]
async fn a_long_table_has_pages() {
    let site = Box::pin(Site::start()).await;
    let list: Vec<String> = (0..220).map(|n| format!("Lê Văn Số{};Phòng Lớn", "x".repeat(n % 7 + 1))).collect();
    let list = list.join(
        "
",
    );
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/people/paste", &[("people", &list), ("form_key", &new_id())]).await.goes_to("/tracking");
    let mut pages = Vec::new();
    for page in [0, 3, 4, 5, 90] {
        pages.push(page_of(&coordinator, page).await);
    }
    assert_eq!(pages, [50, 50, 28, 28, 28], "behind the last page is the last page");
    let next = coordinator.get("/tracking?q=le&sort=department&page=1").await.is(200).text();
    let next = crate::support::html::unescape(&next);
    assert!(next.contains("q=le&sort=department&page=2"), "the next page keeps filter and order");
}

#[tokio::test]
async fn every_order_shows_everybody_once() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let list: Vec<String> = (0..120).map(|n| format!("Lê Văn Số{};Phòng {}", "x".repeat(n % 7 + 1), n % 9)).collect();
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/people/paste", &[("people", &list.join("\n")), ("form_key", &new_id())]).await.is(303);
    for query in ["sort=", "sort=department", "sort=state", "sort=due", "q=l&sort=department", "q=v%C4%83n&sort=due"] {
        let mut seen = std::collections::BTreeSet::new();
        let mut rows = 0;
        for page in 0..3 {
            let text = coordinator.get(&format!("/tracking?{query}&page={page}")).await.is(200).text();
            for part in text.split("/tracking/people/").skip(1) {
                rows += 1;
                seen.insert(part.split('"').next().unwrap().to_owned());
            }
        }
        assert_eq!(seen.len(), rows, "{query}");
        assert!(seen.len() >= 120, "{query}: {}", seen.len());
        let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let pairs: Vec<(&str, &str)> =
            pairs.into_iter().map(|(k, v)| (k, if v == "v%C4%83n" { "văn" } else { v })).collect();
        let file = export(&coordinator, &pairs, "csv").await.is(200).text();
        assert_eq!(file.lines().count() - 1, seen.len(), "{query}: the file has those of the screen");
    }
}
