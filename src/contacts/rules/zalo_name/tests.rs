//! The worked examples of `domain.md` §7.5, and the names of a Centre in the Central Highlands in the
//! forms people give them. Legal names are written `family|middle|given`, with `<` where "họ" is last.

use proptest::prelude::*;

use super::*;
use crate::text::nfd;

/// With the organisation's own words of the shipped document.
fn shipped() -> NameRules {
    let rule =
        crate::contacts::rules::NameRule::parse(include_str!("../../../../documents/quy-che-nhom-zalo/name.toml"));
    rule.unwrap().rules("30", "", std::iter::empty())
}

fn legal(text: &str) -> LegalName {
    let (text, order) = match text.strip_suffix('<') {
        Some(text) => (text, NameOrder::FamilyLast),
        None => (text, NameOrder::FamilyFirst),
    };
    let parts: Vec<&str> = text.split('|').collect();
    LegalName::parse(parts[0], parts[1], parts[2], order).unwrap()
}

/// `"tidy no_marks;emoji"`
fn told(name: &LegalName, display: &str) -> String {
    let judgement = judge(name, display, &shipped());
    let codes: Vec<&str> = judgement.reasons.iter().filter_map(|r| r.code().strip_prefix("name.")).collect();
    format!("{} {}", judgement.verdict.as_str(), codes.join(";")).trim_end().to_owned()
}

fn check(name: &str, table: &[(&str, &str)]) {
    let name = legal(name);
    let mut wrong = Vec::new();
    for (display, expected) in table {
        for form in [(*display).to_owned(), nfd(display)] {
            let found = told(&name, &form);
            if found != *expected {
                wrong.push(format!("{name:?}\n  {display}: {found}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const AN: &str = "Nguyễn|Văn|An";
const MOAN: &str = "Ênuôl|Y|Moan<";
const HEN: &str = "Niê|H’|Hen<";
const WANG: &str = "Niê Kdăm|Y|Wang<";
const OANH: &str = "Buôn Krông|H’|Oanh<";
const HANG: &str = "Đỗ / Buôn Krông|Thị|Hằng";

#[test]
fn the_worked_examples_of_the_domain_reference() {
    check(
        AN,
        &[
            ("Nguyễn Văn An", "pass"),
            ("Văn An", "pass"),
            ("Nguyễn An", "pass"),
            ("An", "refuse given_only"),
            ("Nguyen Van An", "tidy no_marks"),
            ("NGUYỄN VĂN AN", "tidy all_caps"),
            ("IOC - Nguyễn Văn An", "tidy affix"),
            ("An Nguyễn 🌸", "tidy emoji"),
            ("Bố Bin", "refuse no_given"),
            ("NguyenVanAn", "review glued"),
            ("Nguyễn Văn Ân", "review other_marks"),
        ],
    );
    check("Trần|Thị Ngọc|Hòa", &[("Ngọc Hoà", "pass")]);
    check("Lê|Thị|Lê", &[("Lê Lê", "pass"), ("Lê", "refuse given_only")]);
    check("Niê|H'|Hen<", &[("H’Hen Niê", "pass"), ("H'Hen", "review mark_only")]);
    check(MOAN, &[("Y Moan Ênuôl", "pass"), ("Ênuôl Y Moan", "pass")]);
    check("Nay||Phin", &[("Nay Phin", "pass")]);
    check("|H’|Mai", &[("H’Mai", "pass")]);
}

#[test]
fn a_kinh_name_in_the_forms_people_give_it() {
    check(
        AN,
        &[
            ("An Nguyễn", "pass"),
            ("An Văn Nguyễn", "pass"),
            ("  Nguyễn   Văn An ", "pass"),
            ("(Nguyễn Văn An)", "pass"),
            ("Nguyễn-Văn-An", "pass"),
            ("Nguyễn Văn An.", "pass"),
            ("nguyễn văn an", "tidy all_lower"),
            ("nguyen van an", "tidy no_marks;all_lower"),
            ("NGUYEN VAN AN", "tidy no_marks;all_caps"),
            ("Nguyễn Van An", "tidy no_marks"),
            ("Nguyên Văn An", "review other_marks"),
            ("Ân", "refuse given_only;other_marks"),
            ("AN", "refuse given_only"),
            ("an", "refuse given_only;all_lower"),
            ("Nguyễn Văn", "refuse no_given"),
            ("Nguyễn", "refuse no_given"),
            ("An An", "refuse given_only"),
            ("Nguyễn Văn An An", "review repeated"),
            ("An (Nguyễn Văn An)", "review repeated"),
            ("N.V.An", "refuse given_only;abbreviated"),
            ("Ng V An", "refuse given_only;abbreviated"),
            ("N. Văn An", "review abbreviated"),
            ("Nguyễn V. An", "review abbreviated"),
            ("NV An", "refuse given_only"),
            ("VănAn", "review glued"),
            ("Nguyễn VănAn", "review glued"),
            ("NguyễnVănAn", "review glued"),
            ("nguyenvanan", "review glued;all_lower"),
            ("AnNguyen", "review glued"),
            ("NguyễnVăn An", "review glued"),
            ("Nguyễn Văn An (Bin)", "review extra_words"),
            ("Bin Nguyễn An", "review extra_words"),
            ("Nguyễn Anh An", "review extra_words"),
            ("Hoàng An", "refuse given_only"),
            ("Mẹ Bắp", "refuse no_given"),
            ("Bố An", "refuse given_only"),
            ("Trần Thị Bình", "refuse no_given"),
        ],
    );
}

#[test]
fn signs_digits_and_odd_letters_are_told() {
    check(
        AN,
        &[
            ("", "refuse empty"),
            ("   ", "refuse empty"),
            ("🌸🌸", "refuse empty;emoji"),
            ("12345", "refuse empty;digits"),
            ("🌸 Nguyễn Văn An 🌸", "tidy emoji"),
            ("👨‍👩‍👧 Nguyễn An", "tidy emoji"),
            ("Nguyễn An ❤️", "tidy emoji"),
            ("Nguyễn An ♥", "tidy emoji"),
            ("★ Nguyễn An ★", "tidy emoji"),
            ("Nguyễn An ™", "tidy emoji"),
            ("~Nguyễn An~", "tidy emoji"),
            ("Nguyễn An 🅰", "tidy emoji"),
            ("Nguyễn🌸Văn🌸An", "tidy emoji"),
            ("Nguyễn An 1985", "tidy digits"),
            ("Nguyễn An 0912345678", "tidy digits"),
            ("An85", "refuse given_only;digits"),
            ("An Nguyễn 2️⃣", "tidy emoji;digits"),
            ("𝐍𝐠𝐮𝐲𝐞̂̃𝐧 𝐕𝐚̆𝐧 𝐀𝐧", "tidy strange_letters"),
            ("𝓝𝓰𝓾𝔂𝓮𝓷 𝓥𝓪𝓷 𝓐𝓷", "tidy no_marks;strange_letters"),
            ("Ｎｇｕｙễｎ Ａｎ", "tidy strange_letters"),
            ("Ⓝguyễn An", "tidy strange_letters"),
            ("Nguyễn\u{a0}Văn An", "tidy strange_letters"),
            ("N̶guyễn An", "tidy strange_letters"),
            ("Nguyễn\u{200b} An", "tidy invisible"),
            ("\u{feff}Nguyễn An", "tidy invisible"),
            ("Ng\u{200d}uyễn An", "tidy invisible"),
            ("Nguyễn Văn Аn", "refuse no_given;foreign_letters"),
            ("Nguуễn Văn An", "review foreign_letters;extra_words"),
            ("Nguyễn An 安", "review foreign_letters;extra_words"),
            ("Nguyễn Văn An phụ trách hệ thống camera", "review extra_words;affix;too_long"),
        ],
    );
    check(
        "Đặng|Thị|Đào",
        &[
            ("Ðặng Đào", "tidy strange_letters"),
            ("Dang Dao", "tidy no_marks"),
            ("Đang Đào", "review other_marks"),
            ("Dặng Đào", "review other_marks"),
        ],
    );
}

#[test]
fn the_agency_the_department_and_forms_of_address_are_to_be_tidied() {
    check(
        AN,
        &[
            ("IOC Nguyễn Văn An", "tidy affix"),
            ("Nguyễn Văn An IOC", "tidy affix"),
            ("Nguyễn Văn An (IOC)", "tidy affix"),
            ("Nguyễn Văn An - Phòng HC-DV", "tidy affix"),
            ("Nguyễn Văn An_HCDV", "tidy affix"),
            ("Nguyễn An P. Kỹ thuật", "review extra_words;affix"),
            ("Nguyễn An Phòng Kỹ thuật", "tidy affix"),
            ("Trưởng phòng Nguyễn An", "tidy affix"),
            ("TP Nguyễn An", "tidy affix"),
            ("Nguyễn An - Phó Giám đốc", "tidy affix"),
            ("Giám đốc Trung tâm Nguyễn Văn An", "tidy affix;too_long"),
            ("Anh An Nguyễn", "tidy affix"),
            ("Mr An Nguyễn", "tidy affix"),
            ("Đ/c Nguyễn Văn An", "tidy affix"),
            ("ThS. Nguyễn Văn An", "tidy affix"),
            ("Dak Lak IOC - Nguyen Van An", "tidy affix;no_marks"),
            ("phong hc-dv nguyen van an", "tidy affix;no_marks;all_lower"),
            ("Phong Nguyễn Văn An", "review extra_words"),
            ("IOC - An", "refuse given_only"),
            ("Anh An", "refuse given_only"),
            ("An HC-DV", "refuse given_only"),
            ("An Kế toán", "refuse given_only"),
        ],
    );
    check("Phạm|Văn|Tiến", &[("Tiến sĩ Phạm Tiến", "tidy affix")]);
    check("Trần|Thị|Tâm", &[("Trung tâm IOC - Trần Tâm", "tidy affix")]);
    check(
        "Lê|Tuấn|Anh",
        &[("Anh Tuấn Anh", "tidy affix"), ("Tuấn Anh", "pass"), ("Anh Lê", "pass"), ("Anh", "refuse given_only")],
    );
    check("Vũ|Thị|Chi", &[("Chị Chi Vũ", "tidy affix"), ("Chi Vũ", "pass")]);
}

#[test]
fn tones_move_freely_between_old_and_new_placement() {
    check("Lê|Thị|Thúy", &[("Lê Thuý", "pass"), ("Le Thuy", "tidy no_marks"), ("Lê Thùy", "review other_marks")]);
    check("Hoàng|Văn|Khỏe", &[("Hòang Khoẻ", "pass")]);
    check("Nguyễn|Thị|Mỹ", &[("Nguyễn Thị Mĩ", "review spelling"), ("Nguyễn Thị Mi", "review spelling")]);
    check("Lý|Thị|Quý", &[("Lí Quí", "review spelling"), ("Lý Quý", "pass"), ("Lý Quí", "review spelling")]);
    check("Phan|Thị|Thúy", &[("Phan Thúi", "refuse no_given")]);
    check("Hồ|Văn|An", &[("Hoàn", "refuse no_given"), ("Hoang", "refuse no_given")]);
}

#[test]
fn two_part_families_and_words_used_once() {
    check("Tôn Nữ|Thị|Hà", &[("Tôn Hà", "pass"), ("Tôn Nữ Hà", "pass"), ("Nữ Hà", "refuse given_only")]);
    check(
        "Lê|Thị|Lê",
        &[("Lê Thị Lê", "pass"), ("Lê Thị", "pass"), ("Lê Lê Lê", "review repeated"), ("Le Le", "tidy no_marks")],
    );
    check("Nguyễn||An", &[("Nguyễn An", "pass"), ("An", "refuse given_only")]);
    check("||Mai", &[("Mai", "pass"), ("MAI", "pass"), ("Lan", "refuse no_given")]);
    check(
        "Nguyễn|Thị|Minh Anh",
        &[("Nguyễn Minh Anh", "pass"), ("Nguyễn Anh", "review given_part"), ("Minh Anh", "refuse given_only")],
    );
    check("NGUYỄN|VĂN|AN", &[("Nguyễn Văn An", "pass")]);
    check("Vàng|A|Pháo", &[("A Pháo", "pass"), ("Vàng A Pháo", "pass"), ("Pháo", "refuse given_only")]);
    check("Nguyễn|Y|Vân", &[("Y Vân", "review mark_only"), ("Nguyễn Vân", "pass"), ("Vân", "refuse given_only")]);
    check("Sính|Chờ|Páo", &[("Sính Chờ Páo", "pass"), ("Chờ Páo", "pass"), ("Páo Sính", "pass")]);
}

#[test]
fn ede_names_with_their_marks_and_families() {
    check(
        MOAN,
        &[
            ("Moan Ênuôl", "pass"),
            ("YMoan Ênuôl", "pass"),
            ("Y Moan", "review mark_only"),
            ("Moan", "refuse given_only"),
            ("Y Ênuôl", "refuse no_given"),
            ("Y Moan Enuol", "tidy no_marks"),
            ("Y MOAN ÊNUÔL", "tidy all_caps"),
            ("y moan ênuôl", "tidy all_lower"),
            ("Y Moan Ê Nuôl", "pass"),
            ("Y Moan Ê-Nuôl", "pass"),
            ("YMoanÊnuôl", "review glued"),
            ("Ama Moan", "refuse given_only"),
            ("Y Moan Niê", "review mark_only;extra_words"),
        ],
    );
    for stored in [HEN, "Niê||H’Hen<", "Niê||H'Hen<", "Niê|H|Hen<", "Niê||HHen<", "Niê||H Hen<", "NIÊ|H’|HEN<"]
    {
        check(
            stored,
            &[
                ("H’Hen Niê", "pass"),
                ("H'Hen Niê", "pass"),
                ("H‘Hen Niê", "pass"),
                ("HʼHen Niê", "pass"),
                ("H´Hen Niê", "pass"),
                ("H`Hen Niê", "pass"),
                ("H ’ Hen Niê", "pass"),
                ("H Hen Niê", "pass"),
                ("HHen Niê", "pass"),
                ("Hhen Niê", "pass"),
                ("Niê H’Hen", "pass"),
                ("Hen Niê", "pass"),
                ("H'Hen Nie", "tidy no_marks"),
                ("HHEN NIÊ", "tidy all_caps"),
                ("H'HEN NIÊ", "tidy all_caps"),
                ("h'hen niê", "tidy all_lower"),
                ("HHenNiê", "review glued"),
                ("H’Hen", "review mark_only"),
                ("HHen", "review mark_only"),
                ("H Hen", "review mark_only"),
                ("Hen", "refuse given_only"),
                ("H’Hen Niê 🌺", "tidy emoji"),
                ("Chị H’Hen Niê", "tidy affix"),
                ("H’Len Niê", "refuse no_given"),
                ("H’Hèn Niê", "review other_marks"),
            ],
        );
    }
    check(
        WANG,
        &[
            ("Y Wang Niê Kdăm", "pass"),
            ("Y Wang Niê", "pass"),
            ("Wang Niê", "pass"),
            ("Niê Kdăm Y Wang", "pass"),
            ("Y Wang Niê K’dăm", "pass"),
            ("Y Wang Niê K Dăm", "pass"),
            ("Y Wang Nie Kdam", "tidy no_marks"),
            ("Y Wang Kdăm", "review mark_only"),
            ("Y Wang NiêKdăm", "review glued"),
            ("Y Wang", "review mark_only"),
        ],
    );
    check(
        "Mlô Duôn Du|Y|Bhiăk<",
        &[("Y Bhiăk Mlô", "pass"), ("Y Bhiăk Mlô Duôn Du", "pass"), ("Y Bhiak Mlo Duon Du", "tidy no_marks")],
    );
    check("Êban|H’|Nguôm<", &[("H’Nguôm Êban", "pass"), ("H’Nguôm Ê Ban", "pass"), ("H'Nguom Eban", "tidy no_marks")]);
    check("Ê Ban|H’|Nguôm<", &[("H’Nguôm Êban", "pass"), ("H’Nguôm Ê Ban", "pass")]);
    check(
        "Kbuôr|Y|Thông<",
        &[("Y Thông K’buôr", "pass"), ("Y Thông Kbuôr", "pass"), ("Y Thong Kbuor", "tidy no_marks")],
    );
    check("Êčăm|H’|Lê<", &[("H’Lê Êčăm", "pass"), ("H’Lê Êcăm", "review other_marks")]);
    check(
        "Ƀuôn Yă|H’|Blum<",
        &[("H’Blum Ƀuôn Yă", "pass"), ("H’Blum Buon Ya", "tidy no_marks"), ("H’Blum Buôn Yă", "review other_marks")],
    );
    check("Hđơk|Y|Sĩ<", &[("Y Sĩ Hđơk", "pass"), ("Y Sĩ H’Đơk", "pass"), ("Y Si Hdok", "tidy no_marks")]);
}

#[test]
fn names_of_phu_yen_and_of_two_spellings() {
    check(
        "Kpă|Y|Tuấn",
        &[
            ("Y Tuấn", "review mark_only"),
            ("Kpă Y Tuấn", "pass"),
            ("Kpă Tuấn", "pass"),
            ("Y Tuấn Kpă", "pass"),
            ("K’pă Y Tuấn", "pass"),
            ("KpăYTuấn", "review glued"),
        ],
    );
    check(
        "Byă / Buôn Yă|Y|Đức<",
        &[
            ("Y Đức Byă", "pass"),
            ("Y Đức Buôn Yă", "pass"),
            ("Y Đức B'yă", "pass"),
            ("Y Duc Bya", "tidy no_marks"),
            ("Y Duc Buon Ya", "tidy no_marks"),
        ],
    );
    check(
        "Buôn Krông / B’Krông|H’|Linh<",
        &[
            ("H’Linh B'Krông", "pass"),
            ("H’Linh Buôn Krông", "pass"),
            ("H’Linh BKrong", "tidy no_marks"),
            ("H'Linh B Krông", "pass"),
        ],
    );
    check("Liêng-Hot|K’|Ngọc-Anh<", &[("K’Ngọc Anh Liêng Hot", "pass"), ("K’Ngọc Anh Liêng-Hot", "pass")]);
}

#[test]
fn mnong_families_spelled_in_two_ways_are_for_a_human() {
    check(
        OANH,
        &[
            ("H’Oanh Buôn Krông", "pass"),
            ("H’Oanh Buôn", "pass"),
            ("H’Oanh B’Krông", "review spelling"),
            ("H’Oanh BKrông", "review spelling"),
            ("H’Oanh BuônKrông", "review glued"),
            ("H’Oanh Krông", "review mark_only"),
            ("H'Oanh Buon Krong", "tidy no_marks"),
            ("HOanh Buôn Krông", "pass"),
        ],
    );
    check(
        "B’Krông|H’|Oanh<",
        &[
            ("H’Oanh B’Krông", "pass"),
            ("H'Oanh B'Krông", "pass"),
            ("H’Oanh BKrông", "pass"),
            ("H’Oanh Bkrông", "pass"),
            ("H’Oanh B Krông", "pass"),
            ("H’Oanh Buôn Krông", "review spelling"),
            ("B´Krông H’Oanh", "pass"),
        ],
    );
    check("Byă|Y|Nô<", &[("Y Nô Byă", "pass"), ("Y Nô Buôn Yă", "review spelling"), ("Y Nô B’yă", "pass")]);
    check("Buôn Yă|Y|Nô<", &[("Y Nô Buôn Yă", "pass"), ("Y Nô Byă", "review spelling")]);
    check(
        HANG,
        &[
            ("Đỗ Thị Hằng Buôn Krông", "pass"),
            ("Đỗ Hằng", "pass"),
            ("Hằng Buôn Krông", "pass"),
            ("Thị Hằng", "pass"),
            ("Hằng Buôn", "pass"),
            ("Do Thi Hang", "tidy no_marks"),
            ("Hằng", "refuse given_only"),
            ("Hằng B’Krông", "review spelling"),
            ("Đỗ Hằng B’Krông", "review spelling"),
        ],
    );
}

#[test]
fn names_of_the_other_peoples_of_the_highlands() {
    for stored in ["|H’|Mai", "||H’Mai", "H’||Mai", "||H'Mai<"] {
        check(
            stored,
            &[
                ("H’Mai", "pass"),
                ("H'Mai", "pass"),
                ("HMai", "pass"),
                ("H Mai", "pass"),
                ("Mai", "refuse given_only"),
                ("H'MAI", "pass"),
                ("H’Mai M’nông", "review extra_words"),
            ],
        );
    }
    for stored in ["|K’|Wẻ", "||K’Wẻ", "||K'Wẻ<"] {
        check(
            stored,
            &[
                ("K’Wẻ", "pass"),
                ("K'Wẻ", "pass"),
                ("KWẻ", "pass"),
                ("K Wẻ", "pass"),
                ("K'We", "tidy no_marks"),
                ("Wẻ", "refuse given_only"),
            ],
        );
    }
    for stored in ["|Ka|Mai", "Ka||Mai", "||Ka Mai"] {
        check(
            stored,
            &[("Ka Mai", "pass"), ("KaMai", "pass"), ("ka mai", "tidy all_lower"), ("Mai", "refuse given_only")],
        );
    }
    for stored in ["|A|Lâm", "A||Lâm", "||A Lâm"] {
        check(stored, &[("A Lâm", "pass"), ("A Lam", "tidy no_marks"), ("Lâm", "refuse given_only")]);
    }
    check("|Y|Nhok", &[("Y Nhok", "pass"), ("Nhok", "refuse given_only")]);
    check("Điểu||Mưu", &[("Điểu Mưu", "pass"), ("Dieu Muu", "tidy no_marks"), ("Mưu", "refuse given_only")]);
    check("|Thị|Mai", &[("Thị Mai", "pass")]);
    check(
        "Nay|H’|Wil",
        &[
            ("Nay H’Wil", "pass"),
            ("Nay Wil", "pass"),
            ("NayHWil", "review glued"),
            ("H’Wil", "review mark_only"),
            ("Nay H Wil", "pass"),
        ],
    );
    check(
        "Ksor||Phước",
        &[("Ksor Phước", "pass"), ("K’sor Phước", "pass"), ("Phước Ksor", "pass"), ("K Sor Phước", "pass")],
    );
    check("Siu||Thanh", &[("Siu Thanh", "pass"), ("Thanh", "refuse given_only")]);
    check(
        "Rơ Châm|H’|Yéo",
        &[("Rơ Châm H’Yéo", "pass"), ("RơChâm H’Yéo", "review glued"), ("Ro Cham H'Yeo", "tidy no_marks")],
    );
    check("Rmah||Hăn", &[("Rmah Hăn", "pass"), ("R’mah Hăn", "pass")]);
}

#[test]
fn every_suggestion_would_itself_pass() {
    for (stored, suggestion) in [
        (AN, "Nguyễn Văn An"),
        ("NGUYỄN|VĂN|AN", "Nguyễn Văn An"),
        ("Nguyễn|Thị Hoàng Phương|Thảo", "Nguyễn Thảo"),
        (MOAN, "Y Moan Ênuôl"),
        (HEN, "H’Hen Niê"),
        ("NIÊ||H’HEN<", "H’Hen Niê"),
        (WANG, "Y Wang Niê Kdăm"),
        (OANH, "H’Oanh Buôn Krông"),
        (HANG, "Đỗ Hằng"),
        ("|H’|Mai", "H’Mai"),
        ("Nay|H’|Wil", "Nay H’Wil"),
        ("B’KRÔNG|H’|OANH<", "H’Oanh B’Krông"),
        ("||Mai", "Mai"),
        ("|Thị|Mai", "Thị Mai"),
        ("Lê|Thị|Lê", "Lê Thị Lê"),
    ] {
        let name = legal(stored);
        assert_eq!(judge(&name, "Bố Bin", &shipped()).suggestion, suggestion);
        assert_eq!(told(&name, suggestion), "pass", "{stored}");
        // The full name always shows enough; it may only be long.
        let full = judge(&name, &name.full(), &NameRules { max_graphemes: 99, ..shipped() });
        assert!(full.verdict <= Verdict::Tidy, "{stored}: {full:?}");
    }
    let long = legal("Nguyễn|Thị Hoàng Phương|Thảo");
    let shown = judge(&long, "PHƯƠNG THẢO", &shipped());
    assert_eq!(shown.suggestion, "Phương Thảo");
    assert_eq!(judge(&long, "Phương Thảo", &shipped()).suggestion, "");
}

#[test]
fn the_length_limit_counts_letters_as_people_do() {
    let rules = NameRules { max_graphemes: 12, ..shipped() };
    let name = legal("Niê|Y|Kư\u{306}<");
    assert_eq!(judge(&name, "Y Kư\u{306} Niê", &rules).verdict, Verdict::Pass);
    assert_eq!(judge(&legal(AN), "Nguyễn Văn An", &rules).reasons, [NameReason::TooLong]);
}

#[test]
fn the_organisation_adds_its_own_affixes() {
    let mut rules = shipped();
    let display = "Nguyễn An - Phòng Thủy lợi";
    assert_eq!(judge(&legal(AN), display, &rules).verdict, Verdict::Review);
    rules.affixes.push("Thủy lợi".to_owned());
    assert_eq!(judge(&legal(AN), display, &rules).reasons, [NameReason::Affix]);
}

#[test]
fn every_code_is_its_own_and_sorted_worst_first() {
    let codes: std::collections::BTreeSet<_> = NameReason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), NameReason::ALL.len());
    assert!(codes.iter().all(|code| code.starts_with("name.")));
    assert!(NameReason::ALL.is_sorted_by_key(|reason| std::cmp::Reverse(reason.verdict())));
    assert!(NameReason::ALL.is_sorted());
}

const STORED: [&str; 8] = [AN, MOAN, HEN, WANG, OANH, HANG, "|H’|Mai", "Lê|Thị|Lê"];

proptest! {
    #[test]
    fn any_text_gets_a_verdict(display in any::<String>(), which in 0..STORED.len()) {
        let name = legal(STORED[which]);
        let found = judge(&name, &display, &shipped());
        prop_assert_eq!(found.reasons.is_empty(), found.verdict == Verdict::Pass);
        prop_assert_eq!(found.suggestion.is_empty(), found.verdict == Verdict::Pass);
        prop_assert_eq!(&found, &judge(&name, &nfd(&display), &shipped()));
    }

    #[test]
    fn any_legal_name_can_be_judged(
        family in any::<String>(), middle in any::<String>(), given in any::<String>(), last in any::<bool>()
    ) {
        let order = if last { NameOrder::FamilyLast } else { NameOrder::FamilyFirst };
        if let Some(name) = LegalName::parse(&family, &middle, &given, order) {
            let nfd_name = LegalName::parse(&nfd(&family), &nfd(&middle), &nfd(&given), order);
            prop_assert_eq!(Some(&name), nfd_name.as_ref());
            judge(&name, &name.full(), &shipped());
        }
    }

    #[test]
    fn words_of_the_name_in_any_order_never_get_worse_than_the_name(
        order in Just(vec!["Nguyễn", "Văn", "An"]).prop_shuffle()
    ) {
        prop_assert_eq!(told(&legal(AN), &order.join(" ")), "pass");
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn long_repetitions_are_judged_quickly(words in prop::collection::vec("Lê|Thị|H’|Niê|Buôn|Krông|B", 0..200)) {
        for stored in STORED {
            judge(&legal(stored), &words.join(" "), &shipped());
        }
    }
}

#[test]
fn what_may_stand_around_a_name_is_the_documents_word() {
    let name = legal("Nguyễn|Văn|An");
    let judged = |around: Around, department: &str, display: &str| {
        let rule = super::super::NameRule { around, ..super::super::NameRule::default() };
        let rules = rule.rules("60", department, [department].into_iter());
        judge(&name, display, &rules)
    };
    let plain = "Nguyễn Văn An";
    let with = "Nguyễn Văn An - Phòng Kế hoạch";
    assert_eq!(judged(Around::Unwanted, "Phòng Kế hoạch", with).reasons, [NameReason::Affix]);
    assert_eq!(judged(Around::Tolerated, "Phòng Kế hoạch", with).verdict, Verdict::Pass);
    assert_eq!(judged(Around::Department, "Phòng Kế hoạch", with).verdict, Verdict::Pass);
    let lacks = judged(Around::Department, "Bộ môn Toán", plain);
    assert_eq!((lacks.reasons.as_slice(), lacks.verdict), (&[NameReason::NoDepartment][..], Verdict::Tidy));
    assert!(lacks.suggestion.ends_with("An - Bộ môn Toán"), "{}", lacks.suggestion);
    assert_eq!(judged(Around::Department, "Bộ môn Toán", &lacks.suggestion).verdict, Verdict::Pass);
    // What is put forward is not too long, and passes.
    for stored in ["Phạm|Thị Ngọc|Ánh", "Nguyễn|Hoàng Phương Thảo|Nguyên", "Lê||An"] {
        for department in ["Tổ Toán – Tin", "Phòng Kế hoạch, tài chính", "Tổ Lịch sử – Địa lý – Giáo dục công dân"]
        {
            let rule = super::super::NameRule { around: Around::Department, ..super::super::NameRule::default() };
            let (name, rules) = (legal(stored), rule.rules("30", department, [department].into_iter()));
            for typed in ["Hoa Hồng", ""] {
                let forward = judge(&name, typed, &rules).suggestion;
                assert_eq!(judge(&name, &forward, &rules).reasons, [], "{forward}");
            }
        }
    }
    // Without the word for what kind of unit it is, and by its first letters, as offices write it.
    for shown in
        ["Nguyễn Văn An - Toán Tin", "Nguyễn Văn An (Tổ Toán - Tin)", "Văn An Toán – Tin", "Nguyễn Văn An - TT"]
    {
        let judged = judged(Around::Department, "Tổ Toán – Tin", shown);
        assert_eq!((judged.verdict, judged.reasons.as_slice()), (Verdict::Pass, &[][..]), "{shown}");
    }
    assert_ne!(judged(Around::Department, "Tổ Toán – Tin", "Nguyễn Văn An - Ngữ văn").verdict, Verdict::Pass);
    assert!(names_department("Nguyễn Văn An - KHTC", "Phòng Kế hoạch, tài chính"));
    assert!(!names_department("Nguyễn Văn An", "Phòng Kế hoạch") && names_department("An", ""));
}
