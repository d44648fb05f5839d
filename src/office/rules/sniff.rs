//! Tells what a file is: its first letters, the directory of a zip, the streams of a compound file.

use super::kind::Kind;
use super::package::Package;
use super::pdf;
use super::refused::Refused;

/// What `bytes` are.
///
/// # Errors
/// For a zip whose directory cannot be read or promises too much.
pub(super) fn find(bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) {
        return Ok(Kind::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x01\x02") {
        return zipped(&mut Package::open(bytes)?);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(compound(bytes));
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Ok(if pdf::has_letters(bytes) { Kind::Pdf } else { Kind::ScannedPdf });
    }
    Ok(simple(head).or_else(|| worded(bytes)).unwrap_or(Kind::Unknown))
}

fn zipped(package: &mut Package<'_>) -> Result<Kind, Refused> {
    if package.has_ending("vbaproject.bin") {
        return Ok(Kind::Macros);
    }
    if package.locked() {
        return Ok(Kind::LockedZip);
    }
    if let Some(kind) = package.part("mimetype")?.and_then(|bytes| open_document(&bytes)) {
        return Ok(kind);
    }
    let folders = [("word/", Kind::Docx), ("xl/", Kind::Xlsx), ("ppt/", Kind::Pptx)];
    let found = folders.into_iter().find(|(folder, _)| package.has_beginning(folder));
    Ok(found.map_or(Kind::Archive, |(_, kind)| kind))
}

fn open_document(bytes: &[u8]) -> Option<Kind> {
    let rest = bytes.strip_prefix(b"application/vnd.oasis.opendocument.")?;
    Some(if rest.starts_with(b"text") {
        Kind::Odt
    } else if rest.starts_with(b"spreadsheet") {
        Kind::Ods
    } else {
        Kind::Unknown
    })
}

/// A compound file says what it is by the names of its streams, in entries of 128 bytes.
fn compound(bytes: &[u8]) -> Kind {
    let names = [
        ("EncryptedPackage", Kind::Password),
        ("WordDocument", Kind::OldWord),
        ("Workbook", Kind::OldExcel),
        ("Book", Kind::OldExcel),
        ("PowerPoint Document", Kind::OldPowerPoint),
    ];
    let has_stream = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        bytes.chunks_exact(128).any(|entry| entry.starts_with(&wide))
    };
    names.into_iter().find(|(name, _)| has_stream(name)).map_or(Kind::Unknown, |(_, kind)| kind)
}

fn simple(head: &[u8]) -> Option<Kind> {
    let marks: [(&[u8], Kind); 14] = [
        (b"{\\rtf", Kind::Rtf),
        (b"\x89PNG", Kind::Image),
        (b"\xFF\xD8\xFF", Kind::Image),
        (b"GIF8", Kind::Image),
        (b"BM", Kind::Image),
        (b"II*\0", Kind::Image),
        (b"MM\0*", Kind::Image),
        (b"RIFF", Kind::Image),
        (b"\0\0\0\x18ftyp", Kind::Image),
        (b"\0\0\0\x1Cftyp", Kind::Image),
        (b"\0\0\0 ftyp", Kind::Image),
        (b"Rar!", Kind::Archive),
        (b"7z\xBC\xAF", Kind::Archive),
        (b"\x1F\x8B", Kind::Archive),
    ];
    let found = marks.into_iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, kind)| kind);
    // Two letters may begin a sentence too.
    found.filter(|_| !head.starts_with(b"BM") || head.iter().take(64).any(|byte| *byte == 0))
}

/// Files of letters: UTF-8, UTF-16 or one of the eight-bit sets.
fn worded(bytes: &[u8]) -> Option<Kind> {
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0C | 0x1A);
    if !wide && bytes.iter().any(control) {
        return None;
    }
    // Enough of it to see what it is; the zero bytes of UTF-16 are left out.
    let head: Vec<u8> = bytes.iter().take(4096).filter(|byte| byte.is_ascii() && **byte != 0).copied().collect();
    let head = String::from_utf8_lossy(&head).trim_start().to_ascii_lowercase();
    let is_word = head.starts_with("<?xml") && (head.contains("word.document") || head.contains("<pkg:package"));
    let html = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style", "mime-version:"];
    Some(if is_word {
        Kind::WordXml
    } else if html.iter().any(|tag| head.starts_with(tag)) || (head.starts_with('<') && head.contains("<html")) {
        Kind::Html
    } else {
        Kind::Text
    })
}
