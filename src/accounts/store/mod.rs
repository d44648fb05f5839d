//! SQL of accounts, links, sessions and delays.

mod account;
mod link;
mod session;

pub use account::{
    Account, DemoPerson, by_login, demo_people, forget_tries, free_login, of_person, set_password, take_try,
};
pub use link::{Issue, Link, issue_link, link, note_opened, use_link};
pub use session::{
    NewSession, OpenSession, end_session, end_sessions, insert_session, mark_proved, open_sessions, touch, viewer,
};
