//! Edits made straight in the database, past triggers and references: rows and leaves show them by themselves.

use crate::support::engine::is_postgres;
use crate::support::{PASSWORD, Site};
use nep::verify::{Difference, What};
use sqlx::{AnyConnection, Connection, Row as _};

/// One edit: which rows it touches (before and after), and how it is found.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    /// Names the row, before the edit and after it.
    pub(crate) row: String,
    pub(crate) after: String,
    pub(crate) sql: String,
    /// Table, what, field (part of it).
    pub(crate) found: (&'static str, What, &'static str),
}

pub(crate) fn edit(
    name: &'static str,
    table: &'static str,
    row: &str,
    sql: &str,
    found: (&'static str, What, &'static str),
) -> Edit {
    let (row, sql) = (row.to_owned(), format!("{sql} where {row}"));
    Edit { name, table, after: row.clone(), row, sql, found }
}

/// A connection that no trigger and no reference stops.
pub(crate) async fn unguarded(site: &Site) -> AnyConnection {
    let mut connection = AnyConnection::connect(&site.database.url).await.unwrap();
    if is_postgres() {
        sqlx::raw_sql("set session_replication_role = 'replica'").execute(&mut connection).await.unwrap();
        return connection;
    }
    sqlx::raw_sql("pragma foreign_keys = off; pragma busy_timeout = 5000").execute(&mut connection).await.unwrap();
    let triggers = "select name from sqlite_master where type = 'trigger'";
    for row in sqlx::query(triggers).fetch_all(&mut connection).await.unwrap() {
        let drop = format!("drop trigger {}", row.try_get::<String, _>(0).unwrap());
        sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&mut connection).await.unwrap();
    }
    connection
}

pub(crate) async fn run(connection: &mut AnyConnection, sql: String) -> u64 {
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected()
}

/// Everybody does something: every kind of row that has a leaf is there.
async fn house() -> Site {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let admin = site.visit(&site.admin).await;
    site.read_all(&site.an).await;
    let an = site.visit(&site.an).await;
    an.fail(&site).await;
    let round = site.round_of(&site.an).await.unwrap();
    coordinator.post(&format!("/people/{}/wait", site.an.id), &[("round", round.as_str())]).await.is(303);
    let reminder = [("one", site.an.id.as_str()), ("form_key", &nep::id::new_id())];
    coordinator.post(&format!("/rounds/{round}/reminders"), &reminder).await.is(303);
    let report = format!("/rounds/{round}/report/edit");
    coordinator.submit(&report, &report, &[("proposals", "Kéo dài thêm 05 ngày.")]).await.is(303);
    site.added(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.post("/admission/confirm", &[]).await.is(303);
    site.submitted(&site.an, "0912345679").await;
    site.visit(&site.leader).await.decide(&site.admission_of(&site.an).await, "return", "sai tên").await.is(303);
    let role = [("role", "head"), ("act", "grant"), ("scope", ""), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/role", site.ngoc.id), &role).await.is(303);
    let back = [("role", "head"), ("act", "revoke"), ("scope", ""), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/role", site.ngoc.id), &back).await.is(303);
    let pause = [("from", ""), ("until", "2027-01-01"), ("reason", "study")];
    coordinator.post(&format!("/people/{}/pause", site.moan.id), &pause).await.is(303);
    let capacity = [("document", "quy-che-nhom-zalo"), ("capacity", "leadership"), ("act", "grant")];
    admin.post(&format!("/people/{}/capacity", site.leader.id), &capacity).await.is(303);
    crate::settings::send_logo(&admin, "a.png", &crate::settings::logo(64, [1, 2, 3])).await.is(303);
    site.link(&site.moan).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
    site.alone();
    site
}

pub(crate) async fn found(site: &Site) -> Vec<Difference> {
    nep::verify::compare(&site.app, 0).await.unwrap().found.list.into_iter().collect()
}

pub(crate) fn told(found: &[Difference]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The eleven of the issue.
async fn eleven(site: &Site) -> Vec<Edit> {
    let attempt = site.text(format!("select id from attempt where person_id = '{}'", site.hen.id)).await;
    let signed = site.text(format!("select id from acknowledgment where person_id = '{}'", site.hen.id)).await;
    let row = |id: &str| format!("id = '{id}'");
    let moved = |name, table, field| {
        let sql = format!("update {table} set person_id = '{}'", site.moan.id);
        edit(
            name,
            table,
            &row(if table == "attempt" { &attempt } else { &signed }),
            &sql,
            (table, What::Differs, field),
        )
    };
    let answer = format!("attempt_id = '{attempt}' and place = 3");
    let leaf = site.int(format!("select min(n) from leaf_of where row_id = '{signed}'")).await;
    let step = format!("admission_id = '{}' and number = 2", site.admission_of(&site.hen).await);
    let grant = format!(
        "insert into role_grant (id, person_id, role, scope, scope_id, granted_at, granted_by)
         values ('01900000-0000-7000-8000-00000000abcd', '{}', 'admin', 'all', '', 1, '{}')",
        site.an.id, site.admin.id
    );
    let granted = "id = '01900000-0000-7000-8000-00000000abcd'".to_owned();
    let salt = format!("kind = 'acknowledgment' and row_id = '{signed}' and purpose = 'subject'");
    let gap = format!("n = {leaf}");
    vec![
        edit(
            "score",
            "attempt",
            &row(&attempt),
            "update attempt set percent = 81",
            ("attempt", What::Differs, "percent"),
        ),
        edit(
            "answer",
            "attempt_item",
            &answer,
            "update attempt_item set answer = null",
            ("attempt", What::Differs, "answers"),
        ),
        edit(
            "name",
            "profile",
            &format!("person_id = '{}'", site.hen.id),
            "update profile set full_name = 'Trần Văn Khác'",
            ("profile", What::Differs, "name"),
        ),
        edit(
            "time",
            "acknowledgment",
            &row(&signed),
            "update acknowledgment set confirmed_at = confirmed_at - 60000",
            ("acknowledgment", What::Differs, "at"),
        ),
        edit(
            "a row deleted",
            "acknowledgment",
            &row(&signed),
            "delete from acknowledgment",
            ("acknowledgment", What::NoRow, ""),
        ),
        moved("a row moved to another person", "acknowledgment", "whom"),
        edit("a gap cut", "ledger_leaf", &gap, "delete from ledger_leaf", ("ledger_leaf", What::Leaf, "gap")),
        edit(
            "salt",
            "private",
            &salt,
            "update private set salt = 'ab' || substr(salt, 3)",
            ("acknowledgment", What::Commitment, "subject"),
        ),
        edit(
            "decider",
            "admission_step",
            &step,
            &format!("update admission_step set by_id = '{}'", site.admin.id),
            ("admission_step", What::Differs, "actor"),
        ),
        Edit {
            name: "role without leaf",
            table: "role_grant",
            row: granted.clone(),
            after: granted,
            sql: grant,
            found: ("role_grant", What::NoLeaf, "account.role_changed"),
        },
        edit(
            "regulation text against its hash",
            "version_text",
            "version_id = 'quy-che-nhom-zalo@1'",
            "update version_text set canonical = replace(canonical, 'không', 'được')",
            ("version", What::Hash, "sha256"),
        ),
        moved("a sitting moved to another person", "attempt", "whom"),
    ]
}

/// What else somebody might reach for.
async fn others(site: &Site) -> Vec<Edit> {
    let of = |person: &crate::support::Person| format!("person_id = '{}'", person.id);
    let failed = site.text(format!("select id from attempt where {} and number = 1", of(&site.an))).await;
    let hen = site.text(format!("select id from attempt where {}", of(&site.hen))).await;
    let now = format!("{} and until_at is null", of(&site.hen));
    let head = format!("{} and role = 'head'", of(&site.ngoc));
    let last = site.text("select max(id) from journal").await;
    let ack = site.text(format!("select id from acknowledgment where {}", of(&site.hen))).await;
    let hash = site.text(format!("select max(item_sha256) from attempt_item where attempt_id = '{hen}'")).await;
    vec![
        edit(
            "points of a question",
            "attempt_item",
            &format!("attempt_id = '{hen}' and place = 4"),
            "update attempt_item set points = 50",
            ("attempt", What::Differs, "question 4"),
        ),
        edit(
            "a key",
            "item",
            &format!("sha256 = '{hash}'"),
            "update item set body = body || ' '",
            ("item", What::Hash, "body"),
        ),
        edit(
            "passed",
            "attempt",
            &format!("id = '{failed}'"),
            "update attempt set passed_at = graded_at",
            ("attempt", What::Differs, "pass"),
        ),
        edit(
            "consent",
            "consent",
            &of(&site.hen),
            "update consent set kind = 'withdrawn'",
            ("consent", What::Differs, "kind"),
        ),
        edit(
            "a consent's text",
            "consent",
            &of(&site.hen),
            "update consent set notice_sha256 = 'x'",
            ("consent", What::Differs, "notice_sha256"),
        ),
        edit(
            "verdict on a name",
            "contact",
            &now,
            "update contact set name_verdict = 'tidy'",
            ("contact", What::Differs, "name_verdict"),
        ),
        edit("contact gone", "contact", &now, "delete from contact", ("contact", What::NoRow, "")),
        edit(
            "a link's end",
            "link",
            "kind = 'invite' or kind = 'reset'",
            "update link set expires_at = expires_at + 86400000",
            ("link", What::Differs, "expires"),
        ),
        edit(
            "capacity ended",
            "capacity",
            &of(&site.leader),
            "update capacity set until_at = 5",
            ("capacity", What::NoLeaf, ""),
        ),
        edit(
            "a role that was revoked",
            "role_grant",
            &head,
            "update role_grant set revoked_at = null, revoked_by = null",
            ("role_grant", What::Undone, "account.role_changed"),
        ),
        edit(
            "absence",
            "absence",
            &of(&site.moan),
            "update absence set until_on = '2028-01-01'",
            ("absence", What::Differs, "until"),
        ),
        edit(
            "department",
            "profile",
            &of(&site.moan),
            "update profile set department_id = (select max(id) from department)",
            ("profile", What::Differs, "department"),
        ),
        edit(
            "pass mark",
            "round",
            "kind = 'newcomer'",
            "update round set pass_percent = 50",
            ("round", What::Differs, "pass_percent"),
        ),
        edit(
            "what a round asks",
            "round_ask",
            "document_id = 'quyet-dinh-874' and ask = 'quiz'",
            "delete from round_ask",
            ("round_version", What::Differs, "asks"),
        ),
        edit(
            "weight",
            "round_version",
            "document_id = 'quyet-dinh-874'",
            "update round_version set weight = 9",
            ("round_version", What::Differs, "asks"),
        ),
        edit(
            "a version's articles",
            "version_article",
            "version_id = 'quy-che-nhom-zalo@1' and place = 2",
            "update version_article set sha256 = 'x'",
            ("version", What::Hash, "articles"),
        ),
        edit(
            "the source people read",
            "version_text",
            "version_id = 'quy-che-nhom-zalo@1'",
            "update version_text set source = replace(source, 'không', 'được')",
            ("version", What::Hash, "source"),
        ),
        edit(
            "what was confirmed",
            "acknowledgment_version",
            &format!("acknowledgment_id = '{ack}' and version_id = 'quyet-dinh-874@1'"),
            "delete from acknowledgment_version",
            ("acknowledgment", What::Differs, "docs"),
        ),
        edit(
            "when it was read",
            "acknowledgment",
            &format!("id = '{ack}'"),
            "update acknowledgment set reading = replace(reading, '1', '2')",
            ("acknowledgment", What::Differs, "read"),
        ),
        edit(
            "a line of the journal",
            "journal",
            &format!("id = '{last}'"),
            "update journal set at = at - 5000",
            ("journal", What::Journal, "at"),
        ),
        edit(
            "who waits no more",
            "wait_lift",
            &of(&site.an),
            &format!("update wait_lift set by_id = '{}'", site.admin.id),
            ("wait_lift", What::Differs, "actor"),
        ),
        edit(
            "who was reminded when",
            "reminder",
            &of(&site.an),
            "update reminder set at = at - 86400000",
            ("reminder", What::Differs, "at"),
        ),
        edit(
            "when a report was written into",
            "report_note",
            "number = 1",
            "update report_note set at = at - 86400000",
            ("report_note", What::Differs, "at"),
        ),
        edit("a reminder gone", "reminder", &of(&site.an), "delete from reminder", ("reminder", What::NoRow, "")),
        edit(
            "the logo's bytes",
            "logo",
            "number = 1",
            "update logo set content = 'AAAA'",
            ("logo", What::Hash, "content"),
        ),
        edit(
            "the logo's hash",
            "logo",
            "number = 1",
            "update logo set sha256 = 'x'",
            ("logo", What::Differs, "sha256"),
        ),
        edit(
            "a logo taken away by nobody",
            "logo",
            "number = 1",
            "update logo set until_at = 1",
            ("logo", What::NoLeaf, "logo.removed"),
        ),
        edit(
            "a group's name",
            "label",
            "kind = 'group'",
            "update label set body = 'Nhóm khác'",
            ("label", What::Differs, "name"),
        ),
    ]
}

/// Chains of more than one row, and what was taken back.
async fn lively() -> Site {
    let site = house().await;
    let coordinator = site.visit(&site.coordinator).await;
    let admin = site.visit(&site.admin).await;
    site.advance(60);
    coordinator.post(&format!("/people/{}/leave", site.moan.id), &[]).await.is(303);
    site.advance(60);
    coordinator.post(&format!("/people/{}/return", site.moan.id), &[]).await.is(303);
    let off = [("to", "disabled"), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/account", site.ngoc.id), &off).await.is(303);
    let edit = format!("/people/{}/edit", site.hen.id);
    let form = coordinator.get(&edit).await.is(200).form(&edit);
    let moved = |(name, value): (String, String)| match name.as_str() {
        "position" => (name, "Chuyên viên chính".to_owned()),
        _ => (name, value),
    };
    let fields: Vec<_> = form.fields.into_iter().filter(|one| one.0 != "csrf").map(moved).collect();
    coordinator.post_all(&edit, &fields).await.is(303);
    let round = crate::history::open_round(&site).await;
    site.advance(60);
    coordinator.post(&format!("/rounds/{round}/close"), &[]).await.is(303);
    nep::rounds::acts::finish(&site.app).await.unwrap();
    site.alone();
    site
}

/// What no leaf repeats: it follows from other rows.
async fn following(site: &Site) -> Vec<Edit> {
    let hen = format!("person_id = '{}'", site.hen.id);
    let moan = format!("person_id = '{}'", site.moan.id);
    let an = format!("person_id = '{}'", site.an.id);
    let attempt = site.text(format!("select id from attempt where {hen}")).await;
    let admission = format!("id = '{}'", site.admission_of(&site.hen).await);
    let of_admission = format!("admission_{admission}");
    let first = |rows: &str| format!("{rows} and number = 1");
    let last = async |table: &str, rows: &str| {
        let number = site.int(format!("select max(number) from {table} where {rows}")).await;
        format!("{rows} and number = {number}")
    };
    let revoked = format!("{moan} and revoked_at is not null and used_at is null");
    let revoked = site.text(format!("select max(id) from link where {revoked}")).await;
    let (named, back) = (last("profile", &hen).await, last("presence", &moan).await);
    let (contact, consent) = (last("contact", &hen).await, last("consent", &hen).await);
    let step = last("admission_step", &of_admission).await;
    let (sitting, about) = (format!("id = '{attempt}'"), format!("attempt_id = '{attempt}'"));
    let text = "document_id = 'quy-che-nhom-zalo'";
    let loaded = "id = 'quy-che-nhom-zalo@1'";
    let ends = |name, table, row: &str, sql: &str| {
        edit(name, table, row, &format!("update {table} set until_at = {sql}"), (table, What::Differs, "until_at"))
    };
    let follows = |name, table, row: &str, set: &str, field| {
        edit(name, table, row, &format!("update {table} set {set}"), (table, What::Differs, field))
    };
    let copied = |name, set: &str, field| {
        edit(name, "standing", &hen, &format!("update standing set {set}"), ("standing", What::Copy, field))
    };
    vec![
        edit(
            "every answer",
            "attempt_item",
            &about,
            "delete from attempt_item",
            ("attempt", What::Differs, "questions"),
        ),
        follows("a sitting passed sooner", "attempt", &sitting, "passed_at = passed_at - 60000", "passed_at"),
        follows("a mark of one's own", "attempt", &sitting, "pass_percent = 1", "pass_percent"),
        follows("no end of a sitting", "attempt", &sitting, "due_at = 1", "due_at"),
        follows("a score before the end", "attempt", &sitting, "graded_at = null", "graded"),
        edit(
            "what a sitting counts for",
            "attempt_article",
            &about,
            "update attempt_article set sha256 = 'x'",
            ("attempt", What::Differs, "articles"),
        ),
        follows("an admission of somebody else", "admission", &admission, &moan, "whom"),
        follows("an admission before its time", "admission", &admission, "opened_at = 1", "at"),
        follows("an admission closed", "admission", &admission, "closed_at = 5", "closed_at"),
        follows("an admission of another round", "admission", &admission, "round_id = 'x'", "round"),
        follows("a part of a name", "profile", &named, "given = 'Khác'", "parts"),
        follows("the place in a list", "profile", &named, "name_key = '00'", "name_key"),
        follows("more days", "enrolment", &hen, "due_on = '2030-01-01'", "due"),
        follows("enrolled sooner", "enrolment", &hen, "enrolled_at = 1", "at"),
        follows("enrolled by somebody", "enrolment", &hen, "enrolled_by = person_id", "actor"),
        ends("a name of before", "profile", &first(&hen), "until_at + 1"),
        ends("no name", "profile", &named, "5"),
        ends("who left is back", "presence", &first(&moan), "1"),
        ends("back no more", "presence", &back, "1"),
        ends("a disabled account", "account_switch", &format!("person_id = '{}'", site.ngoc.id), "1"),
        ends("no pause", "absence", &moan, "1"),
        ends("no contact", "contact", &contact, "1"),
        ends("no consent", "consent", &consent, "1"),
        ends("no last step", "admission_step", &step, "1"),
        ends("no name of a group", "label", "kind = 'group'", "1"),
        ends("a text out of a round", "round_version", text, "1"),
        follows("a contact wiped", "contact", &contact, "wiped_at = 5", "wiped_at"),
        follows("a text out of force", "version", loaded, "superseded_at = 5", "superseded_at"),
        follows("a text in force before", "version", loaded, "in_force_at = 5", "in_force_at"),
        follows("a link again", "link", &format!("id = '{revoked}'"), "revoked_at = null", "revoked_at"),
        edit(
            "a reading",
            "reading",
            &format!("{hen} and {text} and article = 'dieu-4'"),
            "delete from reading",
            ("acknowledgment", What::Differs, "read quy-che"),
        ),
        edit(
            "the time of a reading",
            "reading",
            &format!("{hen} and {text}"),
            "update reading set read_at = read_at - 3600000",
            ("acknowledgment", What::Differs, "read quy-che"),
        ),
        copied("the score that is shown", "best_percent = 79", "best_percent"),
        copied("the score that a closed round shows", "best_percent = 79", "closed"),
        copied("the state that is shown", "progress = 0", "progress"),
        edit("nobody there", "standing", &an, "delete from standing", ("standing", What::Copy, "none")),
        edit("out of a round", "enrolment", &an, "delete from enrolment", ("standing", What::Copy, "alone")),
    ]
}

pub(crate) async fn each_is_found(site: &Site, edits: Vec<Edit>) {
    assert_eq!(told(&found(site).await), "", "sound before");
    let mut connection = unguarded(site).await;
    for one in edits {
        let Edit { table, row, after, .. } = &one;
        run(&mut connection, format!("create table saved as select * from {table} where {row}")).await;
        assert!(run(&mut connection, one.sql.clone()).await > 0, "{}: nothing was edited", one.name);
        let differences = found(site).await;
        let (where_, what, field) = one.found;
        let meant = |found: &&Difference| found.table == where_ && found.what == what && found.field.contains(field);
        assert!(differences.iter().any(|one| meant(&one)), "{} is not found:{}", one.name, told(&differences));
        run(&mut connection, format!("delete from {table} where {after}")).await;
        run(&mut connection, format!("insert into {table} select * from saved")).await;
        run(&mut connection, "drop table saved".to_owned()).await;
        assert_eq!(told(&found(site).await), "", "{}: sound again", one.name);
    }
}

#[tokio::test]
async fn each_of_the_eleven_edits_is_found_by_rows_and_leaves_alone() {
    let site = house().await;
    let edits = eleven(&site).await;
    each_is_found(&site, edits).await;
}

#[tokio::test]
async fn what_else_is_edited_is_found_too() {
    let site = house().await;
    let edits = others(&site).await;
    each_is_found(&site, edits).await;
}

#[tokio::test]
async fn what_no_leaf_repeats_is_found_by_what_it_follows_from() {
    let site = Box::pin(lively()).await;
    let edits = following(&site).await;
    each_is_found(&site, edits).await;
}

#[tokio::test]
async fn an_erasure_with_its_leaf_is_no_difference_and_one_without_is() {
    let site = house().await;
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    let erase = [("basis", "request"), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/erase", site.hen.id), &erase).await.is(303);
    assert_eq!(told(&found(&site).await), "");
    let mut connection = unguarded(&site).await;
    let forget = format!("delete from private where person_id = '{}'", site.an.id);
    assert!(run(&mut connection, forget).await > 0);
    let differences = found(&site).await;
    let whose: std::collections::BTreeSet<_> = differences.iter().map(|one| one.person_id.clone()).collect();
    assert!(differences.iter().all(|one| one.what == What::Commitment), "{}", told(&differences));
    assert_eq!(whose, [Some(site.an.id.clone())].into(), "and it is told whose");
}

#[tokio::test]
async fn a_difference_is_named_to_admin_and_leader_since_when_it_is_known_and_goes_when_it_is_mended() {
    let site = house().await;
    let health = async || site.stranger().get("/healthz").await.is(200).text();
    nep::jobs::compare_rows(&site.app).await.unwrap();
    let newest = site.int("select max(n) from ledger_leaf").await;
    assert_eq!(health().await, format!("ok\nrows: checked to leaf {newest}, 0 differences\n"));
    let (admin, leader) = (site.visit(&site.admin).await, site.visit(&site.leader).await);
    admin.get("/").await.is(200).never_says("không khớp với nhật ký");
    admin.get("/verify").await.is(200).says("Dữ liệu khớp với nhật ký");
    let mut connection = unguarded(&site).await;
    let of = format!("where person_id = '{}'", site.hen.id);
    run(&mut connection, format!("update attempt set percent = percent - 1 {of}")).await;
    run(&mut connection, format!("update profile set full_name = 'Trần Văn Khác' {of}")).await;
    for _ in 0..2 {
        nep::jobs::compare_rows(&site.app).await.unwrap();
        site.advance(60);
    }
    assert_eq!(health().await, format!("ok\nrows: checked to leaf {newest}, 4 differences\n"));
    for visitor in [&admin, &leader] {
        visitor.get("/").await.is(200).says("4 điểm dữ liệu không khớp với nhật ký");
        let page = visitor.get("/verify").await.is(200);
        page.clone()
            .says("Bài kiểm tra")
            .never_says("percent")
            .says("Họ tên, phòng, chức vụ")
            .says("09:00 ngày 24/11/2026");
        assert!(page.text().contains(&format!("/tracking/people/{}", site.hen.id)));
        page.says("10:00 ngày 24/11/2026");
    }
    site.visit(&site.coordinator).await.get("/verify").await.is(403);
    site.visit(&site.coordinator).await.get("/").await.is(200).never_says("không khớp với nhật ký");
    run(&mut connection, format!("update attempt set percent = percent + 1 {of}")).await;
    run(&mut connection, format!("update profile set full_name = '{}' {of}", site.hen.name)).await;
    nep::jobs::compare_rows(&site.app).await.unwrap();
    assert_eq!(site.int("select count(*) from difference").await, 0);
    admin.get("/").await.is(200).never_says("không khớp với nhật ký");
}

#[tokio::test]
async fn the_server_compares_by_itself_after_its_start() {
    let site = Box::pin(Site::start()).await;
    for _ in 0..200 {
        let told = site.stranger().get("/healthz").await.is(200).text();
        assert!(told.starts_with("ok\n"), "{told}");
        if told.contains("checked to leaf") {
            assert!(site.int("select count(*) from comparison").await == 1);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it is never done");
}
