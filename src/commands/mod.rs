//! The commands of `nep`: one file each, thin.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line talks on stdout and stderr")]

pub mod admin_link;
pub mod backup;
pub mod check;
pub(crate) mod connections;
pub mod demo;
pub(crate) mod history;
pub(crate) mod names;
pub mod read;
pub mod restore;
mod restored;
pub mod seed;
pub mod serve;
pub mod verify;

/// Prints why a command failed.
pub fn complain(error: &anyhow::Error) {
    eprintln!("nep: {error:#}");
}
