//! Sentences people read, in the words of the organisation; and Vietnamese text made comparable.

use crate::sentences;
use crate::terms::Terms;
pub(crate) use crate::terms::upper_first;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The sentence of `key` in `texts/`, in the organisation's words; the key itself when there is none (a test forbids it).
pub fn say(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// The sentence of a key made at run time (a verdict's code); `None` when there is none.
pub fn find(key: &str) -> Option<&'static str> {
    let plain = sentences::find(key)?;
    if plain.contains("{@") { Terms::here().spoken(key) } else { Some(plain) }
}

/// What the organisation calls `truong_nhom`, `lanh_dao`, `co_quan`, `phong` or `phong_day_du`, within a sentence.
pub fn term(name: &str) -> &'static str {
    Terms::here().word(name)
}

/// The same where a sentence begins.
pub fn term_first(name: &str) -> String {
    upper_first(term(name))
}

/// The text with its first letter small.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

/// [`say`] with `{name}` replaced.
pub fn say_with(key: &'static str, fields: &[(&str, &str)]) -> String {
    fill(say(key), fields)
}

/// Replaces each `{name}` of `text`.
pub fn fill(text: &str, fields: &[(&str, &str)]) -> String {
    fields.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Why a text was refused at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadText {
    /// U+FFFD: the bytes were not UTF-8.
    Broken,
    /// NUL, control or direction-changing characters.
    Control,
    /// Longer than any field of ours.
    TooLong,
}

/// Canonical form (NFC) of a text from outside, trimmed at the ends.
///
/// # Errors
/// [`BadText`] for characters no form of ours sends; line breaks and tabs pass.
pub fn clean(text: &str, longest: usize) -> Result<String, BadText> {
    clean_lines(text, longest).map(|text| text.trim().to_owned())
}

/// The same with what stands at the ends: empty lines and cells of a pasted table.
///
/// # Errors
/// As [`clean`].
pub fn clean_lines(text: &str, longest: usize) -> Result<String, BadText> {
    if text.chars().count() > longest {
        return Err(BadText::TooLong);
    }
    for letter in text.chars() {
        match letter {
            '\u{FFFD}' => return Err(BadText::Broken),
            '\n' | '\r' | '\t' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => {
                return Err(BadText::Control);
            }
            letter if letter.is_control() => return Err(BadText::Control),
            _ => {}
        }
    }
    Ok(nfc(text))
}

/// The one stored form of a text: NFC (TCVN 6909:2001, "dựng sẵn").
pub fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Old fonts write Đ as the Icelandic letter of the same look.
pub fn true_letters(text: &str) -> String {
    let letter = |c| match c {
        '\u{d0}' | '\u{189}' => 'Đ',
        '\u{f0}' | '\u{256}' => 'đ',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Whether a text is in NFC already.
pub fn is_nfc(text: &str) -> bool {
    ComposingNormalizerBorrowed::new_nfc().is_normalized(text)
}

/// NFKC: the plain letters behind full-width, mathematical and circled ones.
pub fn nfkc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// NFD: every mark on its own, in canonical order.
pub fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

/// The search key of a name: lower case, no marks, no apostrophes, single spaces.
///
/// `fold("H’Hen  Niê") == "hhen nie"`, `fold("Đỗ") == "do"`. The same for NFC and NFD input.
pub fn fold(text: &str) -> String {
    let lower = nfc(text).to_lowercase();
    let mut key = String::with_capacity(lower.len());
    let mut gap = false;
    for c in nfd(&lower).chars() {
        if c.is_whitespace() {
            gap = true;
        } else if !(is_mark(c) || is_apostrophe(c) || is_invisible(c)) {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(unstroked(c));
        }
    }
    // Marks of other scripts stay; without what stood between them, their order is no longer the canonical one.
    if key.is_ascii() { key } else { nfd(&key) }
}

/// Lower case with each word's tone moved behind its last letter (NFD), so that `Hoà` equals `Hòa`.
///
/// Only for comparing: the result is not meant to be shown. Other marks stay on their letter.
pub fn tone_key(text: &str) -> String {
    let lower = nfd(&nfc(text).to_lowercase());
    let mut key = String::with_capacity(lower.len());
    let mut tones = String::new();
    for c in lower.chars() {
        if is_tone(c) {
            tones.push(c);
            continue;
        }
        if !(c.is_alphanumeric() || is_mark(c)) {
            key.push_str(&tones);
            tones.clear();
        }
        key.push(c);
    }
    key.push_str(&tones);
    key
}

/// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
pub fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// A combining mark that rides on a letter.
pub fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Everything people type for the apostrophe of `H’Hen`.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '´'
            | '‘'
            | '’'
            | '‛'
            | '′'
            | '‵'
            | 'ʹ'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ʾ'
            | 'ʿ'
            | 'ˈ'
            | 'ˊ'
            | 'ˋ'
            | '΄'
            | '՚'
            | '\u{1fbd}'
            | '\u{1fbf}'
            | 'ꞌ'
            | 'Ꞌ'
            | '＇'
            | '｀'
    )
}

/// Characters that take no ink: format and control characters, fillers, variation selectors.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// `đ` and `ƀ` do not decompose, so the stroke is taken off by hand (also from their look-alikes).
pub fn unstroked(c: char) -> char {
    match c {
        'đ' | 'ð' | 'ɖ' => 'd',
        'Đ' | 'Ð' | 'Ɖ' => 'D',
        'ƀ' | 'ɓ' => 'b',
        'Ƀ' | 'Ɓ' => 'B',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_sentence_is_there_and_used() {
        let source = all_source();
        for (key, sentence) in sentences::sentences() {
            assert_eq!(nfc(sentence), sentence, "{key} is not NFC");
            let whole = format!("\"{key}\"");
            let by_code = key.split('.').next().is_some_and(|start| {
                matches!(start, "name" | "phone") || source.contains(&format!("find(&format!(\"{start}.{{"))
            });
            assert!(by_code || source.contains(&whole), "nobody says {key}");
        }
        let makers = ["say(\"", "say_with(\"", "conflict(\"", "invalid(\""];
        for maker in makers {
            for rest in source.split(maker).skip(1) {
                let key = rest.split('"').next().unwrap();
                if key.contains('{') || !key.contains('.') {
                    continue;
                }
                assert!(find(key).is_some(), "no sentence for {key}");
            }
        }
    }

    fn all_source() -> String {
        let mut text = String::new();
        let mut folders = vec![std::path::PathBuf::from("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        text
    }

    #[test]
    fn clean_refuses_what_no_form_sends_and_composes_the_rest() {
        assert_eq!(clean("  Ha\u{0300} ", 10).as_deref(), Ok("Hà"));
        assert_eq!(clean("a\u{0}b", 10), Err(BadText::Control));
        assert_eq!(clean("a\u{202E}b", 10), Err(BadText::Control));
        assert_eq!(clean("a\u{FFFD}", 10), Err(BadText::Broken));
        assert_eq!(clean("dài quá", 3), Err(BadText::TooLong));
    }

    #[test]
    fn the_search_key_has_no_marks_case_or_apostrophes() {
        let table = [
            ("Nguyễn Văn An", "nguyen van an"),
            ("ĐỖ  THỊ\u{a0}HẰNG ", "do thi hang"),
            ("H’Hen Niê", "hhen nie"),
            ("H'HEN NIÊ", "hhen nie"),
            ("Hʼ Blum Ƀuôn Yă", "h blum buon ya"),
            ("Y Moan Ênuôl", "y moan enuol"),
            ("Kư\u{306} Ê\u{306}", "ku e"),
            ("Ng\u{200b}uyễn", "nguyen"),
            ("Ðức Êčăm", "duc ecam"),
            ("   ", ""),
        ];
        for (text, key) in table {
            assert_eq!(fold(text), key, "{text}");
            assert_eq!(fold(&nfd(text)), key, "{text} in NFD");
        }
    }

    #[test]
    fn old_and_new_tone_placement_compare_equal() {
        for (old, new) in
            [("Hòa", "Hoà"), ("Thúy", "Thuý"), ("Hóa", "Hoá"), ("Khỏe", "Khoẻ"), ("Tòan Thụy", "Toàn Thuỵ")]
        {
            assert_eq!(tone_key(old), tone_key(new), "{old}");
        }
        assert_ne!(tone_key("Hòa"), tone_key("Hóa"));
        assert_ne!(tone_key("Ân"), tone_key("An"));
        assert_ne!(tone_key("Hà Đông"), tone_key("Ha Đồng"));
    }

    #[test]
    fn marks_of_other_scripts_come_in_canonical_order() {
        let text = "\u{816}'\u{1a18}";
        assert_eq!(fold(&fold(text)), fold(text));
    }

    proptest! {
        #[test]
        fn keys_do_not_depend_on_the_normal_form(text in "\\PC*") {
            prop_assert_eq!(fold(&text), fold(&nfd(&text)));
            prop_assert_eq!(tone_key(&text), tone_key(&nfd(&text)));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "[A-Za-zÀ-ỹđĐƀʼ'’ ]{0,30}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
