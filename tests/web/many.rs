//! Nothing happens to many people by one tap: who they are comes first, then the password, then the act.

use crate::support::{PASSWORD, Site};

const RULES: &str = "quy-che-nhom-zalo";

#[tokio::test]
async fn a_round_says_whom_it_is_for_and_opens_with_the_password_of_just_now() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.post("/admission/confirm", &[]).await.is(303);
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    let before = site.census().await;
    let typed = [("name", "Ôn lại năm 2027"), ("due_days", "10")];
    let page = coordinator.submit("/rounds/new", "/rounds/confirm", &typed).await.is(200);
    let page = page.says("Sẽ đưa 8 người vào đợt “Ôn lại năm 2027”");
    let page = page.says("1 người đang trong nhóm DAK LAK IOC vẫn ở trong nhóm");
    let page = page.says("1 hồ sơ đang chờ Trưởng nhóm duyệt vẫn được duyệt theo đợt cũ");
    let page = page
        .says("Hạn hoàn thành: hết ngày 08/12/2026 (10 ngày làm việc kể từ hôm nay)")
        .says("10 câu, khoảng 8 phút")
        .says("Đặng Văn Ân");
    assert_eq!(site.census().await, before, "a look changes nothing");
    let form = page.form("/rounds/new");
    for (password, key) in [("", "password.again"), ("không phải", "password.wrong")] {
        let again = coordinator.fill(&form, &[("password", password)]).await.is(422).says_key(key);
        let again = again.says("Sẽ đưa 8 người").form("/rounds/new");
        assert_eq!(again.value("name"), Some("Ôn lại năm 2027"));
        assert_eq!(again.value("form_key"), form.value("form_key"));
    }
    assert_eq!(site.int("select count(*) from round").await, 1);
    let path = coordinator.fill(&form, &[]).await.is(303).location;
    coordinator.fill(&form, &[]).await.goes_to(&path);
    assert_eq!(site.int("select count(*) from round").await, 2);
    // Going back keeps what was typed; nobody else is told anything.
    let back = coordinator.fill(&page.form("/rounds/new"), &[]).await;
    back.goes_to(&path);
    coordinator.get("/rounds/new?name=%C3%94n&questions=15&due_days=10").await.is(200).says("Xem trước khi mở đợt");
    for other in [&site.hen, &site.leader, &site.admin] {
        site.visit(other).await.get("/rounds/confirm?name=x").await.is(403);
    }
}

#[tokio::test]
async fn number_and_day_say_who_is_asked_again_before_they_are_entered() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    let (manage, issue) = (format!("/documents/{RULES}/manage"), format!("/documents/{RULES}/issue"));
    let before = site.census().await;
    let look =
        async |number: &str, day: &str| coordinator.submit(&manage, &issue, &[("number", number), ("day", day)]).await;
    // A week ahead is the latest: 24/11/2026 is today.
    for day in ["2/12/2026", "24/11/2030"] {
        let page = look("16", day).await.is(422).says_key("document.day_ahead");
        assert_eq!(page.form(&issue).value("day"), Some(day));
        coordinator.post(&issue, &[("number", "16"), ("day", day)]).await.is(422).says_key("document.day_ahead");
    }
    let page = look("16", "1/12/2026").await.is(200).says("Số 16/QĐ-IOC ngày 01/12/2026");
    let page = page.says("2 người đã xác nhận bản hiện nay được mời xác nhận lại");
    let page = page.says("8 người, 2 người xác nhận lại, hạn 01/12/2026");
    let page = page.says("1 hồ sơ đang chờ Trưởng nhóm vẫn duyệt được").says("H’Hen Niê").says("Đặng Văn Ân");
    assert_eq!(site.census().await, before, "a look changes nothing");
    let form = page.form(&issue);
    let again = coordinator.fill(&form, &[("password", "")]).await.is(422).says_key("password.again");
    let again = coordinator.fill(&again.form(&issue), &[("password", "không")]).await.is(422);
    let again = again.says_key("password.wrong").says("2 người đã xác nhận").form(&issue);
    coordinator.fill(&again, &[]).await.goes_to(&manage);
    coordinator.fill(&form, &[]).await.goes_to(&manage);
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    // The same once more would ask everybody for nothing.
    look("16", "01/12/2026").await.is(422).says_key("document.same_issue");
    coordinator.post(&issue, &[("number", "16"), ("day", "1/12/2026")]).await.is(422).says_key("document.same_issue");
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    for other in [&site.hen, &site.leader, &site.admin] {
        site.visit(other).await.get(&format!("{issue}?number=1&day=1/12/2026")).await.is(403);
    }
}

#[tokio::test]
async fn many_approvals_name_everybody_with_what_is_doubtful_and_always_ask_for_the_password() {
    let site = Box::pin(Site::start()).await;
    let plain = site.submitted(&site.hen, "0912345678").await;
    site.submitted(&site.ngoc, "0912345670").await;
    let doubtful = {
        let member = site.acknowledged(&site.an).await;
        member.declare("0912345679", "Kẹo Ngọt").await.goes_to("/");
        site.admission_of(&site.an).await
    };
    let leader = site.visit(&site.leader).await;
    // Given a minute ago: a decision on many asks anew.
    let before = site.census().await;
    let chosen = format!("/admissions/approve?id={plain}&id={doubtful}");
    let page = leader.get(&chosen).await.is(200).says("Sẽ duyệt 1 hồ sơ").says("Không duyệt chung (1)");
    let page = page.says("H’Hen Niê").says("Đặng Văn Ân").never_says("Lê Ánh Ngọc");
    let form = page.form("/admissions/approve-all");
    let ids: Vec<&str> = form.fields.iter().filter(|one| one.0 == "id").map(|one| one.1.as_str()).collect();
    assert_eq!(ids, [plain.as_str()]);
    let again = leader.fill(&form, &[("password", "")]).await.is(422).says_key("password.again");
    let again = again.says("Sẽ duyệt 1 hồ sơ").form("/admissions/approve-all");
    assert_eq!(again.value("form_key"), form.value("form_key"));
    leader.get("/admissions/approve").await.is(422).says_key("admission.choose");
    assert_eq!(site.census().await, before);
    let all = leader.get("/admissions/approve?all=yes").await.is(200).says("Sẽ duyệt 2 hồ sơ").says("Lê Ánh Ngọc");
    leader.fill(&all.form("/admissions/approve-all"), &[]).await.goes_to("/admissions");
    assert_eq!(site.leaves("approval.decided").await.len(), 2);
    assert_eq!(site.state(&site.an).await, "awaiting_decision");
    leader.fill(&again, &[("password", PASSWORD)]).await.goes_to("/admissions");
    assert_eq!(site.leaves("approval.decided").await.len(), 2);
    for someone in [&site.hen, &site.coordinator, &site.admin] {
        site.visit(someone).await.get(&chosen).await.is(403);
    }
}

#[tokio::test]
async fn one_plain_application_is_approved_alone() {
    let site = Box::pin(Site::start()).await;
    let one = site.submitted(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).says("Duyệt 2 hồ sơ đủ điều kiện");
    let form = leader.get("/admissions").await.form(&format!("/admissions/{one}/decide"));
    leader.fill(&form, &[("decision", "approve")]).await.goes_to("/admissions");
    assert_eq!(site.state(&site.hen).await, "approved");
    assert_eq!(site.state(&site.an).await, "awaiting_decision");
    leader.get("/admissions").await.is(200).never_says("Duyệt 1 hồ sơ");
}

#[tokio::test]
async fn a_refused_decision_keeps_the_reason_the_panel_and_the_name() {
    let site = Box::pin(Site::start()).await;
    let one = site.submitted(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let leader = site.visit(&site.leader).await;
    site.advance(11);
    let contact = leader.contact_of(&one).await;
    let typed = [
        ("decision", "return"),
        ("contact", contact.as_str()),
        ("ready", "phone"),
        ("reason", "Thiếu một chữ số."),
        ("password", "không phải"),
    ];
    let page = leader.post(&format!("/admissions/{one}/decide"), &typed).await.is(422).says_key("password.wrong");
    let text = page.text();
    assert_eq!(text.matches("<details open").count(), 1, "its panel, and no other");
    let panel = text.split("<details open").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(panel.contains("H’Hen Niê") && panel.contains("Thiếu một chữ số.") && panel.contains("role=\"alert\""));
    assert!(panel.contains("value=\"phone\" checked"), "{panel}");
    assert!(panel.contains("autofocus"), "{panel}");
}

#[tokio::test]
async fn a_ready_reason_is_what_the_member_reads() {
    let site = Box::pin(Site::start()).await;
    let one = site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    let contact = leader.contact_of(&one).await;
    let path = format!("/admissions/{one}/decide");
    let with = |ready: &'static str, reason: &'static str| {
        [("decision", "return"), ("contact", contact.as_str()), ("ready", ready), ("reason", reason)]
    };
    leader.post(&path, &with("other", "")).await.is(422).says("vui lòng ghi lý do");
    leader.post(&path, &with("name", "Xin ghi đủ họ.")).await.is(303);
    let home = site.visit(&site.hen).await.get("/").await.is(200).says_key("return.name");
    home.says("Xin ghi đủ họ.");
}

#[tokio::test]
async fn warnings_about_a_name_are_written_to_the_leader() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    member.declare("0912345678", "H’Hen Niê 🌸").await.goes_to("/");
    let page = site.visit(&site.leader).await.get("/admissions").await.is(200);
    page.says_key("admission.name_tidy").says_key("leader.name.emoji").never_says("anh/chị nên");
}

/// A yearly round, opened through its pages.
async fn yearly(site: &Site) -> String {
    let coordinator = site.visit(&site.coordinator).await;
    let typed = [("name", "Ôn lại năm 2027"), ("due_days", "10")];
    let path = coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &typed).await.is(303).location;
    path.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn closing_a_round_names_who_has_not_confirmed_and_asks_for_the_password_each_time() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let coordinator = site.visit(&site.coordinator).await;
    let round = yearly(&site).await;
    let path = format!("/rounds/{round}");
    let page = coordinator.get(&path).await.is(200).says("8 người chưa xác nhận").says("không hoàn tác được");
    page.says("Đặng Văn Ân");
    let before = site.census().await;
    for (act, password, key) in [("close", "", "password.again"), ("close", "sai", "password.wrong")] {
        let reply = coordinator.submit(&path, &format!("{path}/{act}"), &[("password", password)]).await;
        reply.is(422).says_key(key);
    }
    assert_eq!(site.int("select count(*) from round where closed_at is not null").await, 0);
    assert_eq!(site.census().await.len(), before.len());
    coordinator.submit(&path, &format!("{path}/close"), &[]).await.goes_to(&path);
    assert_eq!(site.int("select count(*) from round where closed_at is not null").await, 1);
}

#[tokio::test]
async fn who_comes_into_a_round_later_is_named_and_comes_with_the_password() {
    let site = Box::pin(Site::start()).await;
    let round = yearly(&site).await;
    site.add_person("Lê Thị Mới", "Phòng Kỹ thuật", &[]).await;
    let coordinator = site.visit(&site.coordinator).await;
    let path = format!("/rounds/{round}");
    let form = coordinator.get(&path).await.is(200).says("Lê Thị Mới").form(&format!("{path}/enrol"));
    coordinator.fill(&form, &[("password", "sai")]).await.is(422).says_key("password.wrong");
    let count = format!("select count(*) from enrolment where round_id = '{round}'");
    let before = site.int(count.as_str()).await;
    coordinator.fill(&form, &[]).await.goes_to(&path);
    assert_eq!(site.int(count.as_str()).await, before + 1);
}

#[tokio::test]
async fn an_export_says_for_how_many_before_it_is_made() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let shown = |n| format!("Sẽ xuất {n} người.");
    let page = coordinator.get("/tracking").await.is(200).says(&shown(site.int("select count(*) from standing").await));
    let form = page.form("/tracking/exports");
    coordinator.fill(&form, &[("why", ""), ("form", "xlsx")]).await.is(422).says("Sẽ xuất ");
    coordinator.get("/tracking?q=hen").await.is(200).says(&shown(1));
}

#[tokio::test]
async fn those_ticked_are_returned_for_one_reason_after_their_names_were_shown() {
    let site = Box::pin(Site::start()).await;
    let (hen, an) = (site.submitted(&site.hen, "0912345678").await, site.submitted(&site.an, "0912345679").await);
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200);
    assert!(leader.get("/admissions").await.text().contains("formaction=\"/admissions/return\""));
    let page = leader.get(&format!("/admissions/return?id={hen}&id={an}")).await.is(200);
    let page = page.says("Sẽ trả lại 2 hồ sơ").says("H’Hen Niê").says("không hoàn tác được");
    let form = page.form("/admissions/return-all");
    leader.fill(&form, &[("ready", "other")]).await.is(422).says_key("admission.reason_all");
    let again = leader.fill(&form, &[("ready", "other"), ("reason", "Chờ gặp"), ("password", "sai")]).await.is(422);
    let again = again.says_key("password.wrong").form("/admissions/return-all");
    assert_eq!(
        (again.value("reason"), again.value("ready")),
        (Some("Chờ gặp"), Some("other")),
        "what was typed is kept"
    );
    assert_eq!(site.leaves("approval.decided").await.len(), 0);
    for _ in 0..2 {
        leader.fill(&again, &[]).await.goes_to("/admissions");
    }
    assert_eq!(site.leaves("approval.decided").await.len(), 2, "each its own decision, once");
    site.visit(&site.hen).await.get("/").await.is(200).says("Chờ gặp");
    leader.get("/admissions/return").await.is(422).says_key("admission.choose");
    site.visit(&site.coordinator).await.get("/admissions/return").await.is(403);
}

#[tokio::test]
async fn the_office_reads_what_has_come_since_it_last_looked() {
    let site = Box::pin(Site::start()).await;
    let leader = site.visit(&site.leader).await;
    leader.get("/").await.is(200).never_says("Mới từ lần trước");
    site.advance(1);
    site.submitted(&site.hen, "0912345678").await;
    leader.get("/").await.is(200).says("Mới từ lần trước: 1 hồ sơ mới gửi");
    site.advance(30);
    leader.get("/").await.is(200).says("1 hồ sơ mới gửi");
    // News until the pause after the look that told it.
    site.advance(90);
    leader.get("/").await.is(200).never_says("Mới từ lần trước");
    site.visit(&site.an).await.get("/").await.is(200).never_says("Mới từ lần trước");
}
