//! Who may do what: every declared route × every kind of visitor.

use crate::support::{Person, Reply, Site, Visitor};
use nep::accounts::rules::Role;
use nep::route::Declared;
use nep::router::routes;
use nep::visit::Rule;
use reqwest::Method;

/// An address of a route: ids that are well formed and belong to nobody.
fn address(path: &str) -> String {
    path.replace("{id}", "01900000-0000-7000-8000-000000000000")
        .replace("{attempt}", "01900000-0000-7000-8000-000000000000")
        .replace("{place}", "1")
        .replace("{day}", "2026-11-25")
        .replace("{document}", "quy-che-nhom-zalo")
        .replace("{clause}", "dieu-4")
        .replace("{code}", "ABCD-EFGH-JKMN")
        .replace("{token}", "x")
        .replace("{which}", "list")
}

async fn ask(visitor: &Visitor, route: &Declared) -> Reply {
    let path = address(route.path);
    assert!(!path.contains('{'), "{path}: give this name a value");
    if route.method == Method::GET { visitor.get(&path).await } else { visitor.post(&path, &[]).await }
}

fn expected(rule: Rule, roles: &[Role]) -> bool {
    let has = |role: Role| roles.contains(&role);
    match rule {
        Rule::Public | Rule::Member => true,
        Rule::Coordinator => has(Role::Coordinator),
        Rule::Leader => has(Role::Leader),
        Rule::Office => has(Role::Coordinator) || has(Role::Leader),
        Rule::Tracker => !roles.is_empty(),
        Rule::Registrar => has(Role::Coordinator) || has(Role::Admin),
        Rule::Admin => has(Role::Admin),
        Rule::Overseer => has(Role::Admin) || has(Role::Leader),
    }
}

/// A stranger is sent to the sign-in page, or told so when the request would have changed something.
fn refuses_stranger(reply: &Reply, method: &Method) -> bool {
    if *method == Method::GET {
        reply.status == 303 && reply.location.starts_with("/sign-in?next=")
    } else {
        reply.status == 401 && reply.words().contains("Phiên làm việc đã hết")
    }
}

#[tokio::test]
async fn every_route_has_a_rule_and_only_these_are_public() {
    let mut public: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for route in routes().declared() {
        assert!(seen.insert((route.method.to_string(), route.path)), "declared twice: {} {}", route.method, route.path);
        if route.rule == Rule::Public {
            public.push(format!("{} {}", route.method, route.path));
        }
    }
    public.sort();
    let wanted = [
        "GET /healthz",
        "GET /help",
        "GET /link/{token}",
        "GET /setup/{token}",
        "GET /sign-in",
        "POST /demo/sign-in",
        "POST /link/{token}",
        "POST /setup/{token}",
        "POST /sign-in",
        "POST /text-size",
    ];
    assert_eq!(public, wanted, "think twice before a route is public");
}

#[tokio::test]
async fn a_stranger_gets_nothing_but_the_public_routes() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    let before = site.census().await;
    for route in routes().declared() {
        let reply = ask(&site.stranger(), route).await;
        let refused = refuses_stranger(&reply, &route.method);
        assert_eq!(refused, route.rule != Rule::Public, "{}: {}", reply.asked, reply.status);
    }
    assert_eq!(site.census().await, before);
}

/// Every route as this person, in a new session each (some routes end it).
async fn check(site: &Site, person: &Person, roles: &[Role]) {
    for route in routes().declared() {
        let visitor = site.visit(person).await;
        let reply = ask(&visitor, route).await;
        let refused = reply.status == 403 || refuses_stranger(&reply, &route.method);
        let allowed = expected(route.rule, roles);
        assert_eq!(!refused, allowed, "{} as {}: {} {}", reply.asked, person.name, reply.status, reply.words());
        assert!(reply.status < 500, "{} as {}: {}", reply.asked, person.name, reply.status);
        if !allowed {
            assert!(reply.words().contains("Không có quyền"), "{}", reply.asked);
        }
    }
}

#[tokio::test]
async fn a_member_gets_only_what_is_for_members() {
    let site = Box::pin(Site::start()).await;
    check(&site, &site.hen, &[]).await;
}

#[tokio::test]
async fn a_head_gets_the_tables_and_no_act() {
    let site = Box::pin(Site::start()).await;
    check(&site, &site.head, &[Role::Head]).await;
}

#[tokio::test]
async fn a_coordinator_never_decides_and_never_sets() {
    let site = Box::pin(Site::start()).await;
    check(&site, &site.coordinator, &[Role::Coordinator]).await;
}

#[tokio::test]
async fn a_leader_decides_and_never_carries_out() {
    let site = Box::pin(Site::start()).await;
    check(&site, &site.leader, &[Role::Leader]).await;
}

#[tokio::test]
async fn an_admin_cannot_decide_sign_or_carry_out_for_anyone() {
    let site = Box::pin(Site::start()).await;
    check(&site, &site.admin, &[Role::Admin]).await;
}

/// Every route answers as to a stranger.
async fn check_shut_out(site: &Site, visitor: &Visitor, why: &str) {
    site.alone();
    let before = site.census().await;
    for route in routes().declared().iter().filter(|route| route.rule != Rule::Public) {
        let reply = ask(visitor, route).await;
        assert!(refuses_stranger(&reply, &route.method), "{why}: {} {}", reply.asked, reply.status);
    }
    assert_eq!(site.census().await, before, "{why}");
}

#[tokio::test]
async fn a_disabled_account_is_a_stranger_at_once() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.admin).await;
    visitor.get("/settings").await.is(200);
    let off = format!(
        "insert into account_switch (person_id, number, kind, at) values ('{}', 1, 'disabled', 1)",
        site.admin.id
    );
    site.run(off).await.unwrap();
    check_shut_out(&site, &visitor, "disabled").await;
    visitor.post("/sign-in", &[("login", &site.admin.login), ("password", crate::support::PASSWORD)]).await.is(422);
}

#[tokio::test]
async fn a_person_who_left_is_a_stranger_at_once() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.coordinator).await;
    let admin = site.visit(&site.admin).await;
    visitor.get("/admissions").await.is(200);
    admin.post(&format!("/people/{}/leave", site.coordinator.id), &[]).await.is(303);
    check_shut_out(&site, &visitor, "left").await;
    // Also with a session that the departure did not know of.
    let other = site.visit(&site.coordinator).await;
    check_shut_out(&site, &other, "left").await;
}

#[tokio::test]
async fn a_revoked_role_is_gone_with_its_sessions() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.leader).await;
    visitor.get("/admissions").await.is(200);
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/role", site.leader.id), &[("role", "leader"), ("act", "revoke")]).await.is(303);
    check_shut_out(&site, &visitor, "role revoked").await;
    check(&site, &site.leader, &[]).await;
}

#[tokio::test]
async fn a_disabled_account_gets_nothing_with_an_open_session_or_a_new_one() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.coordinator).await;
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/account", site.coordinator.id), &[("to", "disabled")]).await.is(303);
    check_shut_out(&site, &visitor, "disabled").await;
    // Also with a session that the switch did not know of.
    let other = site.visit(&site.coordinator).await;
    check_shut_out(&site, &other, "disabled").await;
}

#[tokio::test]
async fn a_paused_person_may_still_do_their_own_part() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/people/{}/pause", site.hen.id);
    coordinator.post(&path, &[("from", ""), ("until", "1/3/2027"), ("reason", "leave")]).await.is(303);
    check(&site, &site.hen, &[]).await;
}

/// Somebody who may everything, so that only the token can be the reason.
async fn all_roles(site: &Site) -> Person {
    site.add_person("Hồ Văn Tất", "Ban Giám đốc", &["admin", "leader", "coordinator", "head"]).await
}

#[tokio::test]
async fn a_post_without_the_sessions_token_does_nothing() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&all_roles(&site).await).await;
    let other = site.visit(&site.hen).await.csrf().await.unwrap();
    site.alone();
    let before = site.census().await;
    for route in routes().declared().iter().filter(|route| route.method == Method::POST) {
        let path = address(route.path);
        let tokens = [None, Some(String::new()), Some("wrong".to_owned()), Some(other.clone())];
        for token in tokens {
            let request = visitor.request(Method::POST, &path);
            let file = match route.path {
                "/settings/logo" => Some("logo"),
                "/papers/{id}/enter" => Some("scan"),
                "/documents/new" | "/documents/new/use" | "/people/file" => Some("file"),
                path => path.split('/').any(|word| matches!(word, "attach" | "replace")).then_some("file"),
            };
            let request = if let Some(file) = file {
                let form = reqwest::multipart::Form::new().text(file, "x");
                request.multipart(match token {
                    Some(token) => form.text("csrf", token),
                    None => form,
                })
            } else {
                let fields: Vec<(&str, String)> = token.into_iter().map(|token| ("csrf", token)).collect();
                request.form(&fields)
            };
            let reply = visitor.send(request).await.is(400);
            reply.says_key("form.token");
        }
    }
    assert_eq!(site.census().await, before);
    visitor.get("/").await.is(200);
}

#[tokio::test]
async fn a_post_from_another_site_does_nothing() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&all_roles(&site).await).await;
    let csrf = visitor.csrf().await.unwrap();
    site.alone();
    let before = site.census().await;
    for route in routes().declared().iter().filter(|route| route.method == Method::POST) {
        let path = address(route.path);
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = visitor.request(Method::POST, &path).form(&[("csrf", &csrf)]).header(name, value);
            let reply = visitor.send(request).await;
            assert!([400, 403].contains(&reply.status), "{} {name}: {value} → {}", reply.asked, reply.status);
            reply.says_key("form.foreign");
        }
    }
    assert_eq!(site.census().await, before);
    // Our own origin is not foreign.
    let request =
        visitor.request(Method::POST, "/text-size").form(&[("csrf", csrf.as_str()), ("size", "up"), ("next", "/")]);
    visitor.send(request.header("origin", &site.base)).await.goes_to("/");
}

#[tokio::test]
async fn an_unknown_host_is_refused() {
    let site = Box::pin(Site::start()).await;
    for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:8080", ""] {
        let visitor = site.visit(&site.hen).await;
        let reply = visitor.send(visitor.request(Method::GET, "/").header("host", host)).await;
        assert_eq!(reply.status, 421, "{host}");
        assert!(!reply.text().contains("Niê"));
    }
    let visitor = site.visit(&site.hen).await;
    visitor.send(visitor.request(Method::GET, "/").header("host", "localhost:8080")).await.is(200);
}

#[tokio::test]
async fn nobody_grants_a_role_to_themself_without_being_admin() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let key = nep::id::new_id();
    let person = [("full", "Kẻ Giả Danh"), ("department", "Phòng Kỹ thuật"), ("form_key", &key)];
    let fields: Vec<_> = person.into_iter().chain([("role", "leader"), ("role", "admin")]).collect();
    coordinator.post("/people/new", &fields).await.is(303);
    assert_eq!(site.int("select count(*) from role_grant").await, 4);
    let path = format!("/people/{}/link", site.admin.id);
    coordinator.post(&path, &[("form_key", &nep::id::new_id())]).await.is(403);
    assert_eq!(site.int("select count(*) from link").await, 0);
}
