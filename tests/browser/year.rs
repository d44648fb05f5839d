//! A year with the office, in the trial: a list that is brought as a file, a round opened, links handed out; somebody
//! with two rounds; the report; the refresher is beside this. What it takes is counted.

use crate::calm;
use crate::chrome::Chrome;
use crate::demo::sign_in;
use crate::eyes::{self, Eyes};
use crate::refresher;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result, ensure};
use nep::commands::demo::PASSWORD;
use std::time::Duration;
use thirtyfour::By;

/// Buttons, links that look like one and boxes to tick that are lower than a finger is wide, px.
const SMALL: &str = "
const boxes = [...document.querySelectorAll('main button, main a.button, main a.line, main label.option, nav.pages a')];
const low = boxes.filter((one) => one.checkVisibility() && !one.matches('.vh, .link') && one.getBoundingClientRect().height < 44);
return low.map((one) => one.textContent.trim() + ' ' + one.getBoundingClientRect().height);";

/// How wide the content of the page is, px.
const WIDE: &str = "return document.documentElement.scrollWidth";

/// The trial, one browser, and eyes that are told of at the end.
pub(crate) struct Trial {
    pub(crate) server: Server,
    pub(crate) screen: Screen,
    pub(crate) eyes: Eyes,
}

/// Walks it; the browser is closed whatever happens.
async fn walked(prefix: &'static str, js: bool, walk: impl AsyncFnOnce(&Trial) -> Result<()>) -> Result<()> {
    let (server, chrome) = (Server::demo().await?, Chrome::start()?);
    let eyes = Eyes::open(prefix, js)?;
    let mut screen = Screen::new(chrome.open(js).await?, server.base(), js);
    PASSWORD.clone_into(&mut screen.password);
    let trial = Trial { server, screen, eyes };
    let walked = walk(&trial).await;
    chrome.close().await;
    trial.eyes.tell(walked)
}

/// Opens a round from its page as it stands: yearly, of everybody, ten questions. Answers its address.
pub(crate) async fn opens_a_round(screen: &Screen) -> Result<String> {
    screen.open("/rounds/new").await?;
    screen.follow("main form button.primary").await?;
    screen.sees("Chưa có gì được thực hiện").await?;
    screen.press_proving("/rounds/new").await?;
    let path = screen.path().await?;
    ensure!(path.starts_with("/rounds/") && path.len() > "/rounds/".len(), "the page of the round, not {path}");
    Ok(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_knows_everything_has_passed_the_refresher_in_five_minutes() -> Result<()> {
    walked("year-refresher-", true, refresher::walk).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_monday_of_a_coordinator_is_counted() -> Result<()> {
    walked("year-monday-", true, monday).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rounds_stand_on_one_page() -> Result<()> {
    walked("year-two-", true, two_rounds).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rounds_stand_on_one_page_without_javascript() -> Result<()> {
    walked("year-two-nojs-", false, two_rounds).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_read_written_and_taken() -> Result<()> {
    walked("year-report-", true, report).await
}

/// Most taps, typed fields and screens of the Monday; the file that is chosen counts as a tap.
const MONDAY: [u32; 3] = [14, 1, 12];

async fn monday(trial: &Trial) -> Result<()> {
    let screen = &trial.screen;
    eyes::resize(screen, 1280, 900).await?;
    sign_in(screen, "Phòng HC-DV").await?;
    let before = screen.effort.now();
    screen.open("/people/new").await?;
    let list = format!("{}/tests/fixtures/lists/danh-sach.xlsx", env!("CARGO_MANIFEST_DIR"));
    screen.find("main input[type=file]").await?.send_keys(list).await?;
    screen.follow("main form[action='/people/file'] button").await?;
    // A row of the file is hidden: somebody has to say whether it counts.
    screen.choose("hidden", "yes").await?;
    screen.follow("main form[action$='/read'] button").await?;
    screen.sees("Chưa thêm ai").await?;
    looked(trial, "xem-truoc").await?;
    screen.follow("main button[value=add]").await?;
    let added = screen.driver.find_all(By::Css("main table.cards tbody tr")).await?.len();
    ensure!(added == 6, "{added} people of the file");
    screen.follow("main a.primary[href='/people/links']").await?;
    screen.follow("main button[value=look]").await?;
    screen.follow("main button[value=issue]").await?;
    let messages = screen.driver.find_all(By::Css("main textarea[id^=tin-]")).await?.len();
    ensure!(messages >= added, "{messages} links for {added} people");
    opens_a_round(screen).await?;
    screen.open("/").await?;
    ensure!(screen.has("section[aria-labelledby=viec] a.line").await?, "home tells what waits for the office");
    let after = screen.effort.now();
    let mut took = after.into_iter().zip(before).map(|(after, before)| after - before);
    let [taps, fields, letters, screens] = [(); 4].map(|()| took.next().unwrap_or_default());
    looked(trial, "trang-chu").await?;
    for (path, name) in [("/rounds/new", "dot-moi"), ("/calendar", "lich")] {
        screen.open(path).await?;
        looked(trial, name).await?;
    }
    let took = format!("{} taps, {fields} fields of {letters} letters, {screens} screens", taps + 1);
    std::fs::write(eyes::output().join("monday.txt"), &took)?;
    let [most_taps, most_fields, most_screens] = MONDAY;
    ensure!(taps < most_taps && fields <= most_fields && screens <= most_screens, "Monday takes {took}");
    Ok(())
}

/// Looked at on a phone and a desk; then the window is a desk's again.
async fn looked(trial: &Trial, name: &str) -> Result<()> {
    trial.eyes.look(&trial.screen, name).await?;
    eyes::resize(&trial.screen, 1280, 900).await
}

async fn two_rounds(trial: &Trial) -> Result<()> {
    let (screen, eyes) = (&trial.screen, &trial.eyes);
    calm::phone(screen).await?;
    sign_in(screen, "Phòng HC-DV").await?;
    screen.open("/tracking?state=reading").await?;
    let reader = screen.find(".roster tbody th a").await?.text().await?;
    opens_a_round(screen).await?;
    signs_in(screen, &reader).await?;
    let (first, second) = own(screen).await?;
    ensure!(first.0 < second.0, "nearest due first, not {first:?}, {second:?}");
    fits(screen).await?;
    eyes.look(screen, "hai-dot").await?;
    calm::phone(screen).await?;
    let here = "main > .hint:last-of-type";
    ensure!(screen.find(here).await?.text().await? == first.1, "the nearest is at hand");
    screen.follow("section[aria-labelledby=cac-dot] li button").await?;
    ensure!(screen.path().await? == "/", "the choice leads home");
    ensure!(screen.find(here).await?.text().await? == second.1, "the other is at hand");
    ensure!(own(screen).await? == (first, second), "the order is of the days, not of the choice");
    fits(screen).await?;
    eyes.look(screen, "dot-kia").await?;
    // The choice holds where the work is.
    screen.follow("main .primary").await?;
    fits(screen).await
}

/// Signs in as people do who have no tap in the trial.
async fn signs_in(screen: &Screen, name: &str) -> Result<()> {
    screen.driver.delete_cookie("sid").await?;
    screen.open("/sign-in").await?;
    screen.fill("login", name).await?;
    screen.fill("password", &screen.password).await?;
    screen.press("/sign-in").await
}

/// "Việc của tôi": day due, as it is sorted, and name of each round.
async fn own(screen: &Screen) -> Result<((String, String), (String, String))> {
    let mut found = Vec::new();
    for line in screen.driver.find_all(By::Css("section[aria-labelledby=cac-dot] li .about")).await? {
        let text = line.text().await?;
        let day = text.split_whitespace().find(|one| one.contains('/')).with_context(|| format!("no day: {text}"))?;
        let day: Vec<String> = day.split('/').rev().map(|part| format!("{part:0>2}")).collect();
        found.push((day.join("-"), text.lines().next().unwrap_or_default().to_owned()));
    }
    let [first, second] = <[_; 2]>::try_from(found).map_err(|found| anyhow::anyhow!("two rounds, not {found:?}"))?;
    Ok((first, second))
}

/// Nothing sideways, and whatever is tapped is as high as a finger is wide.
async fn fits(screen: &Screen) -> Result<()> {
    let (path, wide) = (screen.path().await?, screen.ask(WIDE).await?.as_i64().context("a width")?);
    ensure!(wide <= 360, "{path} is {wide} px wide");
    let small = screen.ask(SMALL).await?;
    ensure!(small.as_array().is_some_and(Vec::is_empty), "{path}: small to tap: {small}");
    Ok(())
}

async fn report(trial: &Trial) -> Result<()> {
    let (screen, eyes) = (&trial.screen, &trial.eyes);
    sign_in(screen, "Phòng HC-DV").await?;
    screen.open("/rounds").await?;
    screen.follow("main h2 a").await?;
    screen.follow("main a[href$='/report']").await?;
    let path = screen.path().await?;
    eyes.look(screen, "bao-cao").await?;
    screen.follow("header.tools a[href$='/report/edit']").await?;
    eyes.look(screen, "viet-bao-cao").await?;
    screen.fill("obstacles", "Ca trực đêm khó sắp xếp thời gian.").await?;
    screen.fill("proposals", "Mở đợt sau vào đầu quý.").await?;
    screen.press(&format!("{path}/edit")).await?;
    ensure!(screen.path().await? == path, "back at the report");
    screen.sees("Ca trực đêm khó sắp xếp thời gian").await?;
    screen.open(&format!("{path}/edit")).await?;
    screen.fill("why", "Trình Giám đốc kết quả đợt").await?;
    screen.press_proving(&format!("{path}/files")).await?;
    eyes.look(screen, "ba-tep").await?;
    for which in ["report", "list", "signing"] {
        let link = screen.find(&format!("main a[href$='/files/{which}']")).await?;
        let file = screen.fetch(&link.attr("href").await?.context("an address")?).await?;
        ensure!(file.starts_with(b"PK\x03\x04"), "{which} is no Word file");
    }
    for page in ["list", "signing"] {
        screen.follow(&format!("main a[href$='/pages/{page}']")).await?;
        if page == "list" {
            eyes.look(screen, "ban-in").await?;
        }
        ensure!(screen.has(".bang tbody tr").await?, "{page} is empty");
        screen.driver.back().await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}
