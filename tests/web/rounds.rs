//! Rounds and their settings.

use crate::support::Site;
use nep::id::new_id;

const FIELDS: [(&str, &str); 7] = [
    ("name", "Ôn lại năm 2027"),
    ("pass_percent", "90"),
    ("questions", "15"),
    ("sittings", "3"),
    ("wait_minutes", "30"),
    ("limit_minutes", "45"),
    ("due_days", "10"),
];

fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FIELDS.iter().map(|(k, v)| (*k, if *k == name { value } else { *v })).collect()
}

#[tokio::test]
async fn a_yearly_round_is_opened_for_everybody_and_is_the_one_people_are_in() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.ngoc.id), &[]).await.is(303);
    site.advance(1);
    let form = coordinator.submit("/rounds/new", "/rounds/confirm", &FIELDS).await.is(200).form("/rounds/new");
    let reply = coordinator.fill(&form, &[]).await.is(303);
    let path = reply.location.clone();
    coordinator.follow(reply).await.is(200).says_key("done.round_opened");
    // The same form again opens no second one.
    coordinator.fill(&form, &[]).await.goes_to(&path);
    assert_eq!(site.int("select count(*) from round").await, 2);
    let id = path.trim_start_matches("/rounds/").to_owned();
    assert_eq!(site.int(format!("select count(*) from enrolment where round_id = '{id}'")).await, 7);
    assert_eq!(site.text(format!("select due_on from standing where round_id = '{id}'")).await, "2026-12-08");
    assert_eq!(site.int(format!("select count(*) from round_version where round_id = '{id}'")).await, 2);
    // What was read counts, what was passed in another round does not.
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
    let member = site.visit(&site.hen).await;
    let attempt = member.start().await;
    assert_eq!(site.asked(&attempt).await.len(), 15);
    assert_eq!(site.int(format!("select pass_percent from attempt where id = '{attempt}'")).await, 90);
    coordinator.get("/rounds").await.is(200).says("Ôn lại năm 2027");
}

#[tokio::test]
async fn wrong_settings_are_told_by_name_and_the_form_is_kept() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let round = format!("/rounds/{}", site.text("select id from round").await);
    let before = site.text("select name || pass_percent || questions from round").await;
    for (name, value, key) in [
        ("name", "", "round.name"),
        ("pass_percent", "49", "round.pass"),
        ("pass_percent", "101", "round.pass"),
        ("pass_percent", "tám mươi", "round.pass"),
        ("questions", "7", "round.questions"),
        ("questions", "999999999999999999999", "round.questions"),
        ("sittings", "-1", "round.sittings"),
        ("wait_minutes", "10081", "round.wait"),
        ("limit_minutes", "3", "round.limit"),
        ("limit_minutes", "7", "round.limit_short"),
        ("due_days", "366", "round.due"),
        ("due_days", "1", "round.due"),
    ] {
        for (path, action) in [(round.as_str(), round.as_str()), ("/rounds/new", "/rounds/confirm")] {
            let page = coordinator.submit(path, action, &with(name, value)).await.is(422).says_key(key);
            assert_eq!(page.form(action).value(name), Some(value), "{path} {name}");
        }
        let page = coordinator.post("/rounds/new", &with(name, value)).await.is(422).says_key(key);
        assert_eq!(page.form("/rounds/confirm").value(name), Some(value), "{name}");
    }
    assert_eq!(site.text("select name || pass_percent || questions from round").await, before);
    assert_eq!(site.int("select count(*) from round").await, 1);
    coordinator.submit(&round, &round, &FIELDS).await.goes_to(&round);
    assert_eq!(site.int("select limit_minutes from round").await, 45);
}

#[tokio::test]
async fn a_sitting_keeps_the_mark_it_was_drawn_with() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let attempt = member.start().await;
    site.run("update round set pass_percent = 100".to_owned()).await.unwrap();
    let easy = site.asked(&attempt).await.into_iter().find(|one| one.drawn.item.critical.is_none()).unwrap().place;
    member.answer_all(&site, &attempt, |one| one.place == easy).await;
    member.hand_in(&attempt).await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
}

#[tokio::test]
async fn a_round_is_closed_once_and_the_newcomers_round_never() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let newcomers = site.text("select id from round").await;
    coordinator.post(&format!("/rounds/{newcomers}/close"), &[]).await.is(409).says_key("round.newcomer_stays");
    site.advance(1);
    let key = new_id();
    let fields: Vec<_> = FIELDS.into_iter().chain([("form_key", key.as_str())]).collect();
    let path = coordinator.post("/rounds/new", &fields).await.is(303).location;
    assert_ne!(
        site.text(format!("select due_on from standing where person_id = '{}' order by enrolled_at desc", site.hen.id))
            .await,
        ""
    );
    for _ in 0..2 {
        coordinator.post(&path, &with("pass_percent", "80")).await.is(303);
    }
    let changed = site.leaves("round.changed").await;
    let marks: Vec<_> = changed.iter().map(|leaf| leaf["round"]["pass_percent"].clone()).collect();
    assert_eq!(marks, [80], "a change has one leaf: {changed:?}");
    for _ in 0..2 {
        coordinator.post(&format!("{path}/close"), &[]).await.is(303);
        site.advance(1);
    }
    assert_eq!(site.int("select count(*) from round where closed_at is not null").await, 1);
    assert_eq!(site.leaves("round.closed").await.len(), 1);
    let closed = site.int("select max(closed_at) from round").await;
    assert_eq!(site.now() - closed, 2 * 60_000, "the first day stays");
    coordinator.post(&path, &FIELDS).await.is(409).says_key("round.closed");
    coordinator.post(&format!("{path}/enrol"), &[]).await.is(409).says_key("round.closed");
    // People are back in the round that is open.
    let member = site.visit(&site.hen).await;
    member.get("/").await.is(200).says("DAK LAK IOC");
    let nowhere = "/rounds/01900000-0000-7000-8000-000000000000";
    coordinator.get(nowhere).await.is(404);
    coordinator.post(nowhere, &FIELDS).await.is(404);
    coordinator.post(&format!("{nowhere}/close"), &[]).await.is(404);
    coordinator.post(&format!("{nowhere}/enrol"), &[]).await.is(404);
}

#[tokio::test]
async fn people_who_came_later_are_enrolled_once() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let key = new_id();
    let fields: Vec<_> = FIELDS.into_iter().chain([("form_key", key.as_str())]).collect();
    let path = coordinator.post("/rounds/new", &fields).await.is(303).location;
    coordinator.get(&path).await.is(200).never_says("chưa có tên trong đợt");
    site.add_person("Lê Văn Muộn", "Phòng A", &[]).await;
    coordinator.get(&path).await.is(200).says("1 người chưa có tên trong đợt Lê Văn Muộn.");
    let enrol = async |key: &str| {
        coordinator.post(&format!("{path}/enrol"), &[("form_key", key)]).await.goes_to(&path);
        let id = path.trim_start_matches("/rounds/");
        site.int(format!("select count(*) from enrolment where round_id = '{id}'")).await
    };
    let first = new_id();
    assert_eq!(enrol(&first).await, 9);
    site.add_person("Lê Văn Muộn Hơn", "Phòng A", &[]).await;
    assert_eq!(enrol(&first).await, 9, "the same form sent again");
    let second = new_id();
    for key in [&second, &second, &first, &new_id()] {
        assert_eq!(enrol(key).await, 10, "a form of its own");
    }
}

#[tokio::test]
async fn a_closed_round_keeps_its_texts_whatever_is_issued_later() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let key = new_id();
    let fields: Vec<_> = FIELDS.into_iter().chain([("form_key", key.as_str())]).collect();
    let path = coordinator.post("/rounds/new", &fields).await.is(303).location;
    let id = path.trim_start_matches("/rounds/").to_owned();
    site.advance(1);
    coordinator.post(&format!("{path}/close"), &[]).await.is(303);
    let rows = format!("select version_id from round_version where round_id = '{id}' order by version_id");
    let (texts, table) = (site.texts(rows.clone()).await, standings(&site, &id).await);
    let before = site.text("select sha256 from version where id = 'quy-che-nhom-zalo@1'").await;
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    assert_eq!(site.texts(rows).await, texts);
    assert_eq!(standings(&site, &id).await, table);
    coordinator.get(&path).await.is(200).says(&before);
    // The open one asks the new text, and everybody's standing is of its new revision.
    let open = "select r.id from round r where r.closed_at is null";
    let now =
        format!("select version_id from round_version where round_id = ({open}) and until_at is null order by place");
    assert_eq!(site.text(now).await, "quy-che-nhom-zalo@2");
    assert_eq!(
        site.int(format!("select count(*) from standing where round_id = ({open}) and round_revision < 2")).await,
        0
    );
}

async fn standings(site: &Site, round: &str) -> Vec<String> {
    let sql =
        format!("select person_id || state || progress || round_revision from standing where round_id = '{round}'");
    site.texts(format!("{sql} order by person_id")).await
}
