//! Regulations: their versions, their clauses as pages, and who has read what.

pub mod acts;
pub mod library;
pub(crate) mod load;
mod pack;
pub(crate) mod pages;
pub mod rules;
pub mod store;

use crate::office::rules::LARGEST;
use crate::route::Routes;
use crate::visit::Rule;
use rules::LARGEST_FILE;

/// Largest file of a new document with the fields beside it, or its text with all that is told of it; in bytes.
const LARGEST_DRAFT: usize = LARGEST + 4096;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/documents", Rule::Member, pages::index)
        .get("/documents/new", Rule::Coordinator, pages::ask)
        .upload("/documents/new", Rule::Coordinator, (LARGEST_DRAFT, "upload.large"), pages::look_at)
        .upload("/documents/new/use", Rule::Coordinator, (LARGEST_DRAFT, "upload.large"), pages::create)
        .get("/documents/{document}", Rule::Member, pages::show)
        .get("/documents/{document}/print", Rule::Member, pages::print)
        .get("/documents/{document}/text", Rule::Member, pages::text)
        .get("/documents/{document}/file", Rule::Member, pages::file)
        .get("/documents/{document}/clauses/{clause}", Rule::Member, pages::clause)
        .post("/documents/{document}/read", Rule::Member, pages::read)
        .get("/documents/{document}/manage", Rule::Registrar, pages::manage)
        .get("/documents/{document}/replace", Rule::Coordinator, pages::ask_instead)
        .upload(
            "/documents/{document}/replace",
            Rule::Coordinator,
            (LARGEST_DRAFT, "upload.large"),
            pages::look_instead,
        )
        .upload("/documents/{document}/replace/use", Rule::Coordinator, (LARGEST_DRAFT, "upload.large"), pages::replace)
        .get("/documents/{document}/issue", Rule::Coordinator, pages::look)
        .post("/documents/{document}/issue", Rule::Coordinator, pages::issue)
        .post("/documents/{document}/withdraw", Rule::Coordinator, pages::withdraw)
        .post("/documents/{document}/adopt", Rule::Coordinator, pages::adopt)
        .post("/documents/{document}/banner", Rule::Registrar, pages::banner)
        .upload(
            "/documents/{document}/attach",
            Rule::Coordinator,
            (LARGEST_FILE + 4096, "document.file_large"),
            pages::attach,
        )
}
