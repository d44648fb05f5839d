//! What a scan may be, what a paper commits to, and where it stands.

use crate::id::sha256;

/// Largest scan, bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// Largest form of an entry that is read to its end, bytes: what is too large as a scan is told at its field, and what was
/// typed is kept.
pub const LARGEST_FORM: usize = 8 * LARGEST;

text_enum! {
    /// What was done with a paper after it was drawn.
    pub enum PaperStep {
        Entered = "entered",
        /// To be entered anew.
        Returned = "returned",
        Confirmed = "confirmed",
        Cancelled = "cancelled",
    }
}

impl PaperStep {
    /// Where a paper stands after its last step: a key of `texts/`.
    pub(crate) fn state(last: Option<Self>) -> &'static str {
        match last {
            None => "paper.drawn",
            Some(Self::Entered) => "paper.entered",
            Some(Self::Returned) => "paper.returned",
            Some(Self::Confirmed) => "paper.confirmed",
            Some(Self::Cancelled) => "paper.cancelled",
        }
    }

    /// Whether it can be entered after this step.
    pub(crate) fn awaits_entry(last: Option<Self>) -> bool {
        matches!(last, None | Some(Self::Returned))
    }
}

/// A scan as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub file_name: String,
    pub media_type: &'static str,
    pub content: Vec<u8>,
}

impl Scan {
    /// A PDF, JPEG or PNG by its first bytes, whatever it is called.
    ///
    /// # Errors
    /// A key of `texts/`.
    pub fn of(file_name: &str, content: Vec<u8>) -> Result<Self, &'static str> {
        if content.is_empty() {
            return Err("paper.no_scan");
        }
        if content.len() > LARGEST {
            return Err("paper.scan_large");
        }
        let media_type = media_type(&content).ok_or("paper.scan_kind")?;
        let name: String = file_name.chars().filter(|c| !c.is_control() && !"/\\\"".contains(*c)).take(120).collect();
        Ok(Self { file_name: name, media_type, content })
    }
}

/// PDF, JPEG or PNG, by the first bytes.
pub(crate) fn media_type(content: &[u8]) -> Option<&'static str> {
    let starts = |with: &[u8]| content.starts_with(with);
    match () {
        () if starts(b"%PDF-") => Some("application/pdf"),
        () if starts(&[0xff, 0xd8, 0xff]) => Some("image/jpeg"),
        () if starts(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        () => None,
    }
}

/// What its leaf commits to of a paper's articles, or of its questions: SHA-256 of their lines, sorted.
pub(crate) fn digest(lines: &[String]) -> String {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    sha256(lines.join("\n"))
}

/// An article that a paper stands for.
pub(crate) fn article_line(ask: &str, document_id: &str, article: &str, sha256: &str) -> String {
    format!("{ask} {document_id} {article} {sha256}")
}

/// A question of a paper, in the order of its options.
pub(crate) fn item_line(place: i64, sha256: &str, shown: &str) -> String {
    format!("{place} {sha256} {shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_bytes() {
        let kind = |bytes: &[u8]| Scan::of("../q\"uét.pdf", bytes.to_vec()).map(|one| (one.media_type, one.file_name));
        assert_eq!(kind(b"%PDF-1.7\n"), Ok(("application/pdf", "..quét.pdf".to_owned())));
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0]).map(|one| one.0), Ok("image/jpeg"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\nx").map(|one| one.0), Ok("image/png"));
        assert_eq!(kind(b""), Err("paper.no_scan"));
        assert_eq!(kind(b"PK\x03\x04"), Err("paper.scan_kind"), "a Word file called .pdf");
        assert_eq!(Scan::of("a.pdf", [b"%PDF-".as_slice(), &vec![0; LARGEST]].concat()), Err("paper.scan_large"));
    }
}
