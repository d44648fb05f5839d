//! A doubt about a point of the statement: asked, answered, or taken back. Reminders rest until it is answered.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/doubts", Rule::Office, pages::index)
        .get("/doubts/own", Rule::Member, pages::own)
        .get("/doubts/new", Rule::Member, pages::new)
        .post("/doubts", Rule::Member, pages::ask)
        .post("/doubts/{id}/answer", Rule::Office, pages::answer)
        .post("/doubts/{id}/withdraw", Rule::Member, pages::withdraw)
}
