//! Wiping the phone and the Zalo name of people who left (Luật 91/2025 Điều 25; the privacy notice says when).

use crate::app::App;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::text::say;
use crate::time::DAY;
use serde_json::json;

/// Wipes what is due; each person is one transaction with its leaf `erasure.done`.
pub async fn run(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let kept = crate::settings::store::value(app.db.read(), "privacy.keep").await?;
    let days = kept_days(&kept);
    let due = super::store::to_forget(app.db.read(), now - days * DAY).await?;
    let wiped = due.len();
    for (person_id, actor) in due {
        let entry = Entry {
            kind: "erasure.done",
            at: now,
            actor: None,
            about: Some(actor),
            person_id: Some(person_id.clone()),
            by_id: None,
            body: json!({ "purpose": "contact", "basis": "Luật 91/2025/QH15 Điều 25" }),
            private: Vec::new(),
            note: say("note.contact_wiped").to_owned(),
        };
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    super::store::forget(tx, &person_id, now).await?;
                    ledger::append(tx, &entry).await?;
                    Ok(())
                })
            })
            .await?;
    }
    Ok(wiped)
}

/// The number of days in the words of the setting (`30 ngày`, `6 tháng`); 30 when there is none.
fn kept_days(words: &str) -> i64 {
    let digits: String = words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap_or(30);
    let unit = match () {
        () if words.contains("năm") => 365,
        () if words.contains("tháng") => 30,
        () => 1,
    };
    number.saturating_mul(unit).clamp(0, 36_500)
}

#[cfg(test)]
mod tests {
    use super::kept_days;

    #[test]
    fn the_words_of_the_setting_are_a_number_of_days() {
        assert_eq!(kept_days("30 ngày"), 30);
        assert_eq!(kept_days("6 tháng"), 180);
        assert_eq!(kept_days("1 năm"), 365);
        assert_eq!(kept_days("ngay khi rời"), 30);
    }
}
