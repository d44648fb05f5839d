//! PostgreSQL dies in four ways while sixty people work: nothing confirmed is lost, and nobody restarts the application.

use crate::engine::is_postgres;
use crate::load::Load;
use crate::oracle;
use crate::postgres::cluster::{Cluster, signal};
use crate::server::{Place, Server};
use crate::summary::Rig;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rustix::process::Signal;
use std::time::Duration;
use tokio::time::sleep;

const FAULTS: [Fault; 4] = [Fault::Terminated, Fault::BackendKilled, Fault::PostmasterKilled, Fault::Restarted];

#[derive(Clone, Copy, Debug)]
enum Fault {
    /// An operator ends every connection.
    Terminated,
    /// One backend is killed: the whole cluster starts anew by itself.
    BackendKilled,
    /// The postmaster is killed, and started again three seconds later.
    PostmasterKilled,
    /// `pg_ctl -m immediate restart`.
    Restarted,
}

impl Fault {
    /// Ends when the database is back, or is coming back by itself.
    async fn strike(self, cluster: &Cluster, chance: &mut StdRng) {
        match self {
            Self::Terminated => {
                cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'nep'").await;
            }
            Self::BackendKilled => {
                let backends = cluster.backends().await;
                signal(&[backends[chance.random_range(0..backends.len())]], Signal::KILL);
            }
            Self::PostmasterKilled => {
                signal(&[cluster.postmaster()], Signal::KILL);
                sleep(Duration::from_secs(3)).await;
                cluster.run().await;
            }
            Self::Restarted => assert!(cluster.ctl(&["-m", "immediate", "-w", "restart"])),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_crashes_under_sixty_people_and_nothing_confirmed_is_lost() {
    assert!(is_postgres(), "scripts/rigs leaves this out on SQLite");
    let rig = Rig::start("PostgreSQL crashes");
    if let Some(reason) = Cluster::none() {
        return rig.cannot(reason);
    }
    let rounds = if Rig::long() { 15 } else { 1 };
    let (cluster, place, stage) = Box::pin(Cluster::staged("max_connections = 40\nwal_buffers = 16MB")).await;
    let mut load = Load::new(&rig, &place, &stage);
    load.pages_may_apologise = true;
    let mut chance = rig.chance(1000);
    let server = Server::start(&rig, &place).await;
    let mut longest = Duration::ZERO;
    for fault in FAULTS.iter().cycle().take(FAULTS.len() * rounds) {
        let running = load.run(false);
        sleep(Duration::from_millis(chance.random_range(500..1500))).await;
        load.journal.has_every_kind().await;
        fault.strike(&cluster, &mut chance).await;
        longest = longest.max(load.writes_within(Duration::from_secs(10)).await);
        sleep(Duration::from_millis(300)).await;
        running.stop(&mut load).await;
        let found = oracle::glance(&place, &load.journal).await;
        assert!(found.is_empty(), "after {fault:?}: {found:#?}");
        assert_eq!(load.journal.unanswered(), 0, "{fault:?}: somebody got no answer");
    }
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    let saved = load.journal.saved();
    assert!(saved > 50 * rounds, "only {saved} confirmed");
    oracle::doubts(&place, &load.journal).await;
    confirmed_too_early_is_lost(&cluster, &place, &mut load, server).await;
    rig.passed(
        &format!("{} crashes (connections ended, backend killed, postmaster killed, immediate restart), {} clients", 4 * rounds, load.clients()),
        &format!(
            "{saved} confirmed, none lost, none doubled; writing again after {:.1} s at most; control: without synchronous_commit confirmed acts are lost",
            longest.as_secs_f64()
        ),
    );
}

/// The control: a server that confirms before it has written loses, and the oracle says so.
async fn confirmed_too_early_is_lost(cluster: &Cluster, place: &Place, load: &mut Load, server: Server) {
    cluster.sql("alter system set synchronous_commit = off").await;
    cluster.sql("select pg_reload_conf()").await;
    signal(&[cluster.named("walwriter")], Signal::STOP);
    let running = load.run(false);
    sleep(Duration::from_secs(1)).await;
    signal(&cluster.processes(), Signal::KILL);
    drop(server);
    running.stop(load).await;
    cluster.forget_settings();
    cluster.run().await;
    let found = oracle::glance(place, &load.journal).await;
    assert!(found.iter().any(|one| one.contains("lost")), "without synchronous_commit nothing was lost: {found:#?}");
}
