//! A person's Zalo account (Điều 4 khoản 3 mục 3.4): consent, phone, display name, verdicts.

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/contact", Rule::Member, pages::form)
        .post("/contact", Rule::Member, pages::submit)
        .post("/contact/check", Rule::Member, pages::check)
        .post("/contact/suggestion", Rule::Member, pages::decline)
        .post("/contact/withdraw", Rule::Member, pages::withdraw)
}
