//! Personal links, passwords, delays, sessions.

use crate::support::{PASSWORD, Site, Visitor};
use nep::id::{new_id, sha256};
use std::time::Instant;

const NEW: &str = "nuirung-caphe-bando-gioxuan";

async fn sign_in(visitor: &Visitor, login: &str, password: &str) -> crate::support::Reply {
    visitor.post("/sign-in", &[("login", login), ("password", password)]).await
}

#[tokio::test]
async fn opening_a_link_uses_nothing_up_and_sending_its_form_does_once() {
    let site = Box::pin(Site::start()).await;
    let path = site.link(&site.hen).await;
    for _ in 0..3 {
        site.stranger().get(&path).await.is(200).says("H’Hen Niê");
    }
    let stranger = site.stranger();
    stranger.send(stranger.request(reqwest::Method::HEAD, &path)).await.is(200);
    assert_eq!(site.int("select count(*) from link where used_at is null and opened_at is not null").await, 1);

    let visitor = site.stranger();
    visitor.submit(&path, &path, &[("password", NEW)]).await.goes_to("/");
    visitor.get("/").await.is(200).says("H’Hen Niê");
    site.stranger().get(&path).await.is(410).says("đã được dùng lúc 09:00 ngày 24/11/2026");
    site.stranger().post(&path, &[("password", PASSWORD)]).await.is(410);
    assert_eq!(site.leaves("link.used").await.len(), 1);
    sign_in(&site.stranger(), &site.hen.login, NEW).await.goes_to("/");
}

#[tokio::test]
async fn of_two_who_send_a_link_at_once_one_wins() {
    let site = Box::pin(Site::start()).await;
    let path = site.link(&site.hen).await;
    let visitors: Vec<Visitor> = (0..6).map(|_| site.stranger()).collect();
    let mut tries = tokio::task::JoinSet::new();
    for (n, visitor) in visitors.iter().cloned().enumerate() {
        let path = path.clone();
        tries.spawn(async move { visitor.post(&path, &[("password", &format!("{NEW}-{n}"))]).await.status });
    }
    let mut statuses = tries.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410, 410, 410, 410, 410]);
    let mut signed_in = 0;
    for visitor in visitors {
        signed_in += i32::from(visitor.get("/").await.status == 200);
    }
    assert_eq!(signed_in, 1);
    assert_eq!(site.leaves("link.used").await.len(), 1);
}

#[tokio::test]
async fn an_expired_a_replaced_and_an_unknown_link_each_say_so() {
    let site = Box::pin(Site::start()).await;
    let old = site.link(&site.hen).await;
    let new = site.link(&site.hen).await;
    site.stranger().get(&old).await.is(410).says_key("link.revoked");
    site.stranger().post(&old, &[("password", NEW)]).await.is(410).says_key("link.revoked");
    site.stranger().get("/link/nothing").await.is(410).says_key("link.unknown");
    site.stranger().get(&new).await.is(200);
    site.advance(7 * 24 * 60);
    site.stranger().get(&new).await.is(410).says("đã hết hạn ngày 01/12/2026");
    site.stranger().post(&new, &[("password", NEW)]).await.is(410);
    assert_eq!(site.int("select count(*) from link where used_at is not null").await, 0);
}

#[tokio::test]
async fn a_link_of_somebody_who_left_is_unknown() {
    let site = Box::pin(Site::start()).await;
    let path = site.link(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    site.stranger().get(&path).await.is(410);
    site.stranger().post(&path, &[("password", NEW)]).await.is(410);
    let path = format!("/people/{}/link", site.hen.id);
    coordinator.post(&path, &[("form_key", &new_id())]).await.is(409).says_key("person.left");
}

#[tokio::test]
async fn a_reset_sets_the_password_and_ends_every_session() {
    let site = Box::pin(Site::start()).await;
    let before = site.visit(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let shown = format!("/people/{}/link", site.hen.id);
    let reply = coordinator.post(&shown, &[("form_key", &new_id())]).await.goes_to(&shown);
    let page = coordinator.follow(reply).await.is(200);
    assert_eq!(site.text("select kind from link").await, "reset");
    let text = page.text();
    let token = text.split("/link/").nth(1).unwrap();
    let token: String = token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let visitor = site.stranger();
    visitor.post(&format!("/link/{token}"), &[("password", NEW)]).await.goes_to("/");
    before.get("/account").await.is(303);
    sign_in(&site.stranger(), &site.hen.login, PASSWORD).await.is(422);
    sign_in(&site.stranger(), &site.hen.login, NEW).await.goes_to("/");
    // The link's secret is nowhere in the database.
    for table in ["link", "disclosure", "form", "journal", "ledger_leaf", "private"] {
        let all = site.texts(format!(
            "select cast(row_to_text as text) from (select {} as row_to_text from {table}) x",
            columns(table)
        ));
        assert!(!all.await.concat().contains(&token), "{table}");
    }
}

fn columns(table: &str) -> &'static str {
    match table {
        "link" => "id || token_hash || kind",
        "disclosure" => "id || subject || why",
        "form" => "key || result",
        "journal" => "note || fields",
        "ledger_leaf" => "data",
        _ => "fields",
    }
}

#[tokio::test]
async fn a_weak_password_keeps_the_form_and_the_link() {
    let site = Box::pin(Site::start()).await;
    let path = site.link(&site.hen).await;
    let visitor = site.stranger();
    for (weak, key) in [
        ("ngắn", "password.short"),
        ("aaaaaaaaaaaaaaaaaa", "password.guessable"),
        ("hhennie hhennie hhennie", "password.guessable"),
    ] {
        let page = visitor.submit(&path, &path, &[("password", weak)]).await.is(422).says_key(key);
        assert!(page.form(&path).names.contains(&"password".to_owned()));
        page.never_says(weak);
    }
    let long = "Sáng nay trời mưa to ở phố núi. ".repeat(8);
    visitor.submit(&path, &path, &[("password", &long)]).await.is(422).says_key("password.long");
    visitor.submit(&path, &path, &[("password", NEW)]).await.goes_to("/");
}

#[tokio::test]
async fn signing_in_goes_where_one_wanted_and_never_to_another_site() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.stranger();
    let asked = visitor.get("/documents/quy-che-nhom-zalo").await.is(303);
    assert_eq!(asked.location, "/sign-in?next=/documents/quy-che-nhom-zalo");
    let form = visitor.get(&asked.location).await.is(200).form("/sign-in");
    let reply = visitor.fill(&form, &[("login", "  H’HEN NIÊ "), ("password", PASSWORD)]).await;
    reply.goes_to("/documents/quy-che-nhom-zalo");
    for evil in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let visitor = site.stranger();
        let fields = [("login", site.hen.login.as_str()), ("password", PASSWORD), ("next", evil)];
        visitor.post("/sign-in", &fields).await.goes_to("/");
        visitor.get(&format!("/sign-in?next={evil}")).await.goes_to("/");
    }
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_tells_nothing() {
    let site = Box::pin(Site::start()).await;
    let known = sign_in(&site.stranger(), &site.hen.login, "sai mật khẩu rồi nhé").await.is(422);
    let unknown = sign_in(&site.stranger(), "khongcoai", "sai mật khẩu rồi nhé").await.is(422);
    assert_eq!(known.form("/sign-in").value("login"), Some(site.hen.login.as_str()));
    assert_eq!(known.form("/sign-in").value("password").unwrap_or_default(), "");
    let known = known.says_key("sign_in.wrong").text().replace(&site.hen.login, "X");
    assert_eq!(known, unknown.says_key("sign_in.wrong").text().replace("khongcoai", "X"));
    // A person without a password is as unknown as nobody.
    site.run(format!("update account set password_hash = null where person_id = '{}'", site.an.id)).await.unwrap();
    let none = sign_in(&site.stranger(), &site.an.login, "sai mật khẩu rồi nhé").await.is(422);
    assert_eq!(known, none.text().replace(&site.an.login, "X"));
}

#[tokio::test]
async fn an_unknown_account_takes_as_long_as_a_known_one() {
    let site = Box::pin(Site::start()).await;
    let mut times = [0_u128, 0];
    for round in 0..3 {
        for (place, login) in [site.hen.login.clone(), format!("khongcoai{round}")].into_iter().enumerate() {
            let start = Instant::now();
            sign_in(&site.stranger(), &login, "sai mật khẩu rồi nhé").await.is(422);
            times[place] += start.elapsed().as_micros();
        }
    }
    assert!(times[1] * 3 > times[0] && times[0] * 3 > times[1], "{times:?}");
}

#[tokio::test]
async fn a_session_is_stored_hashed_and_its_cookie_is_http_only() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.stranger();
    let reply = sign_in(&visitor, &site.hen.login, PASSWORD).await.goes_to("/");
    let cookie = reply.header("set-cookie");
    for part in ["sid=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = visitor.cookie("sid").unwrap();
    assert_eq!(site.text("select token_hash from session").await, sha256(&token));
    assert_eq!(visitor.get("/").await.is(200).header("cache-control"), "no-store");
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let change = |config| nep::config::Config { public_url: Some("https://nep.example.vn".to_owned()), ..config };
    let site = Box::pin(Site::start_with(change)).await;
    let reply = sign_in(&site.stranger(), &site.hen.login, PASSWORD).await.goes_to("/");
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-sid=") && cookie.contains("; Secure"), "{cookie}");
    assert!(reply.header("strict-transport-security").contains("max-age=31536000"));
}

#[tokio::test]
async fn signing_in_twice_gives_two_sessions_and_signing_out_ends_one() {
    let site = Box::pin(Site::start()).await;
    let (phone, desk) = (site.stranger(), site.stranger());
    for visitor in [&phone, &desk] {
        sign_in(visitor, &site.hen.login, PASSWORD).await.goes_to("/");
    }
    let reply = phone.submit("/account", "/sign-out", &[]).await.goes_to("/sign-in");
    phone.follow(reply).await.is(200).says_key("done.signed_out");
    phone.get("/account").await.is(303);
    desk.get("/account").await.is(200);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let site = Box::pin(Site::start()).await;
    let (phone, desk) = (site.visit(&site.hen).await, site.visit(&site.hen).await);
    let other = site.visit(&site.moan).await;
    phone.submit("/account", "/account/sign-out-everywhere", &[]).await.goes_to("/sign-in");
    phone.get("/account").await.is(303);
    desk.get("/account").await.is(303);
    other.get("/account").await.is(200);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let site = Box::pin(Site::start()).await;
    let (phone, desk) = (site.visit(&site.hen).await, site.visit(&site.hen).await);
    let page = "/account";
    let wrong = [("old", "không phải mật khẩu này"), ("password", NEW)];
    phone.submit(page, "/account/password", &wrong).await.is(422).says_key("password.wrong");
    phone
        .submit(page, "/account/password", &[("old", PASSWORD), ("password", "ngắn")])
        .await
        .is(422)
        .says_key("password.short");
    desk.get(page).await.is(200);
    phone.submit(page, "/account/password", &[("old", PASSWORD), ("password", NEW)]).await.goes_to(page);
    phone.get(page).await.is(200).says_key("done.password_changed");
    desk.get(page).await.is(303);
    sign_in(&site.stranger(), &site.hen.login, PASSWORD).await.is(422);
    sign_in(&site.stranger(), &site.hen.login, NEW).await.goes_to("/");
}

#[tokio::test]
async fn a_session_ends_when_idle_and_in_any_case() {
    let site = Box::pin(Site::start()).await;
    let idle = site.visit(&site.hen).await;
    site.advance(168 * 60 + 1);
    idle.get("/").await.is(303);
    let busy = site.visit(&site.hen).await;
    for _ in 0..5 {
        site.advance(6 * 24 * 60);
        busy.get("/").await;
        // The visit is noted in memory, and written with others.
        nep::jobs::write_notes(&site.app).await.unwrap();
    }
    busy.get("/").await.is(303);
}

#[tokio::test]
async fn the_password_is_asked_again_before_an_export_and_opens_it_for_ten_minutes() {
    let site = Box::pin(Site::start()).await;
    let leader = site.visit(&site.leader).await;
    export(&leader, None).await.is(303);
    site.advance(11);
    export(&leader, None).await.is(422).says_key("password.again");
    let again = export(&leader, Some("không phải")).await.is(422).says_key("password.wrong");
    // What was typed is still there; only the password is typed again.
    let form = again.form("/tracking/exports");
    assert_eq!(form.value("why"), Some("báo cáo tháng"));
    let file = leader.fill(&form, &[("password", PASSWORD), ("form", "csv")]).await.is(303).location;
    assert!(file.starts_with("/tracking/exports/"), "{file}");
    leader.get(&file).await.is(200).says("báo cáo tháng");
    export(&leader, None).await.is(303);
    site.advance(11);
    export(&leader, None).await.is(422);
}

async fn export(visitor: &Visitor, password: Option<&str>) -> crate::support::Reply {
    let key = new_id();
    let mut fields = vec![("form", "csv"), ("why", "báo cáo tháng"), ("form_key", key.as_str())];
    fields.extend(password.map(|password| ("password", password)));
    visitor.post("/tracking/exports", &fields).await
}

#[tokio::test]
async fn one_tap_sign_in_exists_in_the_trial_only() {
    let site = Box::pin(Site::start()).await;
    site.stranger().post("/demo/sign-in", &[("person_id", &site.admin.id)]).await.is(404);
    site.stranger().get("/sign-in").await.is(200).never_says("/demo/sign-in");
    let trial = Box::pin(Site::start_with(|config| nep::config::Config { demo: true, ..config })).await;
    let page = trial.stranger().get("/sign-in").await.is(200);
    page.says("Bản dùng thử");
    let visitor = trial.stranger();
    visitor.post("/demo/sign-in", &[("person_id", &trial.leader.id)]).await.goes_to("/");
    visitor.get("/admissions").await.is(200);
    visitor.post("/sign-out", &[]).await.is(303);
}

#[tokio::test]
async fn letters_grow_and_shrink_and_stay_so() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.hen).await;
    let larger = [("size", "up"), ("next", "/documents")];
    visitor.post("/text-size", &larger).await.goes_to("/documents");
    assert_eq!(visitor.cookie("size").as_deref(), Some("l"));
    visitor.post("/text-size", &larger).await.is(303);
    visitor.post("/text-size", &larger).await.is(303);
    assert_eq!(visitor.cookie("size").as_deref(), Some("xl"));
    visitor.post("/text-size", &[("size", "down"), ("next", "//evil.example")]).await.goes_to("/");
    assert_eq!(visitor.cookie("size").as_deref(), Some("l"));
}

#[tokio::test]
async fn a_link_copied_with_what_stands_behind_it_opens_all_the_same() {
    let site = Box::pin(Site::start()).await;
    let path = site.link(&site.hen).await;
    for behind in [".", ")", "%20", ",", "%E2%80%8B", "%EF%BB%BF", "%C2%A0", "%E2%80%9D", "…", ".)"] {
        let page = site.stranger().get(&format!("{path}{behind}")).await.is(200).says("H’Hen Niê");
        drop(page.form(&path));
    }
    site.stranger().get(&format!("{path}.x")).await.is(410);
    let password = [("password", "caphe-bando-nuirung-muaha")];
    site.stranger().post(&format!("{path}."), &password).await.is(303);
    site.stranger().get(&format!("{path}.")).await.is(410).says("đã được dùng");
}
