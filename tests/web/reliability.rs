//! Bad input, errors, headers: what every page promises.

use crate::support::{PASSWORD, Site, html};
use reqwest::Method;

#[tokio::test]
async fn the_health_page_answers_when_the_server_can_write_and_says_so_when_it_cannot() {
    let site = Box::pin(Site::start()).await;
    let stranger = site.stranger();
    assert!(stranger.get("/healthz").await.is(200).text().starts_with("ok\n"));
    let refuse = if crate::support::engine::is_postgres() {
        "create trigger refuse before insert on probe for each row execute function nep_append_only()"
    } else {
        "create trigger refuse before insert on probe begin select raise(abort, 'append-only'); end"
    };
    site.run(refuse).await.unwrap();
    let reply = stranger.get("/healthz").await.is(503);
    assert_eq!(reply.header("retry-after"), "10");
    assert!(!reply.text().contains("append-only"), "never the cause");
    site.visit(&site.hen).await.get("/documents").await.is(200);
}

#[tokio::test]
async fn a_database_that_cannot_write_says_so_and_reading_goes_on() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let key = nep::id::new_id();
    let fields = [("phone", "0912345678"), ("zalo_name", "H’Hen Niê"), ("agree", "on"), ("form_key", &key)];
    let csrf = member.csrf().await.unwrap();
    let mut all: Vec<(String, String)> = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    all.push(("csrf".to_owned(), csrf));
    // Somebody else holds the writers for longer than anybody waits.
    let writers = if crate::support::engine::is_postgres() { 8 } else { 1 };
    let mut held = Vec::new();
    for _ in 0..writers {
        let db = site.app.db.clone();
        held.push(tokio::spawn(async move {
            let tx = db.write().await;
            tokio::time::sleep(std::time::Duration::from_secs(12)).await;
            drop(tx);
        }));
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    member.get("/documents/quy-che-nhom-zalo").await.is(200);
    member.get("/").await.is(200);
    let reply = member.post_raw("/contact", &all).await.is(503).says_key("error.busy");
    assert_eq!(reply.header("retry-after"), "10");
    // What was typed is offered again.
    let again = reply.form("/contact");
    assert_eq!(again.value("phone"), Some("0912345678"));
    assert_eq!(again.value("zalo_name"), Some("H’Hen Niê"));
    assert_eq!(again.value("form_key"), Some(key.as_str()));
    for one in held {
        one.abort();
        drop(one.await);
    }
    member.fill(&again, &[]).await.goes_to("/");
    assert_eq!(site.int("select count(*) from contact").await, 1);
}

#[tokio::test]
async fn an_unknown_page_is_told_in_vietnamese_with_a_request_number() {
    let site = Box::pin(Site::start()).await;
    for visitor in [site.stranger(), site.visit(&site.hen).await] {
        for path in [
            "/khong-co",
            "/documents/x/y/z",
            "/index.php",
            "/%F0%9F%98%80",
            "/quiz/",
            "//",
            "/documents/%ff",
            "/link/%00",
        ] {
            let reply = visitor.get(path).await;
            if reply.status == 303 || reply.status == 410 {
                continue;
            }
            let reply = reply.is(404).says("Không tìm thấy trang");
            assert!(reply.header("content-type").starts_with("text/html"), "{path}");
            let number = number_of(&reply.words());
            assert_eq!(number.len(), 10, "{path}");
            let second = number_of(&visitor.get(path).await.words());
            assert_ne!(number, second);
        }
    }
}

/// The request number an error page shows: ten hexadecimal digits.
fn number_of(words: &str) -> String {
    let number = |word: &&str| word.len() == 10 && word.chars().all(|c| c.is_ascii_hexdigit());
    words.split_whitespace().rfind(number).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_wrong_method_and_a_wrong_type_are_told_in_vietnamese() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.hen).await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let csrf = visitor.csrf().await.unwrap();
        let reply = visitor.send(visitor.request(method.clone(), "/").form(&[("csrf", csrf)])).await;
        assert!([404, 405].contains(&reply.status), "{method}: {}", reply.status);
    }
    visitor.get("/account/password").await.is(404).says("Không tìm thấy trang");
    visitor.post("/documents", &[]).await.is(404).says("Không tìm thấy trang");
    let json = visitor.request(Method::POST, "/account/password").header("content-type", "application/json").body("{}");
    let reply = visitor.send(json).await.is(400);
    assert!(reply.header("content-type").starts_with("text/html"));
    let coordinator = site.visit(&site.coordinator).await;
    let plain = coordinator.request(Method::POST, "/documents/quyet-dinh-874/attach").body("x");
    coordinator.send(plain).await.is(400).says_key("form.unreadable");
}

#[tokio::test]
async fn a_head_request_answers_as_its_page_without_the_body() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    for path in ["/", "/documents", "/documents/quy-che-nhom-zalo/text", "/healthz", "/sign-in", "/khong-co"] {
        for visitor in [&member, &site.stranger()] {
            let page = visitor.get(path).await;
            let head = visitor.send(visitor.request(Method::HEAD, path)).await;
            assert_eq!((head.status, head.location, head.bytes.len()), (page.status, page.location, 0), "{path}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_a_page() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let large = "x".repeat(70_000);
    site.alone();
    let before = site.census().await;
    let reply = member.post("/contact/check", &[("phone", &large)]).await;
    assert!([400, 413].contains(&reply.status), "{}", reply.status);
    reply.says_key("form.too_large");
    let long = "x".repeat(20_001);
    member.post("/contact/check", &[("phone", &long)]).await.is(400).says_key("form.too_long");
    assert_eq!(site.census().await, before);
    member.get("/").await.is(200);
}

#[tokio::test]
async fn text_that_no_form_sends_is_refused() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let csrf = member.csrf().await.unwrap();
    site.alone();
    let before = site.census().await;
    for (value, key) in [
        ("%FF%FE", "form.broken_text"),
        ("a%C3%28", "form.broken_text"),
        ("%EF%BF%BD", "form.broken_text"),
        ("a%00b", "form.control_text"),
        ("a%07b", "form.control_text"),
        ("a%E2%80%AEb", "form.control_text"),
        ("%E2%81%A6a", "form.control_text"),
    ] {
        let body = format!("csrf={csrf}&phone=1&zalo_name={value}");
        let request = member.request(Method::POST, "/contact/check").body(body);
        let reply = member.send(request.header("content-type", "application/x-www-form-urlencoded")).await;
        reply.is(400).says_key(key);
    }
    for body in
        [format!("csrf={csrf}&phone=1&admin=1"), format!("csrf={csrf}&%FF=1"), format!("csrf={csrf}&phone=1&phone=2")]
    {
        let request = member.request(Method::POST, "/contact/check").body(body.clone());
        let reply = member.send(request.header("content-type", "application/x-www-form-urlencoded")).await;
        assert_eq!(reply.status, 400, "{body}");
    }
    assert_eq!(site.census().await, before);
    // Decomposed Vietnamese is the same Vietnamese.
    let reply = member.post("/contact/check", &[("phone", ""), ("zalo_name", "H’Hen Nie\u{302}")]).await.is(200);
    reply.says_key("contact.name_ok");
}

#[tokio::test]
async fn a_stranger_sends_odd_things_to_the_door_and_gets_an_answer() {
    let site = Box::pin(Site::start()).await;
    let odd = ["' or 1=1 --", "\u{1F600}", "admin\u{0301}", "%", "${7*7}", "<script>", &"a".repeat(5000), ""];
    for text in odd {
        let reply = site.stranger().post("/sign-in", &[("login", text), ("password", text)]).await;
        assert!([400, 422].contains(&reply.status), "{text}: {}", reply.status);
        reply.never_says("<script>");
        site.advance(1);
    }
    for cookie in [
        "sid=x",
        "sid='",
        "sid=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "notice=x",
        "notice=form.token",
        "size=../x",
    ] {
        let visitor = site.stranger();
        let reply = visitor.send(visitor.request(Method::GET, "/sign-in").header("cookie", cookie)).await.is(200);
        reply.never_says("Biểu mẫu này thuộc một phiên");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_browsers_strict() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let css = member.get("/").await.text();
    let css = css.split("href=\"/static/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for path in [
        "/",
        "/documents",
        "/khong-co",
        "/sign-in",
        "/documents/quy-che-nhom-zalo/text",
        &format!("/static/{css}"),
        "/healthz",
    ] {
        let reply = member.get(path).await;
        let csp = reply.header("content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
            assert!(csp.contains(part), "{path}: {csp}");
        }
        assert!(!csp.contains("unsafe-inline"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("server"), "", "{path}");
        let cached = reply.header("cache-control");
        if path.starts_with("/static/") {
            assert!(cached.contains("immutable"), "{cached}");
        } else {
            assert_eq!(cached, "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn a_notice_is_shown_once() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let fields = [("old", PASSWORD), ("password", "nuirung-caphe-bando-gioxuan")];
    member.post("/account/password", &fields).await.is(303);
    member.get("/account").await.says_key("done.password_changed");
    let sentence = crate::support::said("done.password_changed");
    member.get("/account").await.never_says(sentence);
}

/// Every page a person of this role may open without an id.
const PAGES: [&str; 16] = [
    "/",
    "/account",
    "/prove",
    "/privacy",
    "/documents",
    "/documents/quy-che-nhom-zalo",
    "/documents/quy-che-nhom-zalo/clauses/dieu-4",
    "/documents/quyet-dinh-874",
    "/quiz",
    "/contact",
    "/tracking",
    "/people/new",
    "/rounds",
    "/admissions",
    "/settings",
    "/documents/quy-che-nhom-zalo/manage",
];

#[tokio::test]
async fn every_page_is_whole_vietnamese_html_under_its_weight() {
    let site = Box::pin(Site::start()).await;
    let all = site.add_person("Hồ Văn Tất", "Ban Giám đốc", &["admin", "leader", "coordinator", "head"]).await;
    let visitor = site.visit(&all).await;
    for path in PAGES {
        let reply = visitor.get(path).await.is(200);
        let text = reply.text();
        assert!(text.contains("<html lang=\"vi\""), "{path}");
        assert!(text.contains("<title>") && text.contains("<h1"), "{path}");
        assert!(text.contains("name=\"viewport\""), "{path}");
        assert!(!text.contains("{{") && !text.contains("{%"), "{path}: an open field");
        for form in html::forms(&text) {
            let post = form.html.contains("method=\"post\"");
            assert!(
                !post || form.value("csrf").is_some_and(|token| token.len() == 43),
                "{path}: {} has no token",
                form.action
            );
        }
        // Compressed as a browser gets it.
        let request = visitor.request(Method::GET, path).header("accept-encoding", "gzip");
        let packed = visitor.send(request).await;
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        assert!(packed.bytes.len() < 40_000, "{path}: {} bytes", packed.bytes.len());
    }
}

#[tokio::test]
async fn ids_of_one_page_are_unique_and_labels_point_to_fields() {
    let site = Box::pin(Site::start()).await;
    let all = site.add_person("Hồ Văn Tất", "Ban Giám đốc", &["admin", "leader", "coordinator", "head"]).await;
    let visitor = site.visit(&all).await;
    for path in PAGES {
        let text = visitor.get(path).await.is(200).text();
        let tags = html::tags(&text);
        let ids: Vec<String> = tags.iter().filter_map(|(tag, _)| html::attribute(tag, "id")).collect();
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{path}: an id twice");
        for target in
            tags.iter().filter(|(tag, _)| tag.starts_with("<label")).filter_map(|(tag, _)| html::attribute(tag, "for"))
        {
            assert!(ids.contains(&target), "{path}: no field {target}");
        }
    }
}

#[tokio::test]
async fn while_nothing_can_be_written_reading_works_and_what_was_typed_is_kept() {
    use sqlx::{AnyConnection, Connection as _};
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let page = "/documents/quy-che-nhom-zalo/clauses/dieu-2";
    let form = member.get(page).await.is(200).form("/documents/quy-che-nhom-zalo/read");
    let mut other = AnyConnection::connect(&site.database.url).await.unwrap();
    let block = match site.app.db.engine() {
        nep::db::Engine::Sqlite => "begin immediate",
        nep::db::Engine::Postgres => "begin; lock table reading in exclusive mode",
    };
    sqlx::raw_sql(block).execute(&mut other).await.unwrap();
    let reply = member.fill(&form, &[]).await.is(503);
    assert_eq!(reply.header("retry-after"), "10");
    let again = reply.form("/documents/quy-che-nhom-zalo/read");
    member.get(page).await.is(200).says("Nguyên tắc sử dụng");
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    assert_eq!(site.int("select count(*) from reading").await, 0);
    member.fill(&again, &[]).await.is(303);
    member.fill(&again, &[]).await.is(303);
    assert_eq!(site.int("select count(*) from reading").await, 1);
}

/// SQLite's acts that meet share one COMMIT. It fails here by a foreign key that is looked at only then.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn answers_whose_common_commit_fails_are_confirmed_to_nobody_and_the_next_ones_are_saved() {
    if super::support::engine::is_postgres() {
        return; // each act has a COMMIT of its own there
    }
    let site: &'static Site = Box::leak(Box::new(Site::start().await));
    site.run(
        "create table broken (id text primary key, mother text references broken (id) deferrable initially deferred)",
    )
    .await
    .unwrap();
    let visitor = site.visit(&site.hen).await;
    site.read_all(&site.hen).await;
    let attempt = visitor.start().await;
    let asked = site.asked(&attempt).await;
    let answer = |place: usize| {
        let (visitor, path) = (visitor.clone(), format!("/quiz/{attempt}/questions/{}", asked[place].place));
        let values: Vec<(String, String)> =
            asked[place].right().into_iter().map(|v| ("answer".to_owned(), v)).collect();
        async move { visitor.post_all(&path, &values).await }
    };
    let saved = "select count(*) from attempt_item where answer is not null";

    let first = site.app.db.write().await.unwrap();
    let orphan = tokio::spawn(async {
        let mut orphan = site.app.db.write().await.unwrap();
        let sql = "insert into broken (id, mother) values ('child', 'nobody')";
        sqlx::query(sql).execute(&mut orphan).await.unwrap();
        orphan.commit().await
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let mut posts = tokio::task::JoinSet::new();
    for place in 0..8 {
        posts.spawn(answer(place));
    }
    tokio::time::sleep(std::time::Duration::from_millis(400)).await; // they wait behind both
    first.commit().await.unwrap();
    assert!(matches!(orphan.await.unwrap(), Err(nep::error::Error::Unknown(_))));
    let replies = posts.join_all().await;
    let (confirmed, failed): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 303);
    assert!(!failed.is_empty(), "nobody shared the commit that failed");
    for reply in failed {
        reply.is(503).says_key("error.unknown").header("retry-after");
    }
    assert_eq!(site.int(saved).await, i64::try_from(confirmed.len()).unwrap());

    for place in 0..8 {
        answer(place).await.is(303);
    }
    assert_eq!(site.int(saved).await, 8);
}
