//! Nếp: đọc → hiểu → cam kết → vào nhóm.
//!
//! One folder a feature, always the same files: `rules.rs` decides (no I/O), `store.rs` asks the database,
//! `pages.rs` holds forms, page structs and handlers, `mod.rs` the routes. One that outgrew its file is a folder
//! of that name, split by noun.

pub mod act;
pub mod address;
pub mod app;
pub(crate) mod assets;
pub mod checked;
pub mod config;
pub(crate) mod cookie;
pub mod db;
pub mod error;
pub(crate) mod form;
pub mod hasher;
pub(crate) mod icon;
pub mod id;
pub mod jobs;
pub mod lines;
pub(crate) mod markdown;
pub(crate) mod navigation;
pub mod notes;
pub mod office;
pub mod once;
pub mod page;
pub mod peer;
pub(crate) mod pieces;
pub(crate) mod qr;
pub mod route;
pub mod router;
pub mod search;
pub mod secret;
pub mod sentences;
pub mod site;
pub mod terms;
pub mod text;
pub mod time;
#[macro_use]
mod value;
pub mod visit;
pub(crate) mod words;
pub(crate) mod wrong;

pub mod accounts;
pub mod acknowledgments;
pub mod admissions;
pub mod calendar;
pub mod commands;
pub mod contacts;
pub mod disclosures;
pub mod documents;
pub mod doubts;
pub(crate) mod home;
pub mod ledger;
pub mod papers;
pub mod people;
pub mod quizzes;
pub mod reminders;
pub(crate) mod reports;
pub mod rounds;
pub mod settings;
pub mod setup;
pub mod standing;
pub mod tracking;
pub mod verify;
