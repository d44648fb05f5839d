//! Báo cáo kết quả triển khai of a round, with the lists that go with it: on a page, and as files of Word.

pub(crate) mod acts;
pub(crate) mod docx;
pub(crate) mod pages;
pub(crate) mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/rounds/{id}/report", Rule::Office, pages::show)
        .get("/rounds/{id}/report/edit", Rule::Office, pages::edit)
        .post("/rounds/{id}/report/edit", Rule::Coordinator, pages::note)
        .post("/rounds/{id}/report/files", Rule::Office, pages::take)
        .get("/reports/{id}", Rule::Office, pages::ready)
        .get("/reports/{id}/pages/{which}", Rule::Office, pages::list)
        .get("/reports/{id}/files/{which}", Rule::Office, pages::file)
}
