//! The statement with its boxes, the receipt, the printed "Bản cam kết".

mod form;
mod receipt;

pub(crate) use form::{form, submit};
pub(crate) use receipt::{print, receipt, receipt_of};
