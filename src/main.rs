//! The command line: `nep serve`, `nep demo`, `nep seed`, `nep check`, `nep read`, `nep verify`, `nep admin-link`,
//! `nep backup`, `nep restore`.

use clap::{Parser, Subcommand};
use nep::commands::{admin_link, backup, check, demo, read, restore, seed, serve, verify};
use nep::config::Config;
use std::process::ExitCode;

/// Nếp: đọc → hiểu → cam kết → vào nhóm.
#[derive(Parser)]
#[command(name = "nep", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the application
    Serve(Box<Config>),
    /// Run a believable organisation in a throw-away database, with one tap per role
    Demo(demo::Arguments),
    /// Fill a database with people and years of history, for load tests
    Seed(seed::Arguments),
    /// Check documents, question banks and texts; or judge a list of contacts
    Check(check::Arguments),
    /// Print a text of Word (.docx) as marked text; what was left out goes to stderr
    Read(read::Arguments),
    /// The child in which the server reads an uploaded file: bytes on stdin, JSON on stdout
    #[command(hide = true)]
    ReadOffice(read::OfficeArguments),
    /// Make a new set-up link for an admin, when none can sign in
    AdminLink(Box<admin_link::Arguments>),
    /// Compare what is stored twice: standings with facts, tables with the ledger; exit code 3 when something differs
    Verify(verify::Arguments),
    /// Save the whole database into one file, while the server runs; the key of personal links is not in it
    Backup(backup::Arguments),
    /// Put a backup into an empty database of either engine and compare what came of it
    Restore(restore::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Serve(config) => block_on(serve::run(*config)),
        Command::Demo(arguments) => block_on(demo::run(arguments)),
        Command::Seed(arguments) => block_on(seed::run(arguments)),
        Command::Check(arguments) => check::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::ReadOffice(arguments) => read::run_office(&arguments),
        Command::AdminLink(arguments) => block_on(admin_link::run(*arguments)),
        Command::Verify(arguments) => block_on(verify::run(arguments)),
        Command::Backup(arguments) => block_on(backup::run(arguments)),
        Command::Restore(arguments) => block_on(restore::run(arguments)),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            nep::commands::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
