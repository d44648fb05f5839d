//! `scripts/bench` runs these one after another; each can be run alone against a running `nep serve` on a database that
//! `nep seed` filled.

mod answers;
mod browser;
mod export;
mod figures;
mod floor;
mod journey;
mod load;
mod pages;
mod people;
mod probe;
mod round;
mod server;
mod sign_in;
mod tables;

use clap::{Args, Parser, Subcommand};
use nep::db::Db;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Figures of Nếp under load.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// Where the server and its database are.
#[derive(Args, Clone)]
struct At {
    /// The server, `http://127.0.0.1:8080`
    #[arg(long)]
    nep: String,
    /// Its database, sqlite:PATH
    #[arg(long)]
    database: String,
    /// Everybody's password
    #[arg(long, default_value = nep::commands::seed::PASSWORD)]
    password: String,
}

#[derive(Subcommand)]
enum What {
    /// Serve the floor
    Floor {
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        #[arg(long)]
        database: String,
    },
    /// Home, whole text, clause, quiz question against the floor
    Pages {
        #[command(flatten)]
        at: At,
        #[arg(long)]
        floor: String,
        #[arg(long, default_value_t = 32)]
        connections: usize,
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// POST of an answer against the floor's
    Answers {
        #[command(flatten)]
        at: At,
        #[arg(long)]
        floor: String,
        #[arg(long, default_value_t = 64)]
        people: usize,
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Whole journeys at once
    Journey {
        #[command(flatten)]
        at: At,
        #[arg(long, default_value_t = 16)]
        people: usize,
        /// The server's: tells where its time goes
        #[arg(long)]
        pid: Option<u32>,
    },
    /// Pages while people sign in
    SignIn {
        #[command(flatten)]
        at: At,
        #[arg(long, default_value_t = 16)]
        people: usize,
        #[arg(long, default_value_t = 8)]
        seconds: u64,
    },
    /// Tables and work lists alone
    Tables {
        #[command(flatten)]
        at: At,
    },
    /// Opening a round for everybody
    Round {
        #[command(flatten)]
        at: At,
    },
    /// CSV and XLSX of everybody
    Export {
        #[command(flatten)]
        at: At,
        #[arg(long)]
        pid: Option<u32>,
    },
    /// RssAnon of the server
    Memory {
        #[arg(long)]
        pid: u32,
    },
    /// From the start of the process to the first page
    Start {
        /// The binary
        #[arg(long)]
        binary: PathBuf,
        #[arg(long)]
        database: String,
    },
    /// A lone fsync in a folder
    Fsync { folder: PathBuf },
    /// Hashes a second that argon2 alone makes
    Argon2,
    /// One line of the table by hand
    Tell { work: String, figure: String, must: String, ok: Option<bool> },
    /// The table so far, from the file that `NEP_BENCH_TABLE` names
    Table { file: PathBuf },
}

fn main() -> anyhow::Result<()> {
    let what = Arguments::parse().what;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(what))
}

async fn run(what: What) -> anyhow::Result<()> {
    match what {
        What::Floor { listen, database } => floor::serve(listen, &database).await,
        What::Pages { at, floor, connections, seconds } => {
            let db = Db::open(&at.database).await?;
            pages::run(&db, &at.nep, &floor, &at.password, connections, seconds).await
        }
        What::Answers { at, floor, people, seconds } => {
            let db = Db::open(&at.database).await?;
            let path = PathBuf::from(at.database.trim_start_matches("sqlite:"));
            let folder = path.parent().map(PathBuf::from).unwrap_or_default();
            answers::run(&db, &at.nep, &floor, &folder, &at.password, people, seconds).await
        }
        What::Journey { at, people, pid } => {
            let db = Db::open(&at.database).await?;
            journey::run(&db, &at.nep, &at.password, people, pid).await
        }
        What::SignIn { at, people, seconds } => {
            let db = Db::open(&at.database).await?;
            sign_in::run(&db, &at.nep, &at.password, people, seconds).await
        }
        What::Tables { at } => tables::run(&Db::open(&at.database).await?, &at.nep, &at.password).await,
        What::Round { at } => round::run(&Db::open(&at.database).await?, &at.nep, &at.password).await,
        What::Export { at, pid } => export::run(&Db::open(&at.database).await?, &at.nep, &at.password, pid).await,
        What::Memory { pid } => server::memory(pid),
        What::Start { binary, database } => server::start(&binary, &database).await,
        What::Fsync { folder } => probe::fsync(&folder).map(|_| ()),
        What::Argon2 => probe::argon2(3).map(|_| ()),
        What::Tell { work, figure, must, ok } => figures::tell(&work, &figure, &must, ok),
        What::Table { file } => {
            print!("{}", figures::table(&file)?);
            Ok(())
        }
    }
}
