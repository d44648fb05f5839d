//! The application with its fixed cast.

use super::engine::{self, Database};
use super::visitor::Visitor;
use nep::accounts::store as accounts;
use nep::app::App;
use nep::commands::serve;
use nep::config::Config;
use nep::error::Error;
use nep::id::{new_token, sha256};
use nep::people::rules::Name;
use nep::people::store::{self as people, NewPerson};
use nep::router::router;
use nep::time::{Clock, MINUTE, start_of};
use sqlx::Row;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "caphe-bando-nuirung-muaha";

/// Phòng of the head and of two members.
pub(crate) const TECHNICAL: &str = "Phòng Kỹ thuật";
/// Phòng of the coordinator and of one member.
pub(crate) const OFFICE: &str = "Phòng Hành chính – Dịch vụ";

/// Full name, department, position, staff code, roles.
const CAST: [(&str, &str, &str, &str, &[&str]); 8] = [
    ("Nguyễn Thị Quản", OFFICE, "Chuyên viên", "NV001", &["admin"]),
    ("Võ Hoàng Trưởng", "Ban Giám đốc", "Giám đốc", "NV002", &["leader"]),
    ("Trần Thị Bích Điều", OFFICE, "Trưởng phòng", "NV003", &["coordinator"]),
    ("Phạm Quốc Đầu", TECHNICAL, "Trưởng phòng", "NV004", &["head"]),
    ("H’Hen Niê", TECHNICAL, "Viên chức", "NV005", &[]),
    ("Y Moan Ênuôl", OFFICE, "", "NV006", &[]),
    ("Đặng Văn Ân", TECHNICAL, "Kỹ sư", "NV007", &[]),
    ("Lê Ánh Ngọc", OFFICE, "Văn thư", "NV008", &[]),
];

/// Somebody of the cast.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) actor: String,
    pub(crate) name: String,
    pub(crate) login: String,
}

/// A running application.
pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) admin: Person,
    pub(crate) leader: Person,
    pub(crate) coordinator: Person,
    pub(crate) head: Person,
    /// "H’Hen Niê", in the head's department.
    pub(crate) hen: Person,
    /// "Y Moan Ênuôl", in another one.
    pub(crate) moan: Person,
    /// "Đặng Văn Ân", in the head's department.
    pub(crate) an: Person,
    /// "Lê Ánh Ngọc".
    pub(crate) ngoc: Person,
    hand: Arc<AtomicI64>,
    pub(crate) database: Database,
    _stop: oneshot::Sender<()>,
}

/// 9:00 on 24/11/2026 in Viet Nam.
fn morning() -> i64 {
    start_of("2026-11-24").unwrap() + 9 * 60 * MINUTE
}

/// An application without anybody in it, as after the first start.
pub(crate) struct Empty {
    pub(crate) app: App,
    pub(crate) base: String,
    hand: Arc<AtomicI64>,
    database: Database,
    stop: oneshot::Sender<()>,
}

impl Empty {
    pub(crate) async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        let database = engine::new_database().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let hand = Arc::new(AtomicI64::new(morning()));
        let config =
            Config { database: Some(database.url.clone()), public_url: Some(base.clone()), ..Config::default() };
        let app = serve::open(change(config), Clock::Hand(Arc::clone(&hand))).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let routes = router(app.clone());
        tokio::spawn(async move {
            serve::listen(listener, routes, 256, async move {
                let _ = stopped.await;
            })
            .await;
        });
        Self { app, base, hand, database, stop }
    }

    pub(crate) fn stranger(&self) -> Visitor {
        Visitor::new(self.app.clone(), &self.base)
    }

    pub(crate) fn advance(&self, minutes: i64) {
        self.hand.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    }
}

impl Site {
    /// Starts the application with the cast in it.
    pub(crate) async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    /// The same with other settings of the server.
    pub(crate) async fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        let empty = Empty::start_with(change).await;
        let cast = make_cast(&empty.app).await;
        let [admin, leader, coordinator, head, hen, moan, an, ngoc] = cast.try_into().unwrap();
        let Empty { app, base, hand, database, stop } = empty;
        Self { app, base, admin, leader, coordinator, head, hen, moan, an, ngoc, hand, database, _stop: stop }
    }

    /// Turns the clock.
    pub(crate) fn advance(&self, minutes: i64) {
        self.hand.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    }

    /// What the application takes for now.
    pub(crate) fn now(&self) -> i64 {
        self.hand.load(Ordering::SeqCst)
    }

    /// A browser nobody has signed in with.
    pub(crate) fn stranger(&self) -> Visitor {
        Visitor::new(self.app.clone(), &self.base)
    }

    /// A browser in which this person has just signed in.
    pub(crate) async fn visit(&self, person: &Person) -> Visitor {
        self.visit_by_id(&person.id).await
    }

    /// The same by id.
    pub(crate) async fn visit_by_id(&self, id: &str) -> Visitor {
        let token = new_token();
        let session = accounts::NewSession {
            token_hash: sha256(&token),
            person_id: id.to_owned(),
            csrf: new_token(),
            how: "password".to_owned(),
            started_at: self.now(),
            expires_at: self.now() + self.app.config.session_life(),
            ip: "127.0.0.1".to_owned(),
            agent: "test".to_owned(),
        };
        let write = self.app.db.write(move |tx| Box::pin(async move { accounts::insert_session(tx, &session).await }));
        write.await.unwrap();
        let visitor = self.stranger();
        visitor.take_cookie(&format!("sid={token}; Path=/"));
        visitor
    }

    /// Issues a personal link as the coordinator would; the answer is its path.
    pub(crate) async fn link(&self, person: &Person, kind: &'static str) -> String {
        let order = accounts::Issue {
            person_id: person.id.clone(),
            actor: person.actor.clone(),
            kind,
            by: Some((self.coordinator.id.clone(), self.coordinator.actor.clone())),
            now: self.now(),
            expires_at: self.now() + self.app.config.link_days() * nep::time::DAY,
        };
        let issued = self.app.db.write(move |tx| Box::pin(async move { accounts::issue_link(tx, &order).await }));
        format!("/link/{}", issued.await.unwrap())
    }

    /// Adds a person with a password; the staff code is made of the name.
    pub(crate) async fn add_person(&self, name: &str, department: &str, roles: &[&'static str]) -> Person {
        add(&self.app, &[(name, department, "Viên chức", "", roles)], self.now()).await.remove(0)
    }

    /// The first column of the first row as a number.
    pub(crate) async fn int(&self, sql: impl Into<String>) -> i64 {
        let sql: String = sql.into();
        let row = sqlx::query(sqlx::AssertSqlSafe(sql.clone())).fetch_one(self.app.db.read()).await;
        row.unwrap_or_else(|error| panic!("{sql}: {error}")).try_get(0).unwrap()
    }

    /// The first column of the first row as text; empty when there is none.
    pub(crate) async fn text(&self, sql: impl Into<String>) -> String {
        self.texts(sql).await.into_iter().next().unwrap_or_default()
    }

    /// The first column of every row as text.
    pub(crate) async fn texts(&self, sql: impl Into<String>) -> Vec<String> {
        let sql: String = sql.into();
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql.clone())).fetch_all(self.app.db.read()).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter().map(|row| row.try_get::<Option<String>, _>(0).unwrap().unwrap_or_default()).collect()
    }

    /// Runs a statement past the application; the answer is the number of rows it touched.
    pub(crate) async fn run(&self, sql: impl Into<String>) -> Result<u64, sqlx::Error> {
        let sql: String = sql.into();
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(self.app.db.read()).await.map(|done| done.rows_affected())
    }

    /// How many rows each table has, but for those that note mere visits.
    pub(crate) async fn census(&self) -> BTreeMap<&'static str, i64> {
        let mut counts = BTreeMap::new();
        for table in TABLES {
            // The health check writes one setting of its own.
            let of_people = if table == "setting" { " where name <> 'probe'" } else { "" };
            counts.insert(table, self.int(format!("select count(*) from {table}{of_people}")).await);
        }
        counts
    }

    /// The leaves of one type, parsed.
    pub(crate) async fn leaves(&self, kind: &str) -> Vec<serde_json::Value> {
        let all = self.texts("select data from ledger_leaf order by n").await;
        let parsed = all.iter().map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
        parsed.filter(|leaf| leaf["type"] == kind).collect()
    }
}

/// Every table that records something people did.
pub(crate) const TABLES: [&str; 25] = [
    "setting",
    "department",
    "person",
    "account",
    "role_grant",
    "link",
    "document",
    "version",
    "version_article",
    "attachment",
    "reading",
    "zalo_group",
    "round",
    "round_document",
    "enrolment",
    "attempt",
    "attempt_question",
    "acknowledgment",
    "acknowledgment_document",
    "consent",
    "contact",
    "admission",
    "ledger_leaf",
    "ledger_private",
    "activity",
];

type Wanted<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [&'static str]);

async fn make_cast(app: &App) -> Vec<Person> {
    let now = app.clock.now();
    let group = app
        .db
        .write(move |tx| Box::pin(async move { nep::setup::store::group_and_round(tx, "DAK LAK IOC", now).await }));
    group.await.unwrap();
    add(app, &CAST, now).await
}

async fn add(app: &App, wanted: &[Wanted<'_>], now: i64) -> Vec<Person> {
    let hash = app.hasher.hash(PASSWORD.to_owned()).await.unwrap();
    let wanted: Vec<(String, String, String, String, Vec<&'static str>)> = wanted
        .iter()
        .map(|one| (one.0.to_owned(), one.1.to_owned(), one.2.to_owned(), one.3.to_owned(), one.4.to_vec()))
        .collect();
    let made = app.db.write(move |tx| {
        Box::pin(async move {
            let mut made = Vec::new();
            for (name, department, position, code, roles) in wanted {
                let department_id = people::department_named(tx, &department, now).await?;
                let code = Some(code).filter(|code| !code.is_empty());
                let new = NewPerson {
                    name: Name::guess(&name),
                    code,
                    department_id,
                    position,
                    roles,
                    ..NewPerson::default()
                };
                let (id, actor) = people::create(tx, &new, &None, now).await?;
                accounts::set_password(tx, &id, &hash, now).await?;
                made.push((id, actor, name));
            }
            Ok::<_, Error>(made)
        })
    });
    let mut cast = Vec::new();
    for (id, actor, name) in made.await.unwrap() {
        let account = accounts::of_person(app.db.read(), &id).await.unwrap().unwrap();
        assert_eq!(account.full_name, name);
        cast.push(Person { id, actor, name, login: account.login });
    }
    cast
}
