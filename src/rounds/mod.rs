//! Rounds: "these people must do this, about these versions, by then".

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/rounds", Rule::Registrar, pages::index)
        .get("/rounds/new", Rule::Coordinator, pages::new)
        .post("/rounds/new", Rule::Coordinator, pages::create)
        .get("/rounds/confirm", Rule::Coordinator, pages::confirm)
        .get("/rounds/{id}", Rule::Registrar, pages::show)
        .post("/rounds/{id}", Rule::Coordinator, pages::save)
        .post("/rounds/{id}/close", Rule::Coordinator, pages::close)
        .post("/rounds/{id}/rest", Rule::Coordinator, pages::rest_now)
        .post("/rounds/{id}/resume", Rule::Coordinator, pages::resume)
        .post("/rounds/{id}/withdraw", Rule::Coordinator, pages::withdraw)
        .get("/rounds/{id}/leeway", Rule::Coordinator, pages::look_leeways)
        .post("/rounds/{id}/leeway", Rule::Coordinator, pages::leeways)
        .post("/people/{id}/round", Rule::Coordinator, pages::put_person)
        .post("/people/{id}/leeway", Rule::Coordinator, pages::leeway)
        .get("/rounds/{id}/texts", Rule::Coordinator, pages::look_text)
        .post("/rounds/{id}/texts", Rule::Coordinator, pages::put_text)
        .post("/rounds/{id}/enrol", Rule::Coordinator, pages::enrol)
}
