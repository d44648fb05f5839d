//! Opening a round for everybody, while others go on writing.

use crate::browser::Browser;
use crate::figures::{Times, ms, tell};
use crate::people;
use nep::db::Db;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub async fn run(db: &Db, base: &str, password: &str) -> anyhow::Result<()> {
    let coordinator = people::with_role(db, "coordinator").await?;
    let mut office = people::signed_in(base, &[coordinator], password).await?.remove(0);
    let somebody = people::who_are(db, "reading not_started ready_for_quiz not_passed", 1).await?;
    let writer = people::signed_in(base, &somebody, password).await?.remove(0);
    prove(&mut office, password).await?;
    let before = people::text(db, "select max(id) from round where id <> $1", "").await?;
    let typed = "name=Do&pass_percent=80&questions=20&sittings=0&wait_minutes=10&limit_minutes=0&due_days=10";
    let page = office.open(&format!("/rounds/confirm?{typed}")).await?;
    let over = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn(write(writer, Arc::clone(&over)));
    let began = Instant::now();
    office.fill(&page, "/rounds/new", &[("password", password)]).await?.is(303, "open a round")?;
    let answered = began.elapsed();
    let filled = until_filled(db, &before).await;
    let took = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let waits = writing.await??;
    let many = filled?;
    let figure = format!("{:.1} s ({many} people; the form was answered after {})", took.as_secs_f64(), ms(answered));
    tell("opening a round for everybody", &figure, "≤ 15 s", Some(took <= Duration::from_secs(15)))?;
    let longest = waits.longest();
    let figure = format!("{} (p50 {}, {} writes)", ms(longest), ms(waits.percentile(50)), waits.count());
    tell("the longest other write meanwhile", &figure, "≤ 500 ms", Some(longest <= Duration::from_millis(500)))
}

/// Gives the password again where an act asks for it.
pub async fn prove(browser: &mut Browser, password: &str) -> anyhow::Result<()> {
    let page = browser.open("/prove").await?;
    browser.fill(&page, "/prove", &[("password", password)]).await?.is(303, "/prove").map(|_| ())
}

/// Everybody enrolled, and every copy derived for the round as it is.
async fn until_filled(db: &Db, before: &str) -> anyhow::Result<i64> {
    for _ in 0..600 {
        let left = people::int(
            db,
            "select count(*) from round r where r.id > $1 and (r.filled_at is null or
               (select count(*) from enrolment e where e.round_id = r.id) >
               (select count(*) from standing s where s.round_id = r.id and s.round_revision = r.revision))",
            before,
        )
        .await?;
        if left == 0 {
            return people::int(db, "select count(*) from standing where round_id > $1", before).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    anyhow::bail!("the round is not filled after two minutes")
}

/// A small act again and again: "Đã đọc" of the same article.
async fn write(mut browser: Browser, over: Arc<AtomicBool>) -> anyhow::Result<Times> {
    let mut times = Times::default();
    let (action, fields) = crate::journey::first_reading(&mut browser).await?;
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        browser.post(&action, &fields).await?.is(303, &action)?;
        times.add(began.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(times)
}
