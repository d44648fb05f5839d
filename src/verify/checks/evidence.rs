//! What somebody did, or was reminded of: sittings, doubts, papers, confirmations, consents, contacts, admissions.

use super::super::check::{Check, one};

pub(super) const CHECKS: &[Check] = &[
    one(
        "attempt",
        &["attempt.graded"],
        r#"select t.id as row_id, t.graded_at as "@at", p.actor as "whom", t.id as "quiz.attempt",
             t.round_id as "quiz.round", t.number as "quiz.number", t.quiz_sha256 as "quiz.quiz_sha256",
             t.points as "quiz.score", t.max_points as "quiz.of", t.percent as "quiz.percent",
             t.critical_missed as "quiz.critical_missed", case when t.passed_at is null then 0 else 1 end as "quiz.pass"
           from attempt t join person p on p.id = t.person_id where t.graded_at is not null"#,
    ),
    one(
        "wait_lift",
        &["quiz.wait_lifted"],
        r#"select w.person_id || '/' || w.round_id || '#' || cast(w.number as text) as row_id, w.person_id as row_key, w.at as "@at",
             b.actor as "actor", p.actor as "about", w.round_id as "round", w.number as "number",
             w.attempt_id as "attempt"
           from wait_lift w join person p on p.id = w.person_id left join person b on b.id = w.by_id"#,
    ),
    one(
        "leeway",
        &["round.leeway"],
        r#"select w.person_id || '/' || w.round_id || '#' || cast(w.number as text) as row_id, w.person_id as row_key, w.at as "@at",
             b.actor as "actor", p.actor as "about", w.round_id as "round", w.number as "number", w.kind as "kind",
             w.due_on as "due"
           from leeway w join person p on p.id = w.person_id left join person b on b.id = w.by_id"#,
    ),
    one(
        "reminder",
        &["reminder.noted"],
        r#"select m.person_id || '/' || m.round_id || '#' || cast(m.number as text) as row_id, m.person_id as row_key, m.at as "@at",
             b.actor as "actor", p.actor as "about", m.round_id as "round", m.number as "number"
           from reminder m join person p on p.id = m.person_id left join person b on b.id = m.by_id"#,
    ),
    one(
        "doubt",
        &["doubt.asked"],
        r#"select d.id as row_id, d.at as "@at", p.actor as "actor", d.id as "doubt", d.round_id as "round",
             d.point as "point", d.statement_sha256 as "stmt.sha256"
           from doubt d join person p on p.id = d.person_id"#,
    ),
    one(
        "doubt",
        &["doubt.withdrawn"],
        r#"select d.id as row_id, d.withdrawn_at as "@at", p.actor as "actor", d.id as "doubt"
           from doubt d join person p on p.id = d.person_id where d.withdrawn_at is not null"#,
    ),
    one(
        "doubt_answer",
        &["doubt.answered"],
        r#"select a.doubt_id || '#' || cast(a.number as text) as row_id, a.doubt_id as row_key, a.at as "@at",
             b.actor as "actor", p.actor as "about", a.doubt_id as "doubt", a.number as "number"
           from doubt_answer a join doubt d on d.id = a.doubt_id join person p on p.id = d.person_id
           left join person b on b.id = a.by_id"#,
    ),
    one(
        "paper",
        &["paper.drawn"],
        r#"select q.id as row_id, q.drawn_at as "@at", b.actor as "actor", p.actor as "about", q.id as "paper",
             q.code as "code", q.round_id as "round", q.number as "number", q.versions as "versions",
             q.statement_sha256 as "stmt.sha256", q.quiz_sha256 as "quiz_sha256",
             (select count(*) from paper_item i where i.paper_id = q.id) as "questions"
           from paper q join person p on p.id = q.person_id left join person b on b.id = q.drawn_by"#,
    ),
    one(
        "paper_step",
        &["paper.entered", "paper.returned", "paper.confirmed", "paper.cancelled"],
        r#"select s.paper_id || '#' || cast(s.number as text) as row_id, s.paper_id as row_key, s.at as "@at",
             b.actor as "actor", p.actor as "about", 'paper.' || s.kind as "type", s.paper_id as "paper",
             s.number as "step", s.kind as "kind", s.signed_on as "signed_on", c.sha256 as "scan.sha256",
             s.points as "quiz.score", s.max_points as "quiz.of", s.percent as "quiz.percent",
             s.critical_missed as "quiz.critical_missed", s.passed as "quiz.pass"
           from paper_step s join paper q on q.id = s.paper_id join person p on p.id = q.person_id
           left join person b on b.id = s.by_id
           left join paper_scan c on c.paper_id = s.paper_id and c.number = s.number"#,
    ),
    one(
        "acknowledgment",
        &["ack.signed"],
        r#"select k.id as row_id, k.confirmed_at as "@at", p.actor as "whom", k.id as "ack", k.code as "code",
             k.round_id as "round", k.number as "number", m.statement_id as "stmt.id", m.version as "stmt.ver",
             k.statement_sha256 as "stmt.sha256", k.how as "auth.how",
             k.proof_age as "auth.age_s", k.session_hash as "auth.session", k.attempt_id as "quiz.attempt",
             k.quiz_sha256 as "quiz.quiz_sha256", k.percent as "quiz.percent", t.points as "quiz.score",
             t.max_points as "quiz.of", q.id as "paper.id", q.code as "paper.code", c.sha256 as "paper.scan_sha256"
           from acknowledgment k join person p on p.id = k.person_id
           join statement m on m.sha256 = k.statement_sha256 left join attempt t on t.id = k.attempt_id
           left join paper q on q.acknowledgment_id = k.id
           left join paper_scan c on c.paper_id = q.id and c.number =
             (select max(o.number) from paper_scan o where o.paper_id = q.id)"#,
    ),
    one(
        "consent",
        &["consent.given", "consent.withdrawn"],
        r#"select c.person_id || '/' || c.purpose || '#' || cast(c.number as text) as row_id, c.person_id as row_key, c.at as "@at",
             p.actor as "whom", 'consent.' || c.kind as "type", c.purpose as "purpose", c.number as "number",
             c.kind as "kind", c.consent_id as "text.id", c.text_sha256 as "text.sha256",
             c.notice_sha256 as "notice_sha256"
           from consent c join person p on p.id = c.person_id"#,
    ),
    one(
        "contact",
        &["contact.declared"],
        r#"select c.id as row_id, c.declared_at as "@at", p.actor as "whom", c.id as "contact", c.number as "number",
             c.name_verdict as "name_verdict", c.phone_verdict as "phone_verdict"
           from contact c join person p on p.id = c.person_id"#,
    ),
    one(
        "contact",
        &["group.number_seen"],
        r#"select c.id as row_id, m.id as "=admission", p.actor as "about", m.group_id as "group", c.id as "contact"
           from contact c join person p on p.id = c.person_id join admission m on m.person_id = c.person_id
           join leaf_of o on o.kind = 'contact' and o.row_id = c.id join ledger_leaf l on l.n = o.n
           where l.data like '%"type":"group.number_seen"%' and l.data like '%"admission":"' || m.id || '"%'"#,
    ),
    one(
        "admission_step",
        STEPS,
        r#"select s.admission_id || '#' || cast(s.number as text) as row_id, s.admission_id as row_key, s.at as "@at", b.actor as "actor",
             p.actor as "about", s.admission_id as "admission", s.number as "step", s.kind as "kind",
             coalesce(s.after_kind, '') as "after", m.group_id as "group", s.contact_id as "contact",
             s.acknowledgment_id as "ack"
           from admission_step s join admission m on m.id = s.admission_id join person p on p.id = s.person_id
           left join person b on b.id = s.by_id"#,
    ),
];

const STEPS: &[&str] = &[
    "admission.submitted",
    "approval.decided",
    "admission.founded",
    "admission.lapsed",
    "admission.recontacted",
    "approval.reopened",
    "approval.withdrawn",
    "group.not_found",
    "group.added",
    "group.add_withdrawn",
    "group.confirmed",
    "removal.ordered",
    "group.removed",
    "group.departed",
    "group.stayed",
];
