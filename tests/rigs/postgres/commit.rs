//! The connection to PostgreSQL breaks at COMMIT: before it, or before its reply.

use crate::client::{Browser, Sending};
use crate::engine::is_postgres;
use crate::journal::{Journal, Kind, Outcome};
use crate::oracle;
use crate::postgres::cluster::Cluster;
use crate::postgres::proxy::{Cut, Proxy};
use crate::server::{Place, Server};
use crate::stage::{Hand, Stage};
use crate::summary::Rig;
use crate::work::Work;
use rand::rngs::StdRng;
use std::sync::Arc;

const CUTS: [Cut; 2] = [Cut::After, Cut::Before];

/// One rig with its parts.
struct Desk {
    proxy: Proxy,
    place: Place,
    base: String,
    journal: Arc<Journal>,
    chance: StdRng,
    /// Kinds, cuts, how often.
    done: Vec<(Kind, Cut)>,
}

impl Desk {
    fn browser(&self, hand: Option<&Hand>) -> Browser {
        Browser::new(&self.base, hand.cloned(), &self.journal)
    }

    /// One act whose transaction is cut; the form that the answer offers is sent again.
    async fn cut(&mut self, browser: &Browser, work: &mut Work, cut: Cut) {
        for _ in 0..20 {
            let mut sending = work.next(browser, &mut self.chance).await.unwrap();
            if self.count(&sending).await > 0 {
                // Chance has given the answer that stands.
                continue;
            }
            self.proxy.arm(cut, 0);
            let outcome = browser.send(&mut sending).await;
            let cut_it = self.proxy.disarm();
            if outcome == Outcome::Saved {
                assert!(cut_it, "{:?}: saved without a COMMIT", sending.kind);
                // A job's transaction was cut.
                work.took(&sending);
                continue;
            }
            self.told(&sending, cut, outcome).await;
            let again = browser.send(&mut sending).await;
            assert_eq!(again, Outcome::Saved, "{:?} {cut:?}: sent again", sending.kind);
            assert_eq!(self.count(&sending).await, 1, "{:?} {cut:?}: once", sending.kind);
            work.took(&sending);
            self.done.push((sending.kind, cut));
            return;
        }
        panic!("{cut:?}: somebody else's transaction was cut, again and again");
    }

    /// Saved, and then the database is gone before the answer is drawn.
    async fn deaf_after(&self, browser: &Browser, mut sending: Sending) {
        self.proxy.arm(Cut::Deaf, 0);
        let outcome = browser.send(&mut sending).await;
        assert!(self.proxy.disarm(), "nothing was saved: {outcome:?}");
        self.proxy.hear();
        assert_eq!(self.count(&sending).await, 1, "the database had committed");
        assert_eq!(outcome, Outcome::Unknown, "what is saved is not called unsaved");
        assert_eq!(browser.send(&mut sending).await, Outcome::Saved, "sent again");
        assert_eq!(self.count(&sending).await, 1, "once");
    }

    async fn told(&self, sending: &Sending, cut: Cut, outcome: Outcome) {
        let (kind, there) = (sending.kind, self.count(sending).await);
        match cut {
            Cut::After | Cut::Deaf => {
                assert_eq!(outcome, Outcome::Unknown, "{kind:?}: the reply to COMMIT was lost");
                assert_eq!(there, 1, "{kind:?}: the database had committed");
            }
            Cut::Before => {
                assert!(matches!(outcome, Outcome::Unknown | Outcome::NotSaved), "{kind:?}: {outcome:?}");
                assert_eq!(there, 0, "{kind:?}: COMMIT never came");
            }
        }
    }

    async fn count(&self, sending: &Sending) -> usize {
        oracle::count(&self.place, sending.kind, &sending.key, &sending.value).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_loses_the_reply_to_commit_and_nobody_is_told_a_lie() {
    assert!(is_postgres(), "scripts/rigs leaves this out on SQLite");
    let rig = Rig::start("reply to COMMIT cut");
    if let Some(reason) = Cluster::none() {
        return rig.cannot(reason);
    }
    let (cluster, mut place, stage) = Box::pin(Cluster::staged("max_connections = 60")).await;
    let direct = place.url.clone();
    let proxy = Proxy::before(cluster.socket());
    place.url = proxy.url("nep", "nep");
    let server = Server::start(&rig, &place).await;
    place.url = direct;
    let (journal, base) = (Arc::new(Journal::new(&rig)), place.base.clone());
    let mut desk = Desk { proxy, place, base, journal, chance: rig.chance(1), done: Vec::new() };
    let rounds = if Rig::long() { stage.submitted.len().min(stage.read.len() / CUTS.len()) } else { 1 };
    for n in 0..rounds {
        round(&mut desk, &stage, n).await;
    }
    confirmations(&mut desk, &stage).await;
    let (browser, articles) = (desk.browser(Some(&stage.fresh[1])), Arc::new(stage.articles.clone()));
    let sending = Work::Reader { articles, at: 0 }.next(&browser, &mut desk.chance).await.unwrap();
    desk.deaf_after(&browser, sending).await;
    drop(server);
    let found = oracle::judge(&desk.place, &desk.journal).await;
    assert!(found.is_empty(), "{found:#?}");
    oracle::doubts(&desk.place, &desk.journal).await;
    let kinds: std::collections::BTreeSet<Kind> = desk.done.iter().map(|one| one.0).collect();
    assert!(kinds.len() >= 7, "{kinds:?}");
    rig.passed(
        &format!("{} cuts before and after COMMIT, {} kinds of acts", desk.done.len(), kinds.len()),
        "told that nobody knows where nobody knows; sent again once",
    );
}

/// Every kind of act with one transaction, cut both ways; each time by people who have done none of it before.
async fn round(desk: &mut Desk, stage: &Stage, n: usize) {
    let articles = Arc::new(stage.articles.clone());
    let people: Vec<String> = stage.fresh.iter().map(|hand| hand.id.clone()).collect();
    let (admission, contact) = stage.submitted[n].clone();
    let mut desks = [
        (&stage.fresh[2 + n], Work::Reader { articles, at: 0 }),
        (&stage.members[1], Work::Declarer),
        (&stage.coordinator, Work::Coordinator { people: people.clone() }),
        (&stage.coordinator, Work::Coordinator { people: people.clone() }),
        (&stage.coordinator, Work::Coordinator { people }),
        (&stage.leader, Work::Leader { admission, contact, approved: false }),
    ];
    for (hand, work) in &mut desks {
        let browser = desk.browser(Some(hand));
        for cut in CUTS {
            desk.cut(&browser, work, cut).await;
        }
    }
    // Starts, then answers.
    for (hand, cut) in stage.read.iter().skip(n * CUTS.len()).zip(CUTS) {
        let browser = desk.browser(Some(hand));
        let mut work = Work::Sitter { attempt: None, starting: None };
        for _ in 0..3 {
            desk.cut(&browser, &mut work, cut).await;
        }
    }
}

/// A confirmation takes a try of the password, then the record: each transaction is cut.
async fn confirmations(desk: &mut Desk, stage: &Stage) {
    let plans = CUTS.iter().flat_map(|cut| [(*cut, 0), (*cut, 1), (*cut, 2)]);
    for ((cut, skip), hand) in plans.zip(&stage.passed) {
        let (browser, mut work) = (desk.browser(Some(hand)), Work::Confirmer { done: false });
        let mut sending = work.next(&browser, &mut desk.chance).await.unwrap();
        desk.proxy.arm(cut, skip);
        let outcome = browser.send(&mut sending).await;
        desk.proxy.disarm();
        assert!(!matches!(outcome, Outcome::Refused | Outcome::Unanswered), "{cut:?} {skip}: {outcome:?}");
        if outcome == Outcome::NotSaved {
            assert_eq!(desk.count(&sending).await, 0, "{cut:?} {skip}: called not saved");
        }
        assert_eq!(browser.send(&mut sending).await, Outcome::Saved, "{cut:?} {skip}: sent again");
        assert_eq!(desk.count(&sending).await, 1, "{cut:?} {skip}: once");
        desk.done.push((Kind::Confirm, cut));
    }
}
