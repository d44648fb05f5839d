//! The confirmed commitment to exact versions: "xác nhận điện tử", never "ký số".

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/acknowledgment", Rule::Member, pages::form)
        .post("/acknowledgment", Rule::Member, pages::submit)
        .get("/acknowledgment/receipt", Rule::Member, pages::receipt)
        .get("/acknowledgment/receipt/{code}", Rule::Member, pages::receipt_of)
        .get("/acknowledgment/print/{code}", Rule::Member, pages::print)
}
