//! Letters of the fonts of signs (Symbol, Wingdings), which stand where no letter has its place.

/// For a sign that has no letter.
pub(super) const UNKNOWN: char = '□';

/// Whether a font has signs of its own in the places of letters; any other has those of Symbol.
pub(super) fn is_wing(font: &str) -> bool {
    let small = font.to_lowercase();
    small.starts_with("wingdings") || small.starts_with("webdings")
}

/// What a letter in such a font shows; an ordinary letter is a sign only when it stands alone in its run, as a whole
/// sentence in such a font is a mistake of its writer.
pub(super) fn letter(is_wing: bool, letter: char, alone: bool) -> char {
    let code = u32::from(letter);
    let is_private = (0xF020..=0xF0FF).contains(&code);
    let is_typed = is_wing && alone && (0x21..0x100).contains(&code);
    if !(is_private || is_typed) {
        return letter;
    }
    let code = code & 0xFF;
    match (is_wing, code) {
        (_, 0x20) => ' ',
        (true, 0xA8 | 0x6F | 0x71 | 0x72) => '☐',
        (true, 0xFE | 0x52) => '☑',
        (true, 0xFD | 0x54 | 0x78) => '☒',
        (true, 0xFC) => '✓',
        (true, 0xFB) => '✗',
        (true, 0x6C | 0x9F | 0xA7 | 0x76 | 0x75) | (false, 0xB7) => '•',
        (true, 0xD8 | 0xE0 | 0xE8 | 0xF0) | (false, 0xAE) => '→',
        (false, 0xB0) => '°',
        (false, 0xB1) => '±',
        (false, 0xB4) => '×',
        (false, 0xA3) => '≤',
        (false, 0xB3) => '≥',
        (false, 0xB9) => '≠',
        (false, 0x2D) => '−',
        (false, 0x21..=0x3F | 0x5B | 0x5D | 0x7B..=0x7D) => char::from_u32(code).unwrap_or(UNKNOWN),
        _ => UNKNOWN,
    }
}
