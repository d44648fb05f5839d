//! A body that comes late: who may, and whether there is time, is asked when all of it has come.

use crate::summary::Rig;
use crate::support::{Site, Visitor};
use nep::id::new_id;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A form whose head and first ten bytes have been sent.
struct Slow {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Slow {
    async fn begin(site: &Site, cookie: &str, path: &str, kind: &str, body: &[u8]) -> Self {
        let host = site.base.trim_start_matches("http://");
        let (cookie, length) = (cookie.split(';').next().unwrap(), body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let mut stream = TcpStream::connect(host).await.unwrap();
        let (first, rest) = body.split_at(10);
        stream.write_all(&[head.as_bytes(), first].concat()).await.unwrap();
        tokio::time::sleep(if Rig::long() { Duration::from_secs(20) } else { Duration::from_millis(300) }).await;
        Self { stream, rest: rest.to_vec() }
    }

    /// The status of the answer to the whole of it.
    async fn end(mut self) -> u16 {
        self.stream.write_all(&self.rest).await.unwrap();
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser and the cookie of its session.
async fn slow_visitor(site: &Site, id: &str) -> (Visitor, String) {
    let visitor = site.visit_by_id(id).await;
    let cookie = format!("sid={}", visitor.cookie("sid").unwrap());
    (visitor, cookie)
}

#[tokio::test]
async fn a_decision_whose_body_comes_after_the_role_was_revoked_is_refused() {
    let rig = Rig::start("slow body, role revoked");
    let site = Box::pin(Site::start()).await;
    let admission = site.submitted(&site.hen, "0912345678").await;
    let contact = site.text("select id from contact").await;
    let key = new_id();
    let body = |csrf: &str| format!("decision=approve&reason=&contact={contact}&form_key={key}&csrf={csrf}");
    let path = format!("/admissions/{admission}/decide");
    let (leader, cookie) = slow_visitor(&site, &site.leader.id).await;
    let slow = Slow::begin(&site, &cookie, &path, FORM, body(&leader.csrf().await.unwrap()).as_bytes()).await;
    let admin = site.visit(&site.admin).await;
    let role = format!("/people/{}/role", site.leader.id);
    admin.post(&role, &[("role", "leader"), ("act", "revoke")]).await.is(303);
    assert!([401, 403].contains(&slow.end().await));
    let approved = "select count(*) from admission_step where kind = 'approved'";
    assert_eq!(site.int(approved).await, 0);
    // The same body of somebody who has the role.
    admin.post(&role, &[("role", "leader"), ("act", "grant")]).await.is(303);
    let (leader, cookie) = slow_visitor(&site, &site.leader.id).await;
    let slow = Slow::begin(&site, &cookie, &path, FORM, body(&leader.csrf().await.unwrap()).as_bytes()).await;
    assert_eq!(slow.end().await, 303);
    assert_eq!(site.int(approved).await, 1);
    rig.passed("a decision whose body ends after its role", "refused; with the role the same body is accepted");
}

#[tokio::test]
async fn a_form_whose_body_comes_after_the_person_has_left_writes_nothing() {
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let (member, cookie) = slow_visitor(&site, &site.hen.id).await;
    let body = format!(
        "csrf={}&phone=0912345678&zalo_name=H%E2%80%99Hen+Ni%C3%AA&agree=on&confirm=on&form_key={}",
        member.csrf().await.unwrap(),
        new_id()
    );
    let slow = Slow::begin(&site, &cookie, "/contact", FORM, body.as_bytes()).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    assert_eq!(slow.end().await, 401);
    assert_eq!(site.int("select count(*) from contact").await, 0);
}

#[tokio::test]
async fn an_answer_whose_body_comes_after_the_time_limit_is_not_saved() {
    let rig = Rig::start("slow body, time over");
    let site = Box::pin(Site::start()).await;
    site.run("update round set limit_minutes = 30").await.unwrap();
    site.run("update revision set n = n + 1 where name = 'site'").await.unwrap();
    site.read_all(&site.hen).await;
    let (member, cookie) = slow_visitor(&site, &site.hen.id).await;
    let answer = async || {
        let attempt = member.start().await;
        let asked = site.asked(&attempt).await.remove(0);
        let answers: String = asked.right().iter().flat_map(|answer| ["answer=", answer, "&"]).collect();
        let body = format!("{answers}csrf={}", member.csrf().await.unwrap());
        let path = format!("/quiz/{attempt}/questions/{}", asked.place);
        Slow::begin(&site, &cookie, &path, FORM, body.as_bytes()).await
    };
    let slow = answer().await;
    site.advance(31);
    assert!([303, 409].contains(&slow.end().await));
    let answered = "select count(*) from attempt_item where answer is not null";
    assert_eq!(site.int(answered).await, 0);
    // The same body of somebody who has the time, when the wait is over.
    site.advance(11);
    assert_eq!(answer().await.end().await, 303);
    assert_eq!(site.int(answered).await, 1);
    rig.passed("an answer whose body ends after the time of its sitting", "not saved; in time the same is saved");
}

#[tokio::test]
async fn an_upload_that_ends_after_the_role_was_revoked_is_refused_and_a_strangers_is_not_read() {
    let site = Box::pin(Site::start()).await;
    let (coordinator, cookie) = slow_visitor(&site, &site.coordinator.id).await;
    let (key, seen) = (new_id(), coordinator.version_of("quyet-dinh-874").await);
    let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{value}\r\n");
    let field = |name: &str, value: &str| part(name, &format!("\r\n\r\n{value}"));
    let body = |csrf: &str| {
        let fields = field("csrf", csrf)
            + &field("form_key", &key)
            + &field("seen", &seen)
            + &field("password", crate::support::PASSWORD);
        let head = fields + &part("file", "; filename=\"a.pdf\"") + "\r\n%PDF-1.7 ";
        [head.as_bytes(), &vec![b'x'; 300_000], b"\r\n--x--\r\n"].concat()
    };
    let (kind, path) = ("multipart/form-data; boundary=x", "/documents/quyet-dinh-874/attach");
    let slow = Slow::begin(&site, &cookie, path, kind, &body(&coordinator.csrf().await.unwrap())).await;
    let admin = site.visit(&site.admin).await;
    let role = format!("/people/{}/role", site.coordinator.id);
    admin.post(&role, &[("role", "coordinator"), ("act", "revoke")]).await.is(303);
    assert!([401, 403].contains(&slow.end().await));
    assert_eq!(site.int("select count(*) from attachment").await, 0);
    // The same body of somebody who has the role.
    admin.post(&role, &[("role", "coordinator"), ("act", "grant")]).await.is(303);
    let (coordinator, cookie) = slow_visitor(&site, &site.coordinator.id).await;
    let body = body(&coordinator.csrf().await.unwrap());
    assert_eq!(Slow::begin(&site, &cookie, path, kind, &body).await.end().await, 303);
    assert_eq!(site.int("select count(*) from attachment").await, 1);
    // Answered after ten bytes of it.
    let mut slow = Slow::begin(&site, "sid=nobody", path, kind, &body).await;
    let mut answer = [0; 12];
    tokio::time::timeout(Duration::from_secs(5), slow.stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}
