//! A confirmation on paper: entered by one person, compared with its scan by another.

use super::answers;
use super::leaf::{Signed, signed_leaf};
use super::ready::{Passed, Ready, named};
use crate::accounts::rules::How;
use crate::acknowledgments::store::{self, AckVersion, NewAcknowledgment};
use crate::act::{Act, Author};
use crate::admissions::acts as admissions;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{new_code, new_id, sha256};
use crate::ledger;
use crate::site::Round;
use crate::time::SECOND;
use serde_json::Value;

/// What a confirmation on paper stands on.
pub(crate) struct OnPaper {
    pub(crate) whose: Author,
    /// Percent and hash of the banks; `None` where nothing was asked: what was passed before counts.
    pub(crate) quiz: Option<(i64, String)>,
    /// Paper, its code, hash of its scan: as the leaf says it.
    pub(crate) paper: Value,
}

/// Records it; the answer is its id. The paper's act has compared what is asked, holds the person, and renews the copies.
///
/// # Errors
/// [`Error::Prove`] when no password was given in the session.
pub(crate) async fn record_on_paper(
    tx: &mut Tx,
    act: &Act,
    round: &Round,
    ready: &Ready,
    on: OnPaper,
) -> Result<String, Error> {
    let person = on.whose.person_id.as_str();
    let passed = ready.passed.as_ref().filter(|_| on.quiz.is_none());
    let number = store::last(&mut *tx, person, &round.id).await?.map_or(1, |last| last.0 + 1);
    let new = NewAcknowledgment {
        id: new_id(),
        code: new_code(),
        person_id: person.to_owned(),
        round_id: round.id.clone(),
        number,
        statement_sha256: ready.template.sha256(),
        attempt_id: passed.and_then(Passed::sitting).map(str::to_owned),
        quiz: on.quiz.or_else(|| passed.map(|one| (one.percent, one.quiz_sha256.clone()))),
        how: How::Paper,
        proof_age: (act.at - act.proved_at.ok_or(Error::Prove)?).max(0) / SECOND,
        session_hash: sha256(format!("nep-session-v1\0{}", act.session)),
        confirmed_at: act.at,
        reading: "[]".to_owned(),
    };
    let versions: Vec<AckVersion> = ready.versions.iter().map(|one| named(one)).collect();
    store::insert(tx, &new, &versions, &ready.template).await?;
    let answers = answers(tx, passed).await?;
    admissions::acknowledged(tx, act, person, &round.group_id, &new.id).await?;
    let signed = Signed {
        row: &new,
        versions: &versions,
        template: &ready.template,
        fields: &ready.fields,
        passed,
        read: &[],
        answers,
        paper: Some((on.paper, on.whose.clone())),
    };
    ledger::append(tx, &signed_leaf(act, &signed)?).await?;
    Ok(new.id)
}
