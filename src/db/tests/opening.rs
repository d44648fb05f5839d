//! Opening what somebody else holds, and what is noticed of a request's transactions.

use super::super::noticing;
use super::{insert, open};
use crate::db::Db;
use crate::error::Error;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, Connection as _, Executor as _};
use std::str::FromStr as _;
use std::time::Duration;

#[tokio::test]
async fn a_file_that_another_server_holds_is_waited_for_longer_than_one_try() {
    sqlx::any::install_default_drivers();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("nep.db").display());
    let other = AnyConnectOptions::from_str(&format!("{url}?mode=rwc")).unwrap();
    let mut other = AnyConnection::connect_with(&other).await.unwrap();
    other.execute("begin exclusive; create table a (b bigint)").await.unwrap();
    let opening = tokio::spawn(async move { Db::open(&url).await.map_err(|error| error.to_string()) });
    // One try waits five seconds.
    tokio::time::sleep(Duration::from_millis(6500)).await;
    other.execute("rollback").await.unwrap();
    opening.await.unwrap().unwrap().close().await;
}

#[tokio::test]
async fn an_address_where_nothing_is_fails_at_once() {
    let started = tokio::time::Instant::now();
    assert!(Db::open("sqlite:/proc/nowhere/nep.db").await.is_err());
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn it_is_noticed_whether_something_was_saved() {
    let (db, _folder) = open().await;
    let act = async |id: &str, saves: bool| {
        let mut tx = db.write().await?;
        let done = insert(&mut tx, id).await;
        tx.settle(if saves { done } else { Err(Error::NotFound) }).await
    };
    assert!(noticing(act("saved", true)).await.1);
    assert!(!noticing(act("refused", false)).await.1);
    assert!(!noticing(async {}).await.1);
}
