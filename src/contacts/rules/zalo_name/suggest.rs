//! The name to put forward when a display name is not simply good (§7.4 step 7).

use unicode_segmentation::UnicodeSegmentation;

use super::legal::{LegalName, NameOrder, Role, joined};
use super::matching::Shown;

/// A full name up to this long is short enough to be "ngắn gọn".
const SHORT: usize = 20;

/// The best short form of a legal name; `shown` tells which parts the person chose to show.
pub(super) fn suggest(legal: &LegalName, shown: Option<Shown>, max_graphemes: usize) -> String {
    let full = recased(&legal.full());
    let words = legal.words();
    let marked = words.iter().any(|word| word.role == Role::Mark);
    let first = |text: &str| recased(text.split_whitespace().next().unwrap_or_default());
    let family = recased(legal.alternatives().next().unwrap_or_default());
    let given = recased(legal.given());
    let with_family = |family: &str| joined(&[family, &given]);
    let last_middle = legal.middle().split_whitespace().next_back().unwrap_or_default();
    let with_middle = joined(&[&recased(last_middle), &given]);
    let candidates = if marked || legal.order() == NameOrder::FamilyLast {
        let own = recased(&legal.own());
        vec![
            full.clone(),
            joined(&[&own, &family]),
            joined(&[&own, &first(&family)]),
            joined(&[&given, &first(&family)]),
        ]
    } else {
        let mut short = vec![with_family(&family), with_middle, with_family(&first(&family))];
        short.retain(|name| *name != given);
        // Whoever shows "chữ lót" rather than "họ" keeps doing so.
        if shown.is_some_and(|shown| shown.middle && !shown.family) && short.len() > 1 {
            short.swap(0, 1);
        }
        let place = if width(&full) <= SHORT { 0 } else { short.len() };
        short.insert(place, full.clone());
        short
    };
    candidates.into_iter().find(|name| width(name) <= max_graphemes).unwrap_or(full)
}

/// Letters as people count them.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Lists often hold names in capitals: those, and names all in small letters, get their capitals back.
fn recased(name: &str) -> String {
    let cased = || name.chars().filter(|c| c.is_alphabetic());
    let upper = cased().count() > 1 && !cased().any(char::is_lowercase);
    if !upper && cased().any(char::is_uppercase) {
        return name.to_owned();
    }
    let mut text = String::with_capacity(name.len());
    let mut first = true;
    for c in name.chars() {
        if first && c.is_alphabetic() {
            text.extend(c.to_uppercase());
        } else {
            text.extend(c.to_lowercase());
        }
        first = !(c.is_alphanumeric() || crate::text::is_mark(c));
    }
    text
}
