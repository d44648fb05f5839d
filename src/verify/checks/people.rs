//! People, their accounts, roles and links.

use super::super::check::{Check, one};

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
             (select count(*) from staff_list_department x where x.list_id = s.id) as "departments",
             nullif((select count(*) from staff_list_change x where x.list_id = s.id), 0) as "changed"
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
];
