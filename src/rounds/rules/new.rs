//! A round to open.

use super::{RoundKind, Settings};

/// A round to open, about every text in force.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// `None` makes one.
    pub id: Option<String>,
    pub name: String,
    pub kind: RoundKind,
    pub group_id: String,
    pub settings: Settings,
}
