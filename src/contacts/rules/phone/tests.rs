//! The tables of `domain.md` §5, and what spreadsheets and phones make of a number.

use proptest::prelude::*;

use super::*;

fn ok(raw: &str) -> String {
    match judge(raw) {
        PhoneVerdict::Ok(phone) => phone.e164().to_owned(),
        other => panic!("{raw}: {other:?}"),
    }
}

fn error(raw: &str) -> &'static str {
    match judge(raw) {
        PhoneVerdict::Error(reason) => reason.code(),
        other => panic!("{raw}: {other:?}"),
    }
}

#[test]
fn every_way_of_typing_one_number_gives_the_same_number() {
    for raw in [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "0912–345–678",
        "(0912) 345/678",
        "  0912345678\t",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0) 912 345 678",
        "(+84) 912345678",
        "+840912345678",
        "0084912345678",
        "00840912345678",
        "84912345678",
        "840912345678",
        "912345678",
        "912345678.0",
        "'0912345678",
        "=\"0912345678\"",
        "０９１２３４５６７８",
        "＋８４９１２３４５６７８",
        "\u{202a}+84 912 345 678\u{202c}",
        "0912\u{a0}345\u{200b}678",
    ] {
        assert_eq!(ok(raw), "+84912345678", "{raw}");
    }
}

#[test]
fn the_prefix_table_is_known() {
    let known = [
        "030", "031", "032", "033", "034", "035", "036", "037", "038", "039", "051", "056", "058", "059", "070", "076",
        "077", "078", "079", "081", "082", "083", "084", "085", "086", "087", "088", "090", "091", "092", "093", "094",
        "095", "096", "097", "098", "0522", "0523", "0528", "0559", "0896", "0897", "0898", "0899", "0990", "0991",
        "0993", "0994", "0995", "0996", "0997", "0998", "0999",
    ];
    for prefix in known {
        let number = format!("{prefix:1<10}");
        assert_eq!(judge(&number).as_str(), "ok", "{number}");
    }
}

#[test]
fn an_unknown_prefix_is_a_warning_and_keeps_the_number() {
    for prefix in
        ["050", "0520", "053", "054", "0551", "057", "071", "072", "073", "074", "075", "080", "0890", "0895", "0992"]
    {
        let number = format!("{prefix:2<10}");
        match judge(&number) {
            PhoneVerdict::Warn(phone, reason) => {
                assert_eq!(reason, PhoneReason::UnknownPrefix, "{number}");
                assert_eq!(phone.e164().replacen("+84", "0", 1), number);
            }
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[test]
fn every_row_of_the_2018_conversion_is_offered_and_never_saved() {
    let map = [
        ("0162", "032"),
        ("0163", "033"),
        ("0164", "034"),
        ("0165", "035"),
        ("0166", "036"),
        ("0167", "037"),
        ("0168", "038"),
        ("0169", "039"),
        ("0120", "070"),
        ("0121", "079"),
        ("0122", "077"),
        ("0126", "076"),
        ("0128", "078"),
        ("0123", "083"),
        ("0124", "084"),
        ("0125", "085"),
        ("0127", "081"),
        ("0129", "082"),
        ("0186", "056"),
        ("0188", "058"),
        ("0199", "059"),
    ];
    for (old, new) in map {
        for raw in [
            format!("{old}4567890"),
            format!("{old} 456 7890"),
            format!("+84{}4567890", old.trim_start_matches('0')),
            format!("84{}4567890", old.trim_start_matches('0')),
            format!("0084 {old} 4567890"),
            format!("{}4567890", old.trim_start_matches('0')),
        ] {
            match judge(&raw) {
                PhoneVerdict::Offer { old: shown, new: offered } => {
                    assert_eq!(shown, format!("{old} 456 7890"), "{raw}");
                    assert_eq!(offered.e164(), format!("+84{}4567890", new.trim_start_matches('0')), "{raw}");
                }
                other => panic!("{raw}: {other:?}"),
            }
        }
    }
    assert_eq!(judge("0123 456 7890").code(), Some("phone.offer"));
}

#[test]
fn what_cannot_be_a_zalo_number_says_why() {
    for (raw, code) in [
        ("", "phone.empty"),
        ("  - ", "phone.empty"),
        ("+", "phone.empty"),
        ("chưa có", "phone.not_digits"),
        ("0912a45678", "phone.not_digits"),
        ("0912345678 (Zalo)", "phone.not_digits"),
        ("9.12346E+08", "phone.spreadsheet"),
        ("9,12346E+08", "phone.spreadsheet"),
        ("091234567", "phone.too_short"),
        ("113", "phone.too_short"),
        ("09123456789", "phone.too_long"),
        ("0912345678 / 0987654321", "phone.too_long"),
        ("02623812345", "phone.landline"),
        ("0262 381 2345", "phone.landline"),
        ("0257 3812 345", "phone.landline"),
        ("+84 262 381 2345", "phone.landline"),
        ("2623812345", "phone.landline"),
        ("842623812345", "phone.landline"),
        ("0140123456", "phone.machine"),
        ("0160123456", "phone.machine"),
        ("+84160123456", "phone.machine"),
        ("01601234567", "phone.old_unknown"),
        ("01921234567", "phone.old_unknown"),
        ("19001234", "phone.service"),
        ("1800 1091", "phone.service"),
        ("1900545426", "phone.service"),
        ("+1 415 555 2671", "phone.foreign"),
        ("001 415 555 2671", "phone.foreign"),
        ("+856 20 5555 1234", "phone.foreign"),
        ("0412345678", "phone.not_mobile"),
        ("0612345678", "phone.not_mobile"),
        ("+0912345678", "phone.not_mobile"),
        ("1234567890123", "phone.too_long"),
    ] {
        assert_eq!(error(raw), code, "{raw}");
    }
}

#[test]
fn nine_digits_beginning_with_84_are_vinaphone_not_the_country() {
    assert_eq!(ok("841234567"), "+84841234567");
    assert_eq!(ok("0841234567"), "+84841234567");
    assert_eq!(ok("84841234567"), "+84841234567");
}

#[test]
fn a_number_is_shown_masked_and_linked() {
    let phone = Phone::parse_e164("+84912345678").unwrap();
    assert_eq!(phone.display(), "0912 345 678");
    assert_eq!(phone.masked(), "0912 ••• 678");
    assert_eq!(phone.zalo_link(), "https://zalo.me/0912345678");
    assert_eq!(phone.to_string(), phone.display());
}

#[test]
fn a_stored_foreign_number_is_shown_as_it_is() {
    let phone = Phone::parse_e164("+14155552671").unwrap();
    assert_eq!(phone.e164(), "+14155552671");
    assert_eq!(phone.display(), "+14155552671");
    assert_eq!(phone.masked(), "+14 ••• 671");
    assert_eq!(phone.zalo_link(), "https://zalo.me/14155552671");
}

#[test]
fn only_good_stored_numbers_are_read_back() {
    for stored in [
        "",
        "0912345678",
        "84912345678",
        "+8491234567",
        "+849123456789",
        "+84212345678",
        "+84 912345678",
        "+84９12345678",
        "+0912345678",
    ] {
        assert_eq!(Phone::parse_e164(stored), None, "{stored}");
    }
}

#[test]
fn every_code_is_its_own() {
    let codes: std::collections::BTreeSet<_> = PhoneReason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), PhoneReason::ALL.len());
    assert!(codes.iter().all(|c| c.starts_with("phone.")));
}

proptest! {
    #[test]
    fn any_text_gets_a_verdict(raw in any::<String>()) {
        if let Some(phone) = judge(&raw).phone() {
            let stored = Phone::parse_e164(phone.e164());
            prop_assert_eq!(stored.as_ref(), Some(phone));
        }
        drop(Phone::parse_e164(&raw));
    }

    #[test]
    fn anything_like_a_number_gets_a_verdict(raw in "[+0-9 ().E-]{0,16}") {
        let verdict = judge(&raw);
        prop_assert_eq!(verdict.phone().is_some(), verdict.as_str() != "error");
    }

    #[test]
    fn what_is_shown_can_be_typed_again(nine in "[35789][0-9]{8}") {
        let phone = Phone::parse_e164(&format!("+84{nine}")).unwrap();
        for typed in [phone.display(), phone.e164().to_owned(), nine, phone.e164().replace('+', "")] {
            let verdict = judge(&typed);
            prop_assert_eq!(verdict.phone(), Some(&phone), "{}", typed);
        }
    }
}
