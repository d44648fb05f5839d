//! The way into the group: the leader decides, HC-DV carries out, the member confirms; nobody about themself.

use crate::support::{Person, Site, Visitor};

async fn act(visitor: &Visitor, admission: &str, what: &str) -> crate::support::Reply {
    visitor.post(&format!("/admissions/{admission}/{what}"), &[]).await
}

/// A coordinator who is a leader as well, and before the leader themself.
async fn leader_who_applies(site: &Site) -> (Person, String) {
    let person = site.add_person("Bùi Thị Hai Vai", "Ban Giám đốc", &["leader", "coordinator"]).await;
    let admission = site.submitted(&person, "0977111222").await;
    (person, admission)
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
    let list = coordinator.get("/admissions").await.is(200);
    list.says("H’Hen Niê").says("0912 345 678");
    act(&coordinator, &admission, "added").await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "added");
    member.post("/admission/confirm", &[]).await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "in_group");
    for kind in ["approval.decided", "group.added", "group.confirmed"] {
        let leaf = site.leaves(kind).await.remove(0);
        assert_eq!(leaf["admission"], admission.as_str(), "{kind}");
    }
    let row = format!("where id = '{admission}'");
    assert_eq!(site.text(format!("select decided_by from admission {row}")).await, site.leader.id);
    assert_eq!(site.text(format!("select added_by from admission {row}")).await, site.coordinator.id);
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
    let error = site.run(format!("update admission set added_at = 1, added_by = '{}'", site.coordinator.id)).await;
    assert!(error.unwrap_err().to_string().to_lowercase().contains("check"));
    // Nor after a return.
    site.visit(&site.leader).await.decide(&admission, "return", "sai tên").await.is(303);
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
    let error = site.run("update admission set added_at = 1".to_owned()).await;
    assert!(error.unwrap_err().to_string().to_lowercase().contains("check"));
    assert_eq!(site.int("select count(*) from admission where added_at is not null").await, 0);
}

#[tokio::test]
async fn nobody_decides_about_themself_neither_by_form_nor_past_it() {
    let site = Box::pin(Site::start()).await;
    let (person, admission) = leader_who_applies(&site).await;
    let own = site.visit(&person).await;
    for decision in ["approve", "return"] {
        own.decide(&admission, decision, "vì tôi").await.is(409).says_key("admission.oneself");
    }
    let reply = own.post("/admissions/approve-all", &[("id", &admission)]).await.goes_to("/admissions");
    own.follow(reply).await.says_key("done.nothing_to_approve");
    let sql = format!(
        "update admission set outcome = 'approved', decided_at = 1, decided_by = '{}' where id = '{admission}'",
        person.id
    );
    assert!(site.run(sql).await.unwrap_err().to_string().to_lowercase().contains("check"));
    assert_eq!(site.int("select count(*) from admission where outcome is not null").await, 0);
    // The other leader may; and the removal is not the person's own either.
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    act(&own, &admission, "undo").await.is(409);
    act(&own, &admission, "added").await.goes_to("/admissions");
    own.post(&format!("/admissions/{admission}/remove"), &[("reason", "tôi")]).await.is(409);
    let sql = format!("update admission set removal_at = 1, removal_by = '{}' where id = '{admission}'", person.id);
    assert!(site.run(sql).await.is_err());
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
    leader.decide(&admission, "return", "").await.is(422).says("vui lòng ghi lý do");
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
    assert_eq!(site.text(format!("select reason from admission where id = '{again}'")).await, "Đã gặp trực tiếp");
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
    assert_eq!(site.int("select count(*) from admission where outcome is not null").await, 0);
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
    let page = leader.get("/admissions").await.is(200);
    let form = page.form("/admissions/approve-all");
    let offered: Vec<&str> = form.fields.iter().filter(|field| field.0 == "id").map(|field| field.1.as_str()).collect();
    assert_eq!(offered, [plain.as_str(), late.as_str()]);
    let ids = [("id", plain.as_str()), ("id", doubtful.as_str()), ("id", "01900000-0000-7000-8000-000000000000")];
    let reply = leader.post("/admissions/approve-all", &ids).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.approved_all");
    let approved = site.texts("select id from admission where outcome = 'approved'").await;
    assert_eq!(approved, [plain.as_str()]);
    assert_eq!(site.leaves("approval.decided").await.len(), 1);
    // Again: nothing left of these.
    let reply = leader.post("/admissions/approve-all", &ids).await.goes_to("/admissions");
    leader.follow(reply).await.says_key("done.nothing_to_approve");
    assert_eq!(site.leaves("approval.decided").await.len(), 1);
}

#[tokio::test]
async fn somebody_who_is_no_longer_eligible_is_not_approved() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).says_key("admission.not_eligible");
    leader.decide(&admission, "approve", "").await.is(409).says_key("admission.not_eligible");
    leader.post("/admissions/approve-all", &[("id", &admission)]).await.is(303);
    assert_eq!(site.int("select count(*) from admission where outcome is not null").await, 0);
    // Confirmed again, the same application goes on.
    let member = site.visit(&site.hen).await;
    member.post_all("/acknowledgment", &site.ack_fields(&site.hen).await).await.is(303);
    leader.decide(&admission, "approve", "").await.is(303);
    let newest = site.text("select id from acknowledgment where versions_key like '%@2 %'").await;
    assert_eq!(site.text("select acknowledgment_id from admission").await, newest);
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
    coordinator.get("/admissions").await.is(200).says("0912 345 679");
    member.get("/").await.is(200);
    act(&coordinator, &admission, "added").await.is(303);
}

#[tokio::test]
async fn an_approval_is_of_a_name_and_does_not_hold_for_a_doubtful_one_given_later() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    let (member, coordinator) = (site.visit(&site.hen).await, site.visit(&site.coordinator).await);
    member.declare("0912345679", "H’Hen Niê").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "approved", "a corrected number of the same name");
    member.declare("0912345679", "Kẹo Ngọt").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).says_key("admission.name_refuse");
    leader.decide(&admission, "approve", "").await.is(422);
    leader.decide(&admission, "approve", "đã gặp").await.is(303);
    act(&coordinator, &admission, "added").await.is(303);
    // Once in the group, a new name is only noted.
    member.declare("0912345679", "Kẹo Mặn").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "added");
}

#[tokio::test]
async fn the_invite_link_is_for_approved_people_only() {
    let site = Box::pin(Site::start()).await;
    let link = "https://zalo.me/g/abcdef123";
    site.run(format!("update zalo_group set invite_link = '{link}'")).await.unwrap();
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
    leader.post(&path, &[("reason", "")]).await.is(400).says_key("admission.removal_reason");
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
    coordinator.get("/admissions").await.is(200).never_says("0912 345 678");
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
}

#[tokio::test]
async fn hc_dv_is_told_when_two_people_gave_one_number() {
    let site = Box::pin(Site::start()).await;
    site.approved(&site.hen, "0912345678").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/admissions").await.is(200).never_says(nep::text::say("admission.phone_shared"));
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
    leader.post("/admissions/approve-all", &[("id", &admission)]).await.is(422).says_key("password.again");
    for what in ["undo", "remove"] {
        let fields: &[(&str, &str)] = if what == "remove" { &[("reason", "x")] } else { &[] };
        leader.post(&format!("/admissions/{admission}/{what}"), fields).await.is(400).says_key("password.again");
    }
    let path = format!("/admissions/{admission}/decide");
    let wrong = [("decision", "approve"), ("password", "không phải")];
    leader.post(&path, &wrong).await.is(422).says_key("password.wrong");
    assert_eq!(site.int("select count(*) from admission where outcome is not null").await, 0);
    leader.post(&path, &[("decision", "approve"), ("password", crate::support::PASSWORD)]).await.is(303);
    let another = site.submitted(&site.an, "0912345679").await;
    leader.decide(&another, "approve", "").await.is(303);
}
