//! Working time: which days count, what HC-DV enters about them, and when the server did not run.

pub mod acts;
mod pages;
pub mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/calendar", Rule::Registrar, pages::show)
        .post("/calendar", Rule::Coordinator, pages::enter)
        .post("/calendar/{day}/take-back", Rule::Coordinator, pages::clear)
}
