//! The zip of an office file: its directory is judged before anything is unpacked, and no part unpacks without an end.

use super::refused::Refused;
use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// More files than any document has.
const MOST_FILES: usize = 4_000;
/// What the directory may promise for all files together.
const MOST_PROMISED: u128 = 400 << 20;
/// The longest part that is unpacked.
const LONGEST_PART: u64 = 64 << 20;
/// What all unpacked parts may take together.
const MOST_UNPACKED: u64 = 96 << 20;

/// An office file whose directory was found to be bounded.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in small letters with forward slashes; some writers use others.
    places: HashMap<String, usize>,
    locked: bool,
    promised: u128,
    left: u64,
}

impl<'a> Package<'a> {
    /// Reads the directory; nothing is unpacked.
    ///
    /// # Errors
    /// [`Refused::Damaged`] without a readable directory, [`Refused::Bomb`] when it promises too much.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        if archive.len() > MOST_FILES {
            return Err(Refused::Bomb);
        }
        let mut places = HashMap::new();
        let mut promised = 0_u128;
        let mut locked = false;
        for place in 0..archive.len() {
            let file = archive.by_index_raw(place).map_err(|_| Refused::Damaged)?;
            promised += u128::from(file.size());
            locked |= file.encrypted();
            let name = String::from_utf8_lossy(file.name_raw()).replace('\\', "/").to_lowercase();
            places.entry(name.trim_start_matches('/').to_owned()).or_insert(place);
        }
        if promised > MOST_PROMISED {
            return Err(Refused::Bomb);
        }
        Ok(Self { archive, places, locked, promised, left: MOST_UNPACKED })
    }

    /// What the directory says all files unpack to, in bytes.
    pub(crate) fn promised(&self) -> u128 {
        self.promised
    }

    /// Whether a file in it asks for a password.
    pub(crate) fn locked(&self) -> bool {
        self.locked
    }

    pub(crate) fn has_ending(&self, end: &str) -> bool {
        self.places.keys().any(|name| name.ends_with(end))
    }

    pub(crate) fn has_beginning(&self, start: &str) -> bool {
        self.places.keys().any(|name| name.starts_with(start))
    }

    /// One part unpacked; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`Refused::Bomb`] when it unpacks to more than is allowed, whatever the directory said; [`Refused::Damaged`]
    /// when it does not unpack.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some(place) = self.places.get(&name.trim_start_matches('/').to_lowercase()) else { return Ok(None) };
        let file = self.archive.by_index(*place).map_err(|_| Refused::Damaged)?;
        let most = LONGEST_PART.min(self.left);
        if file.size() > most {
            return Err(Refused::Bomb);
        }
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| Refused::Damaged)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(Refused::Bomb)?;
        if length > most { Err(Refused::Bomb) } else { Ok(Some(bytes)) }
    }
}
