//! Sixty people at work at once, and one who only looks.

use crate::client::{Browser, Sending};
use crate::journal::{Journal, Kind, Outcome};
use crate::server::Place;
use crate::stage::{Hand, Stage};
use crate::summary::Rig;
use crate::work::{Work, declare};
use rand::RngExt as _;
use rand::rngs::StdRng;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// One person at one browser.
struct Client {
    browser: Browser,
    work: Work,
    chance: StdRng,
    /// Sent, and not known to be saved.
    pending: Option<Sending>,
}

/// Everybody; they outlive the server.
pub(crate) struct Load {
    clients: Vec<Client>,
    watcher: Browser,
    declarer: Browser,
    /// While a fault lasts a page may be the apology too; never anything else.
    pub(crate) pages_may_apologise: bool,
    apologies: Arc<Mutex<Vec<Instant>>>,
    pub(crate) journal: Arc<Journal>,
}

/// How many of each.
const PARTS: [(usize, Part); 7] = [
    (14, Part::Readers),
    (8, Part::SignIns),
    (8, Part::Sitters),
    (6, Part::Confirmers),
    (10, Part::Declarers),
    (6, Part::Coordinators),
    (8, Part::Leaders),
];

#[derive(Clone, Copy)]
enum Part {
    Readers,
    SignIns,
    Sitters,
    Confirmers,
    Declarers,
    Coordinators,
    Leaders,
}

impl Part {
    /// Who the nth of them is, and what they do; `None` where the stage has not so many.
    fn nth(self, n: usize, stage: &Stage) -> Option<(Option<&Hand>, Work)> {
        let (hand, work) = match self {
            Self::Readers => (stage.fresh.get(n)?, Work::Reader { articles: Arc::new(stage.articles.clone()), at: 0 }),
            Self::SignIns => return Some((None, Work::SignIn { login: stage.members.get(20 + n)?.login.clone() })),
            Self::Sitters => (stage.read.get(n)?, Work::Sitter { attempt: None, starting: None }),
            Self::Confirmers => (stage.passed.get(n)?, Work::Confirmer { done: false }),
            // The first of them is whoever asks whether writing works.
            Self::Declarers => (stage.members.get(1 + n)?, Work::Declarer),
            Self::Coordinators => {
                let people = stage.fresh.iter().map(|hand| hand.id.clone()).collect();
                (&stage.coordinator, Work::Coordinator { people })
            }
            Self::Leaders => {
                let (admission, contact) = stage.submitted.get(n)?.clone();
                (&stage.leader, Work::Leader { admission, contact, approved: false })
            }
        };
        Some((Some(hand), work))
    }
}

/// Load that runs; [`Running::stop`] ends it.
pub(crate) struct Running {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Client>>,
    watcher: JoinHandle<Vec<Duration>>,
}

impl Load {
    /// At most sixty clients; fewer where the stage has fewer people.
    pub(crate) fn new(rig: &Rig, place: &Place, stage: &Stage) -> Self {
        Self::over(rig, &[place], stage)
    }

    /// The same people, each at one of several servers; who looks is at the first.
    pub(crate) fn over(rig: &Rig, places: &[&Place], stage: &Stage) -> Self {
        let journal = Arc::new(Journal::new(rig));
        let made = Cell::new(0);
        let browser = |hand: Option<&Hand>| {
            let place = places[made.replace(made.get() + 1) % places.len()];
            Browser::new(&place.base, hand.cloned(), &journal)
        };
        let wanted = PARTS.iter().flat_map(|(many, part)| (0..*many).map(move |n| (*part, n)));
        let client =
            |(number, (hand, work))| Client { browser: browser(hand), work, chance: rig.chance(number), pending: None };
        let clients = (0..).zip(wanted.filter_map(|(part, n)| part.nth(n, stage))).map(client).collect();
        let first = |hand: Option<&Hand>| Browser::new(&places[0].base, hand.cloned(), &journal);
        let (watcher, declarer) = (first(Some(&stage.coordinator)), first(stage.members.first()));
        Self { clients, watcher, declarer, pages_may_apologise: false, apologies: Arc::default(), journal }
    }

    pub(crate) fn clients(&self) -> usize {
        self.clients.len()
    }

    /// How many pages that were asked for after `begun` were the apology.
    pub(crate) fn apologies_since(&self, begun: Instant) -> usize {
        self.apologies.lock().unwrap().iter().filter(|asked| **asked > begun).count()
    }

    /// Sets everybody to work. `mortal`: the server may vanish under them.
    pub(crate) fn run(&mut self, mortal: bool) -> Running {
        let stop = Arc::new(AtomicBool::new(false));
        let clients = self.clients.drain(..).map(|client| tokio::spawn(client.work(Arc::clone(&stop), mortal)));
        let clients = clients.collect();
        let watcher = Watch {
            browser: self.watcher.clone(),
            journal: Arc::clone(&self.journal),
            mortal,
            apologises: self.pages_may_apologise,
            apologies: Arc::clone(&self.apologies),
        };
        let watcher = tokio::spawn(watcher.run(Arc::clone(&stop)));
        Running { stop, clients, watcher }
    }

    /// Whether a page comes, signed in.
    pub(crate) async fn looks(&self) -> bool {
        self.watcher.get("/").await.is_some_and(|(status, _)| status == 200)
    }

    /// Saves one act by whoever has nothing else to do; the answer is how long it took until one was saved.
    pub(crate) async fn writes_within(&self, most: Duration) -> Duration {
        let started = Instant::now();
        loop {
            let outcome = self.declarer.send(&mut declare(self.declarer.hand.as_ref().unwrap())).await;
            if outcome == Outcome::Saved {
                return started.elapsed();
            }
            assert!(started.elapsed() < most, "nothing is saved {most:?} after the fault: {outcome:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Running {
    /// Waits for what is on its way; the answer is the longest wait for a page.
    pub(crate) async fn stop(self, load: &mut Load) -> Duration {
        self.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            load.clients.push(client.await.unwrap());
        }
        self.watcher.await.unwrap().into_iter().max().unwrap_or_default()
    }
}

impl Client {
    async fn work(mut self, stop: Arc<AtomicBool>, mortal: bool) -> Self {
        while !stop.load(Ordering::Relaxed) {
            let next = match self.pending.take() {
                Some(sending) => Some(sending),
                None => self.work.next(&self.browser, &mut self.chance).await,
            };
            let Some(mut sending) = next else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            match self.browser.send(&mut sending).await {
                Outcome::Saved => self.work.took(&sending),
                Outcome::Refused if sending.kind == Kind::Step => self.work.took(&sending),
                Outcome::Refused => tokio::time::sleep(Duration::from_millis(100)).await,
                Outcome::Unanswered if mortal => {
                    self.keep(sending);
                    return self;
                }
                Outcome::Unanswered | Outcome::NotSaved | Outcome::Unknown => {
                    self.keep(sending);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
        self
    }

    /// Most people send again; steps are never given up, for the next one follows from them.
    fn keep(&mut self, sending: Sending) {
        let always = matches!(sending.kind, Kind::Step | Kind::Start | Kind::Confirm);
        if always || self.chance.random_bool(0.7) {
            self.pending = Some(sending);
        }
    }
}

/// Looks at pages while everybody writes: each must come.
struct Watch {
    browser: Browser,
    journal: Arc<Journal>,
    mortal: bool,
    apologises: bool,
    apologies: Arc<Mutex<Vec<Instant>>>,
}

impl Watch {
    async fn run(self, stop: Arc<AtomicBool>) -> Vec<Duration> {
        let mut times = Vec::new();
        for page in ["/", "/documents", "/tracking", "/account"].iter().cycle() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let started = Instant::now();
            match self.browser.get(page).await {
                Some((200, _)) => times.push(started.elapsed()),
                Some((503, _)) if self.apologises => {
                    self.apologies.lock().unwrap().push(started);
                    times.push(started.elapsed());
                }
                None if self.mortal => break,
                other => self.journal.complain(format!("GET {page}: {:?}", other.map(|page| page.0))),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        times
    }
}
