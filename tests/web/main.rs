//! The application over HTTP, on SQLite or PostgreSQL (`NEP_TEST_DATABASE`): one file a feature, the whole journey,
//! who may do what, and the shape of the house.

#[cfg(test)]
mod support;

#[cfg(test)]
use support::engine;
#[cfg(test)]
#[path = "../rigs/summary.rs"]
#[expect(dead_code, reason = "most of it is for the rigs")]
mod summary;

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod acknowledgments;
#[cfg(test)]
mod admissions;
#[cfg(test)]
mod admissions_numbers;
#[cfg(test)]
mod authorisation;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod contacts;
#[cfg(test)]
mod departments;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod doubts;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod history;
#[cfg(test)]
mod house;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod lists_files;
mod lists_limits;
#[cfg(test)]
mod many;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod nonsense;
#[cfg(test)]
mod office;
#[cfg(test)]
mod office_door;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod people;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod quizzes;
#[cfg(test)]
mod reliability;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod rounds_texts;
#[cfg(test)]
mod search;
#[cfg(test)]
mod second;
#[cfg(test)]
mod seed;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod site;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod tampering;
mod tampering_papers;
#[cfg(test)]
mod three_years;
#[cfg(test)]
mod throttle;
#[cfg(test)]
mod tracking;
#[cfg(test)]
mod upload;
#[cfg(test)]
mod year;
