//! The privacy notice (Luật 91/2025/QH15 Điều 4, 9, 13): `texts/privacy.md`, with the purposes of `texts/consents.toml`.
//! What it promises has an id, `{#xuat-tep}` at the end of its paragraph; a test runs a check for each.

use crate::terms::Terms;
use crate::text::{fill, nfc, say, say_with};
use serde::Deserialize;
use std::collections::BTreeMap;

const TEXT: &str = include_str!("../../../texts/privacy.md");

/// The notice as it is shown and kept with a consent.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// Stable id.
    pub(crate) id: String,
    /// Body in Markdown, fields filled in.
    pub(crate) body: String,
}

#[derive(Default, Deserialize)]
struct Head {
    id: String,
    version: i64,
    day: String,
}

#[derive(Default, Deserialize)]
struct Purposes {
    consent: Vec<Asked>,
    purpose: Vec<Purpose>,
}

/// A purpose that a consent is asked for.
#[derive(Deserialize)]
struct Asked {
    purpose_title: String,
    notice: String,
    legal_basis: String,
}

#[derive(Deserialize)]
struct Purpose {
    title: String,
    text: String,
}

/// The notice of the organisation with these settings.
pub(crate) fn privacy(values: &BTreeMap<String, String>) -> Notice {
    let (head, body) = parts();
    let get = |name: &str| values.get(name).map_or("", String::as_str);
    let address = if get("org.address").is_empty() {
        String::new()
    } else {
        say_with("notice.address", &[("dia_chi", get("org.address"))])
    };
    let decided = |name: &str| Some(get(name)).filter(|words| !words.is_empty());
    let open = say("notice.undecided");
    let results = decided("privacy.keep_results").map(|words| say_with("notice.from_leaving", &[("thoi_han", words)]));
    let promised: Vec<&str> = body.lines().map(|line| line.rsplit_once(" {#").map_or(line, |(text, _)| text)).collect();
    let body = promised.join("\n").replace("{muc_dich}", &purposes(decided("privacy.basis").unwrap_or(open)));
    let rollout = match get("cite.rollout") {
        "" => say("notice.rollout").to_owned(),
        clause => say_with("notice.rollout_by", &[("can_cu", clause)]),
    };
    let fields = [
        ("to_chuc", get("org.name")),
        ("dia_chi", &address),
        ("trien_khai", &rollout),
        ("dau_moi", get("privacy.contact")),
        ("luu_bao_lau", get("privacy.keep")),
        ("luu_ket_qua", results.as_deref().unwrap_or(open)),
        ("luu_sao_luu", decided("privacy.keep_backups").unwrap_or(open)),
        ("phien_ban", &head.version.to_string()),
        ("ngay", &head.day),
    ];
    Notice { id: head.id, body: nfc(&Terms::of(values).fill(&fill(body.trim(), &fields))) }
}

/// The ids of what the notice promises, in its order.
pub fn promises() -> Vec<&'static str> {
    let id = |line: &'static str| line.rsplit_once(" {#")?.1.strip_suffix('}');
    TEXT.lines().filter_map(id).collect()
}

fn parts() -> (Head, &'static str) {
    let mut parts = TEXT.splitn(3, "+++");
    let head = parts.nth(1).and_then(|head| toml::from_str(head).ok()).unwrap_or_default();
    (head, parts.next().unwrap_or(TEXT))
}

/// A list of what data is for, each with its basis.
fn purposes(basis: &str) -> String {
    let file: Purposes = toml::from_str(include_str!("../../../texts/consents.toml")).unwrap_or_default();
    let line = |title: &str, text: &str, basis: &str| {
        say_with("notice.purpose", &[("ten", title), ("noi_dung", text), ("can_cu", basis.trim_end_matches('.'))])
    };
    let asked = file.consent.iter().map(|one| line(&one.purpose_title, &one.notice, &one.legal_basis));
    asked.chain(file.purpose.iter().map(|one| line(&one.title, &one.text, basis))).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::unset;
    use super::*;

    #[test]
    fn the_notice_leaves_no_field_and_no_id_open() {
        let notice = privacy(&unset());
        assert!(!notice.id.is_empty());
        assert!(!notice.body.contains('{') && !notice.body.contains("M1"), "{}", notice.body);
        assert!(notice.body.contains("phiên bản 4"), "{}", notice.body);
    }

    #[test]
    fn what_is_not_decided_is_said_and_what_is_decided_stands_in_its_place() {
        assert_eq!(privacy(&unset()).body.matches("xác định trước khi áp dụng").count(), 5);
        let decided =
            [("privacy.basis", "theo Điều 25"), ("privacy.keep_results", "10 năm"), ("privacy.keep_backups", "1 năm")];
        let decided = unset().into_iter().chain(decided.map(|(name, words)| (name.to_owned(), words.to_owned())));
        let body = privacy(&decided.collect()).body;
        assert!(!body.contains("xác định trước khi áp dụng") && body.matches("theo Điều 25").count() == 3, "{body}");
    }

    #[test]
    fn every_promise_has_an_id_of_its_own() {
        let mut ids = promises();
        assert!(ids.len() > 15, "{ids:?}");
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }
}
