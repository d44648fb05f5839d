//! Pages of a signed-in person against the floor that sends the same bytes and asks as much.

use crate::browser::{Browser, Reply};
use crate::figures::{ms, tell};
use crate::load;
use crate::people::{self, Somebody};
use bytes::Bytes;
use hyper::Method;
use nep::db::Db;

const DOCUMENT: &str = "/documents/quy-che-nhom-zalo";

pub async fn run(
    db: &Db,
    base: &str,
    floor: &str,
    password: &str,
    connections: usize,
    seconds: u64,
) -> anyhow::Result<()> {
    let settled = people::who_are(db, "in_group", 1).await?;
    let mut home = signed_in(base, &settled, password).await?;
    for (name, path, questions) in [
        ("home", "/".to_owned(), 1),
        ("whole Quy chế", DOCUMENT.to_owned(), 2),
        ("clause", format!("{DOCUMENT}/clauses/dieu-4"), 2),
    ] {
        compare(&mut home, base, floor, name, &path, questions, connections, seconds).await?;
    }
    let ready = people::who_are(db, "ready_for_quiz not_passed", 1).await?;
    let mut asked = signed_in(base, &ready, password).await?;
    let question = start(&mut asked).await?;
    compare(&mut asked, base, floor, "quiz question", &question, 2, connections, seconds).await
}

async fn signed_in(base: &str, who: &[Somebody], password: &str) -> anyhow::Result<Browser> {
    Ok(people::signed_in(base, who, password).await?.remove(0))
}

/// Starts a sitting; the answer is the address of its first question.
pub async fn start(browser: &mut Browser) -> anyhow::Result<String> {
    let page = browser.open("/quiz").await?;
    let reply = browser.fill(&page, "/quiz", &[]).await?.is(303, "start a sitting")?;
    Ok(reply.location)
}

#[expect(clippy::too_many_arguments, reason = "one line of a table")]
async fn compare(
    browser: &mut Browser,
    base: &str,
    floor: &str,
    name: &str,
    path: &str,
    questions: u8,
    connections: usize,
    seconds: u64,
) -> anyhow::Result<()> {
    let page: Reply = browser.get(path).await?.is(200, path)?;
    let place = format!("/page/{}", path.trim_matches('/').replace('/', "-"));
    let place = if place == "/page/" { "/page/home".to_owned() } else { place };
    keep(floor, &place, questions, page.body.clone()).await?;
    let below = load::pages(browser, floor, &place, connections, seconds).await?;
    let above = load::pages(browser, base, path, connections, seconds).await?;
    let share = 100.0 * above.rate / below.rate;
    let figure = format!(
        "{share:.0} % of the floor ({:.0} of {:.0} a second, {questions} asked, {} KB, p50 {}, p99 {})",
        above.rate,
        below.rate,
        page.body.len() / 1000,
        ms(above.p50),
        ms(above.p99)
    );
    tell(&format!("{name}, {connections} connections"), &figure, "≥ 60 %", Some(share >= 60.0))
}

async fn keep(floor: &str, place: &str, questions: u8, bytes: Bytes) -> anyhow::Result<()> {
    let mut browser = Browser::new(floor);
    browser.send(Method::PUT, &format!("{place}?questions={questions}"), bytes).await?.is(204, place).map(|_| ())
}
