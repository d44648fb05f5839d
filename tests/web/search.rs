//! One field for people and clauses: who finds whom, and how.

use crate::support::{Reply, Site};

fn counted(page: &Reply, text: &str) -> usize {
    page.text().matches(text).count()
}

#[tokio::test]
async fn hc_dv_finds_people_and_clauses_by_words_without_marks_in_any_order() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/").await.says("Tìm người, điều khoản").form("/search");
    let form = coordinator.get("/search").await.is(200).never_says("Điều khoản").form("/search");
    assert_eq!(form.value("q"), Some(""));
    let last = site.hen.name.split_whitespace().last().unwrap().to_owned();
    let typed = format!("{} hh", nep::text::fold(&last));
    for query in [site.hen.name.as_str(), "nie hhen", &typed] {
        let page = coordinator.get(&format!("/search?q={query}")).await.is(200).says(&site.hen.name).says("1 người.");
        assert_eq!(counted(&page, &format!("href=\"/tracking/people/{}\"", site.hen.id)), 1, "{query}");
    }
    let page = coordinator.get("/search?q=dao truoc lanh nhiem trach").await.is(200).says_key("search.no_people");
    assert!(counted(&page, "<mark>") > 1);
    assert!(page.text().contains("/documents/quy-che-nhom-zalo/clauses/dieu-"), "{}", page.words());
    let id =
        page.text().split("/clauses/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let found = coordinator.get(&format!("/documents/quy-che-nhom-zalo/clauses/{id}")).await.is(200);
    found.says("trách nhiệm trước Lãnh đạo");
    coordinator.get("/search?q=dieu 4").await.says("Điều 4");
    let nothing = coordinator.get("/search?q=xyzzy <b>").await.is(200);
    nothing.says_key("search.no_people").says_key("search.no_clauses").never_says("<b>");
}

#[tokio::test]
async fn everybody_finds_clauses_and_only_whoever_tracks_finds_people_of_theirs() {
    let site = Box::pin(Site::start()).await;
    site.stranger().get("/search?q=nie").await.is(303);
    let hen = site.visit(&site.hen).await;
    hen.get("/").await.says("Tìm điều khoản").never_says("Tìm người");
    let page = hen.get("/search?q=dieu 4").await.is(200).says("Điều 4").never_says("Người");
    assert_eq!(counted(&page, "/tracking/"), 0);
    hen.get(&format!("/search?q={}", site.hen.name)).await.is(200).never_says("1 người.");
    // A head sees the own department.
    let head = site.add_person("Ngô Thị Trưởng", "Phòng Kỹ thuật", &["head"]).await;
    let mine = site.add_person("Vũ Duy Nhất", "Phòng Kỹ thuật", &[]).await;
    let other = site.add_person("Vũ Duy Nhì", "Phòng Tổng hợp", &[]).await;
    let head = site.visit(&head).await;
    head.get("/search?q=vu duy").await.is(200).says(&mine.name).never_says(&other.name).says("1 người.");
    site.visit(&site.leader).await.get("/search?q=vu duy").await.says(&mine.name).says(&other.name).says("2 người.");
    // Marks that were typed are meant.
    site.visit(&site.leader).await.get("/search?q=nhì").await.says(&other.name).says("1 người.");
}

#[tokio::test]
async fn a_kind_shows_twenty_and_leads_to_the_rest() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    for n in 0..22 {
        let letter = char::from(b'a' + n);
        site.add_person(&format!("Quách Thị B{letter}"), "Phòng Kỹ thuật", &[]).await;
    }
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get("/search?q=quach").await.is(200).says("22 người; hiện 20 người đầu.");
    assert_eq!(counted(&page, "href=\"/tracking/people/"), 20);
    assert_eq!(counted(&page, "href=\"/tracking?q=quach\""), 1);
    let page = coordinator.get("/search?q=nhom").await.is(200);
    assert_eq!(counted(&page, "/clauses/"), 20);
    assert_eq!(counted(&page, "href=\"/documents/quy-che-nhom-zalo?q=nhom\""), 1);
    site.app.db.record();
    coordinator.get("/search?q=quach thi").await.is(200);
    let asked = site.app.db.recorded();
    assert!(asked.len() <= 2, "{asked:#?}");
}

/// Ways to write the same: (stored, typed).
const SPELLINGS: &[(&str, &[&str])] = &[
    ("Lê Thị Hòa", &["Lê Thị Hoà", "LE THI HOA", "hoà lê", "Le\u{302} Thi\u{323} Ho\u{300}a", "lê\u{a0}thị\u{a0}hòa"]),
    (
        "H’Yoan Kđăm",
        &["H'Yoan", "HʼYoan Kđăm", "H`Yoan", "H´Yoan", "H‘Yoan", "hyoan", "yoan", "H’ Yoan", "h yoan kdam"],
    ),
    ("Đặng Ƀuôn-Yă", &["Ðặng", "Ɖặng Buôn–Yă", "dang buon yă", "buonya", "Ｄang", "Ƀuôn Yă"]),
];

#[tokio::test]
async fn a_person_is_found_by_their_name_in_every_spelling_and_so_are_those_stored_before() {
    let site = Box::pin(Site::start()).await;
    let mut people = Vec::new();
    for (name, _) in SPELLINGS {
        people.push(site.add_person(name, "Phòng Kỹ thuật", &[]).await);
    }
    let leader = site.visit(&site.leader).await;
    let all_found = async || {
        for ((name, spellings), person) in SPELLINGS.iter().zip(&people) {
            for typed in spellings.iter().chain([name]) {
                let query = nep::address::query_value(typed);
                for page in ["/search", "/tracking"] {
                    let found = leader.get(&format!("{page}?q={query}")).await.is(200);
                    assert!(
                        counted(&found, &format!("/tracking/people/{}", person.id)) > 0,
                        "{page}: {typed} of {name}"
                    );
                }
            }
        }
    };
    all_found().await;
    // As an older program had folded them: made anew at the next start, once.
    let folded = "select word || ' ' || person_id from person_word order by word, person_id";
    let (words, labels) = (site.texts(folded).await, site.texts("select fold from label order by fold").await);
    site.run("delete from person_word where word like '%o%'").await.unwrap();
    site.run("update label set fold = 'x ' || fold where kind = 'department'").await.unwrap();
    site.run("delete from revision where name = 'words'").await.unwrap();
    site.another().await;
    assert_eq!(site.texts(folded).await, words);
    assert_eq!(site.texts("select fold from label order by fold").await, labels);
    assert_eq!(site.int("select n from revision where name = 'words'").await, 1);
    all_found().await;
}

#[tokio::test]
async fn a_text_is_found_in_every_spelling() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let hit = "clauses/dieu-4.khoan-3.muc-3.1";
    for typed in [
        "nói chuyện riêng",
        "no\u{301}i chuye\u{323}\u{302}n rie\u{302}ng",
        "NÓI\u{a0}CHUYỆN  RIÊNG",
        "noi chuyen rieng",
        "nói\u{200b} chuyện riêng",
    ] {
        let query = nep::address::query_value(typed);
        let page = member.get(&format!("/documents/quy-che-nhom-zalo?q={query}")).await.is(200);
        assert!(page.text().contains(&format!("{hit}\"")) && page.text().contains("<mark>"), "{typed}");
        let page = member.get(&format!("/search?q={query}")).await.is(200);
        assert!(page.text().contains(hit), "{typed}");
    }
    for typed in ["874/QĐ-BTTTT", "874/QÐ–BTTTT", "874/qd-btttt", "874/QD‑BTTTT"] {
        let page = member.get(&format!("/search?q={}", nep::address::query_value(typed))).await.is(200);
        assert!(counted(&page, "/clauses/") > 0, "{typed}");
    }
}

#[tokio::test]
async fn a_department_is_one_however_it_is_typed() {
    let site = Box::pin(Site::start()).await;
    let before = site.int("select count(*) from department").await;
    for (n, typed) in [
        "Phòng Hành chính - Dịch vụ",
        "PHÒNG HÀNH CHÍNH — DỊCH VỤ",
        "phong hanh chinh-dich vu",
        "Pho\u{300}ng Ha\u{300}nh chi\u{301}nh – Di\u{323}ch vu\u{323}",
        "Phòng\u{a0}Hành chính – Dịch vụ",
    ]
    .into_iter()
    .enumerate()
    {
        let person = site.add_person(&format!("Mai Văn {n}a"), typed, &[]).await;
        let id = site
            .text(format!("select department_id from profile where person_id = '{}' and until_at is null", person.id))
            .await;
        let name = "select body from label where kind = 'department' and until_at is null and thing = ";
        assert_eq!(site.text(format!("{name}'{id}'")).await, "Phòng Hành chính – Dịch vụ", "{typed}");
    }
    assert_eq!(site.int("select count(*) from department").await, before);
}
