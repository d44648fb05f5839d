//! The whole table as a file.

use crate::browser::Browser;
use crate::figures::{ms, tell};
use crate::people;
use nep::db::Db;
use std::time::{Duration, Instant};

pub async fn run(db: &Db, base: &str, password: &str, pid: Option<u32>) -> anyhow::Result<()> {
    let coordinator = people::with_role(db, "coordinator").await?;
    let mut office = people::signed_in(base, &[coordinator], password).await?.remove(0);
    crate::round::prove(&mut office, password).await?;
    for (kind, must) in [("csv", 2), ("xlsx", 10)] {
        let before = pid.map(crate::server::anonymous).transpose()?;
        let (bytes, took) = file(&mut office, kind).await?;
        let after = pid.map(crate::server::anonymous).transpose()?;
        let grown = before.zip(after).map(|(before, after)| format!(", RssAnon {before} → {after} MB"));
        let figure = format!("{} ({} KB{})", ms(took), bytes / 1000, grown.unwrap_or_default());
        let ok = took <= Duration::from_secs(must);
        tell(&format!("{} of everybody", kind.to_uppercase()), &figure, &format!("≤ {must} s"), Some(ok))?;
    }
    Ok(())
}

/// The form of the table, its redirect, and the file.
async fn file(office: &mut Browser, kind: &str) -> anyhow::Result<(usize, Duration)> {
    let page = office.open("/tracking").await?;
    let began = Instant::now();
    let reply = office.fill(&page, "/tracking/exports", &[("form", kind), ("why", "đo thời gian")]).await?;
    let path = reply.is(303, "export")?.location;
    let path = format!("{path}/file");
    let file = office.get(&path).await?.is(200, &path)?;
    Ok((file.body.len(), began.elapsed()))
}
