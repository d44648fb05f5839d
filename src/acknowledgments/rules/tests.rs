//! The shipped statement, filled in.

use super::*;
use crate::people::rules::Capacities;

const DOCUMENT: &str = "quy-che-nhom-zalo";

fn shipped() -> Wordings {
    Wordings::parse(include_str!("../../../documents/quy-che-nhom-zalo/statement.toml")).unwrap()
}

fn general() -> Wordings {
    Wordings::parse(include_str!("../../../texts/statement.toml")).unwrap()
}

fn part(wordings: &Wordings) -> Part<'_> {
    Part { document: DOCUMENT, title: "Quy chế", digest: false, draft: false, wordings: Some(wordings) }
}

/// A document without a statement of its own.
fn bare<'a>(document: &'a str, title: &'a str, digest: bool) -> Part<'a> {
    Part { document, title, digest, draft: false, wordings: None }
}

fn template(who: &Capacities, how: Manner) -> Template {
    let own = shipped();
    super::statement(&[part(&own), bare("quyet-dinh-874", "Bộ quy tắc", true)], &general(), who, how)
}

fn fields() -> Fields {
    Fields {
        name: "Nguyễn Văn An".to_owned(),
        department: "Phòng Kỹ thuật".to_owned(),
        organisation: "Trung tâm".to_owned(),
        group: "DAK LAK IOC".to_owned(),
        ..Fields::default()
    }
}

fn statement(capacities: &str) -> Statement {
    template(&Capacities::parse(capacities).unwrap(), Manner::Screen(true)).filled(&fields())
}

#[test]
fn the_statement_leaves_no_field_open_and_never_says_ky_so() {
    let statement = statement("quy-che-nhom-zalo:leadership quy-che-nhom-zalo:support");
    let text = statement.text();
    assert!(!text.contains('{') && !text.to_lowercase().contains("ký số"), "{text}");
    assert!(text.contains("Nguyễn Văn An"));
    assert_eq!(statement.sha256(), sha256(text));
}

#[test]
fn points_follow_the_capacity_under_the_document() {
    let count = |capacities: &str| statement(capacities).points.len();
    assert_eq!(count(""), 20);
    assert_eq!(count("quy-che-nhom-zalo:leadership"), 21);
    assert_eq!(count("quy-che-nhom-zalo:support"), 26);
    assert_eq!(count("quyet-dinh-874:leadership"), 20, "of another document");
    let own = shipped();
    let ids: BTreeSet<&str> = own.template.point.iter().map(|point| point.id.as_str()).collect();
    assert_eq!(ids.len(), own.template.point.len());
}

#[test]
fn what_is_signed_by_hand_says_nothing_of_a_screen() {
    let who = Capacities::default();
    let said = |quiz| template(&who, Manner::Hand(quiz)).filled(&fields());
    let (on_it, before, plain) = (said(PaperQuiz::OnIt), said(PaperQuiz::Before), said(PaperQuiz::Nothing));
    assert!(on_it.lead.contains("đã làm bài kiểm tra tại mục II của phiếu này"), "{}", on_it.lead);
    assert!(before.lead.contains("đã đạt bài kiểm tra") && !plain.lead.contains("bài kiểm tra"));
    for one in [on_it, before, plain] {
        let text = one.text();
        assert!(!text.contains('{') && !text.contains("điện tử"), "{text}");
        assert_eq!((one.id.as_str(), &one.points), ("cam-ket-giay-01", &statement("").points));
    }
}

#[test]
fn a_kept_template_with_its_fields_is_what_was_shown() {
    let template = template(&Capacities::default(), Manner::Screen(true));
    let again: Template = serde_json::from_str(&template.body()).unwrap();
    assert_eq!(again.filled(&fields()).sha256(), template.filled(&fields()).sha256());
    assert_eq!(again.sha256(), template.sha256());
    let erased = again.filled(&Fields::erased());
    assert!(erased.lead.contains("đã xóa theo yêu cầu") && !erased.text().contains('{'));
}

#[test]
fn every_box_must_be_ticked_and_the_own_name_typed() {
    let statement = statement("");
    let all: Vec<String> = statement.points.iter().map(|point| point.id.clone()).collect();
    assert_eq!(refuse(&statement, &all, "nguyễn văn  an", "Nguyễn Văn An"), None);
    assert_eq!(refuse(&statement, &all[1..], "Nguyễn Văn An", "Nguyễn Văn An"), Some("ack.boxes"));
    assert_eq!(refuse(&statement, &all, "nguyen van an", "Nguyễn Văn An"), None);
    assert_eq!(refuse(&statement, &all, "hhen nie", "H’Hen Niê"), None);
    assert_eq!(refuse(&statement, &all, "Nguyên Văn An", "Nguyễn Văn An"), Some("ack.name"), "another name");
    assert_eq!(refuse(&statement, &all, "Nguyen Van", "Nguyễn Văn An"), Some("ack.name"));
    assert_eq!(refuse(&statement, &all, "", "Nguyễn Văn An"), Some("ack.name"));
    assert!(same_name("H'Hen Niê", "H’Hen Niê"));
    assert!(same_name("Ngọc Hoà", "Ngọc Hòa"));
}

#[test]
fn a_document_without_a_statement_is_confirmed_as_a_whole() {
    let rules = bare("noi-quy", "Nội quy cơ quan", false);
    let said = |how| super::statement(&[rules], &general(), &Capacities::default(), how).filled(&fields());
    let shown = said(Manner::Screen(false));
    assert_eq!(shown.title, "Cam kết thực hiện Nội quy cơ quan");
    assert_eq!(shown.points.len(), 1);
    assert!(shown.points[0].text.contains("Nội quy cơ quan") && shown.points[0].clauses.is_empty());
    assert!(!shown.lead.contains("kiểm tra") && said(Manner::Screen(true)).lead.contains("đã đạt bài kiểm tra"));
    assert!(said(Manner::Hand(PaperQuiz::Nothing)).note.contains("ký trên giấy"));
    assert!(!shown.text().contains('{'));
}

#[test]
fn a_draft_is_promised_as_a_draft_on_screen_and_on_paper() {
    let own = shipped();
    let bare = Wordings { promise: String::new(), promise_draft: String::new(), ..own.clone() };
    for how in [Manner::Screen(true), Manner::Screen(false), Manner::Hand(PaperQuiz::OnIt)] {
        let lead = |wordings, draft| {
            let part = Part { draft, ..part(wordings) };
            super::statement(&[part], &general(), &Capacities::default(), how).lead
        };
        let (issued, draft) = (lead(&own, false), lead(&own, true));
        assert!(issued.contains("chịu trách nhiệm") && !issued.contains("dự thảo"), "{issued}");
        assert!(draft.contains("dự thảo") && !draft.contains("chịu trách nhiệm"), "{draft}");
        assert!(lead(&bare, true).contains("dự thảo") && !lead(&bare, false).ends_with(' '));
    }
}

#[test]
fn the_points_of_several_documents_stand_together_and_say_whose_they_are() {
    let own = shipped();
    let parts = [part(&own), bare("noi-quy", "Nội quy", false), bare("tom-luoc", "Tóm lược", true)];
    let both = super::statement(&parts, &general(), &Capacities::default(), Manner::Screen(true));
    assert_eq!((both.id.as_str(), both.document.as_str(), both.point.len()), ("cam-ket-chung-01", DOCUMENT, 21));
    assert_eq!(both.title, "Cam kết thực hiện Quy chế; Nội quy", "nobody commits to a summary beside official texts");
    let last = both.point.last().unwrap();
    assert_eq!((last.id.as_str(), last.document.as_str()), ("noi-quy/toan-van", "noi-quy"));
    let ids: BTreeSet<&str> = both.point.iter().map(|point| point.id.as_str()).collect();
    assert_eq!(ids.len(), both.point.len());
}

#[test]
fn nobody_confirms_nothing() {
    let own = Wordings::parse(
        "id = \"x\"\nversion = 1\ntitle = \"\"\nlead = \"\"\nclosing = \"\"\nnote = \"\"\n\
         [[point]]\nid = \"1\"\ncapacity = \"leadership\"\ntext = \"Tôi chỉ đạo.\"\n",
    )
    .unwrap();
    let points = |parts: &[Part<'_>]| {
        super::statement(parts, &general(), &Capacities::default(), Manner::Screen(true)).point.len()
    };
    assert_eq!(points(&[part(&own)]), 1, "none of its points is for a member");
    assert_eq!(points(&[bare("tom-luoc", "Tóm lược", true)]), 1);
    assert_eq!(points(&[bare("a", "A", true), bare("b", "B", true)]), 1);
}

#[test]
fn a_statement_names_the_clauses_that_a_text_does_not_have() {
    use crate::documents::rules::Regulation;
    let other = Regulation::parse(
        "+++\ntitle = \"x\"\n+++\n\n# QUY CHẾ {#quy-che}\n\n### Điều 3. Nhóm\n\n1. Một.\n\n3. Ba.\n",
        None,
    );
    let gaps = shipped().gaps(&other.unwrap());
    assert!(gaps.contains("dieu-4.khoan-3.muc-3.3") && !gaps.contains("dieu-3.khoan-3"), "{gaps:?}");
    let own = Regulation::parse(include_str!("../../../documents/quy-che-nhom-zalo/1.md"), None).unwrap();
    assert_eq!(shipped().gaps(&own), BTreeSet::new());
    assert_eq!(shipped().faults(), BTreeSet::new());
}

#[test]
fn a_key_that_is_written_wrongly_is_told() {
    let head = "id = \"x\"\nversion = 1\ntitle = \"\"\nlead = \"\"\nclosing = \"\"\nnote = \"\"\n";
    let point = "[[point]]\nid = \"1\"\ntext = \"Tôi.\"\n";
    let read = |more: &str| Wordings::parse(&format!("{head}{more}{point}")).map(|_| ());
    assert!(read("").is_ok());
    assert!(read("leed_plain = \"\"\n").unwrap_err().to_string().contains("leed_plain"));
    let tied = |line: &str| Wordings::parse(&format!("{head}{point}{line}\n"));
    assert!(tied("clause = [\"dieu-9\"]").is_err() && tied("capacty = \"leadership\"").is_err());
    assert_eq!(tied("clauses = [\"dieu-9\"]").unwrap().tied().collect::<Vec<_>>(), ["1"]);
    assert_eq!(tied("document = \"khac\"").unwrap().faults().len(), 1);
    assert_eq!(general().tied().next(), None);
}
