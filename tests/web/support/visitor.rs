//! One person at one browser: own cookies, no redirect followed unless asked.

use super::html::{self, HtmlForm};
use super::log;
use super::site::PASSWORD;
use nep::app::App;
use nep::id::{new_id, sha256};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::HeaderMap;
use reqwest::multipart::{self, Part};
use reqwest::{Client, Method, RequestBuilder, Url, redirect};
use sqlx::Row;
use std::sync::Arc;

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The request, for messages.
    pub(crate) asked: String,
    /// HTTP status.
    pub(crate) status: u16,
    /// Where it sends the browser.
    pub(crate) location: String,
    /// Headers.
    pub(crate) headers: HeaderMap,
    /// Bytes of the body.
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The words of the page.
    pub(crate) fn words(&self) -> String {
        html::words(&self.text())
    }

    /// The status, checked.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} → {} {}: {}", self.asked, self.status, self.location, cut(&self.words()));
        self
    }

    /// A 303 to this address.
    #[track_caller]
    pub(crate) fn goes_to(self, to: &str) -> Self {
        let this = self.is(303);
        assert_eq!(this.location, to, "{}", this.asked);
        this
    }

    /// A page that says this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        let wanted = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(self.words().contains(&wanted), "{}: not on the page: {wanted}\n{}", self.asked, cut(&self.words()));
        self
    }

    /// A page that says the sentence of this key.
    #[track_caller]
    pub(crate) fn says_key(self, key: &'static str) -> Self {
        let sentence = crate::support::said(key);
        self.says(sentence)
    }

    /// A page that does not say this.
    #[track_caller]
    pub(crate) fn never_says(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "{}: on the page: {text}", self.asked);
        self
    }

    /// The form that goes to `action`.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> HtmlForm {
        let forms = html::forms(&self.text());
        let all: Vec<String> = forms.iter().map(|form| form.action.clone()).collect();
        let found = forms.into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("{}: no form to {action}, only {all:?}", self.asked))
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
    }
}

fn cut(text: &str) -> String {
    text.chars().take(1500).collect()
}

/// What every drawn form that ends so has a key for.
const KEYED: [&str; 31] = [
    "/paper",
    "/give-back",
    "/cancel",
    "/doubts",
    "/answer",
    "/undo-all",
    "/withdraw",
    "/leeway",
    "/role",
    "/pause",
    "/capacity",
    "/issue",
    "/decide",
    "/approve-all",
    "/return-all",
    "/undo",
    "/remove",
    "/number-seen",
    "/found",
    "/added",
    "/not-added",
    "/trouble",
    "/removed",
    "/enrol",
    "/wait",
    "/close",
    "/merge",
    "/rest",
    "/resume",
    "/take-back",
    "/round",
];

/// A person's own act, which has no key.
const OWN: &str = "/contact/withdraw";

/// What asks for the password anew, however lately it was given.
const ANEW: [&str; 9] =
    ["/issue", "/rounds/new", "/approve-all", "/return-all", "/undo-all", "/withdraw", "/enrol", "/merge", "/adopt"];

fn is_anew(path: &str) -> bool {
    let of_round =
        path.starts_with("/rounds/") && ["/close", "/leeway", "/texts"].iter().any(|end| path.ends_with(end));
    of_round || path != OWN && !path.starts_with("/doubts/") && ANEW.iter().any(|end| path.ends_with(end))
}

/// A browser.
#[derive(Clone)]
pub(crate) struct Visitor {
    app: App,
    base: String,
    client: Client,
    jar: Arc<Jar>,
}

impl Visitor {
    pub(crate) fn new(app: App, base: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let client = Client::builder()
            .cookie_provider(Arc::clone(&jar))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent("Mozilla/5.0 (Linux; Android 14) Nep-Test")
            .build()
            .unwrap();
        Self { app, base: base.to_owned(), client, jar }
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    fn url(&self) -> Url {
        self.base.parse().unwrap()
    }

    /// Puts a cookie into the browser.
    pub(crate) fn take_cookie(&self, cookie: &str) {
        self.jar.add_cookie_str(cookie, &self.url());
    }

    /// The value of one of the browser's cookies.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let line = self.jar.cookies(&self.url())?;
        let line = line.to_str().ok()?.to_owned();
        line.split("; ")
            .filter_map(|pair| pair.split_once('='))
            .find(|pair| pair.0 == name)
            .map(|pair| pair.1.to_owned())
    }

    /// The form token of the session, as every form of its pages holds it.
    pub(crate) async fn csrf(&self) -> Option<String> {
        let hash = sha256(self.cookie("sid")?);
        let row = sqlx::query("select csrf from session where token_hash = $1")
            .bind(hash)
            .fetch_optional(self.app.db.read())
            .await
            .unwrap()?;
        row.try_get(0).ok()
    }

    /// A request to be changed before it is sent.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Reply {
        let request = request.build().unwrap();
        let asked = format!("{} {}", request.method(), request.url().path());
        let answer = self.client.execute(request).await.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let headers = answer.headers().clone();
        let status = answer.status().as_u16();
        let location = headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = answer.bytes().await.unwrap().to_vec();
        for cookie in headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            log::secret(cookie.split_once("sid=").map_or("", |(_, rest)| rest.split(';').next().unwrap_or_default()));
        }
        log::links(&asked);
        log::links(&String::from_utf8_lossy(&bytes));
        Reply { asked, status, location, headers, bytes }
    }

    /// GET.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST of a form with the session's token.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all: Vec<(String, String)> = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        // Every drawn form of these has a key of its own.
        let keyed = path != OWN && KEYED.iter().any(|end| path.ends_with(end));
        if keyed && !fields.iter().any(|field| field.0 == "form_key") {
            all.push(("form_key".to_owned(), new_id()));
        }
        if is_anew(path) && !fields.iter().any(|field| field.0 == "password") {
            all.push(("password".to_owned(), PASSWORD.to_owned()));
        }
        let admission = path.strip_suffix("/added").or_else(|| path.strip_suffix("/trouble"));
        if let Some(admission) = admission.filter(|_| !fields.iter().any(|field| field.0 == "contact")) {
            all.push(("contact".to_owned(), self.contact_of(admission.trim_start_matches("/admissions/")).await));
        }
        let of_document = path.strip_suffix("/issue").or_else(|| path.strip_suffix("/withdraw"));
        if let Some(document) = of_document.filter(|path| path.starts_with("/documents/")) {
            all.push(("seen".to_owned(), self.version_of(document.trim_start_matches("/documents/")).await));
        }
        if let Some(csrf) = self.csrf().await {
            all.push(("csrf".to_owned(), csrf));
        }
        self.post_raw(path, &all).await
    }

    /// The contact an admission stands on, as its line has it; empty for none.
    pub(crate) async fn contact_of(&self, admission: &str) -> String {
        let sql = "select contact_id from admission_step where admission_id = $1 and until_at is null";
        let row = sqlx::query(sql).bind(admission).fetch_optional(self.app.db.read()).await.unwrap();
        row.map(|row| row.try_get(0).unwrap()).unwrap_or_default()
    }

    /// The version of a document that is in force, as its page has it.
    pub(crate) async fn version_of(&self, document: &str) -> String {
        let row = sqlx::query(
            "select id from version where document_id = $1 and in_force_at is not null and superseded_at is null",
        );
        let row = row.bind(document).fetch_optional(self.app.db.read()).await.unwrap();
        row.map(|row| row.try_get(0).unwrap()).unwrap_or_default()
    }

    /// The form that attaches a file to a document, as its page draws it.
    pub(crate) async fn attaching(&self, document: &str, file: Part) -> multipart::Form {
        let (csrf, seen) = (self.csrf().await.unwrap_or_default(), self.version_of(document).await);
        let form = multipart::Form::new().text("csrf", csrf).text("form_key", new_id()).text("seen", seen);
        form.text("password", PASSWORD).part("file", file)
    }

    /// Brings a text for the place of a document's; the page that shows how it is read, or why it is not.
    pub(crate) async fn brings(&self, document: &str, file: Part) -> Reply {
        let csrf = self.csrf().await.unwrap_or_default();
        let form = multipart::Form::new().text("csrf", csrf).text("form_key", new_id()).part("file", file);
        self.send(self.request(Method::POST, &format!("/documents/{document}/replace")).multipart(form)).await
    }

    /// Uses the text of a page that [`Self::brings`] answered, with some fields changed and a file kept beside it.
    pub(crate) async fn uses(&self, look: &Reply, change: &[(&str, &str)], original: Option<Part>) -> Reply {
        let at = look.asked.rsplit(' ').next().unwrap_or_default().to_owned();
        let fields = look.form(&at).with(&[&[("password", PASSWORD)], change].concat());
        let form = fields.into_iter().fold(multipart::Form::new(), |form, (name, value)| form.text(name, value));
        let form = original.into_iter().fold(form, |form, file| form.part("original", file));
        self.send(self.request(Method::POST, &format!("{at}/use")).multipart(form)).await
    }

    /// POST of exactly these fields.
    pub(crate) async fn post_raw(&self, path: &str, fields: &[(String, String)]) -> Reply {
        log::fields(fields);
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    /// What a person does: opens `page`, fills in the form that goes to `action`, sends it.
    /// A field that the form does not have is a fault of the page.
    pub(crate) async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let form = self.get(page).await.is(200).form(action);
        self.fill(&form, fields).await
    }

    /// Looks at whom an act on many is about, and does it: fills in the form of `page` that leads to `look`, then the one
    /// to `act` on the page that comes.
    pub(crate) async fn through(&self, page: &str, look: &str, act: &str, fields: &[(&str, &str)]) -> Reply {
        let form = self.submit(page, look, fields).await.is(200).form(act);
        self.fill(&form, &[]).await
    }

    /// Sends a form with these fields changed; the password where it is asked for anew.
    pub(crate) async fn fill(&self, form: &HtmlForm, fields: &[(&str, &str)]) -> Reply {
        for (name, _) in fields {
            assert!(
                form.names.iter().any(|one| one == name),
                "the form to {} has no field {name}: {:?}",
                form.action,
                form.names
            );
        }
        let touched = |name: &str| fields.iter().any(|field| field.0 == name);
        let mut all: Vec<(String, String)> = form.fields.iter().filter(|field| !touched(&field.0)).cloned().collect();
        all.extend(fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        if form.looks {
            let url = Url::parse_with_params(&format!("{}{}", self.base, form.action), &all).unwrap();
            return self.get(&format!("{}?{}", form.action, url.query().unwrap_or_default())).await;
        }
        if is_anew(&form.action) && !touched("password") {
            all.retain(|field| field.0 != "password");
            all.push(("password".to_owned(), PASSWORD.to_owned()));
        }
        self.post_raw(&form.action, &all).await
    }

    /// Follows a 303 to its page.
    pub(crate) async fn follow(&self, reply: Reply) -> Reply {
        let reply = reply.is(303);
        self.get(&reply.location).await
    }
}

impl HtmlForm {
    /// The fields as a browser sends them, with some of them changed or a button pressed.
    pub(crate) fn with(&self, change: &[(&str, &str)]) -> Vec<(String, String)> {
        let kept = self.fields.iter().filter(|field| !change.iter().any(|one| one.0 == field.0));
        // A browser leaves out the line break after the tag.
        let own =
            |(name, value): &(String, String)| (name.clone(), value.strip_prefix('\n').unwrap_or(value).to_owned());
        kept.map(own).chain(change.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))).collect()
    }
}
