//! Đọc → hiểu → cam kết → vào nhóm: where a person stands, derived from dated facts.

pub mod rules;
pub mod store;
