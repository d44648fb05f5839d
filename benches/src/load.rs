//! Asking again and again, over connections that stay open.

use crate::browser::Browser;
use crate::figures::Times;
use anyhow::{Context as _, ensure};
use std::process::Command;
use std::time::{Duration, Instant};

/// What came of a load.
pub struct Load {
    pub rate: f64,
    pub p50: Duration,
    pub p99: Duration,
}

/// `wrk` where it is installed: it takes the least of the two cores. Else our own.
pub async fn pages(
    browser: &Browser,
    base: &str,
    path: &str,
    connections: usize,
    seconds: u64,
) -> anyhow::Result<Load> {
    if Command::new("wrk").arg("-v").output().is_ok() {
        return wrk(browser, base, path, connections, seconds);
    }
    let paths = [path.to_owned()];
    let twins = (0..connections).map(|_| browser.twin_at(base)).collect();
    let (times, took) = ask(twins, &paths, Duration::from_secs(seconds)).await?;
    Ok(Load { rate: times.count() as f64 / took.as_secs_f64(), p50: times.percentile(50), p99: times.percentile(99) })
}

fn wrk(browser: &Browser, base: &str, path: &str, connections: usize, seconds: u64) -> anyhow::Result<Load> {
    let out = Command::new("wrk")
        .args(["-t2", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "30s", "--latency"])
        .args(["-H", &format!("Cookie: {}", browser.cookie_line()), "-H", "Accept-Encoding: gzip"])
        .arg(format!("{base}{path}"))
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    ensure!(out.status.success() && !text.contains("Non-2xx"), "wrk {path}: {text}");
    let after = |label: &str| {
        let line = text.lines().map(str::trim).find_map(|line| line.strip_prefix(label));
        line.map(|rest| rest.trim().to_owned()).with_context(|| format!("wrk: no {label}: {text}"))
    };
    Ok(Load { rate: after("Requests/sec:")?.parse()?, p50: time(&after("50%")?)?, p99: time(&after("99%")?)? })
}

/// `1.23ms`, `45.00us`, `2.00s`
fn time(text: &str) -> anyhow::Result<Duration> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: f64 = text.trim_end_matches(unit).parse()?;
    let seconds = match unit {
        "us" => number / 1e6,
        "ms" => number / 1e3,
        "s" => number,
        _ => anyhow::bail!("wrk: {text}"),
    };
    Ok(Duration::from_secs_f64(seconds))
}

/// Every browser asks for these pages in turn until the time is over; each answer must be 200.
pub async fn ask(browsers: Vec<Browser>, paths: &[String], time: Duration) -> anyhow::Result<(Times, Duration)> {
    let started = Instant::now();
    let mut tasks = Vec::new();
    for mut browser in browsers {
        let paths = paths.to_vec();
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            for path in paths.iter().cycle() {
                let began = Instant::now();
                if began - started >= time {
                    break;
                }
                browser.get(path).await?.is(200, path)?;
                times.add(began.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut all = Times::default();
    for task in tasks {
        all = all.join(task.await??);
    }
    Ok((all, started.elapsed()))
}
