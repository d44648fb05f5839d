//! Rigs on PostgreSQL and on what lies between it and the server; scripts/rigs leaves them out on SQLite.

pub(crate) mod cluster;
mod commit;
mod crash;
mod disk;
mod proxy;
mod refuses;
