//! Who has done what: the table, the counts, a person's page, exports. Reads everybody's tables and writes none.

pub mod export;
pub mod messages;
pub mod pages;
pub mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub fn routes() -> Routes {
    Routes::new()
        .get("/tracking", Rule::Tracker, pages::index)
        .get("/tracking/people/{id}", Rule::Tracker, pages::person)
        .get("/tracking/export.csv", Rule::Office, pages::csv)
        .get("/tracking/export.xlsx", Rule::Office, pages::xlsx)
}
