//! Pages while others sign in: argon2 must not stand in the way of reading.

use crate::browser::Browser;
use crate::figures::{Times, ms, tell};
use crate::load;
use crate::people;
use nep::db::Db;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub async fn run(db: &Db, base: &str, password: &str, at_once: usize, seconds: u64) -> anyhow::Result<()> {
    let reader = people::who_are(db, "in_group", 1).await?;
    let reader = people::signed_in(base, &reader, password).await?.remove(0);
    let signing = people::who_are(db, "ready_for_quiz not_passed reading in_group", at_once + 1).await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = Vec::new();
    for one in signing.into_iter().skip(1) {
        let (base, password, over) = (base.to_owned(), password.to_owned(), Arc::clone(&over));
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            while !over.load(Ordering::Relaxed) {
                let began = std::time::Instant::now();
                Browser::new(&base).sign_in(&one.login, &password).await?;
                times.add(began.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let readers = (0..4).map(|_| reader.twin()).collect();
    let paths = ["/", "/documents", "/documents/quy-che-nhom-zalo/clauses/dieu-4"].map(str::to_owned);
    let asked = load::ask(readers, &paths, Duration::from_secs(seconds)).await;
    over.store(true, Ordering::Relaxed);
    let mut signed = Times::default();
    for task in tasks {
        signed = signed.join(task.await??);
    }
    let (times, _) = asked?;
    let p99 = times.percentile(99);
    let figure = format!(
        "{} (p50 {}, {} pages; {} sign-ins, p50 {})",
        ms(p99),
        ms(times.percentile(50)),
        times.count(),
        signed.count(),
        ms(signed.percentile(50))
    );
    let work = format!("p99 of pages while {at_once} people sign in");
    tell(&work, &figure, "≤ 40 ms", Some(p99 <= Duration::from_millis(40)))
}
