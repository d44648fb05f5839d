//! The first start: one-time address → first admin, organisation, then the leader and the coordinator.

pub mod acts;
pub(crate) mod pages;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/setup/{token}", Rule::Public, pages::show)
        .post("/setup/{token}", Rule::Public, pages::submit)
        .get("/setup-people", Rule::Admin, pages::people)
        .post("/setup-people", Rule::Admin, pages::submit_people)
        .get("/setup-people/links", Rule::Admin, pages::links)
}
