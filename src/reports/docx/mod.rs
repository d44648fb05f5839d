//! Papers as files of Word, laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I, has it: A4, Times New Roman, 13 and 14 points.

mod head;
mod list;
mod page;
mod report;
mod schema;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use list::list;
pub(crate) use report::report;

pub(crate) const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
