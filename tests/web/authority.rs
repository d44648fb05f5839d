//! Authority belongs to the act: who may is asked again where it is recorded, and ends with the role.

use crate::support::site::{OFFICE, TECHNICAL, on_site};
use crate::support::{PASSWORD, Person, Site};
use nep::accounts::rules::{Role, Scope, Switch};
use nep::act::Act;
use nep::error::Error;
use nep::id::{new_id, sha256};
use nep::people::acts as people;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use std::process::Command;

const NEW: &str = "nuirung-caphe-bando-gioxuan";

async fn grant(site: &Site, whom: &Person, role: &str, act: &str) {
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/role", whom.id), &[("role", role), ("act", act)]).await.is(303);
}

#[tokio::test]
async fn a_personal_link_does_not_outlive_a_change_of_role() {
    let site = Box::pin(Site::start()).await;
    let link = site.link(&site.hen).await;
    grant(&site, &site.hen, "leader", "grant").await;
    site.stranger().get(&link).await.is(410).says_key("link.revoked");
    site.stranger().post(&link, &[("password", NEW)]).await.is(410);
    let own = {
        let admin = site.visit(&site.admin).await;
        let path = format!("/people/{}/link", site.hen.id);
        let reply = admin.post(&path, &[("form_key", &new_id())]).await.is(303);
        let text = admin.follow(reply).await.text();
        let token = text.split("/link/").nth(1).unwrap().to_owned();
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>()
    };
    grant(&site, &site.hen, "leader", "revoke").await;
    site.stranger().get(&format!("/link/{own}")).await.is(410).says_key("link.revoked");
}

/// What a request brought with it is old by the time it is recorded: the session decides, in the transaction.
#[tokio::test]
async fn an_act_is_not_recorded_when_its_session_has_ended_meanwhile() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.coordinator).await;
    let session = sha256(visitor.cookie("sid").unwrap());
    let act = Act { session, bound: true, ..Act::of(site.coordinator.author(), site.now()) };
    let leave = async |whom: &Person| {
        let now = site.app.site().await.unwrap();
        let mut tx = site.app.db.write().await.unwrap();
        let done = people::leave(&mut tx, &act, &now, &whom.id).await;
        tx.settle(done).await
    };
    // The control: while the session lives, it is.
    leave(&site.an).await.unwrap();
    grant(&site, &site.coordinator, "leader", "grant").await;
    let before = site.census().await;
    assert!(matches!(leave(&site.hen).await, Err(Error::SignIn)));
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn data_and_return_of_people_with_a_role_are_the_admins() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, admin) = (site.visit(&site.coordinator).await, site.visit(&site.admin).await);
    let edit = |id: &str| format!("/people/{id}/edit");
    let fields = [("family", "Vũ"), ("middle", ""), ("given", "Khác"), ("department", OFFICE)];
    let before = site.census().await;
    for person in [&site.leader, &site.admin, &site.head, &site.coordinator] {
        coordinator.get(&edit(&person.id)).await.is(403);
        coordinator.post(&edit(&person.id), &fields).await.is(403);
        let page = coordinator.get(&format!("/tracking/people/{}", person.id)).await.is(200);
        assert!(!page.text().contains(&format!("{}\"", edit(&person.id))), "no way to what is refused");
    }
    assert_eq!(site.census().await, before);
    admin.post(&format!("/people/{}/leave", site.leader.id), &[]).await.is(303);
    coordinator.post(&format!("/people/{}/return", site.leader.id), &[]).await.is(403);
    admin.post(&format!("/people/{}/return", site.leader.id), &[]).await.is(303);
    coordinator.submit(&edit(&site.hen.id), &edit(&site.hen.id), &[("position", "Kỹ sư")]).await.is(303);
}

#[tokio::test]
async fn a_head_who_moves_sees_the_new_department_and_the_admin_is_told() {
    let site = Box::pin(Site::start()).await;
    let (admin, head) = (site.visit(&site.admin).await, site.visit(&site.head).await);
    head.get("/tracking").await.is(200).says("H’Hen Niê");
    let edit = format!("/people/{}/edit", site.head.id);
    admin.get(&edit).await.is(200).says("vai trò Trưởng phòng chuyển theo");
    let reply = admin.submit(&edit, &edit, &[("department", OFFICE)]).await.is(303);
    admin.follow(reply).await.is(200).says_key("done.saved_head_moved");
    head.get("/tracking").await.is(303);
    let head = site.visit(&site.head).await;
    let page = head.get("/tracking").await.is(200).says("Y Moan Ênuôl");
    assert!(!page.words().contains("H’Hen Niê"));
    let scopes = "select scope_id from role_grant where role = 'head' and revoked_at is null";
    let office = site.text(format!("select thing from label where body = '{OFFICE}' and kind = 'department'")).await;
    assert_eq!(site.texts(scopes).await, [office]);
    let mine = |leaf: &&serde_json::Value| leaf["about"] == site.head.actor.as_str() && leaf["role"] == "head";
    assert_eq!(site.leaves("account.role_changed").await.iter().filter(mine).count(), 3, "granted, ended, granted");
    // A member who moves takes nothing along.
    let edit = format!("/people/{}/edit", site.hen.id);
    let reply = admin.submit(&edit, &edit, &[("department", OFFICE)]).await.is(303);
    admin.follow(reply).await.is(200).says_key("done.saved");
    let edit = format!("/people/{}/edit", site.ngoc.id);
    admin.submit(&edit, &edit, &[("department", TECHNICAL)]).await.is(303);
}

#[tokio::test]
async fn an_account_is_switched_off_and_on_apart_from_leaving() {
    let site = Box::pin(Site::start()).await;
    let (admin, member) = (site.visit(&site.admin).await, site.visit(&site.hen).await);
    let link = site.link(&site.hen).await;
    let person = format!("/tracking/people/{}", site.hen.id);
    let path = format!("/people/{}/account", site.hen.id);
    let reply = admin.submit(&person, &path, &[]).await.goes_to(&person);
    admin.follow(reply).await.is(200).says_key("done.account_disabled").says("Tài khoản đang tạm khóa");
    admin.post(&path, &[("to", "disabled")]).await.is(303);
    member.get("/").await.is(303);
    site.visit(&site.hen).await.get("/").await.is(303);
    site.stranger().get(&link).await.is(410);
    let sign_in = [("login", site.hen.login.as_str()), ("password", PASSWORD)];
    site.stranger().post("/sign-in", &sign_in).await.is(422).says_key("sign_in.wrong");
    let issue = format!("/people/{}/link", site.hen.id);
    admin.post(&issue, &[("form_key", &new_id())]).await.is(409).says_key("account.disabled");
    // They are still here: in the lists, in their rounds.
    site.visit(&site.coordinator).await.get("/tracking").await.is(200).says("H’Hen Niê");
    let reply = admin.submit(&person, &path, &[]).await.goes_to(&person);
    admin.follow(reply).await.says_key("done.account_enabled");
    site.stranger().post("/sign-in", &sign_in).await.goes_to("/");
    // What was open before stays closed.
    member.get("/").await.is(303);
    site.stranger().get(&link).await.is(410);
    let leaves = [site.leaves("account.disabled").await.len(), site.leaves("account.enabled").await.len()];
    assert_eq!(leaves, [1, 1]);
    admin.post(&path, &[("to", "x")]).await.is(400);
}

#[tokio::test]
async fn nobody_switches_themself_or_the_last_admin_off() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let off = [("to", "disabled")];
    admin.post(&format!("/people/{}/account", site.admin.id), &off).await.is(409).says_key("account.not_oneself");
    let second = site.add_person("Quản Trị Hai", OFFICE, &["admin"]).await;
    site.visit(&second).await.post(&format!("/people/{}/account", site.admin.id), &off).await.is(303);
    // The second is the only one whose account is on: neither the first nor the system takes them away.
    let own = format!("/people/{}/role", second.id);
    let revoke = [("role", "admin"), ("act", "revoke")];
    site.visit(&second).await.post(&own, &revoke).await.is(409).says_key("role.last_admin");
    site.advance(11);
    site.visit(&site.coordinator).await.post(&format!("/people/{}/account", site.hen.id), &off).await.is(403);
    let system = Act::system(site.now());
    let now = site.app.site().await.unwrap();
    let mut tx = site.app.db.write().await.unwrap();
    let done = people::switch_account(&mut tx, &system, &now, &second.id, Switch::Disabled).await;
    assert!(matches!(tx.settle(done).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn settings_banners_and_own_passwords_leave_leaves_and_sign_ins_a_line() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (manage, banner) = ("/documents/quy-che-nhom-zalo/manage", "/documents/quy-che-nhom-zalo/banner");
    for _ in 0..2 {
        coordinator.submit(manage, banner, &[("banner", "Bản dự thảo lần 2")]).await.is(303);
    }
    coordinator.post(banner, &[("banner", ""), ("reset", "yes")]).await.is(303);
    let said = site.leaves("document.banner_changed").await;
    assert_eq!(said.iter().map(|leaf| leaf["banner"].as_str().unwrap()).collect::<Vec<_>>(), ["Bản dự thảo lần 2", ""]);
    let member = site.stranger();
    member.post("/sign-in", &[("login", &site.hen.login), ("password", PASSWORD)]).await.goes_to("/");
    member.submit("/account", "/account/password", &[("old", PASSWORD), ("password", NEW)]).await.is(303);
    assert_eq!(site.leaves("account.password_changed").await.len(), 1);
    let lines = "select kind from journal where person_id = '";
    let mine = site.texts(format!("{lines}{}' order by at, id", site.hen.id)).await;
    assert!(mine.contains(&"session.started".to_owned()), "{mine:?}");
    assert!(nep::verify::ledger(&site.app.db).await.unwrap().is_empty());
    // The timeline is about what happened, not about every sign-in.
    let page = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
    page.says_key("note.password_changed");
}

fn nep(site: &Site, arguments: &[&str]) -> (bool, String) {
    let key = site.app.config.key();
    let out = Command::new(env!("CARGO_BIN_EXE_nep"))
        .arg("admin-link")
        .args(arguments)
        .args(["--database", &site.database.url, "--key", key.to_str().unwrap(), "--public-url", &site.base])
        .env("NEP_CONFIG", "/dev/null")
        .output()
        .unwrap();
    (out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
}

fn path_in(said: &str) -> String {
    let token: String = said.split("/link/").nth(1).unwrap().chars().take_while(|c| !c.is_whitespace()).collect();
    format!("/link/{token}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_only_admin_gone_or_locked_out_comes_back_by_a_command_on_the_server() {
    let site = Box::pin(Site::start()).await;
    // Locked out: no password any more, and the account switched off past the application.
    site.run(format!(
        "insert into account_switch (person_id, number, kind, at) values ('{}', 1, 'disabled', 1)",
        site.admin.id
    ))
    .await
    .unwrap();
    site.visit(&site.admin).await.get("/settings").await.is(303);
    let (done, said) = nep(&site, &[]);
    assert!(done, "{said}");
    let admin = site.stranger();
    let path = path_in(&said);
    admin.submit(&path, &path, &[("password", NEW)]).await.goes_to("/");
    admin.get("/settings").await.is(200);
    let issued = site.leaves("link.issued").await;
    assert_eq!(issued.len(), 1);
    assert_eq!(issued[0]["about"], site.admin.actor.as_str());
    assert!(issued[0].get("actor").is_none(), "by the system");

    // Gone: somebody else by their sign-in name.
    site.run(format!("insert into presence (person_id, number, kind, at) values ('{}', 1, 'left', 1)", site.admin.id))
        .await
        .unwrap();
    let (done, said) = nep(&site, &["khong-co-ai"]);
    assert!(!done && said.contains("tên đăng nhập"), "{said}");
    let (done, said) = nep(&site, &["Lê Ánh Ngọc"]);
    assert!(done, "{said}");
    let new = site.stranger();
    let path = path_in(&said);
    new.submit(&path, &path, &[("password", NEW)]).await.goes_to("/");
    new.get("/settings").await.is(200);
    let mine = |leaf: &&serde_json::Value| leaf["about"] == site.ngoc.actor.as_str() && leaf["granted"] == true;
    assert_eq!(site.leaves("account.role_changed").await.iter().filter(mine).count(), 1);
}

#[tokio::test]
async fn forms_that_create_something_count_once_however_often_they_are_sent() {
    let site = Box::pin(Site::start()).await;
    let (admin, coordinator) = (site.visit(&site.admin).await, site.visit(&site.coordinator).await);
    let person = format!("/tracking/people/{}", site.hen.id);
    // A role, given, taken back by another, and the first form arrives once more.
    let form = admin.get(&person).await.is(200).form(&format!("/people/{}/role", site.hen.id));
    let give = [("role", "leader"), ("scope", "all")];
    admin.fill(&form, &give).await.is(303);
    grant(&site, &site.hen, "leader", "revoke").await;
    admin.fill(&form, &give).await.is(303);
    assert_eq!(site.int("select count(*) from role_grant where role = 'leader' and revoked_at is null").await, 1);

    let pause = format!("/people/{}/pause", site.hen.id);
    let form = coordinator.get(&person).await.is(200).form(&pause);
    let fields = [("from", ""), ("until", "2027-03-01"), ("reason", "study")];
    coordinator.fill(&form, &fields).await.is(303);
    coordinator.post(&pause, &[("until", "")]).await.is(303);
    coordinator.fill(&form, &fields).await.is(303);
    assert_eq!(site.leaves("absence.begun").await.len(), 1);
    assert_eq!(site.leaves("absence.ended").await.len(), 1);

    let (manage, issue) = ("/documents/quy-che-nhom-zalo/manage", "/documents/quy-che-nhom-zalo/issue");
    let look =
        async |number: &str, day: &str| coordinator.submit(manage, issue, &[("number", number), ("day", day)]).await;
    let form = look("12", "1/12/2026").await.is(200).form(issue);
    let other = look("13", "1/12/2026").await.is(200).form(issue);
    for _ in 0..3 {
        coordinator.fill(&form, &[]).await.goes_to(manage);
    }
    // A page that was drawn before it: what it would replace is not in force any more.
    coordinator.fill(&other, &[]).await.is(409).says_key("document.superseded");
    // The same number and day from a fresh page is the text that is there.
    look("12", "01-12-2026").await.is(422).says_key("document.same_issue");
    coordinator.post(issue, &[("number", "12"), ("day", "1/12/2026")]).await.is(422).says_key("document.same_issue");
    assert_eq!(site.int("select count(*) from version where document_id = 'quy-che-nhom-zalo'").await, 2);
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    let attach = async |key: &str, seen: &str, text: &str| {
        let part = Part::bytes(text.as_bytes().to_vec()).file_name("874.pdf");
        let csrf = coordinator.csrf().await.unwrap();
        let form = Form::new().text("csrf", csrf).text("form_key", key.to_owned()).text("seen", seen.to_owned());
        let form = form.text("password", PASSWORD);
        let request = coordinator.request(Method::POST, "/documents/quyet-dinh-874/attach");
        coordinator.send(request.multipart(form.part("file", part))).await
    };
    let (key, seen) = (new_id(), coordinator.version_of("quyet-dinh-874").await);
    for _ in 0..2 {
        attach(&key, &seen, "%PDF-1.7 ký").await.is(303);
    }
    attach(&new_id(), &seen, "%PDF-1.7 khác").await.is(409).says_key("document.superseded");
    assert_eq!(site.int("select count(*) from version where document_id = 'quyet-dinh-874'").await, 2);
    // A typing slip is put right on purpose.
    let form = look("14", "1/12/2026").await.is(200).form(issue);
    coordinator.fill(&form, &[]).await.goes_to(manage);
    assert_eq!(site.leaves("doc.published").await.len(), 3);
}

/// A coordinator of one department and the system are judged by the same rule.
#[tokio::test]
async fn a_change_by_the_system_needs_no_role() {
    let site = Box::pin(Site::start()).await;
    let act = Act::system(site.now());
    on_site(&site.app, async |tx, now| {
        people::grant_role(tx, &act, now, &site.hen.id, (Role::Leader, &Scope::All)).await
    })
    .await;
    assert_eq!(site.int("select count(*) from role_grant where role = 'leader' and revoked_at is null").await, 2);
}
