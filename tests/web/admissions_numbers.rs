//! What is approved and added is an account: a number changed later is never silently carried on.

use crate::support::{Reply, Site, Visitor};
use nep::verify;

async fn act(visitor: &Visitor, admission: &str, what: &str) -> Reply {
    visitor.post(&format!("/admissions/{admission}/{what}"), &[]).await
}

async fn agrees(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(verify::ledger(&site.app.db).await.unwrap(), []);
    assert_eq!(verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
}

const OLD: &str = "0912 345 678";
const NEW: &str = "0912 345 999";

#[tokio::test]
async fn a_slip_taken_back_after_another_number_leads_to_the_leader_again() {
    let site = Box::pin(Site::start()).await;
    let admission = site.added(&site.hen, "0912345678").await;
    let (member, coordinator) = (site.visit(&site.hen).await, site.visit(&site.coordinator).await);
    member.declare("0912345999", &site.hen.name).await.goes_to("/");
    let reply = act(&coordinator, &admission, "not-added").await.goes_to("/admissions");
    coordinator.follow(reply).await.says_key("done.undone_reopened");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    let kinds = "select kind from admission_step order by number";
    assert_eq!(site.texts(kinds).await, ["submitted", "approved", "added", "unadded", "reopened"]);
    let leaf = site.leaves("approval.reopened").await.remove(0);
    let declared = site.text("select id from contact where until_at is null").await;
    assert_eq!((&leaf["admission"], &leaf["contact"]), (&admission.as_str().into(), &declared.as_str().into()));
    // Neither number is added before the leader has decided.
    coordinator.post("/admissions/numbers", &[]).await.is(303);
    coordinator.get("/admissions").await.is(200).never_says(OLD).never_says(NEW);
    act(&coordinator, &admission, "added").await.is(409).says_key("admission.not_to_add");
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    coordinator.get("/admissions").await.is(200).says(NEW).never_says(OLD);
    agrees(&site).await;
}

#[tokio::test]
async fn a_slip_taken_back_goes_on_under_another_name_of_the_number_and_ends_without_a_consent() {
    let site = Box::pin(Site::start()).await;
    let renamed = site.added(&site.hen, "0912345678").await;
    let wiped = site.added(&site.an, "0912345679").await;
    site.visit(&site.hen).await.declare("0912345678", "Hen Niê").await.goes_to("/");
    site.visit(&site.an).await.post("/contact/withdraw", &[]).await.goes_to("/contact");
    let coordinator = site.visit(&site.coordinator).await;
    for admission in [&renamed, &wiped] {
        let reply = act(&coordinator, admission, "not-added").await.goes_to("/admissions");
        coordinator.follow(reply).await.says_key("done.undone");
    }
    assert_eq!((site.state(&site.hen).await, site.state(&site.an).await), ("approved", "needs_contact"));
    assert_eq!(site.leaves("approval.reopened").await.len(), 0);
    coordinator.get("/admissions").await.is(200).says("Tên khi Trưởng nhóm duyệt: H’Hen Niê").never_says(&site.an.name);
    agrees(&site).await;
}

#[tokio::test]
async fn a_number_changed_in_the_group_stands_before_the_leader_until_it_was_seen() {
    let site = Box::pin(Site::start()).await;
    let admission = site.added(&site.hen, "0912345678").await;
    let (member, leader) = (site.visit(&site.hen).await, site.visit(&site.leader).await);
    let title = "Đã đổi số, tài khoản sau khi vào nhóm";
    member.post("/admission/confirm", &[]).await.goes_to("/");
    // Another display name of the number is nobody's work.
    member.declare("0912345678", "Hen Niê").await.goes_to("/");
    leader.get("/admissions").await.is(200).never_says(title);
    let reply = member.declare("0912345999", &site.hen.name).await.goes_to("/");
    member.follow(reply).await.is(200).says_key("done.number_changed");
    assert_eq!(site.state(&site.hen).await, "in_group");
    let named: Vec<_> =
        site.leaves("contact.declared").await.into_iter().map(|leaf| leaf["admission"].clone()).collect();
    assert_eq!(named, [serde_json::Value::Null, serde_json::Value::Null, admission.as_str().into()]);
    // Old and new are the leader's to see, and nobody else's.
    let page = leader.get("/admissions").await.is(200).says(title).says(&site.hen.name).never_says(NEW);
    let form = page.form("/admissions/numbers");
    let reply = leader.fill(&form, &[]).await.goes_to("/admissions");
    let page = leader.follow(reply).await.is(200).says(OLD).says(NEW);
    let seen = page.form(&format!("/admissions/{admission}/number-seen"));
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/admissions/numbers", &[]).await.is(303);
    coordinator.get("/admissions").await.is(200).never_says(title).never_says(NEW);
    // What is noted is what was on the screen.
    member.declare("0912345998", &site.hen.name).await.goes_to("/");
    leader.fill(&seen, &[]).await.is(409).says_key("admission.contact_changed");
    let seen = leader.get("/admissions").await.is(200).form(&format!("/admissions/{admission}/number-seen"));
    for _ in 0..2 {
        leader.fill(&seen, &[]).await.goes_to("/admissions");
    }
    leader.get("/admissions").await.is(200).never_says(title);
    let leaf = site.leaves("group.number_seen").await;
    assert_eq!(leaf.len(), 1);
    assert_eq!(leaf[0]["admission"], admission.as_str());
    // Seen is the number, and the next one is to be seen again.
    member.declare("0912345998", "Hen Niê").await.goes_to("/");
    leader.get("/admissions").await.is(200).never_says(title);
    let again = [("contact", leader.contact_of(&admission).await)];
    let again: Vec<_> = again.iter().map(|field| (field.0, field.1.as_str())).collect();
    leader.post(&format!("/admissions/{admission}/number-seen"), &again).await.is(404);
    member.declare("0912345999", &site.hen.name).await.goes_to("/");
    leader.get("/admissions").await.is(200).says(title);
    agrees(&site).await;
}

#[tokio::test]
async fn nobody_takes_note_of_their_own_number_or_of_another_groups() {
    let site = Box::pin(Site::start()).await;
    let person = site.add_person("Bùi Thị Hai Vai", "Ban Giám đốc", &["leader"]).await;
    let admission = site.added(&person, "0912345678").await;
    let own = site.visit(&person).await;
    own.declare("0912345999", &person.name).await.goes_to("/");
    own.get("/admissions").await.is(200).says("Để người khác có vai trò Trưởng nhóm xem");
    let declared = site.text("select id from contact where until_at is null").await;
    let path = format!("/admissions/{admission}/number-seen");
    own.post(&path, &[("contact", &declared)]).await.is(409).says_key("admission.oneself");
    site.visit(&site.coordinator).await.post(&path, &[("contact", &declared)]).await.is(403);
    let elsewhere = format!(
        "update role_grant set scope = 'group', scope_id = 'nowhere' where person_id = '{}' and role = 'leader'",
        site.leader.id
    );
    site.run(elsewhere).await.unwrap();
    let leader = site.visit(&site.leader).await;
    leader.get("/admissions").await.is(200).never_says(&person.name);
    leader.post(&path, &[("contact", &declared)]).await.is(404);
    assert_eq!(site.leaves("group.number_seen").await.len(), 0);
    site.run("update role_grant set scope = 'all', scope_id = '' where scope_id = 'nowhere'").await.unwrap();
    leader.post(&path, &[("contact", &declared)]).await.goes_to("/admissions");
    assert_eq!(site.leaves("group.number_seen").await.len(), 1);
}
