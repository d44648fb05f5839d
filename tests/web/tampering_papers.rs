//! Edits of papers and doubts made straight in the database: each is found, as those of sittings are.

use crate::doubts::{points, send};
use crate::papers::{SCAN, answers, confirm, drawn_for, enter, second, whole};
use crate::support::{Site, Visitor};
use crate::tampering::{Edit, each_is_found, edit};
use nep::verify::What;

/// What each paper of the house is.
struct House {
    site: Site,
    /// Confirmed and passed, entered twice.
    passed: String,
    /// Confirmed and not passed.
    failed: String,
    /// Entered, waits.
    open: String,
}

async fn entered(site: &Site, visitor: &Visitor, paper: &str, right: bool) {
    let given = whole(answers(site, paper, right).await, "24/11/2026");
    enter(visitor, paper, &given, Some(SCAN)).await.is(303);
}

async fn house() -> House {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let other = site.visit(&second(&site).await).await;
    let passed = drawn_for(&coordinator, &site.hen).await;
    entered(&site, &coordinator, &passed, false).await;
    site.advance(60);
    let (page, back) = (format!("/papers/{passed}"), format!("/papers/{passed}/give-back"));
    other.submit(&page, &back, &[("reason", "Câu 3 trên giấy là B.")]).await.is(303);
    site.advance(60);
    entered(&site, &coordinator, &passed, true).await;
    site.advance(60);
    confirm(&other, &passed).await.is(303);
    let failed = drawn_for(&coordinator, &site.an).await;
    entered(&site, &coordinator, &failed, false).await;
    confirm(&other, &failed).await.is(303);
    let open = drawn_for(&coordinator, &site.moan).await;
    entered(&site, &coordinator, &open, true).await;
    site.alone();
    House { site, passed, failed, open }
}

fn set(
    name: &'static str,
    table: &'static str,
    row: &str,
    set: &str,
    found: (&'static str, What, &'static str),
) -> Edit {
    edit(name, table, row, &format!("update {table} set {set}"), found)
}

/// What became of a paper.
fn ends(house: &House) -> Vec<Edit> {
    let of = |id: &str| format!("id = '{id}'");
    let paper = |name, id: &str, to: &str, field| set(name, "paper", &of(id), to, ("paper", What::Differs, field));
    let (passed, failed, open) = (&house.passed, &house.failed, &house.open);
    let confirmed = format!("how = 'paper' and person_id = '{}'", house.site.hen.id);
    let made = |name, to: &str| {
        let row = format!("person_id = '{}'", house.site.hen.id);
        set(name, "acknowledgment", &row, to, ("acknowledgment", What::Differs, "how"))
    };
    vec![
        paper("passed sooner", passed, "passed_at = passed_at - 60000", "passed_at"),
        paper("passed by nobody", open, "passed_at = drawn_at", "passed_at"),
        paper("passed after all", failed, "passed_at = failed_at, failed_at = null", "passed_at"),
        paper("no failed try", failed, "failed_at = null", "failed_at"),
        paper("another moment of failing", failed, "failed_at = failed_at + 1", "failed_at"),
        paper("open again", failed, "ended_at = null", "ended_at"),
        paper("ended by nobody", open, "ended_at = 5", "ended_at"),
        paper("no confirmation", passed, "acknowledgment_id = null", "acknowledgment_id"),
        paper(
            "a confirmation of another's",
            open,
            &format!("acknowledgment_id = (select id from acknowledgment where {confirmed})"),
            "acknowledgment_id",
        ),
        paper("a mark of one's own", failed, "pass_percent = 1", "pass_percent"),
        set(
            "a paper moved",
            "paper",
            &of(passed),
            &format!("person_id = '{}'", house.site.admin.id),
            ("paper", What::Differs, "about"),
        ),
        made("on a screen after all", "how = 'password'"),
    ]
}

/// What was drawn, and what was entered.
fn contents(house: &House) -> Vec<Edit> {
    let of = |id: &str, more: &str| format!("paper_id = '{id}'{more}");
    let (passed, failed) = (&house.passed, &house.failed);
    let last = of(passed, " and number = 3");
    let (first, step) = (of(passed, " and number = 3 and place = 1"), of(failed, " and number = 1"));
    let drawn = |field| ("paper", What::Differs, field);
    let entry = |field| ("paper_step", What::Differs, field);
    let nobody = of(&house.open, " and place = 1");
    vec![
        edit(
            "an article less",
            "paper_article",
            &of(passed, " and ask = 'read' and article = 'dieu-4'"),
            "delete from paper_article",
            drawn("articles"),
        ),
        set(
            "another text of an article",
            "paper_article",
            &of(passed, " and ask = 'quiz' and article = 'dieu-4'"),
            "sha256 = 'x'",
            drawn("articles"),
        ),
        edit("every article", "paper_article", &of(passed, ""), "delete from paper_article", drawn("articles")),
        edit("a question less", "paper_item", &of(passed, " and place = 20"), "delete from paper_item", drawn("items")),
        edit("every question", "paper_item", &of(passed, ""), "delete from paper_item", drawn("items")),
        set(
            "another question",
            "paper_item",
            &of(passed, " and place = 2"),
            "item_sha256 = (select min(m.sha256) from item m where m.sha256 <> item_sha256)",
            drawn("items"),
        ),
        set("another order", "paper_item", &nobody, "shown = '2 1'", drawn("items")),
        edit("an answer less", "paper_answer", &first, "delete from paper_answer", entry("answers")),
        set("another answer", "paper_answer", &first, "answer = '[\"z\"]'", entry("answers")),
        edit("every answer", "paper_answer", &last, "delete from paper_answer", entry("points")),
        Edit {
            after: of(passed, " and number = 3 and place = 99"),
            ..set("an answer to no question", "paper_answer", &first, "place = 99", drawn("answers"))
        },
        set("more points", "paper_step", &step, "points = 2000, percent = 100", entry("quiz.percent")),
        set("points that the answers are not worth", "paper_step", &step, "points = 300", entry("points")),
        set("passed", "paper_step", &step, "passed = 1", entry("points")),
        set("no critical one missed", "paper_step", &step, "critical_missed = 0", entry("points")),
        set("another day", "paper_step", &last, "signed_on = '2026-11-23'", entry("signed_on")),
        set("entered by another", "paper_step", &last, &format!("by_id = '{}'", house.site.admin.id), entry("actor")),
        set(
            "a step that goes on",
            "paper_step",
            &of(passed, " and number = 1"),
            "until_at = until_at + 1",
            entry("until_at"),
        ),
        set("a last step that ended", "paper_step", &of(passed, " and number = 4"), "until_at = 5", entry("until_at")),
        edit(
            "a step less",
            "paper_step",
            &of(passed, " and number = 2"),
            "delete from paper_step",
            ("paper_step", What::NoRow, ""),
        ),
        set("another scan", "paper_scan_part", &last, "content = 'AAAA'", ("paper_step", What::Hash, "scan")),
        edit("no scan", "paper_scan_part", &last, "delete from paper_scan_part", ("paper_step", What::Hash, "scan")),
        set("another size", "paper_scan", &last, "size = 5", ("paper_step", What::Hash, "scan")),
        set("another hash", "paper_scan", &last, "sha256 = 'x'", entry("scan.sha256")),
        edit("nothing of a scan", "paper_scan", &last, "delete from paper_scan", entry("scan.sha256")),
        set("a page for a picture", "paper_scan", &last, "media_type = 'text/html'", entry("scan.kind")),
        set(
            "a scan of another's",
            "paper_scan",
            &last,
            &format!("person_id = '{}'", house.site.moan.id),
            entry("scan.whom"),
        ),
    ]
}

#[tokio::test]
async fn what_became_of_a_paper_is_found_by_its_steps() {
    let house = Box::pin(house()).await;
    let edits = ends(&house);
    Box::pin(each_is_found(&house.site, edits)).await;
}

#[tokio::test]
async fn what_was_drawn_and_entered_is_found_by_what_the_leaves_commit_to() {
    let house = Box::pin(house()).await;
    let edits = contents(&house);
    Box::pin(each_is_found(&house.site, edits)).await;
}

#[tokio::test]
async fn a_confirmation_on_a_screen_that_says_paper_is_found() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    site.alone();
    let row = format!("person_id = '{}'", site.hen.id);
    let how = set("on paper", "acknowledgment", &row, "how = 'paper'", ("acknowledgment", What::Differs, "how"));
    Box::pin(each_is_found(&site, vec![how])).await;
}

#[tokio::test]
async fn until_when_a_doubt_waits_is_found_by_its_answers() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(&site).await;
    let point = |n: usize| points()[n].id.clone();
    let (first, second) = (send(&site, &member, &point(1)).await, send(&site, &member, &point(2)).await);
    site.advance(60);
    let coordinator = site.visit(&site.coordinator).await;
    let answer = [("words", "Trả lời khi hết ca trực.")];
    coordinator.submit("/doubts", &format!("/doubts/{first}/answer"), &answer).await.is(303);
    site.alone();
    let of = |id: &str| format!("id = '{id}'");
    let until = |name, id: &str, to| set(name, "doubt", &of(id), to, ("doubt", What::Differs, "until_at"));
    let edits = vec![
        until("answered by nobody", &second, "until_at = 5"),
        until("waits again", &first, "until_at = null"),
        until("answered at another time", &first, "until_at = until_at - 60000"),
    ];
    Box::pin(each_is_found(&site, edits)).await;
}
