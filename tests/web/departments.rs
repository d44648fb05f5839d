//! Departments: renamed, placed, merged, closed.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{PASSWORD, Site};

async fn id_of(site: &Site, name: &str) -> String {
    site.text(format!("select thing from label where kind = 'department' and until_at is null and body = '{name}'"))
        .await
}

async fn clean(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let found = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
}

async fn order(site: &Site) -> Vec<String> {
    site.app.site().await.unwrap().departments.iter().map(|one| one.name.clone()).collect()
}

#[tokio::test]
async fn a_department_is_renamed_and_a_taken_name_is_told_with_what_was_typed() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get("/people/departments").await.is(200).says("Phòng Kỹ thuật").says("3 người");
    let path = format!("/people/departments/{}", id_of(&site, TECHNICAL).await);
    let form = page.form(&path);
    let refused =
        coordinator.fill(&form, &[("name", "phong hanh chinh – dich vu")]).await.is(422).says_key("department.taken");
    assert_eq!(refused.form(&path).value("name"), Some("phong hanh chinh – dich vu"));
    coordinator.fill(&form, &[("name", "Phòng Kỹ thuật – Vận hành")]).await.goes_to("/people/departments");
    coordinator.get("/tracking").await.is(200).says("Phòng Kỹ thuật – Vận hành");
    assert_eq!(site.leaves("department.renamed").await.len(), 1);
    clean(&site).await;
}

#[tokio::test]
async fn departments_are_placed_one_by_one_and_a_tap_sent_twice_moves_once() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let before = order(&site).await;
    assert_eq!(before, [OFFICE, "Ban Giám đốc", TECHNICAL]);
    let path = format!("/people/departments/{}/place", id_of(&site, TECHNICAL).await);
    let form = admin.get("/people/departments").await.is(200).form(&path);
    for _ in 0..2 {
        admin.fill(&form, &[("to", "up")]).await.goes_to("/people/departments");
    }
    assert_eq!(order(&site).await, [OFFICE, TECHNICAL, "Ban Giám đốc"]);
    let form = admin.get("/people/departments").await.form(&path);
    admin.fill(&form, &[("to", "up")]).await.is(303);
    assert_eq!(order(&site).await, [TECHNICAL, OFFICE, "Ban Giám đốc"]);
    clean(&site).await;
}

#[tokio::test]
async fn a_merge_shows_who_moves_asks_the_password_and_keeps_what_was() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let (coordinator, head) = (site.visit(&site.coordinator).await, site.visit(&site.head).await);
    let (technical, office) = (id_of(&site, TECHNICAL).await, id_of(&site, OFFICE).await);
    site.advance(11);
    let path = format!("/people/departments/{technical}/merge");
    let page = coordinator.get(&format!("{path}?into={office}")).await.is(200).says("3 người chuyển sang");
    let page = page.says("H’Hen Niê").says("Đặng Văn Ân");
    let form = page.form(&path);
    coordinator.fill(&form, &[("password", "không phải")]).await.is(422).says_key("password.wrong");
    assert_eq!(order(&site).await.len(), 3);
    for _ in 0..2 {
        coordinator.fill(&form, &[("password", PASSWORD)]).await.goes_to("/people/departments");
    }
    assert_eq!(order(&site).await, [OFFICE, "Ban Giám đốc"]);
    let moved = format!("select count(*) from profile where until_at is null and department_id = '{office}'");
    assert_eq!(site.int(moved).await, 7);
    assert_eq!(site.leaves("department.closed").await.len(), 1);
    // The head goes with their role, and signs in anew.
    head.get("/").await.is(303);
    let scope = format!("select scope_id from role_grant where person_id = '{}' and revoked_at is null", site.head.id);
    assert_eq!(site.text(scope).await, office);
    let signed = site.text("select fields from private where kind = 'acknowledgment' and purpose = 'subject'").await;
    assert!(signed.contains("H’Hen"));
    clean(&site).await;
    // Nobody finds it again, and its name is free.
    coordinator.get(&format!("{path}?into={office}")).await.is(404);
    site.add_person("Lê Mới", TECHNICAL, &[]).await;
    assert_ne!(id_of(&site, TECHNICAL).await, technical);
    clean(&site).await;
}

#[tokio::test]
async fn only_an_empty_department_is_closed() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let technical = format!("/people/departments/{}/close", id_of(&site, TECHNICAL).await);
    assert!(!coordinator.get("/people/departments").await.text().contains(&technical));
    coordinator.post(&technical, &[]).await.is(409).says_key("department.not_empty");
    let moved = site.add_person("Lê Rời", "Đội Tạm", &[]).await;
    let path = format!("/people/{}/edit", moved.id);
    coordinator.submit(&path, &path, &[("department", OFFICE)]).await.is(303);
    let close = format!("/people/departments/{}/close", id_of(&site, "Đội Tạm").await);
    let form = coordinator.get("/people/departments").await.is(200).form(&close);
    for _ in 0..2 {
        coordinator.fill(&form, &[]).await.goes_to("/people/departments");
    }
    assert_eq!(order(&site).await.len(), 3);
    assert_eq!(site.leaves("department.closed").await.len(), 1);
    coordinator.get("/tracking").await.is(200).never_says("Đội Tạm");
    clean(&site).await;
}
