use super::*;
use crate::text::nfc;
use proptest::prelude::*;

/// Whether what was typed finds a thing of this text.
fn finds(query: &str, text: &str) -> bool {
    let (words, forms) = (typed(query), forms(text));
    !words.is_empty() && words.iter().all(|word| begins(&forms, &word.key)) && marks_stand_in(&words, text)
}

#[test]
fn a_name_is_found_in_every_spelling() {
    for (text, spellings) in [
        ("Nguyễn Thị Hòa", &["Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "nguyen thi hoa", "hoà", "Hò", "thị\u{a0}hoà"][..]),
        ("Lê Thị Thuỷ", &["Lê Thị Thủy", "thuy", "Thủy"]),
        (
            "H’Hen Niê",
            &["H'Hen", "HʼHen", "H`Hen", "H´Hen", "H‘Hen Niê", "hhen", "hen", "H’ Hen", "h hen nie", "H＇Hen"],
        ),
        ("H' Blum Ƀuôn Yă", &["HʼBlum", "hblum", "blum", "H Blum", "Buôn Yă", "Ƀuôn"]),
        ("Đặng Văn Ân", &["Ðặng", "Ɖặng", "dang van an", "ĐẶNG VĂN ÂN", "Ân"]),
        ("HC-DV", &["HC–DV", "HC—DV", "HC‑DV", "HC−DV", "HC - DV", "HC DV", "hcdv", "dv", "HC\u{ad}DV", "ＨＣ－ＤＶ"]),
        ("Hành chính – Dịch vụ", &["Hành chính - Dịch vụ", "hanh chinh-dich vu", "Hành chính Dịch vụ", "dich"]),
        ("Quyết định 874/QĐ-BTTTT", &["874/qđ–btttt", "874", "qđ", "BTTTT", "874/QÐ-BTTTT"]),
        ("mục 3.1 (khoản 3)", &["3.1", "khoản 3", "“khoản”", "(3)"]),
    ] {
        for spelling in spellings {
            assert!(finds(spelling, text), "{spelling:?} of {text:?}: {:?} in {:?}", typed(spelling), forms(text));
            assert!(finds(&nfd(spelling), &nfc(text)) && finds(&nfc(spelling), &nfd(text)), "{spelling:?} of {text:?}");
        }
    }
}

#[test]
fn marks_that_were_typed_are_meant() {
    for (query, text) in
        [("Hóa", "Nguyễn Thị Hòa"), ("Hoá", "Hoà"), ("Ấn", "Ân"), ("tuân", "Tuấn"), ("dức", "Đức"), ("trạch", "trách")]
    {
        assert!(!finds(query, text), "{query:?} of {text:?}");
    }
    assert!(!finds("3.1", "khoản 3 mục 1") && !finds(" ’ – ", "H’Hen") && !finds("ran", "Trần"));
}

#[test]
fn names_that_differ_in_dashes_and_marks_are_one_and_others_are_not() {
    let one = "Phòng Hành chính – Dịch vụ";
    for other in ["phong hanh chinh-dich vu", "PHÒNG HÀNH CHÍNH — DỊCH VỤ", "Phòng  Hành chính Dịch vụ"]
    {
        assert_eq!(key(one), key(other), "{other}");
    }
    for other in ["Phòng Hành chính", "Phòng Hành chính (Dịch vụ)", "Phòng Hành chính + Dịch vụ"] {
        assert_ne!(key(one), key(other), "{other}");
    }
    assert_eq!(key("Buôn H’ Drát"), key("Buôn H'Drát"));
}

#[test]
fn a_phrase_is_found_where_it_stands() {
    let text = "Phòng Hành chính – Dịch vụ (HC-DV) trình.";
    let found = |query: &str| {
        let letters: Vec<char> = text.chars().collect();
        find(text, query).map(|(from, to)| letters[from..to].iter().collect::<String>())
    };
    assert_eq!(found("chinh - dich vu").as_deref(), Some("chính – Dịch vụ"));
    assert_eq!(found("HCDV").as_deref(), Some("HC-DV"));
    assert_eq!(found("hc–dv").as_deref(), Some("HC-DV"));
    assert_eq!(found(&nfd("Dịch vụ")).as_deref(), Some("Dịch vụ"));
    assert_eq!((found("chính vụ"), found(""), found(" ’ ")), (None, None, None));
    let decomposed = nfd(text);
    let (from, to) = find(&decomposed, "dịch vụ").unwrap();
    assert_eq!(decomposed.chars().skip(from).take(to - from).collect::<String>(), nfd("Dịch vụ"));
}

/// Syllables of names: Kinh and Ê Đê, some with either place of their tone.
const SYLLABLES: &[&str] = &[
    "Nguyễn",
    "Trần",
    "Đặng",
    "Hòa",
    "Thuỷ",
    "Hoàng",
    "Khỏe",
    "Ân",
    "Văn",
    "Thị",
    "Loan",
    "Quý",
    "Uyên",
    "Giao",
    "Đỗ",
    "H’Hen",
    "Niê",
    "Y",
    "Kđăm",
    "Ênuôl",
    "Ƀuôn",
    "Êčăm",
    "K’Brông",
    "H’",
    "Mlô",
    "Čư",
    "HC-DV",
    "Tổ chức",
    "Kỹ thuật",
    "–",
    "874/QĐ",
    "3.1",
];

/// Words that keep an old and a new place for their tone.
const TONES: &[(&str, &str)] =
    &[("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Khỏe", "Khoẻ"), ("Qúy", "Quý"), ("Lóan", "Loán"), ("Giào", "Giaò")];

/// One way to write a text otherwise.
fn respelled(text: &str, way: usize) -> String {
    let swap = |from: &[char], to: char| text.replace(|c| from.contains(&c), &to.to_string());
    match way {
        0 => nfd(text),
        1 => nfc(text),
        2 => text.to_uppercase(),
        3 => text.to_lowercase(),
        4 => TONES.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new)),
        5 => TONES.iter().fold(text.to_owned(), |text, (old, new)| text.replace(new, old)),
        6 => swap(&['’'], '\''),
        7 => swap(&['’'], 'ʼ'),
        8 => swap(&['’'], '´'),
        9 => swap(&['’'], '‘'),
        10 => swap(&['-', '–'], '—'),
        11 => swap(&['-', '–'], '\u{2011}'),
        12 => text.replace(['-', '–'], " - "),
        13 => swap(&['Đ'], 'Ð'),
        14 => swap(&['Đ'], 'Ɖ'),
        15 => swap(&[' '], '\u{a0}'),
        16 => text.replace(' ', "  "),
        17 => text.chars().flat_map(|c| [c, '\u{200b}']).collect(),
        18 => text.chars().map(wide).collect(),
        _ => nfd(text).chars().filter(|c| !is_mark(*c)).map(unstroked).collect(),
    }
}

/// ASCII in full width.
fn wide(c: char) -> char {
    if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c }
}

fn any_name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SYLLABLES), 1..6).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_thing_is_found_by_its_own_name_in_every_spelling(name in any_name(), ways in prop::collection::vec(0_usize..20, 0..4)) {
        prop_assume!(name != "–" && !name.starts_with("– –"));
        let spelling = ways.iter().fold(name.clone(), |text, way| respelled(&text, *way));
        prop_assume!(!typed(&name).is_empty());
        prop_assert!(finds(&spelling, &name), "{:?} of {:?}: {:?} in {:?}", spelling, name, typed(&spelling), forms(&name));
        prop_assert!(finds(&name, &spelling) || ways.contains(&19), "{:?} of {:?}", name, spelling);
        prop_assert_eq!(key(&spelling), key(&name), "{:?} of {:?}", spelling, name);
        prop_assert!(find(&format!("Ông {name} và"), &spelling).is_some(), "{:?} in {:?}", spelling, name);
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        prop_assert_eq!(key(&key(&text)), key(&text));
        for form in forms(&text) {
            prop_assert!(forms(&form).contains(&form), "{:?} of {:?}", form, text);
        }
        prop_assert!(typed(&text).iter().all(|word| !word.key.is_empty()));
        prop_assert_eq!(key(&nfd(&text)), key(&text));
    }
}
