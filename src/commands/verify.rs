//! `nep verify standing`, `nep verify db`: what is stored twice must agree.

use super::serve;
use crate::config::Config;
use crate::time::Clock;
use crate::verify;
use clap::{Args, ValueEnum};
use std::process::ExitCode;

/// What to compare.
#[derive(Debug, Args)]
pub struct Arguments {
    what: What,

    /// Database: sqlite:PATH or postgres://…
    #[arg(
        long,
        env = "NEP_DATABASE",
        default_value = "sqlite:data/nep.db",
        value_name = "URL",
        hide_env_values = true
    )]
    database: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Where everybody stands, against the facts
    Standing,
    /// Tables and texts, against the ledger; where everybody stands, against the facts
    Db,
}

/// How many differences are printed.
const MOST: usize = 50;

/// Exit code when something differs: 1 is a command that could not be run.
const DIFFERS: u8 = 3;

/// Prints what differs.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config { database: Some(arguments.database), ..Config::default() };
    let app = serve::open(config, Clock::System).await?;
    let found: Vec<String> = match arguments.what {
        What::Standing => verify::standing(&app).await?,
        What::Db => verify::compare(&app, 0).await?.found.list.iter().map(ToString::to_string).collect(),
    };
    app.db.close().await;
    for line in found.iter().take(MOST) {
        println!("{line}");
    }
    println!("{} chỗ khác nhau", found.len());
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERS) })
}
