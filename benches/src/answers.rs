//! POST of an answer by many people at once, each durable before its 303.

use crate::browser::{Browser, html};
use crate::figures::{Times, ms, tell};
use crate::pages::start;
use crate::people;
use nep::db::Db;
use std::path::Path;
use std::time::{Duration, Instant};

type Form = (String, Vec<(String, String)>);

pub async fn run(
    db: &Db,
    base: &str,
    floor: &str,
    folder: &Path,
    password: &str,
    people: usize,
    seconds: u64,
) -> anyhow::Result<()> {
    let fsync = crate::probe::fsync(folder)?;
    let who = people::who_are(db, "ready_for_quiz not_passed", people).await?;
    let mut browsers = people::signed_in(base, &who, password).await?;
    let mut forms = Vec::new();
    for browser in &mut browsers {
        let path = start(browser).await?;
        let page = browser.get(&path).await?.is(200, &path)?;
        let (action, fields) = Browser::form(&page, "/quiz/*", &[])?;
        forms.push((action, answered(&page.text(), fields)));
    }
    let below: Vec<Form> = forms
        .iter()
        .map(|(action, fields)| (action.replace("/quiz/", "/answer/").replace("/questions/", "/"), fields.clone()))
        .collect();
    let time = Duration::from_secs(seconds);
    let twins = |to: &str| -> Vec<Browser> { browsers.iter().map(|one| one.twin_at(to)).collect() };
    let (lone, lone_took) = post(twins(floor), below, time).await?;
    let (many, many_took) = post(twins(base), forms, time).await?;
    let rate = |times: &Times, took: Duration| times.count() as f64 / took.as_secs_f64();
    let (above, below) = (rate(&many, many_took), rate(&lone, lone_took));
    let must = if fsync >= Duration::from_millis(1) { 2.0 } else { 1.0 };
    let figure = format!(
        "{:.2} × the floor ({above:.0} of {below:.0} a second, p50 {}, p99 {}; fsync {})",
        above / below,
        ms(many.percentile(50)),
        ms(many.percentile(99)),
        ms(fsync)
    );
    let name = format!("POST of an answer, {people} people at once");
    tell(&name, &figure, &format!("≥ {must:.1} ×"), Some(above / below >= must))
}

/// With the first choice of each control taken.
fn answered(page: &str, mut fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| html::attribute(tag, name).unwrap_or_default();
    fields.retain(|field| field.0 != "answer");
    let (mut chosen, mut open) = (false, false);
    for (tag, _) in html::tags(page) {
        let value = || ("answer".to_owned(), attribute(&tag, "value"));
        if tag.starts_with("<select") {
            open = attribute(&tag, "name") == "answer";
        } else if tag.starts_with("<option") && open && !attribute(&tag, "value").is_empty() {
            fields.push(value());
            open = false;
        } else if tag.starts_with("<input") && attribute(&tag, "name") == "answer" && !chosen {
            fields.push(value());
            chosen = true;
        }
    }
    fields.push(("to".to_owned(), "next".to_owned()));
    fields
}

/// Everybody sends their form again and again; each answer must be a 303.
async fn post(browsers: Vec<Browser>, forms: Vec<Form>, time: Duration) -> anyhow::Result<(Times, Duration)> {
    let started = Instant::now();
    let mut tasks = Vec::new();
    for (mut browser, (action, fields)) in browsers.into_iter().zip(forms) {
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            while started.elapsed() < time {
                let began = Instant::now();
                browser.post(&action, &fields).await?.is(303, &action)?;
                times.add(began.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut all = Times::default();
    for task in tasks {
        all = all.join(task.await??);
    }
    Ok((all, started.elapsed()))
}
