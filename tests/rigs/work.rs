//! What each kind of person does next.

use crate::client::{Browser, Sending};
use crate::html;
use crate::journal::Kind;
use crate::stage::{Article, Hand};
use crate::summary::secrets;
use nep::commands::seed::PASSWORD;
use nep::id::new_id;
use rand::RngExt as _;
use rand::rngs::StdRng;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers nobody else has.
static NEXT: AtomicU64 = AtomicU64::new(1);

fn next() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A person's work, without end.
pub(crate) enum Work {
    /// Reads every article, from the first again after the last.
    Reader {
        articles: Arc<Vec<Article>>,
        at: usize,
    },
    SignIn {
        login: String,
    },
    /// Sits a test and changes answers for as long as it lasts.
    Sitter {
        attempt: Option<String>,
        starting: Option<String>,
    },
    /// Confirms once.
    Confirmer {
        done: bool,
    },
    /// Declares one number after another.
    Declarer,
    /// Adds people and hands out links.
    Coordinator {
        people: Vec<String>,
    },
    /// Approves and takes it back, in turn.
    Leader {
        admission: String,
        contact: String,
        approved: bool,
    },
}

fn field(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn sending(kind: Kind, key: String, value: String, path: String, fields: Vec<(String, String)>) -> Sending {
    Sending { kind, key, value, path, fields, to: &["/"], number: None, led: String::new() }
}

impl Work {
    /// The next form; `None` when there is nothing to do now.
    pub(crate) async fn next(&mut self, browser: &Browser, chance: &mut StdRng) -> Option<Sending> {
        match self {
            Self::SignIn { login } => {
                let fields = vec![field("login", login.clone()), field("password", PASSWORD), field("next", "/")];
                Some(sending(Kind::SignIn, String::new(), String::new(), "/sign-in".to_owned(), fields))
            }
            Self::Sitter { attempt: Some(attempt), .. } => answer(browser, attempt, chance).await,
            Self::Sitter { starting, .. } => {
                let key = starting.get_or_insert_with(new_id).clone();
                let one =
                    sending(Kind::Start, key.clone(), String::new(), "/quiz".to_owned(), vec![field("form_key", key)]);
                Some(Sending { to: &["/quiz/"], ..one })
            }
            Self::Confirmer { done: true } => None,
            Self::Confirmer { .. } => confirm(browser).await,
            Self::Reader { articles, at } => {
                let one = articles.get(*at % articles.len())?.clone();
                *at += 1;
                Some(read(browser.hand.as_ref()?, &one))
            }
            Self::Declarer => Some(declare(browser.hand.as_ref()?)),
            Self::Coordinator { people } => Some(if chance.random_bool(0.5) { add() } else { link(people, chance) }),
            Self::Leader { admission, contact, approved } => Some(decide(admission, contact, *approved)),
        }
    }

    /// What has come of the last one.
    pub(crate) fn took(&mut self, sent: &Sending) {
        match self {
            Self::Sitter { attempt, .. } if sent.kind == Kind::Start => {
                *attempt = sent.led.split('/').nth(2).map(str::to_owned);
            }
            Self::Confirmer { done } => *done = true,
            Self::Leader { approved, .. } => *approved = !*approved,
            _ => {}
        }
    }
}

fn read(hand: &Hand, one: &Article) -> Sending {
    let key = format!("{} {} {}", hand.id, one.document, one.id);
    let fields = vec![field("article", one.id.clone()), field("sha256", one.sha256.clone())];
    sending(Kind::Read, key, one.sha256.clone(), format!("/documents/{}/read", one.document), fields)
}

/// A random answer to a random question, as its page offers it.
async fn answer(browser: &Browser, attempt: &str, chance: &mut StdRng) -> Option<Sending> {
    let path = format!("/quiz/{attempt}/questions/{}", chance.random_range(1..=5));
    let form = browser.form(&path, &path).await?;
    let mut options: Vec<Vec<String>> = Vec::new();
    for (tag, _) in html::tags(&form.html) {
        let value = html::attribute(&tag, "value").unwrap_or_default();
        let named = html::attribute(&tag, "name").as_deref() == Some("answer");
        if tag.starts_with("<select") && named {
            options.push(Vec::new());
        } else if tag.starts_with("<option") && !value.is_empty() {
            options.last_mut()?.push(value);
        } else if tag.starts_with("<input") && named {
            if options.is_empty() {
                options.push(Vec::new());
            }
            options.last_mut()?.push(value);
        }
    }
    let mut chosen: Vec<String> =
        options.iter().filter_map(|some| some.get(chance.random_range(0..some.len().max(1))).cloned()).collect();
    let fields = chosen.iter().map(|value| field("answer", value.clone())).chain([field("to", "next")]).collect();
    chosen.sort();
    let key = format!("{attempt} {}", path.rsplit('/').next()?);
    let one = sending(Kind::Answer, key, chosen.join(","), path, fields);
    Some(Sending { to: &["/quiz/"], ..one })
}

async fn confirm(browser: &Browser) -> Option<Sending> {
    let hand = browser.hand.as_ref()?;
    let form = browser.form("/acknowledgment", "/acknowledgment").await?;
    form.value("form_key")?;
    let given = ["csrf", "point", "typed_name", "password"];
    let mut fields: Vec<_> = form.fields.iter().filter(|field| !given.contains(&field.0.as_str())).cloned().collect();
    for (tag, _) in html::tags(&form.html) {
        if html::attribute(&tag, "name").as_deref() == Some("point") {
            fields.push(field("point", html::attribute(&tag, "value")?));
        }
    }
    fields.extend([field("typed_name", hand.name.clone()), field("password", PASSWORD)]);
    let one = sending(Kind::Confirm, hand.id.clone(), String::new(), "/acknowledgment".to_owned(), fields);
    Some(Sending { to: &["/acknowledgment/receipt"], ..one })
}

/// A number nobody has, for a person's own name.
pub(crate) fn declare(hand: &Hand) -> Sending {
    let number = format!("{:07}", next());
    secrets(&[&format!("098{number}"), &format!("8498{number}")]);
    let fields = vec![
        field("phone", format!("098{number}")),
        field("zalo_name", hand.name.clone()),
        field("agree", "on"),
        field("confirm", "on"),
        field("form_key", new_id()),
    ];
    sending(Kind::Declare, format!("{} +8498{number}", hand.id), hand.name.clone(), "/contact".to_owned(), fields)
}

fn add() -> Sending {
    const NAMES: [&str; 4] = ["Nguyễn Thị Ngọc Ánh", "Y Moan Ênuôl", "H’Hen Niê", "Đặng Văn Ân"];
    let number = next();
    let name = NAMES[usize::try_from(number).unwrap() % NAMES.len()];
    let (code, position) = (format!("RIG{number:06}"), format!("Viên chức “số {number}” & <phụ trách> đường truyền"));
    let fields = vec![
        field("full", name),
        field("code", code.clone()),
        field("department", "Phòng Kỹ thuật"),
        field("position", position.clone()),
        field("form_key", new_id()),
    ];
    let one = sending(Kind::Add, code, format!("{name} {position}"), "/people/new".to_owned(), fields);
    Sending { to: &["/tracking/people/"], ..one }
}

fn link(people: &[String], chance: &mut StdRng) -> Sending {
    let (key, person) = (new_id(), &people[chance.random_range(0..people.len())]);
    let fields = vec![field("form_key", key.clone())];
    let one = sending(Kind::Link, key, String::new(), format!("/people/{person}/link"), fields);
    Sending { to: &["/people/"], ..one }
}

fn decide(admission: &str, contact: &str, approved: bool) -> Sending {
    let (step, end) = if approved { ("withdrawn", "undo") } else { ("approved", "decide") };
    let mut fields = vec![field("form_key", new_id())];
    if !approved {
        fields.extend([
            field("decision", "approve"),
            field("contact", contact),
            field("reason", "Đúng người, đúng số"),
        ]);
    }
    let path = format!("/admissions/{admission}/{end}");
    let one = sending(Kind::Step, admission.to_owned(), step.to_owned(), path, fields);
    Sending { to: &["/admissions"], ..one }
}
