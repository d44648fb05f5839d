//! A system call of the running server that fails, by strace.

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What fails, and when. The program calls `fsync` and `pwrite64` on its database and on nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// A call, or several with commas.
    pub(crate) calls: &'static str,
    /// `error=EIO`, `error=ENOSPC`; `retval=0`: a write that wrote nothing and says so.
    pub(crate) what: &'static str,
    /// Counted for each thread.
    pub(crate) first: u32,
    /// And all after it, until the fault ends.
    pub(crate) on: bool,
}

impl Fault {
    fn arguments(&self, told: &str) -> Vec<String> {
        let when = format!("when={}{}", self.first, if self.on { "+" } else { "" });
        let (trace, inject) = (format!("trace={}", self.calls), format!("inject={}:{}:{when}", self.calls, self.what));
        ["-f", "-qq", "-o", told, "-e", &trace, "-e", &inject].map(str::to_owned).to_vec()
    }
}

/// A fault while it lasts; ends when dropped.
pub(crate) struct Attached {
    strace: Child,
    folder: TempDir,
}

/// Why no call can be made to fail here.
pub(crate) fn missing() -> Option<&'static str> {
    let mut one = Command::new("strace");
    one.args(["-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"]);
    let done = one.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    match done {
        Ok(status) if status.success() => None,
        Ok(_) => Some("strace may not trace here"),
        Err(_) => Some("no strace"),
    }
}

impl Attached {
    /// Attaches to every thread of a process.
    pub(crate) fn to(process: u32, fault: &Fault) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("told").display().to_string();
        let mut strace = Command::new("strace");
        strace.args(fault.arguments(&told)).args(["-p", &process.to_string()]);
        let strace = strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { strace, folder }
    }

    /// How many calls it has made fail.
    pub(crate) fn injected(&self) -> usize {
        injected(&self.folder.path().join("told"))
    }

    /// Waits for the first; false when none comes.
    pub(crate) async fn met(&self, most: Duration) -> bool {
        let started = Instant::now();
        while self.injected() == 0 {
            if started.elapsed() > most {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        true
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        // Told to end, it lets go of every thread first.
        if let Some(id) = i32::try_from(self.strace.id()).ok().and_then(Pid::from_raw) {
            kill_process(id, Signal::TERM).ok();
        }
        self.strace.wait().ok();
    }
}

/// How many calls a file of strace says were made to fail.
pub(crate) fn injected(told: &PathBuf) -> usize {
    fs::read_to_string(told).unwrap_or_default().matches("(INJECTED)").count()
}

/// What runs a program from its start with a fault on one file; the program keeps its process id.
pub(crate) fn under(fault: &Fault, file: &str, told: &str) -> Vec<String> {
    let mut words = vec!["strace".to_owned(), "-D".to_owned(), "-P".to_owned(), file.to_owned()];
    words.extend(fault.arguments(told));
    words
}
