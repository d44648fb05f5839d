//! A founding member: the Trưởng nhóm is in the group by the Decision's Điều 1, which nobody decides again.

use super::decide::ground;
use super::{Words, allow, held, take};
use crate::act::Act;
use crate::admissions::rules::StepKind;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;
use crate::time::{parse_day, show_day};
use serde_json::json;

/// Number and day of the Decision, as typed.
pub struct Founding<'a> {
    pub number: &'a str,
    pub day: &'a str,
}

/// Records, by HC-DV and never about oneself, that a leader of the group is a member by the Decision.
///
/// # Errors
/// [`Error::Field`] without the Decision's number and day, [`Error::NotFound`] for whoever leads no such group.
pub async fn found(tx: &mut Tx, act: &Act, site: &Site, id: &str, by: &Founding<'_>) -> Result<(), Error> {
    let number = by.number.trim();
    let letter = |c: char| c.is_alphanumeric() || "-./".contains(c);
    let written = !number.is_empty() && number.chars().count() <= 20 && number.chars().all(letter);
    if !written {
        return Err(Error::field("number", "admission.founding"));
    }
    let day = parse_day(by.day).ok_or_else(|| Error::field("day", "form.day"))?.to_string();
    let Some(head) = held(tx, act, site, id, StepKind::Founded).await? else { return Ok(()) };
    allow(act, &head, StepKind::Founded)?;
    if !ground(tx, site, &head).await?.is_decidable() {
        return Err(Error::conflict("admission.not_eligible"));
    }
    let body = json!({ "decision": { "number": number, "day": day } });
    let fields = json!({ "so": number, "ngay": show_day(&day) });
    let words = Words { remark: "", body: Some(body), fields: Some(fields) };
    take(tx, act, site, &head, StepKind::Founded, words).await
}
