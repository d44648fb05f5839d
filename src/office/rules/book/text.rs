//! Files of letters: CSV as programs write it, in the set of letters that it is in.

use super::super::refused::Refused;
use super::letters;
use super::model::Book;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

/// Letters of a file that are read at once: ten thousand long lines.
const LONGEST: usize = 3_000_000;

/// The letters, whichever set they were written in; the signs of that set are not kept.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Refused> {
    let set = set(bytes);
    let eight = (set == WINDOWS_1258).then(|| WINDOWS_1252.decode(bytes).0);
    // Fonts from before Unicode draw what stands in the eight-bit set of Western Windows.
    let text = eight.filter(|text| letters::are_old(text)).unwrap_or_else(|| set.decode(bytes).0);
    let text = crate::text::nfc(text.trim_start_matches('\u{feff}'));
    if text.chars().count() > LONGEST {
        return Err(Refused::TooLong);
    }
    Ok(Book { text: Some(text), ..Book::default() })
}

/// A mark at the beginning tells it; then zero bytes do; what is not UTF-8 is the eight-bit set of Vietnamese Windows.
fn set(bytes: &[u8]) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    let head = bytes.get(..bytes.len().min(2_000)).unwrap_or_default();
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) if std::str::from_utf8(bytes).is_ok() => UTF_8,
        (0, 0) => WINDOWS_1258,
        (even, odd) if even > odd => UTF_16BE,
        _ => UTF_16LE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_the_set_they_were_written_in() {
        let wide = |of: fn(u16) -> [u8; 2]| "Họ tên;Phòng".encode_utf16().flat_map(of).collect::<Vec<u8>>();
        for (bytes, text) in [
            ("Họ tên;Phòng".as_bytes().to_vec(), "Họ tên;Phòng"),
            ("\u{feff}Họ tên;Phòng".as_bytes().to_vec(), "Họ tên;Phòng"),
            ([vec![0xFF, 0xFE], wide(u16::to_le_bytes)].concat(), "Họ tên;Phòng"),
            ([vec![0xFE, 0xFF], wide(u16::to_be_bytes)].concat(), "Họ tên;Phòng"),
            (wide(u16::to_le_bytes), "Họ tên;Phòng"),
            (b"Tr\xe2\xccn Thi\xf2 B\xe9".to_vec(), "Trần Thị Bé"),
        ] {
            assert_eq!(read(&bytes).unwrap().text.as_deref(), Some(text), "{bytes:?}");
        }
    }
}
