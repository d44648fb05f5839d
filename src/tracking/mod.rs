//! Who has done what: the table, the counts, a person's page, exports. Reads everybody's tables and writes none.

pub(crate) mod export;
pub(crate) mod messages;
pub(crate) mod pages;
pub(crate) mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/tracking", Rule::Tracker, pages::index)
        .get("/tracking/people/{id}", Rule::Tracker, pages::person)
        .get("/tracking/export.csv", Rule::Office, pages::csv)
        .get("/tracking/export.xlsx", Rule::Office, pages::xlsx)
}
