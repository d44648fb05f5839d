//! SQL of number and day taken back.

use super::issue::{New, come_into_force};
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use sqlx::Row as _;

/// The version in force of a document, beside the one before it.
#[derive(Clone, Debug)]
pub(crate) struct Entered {
    pub(crate) id: String,
    pub(crate) in_force_at: i64,
    pub(crate) issued_on: Option<String>,
    /// From a file: not made by entering anything.
    pub(crate) file: Option<String>,
    /// Id of the version before it; '' when there is none.
    pub(crate) before: String,
    /// 1 when its source is that of the one before.
    pub(crate) same_body: i64,
    /// 1 when it is itself a text in force again.
    pub(crate) is_again: i64,
    /// How many confirmations of it there are.
    pub(crate) confirmed: i64,
}

from_row!(Entered { id, in_force_at, issued_on, file, before, same_body, is_again, confirmed });

impl Entered {
    /// Nothing but number and day makes it another one than the version before it.
    pub(crate) fn is_only_entered(&self) -> bool {
        let made = self.issued_on.is_some() && self.file.is_none() && self.is_again == 0;
        made && self.same_body == 1 && !self.before.is_empty()
    }
}

pub(crate) async fn entered<'c>(db: impl Ask<'c>, document: &str) -> Result<Option<Entered>, Error> {
    Ok(sqlx::query_as(
        "select v.id, v.in_force_at, v.issued_on, v.file, coalesce(b.id, '') as before,
           case when b.body_sha256 = v.body_sha256 and b.kind = v.kind
             and (select t.source from version_text t where t.version_id = v.id)
               = (select t.source from version_text t where t.version_id = b.id) then 1 else 0 end as same_body,
           case when v.again_of is null then 0 else 1 end as is_again,
           (select count(*) from acknowledgment_version k where k.version_id = v.id) as confirmed
         from version v left join version b on b.document_id = v.document_id and b.superseded_at = v.in_force_at
           and b.id <> v.id
         where v.document_id = $1 and v.in_force_at is not null and v.superseded_at is null
         order by b.number desc limit 1",
    )
    .bind(document)
    .fetch_optional(db)
    .await?)
}

/// Takes the version in force out of it for good; false when it is not in force any more.
pub(crate) async fn take_back(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update version set superseded_at = $2, withdrawn_at = $2, withdrawn_by = $3
         where id = $1 and in_force_at is not null and superseded_at is null",
    )
    .bind(id)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The text of a version as the next version of its document, byte for byte, in force from now on.
pub(crate) async fn insert_again(tx: &mut Tx, of: &str, by: Option<&str>, at: i64) -> Result<New, Error> {
    let row = sqlx::query(
        "select document_id || '@' || cast(coalesce(max(number), 0) + 1 as text) from version
         where document_id = (select document_id from version where id = $1) group by document_id",
    )
    .bind(of)
    .fetch_one(&mut *tx)
    .await?;
    let id: String = row.try_get(0)?;
    sqlx::query(
        "insert into version (id, document_id, number, kind, title, short_title, file, ref_number, issued_on, sha256,
                              body_sha256, loaded_at, loaded_by, again_of)
         select $2, v.document_id, (select max(x.number) + 1 from version x where x.document_id = v.document_id), v.kind,
           v.title, v.short_title, null, v.ref_number, v.issued_on, v.sha256, v.body_sha256, $3, $4, v.id
         from version v where v.id = $1",
    )
    .bind(of)
    .bind(&id)
    .bind(at)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    for sql in [
        "insert into version_text (version_id, issue, source, canonical)
         select $2, issue, source, canonical from version_text where version_id = $1",
        "insert into version_article (version_id, article, place, sha256)
         select $2, article, place, sha256 from version_article where version_id = $1",
        "insert into attachment (version_id, file_name, media_type, size, sha256)
         select $2, file_name, media_type, size, sha256 from attachment where version_id = $1",
        "insert into attachment_part (version_id, number, content)
         select $2, number, content from attachment_part where version_id = $1",
    ] {
        sqlx::query(sql).bind(of).bind(&id).execute(&mut *tx).await?;
    }
    come_into_force(tx, &id, by, at).await?;
    Ok(sqlx::query_as(
        "select id, document_id, number, kind, ref_number, issued_on, sha256, body_sha256 from version where id = $1",
    )
    .bind(&id)
    .fetch_one(tx)
    .await?)
}
