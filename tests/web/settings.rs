//! The organisation's own words.

use crate::support::{Reply, Site, Visitor};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

#[tokio::test]
async fn settings_are_saved_and_seen_at_once() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let form = admin.get("/settings").await.is(200).form("/settings");
    assert_eq!(form.value("org.short"), Some("Dak Lak IOC"));
    assert_eq!(form.value("group.name"), Some("DAK LAK IOC"));
    let fields =
        [("org.short", "Trung tâm IOC"), ("group.link", "https://zalo.me/g/abcdef123"), ("privacy.keep", "6 tháng")];
    let reply = admin.fill(&form, &fields).await.goes_to("/settings");
    admin.follow(reply).await.is(200).says_key("done.saved").says("Trung tâm IOC");
    site.visit(&site.hen).await.get("/privacy").await.says("6 tháng");
    assert_eq!(site.text("select set_by from setting where name = 'org.short'").await, site.admin.id);
    admin.fill(&form, &fields).await.goes_to("/settings");
    assert_eq!(site.int("select count(*) from setting where name = 'org.short'").await, 1);
    // Each change has its leaf, what is the same again has none.
    let mut changed = site.leaves("setting.changed").await;
    changed.sort_by_key(|leaf| leaf["setting"].to_string());
    let names: Vec<_> = changed.iter().map(|leaf| leaf["setting"].as_str().unwrap()).collect();
    assert_eq!(names, ["org.short", "privacy.keep"]);
    assert_eq!(changed[0]["value"], "Trung tâm IOC");
    let groups = site.leaves("group.changed").await;
    assert_eq!(groups.iter().map(|leaf| leaf["linked"].as_bool()).collect::<Vec<_>>(), [Some(true)]);
}

#[tokio::test]
async fn a_wrong_value_keeps_the_form_and_saves_nothing() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    for (name, value, key) in [
        ("org.short", "", "settings.missing"),
        ("zalo.name_limit", "7", "settings.name_limit"),
        ("zalo.name_limit", "ba mươi", "settings.name_limit"),
        ("group.name", "", "settings.group_missing"),
        ("group.link", "https://zalo.me.evil.example/g/abcdef", "settings.group_link"),
        ("group.link", "javascript:alert(1)", "settings.group_link"),
        ("group.link", "https://zalo.me/g/abc\"def", "settings.group_link"),
    ] {
        let before = site.census().await;
        let page = admin.submit("/settings", "/settings", &[(name, value), ("org.address", "Số 1")]).await.is(422);
        let form = page.says_key(key).form("/settings");
        assert_eq!(form.value(name), Some(value));
        assert_eq!(form.value("org.address"), Some("Số 1"));
        assert_eq!(site.census().await, before);
    }
    let long = "x".repeat(401);
    admin.submit("/settings", "/settings", &[("org.address", &long)]).await.is(422).says_key("form.too_long");
    let unknown = [("group.name", "A"), ("probe", "x")];
    admin.post("/settings", &unknown).await.is(400).says_key("form.unknown_field");
}

#[tokio::test]
async fn an_organisations_name_is_text_wherever_it_stands() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let evil = "<script>alert(1)</script>{{7*7}}";
    admin
        .submit("/settings", "/settings", &[("org.short", evil), ("org.name", evil), ("org.contact", evil)])
        .await
        .is(303);
    for path in ["/", "/documents", "/privacy", "/settings", "/account"] {
        let page = admin.get(path).await.is(200);
        assert!(path == "/account" || page.words().contains("{{7*7}}"), "{path}");
        page.never_says("<script>alert");
    }
}

/// A PNG of one colour with a transparent rim.
pub(crate) fn logo(side: u32, colour: [u8; 3]) -> Vec<u8> {
    let edge = |n: u32| n < side / 8 || n >= side - side / 8;
    let pixels = (0..side * side).flat_map(|n| {
        let opacity = if edge(n % side) || edge(n / side) { 0 } else { 255 };
        [colour[0], colour[1], colour[2], opacity]
    });
    let pixels: Vec<u8> = pixels.collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    out
}

pub(crate) async fn send_logo(visitor: &Visitor, name: &str, bytes: &[u8]) -> Reply {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let form = Form::new().text("csrf", visitor.csrf().await.unwrap_or_default()).part("logo", part);
    visitor.send(visitor.request(Method::POST, "/settings/logo").multipart(form)).await
}

/// The address of the logo in a page; empty where there is none.
fn shown(page: &Reply) -> String {
    let text = page.text();
    text.split("src=\"/logo/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_logo_is_set_shown_everywhere_replaced_and_taken_away() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let stranger = site.stranger();
    let blue = logo(600, [11, 92, 173]);
    let none = admin.get("/settings").await.is(200).never_says("class=\"logo\"");
    assert!(!none.text().contains("/settings/logo/clear"));
    for _ in 0..2 {
        let reply = send_logo(&admin, "bieu-trung.png", &blue).await.goes_to("/settings");
        admin.follow(reply).await.is(200).says_key("done.logo_set");
    }
    assert_eq!(site.int("select count(*) from logo").await, 1, "twice is once");
    let set = site.leaves("logo.set").await;
    assert_eq!(set.len(), 1);
    let hash = set[0]["sha256"].as_str().unwrap().to_owned();
    assert_eq!((set[0]["width"].as_i64(), set[0]["number"].as_i64()), (Some(256), Some(1)));
    // The bar of every page, the door, and what is printed.
    site.acknowledged(&site.hen).await;
    let hen = site.visit(&site.hen).await;
    let receipt = site.text("select code from acknowledgment").await;
    let print = format!("/acknowledgment/print/{receipt}");
    for path in ["/", "/documents", &print, "/documents/quy-che-nhom-zalo/print"] {
        assert_eq!(shown(&hen.get(path).await.is(200)), format!("{hash}.png"), "{path}");
    }
    assert_eq!(stranger.get("/sign-in").await.text().matches("class=\"logo\"").count(), 2);
    assert_eq!(shown(&hen.get("/documents/quyet-dinh-874/print").await), "", "another office issues it");
    // Small, ours, for ever, and nothing but a picture.
    let address = format!("/logo/{hash}.png");
    for visitor in [&stranger, &hen] {
        let served = visitor.get(&address).await.is(200);
        assert_eq!(nep::id::sha256(&served.bytes), hash);
        assert!(served.bytes.len() < 20_000 && served.bytes != blue, "{}", served.bytes.len());
        assert_eq!(served.header("content-type"), "image/png");
        assert_eq!(served.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(served.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(served.header("set-cookie"), "");
    }
    stranger.get("/logo/x.png").await.is(404);
    // Another takes its place; what is taken away is gone, once.
    send_logo(&admin, "do.png", &logo(64, [179, 38, 30])).await.is(303);
    assert_ne!(shown(&hen.get("/").await), format!("{hash}.png"));
    stranger.get(&address).await.is(404);
    for _ in 0..2 {
        admin.post("/settings/logo/clear", &[]).await.goes_to("/settings");
    }
    assert_eq!(shown(&hen.get("/").await), "");
    assert_eq!(site.leaves("logo.removed").await.len(), 2);
    assert_eq!(site.int("select count(*) from logo where until_at is null").await, 0);
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

#[tokio::test]
async fn a_logo_that_is_no_small_png_changes_nothing_and_only_an_admin_sets_one() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    let good = logo(64, [1, 2, 3]);
    send_logo(&admin, "a.png", &good).await.is(303);
    let mut bomb = good.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let large = [good.as_slice(), &vec![0; 1_500_000]].concat();
    let before = (site.census().await, site.texts("select sha256 from logo").await);
    let cases: [(&[u8], &'static str); 6] = [
        (b"", "logo.missing"),
        (b"\xff\xd8\xff\xe0 JFIF", "logo.kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.kind"),
        (&good[..100], "logo.broken"),
        (&bomb, "logo.dimensions"),
        (&large, "logo.large"),
    ];
    for (bytes, key) in cases {
        let page = send_logo(&admin, "a.png", bytes).await.is(422).says_key(key);
        // The logo in force and the other form stand as they were.
        assert!(!shown(&page).is_empty());
        assert_eq!(page.form("/settings").value("org.short"), Some("Dak Lak IOC"));
    }
    let far = vec![0; 9 * 1024 * 1024];
    let said = send_logo(&admin, "a.png", &far).await;
    assert!(said.status == 413 || said.status == 400, "{}", said.status);
    for person in [&site.coordinator, &site.leader, &site.hen] {
        let visitor = site.visit(person).await;
        send_logo(&visitor, "a.png", &logo(32, [9, 9, 9])).await.is(403);
        visitor.post("/settings/logo/clear", &[]).await.is(403);
    }
    assert_eq!((site.census().await, site.texts("select sha256 from logo").await), before);
}

#[tokio::test]
async fn a_backup_carries_the_logo() {
    let site = Box::pin(Site::start()).await;
    send_logo(&site.visit(&site.admin).await, "a.png", &logo(64, [1, 2, 3])).await.is(303);
    let folder = tempfile::tempdir().unwrap();
    let (path, ..) = nep::commands::backup::make(&site.app.db, folder.path(), site.now()).await.unwrap();
    let database = crate::support::engine::new_database().await;
    nep::commands::restore::fill(&path, &database.url, site.now()).await.unwrap();
    let config = nep::config::Config {
        database: Some(database.url.clone()),
        key: Some(folder.path().join("other.key")),
        ..nep::config::Config::default()
    };
    let other = nep::commands::serve::open(config, nep::time::Clock::System).await.unwrap();
    let hash = |app: &nep::app::App| {
        let app = app.clone();
        async move { app.site().await.unwrap().logo.as_ref().map(|logo| (logo.sha256.clone(), logo.bytes.clone())) }
    };
    let here = hash(&site.app).await;
    assert!(here.is_some());
    assert_eq!(hash(&other).await, here);
    other.db.close().await;
}
