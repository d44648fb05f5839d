use super::*;

fn exported(name: &str, position: &str) -> Exported {
    Exported {
        full_name: name.to_owned(),
        position: position.to_owned(),
        phone: Some("+84912345678".into()),
        zalo_name: Some("+1".into()),
        ..Exported::default()
    }
}

#[test]
fn nothing_typed_runs_as_a_formula() {
    let one = exported("=cmd|' /C calc'!A0", "@SUM(1)");
    let text = Csv::new(true).rows(&[row(&one, "", "2026-11-24", true)]).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("'=cmd") && text.contains("'@SUM") && text.contains("'+1"), "{text}");
    assert!(text.contains("0912 345 678"));
    assert!(text.starts_with('\u{feff}'));
}

#[test]
fn every_row_has_a_cell_for_every_heading() {
    assert_eq!(headings(true).len(), COLUMNS);
    for contacts in [true, false] {
        assert_eq!(row(&exported("An", ""), "", "2026-11-24", contacts).len() + 1, headings(contacts).len());
    }
}

#[test]
fn chunks_are_one_file_with_one_heading() {
    let one = row(&exported("An", ""), "A", "2026-11-24", false);
    let mut csv = Csv::default();
    let first = String::from_utf8(csv.rows(std::slice::from_ref(&one)).unwrap()).unwrap();
    let second = String::from_utf8(csv.rows(&[one.clone(), one]).unwrap()).unwrap();
    assert_eq!(first.lines().count(), 2);
    assert!(second.starts_with("2,") && second.lines().nth(1).is_some_and(|line| line.starts_with("3,")));
}

#[test]
fn a_workbook_is_written_row_by_row() {
    let one = row(&exported("An", ""), "A", "2026-11-24", false);
    let mut left = 3;
    let next = || {
        left -= 1;
        (left > 0).then(|| Ok(vec![one.clone(); 10]))
    };
    let file = workbook(&Cover { made_at: 1_795_000_000_000, ..Cover::default() }, false, next).unwrap();
    assert!(file.metadata().unwrap().len() > 1000);
}

#[test]
fn numbers_and_zalo_names_are_left_out_unless_asked_for() {
    let one = exported("An", "");
    let text = String::from_utf8(Csv::new(false).rows(&[row(&one, "", "2026-11-24", false)]).unwrap()).unwrap();
    assert!(!text.contains("Zalo") && !text.contains("0912") && !text.contains("điện thoại"), "{text}");
    assert_eq!(headings(false).len(), COLUMNS - 2);
}
