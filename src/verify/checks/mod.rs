//! What is compared: each row that has a leaf, with what the leaf repeats of it. A new kind of leaf gets a line here, and
//! its table, where it is the first of it, one in `tables.rs`.

mod evidence;
mod house;
mod people;

use super::check::Check;

/// Every one.
pub(super) fn all() -> impl Iterator<Item = &'static Check> {
    people::CHECKS.iter().chain(house::CHECKS).chain(evidence::CHECKS)
}
