//! What kind a text is, and how it is cited.

use crate::text::{say, say_with};
use crate::time::paper_date;

text_enum! {
    /// What people read.
    pub enum TextKind {
        /// The whole text.
        Text = "text",
        /// A digest in our own words.
        Digest = "digest",
        /// An attached official file.
        Pdf = "pdf",
    }
}

/// `Số 12/QĐ-IOC ngày 15/8/2025`, or that it is a draft; `issued_on` is a day.
pub fn reference(ref_number: &str, issued_on: Option<&str>) -> String {
    match issued_on {
        Some(day) => say_with("document.reference", &[("so", ref_number), ("ngay", &paper_date(day))]),
        None => say("document.draft").to_owned(),
    }
}
