//! Whom somebody sees at all: an office by the group, a head by the department.

/// The condition that the viewer (a parameter such as `$2`) sees person `p` with the present profile `f`.
macro_rules! seen {
    ($viewer:literal) => {
        concat!(
            "exists (select 1 from role_grant v where v.person_id = ",
            $viewer,
            " and v.revoked_at is null
               and (v.scope = 'all' or (v.scope = 'department' and v.scope_id = f.department_id)
                 or (v.scope = 'group' and exists (select 1 from enrolment e join round r on r.id = e.round_id
                       where e.person_id = p.id and r.group_id = v.scope_id))))"
        )
    };
}

pub(crate) use seen;
