//! SQL of contacts and consents: two chains, and the texts that were shown.

mod consent;
mod contact;
mod suggestion;

pub(crate) use consent::{CONSENT_COLUMNS, ConsentRow, consent, is_refusing, next_consent, refuses, show_text};
pub(crate) use contact::{CONTACT_COLUMNS, ContactRow, Form, declare, form, has_left, name_of, to_wipe, wipe};
pub(crate) use suggestion::{forget_suggestion, forget_suggestions, suggest};
