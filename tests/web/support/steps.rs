//! The steps of a journey, each taken as far as a test does not care how.

use super::{PASSWORD, Person, Reply, Site, Visitor};
use nep::acknowledgments::rules::{Statement, Who};
use nep::documents::store as documents;
use nep::id::new_id;
use nep::quizzes::rules::{Body, Drawn};
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
    /// The person has read everything that is current.
    pub(crate) async fn read_all(&self, person: &Person) {
        let articles = documents::readings(self.app.db.read(), &person.id).await.unwrap();
        let (id, now) = (person.id.clone(), self.now());
        let read = self.app.db.write(move |tx| {
            Box::pin(async move {
                for one in articles {
                    assert!(documents::mark_read(tx, &id, &one.document_id, &one.article, &one.sha256, now).await?);
                }
                Ok(())
            })
        });
        read.await.unwrap();
    }

    /// What a sitting asks.
    pub(crate) async fn asked(&self, attempt: &str) -> Vec<Asked> {
        let drawn = self
            .texts(format!("select drawn from attempt_question where attempt_id = '{attempt}' order by place"))
            .await;
        let read = |(place, text): (i64, String)| Asked { place, drawn: serde_json::from_str(&text).unwrap() };
        (1..).zip(drawn).map(read).collect()
    }

    /// The fields of a confirmation as its page would send them, without the token.
    pub(crate) async fn ack_fields(&self, person: &Person) -> Vec<(String, String)> {
        let db = self.app.db.read();
        let now = standing::round_of(db, &person.id).await.unwrap().unwrap();
        let facts = standing::facts(db, &now, Some(&person.id), None).await.unwrap().pop().unwrap();
        let organisation = nep::settings::store::value(db, "org.name").await.unwrap();
        let statement = Statement::of(&Who {
            full_name: &facts.full_name,
            position: &facts.position,
            department: &facts.department,
            organisation: &organisation,
            group: &now.round.group,
        });
        let mut fields: Vec<(String, String)> =
            statement.points.iter().map(|point| ("point".to_owned(), point.id.clone())).collect();
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        fields.extend([
            one("typed_name", &person.name),
            one("password", PASSWORD),
            one("form_key", &new_id()),
            one("versions", &now.versions_key),
            one("statement", &statement.sha256()),
        ]);
        fields
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
            "select id from admission where person_id = '{}' order by submitted_at desc, id desc",
            person.id
        ))
        .await
    }

    /// Where a person stands, by the name of the state.
    pub(crate) async fn state(&self, person: &Person) -> &'static str {
        let db = self.app.db.read();
        let now = standing::round_of(db, &person.id).await.unwrap().unwrap();
        let facts = standing::facts(db, &now, Some(&person.id), None).await.unwrap().pop().unwrap();
        facts.state(&nep::time::day_of(self.now()))
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
        self.post(&format!("/admissions/{admission}/decide"), &[("decision", decision), ("reason", reason)]).await
    }
}
