-- What a paper came to counts in the score that is shown (progress, bit 128: the best one is a paper's). Copies of open rounds
-- are derived anew, as of a round that has changed; those of closed ones are set here.
update round set revision = revision + 1
where closed_at is null and id in (select q.round_id from paper q where coalesce(q.passed_at, q.failed_at) is not null);

update standing set progress = progress + 128, best_percent = (select max(e.percent) from paper q join paper_step e on e.paper_id = q.id and e.number =
      (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
    where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0))
where round_id in (select r.id from round r where r.closed_at is not null)
  and (select max(e.percent) from paper q join paper_step e on e.paper_id = q.id and e.number =
      (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
    where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)) > coalesce((select max(q.percent) from attempt q where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)), -1);

update standing set progress = progress + 128, best_percent = (select max(e.percent) from paper q join paper_step e on e.paper_id = q.id and e.number =
      (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
    where q.person_id = standing.person_id and q.round_id = standing.round_id and q.failed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0))
where round_id in (select r.id from round r where r.closed_at is not null)
  and (select max(q.percent) from attempt q where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)) is null
  and (select max(e.percent) from paper q join paper_step e on e.paper_id = q.id and e.number =
      (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
    where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)) is null
  and (select max(e.percent) from paper q join paper_step e on e.paper_id = q.id and e.number =
      (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
    where q.person_id = standing.person_id and q.round_id = standing.round_id and q.failed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)) > coalesce((select max(q.percent) from attempt q where q.person_id = standing.person_id and q.round_id = standing.round_id and q.graded_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0)), -1);

update standing set passed_at = (select min(q.passed_at) from paper q where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0))
where round_id in (select r.id from round r where r.closed_at is not null)
  and passed_at > (select min(q.passed_at) from paper q where q.person_id = standing.person_id and q.round_id = standing.round_id and q.passed_at > coalesce((select max(l.at) from leeway l
    where l.person_id = standing.person_id and l.round_id = standing.round_id and l.kind = 'fresh'), 0));
