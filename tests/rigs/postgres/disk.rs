//! The disk of PostgreSQL is full, and emptied again.

use crate::engine::is_postgres;
use crate::load::Load;
use crate::mount::Mount;
use crate::oracle;
use crate::postgres::cluster::Cluster;
use crate::server::Server;
use crate::summary::Rig;
use std::fs;
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn postgres_runs_out_of_disk_and_goes_on_when_there_is_room() {
    assert!(is_postgres(), "scripts/rigs leaves this out on SQLite");
    let rig = Rig::start("PostgreSQL out of disk");
    if let Some(reason) = Cluster::none() {
        return rig.cannot(reason);
    }
    let Some(disk) = Mount::tmpfs(131_072) else {
        return rig.cannot("no right to mount a tmpfs");
    };
    let data = disk.path().join("data");
    let settings = "max_connections = 40\nmax_wal_size = 24MB\nmin_wal_size = 8MB";
    let (cluster, place, stage) = Box::pin(Cluster::staged_in(data, settings)).await;
    let mut load = Load::new(&rig, &place, &stage);
    load.pages_may_apologise = true;
    let server = Server::start(&rig, &place).await;
    let (rounds, mut refused) = (if Rig::long() { 10 } else { 1 }, 0);
    for round in 0..rounds {
        let running = load.run(false);
        sleep(Duration::from_secs(1)).await;
        let ballast = disk.fill();
        let before = load.journal.not_saved();
        sleep(Duration::from_secs(4)).await;
        refused += load.journal.not_saved() - before;
        fs::remove_file(ballast).unwrap();
        // Without room for its log PostgreSQL ends: its operator starts it.
        cluster.run().await;
        load.writes_within(Duration::from_secs(10)).await;
        running.stop(&mut load).await;
        let found = oracle::glance(&place, &load.journal).await;
        assert!(found.is_empty(), "round {round}: {found:#?}");
        assert_eq!(load.journal.unanswered(), 0, "round {round}: somebody got no answer");
    }
    drop(server);
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    // The control: the disk was full.
    assert!(refused > 0, "nobody met a full disk");
    oracle::doubts(&place, &load.journal).await;
    drop(cluster);
    drop(disk);
    rig.passed(
        &format!("{rounds} times full for 4 s, {} clients", load.clients()),
        &format!("{} confirmed, none lost; {refused} told that nothing was saved", load.journal.saved()),
    );
}
