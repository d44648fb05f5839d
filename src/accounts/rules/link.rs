//! What a personal link is for, and how a session begins.

text_enum! {
    pub enum LinkKind {
        /// Of an empty database: it makes the first admin.
        Setup = "setup",
        /// Sets the first password.
        Invite = "invite",
        /// Sets a forgotten password anew.
        Reset = "reset",
    }
}

text_enum! {
    /// How somebody was identified when the session began.
    pub enum How {
        Link = "link",
        Password = "password",
    }
}
