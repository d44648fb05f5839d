//! The chain of a person's declared Zalo accounts.

use super::suggestion::forget_suggestion;
use crate::act::{Act, Author};
use crate::contacts::rules::NewContact;
use crate::contacts::rules::phone::{Phone, PhoneCheck};
use crate::contacts::rules::zalo_name::Verdict;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use crate::people::rules::{Name, Order};
use crate::stored;
use sqlx::Row as _;

stored!(Phone);
stored!(PhoneCheck);
stored!(Verdict);

struct NameRow {
    family: String,
    middle: String,
    given: String,
    name_order: String,
}

from_row!(NameRow { family, middle, given, name_order });

impl NameRow {
    fn name(self) -> Result<Name, Error> {
        let order = Order::parse(&self.name_order).ok_or_else(|| Error::internal("a name without its order"))?;
        Ok(Name { family: self.family, middle: self.middle, given: self.given, order })
    }
}

/// The name that Zalo names are judged against.
pub(crate) async fn name_of<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Name, Error> {
    let row: Option<NameRow> = sqlx::query_as(
        "select family, middle, given, name_order from profile where person_id = $1 and until_at is null",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?;
    row.ok_or(Error::NotFound)?.name()
}

/// What the contact form shows.
pub(crate) struct Form {
    pub(crate) name: Name,
    pub(crate) phone: Option<Phone>,
    pub(crate) zalo_name: String,
    /// When the consent in force was given.
    pub(crate) consented_at: Option<i64>,
    /// Why the leader returned the last application.
    pub(crate) returned: String,
    /// The number that a list of the office has for them.
    pub(crate) suggested: Option<Phone>,
}

/// Everything the contact form shows, in one question; `admission_id` is the person's newest one, '' for none.
pub(crate) async fn form<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    purpose: &str,
    admission_id: &str,
    now: i64,
) -> Result<Form, Error> {
    let row = sqlx::query(
        "select f.family, f.middle, f.given, f.name_order, n.phone, coalesce(n.zalo_name, '') as zalo_name,
           s.at as consented_at, coalesce(r.body, '') as returned, g.phone as suggested
         from profile f
         left join contact n on n.person_id = f.person_id and n.until_at is null and n.phone <> ''
         left join consent s on s.person_id = f.person_id and s.purpose = $2 and s.until_at is null and s.kind = 'given'
         left join admission_step t on t.admission_id = $3 and t.person_id = f.person_id and t.until_at is null
           and t.kind = 'returned'
         left join remark r on r.kind = 'admission_step' and r.row_id = t.admission_id || '#' || cast(t.number as text)
         left join phone_suggestion g on g.person_id = f.person_id and g.ends_at > $4
         where f.person_id = $1 and f.until_at is null",
    )
    .bind(person_id)
    .bind(purpose)
    .bind(admission_id)
    .bind(now)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let name = <NameRow as sqlx::FromRow<'_, _>>::from_row(&row)?.name()?;
    Ok(Form {
        name,
        phone: row.try_get("phone")?,
        zalo_name: row.try_get("zalo_name")?,
        consented_at: row.try_get("consented_at")?,
        returned: row.try_get("returned")?,
        suggested: row.try_get("suggested")?,
    })
}

/// A row of the chain as it is written.
#[derive(Clone, Debug)]
pub(crate) struct ContactRow {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) number: i64,
    pub(crate) new: NewContact,
    pub(crate) declared_at: i64,
    pub(crate) until_at: Option<i64>,
}

pub(crate) const CONTACT_COLUMNS: &[&str] = &[
    "id",
    "person_id",
    "number",
    "phone",
    "zalo_name",
    "name_verdict",
    "name_reasons",
    "phone_verdict",
    "declared_at",
    "until_at",
];

impl ContactRow {
    pub(crate) fn cells(&self) -> Vec<Value> {
        vec![
            self.id.as_str().into(),
            self.person_id.as_str().into(),
            self.number.into(),
            self.new.phone.as_str().into(),
            self.new.zalo_name.as_str().into(),
            self.new.name_verdict.as_str().into(),
            self.new.name_reasons.as_str().into(),
            self.new.phone_verdict.as_str().into(),
            self.declared_at.into(),
            self.until_at.into(),
        ]
    }
}

/// Declares a contact in the place of the one before; the person is held.
pub(crate) async fn declare(tx: &mut Tx, act: &Act, person_id: &str, new: &NewContact) -> Result<ContactRow, Error> {
    let last = sqlx::query("select max(number) from contact where person_id = $1").bind(person_id).fetch_one(&mut *tx);
    let last: i64 = last.await?.try_get::<Option<i64>, _>(0)?.unwrap_or_default();
    sqlx::query("update contact set until_at = $3 where person_id = $1 and until_at is null and number = $2")
        .bind(person_id)
        .bind(last)
        .bind(act.at)
        .execute(&mut *tx)
        .await?;
    let row = ContactRow {
        id: new_id(),
        person_id: person_id.to_owned(),
        number: last + 1,
        new: new.clone(),
        declared_at: act.at,
        until_at: None,
    };
    tx.insert_many("contact", CONTACT_COLUMNS, &[row.cells()]).await?;
    Ok(row)
}

/// Wipes a person's phone numbers and Zalo names; the rows stay for the decisions that rest on them. The answer is the
/// ids of the rows that were wiped.
pub(crate) async fn wipe(tx: &mut Tx, person_id: &str, at: i64) -> Result<Vec<String>, Error> {
    forget_suggestion(tx, person_id).await?;
    let rows = sqlx::query(
        "update contact set phone = '', zalo_name = '', wiped_at = $2, until_at = coalesce(until_at, $2)
         where person_id = $1 and wiped_at is null returning id",
    )
    .bind(person_id)
    .bind(at)
    .fetch_all(&mut *tx)
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// People who left before a moment and whose contact is still kept.
pub(crate) async fn to_wipe<'c>(db: impl Ask<'c>, left_before: i64) -> Result<Vec<Author>, Error> {
    let rows = sqlx::query(
        "select p.id, p.actor from presence x join person p on p.id = x.person_id
         where x.kind = 'left' and x.until_at is null and x.at < $1
           and exists (select 1 from contact c where c.person_id = p.id and c.wiped_at is null)
         order by x.at",
    )
    .bind(left_before)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(Author { person_id: row.try_get(0)?, actor: row.try_get(1)? })).collect()
}

/// Whether somebody has left, by the rows of a transaction: they may have come back since the list was made.
pub(crate) async fn has_left<'c>(db: impl Ask<'c>, person_id: &str) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from presence where person_id = $1 and until_at is null and kind = 'left'")
        .bind(person_id)
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}
