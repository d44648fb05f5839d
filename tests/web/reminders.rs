//! Acts on those who are ticked in the tracking table: reminders that are noted, a later day, links.

use crate::support::html::{attribute, tags};
use crate::support::{Person, Site, Visitor};
use nep::id::new_id;

/// Where the reminders of these people are written in the round there is.
async fn reminders(site: &Site, people: &[&Person]) -> (String, String) {
    address(site, people, "reminders").await
}

/// An address of the round, and the same with those who were ticked.
async fn address(site: &Site, people: &[&Person], of: &str) -> (String, String) {
    let action = format!("/rounds/{}/{of}", site.text("select id from round").await);
    let who: Vec<String> = people.iter().map(|person| format!("who={}", person.id)).collect();
    (action.clone(), format!("{action}?{}", who.join("&")))
}

async fn noted(site: &Site) -> i64 {
    site.int("select count(*) from reminder").await
}

async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

/// Those copied are sent with the form of the page; everything else as it was drawn.
async fn send_copied(visitor: &Visitor, page: &str, action: &str, copied: &[&Person]) -> crate::support::Reply {
    let mut fields = visitor.get(page).await.is(200).form(action).fields;
    fields.extend(copied.iter().map(|person| ("copied".to_owned(), person.id.clone())));
    visitor.post_raw(action, &fields).await
}

#[tokio::test]
async fn those_who_are_ticked_are_reminded_one_by_one_and_together_and_it_is_told_beside_them() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.an, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    // The ticks of the table lead to the page of their texts.
    let form = coordinator.get("/tracking").await.is(200).form(&reminders(&site, &[]).await.0);
    assert!(form.looks && form.html.contains(&format!("Chọn {}", site.hen.name)));
    let page = coordinator.fill(&form, &[("who", &site.hen.id)]).await.is(200).says("Tin nhắc riêng cho 1 người");
    page.says("chưa bắt đầu đọc văn bản").never_says(&site.moan.name);

    let (action, look) = reminders(&site, &[&site.hen, &site.moan, &site.an, &site.ngoc, &site.coordinator]).await;
    let before = site.census().await;
    let page = coordinator.get(&look).await.is(200).says("Tin nhắc riêng cho 3 người");
    let page = page.says("Không cần nhắc: chờ duyệt.").says("Không cần nhắc: chính anh/chị.");
    assert_eq!(site.census().await, before, "a look changes nothing");
    let html = page.text();
    let last_text = html.rfind(" data-copy=").unwrap();
    assert!(last_text < html.find("Không cần nhắc").unwrap(), "who is to be reminded stands first");
    assert_eq!((html.matches("data-copy=").count(), html.matches("data-tick=").count()), (3, 3));
    // One by their own button; a double tap is one note, and so is a tap on a page that went stale.
    let form = page.form(&action);
    for _ in 0..2 {
        let to = format!("{look}#n-{}", site.hen.id);
        let order = |address: &str| {
            let mut ids: Vec<String> = address.split(['?', '&', '#']).map(str::to_owned).collect();
            ids.sort();
            ids
        };
        let went = coordinator.fill(&form, &[("one", &site.hen.id)]).await.is(303).location;
        assert_eq!(order(&went), order(&to));
    }
    assert_eq!(noted(&site).await, 1);
    // Another one from the same page is another note.
    let again = coordinator.fill(&form, &[("one", &site.moan.id)]).await;
    coordinator.follow(again).await.is(200).says_key("done.reminded").says("Đã nhắc lúc 9:00");
    assert_eq!(noted(&site).await, 2);
    let page = coordinator.get(&look).await.is(200);
    assert_eq!(page.text().matches("name=\"copied\"").count(), 1, "who was reminded today is not ticked again");
    // Those copied, once; nobody copied is refused at the first box.
    let refused = coordinator.fill(&page.form(&action), &[]).await.is(422).says_key("reminder.none_copied");
    assert!(refused.text().contains("aria-invalid"));
    send_copied(&coordinator, &look, &action, &[&site.ngoc]).await.is(303);
    assert_eq!(noted(&site).await, 3);

    let table = coordinator.get("/tracking").await.is(200);
    assert_eq!(table.text().matches("Đã nhắc lúc 9:00").count(), 3);
    site.visit(&site.leader).await.get("/tracking").await.is(200).says("Đã nhắc lúc 9:00");
    site.visit(&site.head).await.get("/tracking").await.is(200).never_says("Đã nhắc");
    coordinator.get("/tracking?q=H%E2%80%99Hen").await.is(200).says("Đã nhắc lúc 9:00");
    site.advance(24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/tracking").await.is(200).says("Đã nhắc ngày 24/11/2026").never_says("Đã nhắc lúc");
    let leaf = site.leaves("reminder.noted").await.remove(0);
    assert_eq!((leaf["about"].as_str(), leaf["number"].as_i64()), (Some(site.hen.actor.as_str()), Some(1)));
    assert!(site.run("update reminder set at = 1").await.is_err(), "append-only");
    assert!(site.run("delete from reminder").await.is_err(), "append-only");
    sound(&site).await;
}

#[tokio::test]
async fn a_reminder_is_noted_on_the_persons_page_and_again_another_day() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (action, _) = reminders(&site, &[]).await;
    let page = format!("/tracking/people/{}", site.hen.id);
    let form = coordinator.get(&page).await.is(200).form(&action);
    for _ in 0..2 {
        coordinator.fill(&form, &[("one", &site.hen.id)]).await.goes_to(&format!("{page}#nhac"));
    }
    coordinator.get(&page).await.is(200).says("Đã nhắc lúc 9:00.").says_key("note.reminded");
    site.advance(24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    let form = coordinator.get(&page).await.is(200).says("Đã nhắc ngày 24/11/2026.").form(&action);
    coordinator.fill(&form, &[("one", &site.hen.id)]).await.is(303);
    assert_eq!(site.texts("select cast(number as text) from reminder order by number").await, ["1", "2"]);
    // A leader is told, and notes none.
    let leader = site.visit(&site.leader).await;
    let told = leader.get(&page).await.is(200).says("Đã nhắc lúc 9:00.");
    told.never_says(&format!("action=\"{action}\""));
    // Nobody reminds themself.
    let own = coordinator.get(&format!("/tracking/people/{}", site.coordinator.id)).await.is(200);
    own.never_says(&format!("action=\"{action}\""));
    sound(&site).await;
}

#[tokio::test]
async fn who_finished_meanwhile_is_not_noted() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (action, look) = reminders(&site, &[&site.hen, &site.moan]).await;
    let form = coordinator.get(&look).await.is(200).form(&action);
    site.submitted(&site.hen, "0912345678").await;
    coordinator.fill(&form, &[("one", &site.hen.id)]).await.is(409).says_key("reminder.nobody");
    let mut fields = form.fields.clone();
    fields.extend([&site.hen, &site.moan].map(|person| ("copied".to_owned(), person.id.clone())));
    let reply = coordinator.post_raw(&action, &fields).await;
    coordinator.follow(reply).await.is(200).says_key("done.reminded_some");
    assert_eq!(site.texts("select person_id from reminder").await.concat(), site.moan.id);
    sound(&site).await;
}

#[tokio::test]
async fn only_a_coordinator_ticks_and_notes() {
    let site = Box::pin(Site::start()).await;
    let (action, look) = reminders(&site, &[&site.hen]).await;
    let (later, look_later) = address(&site, &[&site.hen], "leeway").await;
    for other in [&site.head, &site.leader, &site.admin] {
        let visitor = site.visit(other).await;
        visitor.get("/tracking").await.is(200).never_says("name=\"who\"").never_says("data-chosen");
        for path in [&look, &look_later] {
            visitor.get(path).await.is(403);
        }
        visitor.post(&action, &[("one", &site.hen.id), ("form_key", &new_id())]).await.is(403);
        let fields = [("who", site.hen.id.as_str()), ("day", "15/12/2026"), ("reason", "x")];
        visitor.post(&later, &fields).await.is(403);
    }
    // Of another group neither.
    let other = site.add_person("Hồ Thị Nhóm", "Ban Giám đốc", &["coordinator"]).await;
    let sql = "update role_grant set scope = 'group', scope_id = 'x' where person_id = ";
    site.run(format!("{sql}'{}'", other.id)).await.unwrap();
    let visitor = site.visit(&other).await;
    visitor.get(&look).await.is(403);
    visitor.post(&action, &[("one", &site.hen.id), ("form_key", &new_id())]).await.is(403);
    assert_eq!(noted(&site).await, 0);
    let coordinator = site.visit(&site.coordinator).await;
    for path in [&action, &later] {
        coordinator.get(path).await.is(422);
        coordinator.get(&format!("{path}?who=x")).await.is(422);
        coordinator.get(&path.replace("/rounds/", "/rounds/x")).await.is(404);
    }
    // One's own row has no box, and a closed round has none at all.
    let boxes =
        |html: &str| tags(html).iter().filter(|one| attribute(&one.0, "name").as_deref() == Some("who")).count();
    assert_eq!(boxes(&coordinator.get("/tracking").await.is(200).text()), 8);
    let name = [("name", "Ôn lại năm 2027")];
    let yearly = coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &name).await.is(303).location;
    coordinator.post(&format!("{yearly}/close"), &[]).await.is(303);
    let closed = yearly.trim_start_matches("/rounds/");
    let table = coordinator.get(&format!("/tracking?round={closed}")).await.is(200).says("Đợt đã đóng");
    assert_eq!(boxes(&table.text()), 0);
    coordinator.get(&format!("{yearly}/reminders?who={}", site.hen.id)).await.is(404);
}

#[tokio::test]
async fn a_later_day_for_many_is_given_to_each_with_names_first_and_the_password_of_just_now() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.an).await;
    let coordinator = site.visit(&site.coordinator).await;
    let all = [&site.hen, &site.moan, &site.an, &site.coordinator];
    let (action, look) = address(&site, &all, "leeway").await;
    let before = site.census().await;
    let page = coordinator.get(&look).await.is(200).says("Sẽ gia hạn cho 2 người").says("hạn đang có 01/12/2026");
    let page = page.says("Không đổi (2)").says("đã xác nhận cam kết trong đợt").says_key("leeway.stays_own");
    let form = page.says(&site.hen.name).says(&site.moan.name).form(&action);
    let good = [("day", "15/12/2026"), ("reason", "Đi công tác")];
    // What is wrong stands at its field, and what was typed is kept.
    for (field, value, key) in [
        ("day", "mai", "form.day"),
        ("day", "1/12/2026", "leeway.day"),
        ("day", "1/12/2028", "leeway.day"),
        ("reason", " ", "leeway.reason_many"),
        ("password", "", "password.again"),
        ("password", "không phải", "password.wrong"),
    ] {
        let typed: Vec<(&str, &str)> = good.into_iter().filter(|one| one.0 != field).chain([(field, value)]).collect();
        let again = coordinator.fill(&form, &typed).await.is(422).says_key(key).says(&site.hen.name);
        let again = again.form(&action);
        let kept = typed.iter().filter(|one| one.0 != "password");
        kept.for_each(|one| assert_eq!(again.value(one.0).map(str::trim), Some(one.1.trim()), "{field}={value}"));
        assert_eq!(again.value("form_key"), form.value("form_key"));
    }
    assert_eq!(site.census().await, before, "nothing was given");
    for _ in 0..2 {
        let done = coordinator.fill(&form, &good).await.is(303);
        coordinator.follow(done).await.is(200).says_key("done.leeway_many");
    }
    assert_eq!(site.int("select count(*) from leeway").await, 2, "twice is once");
    let leaves = site.leaves("round.leeway").await;
    let about: Vec<_> = leaves.iter().map(|leaf| leaf["about"].as_str().unwrap()).collect();
    assert!(about.len() == 2 && about.contains(&site.hen.actor.as_str()) && about.contains(&site.moan.actor.as_str()));
    for person in [&site.hen, &site.moan] {
        assert_eq!(site.standing(person).await.unwrap().due_on.as_deref(), Some("2026-12-15"));
        let page = coordinator.get(&format!("/tracking/people/{}", person.id)).await.is(200);
        page.says("HC-DV gia hạn đến ngày 15/12/2026: Đi công tác");
    }
    assert_eq!(site.standing(&site.ngoc).await.unwrap().due_on.as_deref(), Some("2026-12-01"));
    sound(&site).await;
}

#[tokio::test]
async fn whose_day_a_new_one_does_not_move_is_named_before_it_is_given() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (action, look) = address(&site, &[&site.hen], "leeway").await;
    let form = coordinator.get(&look).await.is(200).form(&action);
    coordinator.fill(&form, &[("day", "31/12/2026"), ("reason", "Nghỉ ốm")]).await.is(303);
    let (_, look) = address(&site, &[&site.hen, &site.moan], "leeway").await;
    let form = coordinator.get(&look).await.is(200).says("Sẽ gia hạn cho 2 người").form(&action);
    let typed = [("day", "15/12/2026"), ("reason", "Đi học")];
    let told = coordinator.fill(&form, &typed).await.is(200).says("Sẽ gia hạn cho 1 người").says("1 người không đổi");
    assert_eq!(site.int("select count(*) from leeway").await, 1, "it is told before anything is done");
    let form = told.form(&action);
    assert_eq!((form.value("day"), form.value("same")), (Some("15/12/2026"), Some(site.hen.id.as_str())));
    coordinator.fill(&form, &[]).await.is(303);
    let days = [&site.hen, &site.moan].map(async |one| site.standing(one).await.unwrap().due_on.unwrap());
    let [hen, moan] = days;
    assert_eq!((hen.await.as_str(), moan.await.as_str()), ("2026-12-31", "2026-12-15"));
    sound(&site).await;
}

#[tokio::test]
async fn links_for_those_who_are_ticked_are_for_those_who_have_never_signed_in() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = crate::lists::paste(&coordinator, "Võ Thị Mới\tĐội Mới\tViên chức\nVõ Thị Hai\tĐội Mới\tViên chức").await;
    crate::lists::send(&coordinator, &at, &[("act", "add")]).await.is(303);
    let new = site.text("select person_id from profile where full_name = 'Võ Thị Mới'").await;
    let ticked = format!("/people/links?who={new}&who={}", site.hen.id);
    for _ in 0..2 {
        let page = coordinator.get(&ticked).await.is(200).says("Sẽ cấp liên kết cá nhân cho 1 người");
        let page = page.says("Không cấp ở đây cho 1 người đã chọn").never_says("Võ Thị Hai");
        let mut fields = page.form("/people/links").fields;
        fields.push(("act".to_owned(), "issue".to_owned()));
        // Who has one that is not used gets another in its place.
        coordinator.post_raw("/people/links", &fields).await.is(303);
    }
    assert_eq!(site.int("select count(*) from link where revoked_at is null").await, 1);
    let none = coordinator.get(&format!("/people/links?who={}", site.hen.id)).await.is(200);
    none.says("Sẽ cấp liên kết cá nhân cho 0 người").never_says("value=\"issue\"");
    site.visit(&site.leader).await.get(&ticked).await.is(403);
    sound(&site).await;
}

#[tokio::test]
async fn on_a_day_of_the_plan_home_tells_the_office_whom_to_remind_and_the_reminder_takes_them_off() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let round = site.text("select id from round where kind = 'newcomer'").await;
    let plan = format!("/rounds/{round}/reminders?plan=today");
    // Tuesday the 24th is a day off; due on Tuesday the 1st, three working days before it is Thursday.
    let told = || async { coordinator.get("/").await.is(200).text().contains(&plan.replace('&', "&amp;")) };
    coordinator.get(&plan).await.is(200).says("Hôm nay không còn ai cần nhắc theo lịch nhắc của đợt.");
    assert!(!told().await);
    site.advance(2 * 24 * 60);
    assert!(told().await);
    let page = coordinator.get(&plan).await.is(200).says("Hôm nay đến lịch nhắc").says(&site.hen.name);
    assert!(!page.text().contains(&format!("n-{}", site.coordinator.id)));
    let others = site.int(format!(
        "select count(*) from standing where round_id = '{round}' and state <> 'left' and due_on = '2026-12-01'
           and person_id <> '{}'",
        site.coordinator.id
    ));
    let page = coordinator.get(&plan).await.is(200).says(&format!("Hôm nay đến lịch nhắc {} người", others.await));
    let mut fields = page.form(&format!("/rounds/{round}/reminders")).fields;
    fields.retain(|field| field.0 != "copied" && field.0 != "one");
    fields.push(("one".to_owned(), site.hen.id.clone()));
    coordinator.post_raw(&format!("/rounds/{round}/reminders"), &fields).await.is(303);
    coordinator.get(&plan).await.is(200).never_says(&site.hen.name);
    // On the day itself once more; a round that rests has no plan.
    site.advance(5 * 24 * 60);
    let coordinator = site.visit(&site.coordinator).await;
    let told = || async { coordinator.get("/").await.is(200).text().contains(&plan.replace('&', "&amp;")) };
    coordinator.get(&plan).await.is(200).says(&site.hen.name);
    let page = format!("/rounds/{round}");
    coordinator.submit(&page, &format!("{page}/rest"), &[]).await.is(303);
    coordinator.get(&plan).await.is(200).never_says(&site.hen.name);
    assert!(!told().await);
    coordinator.submit(&page, &page, &[("remind_before", "21")]).await.is(422).says_key("round.remind_before");
    site.visit(&site.leader).await.get(&plan).await.is(403);
    sound(&site).await;
}
