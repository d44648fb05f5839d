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
        .long("/people/paste", Rule::Registrar, pages::paste)
        .upload("/people/file", Rule::Registrar, (pages::LARGEST_LIST, "list.file_large"), pages::upload)
        .get("/people/template", Rule::Registrar, pages::template)
        .get("/people/lists/{id}", Rule::Registrar, pages::list)
        .long("/people/lists/{id}", Rule::Registrar, pages::submit_list)
        .post("/people/lists/{id}/read", Rule::Registrar, pages::read_again)
        .get("/people/lists/{id}/lines/{place}", Rule::Registrar, pages::line)
        .post("/people/lists/{id}/lines/{place}", Rule::Registrar, pages::submit_line)
        .post("/people/lists/{id}/undo", Rule::Registrar, pages::undo_list)
        .get("/people/links", Rule::Registrar, pages::links)
        .post("/people/links", Rule::Registrar, pages::issue)
        .get("/people/links/{id}", Rule::Registrar, pages::link_batch)
        .get("/people/links/{id}/sheet", Rule::Registrar, pages::link_sheet)
        .post("/people/links/{id}/show", Rule::Registrar, pages::show_links)
        .post("/people/links/{id}/sent", Rule::Registrar, pages::sent_links)
        .post("/people/links/{id}/undo", Rule::Registrar, pages::revoke_links)
        .get("/people/departments", Rule::Registrar, pages::departments)
        .post("/people/departments/{id}", Rule::Registrar, pages::rename)
        .post("/people/departments/{id}/place", Rule::Registrar, pages::place)
        .post("/people/departments/{id}/close", Rule::Registrar, pages::close)
        .get("/people/departments/{id}/merge", Rule::Registrar, pages::merge)
        .post("/people/departments/{id}/merge", Rule::Registrar, pages::submit_merge)
        .get("/people/{id}/remove", Rule::Registrar, pages::remove)
        .post("/people/{id}/remove", Rule::Registrar, pages::submit_remove)
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
