//! One person before one browser: what they open, type, choose, press and see.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use thirtyfour::{By, WebDriver, WebElement};

/// A browser with a person before it.
pub(crate) struct Screen {
    /// The browser.
    pub(crate) driver: WebDriver,
    /// Scripts run.
    pub(crate) js: bool,
    /// The person's password, once it is set.
    pub(crate) password: String,
    /// What the person had to do.
    pub(crate) effort: Effort,
    base: String,
}

/// Counted where a finger does it.
#[derive(Default)]
pub(crate) struct Effort {
    taps: AtomicU32,
    fields: AtomicU32,
    letters: AtomicU32,
    screens: AtomicU32,
}

impl Effort {
    fn add(count: &AtomicU32, more: usize) {
        count.fetch_add(u32::try_from(more).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    /// Taps, typed fields, typed letters and pages opened until now.
    pub(crate) fn now(&self) -> [u32; 4] {
        [&self.taps, &self.fields, &self.letters, &self.screens].map(|count| count.load(Ordering::Relaxed))
    }
}

impl Screen {
    /// Nobody has signed in yet.
    pub(crate) fn new(driver: WebDriver, base: &str, js: bool) -> Self {
        Self { driver, js, password: String::new(), effort: Effort::default(), base: base.to_owned() }
    }

    /// Opens a path of the server, or a whole address.
    pub(crate) async fn open(&self, path: &str) -> Result<()> {
        let address = if path.starts_with('/') { format!("{}{path}", self.base) } else { path.to_owned() };
        self.driver.goto(&address).await?;
        Effort::add(&self.effort.screens, 1);
        Ok(())
    }

    /// The bytes of a file of the server, asked for in the person's session.
    pub(crate) async fn fetch(&self, path: &str) -> Result<Vec<u8>> {
        let session = self.driver.get_named_cookie("sid").await?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let asked = client.get(format!("{}{path}", self.base)).header("cookie", format!("sid={}", session.value));
        Ok(asked.send().await?.error_for_status()?.bytes().await?.to_vec())
    }

    /// Path of the page.
    pub(crate) async fn path(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.path().to_owned())
    }

    /// The words of the page.
    pub(crate) async fn text(&self) -> Result<String> {
        Ok(self.driver.find(By::Css("main")).await?.text().await?)
    }

    /// Fails when the words are not on the page, and says what is.
    pub(crate) async fn sees(&self, words: &str) -> Result<()> {
        let text = self.text().await?;
        let path = self.path().await?;
        ensure!(text.contains(words), "“{words}” is not on {path}:\n{text}");
        Ok(())
    }

    /// The element, or an error that names the page.
    pub(crate) async fn find(&self, css: &str) -> Result<WebElement> {
        match self.driver.find(By::Css(css)).await {
            Ok(found) => Ok(found),
            Err(error) => {
                let (path, text) = (self.path().await?, self.text().await.unwrap_or_default());
                bail!("{css} is not on {path} ({}):\n{text}", error.to_string().lines().next().unwrap_or_default())
            }
        }
    }

    /// Whether there is such an element.
    pub(crate) async fn has(&self, css: &str) -> Result<bool> {
        Ok(!self.driver.find_all(By::Css(css)).await?.is_empty())
    }

    /// Types into the field, in place of what it holds.
    pub(crate) async fn fill(&self, name: &str, value: &str) -> Result<()> {
        let field = self.find(&format!("main [name='{name}']")).await?;
        field.clear().await?;
        field.send_keys(value).await?;
        Effort::add(&self.effort.fields, 1);
        Effort::add(&self.effort.letters, value.chars().count());
        Ok(())
    }

    /// Puts a text into the field as a person pastes it: all at once.
    pub(crate) async fn paste(&self, name: &str, text: &str) -> Result<()> {
        let field = self.find(&format!("main [name='{name}']")).await?;
        self.driver.execute("arguments[0].value = arguments[1]", vec![field.to_json()?, text.into()]).await?;
        Effort::add(&self.effort.fields, 1);
        Ok(())
    }

    /// Chooses a radio button, a checkbox or an entry of a list.
    pub(crate) async fn choose(&self, name: &str, value: &str) -> Result<()> {
        let css =
            format!("main input[name='{name}'][value='{value}'], main select[name='{name}'] option[value='{value}']");
        self.click(&css).await?;
        if self.find(&css).await?.tag_name().await? == "option" {
            // The list has to be opened first.
            Effort::add(&self.effort.taps, 1);
        }
        Ok(())
    }

    /// Follows a link and waits for its page.
    pub(crate) async fn follow(&self, css: &str) -> Result<()> {
        let before = self.loader().await?;
        self.click(css).await?;
        self.new_page(&before, css).await
    }

    /// Presses the main button of the form that posts to `action` and waits for the answer.
    pub(crate) async fn press(&self, action: &str) -> Result<()> {
        self.follow(&format!("main form[action='{action}'] button[type=submit]:not(.vh):not([formnovalidate])")).await
    }

    /// The same, giving the password first where the form asks for it.
    pub(crate) async fn press_proving(&self, action: &str) -> Result<()> {
        let field = format!("main form[action='{action}'] input[type=password]");
        for input in self.driver.find_all(By::Css(&field)).await? {
            input.send_keys(&self.password).await?;
            Effort::add(&self.effort.fields, 1);
            Effort::add(&self.effort.letters, self.password.chars().count());
        }
        self.press(action).await
    }

    /// Brings it above the bar at the foot, as a person would, and taps it.
    pub(crate) async fn tap(&self, element: &WebElement) -> thirtyfour::error::WebDriverResult<()> {
        let centre = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.driver.execute(centre, vec![element.to_json()?]).await?;
        element.click().await?;
        Effort::add(&self.effort.taps, 1);
        Ok(())
    }

    /// Presses something that brings no new page.
    pub(crate) async fn click(&self, css: &str) -> Result<()> {
        let found = self.find(css).await?;
        let clicked = self.tap(&found).await;
        if let Err(error) = clicked {
            let error = error.to_string();
            let error = error.split("Stacktrace").next().unwrap_or_default().trim();
            bail!("{css} on {} cannot be clicked: {error}", self.path().await?);
        }
        Ok(())
    }

    async fn new_page(&self, before: &str, what: &str) -> Result<()> {
        for _ in 0..200 {
            if self.loader().await? != before {
                Effort::add(&self.effort.screens, 1);
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        bail!("pressing {what} on {} brought no new page", self.path().await?)
    }

    /// Changes with every document that is loaded, also of the same address.
    pub(crate) async fn loader(&self) -> Result<String> {
        let tree = self.cdp("Page.getFrameTree", json!({})).await?;
        let loader = tree.pointer("/frameTree/frame/loaderId").and_then(Value::as_str);
        Ok(loader.context("no loader")?.to_owned())
    }

    /// The bytes of the page that came over the line, before the browser read them.
    pub(crate) async fn served(&self) -> Result<String> {
        // The request of a document has its loader's number.
        let found = self.cdp("Network.getResponseBody", json!({ "requestId": self.loader().await? })).await?;
        Ok(found.get("body").and_then(Value::as_str).context("no content")?.to_owned())
    }

    /// One command of the DevTools protocol.
    pub(crate) async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        self.driver.cdp().send_raw(method, parameters).await.with_context(|| method.to_owned())
    }

    /// The value of a script, as the browser's own console would give it.
    pub(crate) async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }
}
