//! One field for people and clauses.

pub(crate) mod pages;
pub(crate) mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/search", Rule::Member, pages::show)
}
