//! What a passed sitting passes.

/// The articles of the texts that a round had when a sitting or a paper of somebody, passed since a moment, was drawn, as
/// `a`: from "from" on. Such a one is about everything that is still to be passed, so with it each of those texts is
/// passed whole, also articles that their bank asks about only since; where what it says of a text is no longer in it,
/// nothing is.
macro_rules! passed_texts {
    (attempts, $person:literal, $round:literal, $since:literal) => {
        passed_texts!("attempt", "attempt_article u where u.attempt_id", $person, $round, $since)
    };
    (papers, $person:literal, $round:literal, $since:literal) => {
        passed_texts!("paper", "paper_article u where u.ask = 'quiz' and u.paper_id", $person, $round, $since)
    };
    ($table:literal, $about:literal, $person:literal, $round:literal, $since:literal) => {
        concat!(
            "from ",
            $table,
            " t join round_version v on v.round_id = t.round_id
               and v.since_at <= t.drawn_at and (v.number = 1 or v.since_at < t.drawn_at)
               and (v.until_at is null or v.until_at >= t.drawn_at)
             join version_article a on a.version_id = v.version_id
             where t.person_id = ",
            $person,
            " and t.round_id = ",
            $round,
            " and t.passed_at >= ",
            $since,
            " and (select count(*) from ",
            $about,
            " = t.id and u.document_id = v.document_id) > 0
              and not exists (select 1 from ",
            $about,
            " = t.id and u.document_id = v.document_id
                and not exists (select 1 from version_article y where y.version_id = v.version_id
                  and y.article = u.article and y.sha256 = u.sha256))"
        )
    };
}

pub(crate) use passed_texts;
