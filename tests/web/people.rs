//! Adding people, lists, roles, pauses, departures.

use crate::support::{Person, Site};
use nep::id::new_id;

#[tokio::test]
async fn a_person_is_added_with_account_enrolment_and_place_in_the_record() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("full", "Nguyễn Văn Đức"), ("department", "Phòng Mới"), ("position", "Lái xe"), ("code", "NV100")];
    let reply = coordinator.submit("/people/new", "/people/new", &fields).await.is(303);
    coordinator.follow(reply).await.is(200).says("Nguyễn Văn Đức").says_key("done.person_created");
    let id = site.text("select id from person where code = 'NV100'").await;
    assert_eq!(site.text(format!("select login from account where person_id = '{id}'")).await, "nguyenvanduc");
    assert_eq!(site.text(format!("select due_on from enrolment where person_id = '{id}'")).await, "2026-12-01");
    assert_eq!(site.text("select name from department where name_fold = 'phong moi'").await, "Phòng Mới");
    let leaves = site.leaves("account.created").await;
    let leaf = leaves.last().unwrap();
    assert_eq!(leaf["actor"], site.coordinator.actor.as_str());
    assert!(!leaf.to_string().contains("Đức"), "the name is only committed to");
}

#[tokio::test]
async fn wrong_input_is_kept_and_nobody_is_added() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let before = site.census().await;
    let cases = [
        ([("family", ""), ("given", ""), ("department", "Phòng A"), ("code", "")], "person.given_missing"),
        ([("family", "Lê"), ("given", "A1!"), ("department", "Phòng A"), ("code", "")], "person.name_letters"),
        ([("family", "Lê"), ("given", "An"), ("department", ""), ("code", "")], "person.department_missing"),
        ([("family", "Lê"), ("given", "An"), ("department", "Phòng A"), ("code", "NV001")], "person.code_taken"),
    ];
    for (fields, key) in cases {
        let page = coordinator.submit("/people/new", "/people/new", &fields).await.is(422).says_key(key);
        let form = page.form("/people/new");
        for (name, value) in fields {
            assert_eq!(form.value(name).unwrap_or_default(), value, "{key}");
        }
    }
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn a_form_sent_twice_adds_one_person() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let form = coordinator.get("/people/new").await.is(200).form("/people/new");
    let fields = [("full", "Nguyễn Văn Đức"), ("department", "Phòng Mới")];
    let first = coordinator.fill(&form, &fields).await.is(303).location;
    coordinator.fill(&form, &fields).await.goes_to(&first);
    assert_eq!(site.int("select count(*) from person where full_name = 'Nguyễn Văn Đức'").await, 1);
    let form = coordinator.get("/people/new").await.is(200).form("/people/paste");
    for _ in 0..2 {
        coordinator
            .fill(&form, &[("people", "Trần Thị Ba;Phòng Mới\nTrần Thị Bốn;Phòng Mới")])
            .await
            .goes_to("/tracking");
    }
    assert_eq!(site.int("select count(*) from person where family = 'Trần' and middle = 'Thị'").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_of_one_name_added_at_once_get_different_sign_in_names() {
    let site = Box::pin(Site::start()).await;
    let mut adds = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let visitor = site.visit(&site.coordinator).await;
        adds.spawn(async move {
            let fields = [("full", "Nguyễn Thị Hoa"), ("department", "Phòng Mới"), ("form_key", &new_id())];
            visitor.post("/people/new", &fields).await.status
        });
    }
    assert!(adds.join_all().await.iter().all(|status| *status == 303));
    assert_eq!(site.int("select count(*) from person where full_name = 'Nguyễn Thị Hoa'").await, 12);
    assert_eq!(site.int("select count(distinct login) from account where login like 'nguyenthihoa%'").await, 12);
    assert_eq!(site.int("select count(*) from department where name = 'Phòng Mới'").await, 1);
}

#[tokio::test]
async fn a_pasted_list_adds_everybody_or_nobody() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let before = site.census().await;
    let bad = "Lê Văn Một\tPhòng A\tKỹ sư\tNV201\nLê Văn Hai\n\nLê Văn Ba;Phòng A;;NV201\n4567;Phòng A";
    let page = coordinator.submit("/people/new", "/people/paste", &[("people", bad)]).await.is(422);
    page.clone().says("Dòng 2").says_key("person.department_missing");
    assert!(page.form("/people/paste").value("people").unwrap().contains("Lê Văn Hai"));
    let twice = "Lê Văn Một;Phòng A;;NV201\nLê Văn Ba;Phòng A;;NV201";
    coordinator
        .submit("/people/new", "/people/paste", &[("people", twice)])
        .await
        .is(422)
        .says_key("person.code_taken");
    coordinator
        .submit("/people/new", "/people/paste", &[("people", " \n ")])
        .await
        .is(422)
        .says_key("people.paste_empty");
    assert_eq!(site.census().await, before);
    let good = "Lê Văn Một\tPhòng A\tKỹ sư\tNV201\nH’Lan Mlô;Phòng A;;NV202\nY Thông Êban;phòng a";
    coordinator.submit("/people/new", "/people/paste", &[("people", good)]).await.goes_to("/tracking");
    assert_eq!(site.int("select count(*) from person").await, 11);
    assert_eq!(site.int("select count(*) from department where name_fold = 'phong a'").await, 1);
    assert_eq!(site.text("select name_order from person where code = 'NV202'").await, "family_last");
}

#[tokio::test]
async fn a_change_of_name_leaves_the_records_as_they_were() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/edit", site.hen.id);
    let form = coordinator.get(&path).await.is(200).form(&path);
    assert_eq!(form.value("given"), Some("Hen"));
    let page = coordinator.fill(&form, &[("given", "")]).await.is(422).says_key("person.given_missing");
    assert_eq!(page.form(&path).value("family"), Some("Niê"));
    coordinator.fill(&form, &[("code", "NV001")]).await.is(422).says_key("person.code_taken");
    coordinator.fill(&form, &[("family", "Niê Kđăm"), ("position", "Phó phòng")]).await.is(303);
    assert_eq!(site.text(format!("select full_name from person where id = '{}'", site.hen.id)).await, "H’Hen Niê Kđăm");
    assert_eq!(site.text("select full_name from acknowledgment").await, "H’Hen Niê");
    assert_eq!(site.leaves("account.changed").await.len(), 1);
    coordinator.get("/people/01900000-0000-7000-8000-000000000000/edit").await.is(404);
}

#[tokio::test]
async fn a_role_is_granted_with_author_and_day_and_twice_is_once() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let path = format!("/people/{}/role", site.hen.id);
    let (grant, revoke) = ([("role", "leader"), ("act", "grant")], [("role", "leader"), ("act", "revoke")]);
    for _ in 0..2 {
        admin.post(&path, &grant).await.is(303);
    }
    let sql = format!("select granted_by from role_grant where person_id = '{}' and revoked_at is null", site.hen.id);
    assert_eq!(site.texts(sql).await, [site.admin.id.as_str()]);
    let mine = |leaf: &&serde_json::Value| leaf["about"] == site.hen.actor.as_str();
    assert_eq!(site.leaves("account.role_changed").await.iter().filter(mine).count(), 1);
    for _ in 0..2 {
        admin.post(&path, &revoke).await.is(303);
    }
    assert_eq!(site.leaves("account.role_changed").await.iter().filter(mine).count(), 2);
    for wrong in ["", "boss", "member"] {
        admin.post(&path, &[("role", wrong), ("act", "grant")]).await.is(400);
    }
    admin.post(&path, &[("role", "leader"), ("act", "x")]).await.is(400);
    site.advance(11);
    admin.post(&path, &grant).await.is(400).says_key("password.again");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let own = format!("/people/{}/role", site.admin.id);
    admin.post(&own, &[("role", "admin"), ("act", "revoke")]).await.is(409).says_key("role.last_admin");
    let coordinator = site.visit(&site.coordinator).await;
    // Somebody with a role is the admin's to let go.
    for person in [&site.admin, &site.leader] {
        coordinator.post(&format!("/people/{}/leave", person.id), &[]).await.is(403);
    }
    admin.post(&format!("/people/{}/leave", site.admin.id), &[]).await.is(409).says_key("person.not_oneself");
    admin.post(&format!("/people/{}/role", site.hen.id), &[("role", "admin"), ("act", "grant")]).await.is(303);
    admin.post(&own, &[("role", "admin"), ("act", "revoke")]).await.goes_to("/sign-in");
    admin.get("/settings").await.is(303);
}

async fn admins(site: &Site) -> i64 {
    site.int("select count(*) from role_grant g join person p on p.id = g.person_id where g.role = 'admin' and g.revoked_at is null and p.left_at is null").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn admins_who_remove_each_other_at_once_never_leave_the_house_without_one() {
    let site = Box::pin(Site::start()).await;
    for round in 0..4 {
        let others: Vec<Person> = vec![
            site.add_person(&format!("Quản Trị Một{}", "x".repeat(round)), "Phòng A", &["admin"]).await,
            site.add_person(&format!("Quản Trị Hai{}", "x".repeat(round)), "Phòng A", &["admin"]).await,
        ];
        if round == 0 {
            let admin = site.visit(&others[0]).await;
            admin
                .post(&format!("/people/{}/role", site.admin.id), &[("role", "admin"), ("act", "revoke")])
                .await
                .is(303);
        }
        let mut work = tokio::task::JoinSet::new();
        let all = site.texts("select person_id from role_grant where role = 'admin' and revoked_at is null").await;
        for (n, id) in all.iter().enumerate() {
            let (visitor, target) = (site.visit_by_id(id).await, all[(n + 1) % all.len()].clone());
            work.spawn(async move {
                let path =
                    if n % 2 == 0 { format!("/people/{target}/role") } else { format!("/people/{target}/leave") };
                let fields: &[(&str, &str)] = if n % 2 == 0 { &[("role", "admin"), ("act", "revoke")] } else { &[] };
                visitor.post(&path, fields).await.status
            });
        }
        let statuses = work.join_all().await;
        assert!(statuses.iter().all(|status| *status < 500), "{statuses:?}");
        assert!(admins(&site).await >= 1, "{statuses:?}");
    }
}

#[tokio::test]
async fn a_pause_has_a_day_and_a_reason_and_ends() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/pause", site.hen.id);
    for wrong in ["mai", "31/2/2027", "2027"] {
        coordinator.post(&path, &[("until", wrong), ("reason", "x")]).await.is(400).says_key("form.day");
    }
    coordinator.post(&path, &[("until", "1/3/2027"), ("reason", "thai sản")]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "paused");
    let page = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    page.says("Tạm hoãn đến 01/03/2027: thai sản");
    coordinator.post(&path, &[("until", ""), ("reason", "")]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "not_started");
    assert_eq!(site.leaves("account.paused").await.len(), 2);
}

#[tokio::test]
async fn a_departure_entered_by_mistake_is_undone() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let member = site.visit(&site.hen).await;
    for _ in 0..2 {
        coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    }
    member.get("/").await.is(303);
    assert_eq!(site.leaves("account.disabled").await.len(), 1);
    for _ in 0..2 {
        coordinator.post(&format!("/people/{}/return", site.hen.id), &[]).await.is(303);
    }
    assert_eq!(site.leaves("account.enabled").await.len(), 1);
    site.visit(&site.hen).await.get("/").await.is(200);
}

#[tokio::test]
async fn a_personal_link_is_shown_once_with_its_code_and_message() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/link", site.hen.id);
    let page = coordinator.post(&path, &[]).await.is(200);
    page.clone().says("H’Hen Niê").says("01/12/2026");
    assert!(page.text().contains("<svg"), "the QR code");
    assert_eq!(page.header("cache-control"), "no-store");
    let leaf = site.leaves("link.issued").await.remove(0);
    assert_eq!(leaf["about"], site.hen.actor.as_str());
    let person = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    assert!(!person.text().contains("/link/"), "only its page shows it");
    person.says("Cấp liên kết cá nhân");
}
