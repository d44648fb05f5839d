//! Power loss: the server dies and the disk forgets what was not synced, or keeps pieces of it.

use super::cut::{Disk, Files, files, put};
use crate::load::Load;
use crate::oracle;
use crate::server::{Place, Server};
use crate::stage::stage;
use crate::summary::Rig;
use rand::RngExt as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The shim of `shim.c`, built; `None` without a C compiler.
fn shim(folder: &Path) -> Option<PathBuf> {
    let (source, built) = (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/shim.c"), folder.join("shim.so"));
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&built).arg(source).arg("-ldl");
    let done = compiler.stdin(Stdio::null()).stdout(Stdio::null()).status().ok()?;
    assert!(done.success(), "shim.c does not compile");
    Some(built)
}

struct Bench {
    rig: Rig,
    /// Where the database lies.
    folder: TempDir,
    tools: TempDir,
    shim: PathBuf,
    place: Place,
    load: Load,
}

impl Bench {
    /// People at work on what lies in the folder, until the power goes; `deaf`: as with `synchronous=off`.
    async fn cut(&mut self, last: Duration, deaf: bool) -> Disk {
        let (before, log) = (files(self.folder.path()), self.tools.path().join("log"));
        fs::remove_file(&log).ok();
        let mut environment = vec![
            ("LD_PRELOAD", self.shim.display().to_string()),
            ("NEP_RIG_FOLDER", self.folder.path().display().to_string()),
            ("NEP_RIG_LOG", log.display().to_string()),
        ];
        environment.extend(deaf.then(|| ("NEP_RIG_DEAF", "1".to_owned())));
        let server = Server::start_under(&self.rig, &self.place, &[], &environment).await;
        let running = self.load.run(true);
        self.load.journal.grows(5).await;
        tokio::time::sleep(last).await;
        server.kill();
        running.stop(&mut self.load).await;
        Disk::replay(before, &fs::read(&log).unwrap())
    }

    /// What the oracle says of the files after a cut, opened by the product.
    async fn judge(&self, after: &Files) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        put(after, folder.path());
        let place = Place::new(&format!("sqlite:{}", folder.path().join("nep.db").display()));
        oracle::glance(&place, &self.load.journal).await
    }

    /// The server goes on with this.
    fn lay(&self, after: &Files) {
        for name in ["nep.db", "nep.db-wal", "nep.db-shm"] {
            fs::remove_file(self.folder.path().join(name)).ok();
        }
        put(after, self.folder.path());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_survives_a_power_cut_and_would_not_without_syncs() {
    let rig = Rig::start("power loss");
    let (folder, tools) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(shim) = shim(tools.path()) else { return rig.cannot("no C compiler") };
    let place = Place::new(&format!("sqlite:{}", folder.path().join("nep.db").display()));
    let stage = Box::pin(stage(&place, 80, 40)).await;
    let load = Load::new(&rig, &place, &stage);
    let mut bench = Bench { rig, folder, tools, shim, place, load };
    let (cuts, pieces) = if Rig::long() { (100, 4) } else { (6, 1) };
    let (mut chance, mut forgotten, mut syncs, mut disks) = (bench.rig.chance(2000), 0, 0, 0);
    // On a slow machine a cut may meet nothing unsynced: then some more are made.
    let mut made = 0;
    for cut in 0..8 * cuts {
        if cut >= cuts && forgotten > 0 && syncs > cuts {
            break;
        }
        made = cut + 1;
        let disk = bench.cut(Duration::from_millis(chance.random_range(0..1000)), false).await;
        (forgotten, syncs) = (forgotten + disk.unsafe_changes(), syncs + disk.syncs);
        // Nothing of it kept, then pieces.
        let kept = [0.0].into_iter().chain((0..pieces).map(|_| 0.5));
        let after: Vec<Files> = kept.map(|kept| disk.after(kept, &mut chance)).collect();
        for one in &after {
            let found = bench.judge(one).await;
            assert!(found.is_empty(), "after cut {cut}: {found:#?}");
        }
        disks += after.len();
        bench.lay(after.last().unwrap());
    }
    let server = Server::start(&bench.rig, &bench.place).await;
    bench.load.writes_within(Duration::from_secs(10)).await;
    drop(server);
    let found = oracle::judge(&bench.place, &bench.load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(&bench.place, &bench.load.journal).await;
    assert!(forgotten > 0 && syncs > cuts, "{forgotten} changes forgotten, {syncs} syncs: the cuts met no work");
    let saved = bench.load.journal.saved();

    // The control: the same with syncs that are answered and not done.
    let disk = bench.cut(Duration::from_millis(1500), true).await;
    let found = bench.judge(&disk.after(0.0, &mut chance)).await;
    let lost = found.iter().filter(|line| line.contains("lost")).count();
    assert!(lost > 0, "without syncs nothing is lost: the rig shows nothing ({found:?})");
    bench.rig.passed(
        &format!("{made} cuts, {disks} disks rebuilt, {forgotten} unsynced changes forgotten or torn to 512 bytes"),
        &format!("{saved} confirmed, none lost; with syncs swallowed, as by synchronous=off, {lost} lost in one cut"),
    );
}
