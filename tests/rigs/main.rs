//! Rigs: the real binary, people at work on it, and a fault of the machine below. What was confirmed must be there
//! exactly once, what was called not saved must not be, and writing must work again by itself.
//!
//! The quick form runs in `make test`, the long one in `make torture` (`NEP_TORTURE=1`). Chance comes from `NEP_SEED`;
//! the seed of a run is printed. Every rig has a control that must fail, and adds its line to `build-output/rigs.tsv`.

#[path = "../web/support/engine.rs"]
#[cfg(test)]
mod engine;
#[path = "../web/support/html.rs"]
#[cfg(test)]
mod html;

#[cfg(test)]
mod client;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod load;
#[cfg(test)]
mod mount;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod server;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod strace;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod work;

#[cfg(test)]
mod hangups;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod postgres;
/// Rigs on the files of SQLite; scripts/rigs leaves them out on PostgreSQL.
#[cfg(test)]
mod sqlite;
#[cfg(test)]
mod two_servers;
