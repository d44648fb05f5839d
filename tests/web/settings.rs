//! The organisation's own words.

use crate::support::Site;

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
