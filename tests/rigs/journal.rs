//! What people tried and what they were told: a line before each request is sent, one after its reply.

use crate::summary::Rig;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Kinds of acts, and how their rows are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Key: person, document, article. Value: the article's hash.
    Read,
    /// Key: hash of the cookie that came back.
    SignIn,
    /// Key: the form's.
    Start,
    /// Key: sitting and place. Value: the answer's keys, sorted.
    Answer,
    /// Key: person.
    Confirm,
    /// Key: person and number. Value: the Zalo name.
    Declare,
    /// Key: staff code. Value: name and position.
    Add,
    /// Key: the form's.
    Link,
    /// Key: admission. Value: the step.
    Step,
}

/// How many kinds there are.
const KINDS: usize = Kind::Step as usize + 1;

/// What the client knows after one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Saved,
    /// The page said so.
    NotSaved,
    /// The page said so.
    Unknown,
    /// A 4xx, or a 303 to elsewhere.
    Refused,
    /// No reply.
    Unanswered,
}

/// One act, sent once or again and again.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) kind: Kind,
    pub(crate) key: String,
    pub(crate) value: String,
    /// One an attempt; the last may be missing while it is on its way.
    pub(crate) outcomes: Vec<Outcome>,
}

impl Line {
    pub(crate) fn is_saved(&self) -> bool {
        self.outcomes.contains(&Outcome::Saved)
    }

    /// Nobody knows: neither confirmed, nor called not saved each time.
    pub(crate) fn is_open(&self) -> bool {
        let told = |outcome: &Outcome| matches!(outcome, Outcome::NotSaved | Outcome::Refused);
        !self.is_saved() && (self.outcomes.is_empty() || !self.outcomes.iter().all(told))
    }
}

#[derive(Default)]
struct Kept {
    lines: Vec<Line>,
    complaints: Vec<String>,
    faults_told: usize,
}

pub(crate) struct Journal {
    kept: Mutex<Kept>,
    file: Mutex<File>,
}

impl Journal {
    pub(crate) fn new(rig: &Rig) -> Self {
        let this = Self { kept: Mutex::default(), file: Mutex::new(rig.journal()) };
        this.write(&format!("seed {}", rig.seed));
        this
    }

    fn write(&self, line: &str) {
        writeln!(self.file.lock().unwrap(), "{line}").unwrap();
    }

    /// Before the first sending; the answer is the act's number.
    pub(crate) fn begin(&self, kind: Kind, key: &str, value: &str) -> usize {
        let mut kept = self.kept.lock().unwrap();
        let number = kept.lines.len();
        self.write(&format!("{number} {kind:?} {key} {value}"));
        kept.lines.push(Line { kind, key: key.to_owned(), value: value.to_owned(), outcomes: Vec::new() });
        number
    }

    /// Before it is sent again.
    pub(crate) fn again(&self, number: usize) {
        self.write(&format!("{number} again"));
    }

    /// More of a reply, for whoever reads the file.
    pub(crate) fn note(&self, number: usize, what: &str) {
        self.write(&format!("{number} {what}"));
    }

    /// After the reply; `key` where only the reply tells it.
    pub(crate) fn end(&self, number: usize, outcome: Outcome, key: Option<String>) {
        self.write(&format!("{number} {outcome:?}"));
        let mut kept = self.kept.lock().unwrap();
        kept.faults_told += usize::from(matches!(outcome, Outcome::NotSaved | Outcome::Unknown));
        let line = &mut kept.lines[number];
        line.outcomes.push(outcome);
        if let Some(key) = key {
            line.key = key;
        }
    }

    /// Something no fault excuses.
    pub(crate) fn complain(&self, what: String) {
        self.write(&format!("! {what}"));
        self.kept.lock().unwrap().complaints.push(what);
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        self.kept.lock().unwrap().complaints.clone()
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        self.kept.lock().unwrap().lines.clone()
    }

    /// How often no reply came.
    pub(crate) fn unanswered(&self) -> usize {
        let kept = self.kept.lock().unwrap();
        kept.lines.iter().flat_map(|line| &line.outcomes).filter(|one| **one == Outcome::Unanswered).count()
    }

    /// How often somebody was told that nothing was saved, or that nobody knows.
    pub(crate) fn not_saved(&self) -> usize {
        let kept = self.kept.lock().unwrap();
        let told = |one: &&Outcome| matches!(one, Outcome::NotSaved | Outcome::Unknown);
        kept.lines.iter().flat_map(|line| &line.outcomes).filter(told).count()
    }

    /// Kinds of which at least one was confirmed.
    fn kinds(&self) -> BTreeSet<Kind> {
        let kept = self.kept.lock().unwrap();
        kept.lines.iter().filter(|line| line.is_saved()).map(|line| line.kind).collect()
    }

    /// Waits until an act of every kind is confirmed, half a minute at most: what is lost of a kind that never was would
    /// not be found.
    pub(crate) async fn has_every_kind(&self) {
        for _ in 0..300 {
            if self.kinds().len() == KINDS {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("a kind of act that is never confirmed is not tried: {:?}", self.kinds());
    }

    pub(crate) fn saved(&self) -> usize {
        self.kept.lock().unwrap().lines.iter().filter(|line| line.is_saved()).count()
    }

    /// Waits until so many more are confirmed, ten seconds at most.
    pub(crate) async fn grows(&self, many: usize) {
        let (started, wanted) = (Instant::now(), self.saved() + many);
        while self.saved() < wanted && started.elapsed() < Duration::from_secs(10) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn open(&self) -> usize {
        self.kept.lock().unwrap().lines.iter().filter(|line| line.is_open()).count()
    }

    /// How many replies were a 503 so far.
    pub(crate) fn faults_told(&self) -> usize {
        self.kept.lock().unwrap().faults_told
    }
}
