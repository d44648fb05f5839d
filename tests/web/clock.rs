//! The server's clock jumps: nothing is lost, nobody is locked out, nothing is done twice.

use crate::summary::Rig;
use crate::support::{PASSWORD, Site};
use nep::verify;
use rand::RngExt as _;

const DAY: i64 = 24 * 60;

#[tokio::test]
async fn a_clock_that_jumps_a_day_back_and_forth_loses_nothing_and_keeps_nobody_out() {
    let rig = Rig::start("clock jumps");
    let mut chance = rig.chance(0);
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let sitter = site.visit(&site.an).await;
    site.read_all(&site.an).await;
    let sitting = sitter.start().await;
    // A wrong password just now: its wait must not grow with the jump.
    for _ in 0..6 {
        site.stranger().post("/sign-in", &[("login", &site.moan.login), ("password", "sai")]).await.is(422);
    }
    let ahead = "select count(*) from throttle where last_at > ";
    let (mut met, mut days) = (0, 0);
    let mut jumps = vec![-1, 1, 1, -1];
    if Rig::long() {
        jumps.extend((0..40).map(|_| if chance.random_bool(0.5) { 1 } else { -1 }));
    }
    for jump in &jumps {
        site.advance(jump * DAY);
        days += jump;
        met += site.int(format!("{ahead}{}", site.now())).await;
        // Who signs in, decides, answers: at the time the clock has now.
        let signed_in = site.stranger();
        let fields = [("login", site.ngoc.login.as_str()), ("password", PASSWORD)];
        signed_in.post("/sign-in", &fields).await.goes_to("/");
        signed_in.get("/").await.is(200).says("Lê Ánh Ngọc");
        let waited = site.stranger().post("/sign-in", &[("login", &site.moan.login), ("password", PASSWORD)]).await;
        waited.goes_to("/");
        site.visit(&site.coordinator).await.get("/tracking").await.is(200).says("H’Hen Niê");
        site.visit(&site.leader).await.get("/admissions").await.is(200);
        nep::jobs::write_notes(&site.app).await.unwrap();
    }
    // The control: what was written by a clock ahead was met.
    assert!(met > 0, "no jump had anything before it");
    site.advance(-days * DAY);
    site.visit(&site.leader).await.decide(&admission, "approve", "").await.is(303);
    sitter.answer_all(&site, &sitting, |_| false).await;
    sitter.hand_in(&sitting).await;
    site.visit(&site.coordinator).await.post(&format!("/admissions/{admission}/added"), &[]).await.is(303);
    assert_eq!(site.state(&site.hen).await, "added");
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let found = verify::standing(&site.app).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
    let found = verify::ledger(&site.app.db).await.unwrap();
    assert!(found.is_empty(), "{}", found[0]);
    rig.passed(
        &format!("{} jumps of a day back or forth", jumps.len()),
        "everybody let in, decided and graded; rows and leaves agree",
    );
}

/// What was done while the clock was a day behind stands after what was done before it, in the record as in the chains.
#[tokio::test]
async fn a_chain_goes_on_in_its_order_whatever_the_clock_says() {
    let site = Box::pin(Site::start()).await;
    let admission = site.approved(&site.hen, "0912345678").await;
    site.advance(-DAY);
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    leader.post(&format!("/admissions/{admission}/undo"), &[]).await.is(303);
    leader.decide(&admission, "approve", "").await.is(303);
    coordinator.post(&format!("/admissions/{admission}/added"), &[]).await.is(303);
    coordinator.post(&format!("/admissions/{admission}/not-added"), &[]).await.is(303);
    site.visit(&site.hen).await.declare("0912345678", "H’Hen Niê").await.is(303);
    site.advance(2 * DAY);
    coordinator.post(&format!("/admissions/{admission}/added"), &[]).await.is(303);
    let kinds =
        site.texts(format!("select kind from admission_step where admission_id = '{admission}' order by number"));
    let wanted = ["submitted", "approved", "withdrawn", "approved", "added", "unadded", "recontacted", "added"]
        .map(str::to_owned);
    assert_eq!(kinds.await, wanted);
    assert_eq!(site.state(&site.hen).await, "added");
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let found = verify::standing(&site.app).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
    let found = verify::ledger(&site.app.db).await.unwrap();
    assert!(found.is_empty(), "{}", found[0]);
}
