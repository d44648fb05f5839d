//! Pieces of SQL: whom a round is for, and who is excused, of a person `p`; the terms stand before them.

/// The terms of round `$1`: `whom` (kind, thing), `asked` (hashes of the texts to be confirmed), `young` (from when to
/// when a confirmation excuses).
macro_rules! round_terms {
    () => {
        "whom as (select kind, thing from round_audience where round_id = $1
           union all select 'group', audience_group from round where id = $1 and audience_group is not null),
         asked as (select v.sha256 from round_version x join version v on v.id = x.version_id
           where x.round_id = $1 and x.until_at is null and exists (select 1 from round_ask k
             where k.round_id = x.round_id and k.document_id = x.document_id and k.number = x.number
               and k.ask = 'acknowledge')),
         young as (select case when manner = 'changed' then 0
             else opened_at - (opened_at + 25200000) % 86400000 - excuse_days * 86400000 end as since,
             case when manner = 'changed' or excuse_days > 0 then opened_at else 0 end as until
           from round where id = $1)"
    };
}

/// Is here: neither gone nor deleted nor erased.
macro_rules! is_here {
    () => {
        "p.erased_at is null and not exists (select 1 from removal y where y.person_id = p.id)
         and not exists (select 1 from presence x where x.person_id = p.id and x.until_at is null and x.kind = 'left')"
    };
}

/// The round is for them: each kind of `whom` that has rows takes them in.
macro_rules! is_meant {
    () => {
        "(not exists (select 1 from whom w where w.kind = 'department') or exists (select 1 from whom w
            join profile f on f.person_id = p.id and f.until_at is null and f.department_id = w.thing
            where w.kind = 'department'))
         and (not exists (select 1 from whom w where w.kind = 'capacity') or exists (select 1 from whom w
            join capacity c on c.person_id = p.id and c.until_at is null and c.capacity = w.thing
            where w.kind = 'capacity'))
         and not exists (select 1 from whom w where w.kind = 'joined_before' and w.thing <= coalesce(
            (select f.joined_on from profile f where f.person_id = p.id and f.until_at is null), ''))
         and (not exists (select 1 from whom w where w.kind = 'person')
            or exists (select 1 from whom w where w.kind = 'person' and w.thing = p.id))
         and (not exists (select 1 from whom w where w.kind = 'group') or exists (select 1 from whom w
            join admission m on m.person_id = p.id and m.group_id = w.thing and m.closed_at is null
            join admission_step h on h.admission_id = m.id and h.until_at is null
              and h.kind in ('confirmed', 'founded', 'stayed')
            where w.kind = 'group'))"
    };
}

/// They have just confirmed all of it; where a text has changed, whenever they confirmed these very bytes.
macro_rules! is_excused {
    () => {
        "exists (select 1 from young g join acknowledgment o on o.person_id = p.id
           and o.confirmed_at >= g.since and o.confirmed_at < g.until
           where not exists (select 1 from asked q where not exists (select 1 from acknowledgment_version v
             where v.acknowledgment_id = o.id and v.sha256 = q.sha256)))"
    };
}

pub(crate) use {is_excused, is_here, is_meant, round_terms};
