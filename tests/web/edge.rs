//! Answers at the edge: when the body is late, when the database cannot, where a browser is sent, what it is told.

use crate::support::binary::Server;
use crate::support::engine::is_postgres;
use crate::support::{PASSWORD, Reply, Site};
use nep::accounts::store::{NewSession, insert_session};
use nep::id::{new_id, new_token, sha256};
use nep::router::routes;
use nep::time::Clock;
use reqwest::Method;
use reqwest::multipart::Part;
use sqlx::{AnyConnection, Connection as _};
use std::io::Write;
use std::sync::{Arc, Mutex};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_file_above_the_limit_is_told_so_and_the_page_says_the_limit() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let manage = "/documents/quyet-dinh-874/manage";
    coordinator.get(manage).await.is(200).says("không quá 20 MB");
    let attach = async |bytes: usize| {
        let mut file = b"%PDF-1.7 ".to_vec();
        file.resize(bytes, b'x');
        let form = coordinator.attaching("quyet-dinh-874", Part::bytes(file).file_name("lon.pdf")).await;
        coordinator.send(coordinator.request(Method::POST, "/documents/quyet-dinh-874/attach").multipart(form)).await
    };
    attach(20 * 1024 * 1024 + 10_000).await.is(413).says_key("document.file_large").says_key("error.not_saved");
    assert_eq!(site.int("select count(*) from attachment").await, 0);
    attach(20 * 1024 * 1024).await.goes_to(manage);
    assert_eq!(site.int("select size from attachment").await, 20 * 1024 * 1024);
}

const ELSEWHERE: [&str; 12] = [
    "/%09/evil.example/x",
    "/%00x",
    "/%0bx",
    "/%7fx",
    "/%C2%85x",
    "//evil.example",
    "/%5Cevil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%0d%0aSet-Cookie:%20a=b",
    "https://evil.example",
    "/h%E1%BB%93",
];

#[tokio::test]
async fn no_address_to_come_back_to_leaves_the_site_or_breaks_the_answer() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let stays = |reply: &Reply| {
        assert!([303, 400, 422].contains(&reply.status), "{}: {}", reply.asked, reply.status);
        assert!(["", "/"].contains(&reply.location.as_str()), "{}: {:?}", reply.asked, reply.location);
        assert!(reply.status == 303 || reply.header("content-type").starts_with("text/html"), "{}", reply.asked);
    };
    for next in ELSEWHERE {
        stays(&member.get(&format!("/sign-in?next={next}")).await);
        let shown = site.stranger().get(&format!("/sign-in?next={next}")).await;
        assert!([200, 400].contains(&shown.status), "{next}: {}", shown.status);
        let csrf = member.csrf().await.unwrap();
        let fields = [("/text-size", "size=up"), ("/prove", "password=caphe-bando-nuirung-muaha")];
        for (path, field) in fields {
            let body = format!("csrf={csrf}&{field}&next={next}");
            stays(&member.send(member.request(Method::POST, path).header("content-type", FORM).body(body)).await);
        }
        let body = format!("login={}&password={PASSWORD}&next={next}", site.hen.login);
        let stranger = site.stranger();
        stays(&stranger.send(stranger.request(Method::POST, "/sign-in").header("content-type", FORM).body(body)).await);
    }
    // One of our own is kept, with its question.
    member.get("/sign-in?next=/tracking%3Fq%3Da").await.goes_to("/tracking?q=a");
    // And the page a form was sent from is believed of this site alone.
    for (referer, back) in [
        (format!("{}/account?x=1", site.base), "/account?x=1"),
        ("http://evil.example/account".to_owned(), "/"),
        (format!("{}//evil.example", site.base), "/"),
    ] {
        let request = member.request(Method::POST, "/contact/nowhere").header("referer", referer);
        let reply = member.send(request.form(&[("csrf", member.csrf().await.unwrap())])).await.is(404);
        assert_eq!(reply.form("/text-size").value("next"), Some(back));
    }
}

#[tokio::test]
async fn a_nul_anywhere_is_refused_and_never_a_fault() {
    let site = Box::pin(Site::start()).await;
    let all = site.add_person("Hồ Văn Tất", "Ban Giám đốc", &["admin", "leader", "coordinator", "head"]).await;
    let visitor = site.visit(&all).await;
    for route in routes().declared() {
        let path = route.path.split('/').map(|part| if part.starts_with('{') { "a%00b" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let csrf = visitor.csrf().await.unwrap();
        for path in [format!("{path}?q=a%00b&next=/%00"), path] {
            let request = visitor.request(route.method.clone(), &path);
            let body = format!("csrf={csrf}&a=%00");
            let form =
                if route.method == Method::POST { request.header("content-type", FORM).body(body) } else { request };
            let reply = visitor.send(form).await;
            assert!(reply.status < 500, "{}: {}", reply.asked, reply.status);
            assert!(!path.contains("%00") || [400, 404].contains(&reply.status), "{}: {}", reply.asked, reply.status);
        }
    }
}

/// From now on COMMIT fails wherever a row came into `table`.
async fn break_commit(site: &Site, table: &str) {
    let orphan = "insert into broken (id, mother) values (";
    let broken =
        "create table broken (id text primary key, mother text references broken (id) deferrable initially deferred)";
    site.run(broken).await.unwrap();
    if is_postgres() {
        let body = format!("begin {orphan}'{}', 'nobody'); return new; end", new_id());
        let function = format!("create function break_commit() returns trigger language plpgsql as $${body}$$");
        site.run(function).await.unwrap();
        let trigger = format!("create trigger t after insert on {table} for each row execute function break_commit()");
        site.run(trigger).await.unwrap();
    } else {
        let body = format!("begin {orphan}hex(randomblob(8)), 'nobody'); end");
        site.run(format!("create trigger t after insert on {table} {body}")).await.unwrap();
    }
}

async fn mend_commit(site: &Site, table: &str) {
    let on = if is_postgres() { format!(" on {table}") } else { String::new() };
    site.run(format!("drop trigger t{on}")).await.unwrap();
}

#[tokio::test]
async fn an_unknown_outcome_is_told_and_sent_again_it_counts_once() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let [unsure, not_saved] = ["error.unsure", "error.not_saved"].map(crate::support::said);
    break_commit(&site, "contact").await;
    let reply = member.declare("0912345678", "H’Hen Niê").await.is(503).says_key("error.unknown").says(unsure);
    let again = reply.never_says(not_saved).form("/contact");
    assert_eq!(again.value("phone"), Some("0912345678"));
    mend_commit(&site, "contact").await;
    for _ in 0..2 {
        member.fill(&again, &[]).await.is(303);
    }
    assert_eq!(site.int("select count(*) from contact").await, 1);
    site.run("drop table broken").await.unwrap();
    if is_postgres() {
        site.run("drop function break_commit()").await.unwrap();
    }
    break_commit(&site, "absence").await;
    let coordinator = site.visit(&site.coordinator).await;
    let pause = format!("/people/{}/pause", site.an.id);
    let reply = coordinator.post(&pause, &[("until", "1/3/2027"), ("reason", "leave")]).await.is(503).says(unsure);
    let again = reply.form(&pause);
    mend_commit(&site, "absence").await;
    for _ in 0..2 {
        coordinator.fill(&again, &[]).await.is(303);
    }
    assert_eq!(site.leaves("absence.begun").await.len(), 1);
}

#[tokio::test]
async fn a_form_with_a_password_that_could_not_be_saved_asks_for_the_password_alone() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let issue = "/documents/quy-che-nhom-zalo/issue";
    let mut other = AnyConnection::connect(&site.database.url).await.unwrap();
    let block =
        if is_postgres() { "begin; lock table version, ledger_leaf in exclusive mode" } else { "begin immediate" };
    sqlx::raw_sql(block).execute(&mut other).await.unwrap();
    let reply =
        coordinator.post(issue, &[("number", "12"), ("day", "1/12/2026"), ("password", PASSWORD)]).await.is(503);
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    let reply = reply.says_key("error.busy").says_key("error.not_saved").never_says(PASSWORD);
    assert_eq!(reply.header("retry-after"), "10");
    let again = reply.says("Vui lòng nhập lại mật khẩu").form(issue);
    assert_eq!(
        (again.value("number"), again.value("day"), again.value("password")),
        (Some("12"), Some("1/12/2026"), Some(""))
    );
    coordinator.fill(&again, &[("password", PASSWORD)]).await.is(303);
    assert_eq!(site.int("select count(*) from version where ref_number like '12%'").await, 1);
}

#[tokio::test]
async fn what_was_typed_is_offered_again_even_when_nobody_knows_who_asks() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let csrf = member.csrf().await.unwrap();
    let (after, _) = site.another().await;
    let fields = [("phone", "0912345678"), ("zalo_name", "H’Hen <Niê>"), ("agree", "on"), ("csrf", &csrf)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let secret = [&fields[..], &[("password".to_owned(), PASSWORD.to_owned())]].concat();
    site.app.db.close().await;
    let reply = member.post_raw("/contact", &secret).await.is(503).says_key("error.not_saved").never_says(PASSWORD);
    assert_eq!(reply.header("retry-after"), "10");
    let again = reply.form("/contact");
    for (name, value) in &fields {
        assert_eq!(again.value(name), Some(value.as_str()));
    }
    assert_eq!(again.value("password"), Some(""));
    member.get("/").await.is(503).never_says(crate::support::said("error.not_saved"));
    drop(after);
}

#[tokio::test]
async fn an_error_page_shows_no_notice_of_an_act_before_it() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let fields = [("old", PASSWORD), ("password", "nuirung-caphe-bando-gioxuan")];
    let sentence = crate::support::said("done.password_changed");
    member.post("/account/password", &fields).await.is(303);
    member.get("/khong-co").await.is(404).never_says(sentence);
    member.get("/account").await.is(200).never_says(sentence);
}

#[tokio::test]
async fn over_https_every_cookie_is_the_hosts_alone_and_no_page_of_plain_http_may_post() {
    let public = "https://nep.example.vn";
    let site = Site::start_with(|config| nep::config::Config { public_url: Some(public.to_owned()), ..config });
    let site = Box::pin(site).await;
    let stranger = site.stranger();
    let host = ("host", "nep.example.vn");
    let resize = |origin: Option<&str>| {
        let request = stranger.request(Method::POST, "/text-size").header(host.0, host.1);
        let request = origin.map_or(request.try_clone().unwrap(), |origin| request.header("origin", origin));
        stranger.send(request.form(&[("size", "up"), ("next", "/")]))
    };
    let reply = resize(Some(public)).await.is(303);
    assert_eq!(reply.header("set-cookie").split(';').next(), Some("__Host-size=l"));
    assert!(reply.header("set-cookie").contains("; Secure"), "{}", reply.header("set-cookie"));
    assert_eq!(reply.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    resize(None).await.is(303);
    for foreign in ["http://nep.example.vn", "http://evil.example", "https://evil.example", "null"] {
        resize(Some(foreign)).await.is(400).says_key("form.foreign");
    }
    let token = site.session(&site.hen).await.replace("sid=", "__Host-sid=");
    let csrf = site.text("select csrf from session order by started_at desc").await;
    let request = stranger.request(Method::POST, "/account/password").header(host.0, host.1).header("cookie", &token);
    let fields = [("csrf", csrf.as_str()), ("old", PASSWORD), ("password", "nuirung-caphe-bando-gioxuan")];
    let reply = stranger.send(request.form(&fields)).await.is(303);
    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|line| line.starts_with("__Host-notice=done.")), "{cookies:?}");
    assert!(cookies.iter().all(|line| line.starts_with("__Host-") && line.contains("; Secure")), "{cookies:?}");
    let cookie = format!("{}; __Host-notice=done.saved", token.split(';').next().unwrap());
    let request = stranger.request(Method::GET, "/account").header(host.0, host.1).header("cookie", cookie);
    stranger.send(request).await.is(200).says_key("done.saved");
}

/// What this thread logs.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_link_that_could_not_be_used_now_works_later_and_neither_token_nor_password_is_logged() {
    let site = Box::pin(Site::start()).await;
    let link = site.link(&site.hen).await;
    let stranger = site.stranger();
    stranger.get(&link).await.is(200);
    let (lines, password) = (Lines::default(), "nuirung-caphe-bando-gioxuan");
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_env_filter("debug").with_ansi(false).with_writer(move || writer.clone());
    let logging = tracing::subscriber::set_default(log.finish());
    let mut other = AnyConnection::connect(&site.database.url).await.unwrap();
    let block = if is_postgres() { "begin; lock table account, link in exclusive mode" } else { "begin immediate" };
    sqlx::raw_sql(block).execute(&mut other).await.unwrap();
    let reply = stranger.post(&link, &[("password", password)]).await.is(503);
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    let again = reply.never_says(password).form(&link);
    stranger.get(&format!("{link}x")).await.is(410);
    stranger.fill(&again, &[("password", password)]).await.is(303);
    drop(logging);
    let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(lines.contains("route=\"/link/{token}\"") && lines.contains("status=503"), "{lines}");
    assert!(!lines.contains(link.trim_start_matches("/link/")) && !lines.contains(password), "{lines}");
}

/// Three files of 16 MB, attached by HC-DV.
async fn attach_48_mb(site: &Site) {
    let coordinator = site.visit(&site.coordinator).await;
    for number in 0..3_u8 {
        let mut file = b"%PDF-1.7 ".to_vec();
        file.resize(16 * 1024 * 1024, number);
        let form = coordinator.attaching("quyet-dinh-874", Part::bytes(file).file_name("a.pdf")).await;
        let request = coordinator.request(Method::POST, "/documents/quyet-dinh-874/attach");
        coordinator.send(request.multipart(form)).await.is(303);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twelve_readers_of_48_mb_of_attachments_take_less_than_150_mb() {
    let site = Box::pin(Site::start()).await;
    attach_48_mb(&site).await;
    let (token, now) = (new_token(), Clock::System.now());
    let session = NewSession {
        token_hash: sha256(&token),
        person_id: site.coordinator.id.clone(),
        csrf: new_token(),
        how: "password".to_owned(),
        started_at: now,
        expires_at: now + site.app.config.session_life(),
        kept_until: None,
        ip: "127.0.0.1".to_owned(),
        agent: "test".to_owned(),
    };
    let mut tx = site.app.db.write().await.unwrap();
    let done = insert_session(&mut tx, &session).await;
    tx.settle(done).await.unwrap();
    let server = Server::start(&site.database.url).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        for version in 2..5 {
            let page = server.at("/documents/quyet-dinh-874/manage");
            let file = server.at(&format!("/documents/quyet-dinh-874/file?v={version}"));
            let (client, cookie) = (client.clone(), format!("sid={token}"));
            readers.spawn(async move {
                client.get(page).header("cookie", &cookie).send().await.unwrap().error_for_status().unwrap();
                let mut answer = client.get(file).header("cookie", cookie).send().await.unwrap();
                let mut bytes = 0;
                while let Some(piece) = answer.chunk().await.unwrap() {
                    bytes += piece.len();
                }
                bytes
            });
        }
    }
    assert_eq!(readers.join_all().await, [16 * 1024 * 1024; 36]);
    assert!(server.most_memory() < 150_000, "{} kB", server.most_memory());
}

#[tokio::test]
async fn no_page_but_the_file_itself_asks_for_a_files_content() {
    let site = Box::pin(Site::start()).await;
    let all = site.add_person("Hồ Văn Tất", "Ban Giám đốc", &["admin", "leader", "coordinator", "head"]).await;
    let visitor = site.visit(&all).await;
    let file = Part::bytes(b"%PDF-1.7 x".to_vec()).file_name("a.pdf");
    let form = visitor.attaching("quyet-dinh-874", file).await;
    let request = visitor.request(Method::POST, "/documents/quyet-dinh-874/attach").multipart(form);
    visitor.send(request).await.is(303);
    // The comparison of rows with leaves reads every file; it is no page.
    site.alone();
    for route in routes().declared().iter().filter(|route| route.method == Method::GET) {
        let path = route.path.replace("{document}", "quyet-dinh-874").replace("{clause}", "toan-van");
        site.app.db.record();
        visitor.get(&path).await;
        let asked = site.app.db.recorded();
        let content = asked.iter().any(|one| one.sql.contains("attachment_part"));
        assert_eq!(content, route.path == "/documents/{document}/file", "{}", route.path);
    }
}
