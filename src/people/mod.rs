//! Staff, departments, roles, capacities, time away, and the personal links HC-DV hands out.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/people/new", Rule::Registrar, pages::new)
        .post("/people/new", Rule::Registrar, pages::create)
        .post("/people/paste", Rule::Registrar, pages::paste)
        .get("/people/{id}/link", Rule::Registrar, pages::link)
        .post("/people/{id}/link", Rule::Registrar, pages::issue_link)
        .post("/people/{id}/role", Rule::Admin, pages::change_role)
        .post("/people/{id}/capacity", Rule::Registrar, pages::change_capacity)
        .get("/people/{id}/edit", Rule::Registrar, pages::edit)
        .post("/people/{id}/edit", Rule::Registrar, pages::submit_edit)
        .post("/people/{id}/pause", Rule::Registrar, pages::pause)
        .post("/people/{id}/leave", Rule::Registrar, pages::leave)
        .post("/people/{id}/return", Rule::Registrar, pages::come_back)
        .post("/people/{id}/account", Rule::Admin, pages::switch_account)
        .post("/people/{id}/erase", Rule::Admin, pages::erase)
}
