//! Disks that fill up, turn read-only or are locked by somebody else, and are well again.

use crate::engine::new_database;
use crate::load::Load;
use crate::mount::{Frozen, Mount, takes_files};
use crate::oracle;
use crate::server::{Place, Server};
use crate::stage::stage;
use crate::strace::{self, Attached, Fault};
use crate::summary::Rig;
use sqlx::{AnyConnection, Connection as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const AGAIN: Duration = Duration::from_secs(10);

/// Faults of each kind.
fn rounds() -> usize {
    if Rig::long() { 20 } else { 1 }
}

/// What came of some faults.
#[derive(Default)]
struct Seen {
    told: usize,
    /// Faults in which somebody was told.
    met: usize,
    again: Duration,
    page: Duration,
}

/// One fault under load: how it begins, how long it lasts, how it ends.
async fn through<F>(load: &mut Load, begin: impl FnOnce() -> F, last: Duration, end: impl FnOnce(F), seen: &mut Seen) {
    let running = load.run(false);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let before = load.journal.faults_told();
    let fault = begin();
    tokio::time::sleep(last).await;
    let told = load.journal.faults_told() - before;
    end(fault);
    seen.met += usize::from(told > 0);
    seen.told += told;
    seen.again = seen.again.max(load.writes_within(AGAIN).await);
    seen.page = seen.page.max(running.stop(load).await);
}

/// `least`: so many of the faults must have met somebody.
async fn pass(rig: Rig, place: &Place, load: &Load, done: &str, least: usize, seen: &Seen) {
    assert!(seen.met >= least, "{} faults met somebody, of {least}", seen.met);
    let found = oracle::judge(place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(place, &load.journal).await;
    let saved = load.journal.saved();
    let Seen { told, met, again, page } = seen;
    let outcome = format!(
        "{saved} confirmed, {told} told 503 in {met} faults; saved again after {again:.1?} at most, a page within {page:.1?}"
    );
    rig.passed(done, &outcome);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_and_is_freed_or_grown_ends_nothing() {
    let rig = Rig::start("full disk");
    let Some(mount) = Mount::tmpfs(40_000) else { return rig.cannot("no right to mount a tmpfs") };
    let place = Place::new(&format!("sqlite:{}", mount.path().join("nep.db").display()));
    let stage = Box::pin(stage(&place, 40, 20)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    let (mut seen, rounds) = (Seen::default(), rounds());
    for _ in 0..rounds {
        let free = |file: PathBuf| fs::remove_file(file).unwrap();
        through(&mut load, || mount.fill(), Duration::from_secs(2), free, &mut seen).await;
    }
    // The database itself outgrows its disk.
    mount.resize(mount.used() + 100);
    through(&mut load, || {}, Duration::from_secs(4), |()| mount.resize(120_000), &mut seen).await;
    drop(server);
    // A write-ahead log that has had its checkpoint is written over in place, and needs no new room.
    let done = format!("tmpfs filled and freed {rounds} times, then outgrown and grown");
    pass(rig, &place, &load, &done, 1, &seen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_or_a_disk_that_is_read_only_for_a_while_ends_nothing() {
    let rig = Rig::start("read-only");
    let folder = tempfile::tempdir().unwrap();
    let files = ["nep.db", "nep.db-wal"].map(|name| folder.path().join(name));
    let place = Place::new(&format!("sqlite:{}", files[0].display()));
    let stage = Box::pin(stage(&place, 40, 20)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    load.writes_within(AGAIN).await;
    if Frozen::all(&files).is_none() {
        return rig.cannot("no right to make a file immutable");
    }
    if let Some(reason) = strace::missing() {
        return rig.cannot(reason);
    }
    if Mount::read_only(folder.path()).is_none() {
        return rig.cannot("no right to mount");
    }
    let (mut seen, rounds) = (Seen::default(), rounds());
    for _ in 0..rounds {
        let freeze = || Frozen::all(&files).unwrap();
        through(&mut load, freeze, Duration::from_secs(2), drop, &mut seen).await;
        let turn = || read_only(folder.path(), server.id());
        through(&mut load, turn, Duration::from_secs(3), drop, &mut seen).await;
    }
    drop(server);
    let done = format!("{rounds} times the files immutable, {rounds} times their file system read-only");
    pass(rig, &place, &load, &done, 2 * rounds, &seen).await;
}

/// Files that are open stay writable under a mount: the next write to them fails as on a disk turned read-only, and the
/// file that is opened then is.
fn read_only(folder: &Path, process: u32) -> (Mount, Attached) {
    let mount = Mount::read_only(folder).unwrap();
    assert!(!takes_files(folder), "the control: it can be written");
    (mount, Attached::to(process, &Fault { calls: "pwrite64", what: "error=EROFS", first: 1, on: false }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_held_for_eight_seconds_ends_nothing() {
    let rig = Rig::start("lock held");
    let database = new_database().await;
    let place = Place::new(&database.url);
    let stage = Box::pin(stage(&place, 40, 20)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    let rounds = if Rig::long() { 10 } else { 1 };
    let mut seen = Seen::default();
    for _ in 0..rounds {
        let mut other = AnyConnection::connect(&place.url).await.unwrap();
        sqlx::raw_sql("pragma busy_timeout = 5000; begin immediate").execute(&mut other).await.unwrap();
        // Closed by the time it is dropped: its end rolls back.
        let held = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(8500)).await;
            other.close().await
        });
        through(&mut load, || {}, Duration::from_secs(8), |()| {}, &mut seen).await;
        held.await.unwrap().unwrap();
    }
    drop(server);
    pass(rig, &place, &load, &format!("{rounds} times `begin immediate` for 8 s by another process"), rounds, &seen)
        .await;
}
