//! Two servers on one database: one is killed under load, the other goes on; what is done without a request is done once.

use crate::engine::{is_postgres, new_database};
use crate::load::Load;
use crate::oracle;
use crate::postgres::cluster::{Cluster, size};
use crate::server::{Place, Server};
use crate::stage::stage;
use crate::summary::Rig;
use nep::act::Act;
use nep::rounds::acts::{NewRound, Texts, create};
use nep::rounds::rules::{Audience, RoundKind, Settings};
use rand::RngExt as _;
use sqlx::Row as _;
use std::time::{Duration, Instant};
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_one_database_and_one_dies() {
    let rig = Rig::start("two servers");
    if let Some(reason) = Rig::no_engine() {
        return rig.cannot(reason);
    }
    // Held until the end.
    let (database, _cluster);
    let (first, stage) = if is_postgres() {
        let staged = Box::pin(Cluster::staged("max_connections = 60")).await;
        _cluster = staged.0;
        (staged.1, staged.2)
    } else {
        database = new_database().await;
        let place = Place::new(&database.url);
        let (people, fresh) = size();
        let stage = Box::pin(stage(&place, people, fresh)).await;
        (place, stage)
    };
    let second = Place::new(&first.url);
    let places = [first, second];
    std::fs::copy(places[0].key(), places[1].key()).unwrap();
    let mut load = Load::over(&rig, &[&places[0], &places[1]], &stage);
    let mut chance = rig.chance(1000);
    let (first, second) = tokio::join!(Server::start(&rig, &places[0]), Server::start(&rig, &places[1]));
    let mut servers = [Some(first), Some(second)];
    let kills = if Rig::long() { 40 } else { 2 };
    for kill in 0..kills {
        let dies = (kill + 1) % 2;
        let running = load.run(true);
        sleep(Duration::from_millis(chance.random_range(500..1500))).await;
        servers[dies].take().unwrap().kill();
        let saved = load.journal.saved();
        if dies == 1 {
            load.writes_within(Duration::from_secs(10)).await;
        }
        sleep(Duration::from_secs(1)).await;
        assert!(load.journal.saved() > saved, "kill {kill}: the other server saves nothing");
        running.stop(&mut load).await;
        let found = oracle::glance(&places[0], &load.journal).await;
        assert!(found.is_empty(), "after kill {kill}: {found:#?}");
        servers[dies] = Some(Server::start(&rig, &places[dies]).await);
    }
    drop(servers);
    let (late, enrolled) = jobs(&rig, &places, &mut load).await;
    let found = oracle::judge(&places[0], &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(&places[0], &load.journal).await;
    rig.passed(
        &format!(
            "{kills} of them killed, {} clients over both; {late} late sittings and a batch of {enrolled} for both",
            load.clients()
        ),
        &format!("{} confirmed, none lost, none doubled; each job once", load.journal.saved()),
    );
}

/// Work for both at their start: sittings that are over, and a round into which nobody has come.
async fn jobs(rig: &Rig, places: &[Place; 2], load: &mut Load) -> (i64, i64) {
    let app = oracle::open(&places[0]).await;
    let number = async |sql: &'static str| -> i64 {
        sqlx::query(sql).fetch_one(app.db.read()).await.unwrap().try_get(0).unwrap()
    };
    let late = number("select count(*) from attempt where graded_at is null").await;
    assert!(late > 0, "nobody was sitting");
    let group: String =
        sqlx::query("select group_id from round").fetch_one(app.db.read()).await.unwrap().try_get(0).unwrap();
    let mut tx = app.db.write_alone().await.unwrap();
    let over = sqlx::query("update attempt set due_at = drawn_at where graded_at is null").execute(&mut tx).await;
    tx.settle(over.map_err(Into::into)).await.unwrap();
    let (id, settings) = (Some("two".to_owned()), Settings { due_days: 3000, ..Settings::default() });
    let (name, texts) = ("Hai máy".to_owned(), Texts::Everything);
    let new = NewRound {
        id,
        name,
        kind: RoundKind::Yearly,
        group_id: group,
        settings,
        texts,
        due_on: None,
        audience: Audience::default(),
        follows: None,
    };
    let mut tx = app.db.write_alone().await.unwrap();
    let opened = create(&mut tx, &Act::system(app.clock.now()), &app.library, &new).await;
    tx.settle(opened).await.unwrap();
    let servers = tokio::join!(Server::start(rig, &places[0]), Server::start(rig, &places[1]));
    let started = Instant::now();
    while number("select count(*) from attempt where graded_at is null and due_at is not null").await > 0
        || number("select count(*) from round where filled_at is null").await > 0
    {
        assert!(started.elapsed() < Duration::from_secs(20), "the jobs are not done");
        sleep(Duration::from_millis(100)).await;
    }
    load.writes_within(Duration::from_secs(10)).await;
    drop(servers);
    // No time had been set for them: as their leaves say.
    let mut tx = app.db.write_alone().await.unwrap();
    let back = sqlx::query("update attempt set due_at = null where due_at = drawn_at").execute(&mut tx).await;
    tx.settle(back.map_err(Into::into)).await.unwrap();
    let twice = "select count(*) from (select o.row_id from leaf_of o join ledger_leaf l on l.n = o.n
                 where l.data like '%attempt.graded%' and o.kind = 'attempt' group by o.row_id having count(*) > 1) x";
    assert_eq!(number(twice).await, 0, "a sitting was graded twice");
    // The control: a second leaf of a sitting is seen.
    let mut tx = app.db.write_alone().await.unwrap();
    let forge = "insert into leaf_of (kind, row_id, n) select 'attempt', o.row_id,
                   (select max(n) from ledger_leaf where data like '%attempt.graded%')
                 from leaf_of o where o.kind = 'attempt'
                   and o.n = (select min(n) from ledger_leaf where data like '%attempt.graded%')";
    sqlx::query(forge).execute(&mut tx).await.unwrap();
    let seen: i64 = sqlx::query(twice).fetch_one(&mut tx).await.unwrap().try_get(0).unwrap();
    tx.refuse().await.unwrap();
    assert_eq!(seen, 1, "a second leaf passes unseen");
    let enrolled = number("select count(*) from enrolment where round_id = 'two'").await;
    let here = number("select count(distinct person_id) from enrolment").await;
    assert_eq!(enrolled, here, "everybody is in the round, once");
    app.db.close().await;
    (late, enrolled)
}
