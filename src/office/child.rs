//! The process that reads one file: limits first, then bytes from stdin, an answer on stdout.

use super::rules::{self, LARGEST, Read, Refused, Wanted};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{Read as _, Write as _};

/// Address space in bytes; a file of a thousand pages takes a tenth of it.
const MEMORY: u64 = 768 << 20;
/// Seconds of one core.
pub(super) const SECONDS: u64 = 10;

/// Reads stdin as `wanted` and writes the answer as JSON to stdout.
///
/// # Errors
/// When limits cannot be set or the pipes break.
pub fn run(wanted: Wanted) -> anyhow::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    let answer: Result<Read, Refused> = rules::read(&bytes, wanted);
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()?;
    Ok(())
}

/// What this process may never get back: memory, time, files, other processes' attention.
fn limit() -> std::io::Result<()> {
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 16),
    ];
    for (resource, most) in limits {
        // Never more than the system allows already.
        let most = getrlimit(resource).maximum.map_or(most, |allowed| allowed.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}
