//! Who has done what: the table, the counts, a person's page, exports. Reads everybody's tables and writes none.

pub(crate) mod acts;
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
        .post("/tracking/exports", Rule::Office, pages::export)
        .get("/tracking/exports/{id}", Rule::Office, pages::ready)
        .get("/tracking/exports/{id}/file", Rule::Office, pages::file)
}
