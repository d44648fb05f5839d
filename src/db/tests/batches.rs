use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_that_meet_share_a_commit_and_all_are_saved() {
    let (db, _folder) = open().await;
    let before = db.commits();
    let acts: Vec<_> = (0..200)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { save(&db, &format!("a{n}")).await })
        })
        .collect();
    for act in acts {
        act.await.unwrap().unwrap();
    }
    assert_eq!(apples(db.read()).await, 200);
    let commits = db.commits() - before;
    assert!((4..100).contains(&commits), "{commits} commits for 200 acts");
}

#[tokio::test]
async fn nobody_is_answered_before_the_commit() {
    let (db, _folder) = open().await;
    let first = hold(&db).await;
    let second = tokio::spawn({
        let db = db.clone();
        async move { db.write().await.unwrap() }
    });
    settle_down().await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.unwrap();
    settle_down().await;
    assert!(!first.is_finished());
    assert!(!is_there(db.read(), "held").await);
    assert!(is_there(&mut second, "held").await, "the next act of the batch sees the one before");
    second.refuse().await.unwrap();
    first.await.unwrap().unwrap();
    assert!(is_there(db.read(), "held").await);
}

#[tokio::test]
async fn a_refused_act_is_undone_alone() {
    let (db, _folder) = open().await;
    let before = db.commits();
    let first = hold(&db).await;
    let refused = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            insert(&mut tx, "refused").await?;
            tx.settle::<()>(Err(Error::Conflict("no".to_owned()))).await
        }
    });
    let third = tokio::spawn({
        let db = db.clone();
        async move { save(&db, "third").await }
    });
    settle_down().await;
    let (first, refused, third) = tokio::join!(first.commit(), refused, third);
    first.unwrap();
    third.unwrap().unwrap();
    assert!(matches!(refused.unwrap(), Err(Error::Conflict(_))));
    assert!(!is_there(db.read(), "refused").await);
    assert_eq!(apples(db.read()).await, 2);
    assert_eq!(db.commits() - before, 1);
}

#[tokio::test]
async fn a_violated_constraint_is_undone_alone() {
    let (db, _folder) = open().await;
    save(&db, "old").await.unwrap();
    let first = hold(&db).await;
    let twice = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            insert(&mut tx, "new").await?;
            let done = insert(&mut tx, "old").await;
            tx.settle(done).await
        }
    });
    let guarded = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            let append_only = sqlx::query("delete from journal").execute(&mut tx).await;
            assert!(append_only.is_ok(), "nothing there to delete");
            let check = sqlx::query("insert into apple (id, n) values ('big', 1000)").execute(&mut tx).await;
            tx.settle(check.map(|_| ()).map_err(Error::from)).await
        }
    });
    settle_down().await;
    let (first, twice, guarded) = tokio::join!(first.commit(), twice, guarded);
    first.unwrap();
    assert!(matches!(twice.unwrap(), Err(Error::Internal(_))));
    assert!(matches!(guarded.unwrap(), Err(Error::Internal(_))));
    assert!(!is_there(db.read(), "new").await);
    assert_eq!(apples(db.read()).await, 2);
}

#[tokio::test]
async fn an_act_alone_shares_with_nobody() {
    let (db, _folder) = open().await;
    let before = db.commits();
    let first = hold(&db).await;
    let alone = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write_alone().await?;
            insert(&mut tx, "alone").await?;
            tx.commit().await
        }
    });
    settle_down().await;
    let third = tokio::spawn({
        let db = db.clone();
        async move { save(&db, "third").await }
    });
    settle_down().await;
    first.commit().await.unwrap();
    alone.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
    assert_eq!(db.commits() - before, 3);
}

#[tokio::test]
async fn a_snapshot_sees_one_state() {
    let (db, _folder) = open().await;
    let mut seen = db.snapshot().await.unwrap();
    assert_eq!(apples(&mut seen).await, 0);
    save(&db, "one").await.unwrap();
    assert_eq!(apples(&mut seen).await, 0);
    assert_eq!(apples(db.read()).await, 1);
    seen.end().await;
    for _ in 0..20 {
        let mut dropped = db.snapshot().await.unwrap();
        apples(&mut dropped).await;
    }
    save(&db, "two").await.unwrap();
    assert_eq!(apples(db.read()).await, 2, "a dropped snapshot leaves no old state behind");
}

#[tokio::test]
async fn recording_counts_reads_and_writes() {
    let (db, _folder) = open().await;
    apples(db.read()).await;
    db.record();
    apples(db.read()).await;
    save(&db, "one").await.unwrap();
    let mut snapshot = db.snapshot().await.unwrap();
    apples(&mut snapshot).await;
    snapshot.end().await;
    let seen = db.recorded();
    assert_eq!(seen.iter().map(|one| one.write).collect::<Vec<_>>(), [false, true, false]);
    assert!(seen[1].sql.starts_with("insert into apple"));
    apples(db.read()).await;
    assert_eq!(db.recorded(), []);
}

#[tokio::test]
async fn an_act_alone_is_undone_whole_and_the_next_one_saves() {
    let (db, _folder) = open().await;
    let mut tx = db.write_alone().await.unwrap();
    insert(&mut tx, "refused").await.unwrap();
    let done = tx.settle::<()>(Err(Error::Conflict("no".to_owned()))).await;
    assert!(matches!(done, Err(Error::Conflict(_))));
    assert!(!is_there(db.read(), "refused").await);

    let mut tx = db.write_alone().await.unwrap();
    insert(&mut tx, "twice").await.unwrap();
    let twice = insert(&mut tx, "twice").await;
    assert!(twice.is_err());
    assert!(tx.settle(twice).await.is_err());
    assert!(!is_there(db.read(), "twice").await, "a violated constraint undoes an act alone as well");

    let mut tx = db.write_alone().await.unwrap();
    insert(&mut tx, "dropped").await.unwrap();
    drop(tx);
    save(&db, "after").await.unwrap();
    assert!(!is_there(db.read(), "dropped").await);
    assert!(is_there(db.read(), "after").await);
    assert_eq!(apples(db.read()).await, 1);
}

#[tokio::test]
async fn the_log_is_emptied_when_it_is_told_to() {
    let (db, folder) = open().await;
    save(&db, "saved").await.unwrap();
    let log = std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().path());
    let log = log.into_iter().find(|path| path.to_string_lossy().ends_with("-wal")).unwrap();
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    db.settle().await;
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    save(&db, "again").await.unwrap();
    assert_eq!(apples(db.read()).await, 2);
}
