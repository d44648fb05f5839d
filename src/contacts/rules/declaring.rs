//! Both verdicts on what was typed, and the contact that comes of it.

use super::phone::{self, Phone, PhoneCheck, PhoneVerdict};
use super::zalo_name::{LegalName, NameJudgement, NameRules, Verdict, judge};
use crate::people::rules::Name;

pub(crate) struct Judged {
    pub(crate) phone: PhoneVerdict,
    pub(crate) name: NameJudgement,
}

impl Judged {
    pub(crate) fn of(legal: &LegalName, phone: &str, zalo_name: &str, rules: &NameRules) -> Self {
        Self { phone: phone::judge(phone), name: judge(legal, zalo_name, rules) }
    }

    /// A tidy or doubtful name, or an unknown prefix, is sent after a second look.
    pub(crate) fn wants_a_second_look(&self) -> bool {
        matches!(self.phone, PhoneVerdict::Warn(..)) || self.name.verdict != Verdict::Pass
    }

    /// The contact to declare; `None` when the number cannot be used.
    pub(crate) fn contact(&self, zalo_name: &str) -> Option<NewContact> {
        let (phone, phone_verdict) = match &self.phone {
            PhoneVerdict::Ok(phone) => (phone, PhoneCheck::Ok),
            PhoneVerdict::Warn(phone, _) => (phone, PhoneCheck::Warn),
            PhoneVerdict::Offer { .. } | PhoneVerdict::Error(_) => return None,
        };
        let reasons: Vec<&str> = self.name.reasons.iter().map(|reason| reason.code()).collect();
        Some(NewContact {
            phone: phone.clone(),
            zalo_name: zalo_name.to_owned(),
            name_verdict: self.name.verdict,
            name_reasons: reasons.join(" "),
            phone_verdict,
        })
    }
}

/// A contact to declare, judged.
#[derive(Clone, Debug)]
pub struct NewContact {
    pub phone: Phone,
    pub zalo_name: String,
    pub name_verdict: Verdict,
    /// Codes, space separated.
    pub name_reasons: String,
    pub phone_verdict: PhoneCheck,
}

impl NewContact {
    /// Judges what somebody of this name gives; `None` when number or name cannot be used.
    pub(crate) fn judged(name: &Name, phone: &str, zalo_name: &str, rules: &NameRules) -> Option<Self> {
        Judged::of(&name.legal()?, phone, zalo_name, rules).contact(zalo_name)
    }
}
