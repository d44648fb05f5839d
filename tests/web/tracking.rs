//! The tables: who sees whom, filters, order.

use crate::exports::{ask, export};
use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{Site, Visitor};

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
    for path in ["", "/file"] {
        head.get(&format!("/tracking/exports/01900000-0000-7000-8000-000000000000{path}")).await.is(403);
    }
}

#[tokio::test]
async fn a_head_sees_states_without_scores_sittings_reasons_and_numbers() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let member = site.visit(&site.an).await;
    member.fail(&site).await;
    let pause = [("from", ""), ("until", "1/1/2027"), ("reason", "study")];
    coordinator.post(&format!("/people/{}/pause", site.hen.id), &pause).await.is(303);
    let head = site.visit(&site.head).await;
    site.run("update standing set best_percent = 37 where best_percent is not null".to_owned()).await.unwrap();
    coordinator.get("/tracking").await.is(200).says("37%");
    head.get("/tracking").await.is(200).says("Chưa đạt").never_says("37%");
    coordinator.get(&person(&site.an)).await.is(200).says("Lượt 1: 0%");
    head.get(&person(&site.an)).await.is(200).says("Chưa đạt").never_says("Lượt 1").never_says("%");
    let paused = coordinator.get(&person(&site.hen)).await.is(200).says("đi học");
    let own = head.get(&person(&site.hen)).await.is(200).says("Tạm hoãn từ ngày").never_says("đi học");
    for secret in ["Quá trình</h2>", "Xác nhận cam kết</h2>", "Bài kiểm tra</h2>"] {
        assert!(paused.text().contains(secret), "{secret}");
        own.clone().never_says(secret);
    }
}

fn person(who: &crate::support::Person) -> String {
    format!("/tracking/people/{}", who.id)
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

/// Names of their own, many of the same length.
fn name(n: usize) -> String {
    format!("Lê Văn Số{}{}", "x".repeat(n % 7 + 1), "y".repeat(n / 7 + 1))
}

#[tokio::test]
async fn a_long_table_has_pages() {
    let site = Box::pin(Site::start()).await;
    let list: Vec<String> = (0..220).map(|n| format!("{};Phòng Lớn", name(n))).collect();
    let coordinator = site.visit(&site.coordinator).await;
    let at = crate::lists::paste(&coordinator, &list.join("\n")).await;
    crate::lists::add(&coordinator, &at).await;
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
    let list: Vec<String> = (0..120).map(|n| format!("{};Phòng {}", name(n), n % 9)).collect();
    let coordinator = site.visit(&site.coordinator).await;
    let at = crate::lists::paste(&coordinator, &list.join("\n")).await;
    crate::lists::add(&coordinator, &at).await;
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

#[tokio::test]
async fn a_name_with_an_apostrophe_is_found_by_whatever_is_typed_for_it() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let typed = [
        "H'Hen",
        "h'hen",
        "H`Hen",
        "HʼHen",
        "H' Hen",
        "hhen",
        "H’Hen",
        "H´Hen",
        "hen",
        "H'hen niê",
        "niê h'hen",
        "nie hhen",
        "h' nie",
    ];
    let rounds = [String::new(), {
        let name = [("name", "Ôn lại năm 2027")];
        let yearly = coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &name).await.is(303).location;
        nep::rounds::acts::finish(&site.app).await.unwrap();
        coordinator.post(&format!("{yearly}/close"), &[]).await.is(303);
        format!("&round={}", yearly.rsplit('/').next().unwrap())
    }];
    for round in rounds {
        for words in typed {
            let page = coordinator.get(&format!("/tracking?q={words}{round}")).await.is(200);
            assert!(page.words().contains("H’Hen Niê"), "{words} {round}");
        }
        coordinator.get(&format!("/tracking?q=h'hin{round}")).await.is(200).never_says("H’Hen");
    }
}

#[tokio::test]
async fn several_words_find_a_person_in_any_order() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
    for words in ["Lê Ánh Ngọc", "ngọc lê", "Ngoc Anh Le", "le ngoc", "văn thư ngọc", "nv008 le"] {
        let page = coordinator.get(&format!("/tracking?q={words}")).await.is(200).says("Lê Ánh Ngọc");
        page.never_says("Đặng Văn Ân");
    }
}

#[tokio::test]
async fn versions_are_called_by_their_names_and_never_by_their_ids() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let title = site.text("select short_title from version where id = 'quy-che-nhom-zalo@1'").await;
    let person = format!("/tracking/people/{}", site.hen.id);
    let words = format!("{title}, phiên bản 1");
    let page = coordinator.get(&person).await.is(200).says(&words).never_says("nhom-zalo@1");
    assert!(page.text().matches(&words).count() >= 2, "in the confirmation and in the timeline");
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let own = site.visit(&site.hen).await;
    own.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    coordinator.get(&person).await.is(200).says(&format!("{title}, phiên bản 2, số 12/")).never_says("nhom-zalo@");
    for code in site.texts("select code from acknowledgment").await {
        for path in [format!("/acknowledgment/receipt/{code}"), format!("/acknowledgment/print/{code}")] {
            own.get(&path).await.is(200).never_says("nhom-zalo@");
        }
    }
}

#[tokio::test]
async fn the_table_shows_how_near_the_due_day_is_and_how_many_confirmed_each_day() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/tracking").await.is(200).never_says("Cam kết mỗi ngày");
    site.acknowledged(&site.hen).await;
    site.advance(24 * 60);
    site.acknowledged(&site.moan).await;
    let page = coordinator.get("/tracking").await.is(200).says("14 ngày qua có 2 lượt xác nhận");
    assert_eq!(page.text().matches("<svg class=\"days\"").count(), 1);
    page.never_says("Còn 3 ngày");
    let due = site.text("select min(due_on) from standing where acknowledged_at is null").await;
    site.advance(24 * 60 * (nep::time::days_left(site.now(), &due).unwrap() - 3));
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/tracking").await.is(200).says("Còn 3 ngày");
    site.advance(3 * 24 * 60);
    coordinator.get("/tracking").await.is(200).says("Hạn hôm nay");
    site.visit(&site.head).await.get("/tracking").await.is(200).never_says("Cam kết mỗi ngày");
}
