//! Pull the plug: what the server confirmed is there after `kill -9`, exactly once, whatever it was doing.

use crate::support::engine;
use nep::accounts::store::{NewSession, insert_session, set_password};
use nep::act::Act;
use nep::app::App;
use nep::commands::serve;
use nep::config::Config;
use nep::id::{new_token, sha256};
use nep::people::acts::add;
use nep::people::rules::Name;
use nep::people::store::NewPerson;
use nep::setup::acts::group_and_round;
use nep::time::{Clock, DAY};
use sqlx::Row;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PEOPLE: usize = 24;
const KILLS: u64 = 4;

/// A person with an open session: cookie and form token.
#[derive(Clone, Debug)]
struct Reader {
    id: String,
    cookie: String,
    csrf: String,
}

async fn prepare(url: &str) -> (Vec<Reader>, Vec<(String, String, String)>) {
    let config = Config { database: Some(url.to_owned()), key: Some(key()), ..Config::default() };
    let app = serve::open(config, Clock::System).await.unwrap();
    let act = Act::system(app.clock.now());
    let mut tx = app.db.write().await.unwrap();
    let made = group_and_round(&mut tx, &act, &app.library, "DAK LAK IOC").await;
    tx.settle(made).await.unwrap();
    let mut readers = Vec::new();
    for n in 0..PEOPLE {
        readers.push(reader(&app, &act, n).await);
    }
    let site = app.site().await.unwrap();
    let articles = site.documents.iter().flat_map(|document| &document.current.articles);
    let articles = articles.map(|a| (a.document_id.clone(), a.article.clone(), a.sha256.clone())).collect();
    app.db.close().await;
    (readers, articles)
}

fn key() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("nep-power-{}.key", std::process::id()))
}

async fn reader(app: &App, act: &Act, n: usize) -> Reader {
    let site = app.site().await.unwrap();
    let name = Name::guess(if n.is_multiple_of(2) { "Nguyễn Văn An" } else { "H’Hen Niê" });
    let new = NewPerson { name, department: "Phòng Kỹ thuật".to_owned(), ..NewPerson::default() };
    let mut tx = app.db.write().await.unwrap();
    let made = async {
        let person = add(&mut tx, act, &site, &new).await?;
        set_password(&mut tx, &person.person_id, "", act.at).await?;
        let (cookie, csrf) = (new_token(), new_token());
        let session = NewSession {
            token_hash: sha256(&cookie),
            person_id: person.person_id.clone(),
            csrf: csrf.clone(),
            how: "password".into(),
            started_at: act.at,
            expires_at: act.at + DAY,
            ip: String::new(),
            agent: String::new(),
        };
        insert_session(&mut tx, &session).await?;
        Ok(Reader { id: person.person_id, cookie, csrf })
    }
    .await;
    tx.settle(made).await.unwrap()
}

fn start(url: &str, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_nep"))
        .args([
            "serve",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--database",
            url,
            "--log",
            "json",
            "--key",
            &key().display().to_string(),
        ])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn ready(base: &str) {
    for _ in 0..400 {
        if reqwest::get(format!("{base}/healthz")).await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the server does not come back");
}

/// Posts every reading of one person, noting what was confirmed; goes round until the server is gone.
async fn submit(
    base: String,
    reader: Reader,
    articles: Arc<Vec<(String, String, String)>>,
    confirmed: Arc<Mutex<BTreeSet<String>>>,
) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for (document, article, hash) in articles.iter() {
        let form = [("csrf", reader.csrf.as_str()), ("article", article), ("sha256", hash)];
        let request = client
            .post(format!("{base}/documents/{document}/read"))
            .header("cookie", format!("sid={}", reader.cookie))
            .header("origin", &base)
            .form(&form);
        match request.send().await {
            Ok(answer) if answer.status().as_u16() == 303 => {
                confirmed.lock().unwrap().insert(format!("{} {document} {article}", reader.id));
            }
            Ok(answer) => assert_eq!(answer.status().as_u16(), 503, "{article}"),
            Err(_) => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_survives_kill_9() {
    let database = engine::new_database().await;
    let (readers, articles) = prepare(&database.url).await;
    let articles = Arc::new(articles);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let confirmed = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 0..KILLS {
        let mut server = start(&database.url, port);
        ready(&base).await;
        let tasks: Vec<_> = readers
            .iter()
            .map(|reader| {
                let (articles, confirmed) = (Arc::clone(&articles), Arc::clone(&confirmed));
                tokio::spawn(submit(base.clone(), reader.clone(), articles, confirmed))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(60 + 90 * round)).await;
        server.kill().unwrap();
        server.wait().unwrap();
        for task in tasks {
            task.await.unwrap();
        }
    }
    let told = confirmed.lock().unwrap().clone();
    assert!(!told.is_empty(), "nothing was confirmed before the kills: the test shows nothing");
    let config = Config { database: Some(database.url.clone()), ..Config::default() };
    let app = serve::open(config, Clock::System).await.unwrap();
    let rows =
        sqlx::query("select person_id, document_id, article from reading").fetch_all(app.db.read()).await.unwrap();
    let mut kept = BTreeSet::new();
    for row in &rows {
        let (person, document, article): (String, String, String) =
            (row.try_get(0).unwrap(), row.try_get(1).unwrap(), row.try_get(2).unwrap());
        assert!(kept.insert(format!("{person} {document} {article}")), "kept twice");
    }
    let lost: Vec<_> = told.difference(&kept).collect();
    assert!(lost.is_empty(), "confirmed and lost: {lost:?}");
    let gaps =
        sqlx::query("select count(*), coalesce(max(n), 0) from ledger_leaf").fetch_one(app.db.read()).await.unwrap();
    let (count, newest): (i64, i64) = (gaps.try_get(0).unwrap(), gaps.try_get(1).unwrap());
    assert_eq!(count, newest + 1, "the ledger has a gap");
    app.db.close().await;
}
