//! Đọc → hiểu → cam kết → vào nhóm: where a person stands in a round, derived from dated facts and kept as a copy for
//! looking. Acts never believe the copy: they ask [`store::of`].

pub mod rules;
pub mod store;
mod viewer;

pub use viewer::{Viewer, Who, who};
