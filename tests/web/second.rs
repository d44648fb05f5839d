//! Second acts: what was done to many is taken back by a leaf of its own, and one person is given more.

use crate::support::{Person, Site, Visitor};
use nep::id::new_id;

const RULES: &str = "quy-che-nhom-zalo";

/// Rows, leaves and copies agree.
async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

async fn open_round(coordinator: &Visitor) -> String {
    coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &[]).await.is(303).location
}

async fn issue(coordinator: &Visitor, number: &str) {
    let fields = [("number", number), ("day", "20/11/2026")];
    coordinator.post(&format!("/documents/{RULES}/issue"), &fields).await.is(303);
}

#[tokio::test]
async fn a_round_just_opened_is_taken_back_while_nobody_has_acted_in_it() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    member.post("/admission/confirm", &[]).await.is(303);
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let path = open_round(&coordinator).await;
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
    let action = format!("{path}/withdraw");
    let page = coordinator.get(&path).await.is(200).says("Thu hồi đợt mở nhầm");
    let (form, other) = (page.form(&action), coordinator.get(&path).await.form(&action));
    let refused = coordinator.fill(&form, &[("password", "không phải")]).await.is(422).says_key("password.wrong");
    assert!(refused.text().contains("<details open"));
    site.visit(&site.leader).await.post(&action, &[]).await.is(403);
    assert_eq!(site.leaves("round.withdrawn").await.len(), 0);
    let reply = coordinator.fill(&form, &[]).await.goes_to("/rounds");
    coordinator.follow(reply).await.says_key("done.round_withdrawn").says("đã thu hồi ngày 24/11/2026");
    // Twice, and from another tab, is once.
    coordinator.fill(&form, &[]).await.goes_to("/rounds");
    coordinator.fill(&other, &[]).await.goes_to("/rounds");
    let leaf = site.leaves("round.withdrawn").await.remove(0);
    assert_eq!(site.leaves("round.withdrawn").await.len(), 1);
    assert_eq!(leaf["actor"], site.coordinator.actor.as_str());
    // Nothing is removed, and nobody is asked anything by it.
    assert_eq!(site.int("select count(*) from round").await, 2);
    assert_eq!(site.leaves("round.opened").await.len(), 2);
    assert_eq!(site.state(&site.hen).await, "in_group");
    member.get("/").await.is(200).says("Anh/chị đã vào nhóm DAK LAK IOC");
    let id = path.trim_start_matches("/rounds/");
    coordinator.get("/tracking").await.is(200).never_says(id);
    coordinator.get(&path).await.is(200).says("Đã thu hồi ngày 24/11/2026").never_says("Thu hồi đợt mở nhầm");
    coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).says_key("tracking.round_withdrawn");
    sound(&site).await;
    // A right one can be opened then.
    site.advance(1);
    open_round(&coordinator).await;
    sound(&site).await;
}

#[tokio::test]
async fn a_round_in_which_somebody_has_acted_meanwhile_stays() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let path = open_round(&coordinator).await;
    let action = format!("{path}/withdraw");
    let form = coordinator.get(&path).await.is(200).form(&action);
    site.visit(&site.hen).await.start().await;
    coordinator.fill(&form, &[]).await.is(409).says_key("round.acted");
    coordinator.get(&path).await.is(200).never_says("Thu hồi đợt mở nhầm");
    let newcomer = site.text("select id from round where kind = 'newcomer'").await;
    coordinator.post(&format!("/rounds/{newcomer}/withdraw"), &[]).await.is(409).says_key("round.newcomer_stays");
    assert_eq!(site.leaves("round.withdrawn").await.len(), 0);
    sound(&site).await;
}

/// Taking back and beginning meet: one of them is first, and the other is told.
#[tokio::test]
async fn a_round_is_taken_back_or_begun_and_never_both() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    for n in 0..4 {
        site.advance(1);
        let path = open_round(&coordinator).await;
        let id = path.trim_start_matches("/rounds/").to_owned();
        let (member, office) = (site.visit(&site.hen).await, coordinator.clone());
        let key = new_id();
        let begin = [("form_key", key.as_str())];
        let action = format!("{path}/withdraw");
        let (sitting, taken) = tokio::join!(member.post("/quiz", &begin), office.post(&action, &[]));
        let sat = site.int(format!("select count(*) from attempt where round_id = '{id}'")).await;
        let gone = site.int(format!("select count(*) from round where id = '{id}' and withdrawn_at is not null")).await;
        assert_eq!(sat + gone, 1, "{n}: {} {}", sitting.status, taken.status);
        assert_eq!(gone == 1, taken.status == 303, "{}", taken.words());
        if gone == 0 {
            taken.is(409).says_key("round.acted");
            break;
        }
    }
    sound(&site).await;
}

#[tokio::test]
async fn approvals_given_together_are_taken_back_together_while_hc_dv_has_not_added() {
    let site = Box::pin(Site::start()).await;
    let mut all = Vec::new();
    for (person, phone) in [(&site.hen, "0912345678"), (&site.an, "0912345679"), (&site.ngoc, "0912345670")] {
        all.push(site.submitted(person, phone).await);
    }
    let leader = site.visit(&site.leader).await;
    site.advance(1);
    let look = leader.get("/admissions/approve?all=yes").await.is(200).form("/admissions/approve-all");
    leader.fill(&look, &[]).await.goes_to("/admissions");
    let page = leader.get("/admissions").await.is(200).says("Hoàn tác 3 hồ sơ vừa duyệt");
    let page = page.says("trở lại danh sách chờ duyệt");
    let (form, other) =
        (page.form("/admissions/undo-all"), leader.get("/admissions").await.form("/admissions/undo-all"));
    leader.fill(&form, &[("password", "")]).await.is(422).says_key("password.again");
    assert_eq!(site.leaves("approval.withdrawn").await.len(), 0);
    // HC-DV adds one of them meanwhile.
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/admissions/{}/added", all[0]), &[]).await.is(303);
    let reply = leader.fill(&form, &[]).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.undone_some");
    assert_eq!(site.leaves("approval.withdrawn").await.len(), 2);
    assert_eq!(site.leaves("approval.decided").await.len(), 3, "no leaf is removed");
    assert_eq!(site.state(&site.hen).await, "added");
    assert_eq!((site.state(&site.an).await, site.state(&site.ngoc).await), ("awaiting_decision", "awaiting_decision"));
    sound(&site).await;
    // Approved again on purpose; what another tab still shows is not undone any more.
    site.advance(1);
    leader.decide(&all[1], "approve", "").await.is(303);
    let reply = leader.fill(&other, &[]).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.nothing_to_undo");
    leader.fill(&form, &[]).await.goes_to("/admissions");
    assert_eq!(site.state(&site.an).await, "approved");
    assert_eq!(site.leaves("approval.withdrawn").await.len(), 2);
    coordinator.post("/admissions/undo-all", &[("decided", "1")]).await.is(403);
    sound(&site).await;
}

#[tokio::test]
async fn number_and_day_are_taken_back_within_the_hour_and_the_text_before_is_in_force_again() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    let (manage, action) = (format!("/documents/{RULES}/manage"), format!("/documents/{RULES}/withdraw"));
    coordinator.get(&manage).await.is(200).never_says(&action);
    site.advance(1);
    issue(&coordinator, "16").await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
    let page = coordinator.get(&manage).await.is(200).says("Ghi nhầm số hoặc ngày?").says("10:01 hôm nay");
    let (form, other) = (page.form(&action), coordinator.get(&manage).await.form(&action));
    coordinator.fill(&form, &[("password", "")]).await.is(422).says_key("password.again");
    for person in [&site.hen, &site.leader, &site.admin] {
        site.visit(person).await.post(&action, &[]).await.is(403);
    }
    site.advance(59);
    let reply = coordinator.fill(&form, &[]).await.goes_to(&manage);
    coordinator.follow(reply).await.says_key("done.issue_withdrawn").says("đã thu hồi lúc 10:00 ngày 24/11/2026");
    coordinator.fill(&form, &[]).await.goes_to(&manage);
    coordinator.fill(&other, &[]).await.is(409).says_key("document.superseded");
    // Who had confirmed that text has confirmed; every row and leaf stays.
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    assert_eq!(site.state(&site.an).await, "awaiting_decision");
    site.visit(&site.hen).await.get("/acknowledgment").await.goes_to("/acknowledgment/receipt");
    assert_eq!(site.int(format!("select count(*) from version where document_id = '{RULES}'")).await, 3);
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    let leaf = site.leaves("doc.withdrawn").await.remove(0);
    assert_eq!(leaf["withdrawn"], format!("{RULES}@2"));
    assert_eq!(leaf["again_of"], format!("{RULES}@1"));
    let member = site.visit(&site.hen).await;
    let (old, new) = (
        member.get(&format!("/documents/{RULES}/text?v=1")).await,
        member.get(&format!("/documents/{RULES}/text?v=3")).await,
    );
    assert_eq!(old.bytes, new.bytes);
    coordinator.get(&manage).await.is(200).says("nguyên văn phiên bản 1, được dùng trở lại").never_says(&action);
    sound(&site).await;
    // The right number is entered then, and confirmed.
    issue(&coordinator, "17").await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
    member.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    coordinator.post(&action, &[]).await.is(409).says_key("document.withdraw_confirmed");
    coordinator.get(&manage).await.is(200).never_says(&action);
    sound(&site).await;
}

#[tokio::test]
async fn after_an_hour_number_and_day_stay() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    issue(&coordinator, "16").await;
    let (manage, action) = (format!("/documents/{RULES}/manage"), format!("/documents/{RULES}/withdraw"));
    let form = coordinator.get(&manage).await.is(200).form(&action);
    site.advance(61);
    coordinator.fill(&form, &[]).await.is(409).says_key("document.withdraw_late");
    coordinator.get(&manage).await.is(200).never_says(&action);
    let other = "/documents/quyet-dinh-874/withdraw";
    coordinator.post(other, &[]).await.is(409).says_key("document.not_entered");
    sound(&site).await;
}

/// `use-reissue-overdue`: number and date of a regulation are entered when many have already confirmed (due dates of
/// October). The new confirmation has its own due date.
#[tokio::test]
async fn case_who_confirmed_in_time_is_not_overdue_the_minute_number_and_day_are_entered() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let days = 58;
    site.advance(days * 24 * 60);
    let coordinator_again = site.visit(&site.coordinator).await;
    drop(coordinator);
    let overdue = async |person: &Person| {
        let today = nep::time::day_of(site.now());
        site.standing(person).await.unwrap().is_overdue(&today)
    };
    assert!(!overdue(&site.hen).await && overdue(&site.an).await, "who did nothing is late as before");
    let fields = [("number", "16"), ("day", "20/1/2027")];
    coordinator_again.post(&format!("/documents/{RULES}/issue"), &fields).await.is(303);
    let stands = site.standing(&site.hen).await.unwrap();
    assert_eq!(stands.due_on.as_deref(), Some("2027-01-28"), "a week from the entry");
    assert!(!overdue(&site.hen).await && overdue(&site.an).await);
    let home = site.visit(&site.hen).await.get("/").await.is(200);
    home.says("hạn 28/01/2027 (còn 7 ngày)").never_says("quá 51 ngày");
    let list = coordinator_again.get("/tracking?state=overdue").await.is(200);
    list.says("Đặng Văn Ân").never_says("H’Hen Niê");
    site.advance(8 * 24 * 60);
    assert!(overdue(&site.hen).await, "and then it counts");
    sound(&site).await;
}

/// `use-no-more-sittings`: a round with one sitting; a person fails it. No button that leads nowhere, and HC-DV can give
/// this one person another sitting.
#[tokio::test]
async fn case_one_person_who_has_used_every_sitting_is_given_another_one() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let round = format!("/rounds/{}", site.text("select id from round").await);
    coordinator.submit(&round, &round, &[("sittings", "1")]).await.goes_to(&round);
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let failed = member.fail(&site).await;
    let ask = "vui lòng liên hệ Phòng Hành chính – Dịch vụ để được cho thêm lượt";
    let result = member.get(&format!("/quiz/{failed}/result")).await.is(200).says(ask);
    assert!(!result.text().contains("href=\"/quiz\""), "no button that leads nowhere");
    member.get("/").await.is(200).says(ask).never_says("làm bài lần nữa");
    member.get("/quiz").await.is(200).says(ask).never_says("Bắt đầu, mỗi trang một câu");
    let (page, action) = (format!("/tracking/people/{}", site.hen.id), format!("/people/{}/leeway", site.hen.id));
    let form = coordinator.get(&page).await.is(200).says("đã dùng hết số lượt").form(&action);
    let other = coordinator.get(&page).await.form(&action);
    // A reason is needed, and what was typed is kept.
    coordinator.fill(&form, &[("reason", " ")]).await.is(422).says_key("leeway.reason").form(&action);
    let why = [("reason", "Mất mạng khi đang làm bài")];
    coordinator.fill(&form, &why).await.goes_to(&page);
    coordinator.fill(&form, &why).await.goes_to(&page);
    coordinator.fill(&other, &why).await.is(409).says_key("leeway.sittings_left");
    assert_eq!(site.int("select count(*) from leeway").await, 1, "twice, and from two tabs, is once");
    let leaf = site.leaves("round.leeway").await.remove(0);
    assert_eq!((leaf["kind"].as_str(), leaf["about"].as_str()), (Some("sitting"), Some(site.hen.actor.as_str())));
    assert!(!leaf.to_string().contains("Mất mạng"), "the reason can be erased");
    let history = coordinator.get(&page).await.is(200).says_key("note.leeway_sitting");
    history.says("Mất mạng khi đang làm bài").never_says("đã dùng hết số lượt");
    // At once, and for this person alone.
    member.get("/").await.is(200).never_says(ask);
    sound(&site).await;
    member.pass(&site).await;
    site.read_all(&site.an).await;
    let an = site.visit(&site.an).await;
    an.fail(&site).await;
    an.get("/quiz").await.is(200).says(ask);
    sound(&site).await;
    for person in [&site.hen, &site.leader, &site.admin] {
        site.visit(person).await.post(&action, &[("kind", "sitting"), ("reason", "x")]).await.is(403);
    }
}

#[tokio::test]
async fn one_person_gets_a_later_day_with_a_reason() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let (page, action) = (format!("/tracking/people/{}", site.hen.id), format!("/people/{}/leeway", site.hen.id));
    let form = coordinator.get(&page).await.is(200).says("Hạn đang có: 01/12/2026").form(&action);
    assert_eq!(form.value("kind"), Some("due"));
    for (day, key) in [("mai", "form.day"), ("1/12/2026", "leeway.day"), ("1/12/2028", "leeway.day")] {
        let typed = [("day", day), ("reason", "Đi học")];
        let again = coordinator.fill(&form, &typed).await.is(422).says_key(key).form(&action);
        assert_eq!((again.value("day"), again.value("reason")), (Some(day), Some("Đi học")));
    }
    coordinator.fill(&form, &[("day", "15/12/2026"), ("reason", "Đi học")]).await.goes_to(&page);
    let stands = site.standing(&site.hen).await.unwrap();
    assert_eq!(stands.due_on.as_deref(), Some("2026-12-15"));
    assert_eq!(site.standing(&site.an).await.unwrap().due_on.as_deref(), Some("2026-12-01"));
    coordinator.get(&page).await.is(200).says("HC-DV gia hạn đến ngày 15/12/2026: Đi học");
    site.visit(&site.hen).await.get("/").await.is(200).says("hạn 15/12/2026");
    sound(&site).await;
    let own = format!("/people/{}/leeway", site.coordinator.id);
    let round = site.text("select id from round").await;
    let fields = [("kind", "due"), ("round", round.as_str()), ("day", "15/12/2026"), ("reason", "x")];
    coordinator.post(&own, &fields).await.is(409).says_key("leeway.oneself");
    coordinator.post(&action, &[("kind", "due"), ("round", "x"), ("reason", "x")]).await.is(404);
}

#[tokio::test]
async fn one_person_starts_afresh_and_reads_and_sits_from_now_on() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(&site).await;
    assert_eq!(site.state(&site.hen).await, "ready_to_acknowledge");
    let coordinator = site.visit(&site.coordinator).await;
    let (page, action) = (format!("/tracking/people/{}", site.hen.id), format!("/people/{}/leeway", site.hen.id));
    site.advance(10);
    let round = site.text("select id from round").await;
    let fields = [("kind", "fresh"), ("round", round.as_str()), ("reason", "Người khác làm hộ")];
    coordinator.get(&page).await.is(200).says("Cho làm lại từ đầu");
    coordinator.post(&action, &fields).await.goes_to(&page);
    let stands = site.standing(&site.hen).await.unwrap();
    assert_eq!((stands.state.as_str(), stands.read, stands.best_percent), ("not_started", 0, None));
    coordinator.post(&action, &fields).await.is(409).says_key("leeway.not_begun");
    member.get("/").await.is(200).says("Bắt đầu bằng việc đọc");
    member.get("/acknowledgment").await.is(409).says_key("ack.read_first");
    coordinator.get(&page).await.is(200).says("Người khác làm hộ");
    sound(&site).await;
    // The whole way once more; what was is kept.
    site.advance(1);
    site.read_all(&site.hen).await;
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
    member.pass(&site).await;
    member.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    coordinator.post(&action, &fields).await.is(409).says_key("leeway.done");
    assert_eq!(site.int("select count(*) from attempt").await, 2);
    sound(&site).await;
}

/// Number and day, and a round, on one day: nobody loses what they had.
#[tokio::test]
async fn number_and_day_and_a_round_together_do_no_harm() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    let inside = site.visit(&site.hen).await;
    inside.post("/admission/confirm", &[]).await.is(303);
    let waiting = site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    inside.get("/").await.is(200).says("Bước 4:").never_says("Đọc lại");
    site.advance(1);
    issue(&coordinator, "16").await;
    site.advance(1);
    open_round(&coordinator).await;
    // In the group: three steps and a green line.
    let home = inside.get("/").await.is(200).says("Anh/chị đang ở trong nhóm DAK LAK IOC.");
    let home = home.says("Bước 1: Đọc lại").says("Bước 2: Kiểm tra").says("Bước 3: Xác nhận lại");
    home.never_says("Bước 4:");
    // Waiting: it is said, and can be decided.
    let member = site.visit(&site.an).await;
    member.get("/").await.is(200).says("đang chờ Trưởng nhóm duyệt");
    let leader = site.visit(&site.leader).await;
    let page = leader.get("/admissions").await.is(200).says("đã mời xác nhận lại").never_says("chưa có");
    page.says("Duyệt hồ sơ này");
    leader.decide(&waiting, "approve", "").await.is(303);
    // The counts are of the round on the page, and say so.
    let round = site.text("select id from round where kind = 'yearly'").await;
    let page = leader.get(&format!("/tracking?round={round}")).await.is(200);
    page.says("được duyệt và đang trong nhóm tính cả các đợt trước")
        .says("Đạt trong đợt")
        .says("Đang trong nhóm")
        .says("1 người đang trong nhóm");
    let round = site.text("select id from round where kind = 'newcomer'").await;
    leader.get(&format!("/tracking?round={round}")).await.is(200).says("Số liệu của đợt “Phổ biến Quy chế");
    sound(&site).await;
}

/// Whoever writes past the application is found: each new column is repeated by a leaf or follows from another.
#[tokio::test]
async fn what_second_acts_write_is_held_to_their_leaves() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.read_all(&site.an).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.advance(1);
    let path = open_round(&coordinator).await;
    coordinator.post(&format!("{path}/withdraw"), &[]).await.is(303);
    issue(&coordinator, "16").await;
    coordinator.post(&format!("/documents/{RULES}/withdraw"), &[]).await.is(303);
    let round = site.text("select id from round where kind = 'newcomer'").await;
    let fields = [("kind", "due"), ("round", round.as_str()), ("day", "15/12/2026"), ("reason", "Đi học")];
    coordinator.post(&format!("/people/{}/leeway", site.an.id), &fields).await.is(303);
    sound(&site).await;
    assert!(site.run("update leeway set due_on = '2027-01-01'").await.is_err(), "append-only");
    assert!(site.run("delete from leeway").await.is_err(), "append-only");
    for (table, field, edit, back) in [
        ("round_version", "due_on", "due_on = '2027-12-31' where number = 2", "due_on = '2026-12-01' where number = 2"),
        (
            "round",
            "withdrawn_at",
            "closed_by = null where withdrawn_at is not null",
            "closed_by = withdrawn_by where withdrawn_at is not null",
        ),
        (
            "version",
            "withdrawn_at",
            "superseded_at = superseded_at + 1000 where withdrawn_at is not null",
            "superseded_at = withdrawn_at where withdrawn_at is not null",
        ),
        (
            "version",
            "again_of",
            "again_of = 'x' where again_of is not null",
            "again_of = 'quy-che-nhom-zalo@1' where again_of is not null",
        ),
    ] {
        site.run(format!("update {table} set {edit}")).await.unwrap();
        let found = nep::verify::ledger(&site.app.db).await.unwrap();
        assert!(found.iter().any(|one| one.table == table && one.field == field), "{table}.{field}: {found:?}");
        site.run(format!("update {table} set {back}")).await.unwrap();
    }
    sound(&site).await;
}
