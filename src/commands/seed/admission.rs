//! The way into the group, as rows and leaves.

use super::person::{Setting, Walk};
use super::rows::Rows;
use crate::admissions::acts::step_leaf;
use crate::admissions::rules::StepKind;
use crate::admissions::store::{AdmissionRow, StepRow};
use crate::commands::history::{act_of, contact};
use crate::contacts::acts::{consent_leaf, declared_leaf};
use crate::contacts::rules::ConsentKind;
use crate::contacts::store::{ConsentRow, ContactRow};
use crate::error::Error;
use crate::id::{new_id, sha256};
use serde_json::{Value, json};

impl Walk<'_> {
    /// The contact with its consent, and the way into the group as far as `last`.
    pub(super) fn apply(
        &mut self,
        rows: &mut Rows,
        set: &Setting<'_>,
        (seed, acknowledgment, last): (u64, &str, StepKind),
    ) -> Result<(), Error> {
        let (act, person_id) = (act_of(self.who, self.later(6)), self.who.person_id.clone());
        let contact = ContactRow {
            id: new_id(),
            person_id: person_id.clone(),
            number: 1,
            new: contact(self.invented, set.site, seed)?,
            declared_at: act.at,
            until_at: None,
        };
        rows.contacts.push(contact.cells());
        let consent = ConsentRow {
            person_id: person_id.clone(),
            purpose: set.consent.purpose.clone(),
            number: 1,
            kind: ConsentKind::Given,
            consent_id: set.consent.consent_id.clone(),
            text_sha256: sha256(&set.consent.text),
            notice_sha256: sha256(&set.consent.notice),
            at: act.at,
            until_at: None,
        };
        rows.consents.push(consent.cells());
        let group = &set.round.group_id;
        let admission = AdmissionRow::new(&person_id, group, &set.round.id, act.at);
        rows.admissions.push(admission.cells());
        let first = StepRow {
            admission_id: admission.id,
            number: 1,
            kind: StepKind::Submitted,
            after: None,
            person_id,
            contact_id: contact.id.clone(),
            acknowledgment_id: acknowledgment.to_owned(),
            at: act.at,
            by_id: act.by_id().map(str::to_owned),
            until_at: None,
        };
        rows.leaves.push(step_leaf(&act, self.who, group, &first));
        rows.leaves.push(consent_leaf(&act, &consent));
        rows.leaves.push(declared_leaf(&act, &contact));
        let body = json!({ "outcome": StepKind::Approved.as_str(), "name_verdict": contact.new.name_verdict.as_str(),
                           "reasoned": false });
        self.steps(rows, set, first, (last, &body))
    }

    fn steps(
        &mut self,
        rows: &mut Rows,
        set: &Setting<'_>,
        first: StepRow,
        (last, approved): (StepKind, &Value),
    ) -> Result<(), Error> {
        let missing = || Error::internal("nobody decides or carries out");
        let leader = set.stage.leader.as_ref().ok_or_else(missing)?;
        let coordinator = set.stage.coordinator.as_ref().ok_or_else(missing)?;
        let way = [(StepKind::Approved, leader), (StepKind::Added, coordinator), (StepKind::Confirmed, self.who)];
        let many = way.iter().position(|step| step.0 == last).map_or(0, |place| place + 1);
        let mut chain = vec![first];
        for (kind, by) in way.into_iter().take(many) {
            let act = act_of(by, self.later(60));
            let Some(before) = chain.last_mut() else { break };
            before.until_at = Some(act.at);
            let next = StepRow {
                number: before.number + 1,
                kind,
                after: Some(before.kind),
                at: act.at,
                by_id: act.by_id().map(str::to_owned),
                until_at: None,
                ..before.clone()
            };
            let leaf = step_leaf(&act, self.who, &set.round.group_id, &next);
            rows.leaves.push(if kind == StepKind::Approved { leaf.body(approved.clone()) } else { leaf });
            chain.push(next);
        }
        rows.steps.extend(chain.iter().map(StepRow::cells));
        Ok(())
    }
}
