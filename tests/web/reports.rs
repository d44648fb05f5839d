//! Báo cáo kết quả triển khai: who gets it, what it says of a round, and that LibreOffice opens its files.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{PASSWORD, Reply, Site, Visitor};
use nep::id::new_id;
use std::process::Command;

/// The page of the report of the round there is.
async fn report_of(site: &Site) -> String {
    format!("/rounds/{}/report", site.text("select id from round order by opened_at desc limit 1").await)
}

/// Takes report and lists; the answer is the page that tells of them.
async fn taken(visitor: &Visitor, report: &str) -> String {
    let reply = visitor.submit(&format!("{report}/edit"), &format!("{report}/files"), &[]).await.is(303);
    assert!(reply.location.starts_with("/reports/"), "{}", reply.location);
    reply.location
}

/// The same of a day.
async fn taken_of(visitor: &Visitor, report: &str, day: &str) -> String {
    let reply = visitor.submit(&format!("{report}/edit"), &format!("{report}/files"), &[("day", day)]).await.is(303);
    reply.location
}

/// A paper as LibreOffice lays it out: the text of each of its pages.
fn pages_of(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("van-ban.docx");
    std::fs::write(&file, bytes).unwrap();
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .expect("soffice: scripts/install brings it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let pdf = file.with_extension("pdf");
    let read = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().expect("pdftotext: poppler-utils");
    let text = String::from_utf8(read.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(nep::text::nfc).collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "a page ends each page");
    pages
}

#[expect(clippy::disallowed_methods, reason = "one file, read once")]
async fn pages(reply: Reply) -> Vec<String> {
    assert_eq!(reply.status, 200);
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    assert_eq!(reply.header("content-type"), kind);
    tokio::task::spawn_blocking(move || pages_of(&reply.bytes)).await.unwrap()
}

fn words(pages: &[String]) -> String {
    pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Many people, with the letters of Ê Đê and M’nông names.
fn names(many: usize) -> Vec<String> {
    let first = ["Y Brĭt", "H’Bluĕ", "Nguyễn Thị", "Y Thĭnh", "Đặng Quốc", "H’Ƀlŏn", "Lê Ŭyên"];
    let last = ["Êban", "Knul", "Ênuôl", "Ngọc Ánh", "Mlô", "Buôn Krông", "Kbuôr"];
    (0..many)
        .map(|n| {
            let digits = n.to_string().chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect::<String>();
            format!("{} {}{digits}", first[n % 7], last[n / 7 % 7])
        })
        .collect()
}

pub(crate) async fn with_people(site: &Site, names: &[String], rooms: usize) {
    let list: Vec<String> =
        names.iter().enumerate().map(|(n, name)| format!("{name};Phòng Chuyên môn {}", n % rooms + 1)).collect();
    let coordinator = site.visit(&site.coordinator).await;
    let at = crate::lists::paste(&coordinator, &list.join("\n")).await;
    crate::lists::add(&coordinator, &at).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
}

/// Gives people of a department the sitting of somebody else as their first: every answer worth so many points.
pub(crate) async fn sat(site: &Site, like: &str, department: &str, points: i64) {
    let of = format!(
        "select f.person_id from profile f join label l on l.thing = f.department_id and l.until_at is null
         where f.until_at is null and l.body = '{department}'
           and not exists (select 1 from attempt t where t.person_id = f.person_id)"
    );
    for person in site.texts(of).await {
        let id = new_id();
        site.run(format!(
            "insert into attempt (id, person_id, round_id, number, drawn_at, pass_percent, quiz_sha256, graded_at, points,
               max_points, percent, critical_missed)
             select '{id}', '{person}', round_id, 1, drawn_at, pass_percent, quiz_sha256, graded_at, 0, max_points, 0, 0
             from attempt where id = '{like}'"
        ))
        .await
        .unwrap();
        site.run(format!(
            "insert into attempt_item (attempt_id, place, item_sha256, shown, points)
             select '{id}', place, item_sha256, shown, {points} from attempt_item where attempt_id = '{like}'"
        ))
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn only_the_office_of_a_round_gets_its_report() {
    let site = Box::pin(Site::start()).await;
    let report = report_of(&site).await;
    let addresses = [report.clone(), format!("{report}/edit")];
    for address in &addresses {
        site.stranger().get(address).await.is(303);
        for person in [&site.hen, &site.head, &site.admin] {
            site.visit(person).await.get(address).await.is(403).never_says("BC-IOC");
        }
        for person in [&site.coordinator, &site.leader] {
            site.visit(person).await.get(address).await.is(200);
        }
    }
    for person in [&site.hen, &site.head, &site.admin] {
        let visitor = site.visit(person).await;
        visitor.post(&format!("{report}/files"), &[("why", "x"), ("form_key", &new_id())]).await.is(403);
    }
    let note = [("seen", "0"), ("recipients", "x"), ("form_key", &new_id())];
    site.visit(&site.leader).await.post(&format!("{report}/edit"), &note).await.is(403);
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/rounds/01900000-0000-7000-8000-000000000000/report").await.is(404);
    coordinator.get("/rounds/01900000-0000-7000-8000-000000000000/report/edit").await.is(404);
    for from in ["/tracking".to_owned(), report.trim_end_matches("/report").to_owned()] {
        assert!(coordinator.get(&from).await.is(200).text().contains(&format!("href=\"{report}\"")), "{from}");
    }
    // HC-DV of another group.
    site.run("update role_grant set scope = 'group', scope_id = 'another' where role = 'coordinator'").await.unwrap();
    site.visit(&site.coordinator).await.get(&report).await.is(404);
}

#[tokio::test]
async fn the_report_tells_a_round_in_numbers_and_names_nobody() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    site.read_all(&site.an).await;
    let coordinator = site.visit(&site.coordinator).await;
    let away = [("from", "24/11/2026"), ("until", "31/12/2026"), ("reason", "leave")];
    coordinator.post(&format!("/people/{}/pause", site.moan.id), &away).await.is(303);
    let page = coordinator.get(&report_of(&site).await).await.is(200);
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TRUNG TÂM GIÁM SÁT",
        "/BC-IOC",
        "tháng năm 2026",
        "BÁO CÁO",
        "(dự thảo, chưa có số và ngày)",
        "Tổng số viên chức, người lao động trong đợt: 7 người, thuộc 3 phòng, bộ phận.",
        "Ngoài ra có 1 người đang tạm hoãn, không tính vào tổng số (nghỉ theo chế độ: 1 người).",
        "Đã đọc đủ nội dung: 2/7 người (28,6%)",
        "Đạt bài kiểm tra: 1/7 người (14,3%)",
        "Đã cam kết: 1/7 người (14,3%)",
        "Đã vào nhóm: 0/7 người (0%)",
        "Còn 6/7 người (85,7%) chưa cam kết, trong đó 0 người đã quá hạn.",
        "Chưa đọc đủ nội dung: 5 người",
        "Đã đọc, chưa đạt bài kiểm tra: 1 người",
        "Chưa ghi nhận trường hợp nào",
        "Chưa đủ dữ liệu",
        "chưa ghi nhận vướng mắc",
        "TL. GIÁM ĐỐC",
        "TRƯỞNG PHÒNG HÀNH CHÍNH – DỊCH VỤ",
        "Lưu: VT",
    ] {
        assert!(page.words().contains(words), "{words}: {}", page.words());
    }
    for name in ["Niê", "Ênuôl", "Ân", "Ngọc", "Quản", "Đầu"] {
        assert!(!page.words().contains(name), "{name}: {}", page.words());
    }
}

#[tokio::test]
async fn libreoffice_opens_each_paper_and_finds_everybody_of_a_long_round_in_the_lists() {
    let site = Box::pin(Site::start()).await;
    let people = names(112);
    with_people(&site, &people, 6).await;
    site.submitted(&site.hen, "0912345678").await;
    let hens = site.text("select id from attempt").await;
    for (room, points) in [(1, 40), (2, 70), (3, 100), (4, 0)] {
        sat(&site, &hens, &format!("Phòng Chuyên môn {room}"), points).await;
    }
    let coordinator = site.visit(&site.coordinator).await;
    let at = taken(&coordinator, &report_of(&site).await).await;
    let report = pages(coordinator.get(&format!("{at}/files/report")).await).await;
    let text = words(&report);
    for wanted in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /BC-IOC",
        "BÁO CÁO",
        "trong đợt: 120 người, thuộc 9 phòng, bộ phận",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "TL. GIÁM ĐỐC",
        "Nơi nhận:",
        "lượt trả lời sai",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!((2..=4).contains(&report.len()), "{} pages", report.len());
    assert!(!report[0].trim_start().starts_with('1') && report[1].trim_start().starts_with('2'), "{report:?}");
    for (which, ends) in [("list", "Danh sách có 120 người./."), ("signing", "TL. GIÁM ĐỐC")] {
        let all = pages(coordinator.get(&format!("{at}/files/{which}")).await).await;
        let text = words(&all);
        for name in people.iter().chain([&site.hen.name, &site.moan.name]) {
            // A cell breaks a long name into two lines: its last word is its own.
            let last = name.rsplit(' ').next().unwrap();
            assert!(text.contains(last), "{name} in {which}: {text}");
        }
        assert!(text.contains(ends), "{ends}: {text}");
        assert!((4..=12).contains(&all.len()), "{which}: {} pages", all.len());
        for page in all.iter().filter(|page| page.contains("Phòng Chuyên môn")) {
            assert!(page.contains("Họ và tên"), "headings on every page: {page}");
        }
        assert!(!text.contains("0912") && !text.contains("quá hạn") && !text.contains("Quá hạn"));
    }
    let shown = coordinator.get(&format!("{at}/pages/list")).await.is(200);
    assert_eq!(shown.text().matches("<tr>").count(), 121);
    coordinator.get(&format!("{at}/pages/signing")).await.is(200).says("Ký nhận").says("H’Hen Niê");
    for nowhere in ["pages/report", "files/other", "pages/other"] {
        coordinator.get(&format!("{at}/{nowhere}")).await.is(404);
    }
}

#[tokio::test]
async fn a_closed_round_is_reported_with_the_departments_and_positions_of_its_last_day() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let fields = [
        ("name", "Cam kết năm 2027"),
        ("pass_percent", "80"),
        ("questions", "20"),
        ("sittings", "0"),
        ("wait_minutes", "0"),
        ("limit_minutes", "0"),
        ("due_days", "3"),
    ];
    let key = new_id();
    let fields: Vec<_> = fields.into_iter().chain([("form_key", key.as_str())]).collect();
    let round = coordinator.post("/rounds/new", &fields).await.is(303).location;
    site.acknowledged(&site.hen).await;
    coordinator.post(&format!("{round}/close"), &[]).await.is(303);
    site.advance(2 * 24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    let technical = site.text(format!("select thing from label where body = '{TECHNICAL}' and until_at is null")).await;
    let form = coordinator.get("/people/departments").await.is(200).form(&format!("/people/departments/{technical}"));
    coordinator.fill(&form, &[("name", "Phòng Vận hành mới")]).await.is(303);
    let edit = format!("/people/{}", site.hen.id);
    let form = coordinator.get(&format!("{edit}/edit")).await.is(200).form(&format!("{edit}/edit"));
    coordinator.fill(&form, &[("department", OFFICE), ("position", "Phó Trưởng phòng mới")]).await.is(303);
    let report = format!("{round}/report");
    let page = coordinator.get(&report).await.is(200).says(TECHNICAL).says("ngày kết thúc đợt");
    page.says("Từ ngày 24/11/2026 đến ngày 24/11/2026").never_says("Phòng Vận hành mới");
    // No day behind the last one: who moved since would be moved in it.
    coordinator.get(&format!("{report}?day=2026-11-25")).await.is(422).says("đến 24/11/2026");
    let at = taken(&coordinator, &report).await;
    let list = coordinator.get(&format!("{at}/pages/list")).await.is(200);
    let row = list.text();
    let row = row.split("<tr>").find(|row| row.contains("Hen Niê")).unwrap();
    assert!(row.contains(TECHNICAL) && row.contains("Viên chức") && row.contains("24/11/2026"), "{row}");
    list.never_says("Phòng Vận hành mới").never_says("Phó Trưởng phòng mới");
}

#[tokio::test]
async fn a_report_of_an_earlier_day_is_of_the_people_departments_and_deeds_of_its_end() {
    let site = Box::pin(Site::start()).await;
    // 24/11: H’Hen is of one department and reads. 25/11: she moves, confirms; Moan is paused; somebody comes.
    site.read_all(&site.hen).await;
    let report = report_of(&site).await;
    site.advance(24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    let edit = format!("/people/{}", site.hen.id);
    let form = coordinator.get(&format!("{edit}/edit")).await.is(200).form(&format!("{edit}/edit"));
    coordinator.fill(&form, &[("department", OFFICE), ("position", "Phó Trưởng phòng mới")]).await.is(303);
    site.acknowledged(&site.hen).await;
    let away = [("from", "25/11/2026"), ("until", "31/12/2026"), ("reason", "study")];
    coordinator.post(&format!("/people/{}/pause", site.moan.id), &away).await.is(303);
    site.add_person("Lê Thị Mới", OFFICE, &[]).await;
    let technical = site.text(format!("select thing from label where body = '{TECHNICAL}' and until_at is null")).await;
    let form = coordinator.get("/people/departments").await.is(200).form(&format!("/people/departments/{technical}"));
    coordinator.fill(&form, &[("name", "Phòng Vận hành mới")]).await.is(303);
    site.advance(24 * 60);
    let coordinator = site.visit(&site.coordinator).await;

    let page = async |day: &str| coordinator.get(&format!("{report}{day}")).await.is(200).words();
    let (first, second, now) = (page("?day=2026-11-24").await, page("?day=25/11/2026").await, page("").await);
    for words in [
        "đợt đang tiếp tục. Số liệu tính đến hết ngày 24/11/2026.",
        "trong đợt: 8 người, thuộc 3 phòng",
        "Đã đọc đủ nội dung: 1/8 người",
        "Đã cam kết: 0/8 người",
        TECHNICAL,
    ] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(!first.contains("tạm hoãn, không") && !first.contains("Phòng Vận hành mới"), "{first}");
    for words in [
        "Số liệu tính đến hết ngày 25/11/2026.",
        "trong đợt: 8 người, thuộc 3 phòng",
        "Ngoài ra có 1 người đang tạm hoãn, không tính vào tổng số (đi học hoặc công tác: 1 người).",
        "Đã cam kết: 1/8 người",
        "Phòng Vận hành mới",
    ] {
        assert!(second.contains(words), "{words}: {second}");
    }
    let counts = |page: &str| page.split_once("II. KẾT QUẢ").unwrap().1.to_owned();
    assert_eq!(counts(&second), counts(&now), "nothing has happened on the third day");
    let row = |page: &str, name: &str| {
        page.split_once(&format!(" {name} ")).map(|row| row.1.chars().take(8).collect::<String>()).unwrap()
    };
    assert_ne!(row(&first, OFFICE), row(&second, OFFICE), "she counts where she was: {first}");

    // What is taken is of the day that was chosen, in all three files, also after midnight.
    let at = taken_of(&coordinator, &report, "2026-11-24").await;
    coordinator.get(&at).await.is(200).says("Số liệu tính đến hết ngày 24/11/2026");
    let list = coordinator.get(&format!("{at}/pages/list")).await.is(200).says("8 người, tính đến hết ngày 24/11/2026");
    let rows = list.text();
    let hen = rows.split("<tr>").find(|row| row.contains("Hen Niê")).unwrap();
    assert!(hen.contains(TECHNICAL) && hen.contains("Viên chức") && hen.contains("Đã đọc"), "{hen}");
    assert!(!rows.contains("Thị Mới") && !rows.contains("Tạm hoãn"), "{rows}");
    let text = words(&pages(coordinator.get(&format!("{at}/files/report")).await).await);
    assert!(text.contains("Đã cam kết: 0/8 người") && text.contains("hết ngày 24/11/2026"), "{text}");
    let leaf = site.leaves("export.made").await;
    assert!(leaf[0]["subject"].as_str().unwrap().contains("&day=2026-11-24&"), "{leaf:?}");

    // A day that is none is told at the field, and the page stays.
    for (day, kept) in [("23/11/2026", "23/11/2026"), ("2027-01-01", "2027-01-01"), ("hôm nọ", "hôm nọ")] {
        let reply = coordinator.get(&format!("{report}?day={}", nep::address::query_value(day))).await;
        crate::forms::at_field(&reply, "day");
        assert!(reply.text().contains(&format!("value=\"{kept}\"")), "{day}");
    }
    let reply =
        coordinator.submit(&format!("{report}/edit"), &format!("{report}/files"), &[("day", "2020-01-01")]).await;
    crate::forms::at_field(&reply, "day");
}

#[tokio::test]
async fn figures_by_content_are_of_first_sittings_and_none_of_a_small_department() {
    let site = Box::pin(Site::start()).await;
    with_people(&site, &names(16), 2).await;
    site.add_person("Lê Văn Riêng", "Phòng Nhỏ", &[]).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let first = member.fail(&site).await;
    site.advance(24 * 60);
    member.pass(&site).await;
    for (room, points) in [("Phòng Chuyên môn 1", 75), ("Phòng Chuyên môn 2", 100), ("Phòng Nhỏ", 0)] {
        sat(&site, &first, room, points).await;
    }
    let report = report_of(&site).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get(&report).await.is(200).words();
    let (_, contents) = page.split_once("4. Nội dung cần nhắc lại").unwrap();
    let (contents, _) = contents.split_once("III. KHÓ KHĂN").unwrap();
    // 18 people: 8 who lost a quarter, 8 nothing, 1 and H’Hen in her first sitting everything.
    assert!(contents.contains("4/18 lượt trả lời sai (22,2%)"), "{contents}");
    assert!(!contents.contains("Phòng Nhỏ") && !contents.contains(TECHNICAL), "{contents}");
    let named = contents.split("Theo phòng").next().unwrap().matches("lượt trả lời sai (").count();
    assert!((1..=5).contains(&named), "{contents}");
    // All but the two large departments would be two people: one of the large ones is not told either.
    assert_eq!(contents.matches("Phòng Chuyên môn").count(), 1, "{contents}");
}

#[tokio::test]
async fn a_report_rests_on_the_texts_of_its_round_and_says_nothing_of_a_quiz_that_it_has_not() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get(&report_of(&site).await).await.is(200);
    page.says("Căn cứ Quyết định số 874/QĐ-BTTTT ngày 17 tháng 6 năm 2021 về việc ban hành");
    site.advance(1);
    let rules = "quy-che-nhom-zalo";
    let fields = [("name", "Riêng Quy chế"), ("document", rules), ("acknowledge", rules)];
    let form = coordinator.get("/rounds/new").await.is(200).form("/rounds/confirm");
    let chosen = |name: &str| !["document", "quiz", "acknowledge", "name"].contains(&name);
    let kept = form.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).filter(|one| chosen(one.0));
    let pairs = kept.chain(fields).map(|(k, v)| format!("{k}={}", nep::address::query_value(v)));
    let look = coordinator.get(&format!("/rounds/confirm?{}", pairs.collect::<Vec<_>>().join("&"))).await.is(200);
    let round = coordinator.fill(&look.form("/rounds/new"), &[]).await.is(303).location;
    let page = coordinator.get(&format!("{round}/report")).await.is(200).words();
    assert!(page.contains("Căn cứ Quy chế quản lý, sử dụng nhóm Zalo"), "{page}");
    for never in ["874", "bài kiểm tra:", "Mức đạt", "Nội dung cần nhắc lại"] {
        assert!(!page.contains(never), "{never}: {page}");
    }
    assert!(page.contains("đọc nội dung và xác nhận cam kết"), "{page}");
}

#[tokio::test]
async fn a_first_sitting_on_paper_counts_in_the_figures_by_content_and_under_ten_answers_tell_nothing() {
    let site = Box::pin(Site::start()).await;
    with_people(&site, &names(9), 1).await;
    let report = report_of(&site).await;
    let (one, other) = (site.visit(&site.coordinator).await, crate::papers::second(&site).await);
    site.read_all(&site.an).await;
    let first = site.visit(&site.an).await.fail(&site).await;
    sat(&site, &first, "Phòng Chuyên môn 1", 0).await;
    let of = async |page: String| page.split_once("4. Nội dung cần nhắc lại").unwrap().1.to_owned();
    let paper = crate::papers::drawn_for(&one, &site.hen).await;
    // Everybody else was asked what is on the paper, and knew nothing of it.
    site.run("delete from attempt_item").await.unwrap();
    site.run(
        "insert into attempt_item (attempt_id, place, item_sha256, shown, points)
         select t.id, i.place, i.item_sha256, i.shown, 0 from attempt t cross join paper_item i",
    )
    .await
    .unwrap();
    let before = of(one.get(&report).await.is(200).words()).await;
    assert!(before.contains("lượt trả lời sai (100%)"), "{before}");
    crate::papers::through(&site, &paper, &one, &site.visit(&other).await).await;
    let after = of(one.get(&report).await.is(200).words()).await;
    assert!(after.contains("lượt trả lời sai (90,9%)") && !after.contains("(100%)"), "{after}");
    // Eight people with one question about a content are eight answers.
    let gone = "select t.person_id from attempt t join standing s on s.person_id = t.person_id
                where s.round_id = t.round_id order by t.person_id limit 3";
    site.run(format!("update standing set state = 'left', place = 14 where person_id in ({gone})")).await.unwrap();
    let few = of(one.get(&report).await.is(200).words()).await;
    assert!(few.contains("chưa đủ dữ liệu (dưới 10 lượt trả lời)") || few.contains("Chưa đủ dữ liệu"), "{few}");
}

#[tokio::test]
async fn a_round_with_nobody_has_a_report_and_empty_lists() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    site.run("update standing set state = 'left', place = 14").await.unwrap();
    let coordinator = site.visit(&site.coordinator).await;
    let report = report_of(&site).await;
    coordinator.get(&report).await.is(200).says("Đợt chưa có người nào.");
    let at = taken(&coordinator, &report).await;
    let text = words(&pages(coordinator.get(&format!("{at}/files/list")).await).await);
    assert!(text.contains("Danh sách có 0 người./."), "{text}");
    pages(coordinator.get(&format!("{at}/files/report")).await).await;
}

#[tokio::test]
async fn what_hc_dv_writes_is_kept_with_the_round_and_nobodys_words_are_overwritten() {
    let site = Box::pin(Site::start()).await;
    let (report, coordinator) = (report_of(&site).await, site.visit(&site.coordinator).await);
    let edit = format!("{report}/edit");
    let form = coordinator.get(&edit).await.is(200).says("Không ghi tên người").form(&edit);
    assert!(form.value("obstacles").unwrap().contains("chưa ghi nhận vướng mắc"));
    let typed = [("obstacles", "Ca trực đêm khó tập trung đọc.\nMạng chậm."), ("proposals", "Kéo dài thêm 05 ngày.")];
    coordinator
        .fill(&form, &[typed[0], ("recipients", " ")])
        .await
        .is(422)
        .says_key("report.recipients_missing")
        .says("Mạng chậm");
    coordinator.fill(&form, &typed).await.goes_to(&report);
    coordinator.fill(&form, &typed).await.goes_to(&report);
    let page = coordinator.get(&report).await.is(200).says("Mạng chậm.").says("Kéo dài thêm 05 ngày.");
    assert!(page.text().contains("<p>Ca trực đêm khó tập trung đọc.</p>"), "a line is a paragraph");
    // Somebody who had opened the page before is told, and keeps what they typed.
    let older: Vec<(&str, &str)> =
        vec![("obstacles", "Ý của tôi"), ("form_key", "01900000-0000-7000-8000-00000000000a")];
    let refused = coordinator.fill(&form, &older).await.is(422).says_key("report.changed").says("Ý của tôi");
    coordinator.fill(&refused.form(&edit), &[]).await.goes_to(&report);
    coordinator.get(&report).await.is(200).says("Ý của tôi").never_says("Mạng chậm");
    assert_eq!(site.int("select count(*) from report_note").await, 2);
    let leaves = site.leaves("report.noted").await;
    assert!(leaves.len() == 2 && !leaves[0].to_string().contains("Mạng"), "{leaves:?}");
}

#[tokio::test]
async fn the_lists_are_given_once_recorded_and_to_that_session_alone() {
    let site = Box::pin(Site::start()).await;
    let (report, leader) = (report_of(&site).await, site.visit(&site.leader).await);
    let form = leader.get(&format!("{report}/edit")).await.is(200).form(&format!("{report}/files"));
    leader.fill(&form, &[("why", "")]).await.is(422).says_key("report.why_missing");
    let first = leader.fill(&form, &[]).await.is(303).location;
    assert_eq!(leader.fill(&form, &[]).await.is(303).location, first, "twice is once");
    let leaf = site.leaves("export.made").await;
    assert_eq!(leaf.len(), 1);
    assert!(leaf[0]["subject"].as_str().unwrap().ends_with("&form=docx&rows=8"), "{leaf:?}");
    leader.get(&first).await.is(200).says("8 người").says("Trình ký báo cáo");
    for path in [first.clone(), format!("{first}/files/list"), format!("{first}/pages/signing")] {
        leader.get(&path).await.is(200);
        site.visit(&site.coordinator).await.get(&path).await.is(404).never_says("Niê");
        site.visit(&site.hen).await.get(&path).await.is(403);
    }
    let other = first.replace("/reports/", "/tracking/exports/");
    leader.get(&other).await.is(404);
    let export = crate::exports::ask(&leader, &[], "csv").await.is(303).location;
    leader.get(&export.replace("/tracking/exports/", "/reports/")).await.is(404);
    site.advance(31);
    leader.get(&first).await.is(404);
    leader.get(&format!("{first}/files/list")).await.is(404);
    // Without the password of late it is asked for.
    site.run("update session set proved_at = null").await.unwrap();
    let form = leader.get(&format!("{report}/edit")).await.is(200).form(&format!("{report}/files"));
    leader.fill(&form, &[("password", "không phải")]).await.is(422).says_key("password.wrong");
    leader.fill(&form, &[("password", PASSWORD)]).await.is(303);
}
