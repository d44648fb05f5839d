//! Clients that hang up: after the headers, in the middle of the body, before the reply.

use crate::client::Sending;
use crate::engine::new_database;
use crate::journal::Outcome;
use crate::load::Load;
use crate::oracle;
use crate::server::{Place, Server};
use crate::stage::{Hand, stage};
use crate::summary::Rig;
use crate::work::declare;
use rand::RngExt as _;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// kB that the server may hold more than before.
const GROWTH: u64 = 60_000;

/// Where a client leaves.
#[derive(Clone, Copy, PartialEq)]
enum Leaves {
    AfterHead,
    InBody,
    BeforeReply,
}

/// The request as a browser sends it: head and body.
fn request(base: &str, hand: &Hand, sending: &Sending) -> (String, String) {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(&sending.fields).append_pair("csrf", &hand.csrf);
    let body = form.finish();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nOrigin: {base}\r\nCookie: sid={}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        sending.path,
        base.trim_start_matches("http://"),
        hand.cookie,
        body.len()
    );
    (head, body)
}

/// Sends as much as that and goes; half of them without the word that ends a connection well.
async fn hang_up(base: &str, hand: &Hand, sending: &Sending, leaves: Leaves, rude: bool) -> std::io::Result<()> {
    let (head, body) = request(base, hand, sending);
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).await?;
    if rude {
        stream.set_zero_linger()?;
    }
    stream.write_all(head.as_bytes()).await?;
    let many = match leaves {
        Leaves::AfterHead => 0,
        Leaves::InBody => body.len() / 2,
        Leaves::BeforeReply => body.len(),
    };
    stream.write_all(&body.as_bytes()[..many]).await?;
    // As long as the server may take to begin.
    tokio::time::sleep(Duration::from_millis(if leaves == Leaves::BeforeReply { 3 } else { 1 })).await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_leaves_no_half_act_and_nothing_in_memory() {
    let rig = Rig::start("hang-ups");
    if let Some(reason) = Rig::no_engine() {
        return rig.cannot(reason);
    }
    let (rounds, many) = (if Rig::long() { 300 } else { 12 }, 30);
    let database = new_database().await;
    let place = Place::new(&database.url);
    let stage = Box::pin(stage(&place, 40, 10)).await;
    let load = Load::new(&rig, &place, &stage);
    let server = Server::start(&rig, &place).await;
    load.writes_within(Duration::from_secs(10)).await;
    let (mut before, mut pages, mut chance) = (0, Vec::new(), rig.chance(3000));
    for round in 0..rounds {
        let mut gone = tokio::task::JoinSet::new();
        for n in 0..many {
            let leaves = [Leaves::AfterHead, Leaves::InBody, Leaves::BeforeReply][n % 3];
            let (hand, rude) = (stage.members[1 + n % 20].clone(), chance.random_bool(0.5));
            let (base, journal) = (place.base.clone(), load.journal.clone());
            gone.spawn(async move {
                let sending = declare(&hand);
                let number = journal.begin(sending.kind, &sending.key, &sending.value);
                // Half a form is no form: it must not be there. Of a whole one nobody knows.
                let outcome = if leaves == Leaves::BeforeReply { Outcome::Unanswered } else { Outcome::NotSaved };
                hang_up(&base, &hand, &sending, leaves, rude).await.ok();
                journal.end(number, outcome, None);
            });
        }
        gone.join_all().await;
        let started = Instant::now();
        assert!(load.looks().await, "no page after {many} hang-ups");
        pages.push(started.elapsed());
        // The first round fills caches and the memory of threads.
        if round == 0 {
            before = server.memory();
        }
    }
    pages.sort();
    let page = pages[pages.len() / 2];
    assert!(page < Duration::from_secs(1) && pages[pages.len() - 1] < Duration::from_secs(5), "pages took {pages:?}");
    let again = load.writes_within(Duration::from_secs(10)).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < GROWTH, "{grown} kB more than after the first round");
    drop(server);
    let found = oracle::judge(&place, &load.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    let whole = oracle::kept(&place, &load.journal).await;
    assert!(whole > 0, "no whole form was read before its sender was gone: the rig shows nothing");
    oracle::doubts(&place, &load.journal).await;
    rig.passed(
        &format!("{} hang-ups: after the head, in the body, before the reply", rounds * many),
        &format!(
            "{whole} whole forms saved once, no half one; a page within {page:.1?}, a write within {again:.1?}, {} MB more",
            grown / 1000
        ),
    );
}
