//! Đọc → hiểu → cam kết → vào nhóm: where a person stands, derived from dated facts.

pub mod pages;
pub mod rules;
pub mod store;

use crate::app::Routes;
use crate::visit::Rule;

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new().get("/", Rule::Member, pages::home)
}
