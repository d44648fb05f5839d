//! The Zalo account: consent first, verdicts with reasons, withdrawal wipes.

use crate::support::{Reply, Site, Visitor};
use nep::id::new_id;

const PATH: &str = "/contact";

async fn send(visitor: &Visitor, phone: &str, name: &str, more: &[&'static str], key: &str) -> Reply {
    let mut fields = vec![("phone", phone), ("zalo_name", name), ("form_key", key)];
    fields.extend(more.iter().map(|box_| (*box_, "on")));
    visitor.post(PATH, &fields).await
}

#[tokio::test]
async fn the_consent_is_asked_apart_and_refusing_it_blocks_only_this_step() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let form = member.get(PATH).await.is(200).form(PATH);
    assert!(form.names.contains(&"agree".to_owned()) && form.value("agree").is_none(), "an un-ticked box");
    let before = site.census().await;
    let page = member.fill(&form, &[("phone", "0912345678"), ("zalo_name", "H’Hen Niê")]).await.is(422);
    let kept = page.says_key("contact.consent").form(PATH);
    assert_eq!(kept.value("phone"), Some("0912345678"));
    assert_eq!(kept.value("zalo_name"), Some("H’Hen Niê"));
    assert_eq!(site.census().await, before);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    member.get("/acknowledgment/receipt").await.is(200);
    member.get("/documents").await.is(200);
}

#[tokio::test]
async fn a_contact_is_taken_only_after_the_confirmation() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let before = site.census().await;
    member.declare("0912345678", "H’Hen Niê").await.is(409).says_key("contact.acknowledge_first");
    assert_eq!(site.census().await, before, "not even the consent");
}

#[tokio::test]
async fn each_verdict_is_shown_with_its_reason_and_a_second_look_lets_doubtful_names_through() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.an).await;
    for (name, verdict) in
        [("Đặng Văn Ân", "pass"), ("ĐẶNG VĂN ÂN!!!", "tidy"), ("Ân", "refuse"), ("Kẹo Ngọt", "refuse")]
    {
        let page = send(&member, "0912345678", name, &["agree"], &new_id()).await;
        if verdict == "pass" {
            page.goes_to("/");
        } else {
            let page = page.is(422).says_key("contact.look_again");
            assert!(page.form(PATH).names.contains(&"confirm".to_owned()), "{name}");
            assert_eq!(page.form(PATH).value("zalo_name"), Some(name));
            send(&member, "0912345678", name, &["agree", "confirm"], &new_id()).await.goes_to("/");
        }
        let stored = site.text("select name_verdict from contact where until_at is null").await;
        assert_eq!(stored, verdict, "{name}");
        assert_eq!(site.int("select count(*) from admission").await, 1, "the open application takes the newest");
        let current = "select count(*) from admission_step m join contact c on c.id = m.contact_id
             where m.until_at is null and c.until_at is null";
        assert_eq!(site.int(current).await, 1);
    }
}

#[tokio::test]
async fn a_number_that_cannot_be_is_refused_and_an_old_prefix_is_translated() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    for wrong in ["", "12345", "0912 34 56", "không có", "+1 202 555 0100", "0000000000"] {
        let page = send(&member, wrong, "H’Hen Niê", &["agree", "confirm"], &new_id()).await.is(422);
        assert_eq!(page.form(PATH).value("phone"), Some(wrong));
    }
    let page = send(&member, "01632345678", "H’Hen Niê", &["agree", "confirm"], &new_id()).await.is(422);
    page.says("0332 345 678");
    assert_eq!(site.int("select count(*) from contact").await, 0);
    send(&member, "+84 (0)91.234-5678", "H’Hen Niê", &["agree"], &new_id()).await.goes_to("/");
    assert_eq!(site.text("select phone from contact").await, "+84912345678");
    send(&member, "0912345678", "", &["agree"], &new_id()).await.is(422).says_key("contact.name_missing");
}

#[tokio::test]
async fn the_verdicts_come_live_as_a_fragment_and_save_nothing() {
    let site = Box::pin(Site::start()).await;
    let member = site.visit(&site.hen).await;
    let before = site.census().await;
    let reply = member.post("/contact/check", &[("phone", "0912345678"), ("zalo_name", "Hen")]).await.is(200);
    assert!(!reply.text().contains("<html"), "only a fragment");
    reply.says("0912 345 678");
    member.post("/contact/check", &[("phone", ""), ("zalo_name", "")]).await.is(200);
    member.post("/contact/check", &[("phone", "<b>x</b>"), ("zalo_name", "<b>x</b>")]).await.is(200).never_says("<b>x");
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn sent_twice_is_declared_once() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let key = new_id();
    for _ in 0..2 {
        send(&member, "0912345678", "H’Hen Niê", &["agree"], &key).await.goes_to("/");
    }
    let mut taps = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (visitor, key) = (member.clone(), key.clone());
        taps.spawn(async move { send(&visitor, "0912345678", "H’Hen Niê", &["agree"], &key).await.status });
    }
    assert!(taps.join_all().await.iter().all(|status| *status == 303));
    assert_eq!(site.int("select count(*) from contact").await, 1);
    assert_eq!(site.int("select count(*) from admission").await, 1);
    assert_eq!(site.int("select count(*) from consent").await, 1);
    assert_eq!(site.leaves("contact.declared").await.len(), 1);
    assert_eq!(site.leaves("consent.given").await.len(), 1);
    send(&member, "0912345678", "H’Hen Niê", &["agree"], "x").await.is(400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_devices_that_declare_at_once_nobody_is_told_a_lie() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let mut taps = tokio::task::JoinSet::new();
    for n in 0..6 {
        let visitor = member.clone();
        taps.spawn(async move {
            send(&visitor, &format!("091234567{n}"), "H’Hen Niê", &["agree"], &new_id()).await.status
        });
    }
    let saved = taps.join_all().await.iter().filter(|status| **status == 303).count();
    assert_eq!(
        site.int("select count(*) from contact").await,
        i64::try_from(saved).unwrap(),
        "each saved one is there"
    );
    assert_eq!(site.int("select count(*) from contact where until_at is null").await, 1);
    assert_eq!(site.int("select count(*) from admission").await, 1);
}

#[tokio::test]
async fn no_phone_number_and_no_zalo_name_is_in_the_record() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    member.declare("0912345678", "Hen Đại Bàng Núi").await.goes_to("/");
    let leader = site.visit(&site.leader).await;
    let admission = site.admission_of(&site.hen).await;
    leader.decide(&admission, "approve", "đúng người").await.goes_to("/admissions");
    for sql in ["select data from ledger_leaf", "select fields from private", "select note || fields from journal"] {
        let all = site.texts(sql).await.concat();
        for secret in ["912345678", "912 345 678", "Đại Bàng"] {
            assert!(!all.contains(secret), "{sql}: {secret}");
        }
    }
    let leaf = site.leaves("contact.declared").await.remove(0);
    assert_eq!(leaf["contact"], site.text("select id from contact").await.as_str());
}

#[tokio::test]
async fn withdrawing_wipes_number_and_name_everywhere_and_can_be_taken_back() {
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    member.declare("0912345679", "H’Hen Niê").await.goes_to("/");
    member.submit(PATH, "/contact/withdraw", &[]).await.goes_to(PATH);
    assert_eq!(
        site.int("select count(*) from contact where phone <> '' or zalo_name <> ''").await,
        0,
        "older ones too"
    );
    assert_eq!(site.int("select count(*) from consent where kind = 'given' and until_at is null").await, 0);
    assert_eq!(site.leaves("consent.withdrawn").await.len(), 1);
    assert_eq!(site.state(&site.hen).await, "needs_contact");
    let leader = site.visit(&site.leader).await;
    leader.decide(&admission, "approve", "x").await.is(409);
    leader.get("/admissions").await.is(200).never_says("Niê");
    // Twice is once; nobody else is touched.
    member.post("/contact/withdraw", &[]).await.goes_to(PATH);
    assert_eq!(site.leaves("consent.withdrawn").await.len(), 1);
    // The record of what was confirmed stays.
    member.get("/acknowledgment/receipt").await.is(200);
    member.declare("0912345678", "H’Hen Niê").await.goes_to("/");
    assert_eq!(site.state(&site.hen).await, "awaiting_decision");
    assert_eq!(site.int("select count(*) from consent where kind = 'given'").await, 2);
    assert_eq!(site.leaves("consent.given").await.len(), 2);
}

#[tokio::test]
async fn an_old_form_sent_again_after_the_withdrawal_gives_no_consent() {
    let site = Box::pin(Site::start()).await;
    let member = site.acknowledged(&site.hen).await;
    let key = new_id();
    send(&member, "0912345678", "H’Hen Niê", &["agree"], &key).await.goes_to("/");
    member.post("/contact/withdraw", &[]).await.goes_to(PATH);
    send(&member, "0912345678", "H’Hen Niê", &["agree"], &key).await;
    let given = site.int("select count(*) from consent where kind = 'given'").await;
    assert_eq!(i64::try_from(site.leaves("consent.given").await.len()).unwrap(), given, "a consent without its leaf");
    assert_eq!(site.int("select count(*) from consent where kind = 'given' and until_at is null").await, 0);
    assert_eq!(site.int("select count(*) from contact where phone <> ''").await, 0);
}

#[tokio::test]
async fn only_the_office_sees_that_a_number_is_shared() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    let other = site.acknowledged(&site.an).await;
    let reply = other.declare("0912345678", "Đặng Văn Ân").await.goes_to("/");
    other.follow(reply).await.never_says("người khác khai");
    other.get(PATH).await.never_says("người khác khai").never_says("Niê");
    site.visit(&site.leader).await.get("/admissions").await.says_key("admission.phone_shared");
}

#[tokio::test]
async fn the_privacy_notice_is_for_everybody_and_names_who_to_ask() {
    let site = Box::pin(Site::start()).await;
    let page = site.visit(&site.hen).await.get("/privacy").await.is(200);
    page.says("Phòng Hành chính – Dịch vụ").says("30 ngày").never_says("{");
}

#[tokio::test]
async fn whoever_left_is_forgotten_after_the_days_of_the_settings() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    site.submitted(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    site.advance(29 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 0);
    site.advance(2 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 1);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 0);
    let kept = site.texts("select phone from contact where phone <> ''").await;
    assert_eq!(kept, ["+84912345679"]);
    assert_eq!(site.leaves("erasure.done").await.len(), 1);
}
