//! One browser: a page, a form, and what its answer means.

use crate::html::{self, HtmlForm};
use crate::journal::{Journal, Kind, Outcome};
use crate::stage::Hand;
use nep::id::sha256;
use nep::text::find;
use reqwest::{Client, Response, redirect};
use std::sync::Arc;
use std::time::Duration;

/// A form on its way, again and again until its outcome is known.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    pub(crate) kind: Kind,
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Where a 303 leads when the act was done: the beginnings of addresses.
    pub(crate) to: &'static [&'static str],
    /// Its number in the journal, once it was sent.
    pub(crate) number: Option<usize>,
    /// Where the last reply led.
    pub(crate) led: String,
}

#[derive(Clone)]
pub(crate) struct Browser {
    http: Client,
    base: String,
    pub(crate) hand: Option<Hand>,
    journal: Arc<Journal>,
}

impl Browser {
    pub(crate) fn new(base: &str, hand: Option<Hand>, journal: &Arc<Journal>) -> Self {
        let http = Client::builder().no_proxy().redirect(redirect::Policy::none()).timeout(Duration::from_mins(1));
        Self { http: http.build().unwrap(), base: base.to_owned(), hand, journal: Arc::clone(journal) }
    }

    fn cookie(&self) -> String {
        self.hand.as_ref().map(|hand| format!("sid={}", hand.cookie)).unwrap_or_default()
    }

    /// A page with its status; `None` when no server answers.
    pub(crate) async fn get(&self, path: &str) -> Option<(u16, String)> {
        let asked = self.http.get(format!("{}{path}", self.base)).header("cookie", self.cookie()).send().await.ok()?;
        let status = asked.status().as_u16();
        if status >= 500 && status != 503 {
            self.journal.complain(format!("GET {path}: {status}"));
        }
        Some((status, asked.text().await.ok()?))
    }

    /// The form of a page that goes to `action`.
    pub(crate) async fn form(&self, page: &str, action: &str) -> Option<HtmlForm> {
        let (status, text) = self.get(page).await?;
        html::forms(&text).into_iter().find(|form| status == 200 && form.action == action)
    }

    /// Sends it once; the answer is what is known now.
    pub(crate) async fn send(&self, sending: &mut Sending) -> Outcome {
        let journal = &self.journal;
        if let Some(number) = sending.number {
            journal.again(number);
        }
        let number = *sending.number.get_or_insert_with(|| journal.begin(sending.kind, &sending.key, &sending.value));
        let mut fields = sending.fields.clone();
        fields.extend(self.hand.as_ref().map(|hand| ("csrf".to_owned(), hand.csrf.clone())));
        let request = self.http.post(format!("{}{}", self.base, sending.path)).header("cookie", self.cookie());
        let Ok(answer) = request.header("origin", &self.base).form(&fields).send().await else {
            journal.end(number, Outcome::Unanswered, None);
            return Outcome::Unanswered;
        };
        let (status, location) = (answer.status(), answer.headers().get("location"));
        sending.led = location.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (outcome, key) = self.judge(sending, answer).await;
        if outcome == Outcome::Refused {
            journal.note(number, &format!("{status} {}", sending.led));
        }
        journal.end(number, outcome, key);
        outcome
    }

    async fn judge(&self, sending: &Sending, answer: Response) -> (Outcome, Option<String>) {
        let (status, path) = (answer.status().as_u16(), &sending.path);
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        if status == 303 {
            let done = sending.to.iter().any(|to| sending.led.starts_with(to));
            let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
            let sid = cookies.filter_map(|line| line.strip_prefix("sid=")?.split(';').next()).map(sha256).next_back();
            let key = sid.filter(|_| sending.kind == Kind::SignIn);
            return (if done { Outcome::Saved } else { Outcome::Refused }, key);
        }
        if status != 503 {
            if status >= 500 {
                self.journal.complain(format!("POST {path}: {status}"));
            }
            return (Outcome::Refused, None);
        }
        if header("retry-after").is_empty() {
            self.journal.complain(format!("POST {path}: 503 without Retry-After"));
        }
        let Ok(text) = answer.text().await else { return (Outcome::Unanswered, None) };
        let words = html::words(&text);
        let says = |key: &'static str| words.contains(nep::terms::shipped().speak(|| find(key)).unwrap());
        let outcome = if says("error.not_saved") {
            Outcome::NotSaved
        } else if says("error.unsure") {
            Outcome::Unknown
        } else {
            self.journal.complain(format!("POST {path}: a 503 that does not say whether it was saved: {words}"));
            Outcome::Unknown
        };
        self.is_kept(sending, &text);
        (outcome, None)
    }

    /// What was typed stands in the form of the error page, but for the password.
    fn is_kept(&self, sending: &Sending, text: &str) {
        let forms = html::forms(text);
        let Some(again) = forms.iter().find(|form| form.action == sending.path) else {
            return self.journal.complain(format!("POST {}: 503 without the form", sending.path));
        };
        for (name, value) in &sending.fields {
            let kept = again.fields.iter().any(|field| field.0 == *name && field.1 == *value);
            let secret = name == "password" && again.names.iter().any(|one| one == name);
            if !kept && !secret {
                self.journal.complain(format!("POST {}: 503 has lost {name}={value}", sending.path));
            }
        }
    }
}
