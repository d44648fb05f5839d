//! One line a rig in `build-output/rigs.tsv`: rig, engine, what was done, outcome, seconds; tabs between them.

use crate::engine::is_postgres;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

/// `build-output` of the clone.
pub(crate) fn output() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("build-output");
    fs::create_dir_all(folder.join("logs")).unwrap();
    folder
}

/// A rig that runs. Without [`Rig::passed`] or [`Rig::cannot`] its line says that it failed.
pub(crate) struct Rig {
    pub(crate) name: &'static str,
    /// Where its chance begins.
    pub(crate) seed: u64,
    started: Instant,
    told: bool,
}

/// Notes what must not stand in any log line: `make test` looks for it when all has run.
pub(crate) fn secrets(values: &[&str]) {
    let Some(folder) = environment("NEP_TEST_LOGS") else { return };
    let file = OpenOptions::new().create(true).append(true).open(PathBuf::from(folder).join("secrets.txt"));
    let lines: String = values.iter().flat_map(|value| [value, "\n"]).collect();
    file.unwrap().write_all(lines.as_bytes()).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "which form of a rig runs is the environment's")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Rig {
    pub(crate) fn start(name: &'static str) -> Self {
        Self::begin(name, rand::random())
    }

    /// The same where `NEP_SEED` names no seed: from this one.
    #[expect(clippy::print_stdout, reason = "how a run is repeated")]
    pub(crate) fn begin(name: &'static str, seed: u64) -> Self {
        let seed = environment("NEP_SEED").map_or(seed, |seed| seed.parse().unwrap());
        println!("{name}: NEP_SEED={seed}");
        Self { name, seed, started: Instant::now(), told: false }
    }

    /// Whether this is `make torture`.
    pub(crate) fn long() -> bool {
        environment("NEP_TORTURE").is_some_and(|value| value != "0")
    }

    /// Why no database of the engine can be made here.
    pub(crate) fn no_engine() -> Option<&'static str> {
        let none = is_postgres() && environment("NEP_TEST_POSTGRES").is_none();
        none.then_some("no PostgreSQL: scripts/with-postgres starts one")
    }

    /// Chance of its own for each `part` of the rig.
    pub(crate) fn chance(&self, part: u64) -> StdRng {
        StdRng::seed_from_u64(self.seed.wrapping_add(part.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    pub(crate) fn engine() -> &'static str {
        if is_postgres() { "PostgreSQL" } else { "SQLite" }
    }

    /// A file for what this rig tells of its run on this engine, written behind what stands there.
    fn file(&self, what: &str) -> File {
        let name = format!("{what}-{}-{}.log", self.name.replace(' ', "-"), Self::engine().to_lowercase());
        OpenOptions::new().create(true).append(true).open(output().join("logs").join(name)).unwrap()
    }

    /// What the server logs.
    pub(crate) fn log(&self) -> Stdio {
        Stdio::from(self.file("rigs"))
    }

    /// What people tried and were told.
    pub(crate) fn journal(&self) -> File {
        self.file("journal")
    }

    /// Ends well.
    pub(crate) fn passed(mut self, done: &str, outcome: &str) {
        self.tell(done, outcome);
    }

    /// This machine cannot run it: the test passes, the summary says so and counts it apart.
    pub(crate) fn cannot(mut self, reason: &str) {
        self.tell("", &format!("not run: {reason}"));
    }

    #[expect(clippy::print_stdout, reason = "what came of it, beside the test's own line")]
    fn tell(&mut self, done: &str, outcome: &str) {
        self.told = true;
        let seconds = self.started.elapsed().as_secs();
        let line = format!("{}\t{}\t{done}\t{outcome}\t{seconds}\n", self.name, Self::engine());
        print!("{line}");
        let file = OpenOptions::new().create(true).append(true).open(output().join("rigs.tsv"));
        file.unwrap().write_all(line.as_bytes()).unwrap();
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if !self.told {
            let seed = self.seed;
            self.tell("", &format!("FAILED (NEP_SEED={seed})"));
        }
    }
}
