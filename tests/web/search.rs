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
