//! The same acts on both engines.

use super::*;
use crate::db::{Engine, Value};

/// A word as our types store them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Red,
}

impl Colour {
    fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        (text == "red").then_some(Self::Red)
    }
}

crate::stored!(Colour);

struct Pear {
    id: String,
    colour: Option<Colour>,
}

crate::from_row!(Pear { id, colour });

#[tokio::test]
async fn acts_on_sqlite() {
    let (db, _folder) = open().await;
    acts(&db).await;
}

/// `scripts/with-postgres cargo test -- --ignored`
#[expect(clippy::disallowed_methods, reason = "the engine of the tests is the environment's")]
#[tokio::test]
#[ignore = "needs NEP_TEST_POSTGRES"]
async fn acts_on_postgres() {
    let db = Db::open(&std::env::var("NEP_TEST_POSTGRES").unwrap()).await.unwrap();
    assert_eq!(db.engine(), Engine::Postgres);
    prepare(&db).await;
    acts(&db).await;
    unseen_failure(&db).await;
    locks(&db).await;
    crash(&db).await;
}

async fn acts(db: &Db) {
    save(db, "one").await.unwrap();
    words_and_rows(db).await;
    refusals_and_faults(db).await;
    let mut seen = db.snapshot().await.unwrap();
    let before = apples(&mut seen).await;
    save(db, "two").await.unwrap();
    assert_eq!(apples(&mut seen).await, before);
    seen.end().await;
    db.probe(1).await.unwrap();
    db.probe(2).await.unwrap();
    assert!(insert(db.read(), "past the door").await.is_err());
    let acts: Vec<_> = (0..60)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { save(&db, &format!("many{n}")).await })
        })
        .collect();
    for act in acts {
        act.await.unwrap().unwrap();
    }
    assert_eq!(apples(db.read()).await, before + 61);
}

async fn words_and_rows(db: &Db) {
    let mut tx = db.write_alone().await.unwrap();
    sqlx::query("create table pear (id text primary key, colour text, n bigint)").execute(&mut tx).await.unwrap();
    let rows: Vec<Vec<Value>> = (0..2501)
        .map(|n| vec![format!("p{n:04}").into(), None::<String>.into(), if n == 0 { Value::NoInt } else { n.into() }])
        .collect();
    tx.insert_many("pear", &["id", "colour", "n"], &rows).await.unwrap();
    let sql = "update pear set colour = $1 where id = 'p0001' returning id, colour";
    let pear: Pear = sqlx::query_as(sql).bind(Colour::Red).fetch_one(&mut tx).await.unwrap();
    assert_eq!((pear.id.as_str(), pear.colour), ("p0001", Some(Colour::Red)));
    sqlx::query("update pear set colour = $1 where id = 'p0002'").bind(None::<Colour>).execute(&mut tx).await.unwrap();
    sqlx::query("update pear set colour = 'mauve' where id = 'p0003'").execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let find = "select id, colour from pear where id = $1";
    let bad = sqlx::query_as::<_, Pear>(find).bind("p0003").fetch_one(db.read()).await.err().unwrap().to_string();
    assert!(bad.contains("Colour cannot be \"mauve\""), "{bad}");
    let none: Pear = sqlx::query_as(find).bind("p0002").fetch_one(db.read()).await.unwrap();
    assert_eq!(none.colour, None);
    let sum = sqlx::query("select cast(sum(n) as bigint) from pear").fetch_optional(db.read()).await.unwrap();
    assert_eq!(crate::db::count(sum), 2500 * 2501 / 2);
}

async fn refusals_and_faults(db: &Db) {
    let mut tx = db.write().await.unwrap();
    insert(&mut tx, "refused").await.unwrap();
    let refused = tx.settle::<()>(Err(Error::NotFound)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(!is_there(db.read(), "refused").await);

    let mut tx = db.write().await.unwrap();
    assert!(insert(&mut tx, "one").await.is_err());
    assert!(insert(&mut tx, "other").await.is_err(), "nothing runs after a violated constraint");
    assert!(matches!(tx.commit().await, Err(Error::Internal(_))), "nor is it called saved");
    assert!(!is_there(db.read(), "other").await);

    let mut tx = db.write().await.unwrap();
    insert(&mut tx, "dropped").await.unwrap();
    drop(tx);
    save(db, "after the drop").await.unwrap();
    assert!(!is_there(db.read(), "dropped").await);

    let mut tx = db.write().await.unwrap();
    orphan(&mut tx, "orphan").await.unwrap();
    assert!(matches!(tx.commit().await, Err(Error::Unknown(_))));
    save(db, "after the commit").await.unwrap();
    assert!(!is_there(db.read(), "orphan").await);

    let mut tx = db.write().await.unwrap();
    let first = tx.change_site().await.unwrap();
    assert_eq!(tx.share_site().await.unwrap(), first);
    tx.hold_round("none").await.unwrap();
    tx.share_round("none").await.unwrap();
    assert!(!tx.hold_person("nobody").await.unwrap());
    tx.hold_ledger().await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert_eq!(tx.share_site().await.unwrap(), first);
    tx.refuse().await.unwrap();
}

/// PostgreSQL answers COMMIT of a failed transaction with a quiet rollback; the door must not call that saved.
async fn unseen_failure(db: &Db) {
    let mut tx = db.write().await.unwrap();
    insert(&mut tx, "unseen").await.unwrap();
    assert!(insert(&mut tx, "unseen").await.is_err());
    tx.forget_failure();
    assert!(matches!(tx.commit().await, Err(Error::Busy(_))));
    assert!(!is_there(db.read(), "unseen").await);
}

async fn locks(db: &Db) {
    let mut first = db.write().await.unwrap();
    let revision = first.change_site().await.unwrap();
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await.unwrap();
            let seen = tx.share_site().await.unwrap();
            tx.commit().await.unwrap();
            seen
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!second.is_finished(), "who rests on the site waits for who changes it");
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), revision);
}

/// The server cuts the connection between the act and its COMMIT: nobody knows, and the next act works.
async fn crash(db: &Db) {
    let mut tx = db.write().await.unwrap();
    insert(&mut tx, "cut").await.unwrap();
    let cut = "select cast(pg_terminate_backend(pid) as text) from pg_stat_activity
               where state = 'idle in transaction' and pid <> pg_backend_pid()";
    sqlx::query(cut).fetch_all(db.read()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let outcome = tx.commit().await;
    assert!(matches!(outcome, Err(Error::Unknown(_))), "{outcome:?}");
    save(db, "after the cut").await.unwrap();
}

#[tokio::test]
#[should_panic(expected = "after")]
async fn locks_out_of_order_are_found() {
    let (db, _folder) = open().await;
    let mut tx = db.write().await.unwrap();
    tx.hold_person("b").await.unwrap();
    tx.hold_person("a").await.unwrap();
}
