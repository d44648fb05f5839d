//! Adding people, lists, roles, pauses, departures.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{PASSWORD, Person, Site};
use nep::id::new_id;

#[tokio::test]
async fn a_person_is_added_with_account_enrolment_and_place_in_the_record() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("full", "Nguyễn Văn Đức"), ("department", "Phòng Mới"), ("position", "Lái xe"), ("code", "NV100")];
    let reply = coordinator.submit("/people/new", "/people/new", &fields).await.is(303);
    coordinator.follow(reply).await.is(200).says("Nguyễn Văn Đức").says_key("done.person_created");
    let id = site.text("select person_id from profile where code = 'NV100'").await;
    assert_eq!(site.text(format!("select login from account where person_id = '{id}'")).await, "nguyenvanduc");
    assert_eq!(site.text(format!("select due_on from standing where person_id = '{id}'")).await, "2026-12-01");
    assert_eq!(site.text("select body from label where kind = 'department' and fold = 'phong moi'").await, "Phòng Mới");
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
    assert_eq!(site.int("select count(*) from profile where full_name = 'Nguyễn Văn Đức'").await, 1);
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
    assert_eq!(site.int("select count(*) from profile where full_name = 'Nguyễn Thị Hoa'").await, 12);
    assert_eq!(site.int("select count(distinct login) from account where login like 'nguyenthihoa%'").await, 12);
    assert_eq!(site.int("select count(*) from label where kind = 'department' and body = 'Phòng Mới'").await, 1);
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
    let names = format!("select full_name from profile where person_id = '{}' order by number", site.hen.id);
    assert_eq!(site.texts(names).await, ["H’Hen Niê", "H’Hen Niê Kđăm"]);
    let signed = site.text("select fields from private where kind = 'acknowledgment' and purpose = 'subject'").await;
    assert!(signed.contains("\"H’Hen Niê\""), "{signed}");
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
    admin.post(&path, &grant).await.is(422).says_key("password.again");
}

#[tokio::test]
async fn a_form_whose_reply_was_lost_is_sent_again_with_the_password_alone() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let path = format!("/people/{}/role", site.hen.id);
    let key = new_id();
    let grant = [("role", "leader"), ("act", "grant"), ("form_key", key.as_str())];
    admin.post(&path, &grant).await.is(303);
    site.advance(11);
    // Of what was sent before, nothing is said that is not so.
    let not_saved = crate::support::said("error.not_saved");
    let reply = admin.post(&path, &grant).await.is(422).says_key("password.again").never_says(not_saved);
    let again = reply.says_key("error.not_this_time").form(&path);
    assert_eq!((again.value("form_key"), again.value("password")), (Some(key.as_str()), Some("")));
    admin.fill(&again, &[("password", "không phải")]).await.is(422).says_key("password.wrong");
    admin.fill(&again, &[("password", PASSWORD)]).await.is(303);
    let mine = |leaf: &&serde_json::Value| leaf["about"] == site.hen.actor.as_str();
    assert_eq!(site.leaves("account.role_changed").await.iter().filter(mine).count(), 1);
    // One's own role: the act ended the session in which it is sent again.
    let own = format!("/people/{}/role", site.leader.id);
    admin.post(&own, &[("role", "admin"), ("act", "grant")]).await.is(303);
    let leader = site.visit(&site.leader).await;
    let key = new_id();
    let revoke = [("role", "admin"), ("act", "revoke"), ("form_key", key.as_str())];
    leader.post(&own, &revoke).await.is(303);
    leader.post(&own, &revoke).await.is(401).never_says(not_saved);
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
    let sql = "select count(*) from role_grant g where g.role = 'admin' and g.revoked_at is null and not exists
               (select 1 from presence x where x.person_id = g.person_id and x.until_at is null and x.kind = 'left')";
    site.int(sql).await
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
        coordinator.post(&path, &[("until", wrong), ("reason", "leave")]).await.is(422).says_key("form.day");
    }
    coordinator.post(&path, &[("until", "1/3/2027"), ("reason", "thai sản")]).await.is(400).says_key("absence.reason");
    coordinator.post(&path, &[("until", "1/3/2026"), ("reason", "leave")]).await.is(422).says_key("absence.order");
    for _ in 0..2 {
        coordinator.post(&path, &[("until", "1/3/2027"), ("reason", "leave")]).await.is(303);
    }
    assert_eq!(site.state(&site.hen).await, "paused");
    let page = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    page.says("01/03/2027: nghỉ theo chế độ");
    for _ in 0..2 {
        coordinator.post(&path, &[("until", ""), ("reason", "")]).await.is(303);
    }
    assert_eq!(site.state(&site.hen).await, "not_started");
    assert_eq!(site.leaves("absence.begun").await.len(), 1);
    assert_eq!(site.leaves("absence.ended").await.len(), 1);
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
    assert_eq!(site.leaves("person.left").await.len(), 1);
    for _ in 0..2 {
        coordinator.post(&format!("/people/{}/return", site.hen.id), &[]).await.is(303);
    }
    assert_eq!(site.leaves("person.returned").await.len(), 1);
    site.visit(&site.hen).await.get("/").await.is(200);
}

#[tokio::test]
async fn a_personal_link_is_shown_once_with_its_code_and_message() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/link", site.hen.id);
    let key = new_id();
    for _ in 0..2 {
        coordinator.post(&path, &[("form_key", &key)]).await.goes_to(&path);
    }
    assert_eq!(site.int("select count(*) from link").await, 1, "a double tap is one link");
    let page = coordinator.get(&path).await.is(200);
    page.clone().says("H’Hen Niê").says("01/12/2026");
    assert!(page.text().contains("<svg"), "the QR code");
    assert_eq!(page.header("cache-control"), "no-store");
    let leaf = site.leaves("link.issued").await.remove(0);
    assert_eq!(leaf["about"], site.hen.actor.as_str());
    let person = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    assert!(!person.text().contains(&format!("{}/link/", site.base)), "only its page shows it");
    person.says("Cấp liên kết cá nhân");
    // It is this session's, for half an hour.
    let elsewhere = format!("/tracking/people/{}", site.hen.id);
    site.visit(&site.coordinator).await.get(&path).await.goes_to(&elsewhere);
    site.advance(31);
    coordinator.get(&path).await.goes_to(&elsewhere);
}

#[tokio::test]
async fn a_link_that_was_used_is_shown_no_more() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/link", site.hen.id);
    coordinator.post(&path, &[("form_key", &new_id())]).await.goes_to(&path);
    let text = coordinator.get(&path).await.is(200).text();
    let token: String = text.split("/link/").nth(1).unwrap().chars().take(43).collect();
    let member = site.stranger();
    member.post(&format!("/link/{token}"), &[("password", "nuirung-caphe-bando-gioxuan")]).await.goes_to("/");
    coordinator.get(&path).await.goes_to(&format!("/tracking/people/{}", site.hen.id));
}

#[tokio::test]
async fn a_capacity_is_given_and_ended_by_the_registrar_and_twice_is_once() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/capacity", site.hen.id);
    let fields = |act| [("document", "quy-che-nhom-zalo"), ("capacity", "leadership"), ("act", act)];
    for act in ["grant", "grant", "end", "end"] {
        coordinator.post(&path, &fields(act)).await.is(303);
    }
    assert_eq!(site.leaves("capacity.granted").await.len(), 1);
    assert_eq!(site.leaves("capacity.ended").await.len(), 1);
    assert_eq!(site.text("select until_by from capacity").await, site.coordinator.id);
    for wrong in [
        [("document", "quy-che-nhom-zalo"), ("capacity", "participant"), ("act", "grant")],
        [("document", "khong-co"), ("capacity", "support"), ("act", "grant")],
        [("document", "quy-che-nhom-zalo"), ("capacity", "support"), ("act", "x")],
    ] {
        coordinator.post(&path, &wrong).await.is(400);
    }
    site.visit(&site.hen).await.post(&path, &fields("grant")).await.is(403);
}

#[tokio::test]
async fn a_role_is_held_where_it_was_granted() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let department = |name: &str| format!("select thing from label where kind = 'department' and body = '{name}'");
    let technical = site.text(department(TECHNICAL)).await;
    let path = format!("/people/{}/role", site.ngoc.id);
    let scope = format!("department:{technical}");
    admin.post(&path, &[("role", "coordinator"), ("act", "grant"), ("scope", &scope)]).await.is(303);
    let narrow = site.visit(&site.ngoc).await;
    narrow.get(&format!("/people/{}/edit", site.hen.id)).await.is(200);
    narrow.post(&format!("/people/{}/leave", site.an.id), &[]).await.is(303);
    // Somebody of another department is not found, and nobody is added there.
    narrow.get(&format!("/people/{}/edit", site.moan.id)).await.is(404);
    for act in ["leave", "return"] {
        narrow.post(&format!("/people/{}/{act}", site.moan.id), &[]).await.is(404);
    }
    narrow.post(&format!("/people/{}/link", site.moan.id), &[("form_key", &new_id())]).await.is(404);
    let new = |department: &'static str| [("full", "Nguyễn Văn Đức"), ("department", department)];
    narrow.submit("/people/new", "/people/new", &new(OFFICE)).await.is(403);
    narrow.submit("/people/new", "/people/new", &new("Phòng Mới")).await.is(403);
    narrow.submit("/people/new", "/people/new", &new(TECHNICAL)).await.is(303);
    // A head's is a department, an admin's is everything.
    for (role, scope) in [("admin", scope.as_str()), ("leader", scope.as_str()), ("head", "group:x"), ("head", "x")] {
        admin.post(&path, &[("role", role), ("act", "grant"), ("scope", scope)]).await.is(400);
    }
    admin.post(&path, &[("role", "head"), ("act", "grant")]).await.is(303);
    let own = format!("select scope_id from role_grant where person_id = '{}' and role = 'head'", site.ngoc.id);
    assert_eq!(site.text(own).await, site.text(department(OFFICE)).await);
}

#[tokio::test]
async fn an_e_mail_address_may_be_empty_and_is_kept_when_it_is_wrong() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/edit", site.hen.id);
    let form = coordinator.get(&path).await.is(200).form(&path);
    assert_eq!(form.value("email").unwrap_or_default(), "");
    let page = coordinator.fill(&form, &[("email", "hen@")]).await.is(422).says_key("person.email");
    assert_eq!(page.form(&path).value("email"), Some("hen@"));
    for _ in 0..2 {
        coordinator.fill(&form, &[("email", "hen@daklak.gov.vn")]).await.is(303);
    }
    let email = format!("select email from account where person_id = '{}'", site.hen.id);
    assert_eq!(site.text(email).await, "hen@daklak.gov.vn");
    assert_eq!(site.leaves("account.changed").await.len(), 1);
}

#[tokio::test]
async fn an_erased_person_is_nowhere_named_and_every_page_and_leaf_stands() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    let (admin, coordinator) = (site.visit(&site.admin).await, site.visit(&site.coordinator).await);
    let path = format!("/people/{}/erase", site.hen.id);
    admin.post(&path, &[("basis", "request")]).await.is(409).says_key("person.not_left");
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    coordinator.post(&path, &[("basis", "request")]).await.is(403);
    admin.post(&path, &[("basis", "vì thế")]).await.is(400).says_key("erasure.basis");
    let leaves = site.texts("select data from ledger_leaf order by n").await;
    for _ in 0..2 {
        admin.post(&path, &[("basis", "request")]).await.is(303);
    }
    assert_eq!(site.leaves("erasure.done").await.len(), 1);
    let after = site.texts("select data from ledger_leaf order by n").await;
    assert_eq!(after[..leaves.len()], leaves[..]);
    for (table, column) in [
        ("profile", "full_name || family || given"),
        ("person_word", "word"),
        ("account", "login || email"),
        ("contact", "phone || zalo_name"),
        ("private", "fields"),
        ("journal", "fields"),
    ] {
        let all = site.texts(format!("select {column} from {table}")).await.concat();
        for word in ["H’Hen", "hhennie", "0912345678", "912345678"] {
            assert!(!all.contains(word), "{table} {word}");
        }
    }
    assert_eq!(site.int(format!("select count(*) from private where person_id = '{}'", site.hen.id)).await, 0);
    admin.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).never_says("H’Hen");
    admin.get("/tracking").await.is(200).never_says("H’Hen");
    coordinator.post(&format!("/people/{}/return", site.hen.id), &[]).await.is(409).says_key("person.erased");
}

/// What changes where somebody stands is the admin's for whoever holds a role, HC-DV themself included.
#[tokio::test]
async fn pausing_and_the_capacities_of_who_holds_a_role_are_the_admins() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, admin) = (site.visit(&site.coordinator).await, site.visit(&site.admin).await);
    let until = [("from", ""), ("until", "1/3/2027"), ("reason", "leave")];
    let give = [("document", "quy-che-nhom-zalo"), ("capacity", "leadership"), ("act", "grant")];
    let end = [("document", "quy-che-nhom-zalo"), ("capacity", "leadership"), ("act", "end")];
    for person in [&site.leader, &site.coordinator, &site.admin] {
        let (pause, capacity) = (format!("/people/{}/pause", person.id), format!("/people/{}/capacity", person.id));
        let shown = format!("/tracking/people/{}", person.id);
        for _ in 0..2 {
            let page = coordinator.get(&shown).await.is(200).says("do quản trị ghi nhận");
            page.never_says(&format!("action=\"{pause}\"")).never_says(&format!("action=\"{capacity}\""));
            coordinator.post(&pause, &until).await.is(403);
            coordinator.post(&capacity, &give).await.is(403);
            assert_eq!(site.leaves("absence.ended").await.len() + site.leaves("capacity.ended").await.len(), 0);
            // The second time round somebody is away and has it.
            admin.post(&pause, &until).await.is(303);
            admin.post(&capacity, &give).await.is(303);
            coordinator.post(&pause, &[("until", "")]).await.is(403);
            coordinator.post(&capacity, &end).await.is(403);
        }
        let page = admin.get(&shown).await.is(200);
        admin.fill(&page.form(&pause), &[("from", ""), ("until", "2027-03-02"), ("reason", "leave")]).await.is(303);
        drop(page.form(&capacity));
    }
    assert_eq!(site.leaves("capacity.granted").await.len(), 3);
    // Who holds none is the registrar's.
    coordinator.post(&format!("/people/{}/pause", site.hen.id), &until).await.is(303);
    coordinator.post(&format!("/people/{}/capacity", site.hen.id), &give).await.is(303);
}
