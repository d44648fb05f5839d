//! Bản giấy: for who has no smartphone. Drawn and printed for one person, entered with a scan, confirmed by a second
//! person; kept and shown as a grade of evidence of its own.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/papers", Rule::Office, pages::index)
        .post("/people/{id}/paper", Rule::Coordinator, pages::draw)
        .get("/papers/{id}", Rule::Office, pages::show)
        .get("/papers/{id}/print", Rule::Office, pages::print)
        .get("/papers/{id}/enter", Rule::Coordinator, pages::form)
        .upload("/papers/{id}/enter", Rule::Coordinator, (rules::LARGEST_FORM, "paper.scan_large"), pages::enter)
        .get("/paper", Rule::Member, pages::own)
        .post("/papers/{id}/scan", Rule::Member, pages::see)
        .get("/papers/{id}/scan", Rule::Member, pages::scan)
        .post("/papers/{id}/confirm", Rule::Office, pages::confirm)
        .post("/papers/{id}/give-back", Rule::Office, pages::give_back)
        .post("/papers/{id}/cancel", Rule::Coordinator, pages::cancel)
}
