//! Wrong passwords: whoever guesses waits, and nobody else does.

use crate::support::{PASSWORD, Reply, Site, Visitor};
use nep::id::sha256;
use reqwest::Method;
use std::collections::BTreeMap;

/// A proxy that the server believes: what stands behind it is told by the header.
async fn behind_proxy() -> Site {
    let proxies = Some(vec!["127.0.0.1".parse().unwrap()]);
    Box::pin(Site::start_with(|config| nep::config::Config { proxies, ..config })).await
}

async fn sign_in(visitor: &Visitor, login: &str, password: &str) -> Reply {
    visitor.post("/sign-in", &[("login", login), ("password", password)]).await
}

/// The same from another address.
async fn from(visitor: &Visitor, address: &str, login: &str, password: &str) -> Reply {
    let form = BTreeMap::from([("login", login), ("password", password)]);
    visitor.send(visitor.request(Method::POST, "/sign-in").header("x-forwarded-for", address).form(&form)).await
}

/// Guesses from an address until the name waits there and everywhere.
async fn attack(site: &Site, login: &str) {
    for n in 0..90 {
        from(&site.stranger(), "203.0.113.9", login, "sai").await.is(422);
        if n % 3 == 0 {
            site.advance(1);
        }
    }
    let key = format!("login:{}", sha256(login));
    let until = site.int(format!("select until_at from throttle where key = '{key}'")).await;
    assert!(until > site.now(), "the attack makes the name wait");
}

fn waits(reply: &Reply) -> bool {
    reply.status == 422 && reply.words().contains("Vui lòng thử lại sau")
}

#[tokio::test]
async fn wrong_passwords_wait_longer_and_longer_the_sentence_says_how_long_and_the_wait_ends() {
    let site = Box::pin(Site::start()).await;
    let stranger = site.stranger();
    for _ in 0..5 {
        sign_in(&stranger, &site.hen.login, "sai").await.is(422).says_key("sign_in.wrong");
    }
    // The fifth began a wait: from there even the right one has to wait.
    sign_in(&site.stranger(), &site.hen.login, PASSWORD).await.is(422).says("Vui lòng thử lại sau 2 giây");
    let mut waited = 2_000;
    for _ in 0..20 {
        site.advance(1);
        sign_in(&stranger, &site.hen.login, "sai").await.is(422).says_key("sign_in.wrong");
        let wait = site.int("select max(until_at) from throttle").await - site.now();
        assert!(wait >= waited && wait <= 60_000, "slowed down, never locked out: {wait}");
        waited = wait;
    }
    assert_eq!(waited, 60_000);
    site.advance(1);
    sign_in(&site.stranger(), &site.hen.login, PASSWORD).await.goes_to("/");
    // It is forgotten with the right password.
    sign_in(&stranger, &site.hen.login, "sai").await.is(422).says_key("sign_in.wrong");
}

#[tokio::test]
async fn the_owner_gets_in_while_their_name_is_attacked_by_a_known_device_and_by_a_fresh_link() {
    let site = behind_proxy().await;
    let login = site.hen.login.clone();
    let phone = site.stranger();
    from(&phone, "192.0.2.1", &login, PASSWORD).await.goes_to("/");
    phone.post("/sign-out", &[]).await.is(303);
    let signed_in = site.visit(&site.hen).await;
    attack(&site, &login).await;
    // The control: a browser that nobody knows waits, wherever it stands.
    assert!(waits(&from(&site.stranger(), "198.51.100.7", &login, PASSWORD).await));
    // A forged device is nobody's.
    let forger = site.stranger();
    forger.take_cookie(&format!("device={}~{}", "a".repeat(43), "b".repeat(43)));
    assert!(waits(&from(&forger, "198.51.100.8", &login, PASSWORD).await));
    // A device of somebody else is no key to this name.
    let other = site.stranger();
    from(&other, "192.0.2.2", &site.moan.login, PASSWORD).await.goes_to("/");
    other.post("/sign-out", &[]).await.is(303);
    assert!(waits(&from(&other, "192.0.2.2", &login, PASSWORD).await));

    from(&phone, "198.51.100.7", &login, PASSWORD).await.goes_to("/");
    let link = site.link(&site.hen).await;
    site.stranger().submit(&link, &link, &[("password", "nuirung-caphe-bando-gioxuan")]).await.goes_to("/");
    // The link has ended what was open before it.
    signed_in.get("/").await.is(303);
}

#[tokio::test]
async fn a_known_device_that_guesses_waits_by_itself() {
    let site = behind_proxy().await;
    let (phone, login) = (site.stranger(), site.hen.login.clone());
    from(&phone, "192.0.2.1", &login, PASSWORD).await.goes_to("/");
    phone.post("/sign-out", &[]).await.is(303);
    for _ in 0..5 {
        from(&phone, "192.0.2.1", &login, "sai").await.is(422).says_key("sign_in.wrong");
    }
    assert!(waits(&from(&phone, "192.0.2.1", &login, PASSWORD).await));
    from(&site.stranger(), "192.0.2.9", &login, PASSWORD).await.goes_to("/");
}

#[tokio::test]
async fn being_signed_in_is_judged_apart_from_signing_in() {
    let site = behind_proxy().await;
    let (leader, other) = (site.visit(&site.leader).await, site.visit(&site.leader).await);
    attack(&site, &site.leader.login).await;
    let prove = |visitor: Visitor, password: &'static str| async move {
        visitor.post("/prove", &[("password", password), ("next", "/tracking")]).await
    };
    prove(leader.clone(), PASSWORD).await.goes_to("/tracking");
    for _ in 0..5 {
        prove(leader.clone(), "sai").await.is(422).says_key("password.wrong");
    }
    prove(leader.clone(), PASSWORD).await.is(422).says("Vui lòng thử lại sau");
    // What goes wrong in one session is no other one's matter.
    prove(other, PASSWORD).await.goes_to("/tracking");
}

#[tokio::test]
async fn colleagues_behind_one_address_are_not_one_person() {
    let site = behind_proxy().await;
    for n in 0..300 {
        let reply = from(&site.stranger(), "192.0.2.1", &format!("nguoi{n}"), "sai").await;
        reply.is(422).says_key("sign_in.wrong");
    }
    for person in [&site.hen, &site.moan, &site.an, &site.ngoc, &site.head, &site.leader] {
        from(&site.stranger(), "192.0.2.1", &person.login, PASSWORD).await.goes_to("/");
    }
    // From an address that failed so often, each name has one try a minute.
    from(&site.stranger(), "192.0.2.1", &site.hen.login, "sai").await.is(422).says_key("sign_in.wrong");
    from(&site.stranger(), "192.0.2.1", &site.hen.login, PASSWORD).await.is(422).says("sau 60 giây");
    from(&site.stranger(), "192.0.2.2", &site.hen.login, PASSWORD).await.goes_to("/");
}

#[tokio::test]
async fn an_address_is_charged_also_while_the_name_waits_and_ipv6_by_its_network() {
    let site = behind_proxy().await;
    for n in 0..40 {
        from(&site.stranger(), &format!("2001:db8:1:2::{n:x}"), &site.hen.login, "sai").await.is(422);
    }
    let charged = site.int("select failures from throttle where key = 'ip:2001:db8:1:2::'").await;
    assert_eq!(charged, 40, "five were looked at, every one is counted");
    let looked_at = site.int("select failures from throttle where key like 'pair:%'").await;
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn passwords_tried_at_the_same_time_are_all_counted() {
    let site = Box::pin(Site::start()).await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let (visitor, login) = (site.stranger(), site.hen.login.clone());
        tries.spawn(async move { waits(&sign_in(&visitor, &login, "sai").await) });
    }
    let waited = tries.join_all().await.into_iter().filter(|waits| *waits).count();
    // Two of a line are looked at together: the sixth may be on its way when the fifth is counted.
    assert!((18..=19).contains(&waited), "five tries, or six, then the wait: {waited}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn seventy_right_sign_ins_at_once_from_one_address_are_seventy_in() {
    let site = Box::pin(Site::start()).await;
    let everybody = [&site.hen, &site.moan, &site.an, &site.ngoc, &site.head, &site.leader, &site.admin];
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..70 {
        let (visitor, login) = (site.stranger(), everybody[n % everybody.len()].login.clone());
        tries.spawn(async move { sign_in(&visitor, &login, PASSWORD).await.status });
    }
    let statuses = tries.join_all().await;
    assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
    assert_eq!(site.int("select count(*) from throttle").await, 0, "a right password is never counted");
    assert_eq!(site.int("select count(*) from journal where kind = 'session.started' and n is null").await, 70);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_this_browser_had() {
    let site = Box::pin(Site::start()).await;
    let (visitor, desk) = (site.stranger(), site.stranger());
    sign_in(&visitor, &site.hen.login, PASSWORD).await.goes_to("/");
    sign_in(&desk, &site.hen.login, PASSWORD).await.goes_to("/");
    let old = visitor.cookie("sid").unwrap();
    sign_in(&visitor, &site.moan.login, PASSWORD).await.goes_to("/");
    let thief = site.stranger();
    thief.take_cookie(&format!("sid={old}"));
    thief.get("/").await.is(303);
    desk.get("/").await.is(200);
    visitor.get("/").await.is(200).says("Y Moan");
    // Using a link ends it too.
    let link = site.link(&site.an).await;
    let old = visitor.cookie("sid").unwrap();
    visitor.submit(&link, &link, &[("password", "nuirung-caphe-bando-gioxuan")]).await.goes_to("/");
    thief.take_cookie(&format!("sid={old}"));
    thief.get("/").await.is(303);
}

/// An odd password of a hundred characters takes zxcvbn most of a second: pages must not wait for it.
#[tokio::test]
async fn judging_an_odd_password_keeps_no_page_waiting() {
    let site = Box::pin(Site::start()).await;
    let odd: String = (0..100_u32).filter_map(|n| char::from_u32('a' as u32 + n * n % 26)).collect();
    let mut judged = tokio::task::JoinSet::new();
    for person in [&site.hen, &site.an] {
        let (link, visitor, odd) = (site.link(person).await, site.stranger(), odd.clone());
        judged.spawn(async move { visitor.post(&link, &[("password", &odd)]).await.status });
    }
    let mut slowest = std::time::Duration::ZERO;
    while judged.try_join_next().is_none() {
        let started = std::time::Instant::now();
        site.stranger().get("/sign-in").await.is(200);
        slowest = slowest.max(started.elapsed());
        tokio::task::yield_now().await;
    }
    assert!(slowest < std::time::Duration::from_millis(300), "{slowest:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn seventy_confirmations_at_once_from_one_address_are_seventy_confirmed() {
    let site = Box::pin(Site::start()).await;
    // Nobody has to read or to sit first: the statement alone is asked.
    site.run("delete from round_ask where ask <> 'acknowledge'").await.unwrap();
    site.run("update round set revision = revision + 1").await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    let people = site.add_people(70).await;
    let mut ready = Vec::new();
    for person in &people {
        ready.push((site.visit(person).await, site.ack_fields(person).await));
    }
    // The password counts in the form, whenever it was given before.
    let mut tries = tokio::task::JoinSet::new();
    for (visitor, fields) in ready {
        tries.spawn(async move { visitor.post_all("/acknowledgment", &fields).await.location });
    }
    let places = tries.join_all().await;
    assert!(places.iter().all(|place| place == "/acknowledgment/receipt"), "{places:?}");
    assert_eq!(site.int("select count(*) from acknowledgment").await, 70);
    assert_eq!(site.int("select count(*) from throttle").await, 0);
}

/// The form of one's own password: sent again it is done, and its new field tells nobody the password in force.
#[tokio::test]
async fn the_field_of_a_new_password_is_no_way_to_guess_the_old_one() {
    let site = Box::pin(Site::start()).await;
    let visitor = site.visit(&site.hen).await;
    let change = [("old", PASSWORD), ("password", "nuirung-caphe-bando-gioxuan")];
    for _ in 0..2 {
        visitor.post("/account/password", &change).await.goes_to("/account");
    }
    for _ in 0..4 {
        let guess = [("old", "sai"), ("password", "mot-lan-doan-nua-nhe")];
        visitor.post("/account/password", &guess).await.is(422);
    }
    let right = [("old", "sai"), ("password", "nuirung-caphe-bando-gioxuan")];
    visitor.post("/account/password", &right).await.is(422).says("Mật khẩu đã nhập sai nhiều lần");
    assert_eq!(site.leaves("account.password_changed").await.len(), 1);
}
