//! Rows and leaves of a batch of people, written together: the rows of each store, the leaves of each act.

use crate::acknowledgments::store::{
    ACKNOWLEDGMENT_COLUMNS, ACKNOWLEDGMENT_VERSION_COLUMNS, AckVersion, NewAcknowledgment, STATEMENT_COLUMNS,
};
use crate::admissions::store::{ADMISSION_COLUMNS, STEP_COLUMNS};
use crate::contacts::store::{CONSENT_COLUMNS, CONTACT_COLUMNS};
use crate::db::{Tx, Value};
use crate::documents::store::READING_COLUMNS;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::quizzes::store::{ATTEMPT_ARTICLE_COLUMNS, ATTEMPT_COLUMNS, ATTEMPT_ITEM_COLUMNS, ITEM_COLUMNS};
use crate::rounds::store::ENROLMENT_COLUMNS;

type Table = Vec<Vec<Value>>;

/// What is to be written, by table.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) enrolments: Table,
    pub(super) readings: Table,
    pub(super) items: Table,
    pub(super) attempts: Table,
    pub(super) articles: Table,
    pub(super) answers: Table,
    pub(super) statements: Table,
    pub(super) acknowledgments: Table,
    pub(super) confirmed: Table,
    pub(super) consents: Table,
    pub(super) contacts: Table,
    pub(super) admissions: Table,
    pub(super) steps: Table,
    pub(super) leaves: Vec<Entry>,
}

impl Rows {
    pub(super) fn acknowledge(&mut self, new: &NewAcknowledgment, versions: &[AckVersion]) {
        self.acknowledgments.push(new.cells());
        self.confirmed.extend(versions.iter().map(|one| one.cells(&new.id)));
    }

    /// Writes everything, what is pointed at first.
    pub(super) async fn write(self, tx: &mut Tx) -> Result<(), Error> {
        tx.insert_missing("item", ITEM_COLUMNS, &self.items).await?;
        tx.insert_missing("statement", STATEMENT_COLUMNS, &self.statements).await?;
        for (table, columns, rows) in [
            ("enrolment", ENROLMENT_COLUMNS, &self.enrolments),
            ("reading", READING_COLUMNS, &self.readings),
            ("attempt", ATTEMPT_COLUMNS, &self.attempts),
            ("attempt_article", ATTEMPT_ARTICLE_COLUMNS, &self.articles),
            ("attempt_item", ATTEMPT_ITEM_COLUMNS, &self.answers),
            ("acknowledgment", ACKNOWLEDGMENT_COLUMNS, &self.acknowledgments),
            ("acknowledgment_version", ACKNOWLEDGMENT_VERSION_COLUMNS, &self.confirmed),
            ("consent", CONSENT_COLUMNS, &self.consents),
            ("contact", CONTACT_COLUMNS, &self.contacts),
            ("admission", ADMISSION_COLUMNS, &self.admissions),
            ("admission_step", STEP_COLUMNS, &self.steps),
        ] {
            tx.insert_many(table, columns, rows).await?;
        }
        ledger::store::append_many(tx, &self.leaves).await
    }
}
