//! `kill -9` while sixty people work: the server starts again, and everything confirmed is there.

use crate::engine::new_database;
use crate::load::Load;
use crate::oracle;
use crate::server::{Place, Server};
use crate::stage::stage;
use crate::summary::Rig;
use rand::RngExt as _;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_survives_kill_9_under_sixty_people() {
    let rig = Rig::start("kill -9");
    if let Some(reason) = Rig::no_engine() {
        return rig.cannot(reason);
    }
    let kills = if Rig::long() { 200 } else { 10 };
    let database = new_database().await;
    let place = Place::new(&database.url);
    let stage = Box::pin(stage(&place, 320, 40)).await;
    let mut load = Load::new(&rig, &place, &stage);
    assert_eq!(load.clients(), 60);
    let mut chance = rig.chance(1000);
    for kill in 0..kills {
        let server = Server::start(&rig, &place).await;
        if kill > 0 {
            let found = oracle::glance(&place, &load.journal).await;
            assert!(found.is_empty(), "after kill {kill}: {found:#?}");
        }
        let running = load.run(true);
        // Some die while the first requests come, the others in full work.
        if kill == 0 {
            load.journal.has_every_kind().await;
        } else if chance.random_bool(0.7) {
            load.journal.grows(10).await;
        }
        tokio::time::sleep(Duration::from_millis(chance.random_range(100..1200))).await;
        server.kill();
        running.stop(&mut load).await;
    }
    let server = Server::start(&rig, &place).await;
    load.writes_within(Duration::from_secs(10)).await;
    drop(server);
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    let (saved, open) = (load.journal.saved(), load.journal.open());
    assert!(saved > 3 * kills && open > 0, "{saved} confirmed, {open} open: the kills met nobody at work");
    oracle::doubts(&place, &load.journal).await;
    rig.passed(
        &format!("{kills} kills, 60 clients"),
        &format!("{saved} confirmed, {open} unanswered: none lost, none doubled; a forged journal is found out"),
    );
}
