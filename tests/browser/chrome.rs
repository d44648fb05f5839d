//! ChromeDriver on a free port, and browsers that share nothing.

use anyhow::{Context as _, Result};
use serde_json::json;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

/// What a headless Chromium needs as root, without reaching for the network.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=vi",
    // Smooth scrolling would move a button away from under the click.
    "--force-prefers-reduced-motion",
];

/// The driver process and the browsers it opened.
pub(crate) struct Chrome {
    process: Child,
    address: String,
    open: Mutex<Vec<WebDriver>>,
}

impl Chrome {
    /// Starts ChromeDriver and reads its port.
    pub(crate) fn start() -> Result<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver: scripts/install brings it")?;
        let mut lines = BufReader::new(process.stdout.take().context("no output")?).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse::<u16>().ok())
            .context("chromedriver told no port")?;
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, address: format!("http://127.0.0.1:{port}"), open: Mutex::default() })
    }

    /// A new browser with nothing in it; without `js`, scripts are off as a person would switch them off.
    pub(crate) async fn open(&self, js: bool) -> Result<WebDriver> {
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        if !js {
            let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
            capabilities.add_experimental_option("prefs", prefs)?;
        }
        let driver = WebDriver::new(&self.address, capabilities).await?;
        driver.set_script_timeout(Duration::from_mins(1)).await?;
        // Keeps what pages were served as.
        driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).push(driver.clone());
        Ok(driver)
    }

    /// Ends every browser.
    pub(crate) async fn close(&self) {
        let open = std::mem::take(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner));
        for driver in open {
            driver.quit().await.ok();
        }
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
