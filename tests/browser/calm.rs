//! What a phone of 360 by 740 px shows without a finger moved: measured, not believed.

use crate::demo::sign_in;
use crate::screen::Screen;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

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

async fn phone(screen: &Screen) -> Result<()> {
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

/// Without a script no button is seen that needs one.
pub(crate) async fn no_dead_button(screen: &Screen) -> Result<()> {
    if screen.js {
        return Ok(());
    }
    let dead = screen.ask(DEAD).await?;
    ensure!(dead.as_array().is_some_and(Vec::is_empty), "{}: dead buttons {dead}", screen.path().await?);
    Ok(())
}
