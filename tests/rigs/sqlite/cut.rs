//! What a disk holds after a power cut, from the log of `shim.c`: what was synced, and of the rest any 512 bytes or none.

use rand::RngExt as _;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A disk keeps or loses this many bytes at a time.
const SECTOR: usize = 512;

/// Files by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

#[derive(Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Cut { length: usize },
}

/// One file: what is safe, and what was done to it since its last sync.
#[derive(Debug, Default)]
struct Image {
    safe: Vec<u8>,
    since: Vec<Change>,
}

/// The files of a folder as the log left them.
#[derive(Debug)]
pub(crate) struct Disk {
    images: BTreeMap<String, Image>,
    pub(crate) syncs: usize,
}

/// The database and its log, as they lie in a folder.
pub(crate) fn files(folder: &Path) -> Files {
    let names = ["nep.db", "nep.db-wal"].map(str::to_owned);
    names.into_iter().filter_map(|name| Some((name.clone(), fs::read(folder.join(name)).ok()?))).collect()
}

/// Puts them into an empty folder.
pub(crate) fn put(files: &Files, folder: &Path) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Takes so many bytes off the front; `None` where the log was cut within a record.
fn take<'a>(log: &mut &'a [u8], many: usize) -> Option<&'a [u8]> {
    let (head, rest) = log.split_at_checked(many)?;
    *log = rest;
    Some(head)
}

fn number(log: &mut &[u8]) -> Option<usize> {
    usize::try_from(u64::from_ne_bytes(take(log, 8)?.try_into().ok()?)).ok()
}

fn apply(bytes: &mut Vec<u8>, change: &Change, keep: &mut impl FnMut() -> bool) {
    match change {
        Change::Cut { length } => {
            if keep() {
                bytes.resize(*length, 0);
            }
        }
        Change::Write { at, bytes: written } => {
            let mut from = 0;
            while from < written.len() {
                let place = at + from;
                let until = (from + SECTOR - place % SECTOR).min(written.len());
                if keep() {
                    let end = at + until;
                    bytes.resize(bytes.len().max(end), 0);
                    bytes[place..end].copy_from_slice(&written[from..until]);
                }
                from = until;
            }
        }
    }
}

impl Disk {
    /// Replays a log over the files as they were before it.
    pub(crate) fn replay(before: Files, mut log: &[u8]) -> Self {
        let whole = |(name, safe)| (name, Image { safe, since: Vec::new() });
        let mut disk = Self { images: before.into_iter().map(whole).collect(), syncs: 0 };
        while disk.record(&mut log).is_some() {}
        disk
    }

    fn record(&mut self, log: &mut &[u8]) -> Option<()> {
        let head = take(log, 2)?;
        let name = String::from_utf8(take(log, head[1].into())?.to_vec()).ok()?;
        let (at, length) = (number(log)?, number(log)?);
        let image = self.images.entry(name);
        match head[0] {
            b'W' => {
                let bytes = take(log, length)?.to_vec();
                image.or_default().since.push(Change::Write { at, bytes });
            }
            b'T' => image.or_default().since.push(Change::Cut { length: at }),
            _ => {
                self.syncs += 1;
                let image = image.or_default();
                for change in image.since.drain(..) {
                    apply(&mut image.safe, &change, &mut || true);
                }
            }
        }
        Some(())
    }

    /// How many changes no sync has made safe.
    pub(crate) fn unsafe_changes(&self) -> usize {
        self.images.values().map(|image| image.since.len()).sum()
    }

    /// The files after the cut: of what was not synced each sector is kept with this chance.
    pub(crate) fn after(&self, kept: f64, chance: &mut StdRng) -> Files {
        let file = |(name, image): (&String, &Image)| {
            let mut bytes = image.safe.clone();
            for change in &image.since {
                apply(&mut bytes, change, &mut || chance.random_bool(kept));
            }
            (name.clone(), bytes)
        };
        self.images.iter().map(file).collect()
    }
}
