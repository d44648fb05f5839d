//! An account switched off and on, apart from leaving.

text_enum! {
    /// A row of the chain; no row: on.
    pub enum Switch {
        Disabled = "disabled",
        Enabled = "enabled",
    }
}
