//! Invented histories: what is loaded in bulk is what acts would have made.

use crate::support::engine;
use nep::app::App;
use nep::commands::{demo, seed, serve};
use nep::config::Config;
use nep::time::Clock;
use sqlx::Row;

async fn empty(database: &engine::Database) -> App {
    let key = std::env::temp_dir().join(format!("nep-seed-{}.key", std::process::id()));
    let config = Config { database: Some(database.url.clone()), key: Some(key), ..Config::default() };
    serve::open(config, Clock::System).await.unwrap()
}

async fn int(app: &App, sql: &'static str) -> i64 {
    sqlx::query(sql).fetch_one(app.db.read()).await.unwrap().try_get(0).unwrap()
}

async fn is_sound(app: &App) {
    let differences = nep::verify::ledger(&app.db).await.unwrap();
    let told: Vec<String> = differences.iter().take(20).map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} differences: {told:#?}", differences.len());
    assert_eq!(nep::verify::standing(app).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn years_loaded_in_bulk_agree_with_their_leaves_and_with_the_facts() {
    let database = engine::new_database().await;
    let app = empty(&database).await;
    Box::pin(seed::fill(&app, 80, 2)).await.unwrap();
    is_sound(&app).await;
    assert_eq!(int(&app, "select count(*) from round where closed_at is not null").await, 1);
    let members = "select count(*) from standing s join round r on r.id = s.round_id
                   where r.kind = 'newcomer' and s.state = 'in_group'";
    assert_eq!(int(&app, members).await, 60);
    let done = "select count(*) from standing s join round r on r.id = s.round_id
                where r.closed_at is not null and s.acknowledged_at is not null and s.earlier_at < r.closed_at";
    assert_eq!(int(&app, done).await, 60, "a closed round is as of its closing");
    app.db.close().await;
}

#[tokio::test]
async fn the_trial_is_made_of_acts_and_shows_every_state() {
    let database = engine::new_database().await;
    let app = empty(&database).await;
    Box::pin(demo::fill(&app)).await.unwrap();
    is_sound(&app).await;
    assert_eq!(int(&app, "select count(*) from person").await, 42);
    assert!(int(&app, "select count(distinct state) from standing").await >= 12);
    app.db.close().await;
}
