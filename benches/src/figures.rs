//! Figures: percentiles, and one line of the table per figure.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// How long each request of a run took.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, one: Duration) {
        self.0.push(one);
    }

    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of the requests did not exceed; zero when there was none.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    }

    pub fn longest(&self) -> Duration {
        self.0.iter().max().copied().unwrap_or_default()
    }
}

pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

/// Prints a figure and, where `NEP_BENCH_TABLE` names a file, adds it to the table there.
pub fn tell(work: &str, figure: &str, must: &str, ok: Option<bool>) -> anyhow::Result<()> {
    let word = match ok {
        Some(true) => "ok",
        Some(false) => "MISSED",
        None => "",
    };
    println!("{work}: {figure}{}{must}  {word}", if must.is_empty() { "" } else { "  must be " });
    let Some(path) = std::env::var_os("NEP_BENCH_TABLE").map(PathBuf::from) else { return Ok(()) };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{work}\t{figure}\t{must}\t{word}")?;
    Ok(())
}

/// The table of everything told so far.
pub fn table(path: &std::path::Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path)?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let head = vec!["work", "figure", "must", ""];
    let width = |column: usize| {
        let cells = rows.iter().chain([&head]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let mut out = String::new();
    for row in [&head].into_iter().chain(&rows) {
        for (column, cell) in row.iter().enumerate() {
            let room = width(column).saturating_sub(cell.chars().count());
            write!(out, "| {cell}{} ", " ".repeat(room))?;
        }
        out.push_str("|\n");
        if std::ptr::eq(row, &head) {
            let rule = (0..4).map(|column| format!("|{}", "-".repeat(width(column) + 2)));
            writeln!(out, "{}|", rule.collect::<String>())?;
        }
    }
    Ok(out)
}
