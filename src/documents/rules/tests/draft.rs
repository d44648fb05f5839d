//! A text that somebody brings: its head, its id, how it is read.

use super::super::draft::Draft;
use super::super::version::TextKind;

fn draft(title: &str, body: &str) -> Draft {
    Draft { title: title.to_owned(), short_title: title.to_owned(), body: body.to_owned(), ..Draft::default() }
}

fn named(draft: &Draft, taken: &[&str]) -> String {
    let taken: Vec<String> = taken.iter().map(|id| (*id).to_owned()).collect();
    draft.look().unwrap().fit().unwrap().unwrap().named(&taken).text.document_id
}

#[test]
fn what_a_title_holds_stays_in_the_head() {
    for title in ["Nội quy \"mới\"", "a\n+++\nĐiều 9. Lạ", "\\ = [x]", "'''", "kind = \"pdf\""] {
        let new = draft(title, "Điều 1. Phạm vi\n\nAi cũng đọc.").look().unwrap();
        assert_eq!(new.regulation.clauses().len(), 1, "{title}");
        let new = new.fit().unwrap().unwrap().named(&[]);
        assert_eq!(new.title, title.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(new.text.kind, TextKind::Text);
    }
}

#[test]
fn an_id_is_new_and_never_the_word_of_a_page() {
    let rules = draft("Nội quy cơ quan", "Điều 1. Phạm vi");
    assert_eq!(named(&rules, &[]), "noi-quy-co-quan");
    assert_eq!(named(&rules, &["noi-quy-co-quan", "noi-quy-co-quan-2"]), "noi-quy-co-quan-3");
    assert_eq!(named(&draft("New", "Điều 1. Phạm vi"), &[]), "new-2");
    assert_eq!(named(&draft("— !", "Điều 1. Phạm vi"), &[]), "so-2");
}

#[test]
fn nothing_to_read_and_no_title_are_not_fit() {
    for (title, body) in [("Nội quy", "Chỉ có lời."), ("", "Điều 1. Phạm vi"), ("Nội quy", "")] {
        assert!(draft(title, body).look().unwrap().fit().unwrap().is_none(), "{title} {body}");
    }
}

#[test]
fn lines_are_those_of_the_body() {
    let body = "Điều 1. Phạm vi\n\n1. Một.\n\n3. Ba.\n";
    let looked = draft("Nội quy", body).look().unwrap();
    let notices: Vec<usize> = looked.regulation.notices().iter().map(|one| looked.line(one.line)).collect();
    assert_eq!(notices, [5]);
    let lines: Vec<usize> = looked.regulation.outline().lines.iter().map(|one| looked.line(one.line)).collect();
    assert_eq!(lines, [1, 3, 5]);
}

#[test]
fn a_files_own_head_is_kept_but_for_what_the_person_says() {
    let file = "+++\ntitle = \"Cũ\"\nbanner = \"Lời\"\nkind = \"digest\"\nnumber = \"7/QĐ\"\nissued_on = \"2025-08-15\"\n+++\n\nĐiều 1. Phạm vi\n";
    let mut draft = Draft::brought(file).unwrap();
    assert_eq!((draft.title.as_str(), draft.number.as_str(), draft.day.as_str()), ("Cũ", "7/QĐ", "2025-08-15"));
    "Mới".clone_into(&mut draft.title);
    let new = draft.look().unwrap();
    assert_eq!(new.regulation.head().text("banner"), Some("Lời"));
    let new = new.fit().unwrap().unwrap().named(&[]);
    assert_eq!((new.title.as_str(), new.text.kind), ("Mới", TextKind::Digest));
    assert_eq!(new.text.issued.ref_number, "7/QĐ");
    assert!(Draft::brought("+++\nhỏng").is_err());
    assert_eq!(Draft::brought("Điều 1.").unwrap().body, "Điều 1.");
}

#[test]
fn what_takes_the_place_of_a_text_keeps_what_is_said_of_the_document_and_no_word_about_the_old_words() {
    let old = "+++\ntitle = \"Cũ\"\nissuer = \"Sở A\"\nplace = 3\nparent = \"Tỉnh\"\nbanner = \"Đã được thay thế\"\nkind = \"digest\"\n\
        digest_label = \"Bản tóm lược\"\nnumbering = \"y\"\nmain_part = \"quy-che\"\nnumber = \"1/QĐ\"\nissued_on = \"2021-06-17\"\n+++\n\n# QUY CHẾ {#quy-che}\n\nĐiều 1. A\n";
    let old = Draft::brought(old).unwrap();
    let new = draft("", "Điều 1. Mới").in_place_of(old.clone()).unwrap();
    assert_eq!((new.title.as_str(), new.issuer.as_str(), new.number.as_str()), ("Cũ", "Sở A", "1/QĐ"));
    let read = new.look().unwrap();
    let head = read.regulation.head();
    assert_eq!(head.text("parent"), Some("Tỉnh"));
    assert!(["banner", "digest_label"].into_iter().all(|key| head.text(key).is_none()));
    assert!(head.main_part.is_none(), "the part of the old text is not in the new one");
    let blanks = draft("", "Số: {{so}}/QĐ\n\nĐiều 1. Mới").in_place_of(old).unwrap();
    assert_eq!((blanks.number.as_str(), blanks.day.as_str()), ("", ""));
}
