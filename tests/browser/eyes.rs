//! What a page must be for a person: readable at 360 px, accessible, light, usable by keyboard.
//!
//! Faults are collected and told together at the end, so that one run shows all of them.

use crate::screen::Screen;
use anyhow::{Context as _, Result, anyhow, bail, ensure};
use base64::Engine as _;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use thirtyfour::Key;

/// Bytes of a page with all its assets, compressed.
const HEAVIEST: u64 = 25_000;
/// Kinds of pages that are looked at by night too, beside those of every role.
const NIGHT: [&str; 12] = [
    "cau-hoi-1",
    "ket-qua-chua-dat",
    "cam-ket",
    "cam-ket-thieu-diem",
    "zalo-nhan-xet",
    "vuong-mac",
    "xong",
    "nhap-ban-giay",
    "-tim",
    "lien-ket",
    "gia-han-sai",
    "can-giup",
];
/// A phone and a desk.
const SIZES: [(u32, u32); 2] = [(360, 780), (1280, 900)];

const AXE: &str = "
const done = arguments[0];
const node = n => n.target.join(' ') + ' ' + n.html.slice(0, 120) + ' | ' + n.any.concat(n.all, n.none).map(c => c.message).join('; ');
axe.run(document, { resultTypes: ['violations'] }).then(
  r => done(r.violations.map(v => [v.tags.some(t => /^wcag(2|21|22)a{1,2}$/.test(t)), v.id + ': ' + v.help + '\\n      ' + v.nodes.slice(0, 3).map(node).join('\\n      ')])),
  e => done([[true, 'axe did not run: ' + e]]));";

const WEIGHT: &str = "
const sizes = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
return sizes.reduce((sum, one) => sum + one.encodedBodySize, 0);";

/// Fields of our own texts that nobody filled in, also inside text boxes.
const UNFILLED: &str = "
const boxes = [...document.querySelectorAll('textarea, input')].map(one => one.value).join(' ');
return [...new Set((document.body.innerText + ' ' + boxes).match(/\\{+[a-z_]+\\}+/g) || [])];";

const FOCUS: &str = "
const e = document.activeElement;
if (!e || e === document.body) return null;
const shown = x => { const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; };
const label = e.closest('label');
return [e.tagName + ' ' + (e.name || e.textContent || '').trim().slice(0, 40), shown(e) || (!!label && shown(label)), e.matches('main .primary')];";

const UNFOLD: &str = "document.querySelectorAll('details:not([open])').forEach(d => { d.open = true; d.dataset.shut = ''; }); return null";
const FOLD: &str =
    "document.querySelectorAll('[data-shut]').forEach(d => { d.open = false; delete d.dataset.shut; }); return null";

/// A page with one fault of every kind, also of those that `scripts/html` looks for: what finds nothing on it proves
/// nothing elsewhere.
const BAD: &str = "data:text/html,<title>a title that is longer than the seventy letters that a tab, a list of marks and a \
reader can bear</title><style>a:focus{outline:none}</style>\
<div style='width:700px;color:%23bbb;background:%23fff'>grey {nhom} <a href='/'>link</a></div>\
<form><input type='tel' autocomplete='tel-national' aria-label='x'><select aria-label='x'><option>a<option>b</select></form>";

/// Looks at pages and keeps what is wrong with them.
pub(crate) struct Eyes {
    prefix: &'static str,
    folder: PathBuf,
    axe: String,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    pages: usize,
    faults: Vec<String>,
    weights: String,
}

/// `build-output/` of this clone.
pub(crate) fn output() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("build-output")
}

impl Eyes {
    /// With `js`, axe-core must be at hand.
    pub(crate) fn open(prefix: &'static str, js: bool) -> Result<Self> {
        let folder = output().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let axe = output().join("cache/axe.js");
        let axe = if js {
            std::fs::read_to_string(&axe).with_context(|| format!("{}: run scripts/install", axe.display()))?
        } else {
            String::new()
        };
        Ok(Self { prefix, folder, axe, notes: Mutex::default() })
    }

    /// The control that must fail: each kind of fault is found on a page that has it.
    pub(crate) async fn control(screen: &Screen) -> Result<()> {
        let eyes = Self::open("control-", screen.js)?;
        screen.open(&format!("{BAD}<!--{}-->", "x".repeat(70_000))).await?;
        eyes.look(screen, "bad").await?;
        let mut wanted = vec!["scrolls sideways"];
        if screen.js {
            eyes.tab_through(screen, "bad").await?;
            wanted.extend([
                "color-contrast",
                "html-has-lang",
                "focus is not visible",
                "never reaches",
                "at most 25000",
                "{nhom}",
            ]);
        }
        let found = eyes.notes.into_inner().unwrap_or_else(PoisonError::into_inner).faults.join("\n");
        for fault in wanted {
            ensure!(found.contains(fault), "the checks miss “{fault}” on a bad page; found: {found}");
        }
        Ok(())
    }

    fn note(&self, write: impl FnOnce(&mut Notes)) {
        write(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn fault(&self, page: &str, what: &str) {
        self.note(|notes| notes.faults.push(format!("{page}: {what}")));
    }

    /// Looks at the page on a phone and on a desk.
    pub(crate) async fn look(&self, screen: &Screen, name: &str) -> Result<()> {
        let mut number = 0;
        self.note(|notes| {
            notes.pages += 1;
            number = notes.pages;
        });
        let name = format!("{}{number:02}-{name}", self.prefix);
        if let Err(dead) = crate::calm::no_dead_button(screen).await {
            self.fault(&name, &dead.to_string());
        }
        keep(screen, &name).await?;
        if screen.js {
            self.weigh(screen, &name).await?;
            for field in screen.ask(UNFILLED).await?.as_array().into_iter().flatten() {
                self.fault(&name, &format!("{field} is not filled in"));
            }
        }
        for (width, height) in SIZES {
            resize(screen, width, height).await?;
            let page = format!("{name}-{width}");
            let wide = self.picture(screen, &page, width, height).await?;
            if wide > u64::from(width) {
                self.fault(&page, &format!("scrolls sideways: {wide} px wide"));
            }
            if screen.js && width < 600 {
                self.check(screen, &page).await?;
            } else if screen.js {
                // What is folded is judged too.
                screen.ask(UNFOLD).await?;
                self.check(screen, &page).await?;
                screen.ask(FOLD).await?;
            }
        }
        resize(screen, SIZES[0].0, SIZES[0].1).await?;
        if screen.js && NIGHT.iter().any(|one| name.ends_with(one)) {
            self.look_at_night(screen, &name).await?;
        }
        Ok(())
    }

    /// The same page at night: a picture on a phone, and whether it can be read.
    pub(crate) async fn look_at_night(&self, screen: &Screen, name: &str) -> Result<()> {
        let page = format!("{}night-{name}", self.prefix);
        scheme(screen, "dark").await?;
        self.picture(screen, &page, SIZES[0].0, SIZES[0].1).await?;
        let back = screen.ask("return getComputedStyle(document.body).backgroundColor").await?;
        if back.as_str().is_none_or(|colour| !colour.starts_with("rgb(18, ")) {
            self.fault(&page, &format!("the page is {back} at night"));
        }
        self.check(screen, &page).await?;
        scheme(screen, "light").await
    }

    /// The whole page as a picture; answers how wide its content is.
    async fn picture(&self, screen: &Screen, page: &str, width: u32, height: u32) -> Result<u64> {
        let metrics = screen.cdp("Page.getLayoutMetrics", json!({})).await?;
        let size = |name: &str| metrics.pointer(&format!("/cssContentSize/{name}")).and_then(Value::as_f64);
        let (wide, high) = (size("width").context("no width")?, size("height").context("no height")?);
        let high = high.clamp(f64::from(height), 12_000.0);
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": high, "scale": 1 });
        let shot = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let shot = screen.cdp("Page.captureScreenshot", shot).await?;
        let bytes = decoded(&shot)?;
        std::fs::write(self.folder.join(format!("{page}.png")), bytes)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in pixels")]
        Ok(wide.round() as u64)
    }

    /// axe-core: violations of WCAG 2.2 A and AA, and of its other advice.
    async fn check(&self, screen: &Screen, page: &str) -> Result<()> {
        screen.driver.execute(self.axe.as_str(), Vec::new()).await?;
        let found = screen.driver.execute_async(AXE, Vec::new()).await?.json().clone();
        for (broken, text) in serde_json::from_value::<Vec<(bool, String)>>(found)? {
            self.fault(page, &if broken { text } else { format!("advice: {text}") });
        }
        Ok(())
    }

    /// Bytes that travelled for this page and its assets, as the browser counted them.
    async fn weigh(&self, screen: &Screen, page: &str) -> Result<()> {
        let bytes = screen.ask(WEIGHT).await?.as_f64().context("no weight")?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes")]
        let bytes = bytes as u64;
        self.note(|notes| {
            writeln!(notes.weights, "{bytes:>7} {page}").ok();
        });
        if bytes == 0 || bytes > HEAVIEST {
            self.fault(page, &format!("weighs {bytes} bytes compressed, at most {HEAVIEST}"));
        }
        Ok(())
    }

    /// Tab, from the top of the page: the main action is reached, and every stop can be seen.
    pub(crate) async fn tab_through(&self, screen: &Screen, page: &str) -> Result<()> {
        screen.ask("document.activeElement.blur(); window.scrollTo(0, 0); return null").await?;
        let mut stops = Vec::new();
        for _ in 0..120 {
            screen.driver.action_chain().send_keys(Key::Tab).perform().await?;
            let focus = screen.ask(FOCUS).await?;
            let Some((what, visible, main)) = serde_json::from_value::<Option<(String, bool, bool)>>(focus)? else {
                break;
            };
            if !visible {
                self.fault(page, &format!("focus is not visible on {what}"));
            }
            if main {
                return Ok(());
            }
            stops.push(what);
        }
        self.fault(page, &format!("Tab never reaches the main action: {stops:?}"));
        Ok(())
    }

    /// Writes the lists, and fails with everything that was found.
    pub(crate) fn tell(self, walked: Result<()>) -> Result<()> {
        let notes = self.notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        let out = output();
        if !self.axe.is_empty() {
            std::fs::write(out.join(format!("{}weights.txt", self.prefix)), &notes.weights)?;
        }
        let faults = notes.faults.join("\n  ");
        match walked {
            Ok(()) if faults.is_empty() => Ok(()),
            Ok(()) => bail!("{} faults:\n  {faults}", notes.faults.len()),
            Err(error) if faults.is_empty() => Err(error),
            Err(error) => Err(anyhow!("{error:#}\nand {} faults:\n  {faults}", notes.faults.len())),
        }
    }
}

/// The `data` of a DevTools answer.
pub(crate) fn decoded(answer: &Value) -> Result<Vec<u8>> {
    let data = answer.get("data").and_then(Value::as_str).context("no data")?;
    Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
}

/// The page as it was served, byte for byte, for the checkers of `scripts/html`: what a browser mends is not mended here.
pub(crate) async fn keep(screen: &Screen, name: &str) -> Result<()> {
    let folder = output().join("html");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("{name}.html")), screen.served().await?)?;
    Ok(())
}

/// The colours that the person's device asks for: 'light' or 'dark'.
pub(crate) async fn scheme(screen: &Screen, colours: &str) -> Result<()> {
    let features = json!([{ "name": "prefers-color-scheme", "value": colours }]);
    screen.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
    Ok(())
}

pub(crate) async fn resize(screen: &Screen, width: u32, height: u32) -> Result<()> {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
    screen.cdp("Emulation.setDeviceMetricsOverride", size).await?;
    Ok(())
}
