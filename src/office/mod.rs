//! One door for every uploaded office file: what it is by its content, read in a process of its own within limits.
//!
//! `rules` turns bytes into values and is never called by the server itself: [`Door::read`] hands the bytes to a child,
//! `nep read-office`, so that a file which wants all memory or never ends takes only that child with it.

pub mod child;
mod door;
pub mod rules;

pub use door::Door;
pub use rules::{Book, Counts, DocxText, Kind, Notice, Read, Refused, Wanted};
