//! What a phone of 360 by 740 px shows without a finger moved: measured, not believed.

use crate::demo::sign_in;
use crate::screen::Screen;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::time::Duration;

/// The screen of a mid-range phone, px.
const PHONE: (u32, u32) = (360, 740);

const HEADER: &str = "return document.querySelector('.top').getBoundingClientRect().height";
const BAND: &str =
    "const band = document.querySelector('.trial'); return band ? band.getBoundingClientRect().height : 0";
const FIRST_NAME: &str = "return document.querySelector('.roster tbody th').getBoundingClientRect().top";
const ROWS: &str = "const list = document.querySelector('.roster'); return [list.rows.length - 1, list.getBoundingClientRect().bottom]";

/// Where the sentence and its field are, and how high the window is.
const ERROR: &str = "
const at = (css) => { const box = document.querySelector(css)?.getBoundingClientRect(); return box && [box.top, box.bottom]; };
return { sentence: at('[role=alert]'), field: at('[aria-invalid=true]'), high: innerHeight,
  focused: document.activeElement === document.querySelector('[aria-invalid=true]') };";

/// The box of the main button, and what lies at its middle.
const REACH: &str = "
const button = document.querySelector('main .primary'); const box = button.getBoundingClientRect();
const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
return { top: box.top, bottom: box.bottom, high: innerHeight, free: button.contains(over) };";

/// Buttons that do nothing without a script, and are seen.
const DEAD: &str = "
return [...document.querySelectorAll('button[type=button]')].filter((one) => one.checkVisibility()).map((one) => one.textContent);";

async fn number(screen: &Screen, script: &str) -> Result<f64> {
    screen.ask(script).await?.as_f64().context("a number")
}

/// From here on the window is a phone's.
pub(crate) async fn phone(screen: &Screen) -> Result<()> {
    let size = json!({ "width": PHONE.0, "height": PHONE.1, "deviceScaleFactor": 1, "mobile": true });
    screen.cdp("Emulation.setDeviceMetricsOverride", size).await?;
    Ok(())
}

/// The frame and the table of the trial: 40 people.
pub(crate) async fn every_measure(screen: &Screen) -> Result<()> {
    phone(screen).await?;
    for role in ["Trưởng nhóm", "Phòng HC-DV", "Quản trị", "Viên chức"] {
        sign_in(screen, role).await?;
        let header = number(screen, HEADER).await?;
        ensure!(header <= 52.0, "{role}: the bar is {header} px high");
    }
    sign_in(screen, "Phòng HC-DV").await?;
    screen.open("/tracking").await?;
    let first = number(screen, FIRST_NAME).await? - number(screen, BAND).await?;
    ensure!(first < 380.0, "the first name stands at {first} px");
    let (people, end): (f64, f64) = serde_json::from_value(screen.ask(ROWS).await?)?;
    let screens = end / f64::from(PHONE.1) / people * 40.0;
    ensure!(people >= 40.0 && screens <= 6.0, "forty people take {screens:.1} screens");
    Ok(())
}

/// Where the bar at the foot begins, the box of what is looked for, and what the counters of the bar say.
const FOOT: &str = "return document.querySelector('nav.pages').getBoundingClientRect().top";

/// The first thing to be done on the page of work is on the first screen.
pub(crate) async fn first_work_is_seen(screen: &Screen, css: &str) -> Result<()> {
    screen.open("/admissions").await?;
    let foot = number(screen, FOOT).await?;
    let at = format!("return document.querySelector(\"{css}\").getBoundingClientRect().bottom");
    let at = number(screen, &at).await? - number(screen, BAND).await?;
    ensure!(at <= foot, "the first work ends at {at} px, the bar begins at {foot}");
    Ok(())
}

/// The bar at the foot of a phone: at most five entries, each with its icon; the number of dossiers to be decided.
pub(crate) async fn counters_tell_the_work(screen: &Screen) -> Result<()> {
    screen.open("/admissions").await?;
    let dossiers = "return document.querySelectorAll(\"form[action$='/decide'] button[value=return]\").length";
    let dossiers = number(screen, dossiers).await?;
    let told = "return parseInt(document.querySelector(\"nav.pages a[href='/admissions'] .count\").textContent, 10)";
    let told = number(screen, told).await?;
    ensure!((told - dossiers).abs() < 0.5, "the bar says {told}, {dossiers} dossiers wait");
    let shown = "return [...document.querySelectorAll('nav.pages > ul > li')].filter((one) => one.checkVisibility()).map((one) => !!one.querySelector('svg'))";
    let shown: Vec<bool> = serde_json::from_value(screen.ask(shown).await?)?;
    ensure!(shown.len() <= 5 && shown.iter().all(|icon| *icon), "the bar at the foot: {shown:?}");
    Ok(())
}

/// The sentence of a refused form is in view, within 200 px of its field; the field is focused.
pub(crate) async fn error_at_its_field(screen: &Screen) -> Result<()> {
    let path = screen.path().await?;
    let found = screen.ask(ERROR).await?;
    let span = |name: &str| -> Result<(f64, f64)> {
        let value = found.get(name).filter(|value| !value.is_null()).with_context(|| format!("{path}: no {name}"))?;
        Ok(serde_json::from_value(value.clone())?)
    };
    let (sentence, field) = (span("sentence")?, span("field")?);
    let high = found.get("high").and_then(Value::as_f64).context("a height")?;
    for (name, (top, bottom)) in [("sentence", sentence), ("field", field)] {
        ensure!(top >= 0.0 && bottom <= high, "{path}: the {name} is at {top}–{bottom} of {high} px");
    }
    let apart = (field.0 - sentence.1).abs();
    ensure!(apart <= 200.0, "{path}: sentence and field are {apart} px apart");
    ensure!(found.get("focused") == Some(&Value::Bool(true)), "{path}: the field has no focus");
    Ok(())
}

/// The main button of the page can be pressed without scrolling.
pub(crate) async fn main_button_in_reach(screen: &Screen) -> Result<()> {
    phone(screen).await?;
    let path = screen.path().await?;
    screen.ask("scrollTo(0, 0); return null").await?;
    let found = screen.ask(REACH).await?;
    let px = |name: &str| found.get(name).and_then(Value::as_f64).unwrap_or(-1.0);
    ensure!(px("top") >= 0.0 && px("bottom") <= px("high"), "{path}: the main button is out of view: {found}");
    ensure!(found.get("free") == Some(&Value::Bool(true)), "{path}: something lies over the main button");
    Ok(())
}

/// What is read at one go: under three screens of a phone.
pub(crate) async fn is_one_breath(screen: &Screen) -> Result<()> {
    phone(screen).await?;
    let high = number(screen, "return document.querySelector('main').getBoundingClientRect().height").await?;
    ensure!(high < 3.0 * f64::from(PHONE.1), "{}: {high} px at one go", screen.path().await?);
    Ok(())
}

/// The page of all questions says beside each that its choice is saved.
pub(crate) async fn every_choice_is_saved(screen: &Screen) -> Result<()> {
    let open = "return document.querySelectorAll('.saved:not(.yes)').length";
    for _ in 0..100 {
        if number(screen, open).await? < 0.5 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("{} choices are not saved", number(screen, open).await?)
}

/// The first link below the score leads to a clause, on the first screen.
pub(crate) async fn begins_with_what_to_read(screen: &Screen) -> Result<()> {
    phone(screen).await?;
    let first = "const link = document.querySelector('main a:not(.steps a)'); return { to: link.getAttribute('href'), at: link.getBoundingClientRect().bottom }";
    let first = screen.ask(first).await?;
    let to = first.get("to").and_then(Value::as_str).unwrap_or_default();
    let at = first.get("at").and_then(Value::as_f64).context("a place")?;
    ensure!(to.contains("/clauses/") && at < f64::from(PHONE.1), "a result not passed begins with {to} at {at} px");
    Ok(())
}

/// A+ makes letters larger and the bar stays one line; A puts them back.
pub(crate) async fn letters_grow(screen: &Screen) -> Result<()> {
    let size = "return parseFloat(getComputedStyle(document.documentElement).fontSize)";
    let before = number(screen, size).await?;
    for (value, larger) in [("up", true), ("reset", false)] {
        screen.click(".who summary").await?;
        screen.follow(&format!(".sizes button[value={value}]")).await?;
        let (now, header) = (number(screen, size).await?, number(screen, HEADER).await?);
        ensure!((now > before) == larger, "{value}: letters of {now} px, before {before}");
        ensure!(header <= 56.0, "{value}: the bar is {header} px high");
    }
    Ok(())
}

/// On a desk the contents stand beside the text, and the foot below both.
pub(crate) async fn contents_beside_the_text(screen: &Screen) -> Result<()> {
    let size = json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    screen.cdp("Emulation.setDeviceMetricsOverride", size).await?;
    let apart = "const at = (css) => document.querySelector(css).getBoundingClientRect(); return Math.max(at('.text').left - at('.contents').right, at('.contents').left - at('.text').right)";
    let apart = number(screen, apart).await?;
    ensure!(apart > 0.0, "contents and text overlap by {apart} px");
    let below = "const at = (css) => document.querySelector(css).getBoundingClientRect(); return at('.foot').top - at('main').bottom";
    let below = number(screen, below).await?;
    ensure!(below > -1.0, "the foot stands {} px above the end of the page", -below);
    phone(screen).await
}

/// Inside Zalo, where nothing can be downloaded, the page of a file gives its address to open elsewhere.
pub(crate) async fn zalo_leads_to_a_browser(screen: &Screen) -> Result<()> {
    const ZALO: &str =
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/23.11.01";
    let agent = screen.ask("return navigator.userAgent").await?;
    screen.cdp("Network.setUserAgentOverride", json!({ "userAgent": ZALO })).await?;
    screen.driver.refresh().await?;
    ensure!(screen.has("main #dia-chi[readonly]").await?, "no address to open in a browser");
    ensure!(screen.has("main [data-copy=dia-chi]").await?, "no button to copy it");
    no_dead_button(screen).await?;
    screen.cdp("Network.setUserAgentOverride", json!({ "userAgent": agent })).await?;
    Ok(())
}

/// Without a script no button is seen that needs one.
pub(crate) async fn no_dead_button(screen: &Screen) -> Result<()> {
    if screen.js {
        return Ok(());
    }
    let dead = screen.ask(DEAD).await?;
    ensure!(dead.as_array().is_some_and(Vec::is_empty), "{}: dead buttons {dead}", screen.path().await?);
    Ok(())
}
