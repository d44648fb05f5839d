//! The steps of a journey, each taken as far as a test does not care how.

use super::site::on_site;
use super::{PASSWORD, Person, Reply, Site, Visitor};
use nep::act::Act;
use nep::documents::acts as documents;
use nep::id::new_id;
use nep::quizzes::rules::{Body, Drawn};
use nep::standing::rules::Standing;
use nep::standing::store as standing;

/// A sitting's question as it was stored.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) place: i64,
    pub(crate) drawn: Drawn,
}

impl Asked {
    /// The form values that answer it in full.
    pub(crate) fn right(&self) -> Vec<String> {
        match &self.drawn.body {
            Body::One { options } | Body::Many { options } | Body::Truth { options } => {
                options.iter().filter(|option| option.right).map(|option| option.key.clone()).collect()
            }
            Body::Match { lefts, .. } => lefts.iter().map(|left| format!("{}:{}", left.key, left.answer)).collect(),
        }
    }

    /// The form values of a worthless answer.
    pub(crate) fn wrong(&self) -> Vec<String> {
        match &self.drawn.body {
            Body::One { options } | Body::Many { options } | Body::Truth { options } => {
                options.iter().filter(|option| !option.right).take(1).map(|option| option.key.clone()).collect()
            }
            Body::Match { lefts, choices } => {
                let other = |answer: &str| choices.iter().find(|choice| choice.key != answer).unwrap().key.clone();
                lefts.iter().map(|left| format!("{}:{}", left.key, other(&left.answer))).collect()
            }
        }
    }
}

impl Site {
    /// The person has read everything that is asked.
    pub(crate) async fn read_all(&self, person: &Person) {
        let site = self.app.site().await.unwrap();
        let act = Act::of(person.author(), self.now());
        let round = self.round_of(person).await;
        for document in &site.documents {
            let version = site.version_for(&document.id, round.as_deref().and_then(|id| site.round(id))).unwrap();
            for one in &version.articles {
                on_site(&self.app, async |tx, site| {
                    documents::read(tx, &act, site, round.as_deref(), &document.id, &one.article, &one.sha256).await
                })
                .await;
            }
        }
    }

    /// The round a person's own pages are about.
    pub(crate) async fn round_of(&self, person: &Person) -> Option<String> {
        self.standing(person).await.map(|standing| standing.round_id)
    }

    /// Where a person stands by the facts, in the round due next.
    pub(crate) async fn standing(&self, person: &Person) -> Option<Standing> {
        let site = self.app.site().await.unwrap();
        let mut found = Vec::new();
        for asks in site.asks() {
            found.extend(standing::of(self.app.db.read(), asks, &person.id).await.unwrap());
        }
        found.sort_by_key(|one| {
            let due = one.due_on.clone().unwrap_or_else(|| "9999".to_owned());
            (one.acknowledged_at.is_some(), due, std::cmp::Reverse(one.enrolled_at))
        });
        found.into_iter().next()
    }

    /// What a sitting asks.
    pub(crate) async fn asked(&self, attempt: &str) -> Vec<Asked> {
        let sql = "select cast(q.place as text) || ' ' || q.shown || '|' || i.body from attempt_item q
                   join item i on i.sha256 = q.item_sha256 where q.attempt_id = ";
        let mut asked = Vec::new();
        for line in self.texts(format!("{sql}'{attempt}' order by q.place")).await {
            let (head, body) = line.split_once('|').unwrap();
            let (place, shown) = head.split_once(' ').unwrap();
            asked.push(Asked { place: place.parse().unwrap(), drawn: Drawn::rebuild(body, shown).unwrap() });
        }
        asked
    }

    /// The fields of a confirmation as its page would send them, every box ticked, without the token.
    pub(crate) async fn ack_fields(&self, person: &Person) -> Vec<(String, String)> {
        self.try_ack_fields(person).await.unwrap()
    }

    /// The same; `None` when the page cannot be opened now.
    pub(crate) async fn try_ack_fields(&self, person: &Person) -> Option<Vec<(String, String)>> {
        let reply = self.visit(person).await.get("/acknowledgment").await;
        if reply.status != 200 {
            return None;
        }
        let form = reply.form("/acknowledgment");
        let given = ["csrf", "point", "typed_name", "password"];
        let mut fields: Vec<(String, String)> =
            form.fields.iter().filter(|field| !given.contains(&field.0.as_str())).cloned().collect();
        for (tag, _) in super::html::tags(&form.html) {
            if super::html::attribute(&tag, "name").as_deref() == Some("point") {
                fields.push(("point".to_owned(), super::html::attribute(&tag, "value").unwrap()));
            }
        }
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        fields.extend([one("typed_name", &person.name), one("password", PASSWORD)]);
        Some(fields)
    }

    /// Read, passed and acknowledged.
    pub(crate) async fn acknowledged(&self, person: &Person) -> Visitor {
        let visitor = self.visit(person).await;
        self.read_all(person).await;
        visitor.pass(self).await;
        visitor.post_all("/acknowledgment", &self.ack_fields(person).await).await.goes_to("/acknowledgment/receipt");
        visitor
    }

    /// Before the leader, with a number and a name that nothing is to be said about.
    pub(crate) async fn submitted(&self, person: &Person, phone: &str) -> String {
        let visitor = self.acknowledged(person).await;
        visitor.declare(phone, &person.name).await.goes_to("/");
        self.admission_of(person).await
    }

    /// Approved by the leader.
    pub(crate) async fn approved(&self, person: &Person, phone: &str) -> String {
        let admission = self.submitted(person, phone).await;
        let leader = self.visit(&self.leader).await;
        leader.decide(&admission, "approve", "").await.goes_to("/admissions");
        admission
    }

    /// Added to the group by HC-DV.
    pub(crate) async fn added(&self, person: &Person, phone: &str) -> String {
        let admission = self.approved(person, phone).await;
        let coordinator = self.visit(&self.coordinator).await;
        coordinator.post(&format!("/admissions/{admission}/added"), &[]).await.goes_to("/admissions");
        admission
    }

    /// The person's newest admission.
    pub(crate) async fn admission_of(&self, person: &Person) -> String {
        self.text(format!(
            "select id from admission where person_id = '{}' order by opened_at desc, id desc",
            person.id
        ))
        .await
    }

    /// Where a person stands, by the name of the state.
    pub(crate) async fn state(&self, person: &Person) -> &'static str {
        let standing = self.standing(person).await.unwrap();
        standing.state_on(&nep::time::day_of(self.now())).as_str()
    }
}

impl Visitor {
    /// POST of these fields and the session's token.
    pub(crate) async fn post_all(&self, path: &str, fields: &[(String, String)]) -> Reply {
        let mut all = fields.to_vec();
        all.extend(self.csrf().await.map(|csrf| ("csrf".to_owned(), csrf)));
        self.post_raw(path, &all).await
    }

    /// Starts a sitting; the answer is its id.
    pub(crate) async fn start(&self) -> String {
        let reply = self.post("/quiz", &[("form_key", &new_id())]).await.is(303);
        let id = reply.location.trim_start_matches("/quiz/").split('/').next().unwrap().to_owned();
        assert!(nep::id::is_id(&id), "{}", reply.location);
        id
    }

    /// Answers every question on one page, `wrong` says which of them wrongly.
    pub(crate) async fn answer_all(&self, site: &Site, attempt: &str, wrong: impl Fn(&Asked) -> bool) {
        let mut fields = Vec::new();
        for one in site.asked(attempt).await {
            let values = if wrong(&one) { one.wrong() } else { one.right() };
            fields.extend(values.into_iter().map(|value| (format!("q{}", one.place), value)));
        }
        self.post_all(&format!("/quiz/{attempt}"), &fields).await.goes_to(&format!("/quiz/{attempt}/finish"));
    }

    /// Hands in.
    pub(crate) async fn hand_in(&self, attempt: &str) -> Reply {
        self.post(&format!("/quiz/{attempt}/finish"), &[]).await.goes_to(&format!("/quiz/{attempt}/result"))
    }

    /// A passed sitting.
    pub(crate) async fn pass(&self, site: &Site) -> String {
        let attempt = self.start().await;
        self.answer_all(site, &attempt, |_| false).await;
        self.hand_in(&attempt).await;
        attempt
    }

    /// A sitting with nothing right.
    pub(crate) async fn fail(&self, site: &Site) -> String {
        let attempt = self.start().await;
        self.answer_all(site, &attempt, |_| true).await;
        self.hand_in(&attempt).await;
        attempt
    }

    /// Declares a Zalo account with consent, after the second look.
    pub(crate) async fn declare(&self, phone: &str, zalo_name: &str) -> Reply {
        self.post(
            "/contact",
            &[("phone", phone), ("zalo_name", zalo_name), ("agree", "on"), ("confirm", "on"), ("form_key", &new_id())],
        )
        .await
    }

    /// Decides an application.
    pub(crate) async fn decide(&self, admission: &str, decision: &str, reason: &str) -> Reply {
        let contact = self.contact_of(admission).await;
        let fields = [("decision", decision), ("reason", reason), ("contact", contact.as_str())];
        self.post(&format!("/admissions/{admission}/decide"), &fields).await
    }
}
