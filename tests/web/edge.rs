//! Answers at the edge: when the body is late, when the database cannot, where a browser is sent, what it is told.

use crate::support::binary::Server;
use crate::support::engine::is_postgres;
use crate::support::{PASSWORD, Reply, Site, Visitor};
use nep::accounts::store::{NewSession, insert_session};
use nep::id::{new_id, new_token, sha256};
use nep::router::routes;
use nep::time::Clock;
use reqwest::Method;
use reqwest::multipart::Part;
use sqlx::{AnyConnection, Connection as _};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A form whose head and first ten bytes have been sent.
struct Slow {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Slow {
    async fn begin(site: &Site, cookie: &str, path: &str, kind: &str, body: &[u8]) -> Self {
        let host = site.base.trim_start_matches("http://");
        let (cookie, length) = (cookie.split(';').next().unwrap(), body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let mut stream = TcpStream::connect(host).await.unwrap();
        let (first, rest) = body.split_at(10);
        stream.write_all(&[head.as_bytes(), first].concat()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        Self { stream, rest: rest.to_vec() }
    }

    /// The status of the answer to the whole of it.
    async fn end(mut self) -> u16 {
        self.stream.write_all(&self.rest).await.unwrap();
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser and the cookie of its session.
async fn slow_visitor(site: &Site, id: &str) -> (Visitor, String) {
    let visitor = site.visit_by_id(id).await;
    let cookie = format!("sid={}", visitor.cookie("sid").unwrap());
    (visitor, cookie)
}

#[tokio::test]
async fn a_decision_whose_body_comes_after_the_role_was_revoked_is_refused() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let contact = site.text("select id from contact").await;
    let key = new_id();
    let body = |csrf: &str| format!("decision=approve&reason=&contact={contact}&form_key={key}&csrf={csrf}");
    let path = format!("/admissions/{admission}/decide");
    let (leader, cookie) = slow_visitor(&site, &site.leader.id).await;
    let slow = Slow::begin(&site, &cookie, &path, FORM, body(&leader.csrf().await.unwrap()).as_bytes()).await;
    let admin = site.visit(&site.admin).await;
    let role = format!("/people/{}/role", site.leader.id);
    admin.post(&role, &[("role", "leader"), ("act", "revoke")]).await.is(303);
    assert!([401, 403].contains(&slow.end().await));
    let approved = "select count(*) from admission_step where kind = 'approved'";
    assert_eq!(site.int(approved).await, 0);
    // The same body of somebody who has the role.
    admin.post(&role, &[("role", "leader"), ("act", "grant")]).await.is(303);
    let (leader, cookie) = slow_visitor(&site, &site.leader.id).await;
    let slow = Slow::begin(&site, &cookie, &path, FORM, body(&leader.csrf().await.unwrap()).as_bytes()).await;
    assert_eq!(slow.end().await, 303);
    assert_eq!(site.int(approved).await, 1);
}

#[tokio::test]
async fn a_form_whose_body_comes_after_the_person_has_left_writes_nothing() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let (member, cookie) = slow_visitor(&site, &site.hen.id).await;
    let body = format!(
        "csrf={}&phone=0912345678&zalo_name=H%E2%80%99Hen+Ni%C3%AA&agree=on&confirm=on&form_key={}",
        member.csrf().await.unwrap(),
        new_id()
    );
    let slow = Slow::begin(&site, &cookie, "/contact", FORM, body.as_bytes()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    assert_eq!(slow.end().await, 401);
    assert_eq!(site.int("select count(*) from contact").await, 0);
}

#[tokio::test]
async fn an_answer_whose_body_comes_after_the_time_limit_is_not_saved() {
    let site = Box::pin(Site::start()).await;
    site.run("update round set limit_minutes = 30").await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    site.read_all(&site.hen).await;
    let (member, cookie) = slow_visitor(&site, &site.hen.id).await;
    let attempt = member.start().await;
    let asked = site.asked(&attempt).await.remove(0);
    let answers: String = asked.right().iter().flat_map(|answer| ["answer=", answer, "&"]).collect();
    let body = format!("{answers}csrf={}", member.csrf().await.unwrap());
    let path = format!("/quiz/{attempt}/questions/{}", asked.place);
    let slow = Slow::begin(&site, &cookie, &path, FORM, body.as_bytes()).await;
    site.advance(31);
    assert!([303, 409].contains(&slow.end().await));
    assert_eq!(site.int("select count(*) from attempt_item where answer is not null").await, 0);
}

#[tokio::test]
async fn an_upload_that_ends_after_the_role_was_revoked_is_refused_and_a_strangers_is_not_read() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, cookie) = slow_visitor(&site, &site.coordinator.id).await;
    let (key, seen) = (new_id(), coordinator.version_of("quyet-dinh-874").await);
    let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{value}\r\n");
    let field = |name: &str, value: &str| part(name, &format!("\r\n\r\n{value}"));
    let body = |csrf: &str| {
        let fields = field("csrf", csrf) + &field("form_key", &key) + &field("seen", &seen);
        let head = fields + &part("file", "; filename=\"a.pdf\"") + "\r\n%PDF-1.7 ";
        [head.as_bytes(), &vec![b'x'; 300_000], b"\r\n--x--\r\n"].concat()
    };
    let (kind, path) = ("multipart/form-data; boundary=x", "/documents/quyet-dinh-874/attach");
    let slow = Slow::begin(&site, &cookie, path, kind, &body(&coordinator.csrf().await.unwrap())).await;
    let admin = site.visit(&site.admin).await;
    let role = format!("/people/{}/role", site.coordinator.id);
    admin.post(&role, &[("role", "coordinator"), ("act", "revoke")]).await.is(303);
    assert!([401, 403].contains(&slow.end().await));
    assert_eq!(site.int("select count(*) from attachment").await, 0);
    // The same body of somebody who has the role.
    admin.post(&role, &[("role", "coordinator"), ("act", "grant")]).await.is(303);
    let (coordinator, cookie) = slow_visitor(&site, &site.coordinator.id).await;
    let body = body(&coordinator.csrf().await.unwrap());
    assert_eq!(Slow::begin(&site, &cookie, path, kind, &body).await.end().await, 303);
    assert_eq!(site.int("select count(*) from attachment").await, 1);
    // Answered after ten bytes of it.
    let mut slow = Slow::begin(&site, "sid=nobody", path, kind, &body).await;
    let mut answer = [0; 12];
    tokio::time::timeout(Duration::from_secs(5), slow.stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}

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
    let [unsure, not_saved] = ["error.unsure", "error.not_saved"].map(|key| nep::text::find(key).unwrap());
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
    member.get("/").await.is(503).never_says(nep::text::find("error.not_saved").unwrap());
    drop(after);
}

#[tokio::test]
async fn an_error_page_shows_no_notice_of_an_act_before_it() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let fields = [("old", PASSWORD), ("password", "nuirung-caphe-bando-gioxuan")];
    let sentence = nep::text::find("done.password_changed").unwrap();
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
    for route in routes().declared().iter().filter(|route| route.method == Method::GET) {
        let path = route.path.replace("{document}", "quyet-dinh-874").replace("{clause}", "toan-van");
        site.app.db.record();
        visitor.get(&path).await;
        let asked = site.app.db.recorded();
        let content = asked.iter().any(|one| one.sql.contains("attachment_part"));
        assert_eq!(content, route.path.ends_with("/file"), "{}", route.path);
    }
}
