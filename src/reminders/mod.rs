//! Reminders that a coordinator sends outside of Nếp: their texts, and when whom was reminded.

pub mod acts;
pub(crate) mod pages;
pub(crate) mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/rounds/{id}/reminders", Rule::Coordinator, pages::look).post(
        "/rounds/{id}/reminders",
        Rule::Coordinator,
        pages::note,
    )
}
