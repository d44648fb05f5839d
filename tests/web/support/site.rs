//! The application with its fixed cast.

use super::engine::{self, Database};
use super::log;
use super::visitor::Visitor;
use nep::accounts::rules::{Role, Scope};
use nep::accounts::store as accounts;
use nep::act::{Act, Author};
use nep::app::App;
use nep::commands::serve;
use nep::config::Config;
use nep::db::Tx;
use nep::documents::library::Source;
use nep::error::Error;
use nep::id::{new_token, sha256};
use nep::people::acts as people;
use nep::people::rules::Name;
use nep::people::store::NewPerson;
use nep::router::router;
use nep::time::{Clock, MINUTE, start_of};
use sqlx::{AnyConnection, Connection, Row};
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
impl Person {
    pub(crate) fn author(&self) -> Author {
        Author { person_id: self.id.clone(), actor: self.actor.clone() }
    }
}

/// The application with its people.
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
    jobs: tokio::task::JoinHandle<()>,
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
    jobs: tokio::task::JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Empty {
    pub(crate) async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        log::start();
        let database = engine::new_database().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let hand = Arc::new(AtomicI64::new(morning()));
        let config =
            Config { database: Some(database.url.clone()), public_url: Some(base.clone()), ..Config::default() };
        let mut app = serve::open(change(config), Clock::Hand(Arc::clone(&hand))).await.unwrap();
        // The program that runs here is the test.
        app.office = nep::office::Door::of(env!("CARGO_BIN_EXE_nep"));
        let (stop, stopped) = oneshot::channel::<()>();
        let routes = router(app.clone());
        tokio::spawn(async move {
            serve::listen(listener, routes, serve::Limits::default(), async move {
                let _ = stopped.await;
            })
            .await;
        });
        let jobs = nep::jobs::start(&app);
        Self { app, base, hand, database, jobs, stop }
    }

    pub(crate) fn stranger(&self) -> Visitor {
        Visitor::new(self.app.clone(), &self.base)
    }

    pub(crate) fn advance(&self, minutes: i64) {
        self.hand.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    }

    /// Nothing happens without a request any more.
    pub(crate) fn rest(&self) {
        self.jobs.abort();
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
        let Empty { app, base, hand, database, jobs, stop } = empty;
        Self { app, base, admin, leader, coordinator, head, hen, moan, an, ngoc, hand, database, jobs, _stop: stop }
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
        let visitor = self.stranger();
        visitor.take_cookie(&self.session_of(id).await);
        visitor
    }

    /// The cookie of a new session.
    pub(crate) async fn session(&self, person: &Person) -> String {
        self.session_of(&person.id).await
    }

    async fn session_of(&self, id: &str) -> String {
        let token = new_token();
        let session = accounts::NewSession {
            token_hash: sha256(&token),
            person_id: id.to_owned(),
            csrf: new_token(),
            how: "password".to_owned(),
            started_at: self.now(),
            expires_at: self.now() + self.app.config.session_life(),
            kept_until: None,
            ip: "127.0.0.1".to_owned(),
            agent: "test".to_owned(),
        };
        let mut tx = self.app.db.write().await.unwrap();
        let done = accounts::insert_session(&mut tx, &session).await;
        tx.settle(done).await.unwrap();
        log::secret(&token);
        format!("sid={token}; Path=/")
    }

    /// The address of a fresh personal link.
    pub(crate) async fn link(&self, person: &Person) -> String {
        let act = Act::of(self.coordinator.author(), self.now());
        let mut tx = self.app.db.write().await.unwrap();
        let id = people::issue_link(&mut tx, &act, &self.app.secret, &person.id, self.app.config.link_days()).await;
        let id = tx.settle(id).await.unwrap();
        let token = self.app.secret.token(&id);
        log::secret(&token);
        format!("/link/{token}")
    }

    /// Adds a person with a password; the staff code is made of the name.
    pub(crate) async fn add_person(&self, name: &str, department: &str, roles: &[&'static str]) -> Person {
        add(&self.app, &[(name, department, "Viên chức", "", roles)], self.now()).await.remove(0)
    }

    /// Adds that many people with a password and no role.
    pub(crate) async fn add_people(&self, many: usize) -> Vec<Person> {
        let names: Vec<String> = (0..many).map(|n| format!("Nguyễn Văn {}", "A".repeat(n % 7 + 1))).collect();
        let wanted: Vec<Wanted<'_>> = names.iter().map(|name| (name.as_str(), TECHNICAL, "", "", &[][..])).collect();
        add(&self.app, &wanted, self.now()).await
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
        let mut connection = AnyConnection::connect(&self.database.url).await?;
        if !engine::is_postgres() {
            sqlx::raw_sql("pragma busy_timeout = 5000; pragma foreign_keys = on").execute(&mut connection).await?;
        }
        let done =
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.map(|done| done.rows_affected());
        connection.close().await?;
        done
    }

    /// SQLite's plan of a statement, line by line; its parameters are null.
    pub(crate) async fn plan(&self, sql: &str) -> Vec<String> {
        let sql = format!("explain query plan {sql}");
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).fetch_all(self.app.db.read()).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter().map(|row| row.try_get::<String, _>(3).unwrap()).collect()
    }

    /// A second server on the same database: its application and its address.
    pub(crate) async fn another(&self) -> (App, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let config = Config { public_url: Some(base.clone()), ..self.app.config.as_ref().clone() };
        let app = serve::open(config, Clock::Hand(Arc::clone(&self.hand))).await.unwrap();
        tokio::spawn(serve::listen(listener, router(app.clone()), serve::Limits::default(), std::future::pending()));
        (app, base)
    }

    /// Stops what happens without a request: what is counted is asked by requests alone.
    pub(crate) fn alone(&self) {
        self.jobs.abort();
    }

    /// How many rows each table has, but for those that note mere visits.
    pub(crate) async fn census(&self) -> BTreeMap<&'static str, i64> {
        let mut counts = BTreeMap::new();
        for table in TABLES {
            counts.insert(table, self.int(format!("select count(*) from {table}")).await);
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
pub(crate) const TABLES: [&str; 69] = [
    "setting",
    "logo",
    "label",
    "department",
    "person",
    "profile",
    "person_word",
    "presence",
    "absence",
    "account",
    "account_switch",
    "role_grant",
    "link",
    "link_batch",
    "link_batch_link",
    "link_sent",
    "staff_list",
    "staff_list_person",
    "staff_list_department",
    "staff_list_change",
    "removal",
    "disclosure",
    "document",
    "version",
    "version_text",
    "version_article",
    "attachment",
    "reading",
    "capacity",
    "zalo_group",
    "round",
    "round_version",
    "round_ask",
    "round_audience",
    "round_pause",
    "calendar_day",
    "outage",
    "enrolment",
    "item",
    "attempt",
    "attempt_article",
    "attempt_item",
    "wait_lift",
    "leeway",
    "reminder",
    "report_note",
    "statement",
    "acknowledgment",
    "acknowledgment_version",
    "doubt",
    "doubt_answer",
    "paper",
    "paper_article",
    "paper_item",
    "paper_step",
    "paper_answer",
    "paper_scan",
    "paper_scan_part",
    "shown_text",
    "consent",
    "contact",
    "phone_suggestion",
    "admission",
    "admission_step",
    "remark",
    "ledger_leaf",
    "leaf_of",
    "private",
    "journal",
];

type Wanted<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [&'static str]);

async fn make_cast(app: &App) -> Vec<Person> {
    let act = Act::system(app.clock.now());
    let mut tx = app.db.write().await.unwrap();
    let made =
        nep::setup::acts::group_and_round(&mut tx, &act, &app.library, (Some(content(app)), "DAK LAK IOC")).await;
    tx.settle(made).await.unwrap();
    add(app, &CAST, app.clock.now()).await
}

/// What the cast begins with: the content folder where the server has one.
fn content(app: &App) -> Source {
    app.library.source()
}

async fn add(app: &App, wanted: &[Wanted<'_>], now: i64) -> Vec<Person> {
    let hash = app.hasher.hash(PASSWORD.to_owned()).await.unwrap();
    let mut cast = Vec::new();
    for (name, department, position, code, roles) in wanted {
        let role = |role: &&'static str| (Role::parse(role).unwrap(), Scope::All);
        let new = NewPerson {
            name: Name::guess(name),
            code: Some((*code).to_owned()).filter(|code| !code.is_empty()),
            department: (*department).to_owned(),
            position: (*position).to_owned(),
            roles: roles.iter().map(role).collect(),
            ..NewPerson::default()
        };
        let act = Act::system(now);
        let made = on_site(app, async |tx, site| {
            let made = people::add(tx, &act, site, &new).await?;
            accounts::set_password(tx, &made.person_id, &hash, now).await?;
            Ok(made)
        });
        let made = made.await;
        let account = accounts::of_person(app.db.read(), &made.person_id).await.unwrap().unwrap();
        assert_eq!(account.full_name, *name);
        cast.push(Person { id: made.person_id, actor: made.actor, name: (*name).to_owned(), login: account.login });
    }
    // A head sees their own department.
    let head = cast.iter().zip(wanted).filter(|(_, one)| one.4.contains(&"head"));
    for (person, one) in head {
        scope_head(app, person, one.1).await;
    }
    cast
}

/// One act that rests on what is in force, asked again when that changes under it, as the router does.
pub(crate) async fn on_site<T>(app: &App, act: impl AsyncFn(&mut Tx, &nep::site::Site) -> Result<T, Error>) -> T {
    loop {
        let site = app.site().await.unwrap();
        let mut tx = app.db.write().await.unwrap();
        let done = act(&mut tx, &site).await;
        match tx.settle(done).await {
            Err(Error::Moved) => {}
            done => return done.unwrap(),
        }
    }
}

/// Narrows a head's role to their department, past the application.
async fn scope_head(app: &App, person: &Person, department: &str) {
    let site = app.site().await.unwrap();
    let id = &site.departments.iter().find(|one| one.name == department).unwrap().id;
    let mut tx = app.db.write().await.unwrap();
    let sql = "update role_grant set scope = 'department', scope_id = $2 where person_id = $1 and role = 'head'";
    let done = sqlx::query(sql).bind(&person.id).bind(id).execute(&mut tx).await.map(|_| ()).map_err(Into::into);
    tx.settle(done).await.unwrap();
}
