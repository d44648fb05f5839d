//! Fonts from before Unicode: TCVN3 (`.VnTime`) and VNI (`VNI-Times`) draw Vietnamese where Latin-1 has other letters.

use crate::text::nfc;
use serde::{Deserialize, Serialize};

/// The two ways of old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldFont {
    Tcvn3,
    /// The fonts of it that draw every letter as a capital.
    Tcvn3Capitals,
    Vni,
}

impl OldFont {
    /// By the name of the font.
    pub(super) fn named(font: &str) -> Option<Self> {
        let small = font.trim().to_lowercase();
        if small.starts_with(".vn") {
            let capitals = font.trim().ends_with('H');
            Some(if capitals { Self::Tcvn3Capitals } else { Self::Tcvn3 })
        } else if small.starts_with("vni-") || small.starts_with("vni ") {
            Some(Self::Vni)
        } else {
            None
        }
    }

    /// The font in which the same letters are drawn as capitals.
    pub(super) fn in_capitals(self) -> Self {
        if self == Self::Tcvn3 { Self::Tcvn3Capitals } else { self }
    }

    /// What a text in that font shows.
    pub(super) fn read(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(tcvn3).collect(),
            Self::Tcvn3Capitals => text.chars().map(tcvn3).flat_map(char::to_uppercase).collect(),
            Self::Vni => vni(text),
        }
    }

    /// Signs that only a text typed for such fonts has, and letters that only Unicode has.
    pub(super) fn evidence(self, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        for letter in text.chars() {
            match letter {
                'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' =>
                {
                    evidence.unicode += 1;
                }
                '\u{300}'..='\u{323}' => evidence.unicode += 1,
                letter if in_both(letter) => {}
                letter if self == Self::Vni => evidence.old += usize::from(VNI_SIGNS.contains(letter)),
                letter => evidence.old += usize::from(tcvn3(letter) != letter),
            }
        }
        evidence
    }
}

/// Letters that old fonts and Unicode both use, for different things.
fn in_both(letter: char) -> bool {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    matches!(small, 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý')
}

/// How many letters speak for either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) old: usize,
    pub(super) unicode: usize,
}

impl Evidence {
    pub(super) fn and(self, other: Self) -> Self {
        Self { old: self.old + other.old, unicode: self.unicode + other.unicode }
    }

    /// Whether the letters are those of Unicode; `None` when they may be either.
    pub(super) fn is_unicode(self) -> Option<bool> {
        (self.old != self.unicode).then_some(self.unicode > self.old)
    }
}

/// TCVN 5712:1993, third set, through Latin-1: from 0xA1 without gaps but those marked with a full stop.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";

fn tcvn3(letter: char) -> char {
    let place = u32::from(letter).checked_sub(0xA1).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| TCVN3.chars().nth(place)).filter(|found| *found != '.').unwrap_or(letter)
}

/// Signs of VNI that no Vietnamese word in Unicode has.
const VNI_SIGNS: &str = "øûïåäëüñæöîØÛÏÅÄËÜÑÆÖÎ";

/// Letters of VNI that stand for themselves.
fn vni_single(letter: char) -> Option<char> {
    Some(match letter {
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        _ => return None,
    })
}

/// What a sign puts on the letter before it, as combining marks.
fn vni_mark(base: char, sign: char) -> Option<&'static str> {
    let sign = sign.to_lowercase().next()?;
    let tone = match sign {
        'ø' => "\u{300}",
        'ù' => "\u{301}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        _ => "",
    };
    if !tone.is_empty() {
        return matches!(base, 'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư').then_some(tone);
    }
    let hat = match sign {
        'â' => "\u{302}",
        'à' => "\u{302}\u{300}",
        'á' => "\u{302}\u{301}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{302}\u{323}",
        _ => "",
    };
    if !hat.is_empty() {
        return matches!(base, 'a' | 'e' | 'o').then_some(hat);
    }
    let breve = match sign {
        'ê' => "\u{306}",
        'è' => "\u{306}\u{300}",
        'é' => "\u{306}\u{301}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{306}\u{323}",
        _ => return None,
    };
    (base == 'a').then_some(breve)
}

fn vni(text: &str) -> String {
    let mut out = String::new();
    let mut base = None;
    for letter in text.chars() {
        if let Some(mark) = base.and_then(|base| vni_mark(base, letter)) {
            out.push_str(mark);
            base = None;
            continue;
        }
        let shown = vni_single(letter).unwrap_or(letter);
        out.push(shown);
        base = shown.to_lowercase().next();
    }
    nfc(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_old_fonts_are_read_as_they_were_drawn() {
        let table = [
            (OldFont::Tcvn3, "§iÒu 1. Ph¹m vi ¸p dông", "Điều 1. Phạm vi áp dụng"),
            (OldFont::Tcvn3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
            (OldFont::Tcvn3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            (OldFont::Tcvn3, "ng\u{AD}êi lao ®éng, thñ tr\u{AD}ëng, v¨n b¶n", "người lao động, thủ trưởng, văn bản"),
            (OldFont::Tcvn3Capitals, "quyÕt ®Þnh", "QUYẾT ĐỊNH"),
            (OldFont::Vni, "Ñieàu 1. Phaïm vi aùp duïng", "Điều 1. Phạm vi áp dụng"),
            (OldFont::Vni, "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (OldFont::Vni, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
            (
                OldFont::Vni,
                "ngöôøi lao ñoäng, thuû tröôûng, vaên baûn, lyù do, kyõ, kyø",
                "người lao động, thủ trưởng, văn bản, lý do, kỹ, kỳ",
            ),
        ];
        for (font, typed, shown) in table {
            assert_eq!(font.read(typed), shown);
            assert_eq!(font.evidence(typed).is_unicode(), Some(false), "{typed}");
            assert_eq!(font.evidence(shown).is_unicode(), Some(true), "{shown}");
        }
    }

    #[test]
    fn fonts_are_known_by_their_names() {
        assert_eq!(OldFont::named(".VnTime"), Some(OldFont::Tcvn3));
        assert_eq!(OldFont::named(".VnTimeH"), Some(OldFont::Tcvn3Capitals));
        assert_eq!(OldFont::named("VNI-Times"), Some(OldFont::Vni));
        assert_eq!(OldFont::named("Times New Roman"), None);
    }

    #[test]
    fn every_vowel_of_the_old_set_has_its_place() {
        let whole: String = TCVN3.chars().filter(|letter| *letter != '.').collect();
        let mut seen: Vec<char> = whole.chars().collect();
        seen.sort_unstable();
        seen.dedup();
        // Seven capitals, seven small letters of their own, sixty with a tone.
        assert_eq!((whole.chars().count(), seen.len(), TCVN3.chars().count()), (74, 74, 94));
        assert_eq!((tcvn3('þ'), tcvn3('\u{AD}'), tcvn3('\u{DC}')), ('ỵ', 'ư', 'ĩ'));
    }
}
