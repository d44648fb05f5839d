//! The chain of an admission: one guarded statement sets the end of the last step, then the next one stands.

use super::head::Head;
use crate::accounts::rules::Role;
use crate::act::Act;
use crate::admissions::rules::StepKind;
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::id::new_id;
use crate::people::store as people;

/// A new admission, before its first step.
#[derive(Clone, Debug)]
pub(crate) struct AdmissionRow {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) group_id: String,
    pub(crate) round_id: String,
    pub(crate) opened_at: i64,
    pub(crate) closed_at: Option<i64>,
}

pub(crate) const ADMISSION_COLUMNS: &[&str] = &["id", "person_id", "group_id", "round_id", "opened_at", "closed_at"];

impl AdmissionRow {
    pub(crate) fn new(person_id: &str, group_id: &str, round_id: &str, at: i64) -> Self {
        Self {
            id: new_id(),
            person_id: person_id.to_owned(),
            group_id: group_id.to_owned(),
            round_id: round_id.to_owned(),
            opened_at: at,
            closed_at: None,
        }
    }

    pub(crate) fn cells(&self) -> Vec<Value> {
        vec![
            self.id.as_str().into(),
            self.person_id.as_str().into(),
            self.group_id.as_str().into(),
            self.round_id.as_str().into(),
            self.opened_at.into(),
            self.closed_at.into(),
        ]
    }
}

/// A row of the chain.
#[derive(Clone, Debug)]
pub(crate) struct StepRow {
    pub(crate) admission_id: String,
    pub(crate) number: i64,
    pub(crate) kind: StepKind,
    /// The step it rests on; `None` for the first.
    pub(crate) after: Option<StepKind>,
    pub(crate) person_id: String,
    pub(crate) contact_id: String,
    pub(crate) acknowledgment_id: String,
    pub(crate) at: i64,
    /// `None`: the system.
    pub(crate) by_id: Option<String>,
    pub(crate) until_at: Option<i64>,
}

pub(crate) const STEP_COLUMNS: &[&str] = &[
    "admission_id",
    "number",
    "kind",
    "after_number",
    "after_kind",
    "person_id",
    "contact_id",
    "acknowledgment_id",
    "at",
    "by_id",
    "until_at",
];

impl StepRow {
    /// Its id in leaves and remarks.
    pub(crate) fn row_id(&self) -> String {
        format!("{}#{}", self.admission_id, self.number)
    }

    pub(crate) fn cells(&self) -> Vec<Value> {
        vec![
            self.admission_id.as_str().into(),
            self.number.into(),
            self.kind.as_str().into(),
            self.after.map(|_| self.number - 1).into(),
            self.after.map(|kind| kind.as_str().to_owned()).into(),
            self.person_id.as_str().into(),
            self.contact_id.as_str().into(),
            self.acknowledgment_id.as_str().into(),
            self.at.into(),
            self.by_id.clone().into(),
            self.until_at.into(),
        ]
    }
}

/// Opens an admission with its first step.
pub(crate) async fn insert(tx: &mut Tx, admission: &AdmissionRow, first: &StepRow) -> Result<(), Error> {
    tx.insert_many("admission", ADMISSION_COLUMNS, &[admission.cells()]).await?;
    tx.insert_many("admission_step", STEP_COLUMNS, &[first.cells()]).await
}

/// The next step after the last one, with the same contact and confirmation; `None` when it was not to be taken: out
/// of order, about oneself, by somebody without the role for that group.
pub(crate) async fn step(tx: &mut Tx, act: &Act, head: &Head, kind: StepKind) -> Result<Option<StepRow>, Error> {
    step_on(tx, act, head, kind, &head.contact_id, &head.acknowledgment_id).await
}

/// The same on a new contact or a new confirmation.
pub(crate) async fn step_on(
    tx: &mut Tx,
    act: &Act,
    head: &Head,
    kind: StepKind,
    contact_id: &str,
    acknowledgment_id: &str,
) -> Result<Option<StepRow>, Error> {
    if !kind.may_follow(head.kind) || !end(tx, act, head, kind).await? {
        return Ok(None);
    }
    let row = StepRow {
        admission_id: head.id.clone(),
        number: head.number + 1,
        kind,
        after: Some(head.kind),
        person_id: head.person_id.clone(),
        contact_id: contact_id.to_owned(),
        acknowledgment_id: acknowledgment_id.to_owned(),
        at: act.at,
        by_id: act.by_id().map(str::to_owned),
        until_at: None,
    };
    tx.insert_many("admission_step", STEP_COLUMNS, &[row.cells()]).await?;
    if kind.closes() {
        sqlx::query("update admission set closed_at = $2 where id = $1 and closed_at is null")
            .bind(&head.id)
            .bind(act.at)
            .execute(&mut *tx)
            .await?;
    }
    Ok(Some(row))
}

/// Sets the end of the last step, if it still is the last one and this author may take what follows.
async fn end(tx: &mut Tx, act: &Act, head: &Head, kind: StepKind) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission_step set until_at = $4
         where admission_id = $1 and until_at is null and number = $2 and kind = $3
           and ($5 <> 'decision' or person_id <> $6)
           and ($7 = '' or exists (select 1 from role_grant g join admission m on m.id = $1
                 where g.person_id = $6 and g.revoked_at is null and g.role = $7
                   and (g.scope = 'all' or (g.scope = 'group' and g.scope_id = m.group_id))))
           and ($8 <> 'founded' or exists (select 1 from role_grant g join admission m on m.id = $1
                 where g.person_id = m.person_id and g.revoked_at is null and g.role = 'leader'
                   and (g.scope = 'all' or (g.scope = 'group' and g.scope_id = m.group_id))))",
    )
    .bind(&head.id)
    .bind(head.number)
    .bind(head.kind)
    .bind(act.at)
    .bind(if kind.is_decision() { "decision" } else { "" })
    .bind(act.by_id().unwrap_or_default())
    .bind(kind.role().map_or("", Role::as_str))
    .bind(kind)
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Free text about a person beside a step; nothing is kept of an empty one.
pub(crate) async fn remark(tx: &mut Tx, act: &Act, row: &StepRow, body: &str) -> Result<(), Error> {
    if body.is_empty() {
        return Ok(());
    }
    people::remark(tx, ("admission_step", &row.row_id()), &row.person_id, body, (act.by_id(), act.at)).await
}
