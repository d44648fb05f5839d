//! What the organisation has set: departments, groups, settings, texts, rounds.

use super::super::check::{Check, newest, one};

pub(super) const CHECKS: &[Check] = &[
    newest(
        "document",
        &["document.banner_changed"],
        r#"select d.id as row_id, d.id as "document", coalesce(d.banner, '') as "banner" from document d
           where d.banner is not null
             or exists (select 1 from leaf_of o where o.kind = 'document' and o.row_id = d.id)"#,
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
             case when s.name like 'term.%'
                    or s.name like 'org.%' and s.name not in ('org.contact', 'org.head', 'org.head_name') then s.value end as "value"
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
             v.ref_number as "ref", coalesce(v.issued_on, '') as "issued_on", 1 as "in_force",
             case when v.kind = 'text' and f.media_type <> 'text/markdown' then f.sha256 end as "file"
           from version v left join person b on b.id = v.in_force_by left join attachment f on f.version_id = v.id
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
             r.group_id as "round.group_id", r.audience_group as "round.audience.group"
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
    one(
        "round_pause",
        &["round.paused"],
        r#"select p.round_id || '#' || cast(p.number as text) as row_id, p.round_id as row_key, p.at as "@at",
             b.actor as "actor", p.round_id as "round.id", p.number as "number"
           from round_pause p left join person b on b.id = p.by_id where p.kind = 'paused'"#,
    ),
    one(
        "round_pause",
        &["round.resumed"],
        r#"select p.round_id || '#' || cast(p.number as text) as row_id, p.round_id as row_key, p.at as "@at",
             b.actor as "actor", p.round_id as "round.id", p.number as "number"
           from round_pause p left join person b on b.id = p.by_id where p.kind = 'resumed'"#,
    ),
    one(
        "calendar_day",
        &["calendar.entered"],
        r#"select c.day || '#' || cast(c.number as text) as row_id, c.day as row_key, c.at as "@at",
             b.actor as "actor", c.kind as "kind"
           from calendar_day c left join person b on b.id = c.by_id"#,
    ),
    newest(
        "round",
        &["round.opened", "round.changed", "round.closed", "round.withdrawn"],
        r#"select r.id as row_id, r.name as "round.name", r.pass_percent as "round.pass_percent",
             r.questions as "round.questions", r.sittings as "round.sittings", r.wait_minutes as "round.wait_minutes",
             r.limit_minutes as "round.limit_minutes", r.due_days as "round.due_days",
             case when r.critical_fails = 0 then 0 end as "round.critical_fails",
             case when r.working <> 0 then r.working end as "round.working",
             case when r.least_days <> 0 then r.least_days end as "round.least_days",
             case when r.validity_months <> 0 then r.validity_months end as "round.validity_months",
             case when r.ask_before <> 0 then r.ask_before end as "round.ask_before",
             case when r.excuse_days <> 0 then r.excuse_days end as "round.excuse_days",
             case when r.remind_before <> 3 then r.remind_before end as "round.remind_before",
             case when r.remind_late <> 5 then r.remind_late end as "round.remind_late",
             r.due_on as "round.due_on", case when r.manner <> r.kind then r.manner end as "round.manner"
           from round r"#,
    ),
    one(
        "report_note",
        &["report.noted"],
        r#"select x.round_id || '#' || cast(x.number as text) as row_id, x.round_id as row_key, x.at as "@at",
             b.actor as "actor", x.round_id as "round", x.number as "number"
           from report_note x left join person b on b.id = x.by_id"#,
    ),
    one(
        "round_version",
        &["round.opened", "round.changed"],
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
];
