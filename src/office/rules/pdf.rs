//! Whether a PDF has letters or only pictures of pages.

use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// Fonts stand in the open, or in packed object streams; a scan has none.
pub(super) fn has_letters(bytes: &[u8]) -> bool {
    contains(bytes, b"/Font") || packed(bytes).take(64).any(|part| contains(&part, b"/Font"))
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Object streams unpacked, the first 256 KiB of each.
fn packed(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mark = b"/ObjStm";
    let places = bytes.windows(mark.len()).enumerate().filter(move |(_, window)| window == mark).map(|(at, _)| at);
    places.filter_map(|at| {
        let rest = bytes.get(at..)?;
        let head = rest.get(..512).unwrap_or(rest);
        let stream = head.windows(6).position(|window| window == b"stream")?;
        let data = rest.get(stream + 6..)?;
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let mut out = Vec::new();
        // What came out before a fault is looked at all the same.
        let _ = ZlibDecoder::new(data).take(256 << 10).read_to_end(&mut out).is_ok();
        Some(out)
    })
}
