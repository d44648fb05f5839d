//! I/O errors, full disks and short writes at the Nth call, one or several in a row: the server goes on by itself.

use crate::engine::new_database;
use crate::load::Load;
use crate::oracle;
use crate::server::{Place, Server};
use crate::stage::stage;
use crate::strace::{self, Attached, Fault};
use crate::summary::Rig;
use std::time::Duration;

const AGAIN: Duration = Duration::from_secs(10);

const fn one(calls: &'static str, what: &'static str, first: u32, on: bool) -> Fault {
    Fault { calls, what, first, on }
}

fn faults() -> Vec<Fault> {
    if !Rig::long() {
        return vec![
            one("fsync", "error=EIO", 1, false),
            one("pwrite64", "error=ENOSPC", 1, false),
            one("pwrite64", "error=EIO", 2, false),
            one("fsync", "error=ENOSPC", 3, false),
            one("pwrite64", "retval=0", 7, false),
            one("fsync", "error=EIO", 14, false),
            one("pwrite64", "error=EIO", 30, false),
            one("fsync", "error=EIO", 2, true),
            one("pwrite64", "error=ENOSPC", 1, true),
        ];
    }
    let kinds = [
        ("fsync", "error=EIO"),
        ("fsync", "error=ENOSPC"),
        ("pwrite64", "error=EIO"),
        ("pwrite64", "error=ENOSPC"),
        ("pwrite64", "retval=0"),
    ];
    let single = (1..=30).flat_map(|first| kinds.map(|(calls, what)| one(calls, what, first, false)));
    let several = [1, 2, 5, 12].into_iter().flat_map(|first| kinds.map(|(calls, what)| one(calls, what, first, true)));
    single.chain(several).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_fails_ends_nothing_and_what_could_not_be_saved_is_told() {
    let rig = Rig::start("strace");
    if let Some(reason) = strace::missing() {
        return rig.cannot(reason);
    }
    let database = new_database().await;
    let place = Place::new(&database.url);
    let stage = Box::pin(stage(&place, 80, 40)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    let (mut calls, mut longest, mut page) = (0, Duration::ZERO, Duration::ZERO);
    let faults = faults();
    for some in faults.chunks(25) {
        let running = load.run(false);
        load.journal.has_every_kind().await;
        for fault in some {
            let attached = Attached::to(server.id(), fault);
            assert!(attached.met(Duration::from_secs(20)).await, "strace injected nothing: {fault:?}");
            if fault.on {
                tokio::time::sleep(Duration::from_millis(700)).await;
            }
            calls += attached.injected();
            drop(attached);
            longest = longest.max(load.writes_within(AGAIN).await);
        }
        page = page.max(running.stop(&mut load).await);
        let found = oracle::judge(&place, &load.journal).await;
        assert!(found.is_empty(), "{found:#?}");
    }
    drop(server);
    let told = load.journal.faults_told();
    assert!(calls >= faults.len() && told > 0, "{calls} calls failed, {told} people were told");
    oracle::doubts(&place, &load.journal).await;
    rig.passed(
        &format!("{} faults (EIO, ENOSPC, nothing written) at call 1 to 30, {calls} calls failed", faults.len()),
        &format!(
            "{} confirmed, {told} told 503; saved again after {longest:.1?} at most, a page within {page:.1?}",
            load.journal.saved()
        ),
    );
}

/// The main file is written by a checkpoint alone: the one that empties the log right after the start.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_fails_is_made_up_for_later() {
    let rig = Rig::start("strace at the checkpoint");
    if let Some(reason) = strace::missing() {
        return rig.cannot(reason);
    }
    let database = new_database().await;
    let place = Place::new(&database.url);
    let stage = Box::pin(stage(&place, 40, 20)).await;
    let mut load = Load::new(&rig, &place, &stage);
    let folder = tempfile::tempdir().unwrap();
    let kinds =
        [("pwrite64", "error=EIO"), ("pwrite64", "error=ENOSPC"), ("pwrite64", "retval=0"), ("fsync", "error=EIO")];
    let all = (1..=30).flat_map(|first| kinds.map(|(calls, what)| one(calls, what, first, false)));
    // One checkpoint syncs the file once.
    let all = all.filter(|fault| fault.calls != "fsync" || fault.first == 1);
    let faults: Vec<Fault> = if Rig::long() { all.collect() } else { all.take(4).collect() };
    let (mut calls, mut longest) = (0, Duration::ZERO);
    // What is in the log when a server is killed, the next one moves into the file.
    let mut server = Server::start(&rig, &place).await;
    // On a slow machine a start may find nothing to move: then some more are made.
    for (n, fault) in faults.iter().cycle().take(3 * faults.len()).enumerate() {
        if n >= faults.len() && calls >= faults.len() / 2 {
            break;
        }
        let running = load.run(true);
        tokio::time::sleep(Duration::from_millis(700)).await;
        server.kill();
        running.stop(&mut load).await;
        let told = folder.path().join(n.to_string());
        let file = place.url.trim_start_matches("sqlite:");
        let under = strace::under(fault, file, &told.display().to_string());
        server = Server::start_under(&rig, &place, &under, &[]).await;
        longest = longest.max(load.writes_within(AGAIN).await);
        // The checkpoint comes with the first beat of the jobs, which a busy machine puts off.
        for _ in 0..40 {
            if strace::injected(&told) > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        calls += strace::injected(&told);
    }
    server.kill();
    assert!(calls > 0 && calls >= faults.len() / 2, "{calls} calls of a checkpoint failed, of {}", faults.len());
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(&place, &load.journal).await;
    rig.passed(
        &format!("{} starts whose first checkpoint meets a fault, {calls} calls failed", faults.len()),
        &format!("{} confirmed, none lost; saved after {longest:.1?} at most", load.journal.saved()),
    );
}
