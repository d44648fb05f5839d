//! The organisation's own words and choices.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

/// Largest body of the form with a logo: what is too large by less is told at its field.
const LARGEST_FORM: usize = 8 * 1024 * 1024;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/settings", Rule::Admin, pages::show)
        .post("/settings", Rule::Admin, pages::save)
        .upload("/settings/logo", Rule::Admin, (LARGEST_FORM, "logo.large"), pages::set_logo)
        .post("/settings/logo/clear", Rule::Admin, pages::remove_logo)
        .get("/privacy", Rule::Member, pages::privacy)
}
