//! The consent that is asked for before a number is taken (`texts/consents.toml`).

use crate::settings::rules::privacy;
use crate::terms::Terms;
use crate::text::fill;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Purpose M1: to know the member and to add them to the Zalo group.
pub const ZALO: &str = "M1";

text_enum! {
    pub enum ConsentKind {
        Given = "given",
        Withdrawn = "withdrawn",
    }
}

#[derive(Debug, Default, Deserialize)]
struct Consents {
    consent: Vec<Consent>,
}

/// One consent as its form shows it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Consent {
    pub(crate) id: String,
    pub(crate) purpose: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) refuse: String,
    pub(crate) legal_basis: String,
}

static CONSENT: LazyLock<Consent> = LazyLock::new(|| {
    let all: Consents = toml::from_str(include_str!("../../../texts/consents.toml")).unwrap_or_default();
    all.consent.into_iter().find(|one| one.purpose == ZALO).unwrap_or_default()
});

impl Consent {
    /// Filled in for this organisation and this group.
    pub(crate) fn of(settings: &BTreeMap<String, String>, group: &str) -> Self {
        let get = |name: &str| settings.get(name).map_or("", String::as_str);
        let fields = [("to_chuc", get("org.name")), ("nhom", group), ("dau_moi", get("privacy.contact"))];
        let consent = CONSENT.clone();
        let terms = Terms::of(settings);
        let said = |text: &str| fill(&terms.fill(text), &fields);
        Self { text: said(&consent.text), refuse: said(&consent.refuse), ..consent }
    }
}

/// A consent to record: what was shown, and the notice beside it.
#[derive(Clone, Debug)]
pub struct NewConsent {
    pub purpose: String,
    pub consent_id: String,
    pub text: String,
    pub notice: String,
}

impl NewConsent {
    pub fn of(settings: &BTreeMap<String, String>, group: &str) -> Self {
        let consent = Consent::of(settings, group);
        Self { purpose: consent.purpose, consent_id: consent.id, text: consent.text, notice: privacy(settings).body }
    }
}
