//! PostgreSQL refuses or stands still, and is well again: reading goes on where it can, writing says that it could not.

use crate::engine::is_postgres;
use crate::load::Load;
use crate::oracle;
use crate::postgres::cluster::{Cluster, signal};
use crate::server::Server;
use crate::summary::Rig;
use rustix::process::Signal;
use sqlx::{AnyConnection, Connection as _};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const FAULTS: [Fault; 4] = [Fault::ReadOnly, Fault::RoleReadOnly, Fault::NoConnections, Fault::Stalled];

#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The whole cluster.
    ReadOnly,
    /// The application's role, in every connection made meanwhile.
    RoleReadOnly,
    /// Somebody else has all of them.
    NoConnections,
    /// Every process stands still.
    Stalled,
}

/// What has to be let go.
enum Held {
    Nothing,
    Connections(Vec<AnyConnection>),
    Processes(Vec<i32>),
}

impl Fault {
    fn leaves_reading(self) -> bool {
        matches!(self, Self::ReadOnly | Self::RoleReadOnly)
    }

    fn lasts(self) -> Duration {
        Duration::from_secs(match self {
            Self::Stalled if Rig::long() => 60,
            Self::Stalled => 12,
            _ if Rig::long() => 20,
            _ => 2,
        })
    }

    async fn begin(self, cluster: &Cluster) -> Held {
        match self {
            Self::ReadOnly => {
                cluster.sql("alter system set default_transaction_read_only = on").await;
                cluster.sql("select pg_reload_conf()").await;
                Held::Nothing
            }
            Self::RoleReadOnly => {
                cluster.sql("alter role nep set default_transaction_read_only = on").await;
                // Who is connected keeps what held before, and so does who is just connecting.
                for _ in 0..4 {
                    cluster.sql(END).await;
                    sleep(Duration::from_millis(100)).await;
                }
                Held::Nothing
            }
            Self::NoConnections => Held::Connections(take_all(cluster).await),
            Self::Stalled => {
                let processes = cluster.processes();
                signal(&processes, Signal::STOP);
                Held::Processes(processes)
            }
        }
    }

    async fn end(self, cluster: &Cluster, held: Held) {
        match held {
            Held::Nothing if matches!(self, Self::ReadOnly) => {
                cluster.sql("alter system reset default_transaction_read_only").await;
                cluster.sql("select pg_reload_conf()").await;
            }
            Held::Nothing => cluster.sql("alter role nep reset default_transaction_read_only").await,
            Held::Connections(all) => {
                for one in all {
                    one.close().await.unwrap();
                }
            }
            Held::Processes(all) => signal(&all, Signal::CONT),
        }
    }
}

const END: &str = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nep'";

/// Every connection there is: those of the application too, which are ended as often as it takes.
async fn take_all(cluster: &Cluster) -> Vec<AnyConnection> {
    let mut all = Vec::new();
    while all.len() < usize::from(CONNECTIONS) {
        match AnyConnection::connect(&cluster.url("postgres", "other")).await {
            Ok(one) => all.push(one),
            Err(_) => cluster.sql(END).await,
        }
    }
    all
}

/// Of those, three are for the operator alone.
const CONNECTIONS: u8 = 20;

/// Transactions that were open before the fault may still be saved: how many confirmed acts there are after the last.
async fn settled(load: &Load) -> usize {
    for _ in 0..10 {
        let saved = load.journal.saved();
        sleep(Duration::from_millis(1200)).await;
        if load.journal.saved() == saved {
            return saved;
        }
    }
    panic!("acts are confirmed as if there were no fault")
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_refuses_to_write_and_people_are_told_so_until_it_writes_again() {
    assert!(is_postgres(), "scripts/rigs leaves this out on SQLite");
    let rig = Rig::start("PostgreSQL refuses");
    if let Some(reason) = Cluster::none() {
        return rig.cannot(reason);
    }
    let settings = format!("max_connections = {}", CONNECTIONS + 3);
    let (cluster, place, stage) = Box::pin(Cluster::staged(&settings)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    let (mut longest, mut page) = (Duration::ZERO, Duration::ZERO);
    for fault in FAULTS {
        load.pages_may_apologise = true;
        let running = load.run(false);
        sleep(Duration::from_secs(1)).await;
        let held = fault.begin(&cluster).await;
        let begun = Instant::now();
        let saved = settled(&load).await;
        sleep(fault.lasts()).await;
        // The control: the fault was there.
        assert_eq!(load.journal.saved(), saved, "{fault:?}: something was confirmed meanwhile");
        if fault.leaves_reading() {
            assert_eq!(load.apologies_since(begun), 0, "{fault:?}: pages did not come");
        }
        fault.end(&cluster, held).await;
        longest = longest.max(load.writes_within(Duration::from_secs(10)).await);
        page = page.max(running.stop(&mut load).await);
        let found = oracle::glance(&place, &load.journal).await;
        assert!(found.is_empty(), "after {fault:?}: {found:#?}");
        assert_eq!(load.journal.unanswered(), 0, "{fault:?}: somebody got no answer within a minute");
    }
    drop(server);
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(&place, &load.journal).await;
    rig.passed(
        &format!("read-only, role read-only, out of connections, stalled for {} s, {} clients", Fault::Stalled.lasts().as_secs(), load.clients()),
        &format!(
            "{} confirmed, none lost; nothing confirmed meanwhile; longest wait for a page {:.1} s; writing again after {:.1} s at most",
            load.journal.saved(),
            page.as_secs_f64(),
            longest.as_secs_f64()
        ),
    );
}
