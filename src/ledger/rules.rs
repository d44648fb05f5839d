//! The leaf's canonical form (`evidence.md` §3, §8): RFC 8785 JSON, no floats, no null, NFC, UTC seconds.

use crate::error::Error;
use crate::id::{new_id, new_salt, sha256};
use crate::text::nfc;
use crate::time::rfc3339;
use serde_json::{Map, Value, json};

/// Longest leaf in bytes: a tile's length prefix is a uint16.
const LONGEST: usize = 65_535;

/// Somebody the ledger names: the person, and their id in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    pub person_id: String,
    pub actor: String,
}

/// A leaf in the making: `act.leaf("ack.signed").of("acknowledgment", id).body(…).note("note.acknowledged", …)`.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) kind: &'static str,
    pub(super) at: i64,
    pub(super) by: Option<Author>,
    /// SHA-256 of the session's cookie; empty outside a session.
    pub(super) session: String,
    pub(super) about: Option<Author>,
    pub(super) rows: Vec<(&'static str, String)>,
    pub(super) body: Map<String, Value>,
    pub(super) private: Vec<(&'static str, Value)>,
    pub(super) note: &'static str,
    pub(super) fields: Value,
}

impl Entry {
    pub fn new(kind: &'static str, at: i64, by: Option<Author>) -> Self {
        Self {
            kind,
            at,
            by,
            session: String::new(),
            about: None,
            rows: Vec::new(),
            body: Map::new(),
            private: Vec::new(),
            note: "",
            fields: json!({}),
        }
    }

    /// In whose session it is done: the leaf is refused when that session has ended meanwhile.
    #[must_use]
    pub fn in_session(mut self, hash: &str) -> Self {
        hash.clone_into(&mut self.session);
        self
    }

    /// Whom it is about; the author where nobody else is named.
    #[must_use]
    pub fn about(mut self, whom: &Author) -> Self {
        self.about = Some(whom.clone());
        self
    }

    /// A row it is about, by table and id; the first one also keeps what the leaf commits to.
    #[must_use]
    pub fn of(mut self, table: &'static str, row: impl Into<String>) -> Self {
        self.rows.push((table, row.into()));
        self
    }

    /// What the leaf says beside the common fields: an object of strings, booleans, integers, objects, arrays.
    #[must_use]
    pub fn body(mut self, fields: Value) -> Self {
        if let Value::Object(fields) = fields {
            self.body.extend(fields);
        }
        self
    }

    /// Fields that enter the leaf only as a salted commitment: 'subject', 'context', 'answers'.
    #[must_use]
    pub fn private(mut self, purpose: &'static str, fields: Value) -> Self {
        self.private.push((purpose, fields));
        self
    }

    /// Whether the timeline of its author shows it: what has no other subject and is not about the organisation.
    pub(super) fn personal(&self) -> bool {
        !matches!(
            self.rows.first(),
            Some((
                "document"
                    | "version"
                    | "round"
                    | "zalo_group"
                    | "disclosure"
                    | "setting"
                    | "logo"
                    | "department"
                    | "staff_list"
                    | "link_batch",
                _
            )) | None
        )
    }

    /// The journal's sentence: a key of `texts/notes.toml` and its fields; never words about a person.
    #[must_use]
    pub fn note(mut self, key: &'static str, fields: Value) -> Self {
        self.note = key;
        self.fields = fields;
        self
    }
}

/// A leaf ready to store.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// RFC 8785 bytes as text.
    pub data: String,
    /// `(purpose, salt, canonical fields)` of each commitment.
    pub private: Vec<(&'static str, String, String)>,
}

/// SHA-256("nep-ack-<purpose>-v1" 0x00 ‖ salt ‖ JCS(fields)), hex. `salt` is 32 bytes as hex.
pub fn commitment(purpose: &str, salt: &str, fields: &str) -> String {
    let salt: Vec<u8> = (0..salt.len() / 2)
        .filter_map(|i| salt.get(2 * i..2 * i + 2))
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect();
    let mut bytes = format!("nep-ack-{purpose}-v1").into_bytes();
    bytes.push(0);
    bytes.extend_from_slice(&salt);
    bytes.extend_from_slice(fields.as_bytes());
    sha256(bytes)
}

/// Where a commitment stands in the leaf (`evidence.md` §3): answers inside `quiz`, the others at the top.
pub fn place(purpose: &str) -> (Option<&'static str>, &str) {
    match purpose {
        "answers" => (Some("quiz"), "answers_sha256"),
        "context" => (None, "ctx"),
        other => (None, other),
    }
}

/// Builds the leaf of an entry.
///
/// # Errors
/// When the body holds a float or null, or the leaf is too long: a fault of ours.
pub fn leaf(entry: &Entry) -> Result<Leaf, Error> {
    let mut fields = entry.body.clone();
    fields.insert("v".into(), json!(1));
    fields.insert("type".into(), json!(entry.kind));
    fields.insert("id".into(), json!(new_id()));
    fields.insert("at".into(), json!(rfc3339(entry.at)));
    fields.insert("app".into(), json!(env!("CARGO_PKG_VERSION")));
    if let Some(by) = &entry.by {
        fields.insert("actor".into(), json!(by.actor));
    }
    if let Some(about) = &entry.about {
        fields.insert("about".into(), json!(about.actor));
    }
    if !entry.private.is_empty() && entry.rows.is_empty() {
        return Err(Error::internal(format!("{} commits to something and names no row", entry.kind)));
    }
    let mut private = Vec::new();
    for (purpose, value) in &entry.private {
        let salt = new_salt();
        let canonical = canonical(value)?;
        let value = json!(commitment(purpose, &salt, &canonical));
        let (outer, key) = place(purpose);
        match outer.and_then(|outer| fields.get_mut(outer)).and_then(Value::as_object_mut) {
            Some(inner) => inner.insert(key.to_owned(), value),
            None => fields.insert(key.to_owned(), value),
        };
        private.push((*purpose, salt, canonical));
    }
    let data = canonical(&Value::Object(fields))?;
    if data.len() > LONGEST {
        return Err(Error::internal("ledger leaf too long"));
    }
    Ok(Leaf { data, private })
}

fn canonical(value: &Value) -> Result<String, Error> {
    let tidy = tidy(value)?;
    serde_jcs::to_string(&tidy).map_err(Error::internal)
}

/// NFC strings; refuses what has more than one form.
fn tidy(value: &Value) -> Result<Value, Error> {
    const LARGEST: u64 = 1 << 53;
    Ok(match value {
        Value::Null => return Err(Error::internal("null in a ledger leaf")),
        Value::Number(number) => match number.as_i64() {
            Some(n) if n.unsigned_abs() < LARGEST => value.clone(),
            _ => return Err(Error::internal("number in a ledger leaf")),
        },
        Value::String(text) => Value::String(nfc(text)),
        Value::Bool(_) => value.clone(),
        Value::Array(items) => Value::Array(items.iter().map(tidy).collect::<Result<_, _>>()?),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(k, v)| Ok((nfc(k), tidy(v)?))).collect::<Result<_, Error>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(body: Value) -> Entry {
        let by = Author { person_id: "p1".into(), actor: "a1".into() };
        Entry::new("ack.signed", 1_763_830_800_999, Some(by))
            .of("acknowledgment", "k1")
            .body(body)
            .private("subject", json!({"name": "Ha\u{300}"}))
    }

    #[test]
    fn a_leaf_is_canonical_sorted_json_in_nfc_with_utc_seconds() {
        let leaf = leaf(&entry(json!({"z": 1, "b": "e\u{301}"}))).unwrap();
        let again: Value = serde_json::from_str(&leaf.data).unwrap();
        assert_eq!(serde_jcs::to_string(&again).unwrap(), leaf.data);
        assert_eq!(again["at"], "2025-11-22T17:00:00Z");
        assert_eq!(again["b"], "é");
        assert!(leaf.data.starts_with("{\"actor\":\"a1\",\"app\":"));
    }

    #[test]
    fn a_commitment_can_be_checked_with_its_salt_and_tells_nothing_without() {
        let leaf = leaf(&entry(json!({}))).unwrap();
        let (purpose, salt, fields) = &leaf.private[0];
        let again: Value = serde_json::from_str(&leaf.data).unwrap();
        assert_eq!(again["subject"], commitment(purpose, salt, fields));
        assert!(!leaf.data.contains("Hà"));
        assert_eq!(fields, "{\"name\":\"Hà\"}");
    }

    #[test]
    fn commitments_stand_where_the_evidence_page_puts_them() {
        let entry = entry(json!({ "quiz": { "of": 20 } }))
            .private("context", json!({ "x": 1 }))
            .private("answers", json!({ "x": 1 }));
        let leaf = leaf(&entry).unwrap();
        let again: Value = serde_json::from_str(&leaf.data).unwrap();
        let found = [&again["subject"], &again["ctx"], &again["quiz"]["answers_sha256"]];
        for (place, found) in leaf.private.iter().zip(found) {
            assert_eq!(*found, commitment(place.0, &place.1, &place.2));
        }
    }

    #[test]
    fn what_is_committed_to_has_a_row_to_be_kept_by() {
        let homeless = Entry::new("ack.signed", 0, None).private("subject", json!({}));
        assert!(leaf(&homeless).is_err());
    }

    #[test]
    fn floats_and_nulls_never_enter_a_leaf() {
        assert!(leaf(&entry(json!({"score": 0.5}))).is_err());
        assert!(leaf(&entry(json!({"score": null}))).is_err());
        assert!(leaf(&entry(json!({"deep": [{"x": 1e300}]}))).is_err());
    }
}
