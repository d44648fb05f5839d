//! The organisation's own words and choices.

pub mod acts;
pub(crate) mod pages;
pub(crate) mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/settings", Rule::Admin, pages::show).post("/settings", Rule::Admin, pages::save).get(
        "/privacy",
        Rule::Member,
        pages::privacy,
    )
}
