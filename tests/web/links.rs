//! Links for many: chosen, confirmed, issued, sent, shown again, taken back.

use crate::lists::{add, paste};
use crate::support::{Reply, Site, Visitor};

async fn clean(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let found = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
}

/// A list of so many people, added.
async fn people(site: &Site, coordinator: &Visitor, many: usize) -> String {
    let list: Vec<String> = (0..many).map(|n| format!("Trần Văn {}\tĐội 1", "A".repeat(n + 1))).collect();
    let at = paste(coordinator, &list.join("\n")).await;
    add(coordinator, &at).await;
    assert_eq!(site.int("select count(*) from staff_list_person").await, i64::try_from(many).unwrap());
    at
}

/// Everybody without a link gets one; the answer is the address of the batch.
pub(crate) async fn issue(coordinator: &Visitor) -> String {
    let form = coordinator.get("/people/links").await.is(200).form("/people/links");
    let look = fill_all(coordinator, &form, "look").await.is(200);
    let form = look.says("Sẽ cấp liên kết cá nhân cho").form("/people/links");
    fill_all(coordinator, &form, "issue").await.is(303).location
}

async fn fill_all(visitor: &Visitor, form: &crate::support::html::HtmlForm, act: &str) -> Reply {
    let mut fields = form.fields.clone();
    fields.push(("act".to_owned(), act.to_owned()));
    visitor.post_raw("/people/links", &fields).await
}

#[tokio::test]
async fn forty_links_are_issued_shown_again_and_sent_within_forty_five_taps() {
    let site = Box::pin(Site::start()).await;
    sqlx_password(&site).await;
    let coordinator = site.visit(&site.coordinator).await;
    people(&site, &coordinator, 40).await;
    let mut taps = 1;
    let page = coordinator
        .get("/people/links")
        .await
        .is(200)
        .says("40 người chưa đăng nhập lần nào và không có liên kết còn dùng được");
    let form = page.form("/people/links");
    taps += 1;
    let look = fill_all(&coordinator, &form, "look").await.is(200).says("Sẽ cấp liên kết cá nhân cho 40 người");
    assert_eq!(site.int("select count(*) from link").await, 0, "names and numbers come first");
    let form = look.form("/people/links");
    taps += 1;
    let batch = fill_all(&coordinator, &form, "issue").await.is(303).location;
    assert_eq!(fill_all(&coordinator, &form, "issue").await.is(303).location, batch, "a double tap is one batch");
    assert_eq!(site.int("select count(*) from link").await, 40);
    let page = coordinator.get(&batch).await.is(200);
    taps += page.text().matches("data-copy=").count();
    let message = page.form(&format!("{batch}/sent")).html;
    assert!(message.contains("/link/") && !message.contains("/link/."), "{message:.300}");
    // A reload in the middle, later than the half hour.
    site.advance(40);
    let page = coordinator.get(&batch).await.is(200);
    assert!(!page.text().contains("/link/"));
    taps += 1;
    let form = page.form(&format!("{batch}/show"));
    coordinator.fill(&form, &[]).await.goes_to(&batch);
    let page = coordinator.get(&batch).await.is(200);
    assert_eq!(page.text().matches("/link/").count(), 40);
    taps += 1;
    let sent = page.form(&format!("{batch}/sent"));
    coordinator.fill(&sent, &[]).await.is(422).says_key("links.none_copied");
    let links = site.texts("select link_id from link_batch_link order by link_id").await;
    let copied: Vec<(String, String)> = links.iter().take(39).map(|link| ("copied".to_owned(), link.clone())).collect();
    let csrf = coordinator.csrf().await.unwrap();
    let fields = [copied, vec![("csrf".to_owned(), csrf)]].concat();
    coordinator.post_raw(&format!("{batch}/sent"), &fields).await.goes_to(&batch);
    assert_eq!(site.int("select count(*) from link_sent").await, 39, "the one that was not copied was not sent");
    coordinator.fill(&sent, &[("link", &links[39])]).await.goes_to(&format!("{batch}#l-{}", links[39]));
    assert_eq!(site.int("select count(*) from link_sent").await, 40);
    assert!(taps <= 45, "{taps}");
    coordinator.get(&format!("{batch}/sheet")).await.is(200).says("Tên đăng nhập: tranvana");
    clean(&site).await;
}

/// The cast's members have a password; only who is added is waiting.
async fn sqlx_password(site: &Site) {
    assert_eq!(site.int("select count(*) from account where password_set_at is null").await, 0);
}

#[tokio::test]
async fn links_are_shown_again_to_whoever_issued_them_until_they_are_used_or_two_days_have_passed() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    people(&site, &coordinator, 2).await;
    let batch = issue(&coordinator).await;
    let back = coordinator.get("/people/links").await.is(200).text();
    assert!(back.contains(&format!("href=\"{batch}\"")), "the way back to a batch");
    let shown = site.leaves("link.shown").await.len();
    let page = coordinator.get(&batch).await.is(200).text();
    let token = page.split("/link/").nth(1).unwrap().get(..43).unwrap().to_owned();
    let password = [("password", "caphe-bando-nuirung-muaha")];
    site.stranger().get(&format!("/link/{token}")).await.is(200);
    assert_eq!(coordinator.get(&batch).await.text().matches("/link/").count(), 2, "looking uses nothing up");
    site.stranger().post(&format!("/link/{token}"), &password).await.is(303);
    let page = coordinator.get(&batch).await.is(200).says("đã dùng");
    assert_eq!(page.text().matches("/link/").count(), 1);
    // Somebody else never sees them, another session of the same person after a recorded tap.
    let other = site.add_person("Hồ Văn Khác", "Đội 1", &["coordinator"]).await;
    let other = site.visit(&other).await;
    other.get(&batch).await.is(404);
    other.post(&format!("{batch}/show"), &[("form_key", &nep::id::new_id())]).await.is(404);
    let again = site.visit(&site.coordinator).await;
    let form = again.get(&batch).await.is(200).form(&format!("{batch}/show"));
    again.fill(&form, &[]).await.goes_to(&batch);
    assert!(again.get(&batch).await.text().contains("/link/"));
    assert_eq!(site.leaves("link.shown").await.len(), shown + 1);
    coordinator.get("/people/links?show=unused").await.is(200).says("1 người đã được cấp liên kết nhưng chưa dùng");
    site.advance(2 * 24 * 60);
    let late = site.visit(&site.coordinator).await;
    assert!(!late.get(&batch).await.is(200).text().contains("/show\""));
    late.post(&format!("{batch}/show"), &[("form_key", &nep::id::new_id())]).await.is(409).says_key("links.over");
    clean(&site).await;
}

#[tokio::test]
async fn links_that_nobody_has_used_are_taken_back_and_then_the_list_too() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let list = people(&site, &coordinator, 3).await;
    let batch = issue(&coordinator).await;
    let page = coordinator.get(&batch).await.is(200).text();
    let token = page.split("/link/").nth(1).unwrap().get(..43).unwrap().to_owned();
    coordinator.get(&list).await.is(200).says("Đã cấp liên kết cho 3 người");
    let form = coordinator.get(&batch).await.form(&format!("{batch}/undo"));
    for _ in 0..2 {
        coordinator.fill(&form, &[]).await.goes_to(&batch);
    }
    site.stranger().get(&format!("/link/{token}")).await.is(410);
    assert_eq!((site.leaves("links.issued").await.len(), site.leaves("links.revoked").await.len()), (1, 1));
    clean(&site).await;
    coordinator.submit(&list, &format!("{list}/undo"), &[]).await.goes_to(&list);
    assert_eq!(site.int("select count(*) from link").await, 3, "no issued thing is removed");
    clean(&site).await;
}

#[tokio::test]
async fn what_became_of_a_link_is_told_apart_and_its_message_says_the_hour() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let added = coordinator
        .submit("/people/new", "/people/new", &[("full", "Trần Văn Một"), ("department", "Đội 1")])
        .await
        .is(303);
    coordinator.follow(added).await.is(200);
    coordinator.get("/people/links").await.is(200).says("chưa cấp lần nào");
    let batch = issue(&coordinator).await;
    // Seven days by the hour: the message says until which.
    let at = nep::time::spoken_moment(site.now() + 7 * nep::time::DAY);
    assert!(at.contains(" giờ "), "{at}");
    coordinator.get(&batch).await.is(200).says(&format!("trước {at}"));
    coordinator.get("/people/links").await.is(200).never_says("Trần Văn Một");
    coordinator.get("/people/links?show=unused").await.is(200).says("Trần Văn Một").says("dùng được đến");
    site.advance(7 * 24 * 60 + 1);
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/people/links").await.is(200).says("Trần Văn Một").says("liên kết cũ hết hạn ngày");
    let batch = issue(&coordinator).await;
    let form = coordinator.get(&batch).await.is(200).form(&format!("{batch}/undo"));
    coordinator.fill(&form, &[]).await.is(303);
    coordinator.get("/people/links").await.is(200).says("liên kết cũ đã thu hồi ngày");
}
