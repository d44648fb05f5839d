//! The server's side of the door: one child a file, few at a time, none longer than it may take.

use super::child::SECONDS;
use super::rules::{Kind, LARGEST, Read, Refused, Wanted};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Files read at a time.
const AT_ONCE: usize = 2;
/// How long a file waits for its turn.
const TURN: Duration = Duration::from_secs(20);
/// A child on a busy machine gets less than a core.
const LONGEST: Duration = Duration::from_secs(2 * SECONDS);
/// The longest answer, in bytes: the longest text with its notices, escaped.
const LONGEST_ANSWER: u64 = 64 << 20;

/// Reads uploaded files in processes of their own; clones share their turns.
#[derive(Clone, Debug)]
pub struct Door {
    /// The program that knows `read-office`; none when the system does not tell ours.
    program: Option<PathBuf>,
    turns: Arc<Semaphore>,
    longest: Duration,
}

impl Default for Door {
    fn default() -> Self {
        // The program that runs, even where its file was replaced by a newer one meanwhile.
        let own = PathBuf::from("/proc/self/exe");
        let program = if own.exists() { Some(own) } else { std::env::current_exe().ok() };
        Self { program, turns: Arc::new(Semaphore::new(AT_ONCE)), longest: LONGEST }
    }
}

impl Door {
    /// With another program than the one that runs: tests are not `nep`.
    pub fn of(program: impl Into<PathBuf>) -> Self {
        Self { program: Some(program.into()), ..Self::default() }
    }

    /// With another patience, for tests.
    #[must_use]
    pub fn within(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// What `bytes` say, if they are what is wanted; the name of the file is not asked.
    ///
    /// A caller that goes away takes the child with it.
    ///
    /// # Errors
    /// [`Refused`] with what to do instead.
    pub async fn read(&self, bytes: &[u8], wanted: Wanted) -> Result<Read, Refused> {
        if bytes.is_empty() {
            return Err(Refused::Kind(Kind::Empty));
        }
        if bytes.len() > LARGEST {
            return Err(Refused::TooLarge);
        }
        let Ok(Ok(_turn)) = timeout(TURN, self.turns.acquire()).await else { return Err(Refused::Busy) };
        let mut child = self.start(wanted).map_err(|error| {
            tracing::error!(%error, "no child to read an office file");
            Refused::Failed
        })?;
        let answer = timeout(self.longest, talk(&mut child, bytes)).await;
        let Ok(answer) = answer else {
            if let Err(error) = child.kill().await {
                tracing::warn!(%error, "a child outlives its time");
            }
            return Err(Refused::TooSlow);
        };
        match answer {
            Ok((status, answer)) if status.success() => serde_json::from_slice(&answer).unwrap_or(Err(Refused::Failed)),
            Ok((status, _)) => Err(ended(status)),
            Err(error) => {
                tracing::error!(%error, "a child that reads an office file");
                Err(Refused::Failed)
            }
        }
    }

    fn start(&self, wanted: Wanted) -> std::io::Result<Child> {
        let program = self.program.as_ref().ok_or(std::io::ErrorKind::NotFound)?;
        Command::new(program)
            .arg0("nep")
            .args(["read-office", wanted.word()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

/// Hands over the bytes while the answer is taken; a child may answer before it has read all.
async fn talk(child: &mut Child, bytes: &[u8]) -> std::io::Result<(ExitStatus, Vec<u8>)> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::ErrorKind::BrokenPipe.into());
    };
    let mut answer = Vec::new();
    let mut output = output.take(LONGEST_ANSWER);
    let give = async move {
        // A child that has ended no longer listens; its exit tells why.
        let _ = input.write_all(bytes).await.is_ok();
        drop(input);
    };
    let (read, ()) = tokio::join!(output.read_to_end(&mut answer), give);
    read?;
    drop(output);
    Ok((child.wait().await?, answer))
}

/// Why a child ended without an answer.
fn ended(status: ExitStatus) -> Refused {
    use std::os::unix::process::ExitStatusExt as _;
    let signal = status.signal();
    tracing::warn!(%status, "a child that reads an office file ended without an answer");
    let out_of_time = [rustix::process::Signal::XCPU, rustix::process::Signal::KILL];
    if out_of_time.iter().any(|one| signal == Some(one.as_raw())) { Refused::TooSlow } else { Refused::Failed }
}
