//! The whole journey of a newcomer, through forms as the pages give them: sign in, read, quiz, acknowledge, contact.

use crate::browser::{Browser, Reply, html};
use crate::figures::{Times, ms, tell};
use crate::people::{self, Somebody};
use crate::server::cpu;
use anyhow::{Context as _, ensure};
use nep::db::Db;
use nep::quizzes::rules::{Body, Drawn};
use sqlx::Row as _;
use std::time::Instant;

const DOCUMENTS: [&str; 2] = ["quy-che-nhom-zalo", "quyet-dinh-874"];
/// Signing in, and the password under the commitment.
const CHECKS: usize = 2;

pub async fn run(db: &Db, base: &str, password: &str, people: usize, pid: Option<u32>) -> anyhow::Result<()> {
    let alone = crate::probe::argon2(3)?;
    let who = people::who_are(db, "not_started reading", people).await?;
    let own = std::process::id();
    let before = profile(pid, own)?;
    let started = Instant::now();
    let mut tasks = Vec::new();
    for (n, one) in who.into_iter().enumerate() {
        let (db, base, password) = (db.clone(), base.to_owned(), password.to_owned());
        tasks.push(tokio::spawn(async move {
            let began = Instant::now();
            let requests = walk(&db, &base, &one, &password, n).await.with_context(|| one.login.clone())?;
            Ok::<_, anyhow::Error>((began.elapsed(), requests))
        }));
    }
    let (mut times, mut requests) = (Times::default(), 0);
    for task in tasks {
        let (time, asked) = task.await??;
        times.add(time);
        requests += asked;
    }
    let took = started.elapsed();
    let after = profile(pid, own)?;
    let allowed = (people * CHECKS) as f64 / alone;
    let share = 100.0 * allowed / took.as_secs_f64();
    let figure = format!(
        "{share:.0} % ({:.2} s for {requests} requests and {} password checks, which alone take {allowed:.2} s; \
         p50 of a journey {})",
        took.as_secs_f64(),
        people * CHECKS,
        ms(times.percentile(50))
    );
    tell(&format!("the whole journey, {people} people at once"), &figure, "≥ 75 %", Some(share >= 75.0))?;
    if pid.is_none() {
        return Ok(());
    }
    let spent = before.iter().zip(&after).map(|((name, before), (_, after))| format!("{name} {:.2} s", after - before));
    tell("its CPU time", &spent.collect::<Vec<_>>().join(", "), "", None)
}

/// CPU seconds so far: what hashes, what asks the database, the rest of the server; and who asks it.
fn profile(pid: Option<u32>, own: u32) -> anyhow::Result<[(&'static str, f64); 4]> {
    let server = pid.map(cpu).transpose()?.unwrap_or_default();
    let of = |start: &str| server.iter().filter(|one| one.0.starts_with(start)).map(|one| one.1).sum::<f64>();
    let (hashing, database) = (of("argon2"), of("sqlx"));
    let rest = server.values().sum::<f64>() - hashing - database;
    let client = cpu(own)?.values().sum();
    Ok([("argon2", hashing), ("database", database), ("pages and forms", rest), ("the client", client)])
}

/// How many requests it took.
async fn walk(db: &Db, base: &str, who: &Somebody, password: &str, n: usize) -> anyhow::Result<usize> {
    let mut browser = Browser::new(base);
    browser.sign_in(&who.login, password).await?;
    browser.open("/").await?;
    for document in DOCUMENTS {
        read(&mut browser, document).await?;
    }
    quiz(db, &mut browser).await?;
    acknowledge(db, &mut browser, who, password).await?;
    contact(db, &mut browser, who, n).await?;
    browser.open("/").await?;
    Ok(browser.asked)
}

/// The address of a document's first article.
async fn first_clause(browser: &mut Browser, document: &str) -> anyhow::Result<String> {
    let page = browser.open(&format!("/documents/{document}")).await?;
    let start = format!("/documents/{document}/clauses/");
    let links = html::tags(&page.text()).into_iter().filter_map(|(tag, _)| html::attribute(&tag, "href"));
    links.into_iter().find(|href| href.starts_with(&start)).with_context(|| format!("{document}: no article"))
}

async fn read(browser: &mut Browser, document: &str) -> anyhow::Result<()> {
    let mut path = first_clause(browser, document).await?;
    let action = format!("/documents/{document}/read");
    for _ in 0..60 {
        // Of a long article the last part, which has the button.
        let page = browser.open(&format!("{path}?phan=99")).await?;
        path = browser.fill(&page, &action, &[]).await?.is(303, &action)?.location;
        if !path.starts_with(&format!("/documents/{document}/clauses/")) {
            return Ok(());
        }
    }
    anyhow::bail!("{document} has no end")
}

/// A reading to be sent again and again.
pub async fn first_reading(browser: &mut Browser) -> anyhow::Result<(String, Vec<(String, String)>)> {
    let document = DOCUMENTS[0];
    let path = first_clause(browser, document).await?;
    let page = browser.open(&format!("{path}?phan=99")).await?;
    Browser::form(&page, &format!("/documents/{document}/read"), &[])
}

async fn quiz(db: &Db, browser: &mut Browser) -> anyhow::Result<()> {
    let mut path = crate::pages::start(browser).await?;
    let attempt = path.trim_start_matches("/quiz/").split('/').next().unwrap_or_default().to_owned();
    let rows = sqlx::query(
        "select i.place, i.shown, m.body from attempt_item i join item m on m.sha256 = i.item_sha256
         where i.attempt_id = $1 order by i.place",
    )
    .bind(&attempt)
    .fetch_all(db.read())
    .await?;
    for row in rows {
        let drawn = Drawn::rebuild(&row.try_get::<String, _>(2)?, &row.try_get::<String, _>(1)?);
        let page = browser.open(&path).await?;
        let action = format!("/quiz/{attempt}/questions/{}", row.try_get::<i64, _>(0)?);
        let (action, mut fields) = Browser::form(&page, &action, &[("to", "next")])?;
        fields.retain(|field| field.0 != "answer");
        fields.extend(right(&drawn.context("a question that cannot be read")?));
        path = browser.post(&action, &fields).await?.is(303, &action)?.location;
    }
    let page = browser.open(&path).await?;
    let reply = browser.fill(&page, &format!("/quiz/{attempt}/finish"), &[]).await?.is(303, "hand in")?;
    browser.open(&reply.location).await?;
    Ok(())
}

fn right(drawn: &Drawn) -> Vec<(String, String)> {
    let values: Vec<String> = match &drawn.body {
        Body::One { options } | Body::Many { options } | Body::Truth { options } => {
            options.iter().filter(|option| option.right).map(|option| option.key.clone()).collect()
        }
        Body::Match { lefts, .. } => lefts.iter().map(|left| format!("{}:{}", left.key, left.answer)).collect(),
    };
    values.into_iter().map(|value| ("answer".to_owned(), value)).collect()
}

async fn name(db: &Db, who: &Somebody) -> anyhow::Result<String> {
    people::text(db, "select full_name from profile where person_id = $1 and until_at is null", &who.id).await
}

async fn acknowledge(db: &Db, browser: &mut Browser, who: &Somebody, password: &str) -> anyhow::Result<()> {
    let page = browser.open("/acknowledgment").await?;
    let name = name(db, who).await?;
    let typed = [("typed_name", name.as_str()), ("password", password)];
    let (action, mut fields) = Browser::form(&page, "/acknowledgment", &typed)?;
    fields.extend(boxes(&page));
    let reply = browser.post(&action, &fields).await?.is(303, "acknowledge")?;
    browser.open(&reply.location).await?;
    Ok(())
}

/// Every box of a page, ticked.
fn boxes(page: &Reply) -> Vec<(String, String)> {
    let text = page.text();
    let ticks = html::tags(&text).into_iter().map(|one| one.0).filter(|tag| tag.starts_with("<input "));
    let ticks = ticks.filter(|tag| html::attribute(tag, "type").as_deref() == Some("checkbox"));
    ticks.filter_map(|tag| Some((html::attribute(&tag, "name")?, html::attribute(&tag, "value")?))).collect()
}

async fn contact(db: &Db, browser: &mut Browser, who: &Somebody, n: usize) -> anyhow::Result<()> {
    let page = browser.open("/contact").await?;
    let name = name(db, who).await?;
    let seed = std::process::id() % 9000;
    let phone = format!("098{:04}{:03}", seed, n % 1000);
    let typed = [("phone", phone.as_str()), ("zalo_name", &name), ("agree", "yes"), ("confirm", "yes")];
    let reply = browser.fill(&page, "/contact", &typed).await?;
    ensure!(reply.status == 303, "contact: {} {}", reply.status, html::words(&reply.text()));
    Ok(())
}
