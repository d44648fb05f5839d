//! What is compared: each row that has a leaf, with what the leaf repeats of it. A new kind of leaf gets a line here, and
//! its table, where it is the first of it, one in `tables.rs`.

/// Rows that have a leaf each, and what the leaf repeats of them.
pub(super) struct Check {
    /// The row's table, as in `leaf_of`.
    pub(super) table: &'static str,
    /// Types a leaf of such a row can have.
    pub(super) leaves: &'static [&'static str],
    pub(super) which: Which,
    /// Gives `row_id`, where that is not the table's key also `row_key`, and columns named by their place in the leaf:
    /// `quiz.percent`. A null is not in the leaf, 0 and 1 are also its no and yes. A name that begins with `@` is a
    /// moment; one that begins with `=` says which of a row's leaves is meant; `whom` stands as `about`, else as
    /// `actor`.
    pub(super) sql: &'static str,
}

/// How many of a row's leaves repeat it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Exactly one.
    One,
    /// The newest: the row has changed with each.
    Newest,
}

const fn one(table: &'static str, leaves: &'static [&'static str], sql: &'static str) -> Check {
    Check { table, leaves, which: Which::One, sql }
}

const fn newest(table: &'static str, leaves: &'static [&'static str], sql: &'static str) -> Check {
    Check { table, leaves, which: Which::Newest, sql }
}

pub(super) const CHECKS: &[Check] = &[
    one(
        "person",
        &["account.created"],
        r#"select p.id as row_id, p.created_at as "@at", b.actor as "actor", p.actor as "about",
             f.department_id as "department"
           from person p join profile f on f.person_id = p.id and f.number = 1
           left join person b on b.id = p.created_by"#,
    ),
    // Of somebody deleted nothing else is left.
    one(
        "person",
        &["account.created"],
        r#"select p.id as row_id, p.created_at as "@at", b.actor as "actor", p.actor as "about"
           from person p join removal r on r.person_id = p.id left join person b on b.id = p.created_by"#,
    ),
    one(
        "removal",
        &["person.removed"],
        r#"select r.person_id as row_id, r.at as "@at", b.actor as "actor", p.actor as "about"
           from removal r join person p on p.id = r.person_id left join person b on b.id = r.by_id"#,
    ),
    one(
        "staff_list",
        &["list.added"],
        r#"select s.id as row_id, s.at as "@at", b.actor as "actor", s.id as "list",
             (select count(*) from staff_list_person x where x.list_id = s.id) as "people",
             (select count(*) from staff_list_department x where x.list_id = s.id) as "departments"
           from staff_list s left join person b on b.id = s.by_id"#,
    ),
    one(
        "staff_list",
        &["list.undone"],
        r#"select s.id as row_id, s.undone_at as "@at", b.actor as "actor", s.id as "list"
           from staff_list s left join person b on b.id = s.undone_by where s.undone_at is not null"#,
    ),
    one(
        "person",
        &["erasure.done"],
        r#"select p.id as row_id, p.erased_at as "@at", p.actor as "about" from person p where p.erased_at is not null"#,
    ),
    one(
        "profile",
        &["account.created"],
        r#"select f.person_id || '#1' as row_id, f.person_id as row_key, f.since_at as "@at", b.actor as "actor", p.actor as "about",
             f.department_id as "department"
           from profile f join person p on p.id = f.person_id left join person b on b.id = f.by_id
           where f.number = 1"#,
    ),
    one(
        "profile",
        &["account.changed"],
        r#"select f.person_id || '#' || cast(f.number as text) as row_id, f.person_id as row_key, f.since_at as "@at", b.actor as "actor",
             p.actor as "about", f.number as "number", f.department_id as "department"
           from profile f join person p on p.id = f.person_id left join person b on b.id = f.by_id
           where f.number > 1"#,
    ),
    one(
        "presence",
        &["person.left", "person.returned"],
        r#"select x.person_id || '#' || cast(x.number as text) as row_id, x.person_id as row_key, x.at as "@at", b.actor as "actor",
             p.actor as "about", x.number as "number", 'person.' || x.kind as "type"
           from presence x join person p on p.id = x.person_id left join person b on b.id = x.by_id"#,
    ),
    one(
        "absence",
        &["absence.begun", "absence.ended"],
        r#"select x.person_id || '#' || cast(x.number as text) as row_id, x.person_id as row_key, x.at as "@at", b.actor as "actor",
             p.actor as "about", x.number as "number", x.from_on as "from", x.until_on as "until", x.reason as "reason",
             case x.kind when 'away' then 'absence.begun' else 'absence.ended' end as "type"
           from absence x join person p on p.id = x.person_id left join person b on b.id = x.by_id"#,
    ),
    one(
        "account_switch",
        &["account.disabled", "account.enabled"],
        r#"select x.person_id || '#' || cast(x.number as text) as row_id, x.person_id as row_key, x.at as "@at", b.actor as "actor",
             p.actor as "about", x.number as "number", 'account.' || x.kind as "type"
           from account_switch x join person p on p.id = x.person_id left join person b on b.id = x.by_id"#,
    ),
    newest(
        "document",
        &["document.banner_changed"],
        r#"select d.id as row_id, d.id as "document", coalesce(d.banner, '') as "banner" from document d
           where d.banner is not null
             or exists (select 1 from leaf_of o where o.kind = 'document' and o.row_id = d.id)"#,
    ),
    one(
        "role_grant",
        &["account.role_changed"],
        r#"select g.id as row_id, 1 as "=granted", g.granted_at as "@at", b.actor as "actor", p.actor as "about",
             g.role as "role", g.scope as "scope", g.scope_id as "scope_id"
           from role_grant g join person p on p.id = g.person_id left join person b on b.id = g.granted_by
           union all
           select g.id, 0, g.revoked_at, b.actor, p.actor, g.role, g.scope, g.scope_id
           from role_grant g join person p on p.id = g.person_id left join person b on b.id = g.revoked_by
           where g.revoked_at is not null"#,
    ),
    one(
        "capacity",
        &["capacity.granted", "capacity.ended"],
        r#"select c.id as row_id, 'capacity.granted' as "=type", c.since_at as "@at", b.actor as "actor",
             p.actor as "about", c.document_id as "document", c.capacity as "capacity"
           from capacity c join person p on p.id = c.person_id left join person b on b.id = c.by_id
           union all
           select c.id, 'capacity.ended', c.until_at, b.actor, p.actor, c.document_id, c.capacity
           from capacity c join person p on p.id = c.person_id left join person b on b.id = c.until_by
           where c.until_at is not null"#,
    ),
    one(
        "link",
        &["link.issued"],
        r#"select i.id as row_id, i.issued_at as "@at", b.actor as "actor", p.actor as "about", i.id as "link",
             i.kind as "kind", i.expires_at as "@expires"
           from link i join person p on p.id = i.person_id left join person b on b.id = i.issued_by"#,
    ),
    one(
        "link",
        &["link.used"],
        r#"select i.id as row_id, i.used_at as "@at", p.actor as "whom", i.id as "link", i.kind as "kind"
           from link i join person p on p.id = i.person_id where i.used_at is not null"#,
    ),
    one(
        "link_batch",
        &["links.issued"],
        r#"select s.id as row_id, s.at as "@at", b.actor as "actor", s.id as "batch",
             (select count(*) from link_batch_link x where x.batch_id = s.id) as "links"
           from link_batch s left join person b on b.id = s.by_id"#,
    ),
    one(
        "link_batch",
        &["links.revoked"],
        r#"select s.id as row_id, s.undone_at as "@at", b.actor as "actor", s.id as "batch"
           from link_batch s left join person b on b.id = s.undone_by where s.undone_at is not null"#,
    ),
    one(
        "department",
        &["department.created"],
        r#"select d.id as row_id, d.created_at as "@at", b.actor as "actor", d.id as "department"
           from department d left join person b on b.id = d.created_by"#,
    ),
    one(
        "department",
        &["department.closed"],
        r#"select d.id as row_id, d.closed_at as "@at", b.actor as "actor", d.id as "department"
           from department d left join person b on b.id = d.closed_by where d.closed_at is not null"#,
    ),
    newest(
        "department",
        &["department.placed"],
        r#"select d.id as row_id, d.id as "department", d.place as "place" from department d
           where exists (select 1 from leaf_of o join ledger_leaf l on l.n = o.n
             where o.kind = 'department' and o.row_id = d.id and l.data like '%"type":"department.placed"%')"#,
    ),
    one(
        "zalo_group",
        &["group.created"],
        r#"select g.id as row_id, g.created_at as "@at", b.actor as "actor", g.id as "group"
           from zalo_group g left join person b on b.id = g.created_by"#,
    ),
    one(
        "label",
        &["department.created", "department.renamed", "group.created", "group.changed"],
        r#"select l.kind || '/' || l.thing || '#' || cast(l.number as text) as row_id, l.thing as row_key, l.since_at as "@at",
             b.actor as "actor", l.body as "name",
             l.kind || case when l.number = 1 then '.created' when l.kind = 'group' then '.changed' else '.renamed' end
               as "type"
           from label l left join person b on b.id = l.by_id"#,
    ),
    newest(
        "setting",
        &["setting.changed"],
        r#"select s.name as row_id, s.set_at as "@at", b.actor as "actor", s.name as "setting",
             case when s.name like 'org.%' and s.name not in ('org.contact', 'org.head') then s.value end as "value"
           from setting s left join person b on b.id = s.set_by"#,
    ),
    one(
        "logo",
        &["logo.set"],
        r#"select l.id as row_id, l.since_at as "@at", b.actor as "actor", l.id as "logo", l.number as "number",
             l.sha256 as "sha256", l.width as "width", l.height as "height"
           from logo l left join person b on b.id = l.by_id"#,
    ),
    one(
        "logo",
        &["logo.removed"],
        r#"select l.id as row_id, l.until_at as "@at", b.actor as "actor", l.id as "logo", l.sha256 as "sha256"
           from logo l left join person b on b.id = l.until_by where l.until_at is not null"#,
    ),
    one(
        "version",
        &["doc.loaded"],
        r#"select v.id as row_id, v.loaded_at as "@at", b.actor as "actor", v.document_id as "doc.id",
             v.number as "doc.ver", v.kind as "doc.kind", v.sha256 as "doc.sha256", v.body_sha256 as "doc.body_sha256",
             v.ref_number as "ref", coalesce(v.issued_on, '') as "issued_on",
             case v.number when 1 then 1 else 0 end as "in_force"
           from version v left join person b on b.id = v.loaded_by where v.file is not null"#,
    ),
    one(
        "version",
        &["doc.published"],
        r#"select v.id as row_id, v.in_force_at as "@at", b.actor as "actor", v.document_id as "doc.id",
             v.number as "doc.ver", v.kind as "doc.kind", v.sha256 as "doc.sha256", v.body_sha256 as "doc.body_sha256",
             v.ref_number as "ref", coalesce(v.issued_on, '') as "issued_on", 1 as "in_force"
           from version v left join person b on b.id = v.in_force_by
           where v.in_force_at is not null and (v.file is null or v.number > 1) and v.again_of is null"#,
    ),
    one(
        "version",
        &["doc.withdrawn"],
        r#"select v.id as row_id, v.in_force_at as "@at", b.actor as "actor", v.document_id as "doc.id",
             v.number as "doc.ver", v.kind as "doc.kind", v.sha256 as "doc.sha256", v.body_sha256 as "doc.body_sha256",
             v.ref_number as "ref", coalesce(v.issued_on, '') as "issued_on", v.again_of as "again_of",
             w.id as "withdrawn"
           from version v left join person b on b.id = v.in_force_by
           left join version w on w.document_id = v.document_id and w.withdrawn_at = v.in_force_at
           where v.again_of is not null
           union all
           select w.id, w.withdrawn_at, b.actor, v.document_id, v.number, v.kind, v.sha256, v.body_sha256, v.ref_number,
             coalesce(v.issued_on, ''), v.again_of, w.id
           from version w left join person b on b.id = w.withdrawn_by
           left join version v on v.document_id = w.document_id and v.in_force_at = w.withdrawn_at
             and v.again_of is not null
           where w.withdrawn_at is not null"#,
    ),
    one(
        "round",
        &["round.opened"],
        r#"select r.id as row_id, r.opened_at as "@at", b.actor as "actor", r.id as "round.id", r.kind as "round.kind",
             r.group_id as "round.group_id"
           from round r left join person b on b.id = r.opened_by"#,
    ),
    one(
        "round",
        &["round.closed"],
        r#"select r.id as row_id, r.closed_at as "@at", b.actor as "actor", r.id as "round.id"
           from round r left join person b on b.id = r.closed_by
           where r.closed_at is not null and r.withdrawn_at is null"#,
    ),
    one(
        "round",
        &["round.withdrawn"],
        r#"select r.id as row_id, r.withdrawn_at as "@at", b.actor as "actor", r.id as "round.id"
           from round r left join person b on b.id = r.withdrawn_by where r.withdrawn_at is not null"#,
    ),
    newest(
        "round",
        &["round.opened", "round.changed", "round.closed", "round.withdrawn"],
        r#"select r.id as row_id, r.name as "round.name", r.pass_percent as "round.pass_percent",
             r.questions as "round.questions", r.sittings as "round.sittings", r.wait_minutes as "round.wait_minutes",
             r.limit_minutes as "round.limit_minutes", r.due_days as "round.due_days"
           from round r"#,
    ),
    one(
        "round_version",
        &["round.opened"],
        r#"select x.round_id || '/' || x.document_id || '#1' as row_id, x.round_id as row_key, x.since_at as "@at", x.round_id as "round.id"
           from round_version x where x.number = 1"#,
    ),
    one(
        "round_version",
        &["doc.published", "doc.withdrawn"],
        r#"select x.round_id || '/' || x.document_id || '#' || cast(x.number as text) as row_id, x.round_id as row_key, x.since_at as "@at",
             x.document_id as "doc.id", v.number as "doc.ver", v.sha256 as "doc.sha256"
           from round_version x join version v on v.id = x.version_id where x.number > 1"#,
    ),
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
             t.max_points as "quiz.of"
           from acknowledgment k join person p on p.id = k.person_id
           join statement m on m.sha256 = k.statement_sha256 left join attempt t on t.id = k.attempt_id"#,
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
