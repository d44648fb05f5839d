//! The first page: where a person stands, and the one thing to do next.

mod pages;
mod rules;
mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Rule::Member, pages::home).post("/work", Rule::Member, pages::choose).get(
        "/help",
        Rule::Public,
        pages::help,
    )
}
