//! A year with HC-DV: working days, kinds of rounds, whom they are for, resting, several at once.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{Person, Site, Visitor};
use nep::jobs;

async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

async fn due(site: &Site, person: &Person, round: &str) -> String {
    let sql = format!("select due_on from standing where person_id = '{}' and round_id = '{round}'", person.id);
    site.text(sql).await
}

async fn newcomers(site: &Site) -> String {
    site.text("select id from round where kind = 'newcomer'").await
}

/// Opens a round through its pages; its id.
async fn open(coordinator: &Visitor, fields: &[(&str, &str)]) -> String {
    let reply = coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", fields).await.is(303);
    reply.location.trim_start_matches("/rounds/").to_owned()
}

async fn people(site: &Site, round: &str) -> i64 {
    site.int(format!("select count(*) from enrolment where round_id = '{round}'")).await
}

#[tokio::test]
async fn a_day_off_that_is_announced_later_moves_the_days_due_and_nothing_moves_them_back() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, round) = (site.visit(&site.coordinator).await, newcomers(&site).await);
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-01");
    let page = coordinator.get("/calendar").await.is(200).says("Lịch làm việc năm 2026");
    let page = page.says("24/11/2026").says("Ngày Văn hóa Việt Nam 24/11").says("Chờ thông báo");
    page.says_key("calendar.await_tet").never_says("Bỏ ngày");
    site.advance(1);
    let off = [("from", "2026-11-26"), ("until", "2026-11-27"), ("kind", "off")];
    coordinator.submit("/calendar", "/calendar", &off).await.goes_to("/calendar?year=2026");
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-03");
    let leaves = site.leaves("calendar.entered").await;
    assert_eq!((leaves.len(), leaves[0]["days"].as_array().unwrap().len()), (1, 2));
    // The same again changes nothing.
    coordinator.submit("/calendar", "/calendar", &off).await.is(303);
    assert_eq!(site.leaves("calendar.entered").await.len(), 1);
    // A Saturday to work on, and a day taken back, make no day earlier that was told.
    site.advance(1);
    let swap = [("from", "2026-11-28"), ("until", ""), ("kind", "working")];
    coordinator.submit("/calendar", "/calendar", &swap).await.is(303);
    let page = coordinator.get("/calendar?year=2026").await.says("Bỏ ngày 26/11/2026").says("Ngày làm bù");
    coordinator.fill(&page.form("/calendar/2026-11-26/take-back"), &[]).await.is(303);
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-03");
    let late = site.add_person("Phan Văn Mới", OFFICE, &[]).await;
    assert_eq!(due(&site, &late, &round).await, "2026-12-01", "told after both: 25, 26, 28, 30, 01");
    sound(&site).await;
}

#[tokio::test]
async fn what_cannot_be_a_day_is_refused_where_it_was_typed_and_only_the_office_enters_days() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    for (fields, key) in [
        ([("from", "hôm qua"), ("until", ""), ("kind", "off")], "form.day"),
        ([("from", "2026-12-05"), ("until", "2026-12-01"), ("kind", "off")], "absence.order"),
        ([("from", "2026-12-01"), ("until", "2027-12-01"), ("kind", "off")], "calendar.long"),
        ([("from", "1999-12-01"), ("until", ""), ("kind", "off")], "calendar.year"),
        ([("from", "2026-12-01"), ("until", ""), ("kind", "plain")], "calendar.kind"),
        ([("from", "2026-12-01"), ("until", ""), ("kind", "working")], "calendar.works_already"),
    ] {
        coordinator.submit("/calendar", "/calendar", &fields).await.is(422).says_key(key);
    }
    assert_eq!(site.int("select count(*) from calendar_day").await, 0);
    let admin = site.visit(&site.admin).await;
    let page = admin.get("/calendar").await.is(200).never_says("Nhập ngày theo thông báo");
    drop(page);
    admin.post("/calendar", &[("from", "2026-12-01"), ("kind", "off")]).await.is(403);
    coordinator.post("/calendar/hom-nay/take-back", &[]).await.is(404);
}

#[tokio::test]
async fn from_october_on_the_office_is_told_that_next_year_is_to_be_entered() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/").await.is(200).says("Nhập lịch nghỉ năm 2027 khi có thông báo");
    site.visit(&site.hen).await.get("/").await.never_says("Nhập lịch nghỉ");
    for (from, until) in [("2027-02-04", "2027-02-10"), ("2027-09-03", ""), ("2027-05-03", "")] {
        let fields = [("from", from), ("until", until), ("kind", "off")];
        coordinator.submit("/calendar?year=2027", "/calendar", &fields).await.is(303);
    }
    coordinator.get("/").await.never_says("Nhập lịch nghỉ");
    coordinator.get("/calendar?year=2027").await.never_says("Chờ thông báo");
}

#[tokio::test]
async fn days_without_a_server_are_given_back_and_a_restart_is_no_outage() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    let round = newcomers(&site).await;
    let hour = 60 * nep::time::MINUTE;
    let now = site.now();
    jobs::beat_calendar(&site.app, now, None).await.unwrap();
    jobs::beat_calendar(&site.app, now + 9 * nep::time::MINUTE, None).await.unwrap();
    assert_eq!(site.int("select count(*) from outage").await, 0, "a restart");
    // A clock that jumps while the server runs is none either, nor is one that went back.
    jobs::beat_calendar(&site.app, now + 400 * hour, Some(3000)).await.unwrap();
    jobs::beat_calendar(&site.app, now + hour, None).await.unwrap();
    assert_eq!(site.int("select count(*) from outage").await, 0);
    jobs::beat_calendar(&site.app, now + 73 * hour, None).await.unwrap();
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(site.int("select count(*) from outage").await, 1);
    let days = site.texts("select day from calendar_day where kind = 'down' order by day").await;
    assert_eq!(days, ["2026-11-24", "2026-11-25", "2026-11-26"]);
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-03");
    // A year is a clock that was wrong.
    jobs::beat_calendar(&site.app, now + 9000 * hour, None).await.unwrap();
    assert_eq!(site.int("select count(*) from outage").await, 1);
    sound(&site).await;
}

#[tokio::test]
async fn a_round_is_for_a_department_a_list_or_who_joined_before_a_day() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let technical = site.text(format!("select thing from label where body = '{TECHNICAL}'")).await;
    site.advance(1);
    let one = open(&coordinator, &[("name", "Đợt phòng Kỹ thuật"), ("department", &technical)]).await;
    assert_eq!(people(&site, &one).await, 3);
    coordinator.get(&format!("/rounds/{one}")).await.is(200).says(&format!("3 người trong đợt: {TECHNICAL}"));
    let list = open(&coordinator, &[("name", "Đợt theo mã"), ("codes", "NV005, NV008")]).await;
    assert_eq!(people(&site, &list).await, 2);
    let unknown = [("name", "Đợt theo mã"), ("codes", "NV005\nNV999")];
    let page = coordinator.submit("/rounds/new", "/rounds/confirm", &unknown).await.is(422);
    page.says("Không có ai mang mã: NV999");
    let edit = format!("/people/{}/edit", site.hen.id);
    coordinator.submit(&edit, &edit, &[("joined_on", "2026-11-20")]).await.is(303);
    let before = open(&coordinator, &[("name", "Vào trước"), ("joined_before", "2026-11-01")]).await;
    assert_eq!(people(&site, &before).await, 7, "all but the one who joined later");
    // Who comes later and is meant can be put in with one tap.
    let late = site.add_person("Phan Văn Mới", TECHNICAL, &[]).await;
    coordinator.get(&format!("/rounds/{one}")).await.says("1 người chưa có tên trong đợt");
    let page = format!("/tracking/people/{}", late.id);
    let form = coordinator.get(&page).await.is(200).form(&format!("/people/{}/round", late.id));
    for _ in 0..2 {
        coordinator.fill(&form, &[("round", &one)]).await.is(303);
    }
    assert_eq!((people(&site, &one).await, site.leaves("round.enrolled").await.len()), (4, 1));
    sound(&site).await;
}

#[tokio::test]
async fn who_has_just_confirmed_is_excused_and_who_is_away_is_told_before_a_round_is_opened() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    site.advance(24 * 60 * 10);
    let coordinator = site.visit(&site.coordinator).await;
    let pause = [("from", "2026-12-01"), ("until", "2027-03-01"), ("reason", "leave")];
    coordinator.post(&format!("/people/{}/pause", site.an.id), &pause).await.is(303);
    let fields = [("name", "Ôn lại năm 2027"), ("excuse_days", "30"), ("due_on", "2026-12-19")];
    let page = coordinator.submit("/rounds/new", "/rounds/confirm", &fields).await.is(200);
    let page = page.says("Sẽ đưa 7 người").says("1 người đang tạm hoãn").says("1 người vừa hoàn thành nên được miễn");
    page.says("Hạn hoàn thành: hết ngày 21/12/2026");
    let round = open(&coordinator, &fields).await;
    assert_eq!(people(&site, &round).await, 7);
    assert_eq!(due(&site, &site.ngoc, &round).await, "2026-12-21", "19/12 is a Saturday");
    assert!(due(&site, &site.an, &round).await.as_str() > "2027-03-01", "not before they are back");
    let nine = [("name", "Ôn lại nữa"), ("excuse_days", "9")];
    let again = open(&coordinator, &nine).await;
    assert_eq!(people(&site, &again).await, 8, "ten days ago is not nine");
    sound(&site).await;
}

#[tokio::test]
async fn a_changed_text_is_asked_of_those_who_have_not_confirmed_these_bytes() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.submitted(&site.hen, "0912345678").await;
    site.advance(1);
    let fields = [("name", "Xác nhận lại"), ("kind", "changed")];
    let page = coordinator.submit("/rounds/new", "/rounds/confirm", &fields).await.is(200);
    page.says("1 người đã xác nhận đúng bản này");
    let round = open(&coordinator, &fields).await;
    assert_eq!(people(&site, &round).await, 7);
}

#[tokio::test]
async fn a_round_rests_and_goes_on_and_its_day_can_only_come_later() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let round = open(&coordinator, &[("name", "Ôn lại"), ("due_on", "2026-12-04")]).await;
    let (page, form) = (format!("/rounds/{round}"), format!("/rounds/{round}/rest"));
    let rest = coordinator.get(&page).await.is(200).form(&form);
    for _ in 0..2 {
        coordinator.fill(&rest, &[]).await.is(303);
    }
    coordinator.get(&page).await.says("Đang tạm dừng");
    assert_eq!(due(&site, &site.an, &round).await, "");
    // Two working days later: 26 and 27 November.
    site.advance(24 * 60 * 3);
    let resume = coordinator.get(&page).await.form(&format!("/rounds/{round}/resume"));
    coordinator.fill(&resume, &[]).await.is(303);
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-09", "25, 26, 27 are given back");
    let kinds = [site.leaves("round.paused").await.len(), site.leaves("round.resumed").await.len()];
    assert_eq!(kinds, [1, 1]);
    let earlier = coordinator.submit(&page, &page, &[("due_on", "2026-12-03")]).await.is(422);
    earlier.says_key("round.due_earlier");
    coordinator.submit(&page, &page, &[("due_on", "2026-12-18")]).await.is(303);
    assert_eq!(due(&site, &site.an, &round).await, "2026-12-23");
    sound(&site).await;
}

#[tokio::test]
async fn two_rounds_at_once_stand_on_one_page_and_either_can_be_done_first() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let yearly = open(&coordinator, &[("name", "Ôn lại năm 2027"), ("due_days", "10")]).await;
    let member = site.visit(&site.hen).await;
    let page = member.get("/").await.is(200).says("Việc của tôi").says("Ôn lại năm 2027");
    let (first, second) = (page.text().find("01/12/2026").unwrap(), page.text().find("08/12/2026").unwrap());
    assert!(first < second, "nearest first");
    let form = page.form("/work");
    let chosen = member.fill(&form, &[]).await.goes_to("/");
    drop(chosen);
    let page = member.get("/").await.is(200);
    assert_eq!(
        page.form("/work").value("round").unwrap_or_default(),
        newcomers(&site).await,
        "the other one can be chosen now"
    );
    site.read_all(&site.hen).await;
    member.get("/quiz").await.is(200);
    let sitting = member.start().await;
    assert_eq!(site.text(format!("select round_id from attempt where id = '{sitting}'")).await, yearly);
    member.post("/work", &[("round", "khong-co")]).await.goes_to("/");
}

#[tokio::test]
async fn a_refresher_begins_with_what_this_person_missed_and_is_not_the_last_test_again() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let member = site.visit(&site.hen).await;
    site.read_all(&site.hen).await;
    let first = member.start().await;
    let asked = site.asked(&first).await;
    let plain = asked.iter().filter(|one| one.drawn.item.critical.is_none());
    let wrong: Vec<i64> = plain.take(2).map(|one| one.place).collect();
    member.answer_all(&site, &first, |one| wrong.contains(&one.place)).await;
    member.hand_in(&first).await;
    assert!(site.standing(&site.hen).await.unwrap().has_passed());
    site.advance(1);
    let yearly = open(&coordinator, &[("name", "Ôn lại năm 2027")]).await;
    member.post("/work", &[("round", &yearly)]).await.goes_to("/");
    let again = member.start().await;
    let drawn = site.asked(&again).await;
    assert_eq!((asked.len(), drawn.len()), (20, 10), "shorter");
    for place in wrong {
        let missed = &asked.iter().find(|one| one.place == place).unwrap().drawn.item;
        let (document, clause) = (&missed.document, &missed.clauses[0]);
        let about = drawn.iter().map(|one| &one.drawn.item);
        let mut about = about.filter(|item| item.document == *document && item.clauses.contains(clause));
        assert!(about.next().is_some(), "{clause} is asked again");
    }
    let same = drawn.iter().filter(|one| asked.iter().any(|old| old.drawn.item.id == one.drawn.item.id)).count();
    assert!(same <= 2, "{same} questions of the last sitting");
}

#[tokio::test]
async fn a_refresher_turns_to_what_the_organisation_misses() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, member) = (site.visit(&site.coordinator).await, site.visit(&site.hen).await);
    site.read_all(&site.hen).await;
    let first = member.start().await;
    member.answer_all(&site, &first, |_| false).await;
    member.hand_in(&first).await;
    let names: Vec<String> = (0..12).map(|n| format!("Nguyễn Văn {}", char::from(b'A' + n))).collect();
    crate::reports::with_people(&site, &names, 1).await;
    crate::reports::sat(&site, &first, "Phòng Chuyên môn 1", 100).await;
    let asked = site.asked(&first).await;
    let plain = asked.iter().filter(|one| one.drawn.item.critical.is_none());
    let missed: Vec<i64> = plain.map(|one| one.place).step_by(4).take(3).collect();
    let places = missed.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    site.run(format!("update attempt_item set points = 0 where place in ({places}) and attempt_id <> '{first}'"))
        .await
        .unwrap();
    assert_eq!(site.int("select count(*) from attempt where number = 1 and graded_at is not null").await, 13);
    site.advance(61);
    let yearly = open(&coordinator, &[("name", "Ôn lại năm 2027")]).await;
    member.post("/work", &[("round", &yearly)]).await.goes_to("/");
    let drawn = site.asked(&member.start().await).await;
    let is_asked = |place: &&i64| {
        let item = &asked.iter().find(|one| one.place == **place).unwrap().drawn.item;
        let mut about = drawn.iter().map(|one| &one.drawn.item).filter(|one| one.document == item.document);
        about.any(|one| one.clauses.contains(&item.clauses[0]))
    };
    // One of them may tell the answer of another question.
    assert!(missed.iter().filter(is_asked).count() >= 2, "{missed:?}");
}

#[tokio::test]
async fn a_round_may_be_for_those_alone_who_are_in_the_group() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.post("/admission/confirm", &[]).await.is(303);
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("name", "Ôn lại của nhóm"), ("in_group", "yes")];
    coordinator.submit("/rounds/new", "/rounds/confirm", &fields).await.is(200).says("Sẽ đưa 1 người");
    let round = open(&coordinator, &fields).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let person = site.text(format!("select person_id from enrolment where round_id = '{round}'")).await;
    assert_eq!((people(&site, &round).await, person), (1, site.hen.id.clone()));
    coordinator.get(&format!("/rounds/{round}")).await.is(200).says("đang trong nhóm DAK LAK IOC");
    sound(&site).await;
}
