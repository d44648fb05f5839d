//! An office at work, made through the library before any server runs: people at every step, each with a session.

use crate::server::Place;
use crate::summary::secrets;
use nep::accounts::store::{NewSession, insert_session, mark_proved};
use nep::act::Act;
use nep::app::App;
use nep::commands::{seed, serve};
use nep::config::Config;
use nep::db::Tx;
use nep::error::Error;
use nep::id::{new_token, sha256};
use nep::people::acts::add_many;
use nep::people::rules::Name;
use nep::people::store::NewPerson;
use nep::time::{Clock, DAY};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Row as _};

/// Somebody with an open session in which the password was just given.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Hand {
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

/// One article as a reading form names it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Article {
    pub(crate) document: String,
    pub(crate) id: String,
    pub(crate) sha256: String,
}

/// Who is there. Nobody stands in two lists.
#[derive(Deserialize, Serialize)]
pub(crate) struct Stage {
    /// Have read nothing yet.
    pub(crate) fresh: Vec<Hand>,
    /// Have read everything, and sat no test.
    pub(crate) read: Vec<Hand>,
    /// Passed, and confirmed nothing.
    pub(crate) passed: Vec<Hand>,
    /// In the group.
    pub(crate) members: Vec<Hand>,
    /// Admissions before the leader, with their contact.
    pub(crate) submitted: Vec<(String, String)>,
    pub(crate) coordinator: Hand,
    pub(crate) leader: Hand,
    pub(crate) articles: Vec<Article>,
}

/// `people` of the seed, three in four of them in the group and one in forty at each step before, and `fresh` ones.
pub(crate) async fn stage(place: &Place, people: u64, fresh: usize) -> Stage {
    let config = Config { database: Some(place.url.clone()), key: Some(place.key()), ..Config::default() };
    let app = serve::open(config, Clock::System).await.unwrap();
    seed::fill(&app, people, 0).await.unwrap();
    let stage = Stage {
        fresh: sessions(&app, &add(&app, fresh).await).await,
        read: hands(&app, "select person_id from standing where read = articles and articles > 0 and sittings = 0 and passed_at is null")
            .await,
        passed: hands(
            &app,
            "select distinct person_id from attempt where passed_at is not null
            and person_id not in (select person_id from acknowledgment)",
        )
        .await,
        members: hands(&app, "select person_id from admission_step where kind = 'confirmed' and until_at is null")
            .await,
        submitted: pairs(
            &app,
            "select admission_id, contact_id from admission_step where kind = 'submitted'
            and until_at is null",
        )
        .await,
        coordinator: hands(&app, "select person_id from role_grant where role = 'coordinator'").await.remove(0),
        leader: hands(&app, "select person_id from role_grant where role = 'leader'").await.remove(0),
        articles: articles(&app).await,
    };
    app.db.close().await;
    stage
}

async fn articles(app: &App) -> Vec<Article> {
    let site = app.site().await.unwrap();
    let all = site.documents.iter().flat_map(|document| &document.current.articles);
    all.map(|a| Article { document: a.document_id.clone(), id: a.article.clone(), sha256: a.sha256.clone() }).collect()
}

async fn pairs(app: &App, sql: &'static str) -> Vec<(String, String)> {
    let rows = sqlx::query(sql).fetch_all(app.db.read()).await.unwrap();
    rows.iter().map(|row| (row.try_get(0).unwrap(), row.try_get(1).unwrap())).collect()
}

async fn hands(app: &App, who: &'static str) -> Vec<Hand> {
    let rows = sqlx::query(who).fetch_all(app.db.read()).await.unwrap();
    let ids: Vec<String> = rows.iter().map(|row| row.try_get(0).unwrap()).collect();
    sessions(app, &ids).await
}

/// Adds people who have not even signed up.
async fn add(app: &App, many: usize) -> Vec<String> {
    let site = app.site().await.unwrap();
    let person = |n: usize| NewPerson {
        name: Name::guess(if n.is_multiple_of(2) { "Nguyễn Văn An" } else { "H’Hen Niê" }),
        department: "Phòng Kỹ thuật".to_owned(),
        ..NewPerson::default()
    };
    let new: Vec<NewPerson> = (0..many).map(person).collect();
    let mut tx = app.db.write_alone().await.unwrap();
    let made = add_many(&mut tx, &Act::system(app.clock.now()), &site, &new).await;
    tx.settle(made).await.unwrap().into_iter().map(|one| one.person_id).collect()
}

async fn sessions(app: &App, ids: &[String]) -> Vec<Hand> {
    let mut tx = app.db.write_alone().await.unwrap();
    let opened = async {
        let mut hands = Vec::new();
        for id in ids {
            hands.push(session(&mut tx, id, app.clock.now()).await?);
        }
        Ok(hands)
    }
    .await;
    tx.settle(opened).await.unwrap()
}

async fn session(tx: &mut Tx, id: &str, now: i64) -> Result<Hand, Error> {
    let sql = format!(
        "select a.login, f.full_name from account a join profile f on f.person_id = a.person_id and f.until_at is null
         where a.person_id = '{id}'"
    );
    let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut *tx).await?;
    let (cookie, csrf) = (new_token(), new_token());
    secrets(&[&cookie, &csrf]);
    let session = NewSession {
        token_hash: sha256(&cookie),
        person_id: id.to_owned(),
        csrf: csrf.clone(),
        how: "password".to_owned(),
        started_at: now,
        expires_at: now + 30 * DAY,
        kept_until: None,
        ip: "127.0.0.1".to_owned(),
        agent: "rig".to_owned(),
    };
    insert_session(tx, &session).await?;
    mark_proved(tx, &session.token_hash, now).await?;
    Ok(Hand { id: id.to_owned(), login: row.try_get(0)?, name: row.try_get(1)?, cookie, csrf })
}
