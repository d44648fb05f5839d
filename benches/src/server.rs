//! The server as a process: how soon it answers, how much memory it keeps.

use crate::browser::Browser;
use crate::figures::{Times, ms, tell};
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Clock ticks a second in `/proc`, on every Linux of today.
const TICKS: f64 = 100.0;

/// RssAnon of a process, MB.
pub fn anonymous(pid: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    let kb: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kb / 1024)
}

/// CPU seconds of a process by the name of its threads, those that are gone left out.
pub fn cpu(pid: u32) -> anyhow::Result<BTreeMap<String, f64>> {
    let mut found = BTreeMap::new();
    for thread in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        let Ok(stat) = std::fs::read_to_string(thread?.path().join("stat")) else { continue };
        let (name, rest) = stat.rsplit_once(") ").context("no name of a thread")?;
        let name = name.split_once('(').map_or("", |(_, name)| name);
        let ticks = rest.split(' ').skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
        *found.entry(name.to_owned()).or_default() += f64::from(ticks) / TICKS;
    }
    Ok(found)
}

pub fn memory(pid: u32) -> anyhow::Result<()> {
    let mb = anonymous(pid)?;
    tell("anonymous memory after all of it", &format!("{mb} MB"), "≤ 90 MB", Some(mb <= 90))
}

/// From the start of the process to the first page, five times.
pub async fn start(nep: &Path, database: &str) -> anyhow::Result<()> {
    let mut times = Times::default();
    for _ in 0..5 {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let base = format!("http://127.0.0.1:{port}");
        let began = Instant::now();
        let mut server = Command::new(nep)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--public-url", &base, "--database", database])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let answered = first_page(&base, began).await;
        times.add(began.elapsed());
        server.kill()?;
        server.wait()?;
        answered?;
    }
    let median = times.percentile(50);
    let figure = format!("{} (longest {})", ms(median), ms(times.longest()));
    tell("start to the first page", &figure, "≤ 150 ms", Some(median <= Duration::from_millis(150)))
}

async fn first_page(base: &str, began: Instant) -> anyhow::Result<()> {
    while began.elapsed() < Duration::from_secs(20) {
        if let Ok(reply) = Browser::new(base).get("/sign-in").await {
            return reply.is(200, "/sign-in").map(|_| ());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    anyhow::bail!("no page within 20 s")
}
