//! Sittings: drawn, answered one question at a time, graded, explained.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/quiz", Rule::Member, pages::index)
        .post("/quiz", Rule::Member, pages::start)
        .get("/quiz/{attempt}", Rule::Member, pages::all)
        .post("/quiz/{attempt}", Rule::Member, pages::submit_all)
        .get("/quiz/{attempt}/questions/{place}", Rule::Member, pages::question)
        .post("/quiz/{attempt}/questions/{place}", Rule::Member, pages::answer)
        .get("/quiz/{attempt}/finish", Rule::Member, pages::finish)
        .post("/quiz/{attempt}/finish", Rule::Member, pages::grade)
        .get("/quiz/{attempt}/result", Rule::Member, pages::result)
        .post("/people/{id}/wait", Rule::Coordinator, pages::lift_wait)
}
