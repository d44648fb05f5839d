//! What is in force: one snapshot in memory, the same on every server, never older than the request.

use super::support::{Site, Visitor};

#[tokio::test]
async fn two_servers_on_one_database_show_each_others_changes_on_the_next_request() {
    let site = Site::start().await;
    site.alone();
    let (other, base) = site.another().await;
    let session = site.session(&site.admin).await;
    let (here, there) = (site.stranger(), Visitor::new(other.clone(), &base));
    here.take_cookie(&session);
    there.take_cookie(&session);
    let strangers = [Visitor::new(other.clone(), &base), site.stranger()];
    let ways = [("IOC thứ nhất", &here, &there), ("IOC thứ hai", &there, &here)];
    for ((name, from, to), stranger) in ways.into_iter().zip(&strangers) {
        let form = from.get("/settings").await.is(200).form("/settings");
        let change = |(field, value): (String, String)| {
            let value = if field == "org.short" { name.to_owned() } else { value };
            (field, value)
        };
        let fields: Vec<_> = form.fields.into_iter().filter(|one| one.0 != "csrf").map(change).collect();
        from.post_all("/settings", &fields).await.is(303);
        // Whoever is signed in there sees it, and whoever is not.
        stranger.get("/sign-in").await.is(200).says(name);
        to.get("/documents").await.is(200).says(name);
    }
    // Knowing costs no question more.
    there.get("/documents").await.is(200);
    other.db.record();
    there.get("/documents").await.is(200);
    let asked = other.db.recorded();
    assert!(asked.len() <= 2, "{asked:#?}");
}

#[tokio::test]
async fn an_act_that_meets_a_change_is_asked_again_with_what_is_in_force_then() {
    let site = Site::start().await;
    let before = site.app.site().await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    // The snapshot in memory is old; the reading rests on what is in force, and is saved all the same.
    let hen = site.visit(&site.hen).await;
    let article = &before.documents[0].current.articles[0];
    let fields = [("article", article.article.as_str()), ("sha256", article.sha256.as_str())];
    hen.post(&format!("/documents/{}/read", before.documents[0].id), &fields).await.is(303);
    assert_eq!(site.int("select count(*) from reading").await, 1);
    let mut tx = site.app.db.write().await.unwrap();
    let refused = before.holds(&mut tx).await;
    assert!(matches!(refused, Err(nep::error::Error::Moved)), "{refused:?}");
    tx.refuse().await.unwrap();
}
