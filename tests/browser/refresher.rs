//! A refresher of somebody who knows everything, on a phone: no text again, few screens, few minutes. In the trial.

use crate::calm;
use crate::demo::sign_in;
use crate::eyes::output;
use crate::newcomer::answer;
use crate::screen::Screen;
use crate::year::{Trial, opens_a_round};
use anyhow::{Context as _, Result, ensure};
use thirtyfour::By;

/// Words in the page's own text, what is folded left out: all of them, those until its main button, and those of a
/// question with the answers that are chosen.
const WORDS: &str = "
const count = (text) => text.split(/\\s+/).filter((one) => /[\\p{L}\\d]/u.test(one)).length;
const main = document.querySelector('main'), parts = [...main.children];
const last = parts.findIndex((one) => one.matches('.primary') || one.querySelector('.primary'));
const known = 'legend, label.option:has(:checked), label.field, select';
const of = (one) => one.matches('select') ? one.selectedOptions[0].text : one.innerText;
const sum = (list) => list.map(of).map(count).reduce((all, one) => all + one, 0);
return [sum([main]), sum(last < 0 ? parts : parts.slice(0, last + 1)), sum([...main.querySelectorAll(known)])];";

/// Most screens of a refresher: home, quiz, ten questions, looking over, result, commitment, receipt, home.
const SCREENS: i64 = 17;

/// Taps on the twenty points and the typed name, whose words are those of the last time: two seconds a point, ten a name.
const POINT: i64 = 2;
const NAME: i64 = 10;

/// Five minutes are until the quiz is passed; with the twenty points, the receipt and home again it is under this, s.
const WHOLE: i64 = 420;

/// What the refresher took.
#[derive(Default)]
struct Took {
    screens: i64,
    /// Every word, and those that somebody reads who knows: on a page what leads to its main button, of a question
    /// itself and its right answers, of the commitment none again.
    words: [i64; 2],
    told: Vec<String>,
}

impl Took {
    /// One more screen.
    async fn reads(&mut self, screen: &Screen) -> Result<()> {
        let path = screen.path().await?;
        ensure!(!path.contains("/documents"), "a text has to be read again: {path}");
        ensure!(!screen.has("main form.read").await?, "{path} asks for reading");
        let [all, lead, known]: [i64; 3] = serde_json::from_value(screen.ask(WORDS).await?)?;
        let needed = match path.as_str() {
            "/acknowledgment" => 0,
            question if question.contains("/questions/") => known,
            _ => lead,
        };
        self.screens += 1;
        self.words = [self.words[0] + all, self.words[1] + needed];
        self.told.push(format!("{all:>5} {needed:>4} {path}"));
        Ok(())
    }

    /// Two hundred words a minute, and three seconds for each screen to come and be taken in.
    fn seconds(&self, words: i64) -> i64 {
        words * 60 / 200 + self.screens * 3
    }
}

/// Home, ten questions, commitment, home: for somebody who has done it all before.
pub(crate) async fn walk(trial: &Trial) -> Result<()> {
    let (screen, eyes) = (&trial.screen, &trial.eyes);
    calm::phone(screen).await?;
    sign_in(screen, "Phòng HC-DV").await?;
    screen.open("/rounds/new").await?;
    let questions = screen.find("main [name=questions]").await?.value().await?.unwrap_or_default();
    ensure!(questions == "10", "a refresher has {questions} questions");
    opens_a_round(screen).await?;
    // The head of a department is in the group since the trial began.
    sign_in(screen, "Trưởng phòng").await?;
    let mut took = Took::default();
    screen.open("/").await?;
    eyes.look(screen, "trang-chu").await?;
    took.reads(screen).await?;
    screen.follow("main .primary").await?;
    ensure!(screen.path().await? == "/quiz", "home leads to the quiz, not {}", screen.path().await?);
    took.reads(screen).await?;
    screen.follow("form[action='/quiz'] button[value=one]").await?;
    answers(trial, &mut took).await?;
    took.reads(screen).await?;
    let passed = took.seconds(took.words[1]);
    screen.follow("main .primary").await?;
    ensure!(screen.path().await? == "/acknowledgment", "a pass leads to the commitment");
    took.reads(screen).await?;
    let points = confirms(screen).await?;
    took.reads(screen).await?;
    screen.open("/").await?;
    took.reads(screen).await?;
    screen.sees("Đã hoàn thành").await?;
    eyes.look(screen, "xong-on-lai").await?;
    let [all, needed] = took.words;
    let whole = took.seconds(needed) + points * POINT + NAME;
    let told = format!(
        "passed after {passed} s; {} screens, {needed} words, {points} points: {whole} s; each of {all} words: {} s\n{}",
        took.screens,
        took.seconds(all),
        took.told.join("\n")
    );
    std::fs::write(output().join("refresher.txt"), &told)?;
    ensure!(took.screens <= SCREENS && passed < 300 && whole < WHOLE, "{told}");
    Ok(())
}

/// Every question rightly, until the result.
async fn answers(trial: &Trial, took: &mut Took) -> Result<()> {
    let screen = &trial.screen;
    let attempt = screen.path().await?.split('/').nth(2).context("a sitting")?.to_owned();
    let asked = trial.server.asked(&attempt).await?;
    ensure!(asked.len() == 10, "{} questions", asked.len());
    for (place, one) in (1..).zip(&asked) {
        for value in answer(one, true) {
            screen.choose("answer", &value).await?;
        }
        took.reads(screen).await?;
        screen.press(&format!("/quiz/{attempt}/questions/{place}")).await?;
    }
    took.reads(screen).await?;
    screen.press(&format!("/quiz/{attempt}/finish")).await?;
    screen.sees("100%").await
}

/// Ticks every point and types the name that the page gives; answers how many points.
async fn confirms(screen: &Screen) -> Result<i64> {
    let points = screen.driver.find_all(By::Css("input[name=point]")).await?;
    for tick in &points {
        screen.tap(tick).await?;
    }
    let hint = screen.find("#typed-hint").await?.text().await?;
    let name = hint.split(": ").nth(1).and_then(|rest| rest.split('.').next()).context("a name")?;
    screen.fill("typed_name", name).await?;
    screen.press_proving("/acknowledgment").await?;
    ensure!(screen.path().await? == "/acknowledgment/receipt", "{}", screen.text().await?);
    Ok(i64::try_from(points.len())?)
}
