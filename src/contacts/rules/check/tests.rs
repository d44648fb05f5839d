//! A whole list, as `nep check contacts` reads and writes it.

use proptest::prelude::*;

use super::*;

fn run(input: &[u8]) -> (Summary, String) {
    let mut output = Vec::new();
    let summary = check_csv(input, &mut output, &NameRules::default()).unwrap();
    (summary, String::from_utf8(output).unwrap())
}

#[test]
fn a_list_is_judged_row_by_row() {
    let input = "family,middle,given,order,zalo_name,phone\n\
        Nguyễn,Văn,An,,Nguyễn Văn An,0912345678\n\
        Nguyễn,Văn,An,first,NGUYEN VAN AN 🌸,0123 456 7890\n\
        Niê,H’,Hen,ho-sau,H'Hen,0262 3812345\n\
        Ênuôl,Y,Moan,family_last,Bố Bin,0531234567\n";
    let (summary, output) = run(input.as_bytes());
    assert_eq!(
        output,
        "family,middle,given,order,zalo_name,phone,name_verdict,name_reason,suggestion,phone_verdict,phone_e164\n\
        Nguyễn,Văn,An,,Nguyễn Văn An,0912345678,pass,,,ok,+84912345678\n\
        Nguyễn,Văn,An,first,NGUYEN VAN AN 🌸,0123 456 7890,tidy,no_marks;emoji;all_caps,Nguyễn Văn An,offer,+84834567890\n\
        Niê,H’,Hen,ho-sau,H'Hen,0262 3812345,review,mark_only,H’Hen Niê,error,\n\
        Ênuôl,Y,Moan,family_last,Bố Bin,0531234567,refuse,no_given,Y Moan Ênuôl,warn,+84531234567\n"
    );
    let expected = Summary { rows: 4, pass: 1, tidy: 1, review: 1, refuse: 1, ok: 1, warn: 1, offer: 1, error: 1 };
    assert_eq!(summary, expected);
}

#[test]
fn bom_order_of_columns_and_unknown_columns_are_no_matter() {
    let (summary, output) = run("\u{feff}Phone, Zalo_Name ,\"ghi, chú\",given,family\r\n\
        912345678,Lê Lợi,\"a, \"\"b\"\"\",Lợi,Lê\r\n"
        .as_bytes());
    assert_eq!(summary.pass, 1);
    assert_eq!(
        output,
        "Phone,Zalo_Name,\"ghi, chú\",given,family,name_verdict,name_reason,suggestion,phone_verdict,phone_e164\n\
        912345678,Lê Lợi,\"a, \"\"b\"\"\",Lợi,Lê,pass,,,ok,+84912345678\n"
    );
}

#[test]
fn excel_semicolons_and_tabs_are_read_and_kept() {
    let (summary, output) = run("family;middle;given;order;zalo_name;phone\nLê;;Lợi;;Le Loi;0912345678\n".as_bytes());
    assert_eq!((summary.tidy, summary.ok), (1, 1));
    assert!(output.contains("Lê;;Lợi;;Le Loi;0912345678;tidy;no_marks;Lê Lợi;ok;+84912345678\n"), "{output}");
    let (summary, _) = run("family\tgiven\tzalo_name\tphone\nLê\tLợi\tLê Lợi\t0912345678\n".as_bytes());
    assert_eq!((summary.pass, summary.ok), (1, 1));
}

#[test]
fn a_broken_row_is_refused_and_the_list_goes_on() {
    let mut input = b"family,middle,given,order,zalo_name,phone\n\
        L\xea,,L\xf4i,,Le Loi,0912345678\n\
        too,few\n\
        Nguy\xe1\xbb\x85n,,An,,An, Nguy\xe1\xbb\x85n,0912345678\n\
        ,,,,,\n\
        L\xc3\xaa,,An,middle,L\xc3\xaa An,0912345678\n\
        L\xc3\xaa,,An,,L\xc3\xaa An,0912345678,,\n"
        .to_vec();
    input.extend(b"L\xc3\xaa,,An,,\"L\xc3\xaa An,0912345678\n");
    let (summary, output) = run(&input);
    let verdicts: Vec<String> = csv::Reader::from_reader(output.as_bytes())
        .records()
        .map(|row| {
            let row = row.unwrap();
            format!("{} {} {}", &row[6], &row[7], &row[9])
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            "refuse bad_row error",
            "refuse bad_row error",
            "refuse bad_row error",
            "refuse no_legal_name error",
            "refuse bad_row ok",
            "pass  ok",
            "refuse bad_row error",
        ]
    );
    assert_eq!(summary.rows, 7);
}

#[test]
fn a_checked_list_can_be_checked_again() {
    let input = "given,zalo_name,phone\nMai,Mai 🌸,0912345678\n";
    let (first, once) = run(input.as_bytes());
    let (second, twice) = run(once.as_bytes());
    assert_eq!((first, once), (second, twice));
}

#[test]
fn a_list_without_rows_columns_or_anything_is_no_error() {
    for input in ["", "\n\n", "given\n", "a,b\n1,2\n"] {
        let (summary, output) = run(input.as_bytes());
        assert_eq!(summary.pass, 0);
        assert!(output.contains("name_verdict"), "{input}: {output}");
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_list(rows in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut input = b"family,middle,given,order,zalo_name,phone\n".to_vec();
        input.extend(rows);
        let (summary, output) = run(&input);
        let rows = csv::Reader::from_reader(output.as_bytes()).records().flatten().count();
        prop_assert_eq!(rows, summary.rows);
        prop_assert_eq!(summary.pass + summary.tidy + summary.review + summary.refuse, summary.rows);
    }
}
