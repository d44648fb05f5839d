//! The way into the group: the leader decides, HC-DV carries out, the member confirms; nobody about themself.

use crate::support::engine::is_postgres;
use crate::support::html::HtmlForm;
use crate::support::{Person, Reply, Site, Visitor};

async fn act(visitor: &Visitor, admission: &str, what: &str) -> Reply {
    visitor.post(&format!("/admissions/{admission}/{what}"), &[]).await
}

/// HC-DV's list after the button that shows full numbers.
async fn numbers(visitor: &Visitor) -> Reply {
    let reply = visitor.submit("/admissions", "/admissions/numbers", &[]).await.goes_to("/admissions");
    visitor.follow(reply).await.is(200)
}

/// The contact an admission is about now.
async fn contact_of(site: &Site, admission: &str) -> String {
    let sql = "select contact_id from admission_step where until_at is null and admission_id = ";
    site.text(format!("{sql}'{admission}'")).await
}

/// How many decisions there are.
async fn decisions(site: &Site) -> i64 {
    site.int("select count(*) from admission_step where kind in ('approved', 'returned')").await
}

/// Writes the next step past the application.
async fn force(site: &Site, admission: &str, kind: &str, by: &Person) -> Result<u64, sqlx::Error> {
    site.run(format!(
        "insert into admission_step (admission_id, number, kind, after_number, after_kind, person_id, contact_id,
           acknowledgment_id, at, by_id, until_at)
         select admission_id, number + 1, '{kind}', number, kind, person_id, contact_id, acknowledgment_id, at, '{}', at
         from admission_step where admission_id = '{admission}' and until_at is null",
        by.id
    ))
    .await
}

/// A coordinator who is a leader as well, and before the leader themself.
async fn leader_who_applies(site: &Site) -> (Person, String) {
    let person = site.add_person("Bùi Thị Hai Vai", "Ban Giám đốc", &["leader", "coordinator"]).await;
    let admission = site.submitted(&person, "0977111222").await;
    (person, admission)
}

/// The form that approves everything nothing is to be said about, on the page that names who they are.
async fn look_all(leader: &Visitor) -> HtmlForm {
    leader.get("/admissions/approve?all=yes").await.is(200).form("/admissions/approve-all")
}

#[tokio::test]
async fn the_leader_approves_hc_dv_adds_the_member_confirms() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    let (leader, coordinator, member) =
        (site.visit(&site.leader).await, site.visit(&site.coordinator).await, site.visit(&site.hen).await);
    member.get("/admission").await.goes_to("/");
    member.post("/admission/confirm", &[]).await.is(409).says_key("admission.not_added_yet");
    let reply = leader.decide(&admission, "approve", "").await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.approved");
    assert_eq!(site.state(&site.hen).await, "approved");
    member.post("/admission/confirm", &[]).await.is(409);
    numbers(&coordinator).await.says("H’Hen Niê").says("0912 345 678");
    act(&coordinator, &admission, "added").await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "added");
    member.post("/admission/confirm", &[]).await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "in_group");
    for kind in ["approval.decided", "group.added", "group.confirmed"] {
        let leaf = site.leaves(kind).await.remove(0);
        assert_eq!(leaf["admission"], admission.as_str(), "{kind}");
    }
    let by =
        |kind: &str| format!("select by_id from admission_step where admission_id = '{admission}' and kind = '{kind}'");
    assert_eq!(site.text(by("approved")).await, site.leader.id);
    assert_eq!(site.text(by("added")).await, site.coordinator.id);
}

#[tokio::test]
async fn nobody_adds_before_the_decision() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    for what in ["added", "trouble", "not-added", "removed"] {
        act(&coordinator, &admission, what).await.is(409);
    }
    coordinator.get("/admissions").await.is(200).never_says("zalo.me/");
    let error = force(&site, &admission, "added", &site.coordinator).await;
    assert!(error.unwrap_err().to_string().to_lowercase().contains("check"));
    // Nor after a return.
    site.visit(&site.leader).await.decide(&admission, "return", "sai tên").await.is(303);
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
    let error = force(&site, &admission, "added", &site.coordinator).await;
    assert!(error.unwrap_err().to_string().to_lowercase().contains("check"));
    assert_eq!(site.int("select count(*) from admission_step where kind = 'added'").await, 0);
}

#[tokio::test]
async fn nobody_decides_about_themself_neither_by_form_nor_past_it() {
    let site = Box::pin(Site::start()).await;
    let (person, admission) = leader_who_applies(&site).await;
    let own = site.visit(&person).await;
    for decision in ["approve", "return"] {
        own.decide(&admission, decision, "vì tôi").await.is(409).says_key("admission.oneself");
    }
    let contact = contact_of(&site, &admission).await;
    let both = [("id", admission.as_str()), ("contact", contact.as_str())];
    let reply = own.post("/admissions/approve-all", &both).await.goes_to("/admissions");
    own.follow(reply).await.says_key("done.nothing_to_approve");
    let error = force(&site, &admission, "approved", &person).await;
    assert!(error.unwrap_err().to_string().to_lowercase().contains("check"));
    assert_eq!(decisions(&site).await, 0);
    // The other leader may; and the removal is not the person's own either.
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    act(&own, &admission, "undo").await.is(409);
    act(&own, &admission, "added").await.goes_to("/admissions");
    own.post(&format!("/admissions/{admission}/remove"), &[("reason", "tôi")]).await.is(409);
    assert!(force(&site, &admission, "removal_ordered", &person).await.is_err());
}

#[tokio::test]
async fn returning_and_overriding_the_machine_need_a_reason() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    member.declare("0912345678", "Kẹo Ngọt").await.goes_to("/");
    let admission = site.admission_of(&site.hen).await;
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).says_key("admission.name_refuse");
    leader.decide(&admission, "approve", "").await.is(422).says("vui lòng ghi lý do");
    let html = leader.decide(&admission, "return", "").await.is(422).says("vui lòng ghi lý do").text();
    let marked: Vec<&str> = html.split('<').filter(|tag| tag.contains("aria-invalid=\"true\"")).collect();
    assert!(matches!(marked.as_slice(), [one] if one.contains("name=\"reason\"")), "said at its field: {marked:?}");
    assert_eq!(site.leaves("approval.decided").await.len(), 0);
    leader.decide(&admission, "return", "Vui lòng đặt tên thật").await.is(303);
    let home = member.get("/").await.is(200).says("Vui lòng đặt tên thật");
    drop(home);
    member.get("/contact").await.is(200).says("Vui lòng đặt tên thật");
    // The next one is a new application; the returned one stays.
    member.declare("0912345678", "Kẹo Ngọt").await.goes_to("/");
    assert_eq!(site.int("select count(*) from admission").await, 2);
    let again = site.admission_of(&site.hen).await;
    assert_ne!(again, admission);
    leader.decide(&again, "approve", "Đã gặp trực tiếp").await.is(303);
    let reason = format!("select body from remark where kind = 'admission_step' and row_id = '{again}#2'");
    assert_eq!(site.text(reason).await, "Đã gặp trực tiếp");
    leader.decide(&admission, "approve", "nhầm").await.is(409).says_key("admission.decided");
}

#[tokio::test]
async fn a_decision_of_another_word_changes_nothing() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    for word in ["", "APPROVE", "delete"] {
        let status = leader.decide(&admission, word, "lý do").await.status;
        assert_eq!(status, 400, "{word}");
    }
    assert_eq!(decisions(&site).await, 0);
    leader.decide("01900000-0000-7000-8000-000000000000", "approve", "").await.is(404);
}

#[tokio::test]
async fn approving_all_takes_only_the_plain_ones_that_were_on_the_screen() {
    let site = Box::pin(Site::start()).await;
    let plain = site.submitted(&site.hen, "0912345678").await;
    let late = site.submitted(&site.ngoc, "0912345670").await;
    let doubtful = {
        let member = site.acknowledged(&site.an).await;
        member.declare("0912345679", "Kẹo Ngọt").await.goes_to("/");
        site.admission_of(&site.an).await
    };
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200);
    let form = look_all(&leader).await;
    let offered: Vec<&str> = form.fields.iter().filter(|field| field.0 == "id").map(|field| field.1.as_str()).collect();
    assert_eq!(offered, [plain.as_str(), late.as_str()]);
    let contacts = [contact_of(&site, &plain).await, contact_of(&site, &doubtful).await];
    let ids = [
        ("id", plain.as_str()),
        ("id", doubtful.as_str()),
        ("id", "01900000-0000-7000-8000-000000000000"),
        ("contact", contacts[0].as_str()),
        ("contact", contacts[1].as_str()),
    ];
    let reply = leader.post("/admissions/approve-all", &ids).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.approved_all");
    let approved = site.texts("select admission_id from admission_step where kind = 'approved'").await;
    assert_eq!(approved, [plain.as_str()]);
    assert_eq!(site.leaves("approval.decided").await.len(), 1);
    // Again: nothing left of these.
    let reply = leader.post("/admissions/approve-all", &ids).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.nothing_to_approve");
    assert_eq!(site.leaves("approval.decided").await.len(), 1);
}

/// Number and day are entered while an application waits: it was made on a confirmation, and stays to be decided.
#[tokio::test]
async fn an_application_that_waits_stays_decidable_when_number_and_day_are_entered() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let other = site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let leader = site.visit(&site.leader).await;
    let page = leader.get("/admissions").await.is(200).says_key("admission.earlier").never_says("chưa có");
    page.says("cam kết trên bản dự thảo, ngày 24/11/2026, đã mời xác nhận lại").says("Duyệt 2 hồ sơ đủ điều kiện");
    leader.decide(&admission, "approve", "").await.is(303);
    let member = site.visit(&site.an).await;
    let home = member.get("/").await.is(200).says("đang chờ Trưởng nhóm duyệt").says("Xem và xác nhận cam kết");
    home.says_key("home.again_version");
    // Confirmed again, the same application goes on with the newer confirmation.
    member.post_all("/acknowledgment", &site.ack_fields(&site.an).await).await.is(303);
    leader.get("/admissions").await.is(200).never_says("đã mời xác nhận lại");
    leader.decide(&other, "approve", "").await.is(303);
    let newest = site.text("select acknowledgment_id from acknowledgment_version where version_id like '%@2'").await;
    let stands =
        format!("select acknowledgment_id from admission_step where until_at is null and admission_id = '{other}'");
    assert_eq!(site.text(stands).await, newest);
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

#[tokio::test]
async fn two_leaders_decide_once_and_a_double_tap_is_told() {
    let site = Box::pin(Site::start()).await;
    let second = site.add_person("Mai Văn Phó", "Ban Giám đốc", &["leader"]).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let mut taps = tokio::task::JoinSet::new();
    for (n, person) in [&site.leader, &second, &site.leader, &second].into_iter().enumerate() {
        let (visitor, admission) = (site.visit(person).await, admission.clone());
        let decision = if n < 2 { "approve" } else { "return" };
        taps.spawn(async move { visitor.decide(&admission, decision, "lý do").await.status });
    }
    let mut statuses = taps.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
    assert_eq!(site.leaves("approval.decided").await.len(), 1);
}

#[tokio::test]
async fn an_approval_can_be_taken_back_until_hc_dv_added() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    act(&leader, &admission, "undo").await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    act(&leader, &admission, "undo").await.is(409).says_key("admission.too_late");
    act(&coordinator, &admission, "added").await.is(409);
    leader.decide(&admission, "approve", "").await.is(303);
    act(&coordinator, &admission, "added").await.is(303);
    act(&leader, &admission, "undo").await.is(409).says_key("admission.too_late");
    assert_eq!(site.leaves("approval.decided").await.len(), 2);
    assert_eq!(site.leaves("approval.withdrawn").await.len(), 1);
}

#[tokio::test]
async fn adding_twice_is_once_and_a_slip_can_be_taken_back_until_the_member_confirms() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    let mut taps = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (visitor, admission) = (coordinator.clone(), admission.clone());
        taps.spawn(async move { act(&visitor, &admission, "added").await.status });
    }
    let mut statuses = taps.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
    act(&coordinator, &admission, "not-added").await.is(303);
    assert_eq!(site.state(&site.hen).await, "approved");
    act(&coordinator, &admission, "not-added").await.is(409).says_key("admission.confirmed_already");
    act(&coordinator, &admission, "added").await.is(303);
    let member = site.visit(&site.hen).await;
    member.post("/admission/confirm", &[]).await.goes_to("/");
    member.post("/admission/confirm", &[]).await.goes_to("/");
    assert_eq!(site.leaves("group.confirmed").await.len(), 1);
    act(&coordinator, &admission, "not-added").await.is(409);
    assert_eq!(site.leaves("group.added").await.len(), 2);
    assert_eq!(site.leaves("group.add_withdrawn").await.len(), 1);
}

#[tokio::test]
async fn nobody_confirms_for_somebody_else() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    for person in [&site.an, &site.coordinator, &site.leader] {
        let status = site.visit(person).await.post("/admission/confirm", &[]).await.status;
        assert_eq!(status, 404);
    }
    assert_eq!(site.state(&site.hen).await, "added");
}

#[tokio::test]
async fn a_number_that_zalo_does_not_know_is_said_to_the_person() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    act(&coordinator, &admission, "trouble").await.goes_to("/admissions");
    act(&coordinator, &admission, "trouble").await.is(409);
    let member = site.visit(&site.hen).await;
    member.get("/").await.is(200).says("chưa tìm thấy anh/chị trên Zalo");
    member.declare("0912345679", "H’Hen Niê").await.goes_to("/");
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    numbers(&coordinator).await.says("0912 345 679");
    member.get("/").await.is(200);
    act(&coordinator, &admission, "added").await.is(303);
}

#[tokio::test]
async fn what_is_approved_is_an_account_another_number_goes_back_to_the_leader() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (member, coordinator) = (site.visit(&site.hen).await, site.visit(&site.coordinator).await);
    let page = member.get("/contact").await.is(200).says("Nếu đổi số, hồ sơ được gửi lại Trưởng nhóm");
    let form = page.form("/contact");
    let reply = member.fill(&form, &[("phone", "0912345679"), ("zalo_name", "H’Hen Niê")]).await.goes_to("/");
    member.follow(reply).await.is(200).says_key("done.reopened");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    assert_eq!(site.leaves("approval.reopened").await.len(), 1);
    // HC-DV sees nobody, and cannot add past the list.
    coordinator.post("/admissions/numbers", &[]).await.is(303);
    coordinator.get("/admissions").await.is(200).never_says("0912 345 679");
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
    let leader = site.visit(&site.leader).await;
    leader.decide(&admission, "approve", "").await.is(303);
    act(&coordinator, &admission, "trouble").await.is(303);
    // Also after HC-DV did not find the number.
    member.declare("0912345670", "H’Hen Niê").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    leader.decide(&admission, "approve", "").await.is(303);
    act(&coordinator, &admission, "added").await.is(303);
    // Once in the group, a new one is only noted.
    member.declare("0912345670", "H’Hen Niê Kđăm").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "added");
}

/// Plain or doubtful, a contact that the leader has not decided is the leader's to see, whoever opens the numbers.
#[tokio::test]
async fn hc_dvs_list_never_shows_a_contact_that_the_leader_has_not_decided() {
    let site = Box::pin(Site::start()).await;
    site.approved(&site.hen, "0912345678").await;
    site.submitted(&site.ngoc, "0912345670").await;
    let (member, other) = (site.visit(&site.hen).await, site.acknowledged(&site.an).await);
    let coordinator = site.visit(&site.coordinator).await;
    numbers(&coordinator).await.says("0912 345 678");
    // Another number under a doubtful name, a doubtful application, a plain one.
    member.declare("0912345999", "Kẹo Ngọt").await.goes_to("/");
    other.declare("0912345998", "Mây Hồng").await.goes_to("/");
    assert_eq!(site.leaves("approval.reopened").await.len(), 1);
    let list = coordinator.get("/admissions").await.is(200).says("Đang hiện đủ số");
    let list = list.says(&site.hen.name).says(&site.ngoc.name).says(&site.an.name);
    let list = list.never_says("Tên Zalo:").never_says("Kẹo Ngọt").never_says("Mây Hồng");
    let list = list.never_says("0912 345 999").never_says("0912 345 998").never_says("0912 345 670");
    for masked in ["999", "998", "670"] {
        assert!(!list.words().contains(masked), "{masked}");
    }
    for key in ["admission.name_refuse", "admission.name_review"] {
        assert!(!list.words().contains(crate::support::said(key)), "{key}");
    }
    // The leader sees what is decided, the number in full once it is opened.
    let leader = site.visit(&site.leader).await;
    let page = leader.get("/admissions").await.is(200).says("Kẹo Ngọt").says("Mây Hồng").never_says("0912 345 999");
    page.says_key("admission.name_refuse").says(&site.ngoc.name);
    leader.post("/admissions/numbers", &[]).await.is(303);
    leader.get("/admissions").await.is(200).says("0912 345 999").says("0912 345 998");
    // Who leads and carries out sees their own contact masked: nobody decides about themself.
    let (both, _) = leader_who_applies(&site).await;
    let both = site.visit(&both).await;
    both.post("/admissions/numbers", &[]).await.is(303);
    both.get("/admissions").await.is(200).says("0912 345 999").never_says("0977 111 222");
}

#[tokio::test]
async fn another_display_name_of_the_approved_account_goes_on_and_is_a_task_for_the_person() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (member, coordinator) = (site.visit(&site.hen).await, site.visit(&site.coordinator).await);
    member.declare("0912345678", "Kẹo Ngọt").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "approved");
    assert_eq!(site.leaves("admission.recontacted").await.len(), 1);
    member.get("/").await.is(200).says("(Kẹo Ngọt) chưa cho thấy rõ họ tên");
    let list = coordinator.get("/admissions").await.is(200);
    list.says("Kẹo Ngọt").says("Tên khi Trưởng nhóm duyệt: H’Hen Niê").says("đã được nhắc đổi");
    member.declare("0912345678", "H'Hen Niê").await.goes_to("/");
    let home = member.get("/").await.is(200).words();
    assert!(!home.contains("chưa cho thấy rõ họ tên"), "{home}");
    coordinator.get("/admissions").await.is(200).says("Tên khi Trưởng nhóm duyệt: H’Hen Niê");
    act(&coordinator, &admission, "added").await.is(303);
}

/// A row as an older release may have left it: approved, then another number given without the leader seeing it.
#[tokio::test]
async fn a_number_that_nobody_approved_is_neither_listed_nor_added() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.declare("0912345678", "H’Hen Niê").await.goes_to("/");
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/admissions").await.is(200).says("H’Hen Niê");
    site.run("update contact set phone = '+84912345000' where until_at is null").await.unwrap();
    coordinator.post("/admissions/numbers", &[]).await.is(303);
    coordinator.get("/admissions").await.is(200).never_says("0912 345 000");
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_as_approved");
    site.visit(&site.leader).await.post(&format!("/admissions/{admission}/undo"), &[]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
}

#[tokio::test]
async fn a_decision_names_the_contact_that_was_on_the_screen_alone_and_in_bulk() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let (leader, member) = (site.visit(&site.leader).await, site.visit(&site.hen).await);
    let path = format!("/admissions/{admission}/decide");
    leader.post(&path, &[("decision", "approve")]).await.is(400);
    leader.get("/admissions").await.is(200).says("số điện thoại: 0912 ••• 678");
    let all = look_all(&leader).await;
    let seen = contact_of(&site, &admission).await;
    member.declare("0912345679", "H’Hen Niê").await.goes_to("/");
    leader.post(&path, &[("decision", "approve"), ("contact", &seen)]).await.is(409);
    leader.fill(&all, &[]).await.goes_to("/admissions");
    leader.post("/admissions/approve-all", &[("id", &admission)]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    assert_eq!(site.leaves("approval.decided").await.len(), 0);
}

/// The session ends between two of many: what is saved is not called unsaved.
#[tokio::test]
async fn many_approvals_that_break_off_are_neither_called_saved_nor_unsaved() {
    let site = Box::pin(Site::start()).await;
    for (person, phone) in [(&site.hen, "0912345678"), (&site.an, "0912345679")] {
        site.submitted(person, phone).await;
    }
    let leader = site.visit(&site.leader).await;
    let all = look_all(&leader).await;
    let end = format!("delete from session where person_id = '{}'; end", site.leader.id);
    let when = "after insert on journal for each row when (new.kind = 'approval.decided')";
    if is_postgres() {
        let body = end.replace("; end", "; return new; end");
        let function = format!("create function ended() returns trigger language plpgsql as $$begin {body}$$");
        site.run(function).await.unwrap();
        site.run(format!("create trigger t {when} execute function ended()")).await.unwrap();
    } else {
        site.run(format!("create trigger t {when} begin {end}")).await.unwrap();
    }
    let not_saved = ["error.not_saved", "error.not_this_time"].map(crate::support::said);
    let reply = leader.fill(&all, &[]).await.is(503).says_key("error.unsure");
    reply.never_says(not_saved[0]).never_says(not_saved[1]);
    assert_eq!(decisions(&site).await, 1);
}

/// A form whose answer was lost, sent again when something else has happened since.
#[tokio::test]
async fn a_form_sent_again_later_decides_and_carries_out_nothing_anew() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    let key = nep::id::new_id();
    let contact = contact_of(&site, &admission).await;
    let decide = [("decision", "approve"), ("contact", contact.as_str()), ("form_key", key.as_str())];
    let path = format!("/admissions/{admission}/decide");
    leader.post(&path, &decide).await.is(303);
    leader.post(&path, &decide).await.is(303);
    act(&leader, &admission, "undo").await.is(303);
    leader.post(&path, &decide).await.is(303);
    assert_eq!(site.state(&site.hen).await, "awaiting_decision", "taken back is taken back");
    leader.decide(&admission, "approve", "").await.is(303);
    let list = coordinator.get("/admissions").await.is(200);
    let added = list.form(&format!("/admissions/{admission}/added"));
    coordinator.fill(&added, &[]).await.is(303);
    act(&coordinator, &admission, "not-added").await.is(303);
    coordinator.fill(&added, &[]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "approved");
    assert_eq!(site.leaves("group.added").await.len(), 1);
}

/// The reply to "Duyệt tất cả" was lost; the leader took one approval back before the form was sent again.
#[tokio::test]
async fn approving_all_sent_again_approves_nothing_that_was_taken_back() {
    let site = Box::pin(Site::start()).await;
    let taken = site.submitted(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let leader = site.visit(&site.leader).await;
    let form = look_all(&leader).await;
    leader.fill(&form, &[]).await.goes_to("/admissions");
    assert_eq!(site.leaves("approval.decided").await.len(), 2);
    act(&leader, &taken, "undo").await.is(303);
    leader.fill(&form, &[]).await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision", "taken back is taken back");
    assert_eq!(site.leaves("approval.decided").await.len(), 2);
    leader.fill(&form, &[("form_key", "x")]).await.is(400);
    // A form of its own approves it again.
    leader.fill(&look_all(&leader).await, &[]).await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "approved");
}

/// HC-DV added the number of the page in Zalo; meanwhile the person gave another one, and the leader approved that.
#[tokio::test]
async fn what_was_added_is_the_number_that_was_on_the_page() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    let list = coordinator.get("/admissions").await.is(200);
    let [added, trouble] = ["added", "trouble"].map(|what| list.form(&format!("/admissions/{admission}/{what}")));
    site.visit(&site.hen).await.declare("0912345679", "H’Hen Niê").await.is(303);
    leader.decide(&admission, "approve", "").await.is(303);
    for form in [added, trouble] {
        coordinator.fill(&form, &[]).await.is(409).says_key("admission.number_changed");
    }
    assert_eq!(site.state(&site.hen).await, "approved");
    let list = coordinator.get("/admissions").await.is(200);
    coordinator.fill(&list.form(&format!("/admissions/{admission}/added")), &[]).await.is(303);
}

#[tokio::test]
async fn the_invite_link_is_for_approved_people_only() {
    let site = Box::pin(Site::start()).await;
    let link = "https://zalo.me/g/abcdef123";
    site.run(format!("update zalo_group set invite_link = '{link}'")).await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    let admission = site.submitted(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    for path in ["/", "/admission", "/contact", "/acknowledgment/receipt"] {
        member.get(path).await.never_says(link);
    }
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    assert!(member.get("/admission").await.is(200).text().contains(link));
    site.visit(&site.an).await.get("/admission").await.goes_to("/");
    let leader = site.visit(&site.leader).await;
    act(&site.visit(&site.coordinator).await, &admission, "added").await.is(303);
    leader.post(&format!("/admissions/{admission}/remove"), &[("reason", "chuyển công tác")]).await.is(303);
    member.get("/admission").await.goes_to("/");
}

#[tokio::test]
async fn leaving_the_group_is_ordered_by_the_leader_and_done_by_hc_dv() {
    let site = Box::pin(Site::start()).await;
    let admission = site.added(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    act(&coordinator, &admission, "removed").await.is(409);
    let path = format!("/admissions/{admission}/remove");
    leader.post(&path, &[("reason", "")]).await.is(422).says_key("admission.removal_reason");
    leader.post(&path, &[("reason", "nghỉ việc")]).await.goes_to("/admissions");
    leader.post(&path, &[("reason", "nghỉ việc")]).await.is(409).says_key("admission.removal_already");
    assert_eq!(site.state(&site.hen).await, "removal_ordered");
    let member = site.visit(&site.hen).await;
    member.post("/admission/confirm", &[]).await.is(409);
    act(&coordinator, &admission, "removed").await.goes_to("/admissions");
    act(&coordinator, &admission, "removed").await.is(409).says_key("admission.removed_already");
    assert_eq!(site.state(&site.hen).await, "removed");
    assert_eq!(site.leaves("removal.ordered").await.len(), 1);
    assert_eq!(site.leaves("group.removed").await.len(), 1);
    // A way back in is a new application.
    member.declare("0912345678", "H’Hen Niê").await.goes_to("/");
    assert_eq!(site.int("select count(*) from admission").await, 2);
}

#[tokio::test]
async fn somebody_who_left_the_centre_waits_for_removal_on_the_leaders_screen() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    site.visit(&site.leader).await.get("/admissions").await.is(200).says("H’Hen Niê");
}

#[tokio::test]
async fn a_decision_is_about_the_contact_that_was_on_the_screen() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    let path = format!("/admissions/{admission}/decide");
    let seen = leader.get("/admissions").await.is(200).form(&path);
    site.visit(&site.hen).await.declare("0912345679", "H’Hen Niê").await.is(303);
    leader.fill(&seen, &[("decision", "approve")]).await.is(409).says_key("admission.contact_changed");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    let now = leader.get("/admissions").await.is(200).form(&path);
    leader.fill(&now, &[("decision", "approve")]).await.goes_to("/admissions");
}

#[tokio::test]
async fn nobody_is_added_after_leaving_the_centre() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    coordinator.post("/admissions/numbers", &[]).await.goes_to("/admissions");
    coordinator.get("/admissions").await.is(200).never_says("0912 345 678");
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
}

#[tokio::test]
async fn hc_dv_is_told_when_two_people_gave_one_number() {
    let site = Box::pin(Site::start()).await;
    site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/admissions").await.is(200).never_says(crate::support::said("admission.phone_shared"));
    site.submitted(&site.an, "0912345678").await;
    coordinator.get("/admissions").await.is(200).says_key("admission.phone_shared");
}

#[tokio::test]
async fn deciding_asks_for_the_password_again_after_ten_minutes() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    site.advance(11);
    leader.decide(&admission, "approve", "").await.is(422).says_key("password.again");
    let without = [("id", admission.as_str()), ("password", "")];
    leader.post("/admissions/approve-all", &without).await.is(422).says_key("password.again");
    for what in ["undo", "remove"] {
        let fields: &[(&str, &str)] = if what == "remove" { &[("reason", "x")] } else { &[] };
        leader.post(&format!("/admissions/{admission}/{what}"), fields).await.is(422).says_key("password.again");
    }
    let path = format!("/admissions/{admission}/decide");
    let contact = contact_of(&site, &admission).await;
    let wrong = [("decision", "approve"), ("contact", contact.as_str()), ("password", "không phải")];
    leader.post(&path, &wrong).await.is(422).says_key("password.wrong");
    assert_eq!(decisions(&site).await, 0);
    let right = [("decision", "approve"), ("contact", contact.as_str()), ("password", crate::support::PASSWORD)];
    leader.post(&path, &right).await.is(303);
    let another = site.submitted(&site.an, "0912345679").await;
    leader.decide(&another, "approve", "").await.is(303);
}

#[tokio::test]
async fn numbers_are_masked_until_somebody_asks_for_them_and_for_half_an_hour() {
    let site = Box::pin(Site::start()).await;
    site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    let page = coordinator.get("/admissions").await.is(200).says("0912 ••• 678");
    page.never_says("0912 345 678").never_says("zalo.me/").never_says("class=\"qr\"");
    let shown = numbers(&coordinator).await.says("0912 345 678");
    assert!(shown.text().contains("https://zalo.me/0912345678") && shown.text().contains("class=\"qr\""));
    assert_eq!(site.leaves("numbers.shown").await.len(), 1);
    // Another session of the same person has not asked.
    site.visit(&site.coordinator).await.get("/admissions").await.is(200).never_says("0912 345 678");
    site.visit(&site.hen).await.post("/admissions/numbers", &[]).await.is(403);
    site.advance(31);
    coordinator.get("/admissions").await.is(200).never_says("0912 345 678").never_says("zalo.me/");
}

#[tokio::test]
async fn the_leader_himself_is_a_member_by_the_decision_as_hc_dv_records() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.leader, "0912345678").await;
    let path = format!("/admissions/{admission}/found");
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    leader.decide(&admission, "approve", "").await.is(409).says_key("admission.oneself");
    leader.post(&path, &[("number", "874"), ("day", "15/8/2025")]).await.is(403);
    coordinator.post(&path, &[("number", ""), ("day", "15/8/2025")]).await.is(422).says_key("admission.founding");
    coordinator.post(&path, &[("number", "874"), ("day", "mai")]).await.is(422).says_key("form.day");
    let fields = [("number", "874/QĐ-IOC"), ("day", "15/8/2025")];
    coordinator.submit("/admissions", &path, &fields).await.goes_to("/admissions");
    assert_eq!(site.state(&site.leader).await, "in_group");
    let leaf = site.leaves("admission.founded").await.remove(0);
    assert_eq!(leaf["decision"]["day"], "2025-08-15");
    coordinator.post(&path, &fields).await.is(409).says_key("admission.decided");
    // Nobody else comes in that way.
    let other = site.submitted(&site.hen, "0912345679").await;
    coordinator.post(&format!("/admissions/{other}/found"), &fields).await.is(404);
    coordinator.get("/admissions").await.is(200).never_says(&format!("/admissions/{other}/found"));
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
}

#[tokio::test]
async fn nobody_is_founded_by_themself() {
    let site = Box::pin(Site::start()).await;
    let (person, admission) = leader_who_applies(&site).await;
    let own = site.visit(&person).await;
    let fields = [("number", "874"), ("day", "15/8/2025")];
    own.post(&format!("/admissions/{admission}/found"), &fields).await.is(409).says_key("admission.oneself");
    assert!(force(&site, &admission, "founded", &person).await.is_err());
}

#[tokio::test]
async fn a_leader_of_another_group_neither_sees_nor_decides() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let sql =
        format!("update role_grant set scope = 'group', scope_id = 'another' where person_id = '{}'", site.leader.id);
    site.run(sql).await.unwrap();
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).never_says("Niê");
    leader.decide(&admission, "approve", "").await.is(404);
    assert_eq!(decisions(&site).await, 0);
    let sql = "update role_grant set scope_id = (select group_id from admission) where scope = 'group'";
    site.run(sql).await.unwrap();
    leader.get("/admissions").await.is(200).says("H’Hen Niê");
    leader.decide(&admission, "approve", "").await.goes_to("/admissions");
}

#[tokio::test]
async fn who_left_by_mistake_comes_back_to_where_they_were() {
    let site = Box::pin(Site::start()).await;
    let open = site.submitted(&site.hen, "0912345678").await;
    site.added(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    for person in [&site.hen, &site.an] {
        coordinator.post(&format!("/people/{}/leave", person.id), &[]).await.is(303);
        coordinator.post(&format!("/people/{}/return", person.id), &[]).await.is(303);
    }
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    assert_ne!(site.admission_of(&site.hen).await, open, "the one before has lapsed");
    assert_eq!(site.state(&site.an).await, "in_group");
    for (kind, count) in
        [("admission.lapsed", 1), ("group.departed", 1), ("group.stayed", 1), ("admission.submitted", 3)]
    {
        assert_eq!(site.leaves(kind).await.len(), count, "{kind}");
    }
}

#[tokio::test]
async fn taking_the_consent_back_in_the_group_wipes_the_contact_and_leaves_the_membership() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    member.post("/admission/confirm", &[]).await.goes_to("/");
    member.post("/contact/withdraw", &[]).await.goes_to("/contact");
    assert_eq!(site.int("select count(*) from contact where phone <> ''").await, 0);
    assert_eq!(site.state(&site.hen).await, "in_group");
    assert_eq!(site.leaves("admission.lapsed").await.len(), 0);
}

#[tokio::test]
async fn each_step_has_one_leaf_that_says_what_its_row_says() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    act(&leader, &admission, "undo").await.is(303);
    leader.decide(&admission, "approve", "").await.is(303);
    site.visit(&site.hen).await.declare("0912345678", "H’Hen Niê").await.is(303);
    act(&coordinator, &admission, "trouble").await.is(303);
    act(&coordinator, &admission, "added").await.is(303);
    let rows = site
        .texts(format!(
            "select cast(s.number as text) || ' ' || s.kind || ' ' || coalesce(s.after_kind, '') || ' ' || s.contact_id
               || ' ' || l.data
             from admission_step s join leaf_of o on o.kind = 'admission_step'
               and o.row_id = s.admission_id || '#' || cast(s.number as text)
             join ledger_leaf l on l.n = o.n where s.admission_id = '{admission}' order by s.number"
        ))
        .await;
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (head, data) = row.split_at(row.find('{').unwrap());
        let leaf: serde_json::Value = serde_json::from_str(data).unwrap();
        let said = |key: &str| leaf[key].as_str().unwrap().to_owned();
        let told = format!("{} {} {} {} ", leaf["step"], said("kind"), said("after"), said("contact"));
        assert_eq!(head, told);
    }
}
