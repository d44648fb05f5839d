//! Who is the office of a group: HC-DV and the Trưởng nhóm, everywhere or there.

/// The condition that a person (a parameter or a column) is coordinator or leader of a group (a column).
macro_rules! office {
    ($person:literal, $group:literal) => {
        concat!(
            "exists (select 1 from role_grant g where g.person_id = ",
            $person,
            " and g.revoked_at is null and g.role in ('coordinator', 'leader')
               and (g.scope = 'all' or (g.scope = 'group' and g.scope_id = ",
            $group,
            ")))"
        )
    };
}

pub(crate) use office;
