use super::*;
use sqlx::{Connection, Executor};
use std::time::Duration;
use tokio::time::timeout;

/// An act that waits in the queue until the held one ends.
fn queued(db: &Db, id: &'static str) -> tokio::task::JoinHandle<Result<(), Error>> {
    let db = db.clone();
    tokio::spawn(async move { save(&db, id).await })
}

#[tokio::test]
async fn a_fault_fails_its_batch_and_the_next_act_works() {
    let (db, _folder) = open().await;
    let first = hold(&db).await;
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            let done = sqlx::query("select nothing from nowhere").execute(&mut tx).await;
            assert!(insert(&mut tx, "after").await.is_err(), "nothing runs after a fault");
            tx.settle(done.map(|_| ()).map_err(Error::from)).await
        }
    });
    settle_down().await;
    let (first, second) = tokio::join!(first.commit(), second);
    assert!(matches!(first, Err(Error::Busy(_))), "{first:?}");
    assert!(matches!(second.unwrap(), Err(Error::Internal(_))));
    assert_eq!(apples(db.read()).await, 0);
    save(&db, "next").await.unwrap();
    assert_eq!(apples(db.read()).await, 1);
}

#[tokio::test]
async fn a_failed_commit_is_unknown_to_all_and_the_next_act_has_a_fresh_connection() {
    let (db, _folder) = open().await;
    for round in 0..3 {
        let first = hold(&db).await;
        let second = tokio::spawn({
            let db = db.clone();
            async move {
                let mut tx = db.write().await?;
                let done = orphan(&mut tx, "orphan").await;
                tx.settle(done).await
            }
        });
        let refused = tokio::spawn({
            let db = db.clone();
            async move { db.write().await?.refuse().await }
        });
        settle_down().await;
        let (first, second, refused) = tokio::join!(first.commit(), second, refused);
        for outcome in [first, second.unwrap(), refused.unwrap()] {
            assert!(matches!(outcome, Err(Error::Unknown(_))), "{outcome:?}");
        }
        assert_eq!(apples(db.read()).await, round);
        save(&db, &format!("next{round}")).await.unwrap();
    }
}

#[tokio::test]
async fn a_cancelled_act_is_no_deadlock() {
    let (db, _folder) = open().await;
    for _ in 0..20 {
        let slow = async {
            let mut tx = db.write().await.unwrap();
            insert(&mut tx, "half").await.unwrap();
            let count = "with recursive c (n) as (select 1 union all select n + 1 from c where n < 300000)
                         select max(n) from c";
            sqlx::query(count).fetch_one(&mut tx).await.unwrap();
            std::future::pending::<()>().await;
        };
        assert!(timeout(Duration::from_millis(5), slow).await.is_err());
    }
    timeout(Duration::from_secs(5), save(&db, "next")).await.unwrap().unwrap();
    assert_eq!(apples(db.read()).await, 1);
}

#[tokio::test]
async fn who_gives_up_waiting_harms_nobody() {
    let (db, _folder) = open().await;
    let first = hold(&db).await;
    for _ in 0..10 {
        assert!(timeout(Duration::from_millis(1), db.write()).await.is_err());
    }
    let last = queued(&db, "last");
    settle_down().await;
    first.commit().await.unwrap();
    last.await.unwrap().unwrap();
    drop(db.write().await.unwrap());
    save(&db, "next").await.unwrap();
    assert_eq!(apples(db.read()).await, 3);
}

#[tokio::test]
async fn an_act_held_too_long_is_a_fault() {
    let (db, _folder) = open().await;
    let mut held = hold(&db).await;
    tokio::time::sleep(Duration::from_millis(1600)).await;
    assert!(insert(&mut held, "late").await.is_err());
    assert!(matches!(held.commit().await, Err(Error::Busy(_))));
    save(&db, "next").await.unwrap();
    assert_eq!(apples(db.read()).await, 1);
}

#[tokio::test]
async fn no_connection_is_busy_and_tried_again() {
    let (db, folder) = open().await;
    let path = folder.path().join("nep.db");
    let mut fault = hold(&db).await;
    assert!(sqlx::query("nonsense").execute(&mut fault).await.is_err());
    let moved = folder.path().join("away");
    std::fs::rename(&path, &moved).unwrap();
    let (one, two) = (queued(&db, "one"), queued(&db, "two"));
    drop(fault);
    assert!(one.await.unwrap().is_err());
    assert!(matches!(two.await.unwrap(), Err(Error::Busy(_))));
    assert!(matches!(save(&db, "three").await, Err(Error::Busy(_))));
    std::fs::rename(&moved, &path).unwrap();
    save(&db, "four").await.unwrap();
}

#[tokio::test]
async fn another_writer_on_the_file_is_busy_not_broken() {
    let (db, folder) = open().await;
    let path = folder.path().join("nep.db");
    let mut other = sqlx::AnyConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    other.execute("begin immediate").await.unwrap();
    assert!(matches!(save(&db, "one").await, Err(Error::Busy(_))));
    other.execute("commit").await.unwrap();
    save(&db, "two").await.unwrap();
    assert_eq!(apples(db.read()).await, 1);
}

#[tokio::test]
async fn readers_cannot_write_and_a_closed_door_says_so() {
    let (db, _folder) = open().await;
    assert!(insert(db.read(), "past the door").await.is_err());
    save(&db, "one").await.unwrap();
    db.close().await;
    assert!(matches!(save(&db, "two").await, Err(Error::Busy(_))));
}
