//! Tables and work lists, as one person opens them.

use crate::browser::Browser;
use crate::figures::{Times, ms, tell};
use crate::people;
use nep::db::Db;
use std::time::{Duration, Instant};

pub async fn run(db: &Db, base: &str, password: &str) -> anyhow::Result<()> {
    let many = people::int(db, "select count(*) from person where id <> $1", "").await?;
    let must = if many < 10_000 { 15 } else { 30 };
    let (coordinator, leader) = (people::with_role(db, "coordinator").await?, people::with_role(db, "leader").await?);
    let somebody = people::who_are(db, "in_group", 1).await?.remove(0);
    let mut office = people::signed_in(base, &[coordinator, leader], password).await?;
    let tracking = office[0].open("/tracking").await?.text();
    let pages = [
        ("tracking", 0, "/tracking".to_owned()),
        ("filter by state", 0, "/tracking?state=reading".to_owned()),
        ("search", 0, "/tracking?q=nguyen+van".to_owned()),
        ("next page", 0, next(&tracking)),
        ("work list", 1, "/admissions".to_owned()),
        ("work list of HC-DV", 0, "/admissions".to_owned()),
        ("person", 0, format!("/tracking/people/{}", somebody.id)),
    ];
    for (name, who, path) in pages {
        let median = alone(&mut office[who], &path).await?;
        let figure = format!("{} (p99 {})", ms(median.0), ms(median.1));
        let ok = median.0 <= Duration::from_millis(must);
        tell(&format!("{name}, {many} people"), &figure, &format!("≤ {must} ms"), Some(ok))?;
    }
    Ok(())
}

/// "Trang sau", as the table's own link gives it.
fn next(page: &str) -> String {
    use crate::browser::html;
    let links = html::tags(page).into_iter().filter(|(tag, text)| tag.starts_with("<a ") && text.contains("Trang sau"));
    let found = links.filter_map(|(tag, _)| html::attribute(&tag, "href")).next();
    found.unwrap_or_else(|| "/tracking?page=2".to_owned())
}

async fn alone(browser: &mut Browser, path: &str) -> anyhow::Result<(Duration, Duration)> {
    let mut times = Times::default();
    for n in 0..60 {
        let began = Instant::now();
        browser.get(path).await?.is(200, path)?;
        if n >= 5 {
            times.add(began.elapsed());
        }
    }
    Ok((times.percentile(50), times.percentile(99)))
}
