//! A doubt about a point of the commitment: told to HC-DV, answered under the point, and reminders rest meanwhile.

use crate::support::{Site, Visitor};
use nep::acknowledgments::rules::{Point, Wordings};
use nep::people::rules::Capacities;

const PATH: &str = "/acknowledgment";
const WORDS: &str = "Khi trực đêm tôi không được dùng điện thoại.\nVậy trả lời tin nhắn lúc nào?";

/// H’Hen, who has read and passed.
async fn ready(site: &Site) -> Visitor {
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(site).await;
    member
}

/// The points of a member.
pub(crate) fn points() -> Vec<Point> {
    let shipped = Wordings::parse(include_str!("../../documents/quy-che-nhom-zalo/statement.toml")).unwrap();
    let who = Capacities::default();
    shipped.template.point.into_iter().filter(|point| who.has("quy-che-nhom-zalo", point.capacity)).collect()
}

async fn sound(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

/// Presses the button under a point, with two other points ticked: where it leads.
async fn press(member: &Visitor, point: &str) -> String {
    let form = member.get(PATH).await.is(200).form(PATH);
    let (first, second) = (points()[0].id.clone(), points()[1].id.clone());
    let fields = [("doubt", point), ("point", first.as_str()), ("point", second.as_str())];
    member.fill(&form, &fields).await.is(303).location
}

/// Sends a doubt; the answer is its id.
pub(crate) async fn send(site: &Site, member: &Visitor, point: &str) -> String {
    let page = press(member, point).await;
    member.submit(&page, "/doubts", &[("words", WORDS)]).await.is(303);
    site.text(format!("select id from doubt where point = '{point}' and until_at is null")).await
}

#[tokio::test]
async fn a_doubt_goes_to_hc_dv_with_its_point_and_the_answer_stands_under_it() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let point = &points()[2].id.clone();
    let page = press(&member, point).await;
    let form = member.get(&page).await.is(200).says(&points()[2].text.replace("{nhom}", "DAK LAK IOC"));
    let form = form.form("/doubts");
    let reply = member.fill(&form, &[("words", WORDS)]).await.is(303);
    // The points ticked before are ticked still, and nothing is confirmed.
    let back = member.get(&reply.location).await.is(200).says_key("done.doubt_sent").says("đang chờ trả lời");
    let ticked: Vec<String> =
        back.form(PATH).fields.into_iter().filter(|one| one.0 == "point").map(|one| one.1).collect();
    assert_eq!(ticked, [points()[0].id.clone(), points()[1].id.clone()]);
    assert_eq!(site.leaves("ack.signed").await.len(), 0);
    // Twice is once.
    member.fill(&form, &[("words", WORDS)]).await.is(303);
    assert_eq!(site.int("select count(*) from doubt").await, 1);
    member.get("/").await.is(200).says("đang chờ trả lời");

    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/").await.is(200).says("1 vướng mắc chờ trả lời");
    coordinator.get("/tracking").await.is(200).says("Có vướng mắc");
    let person = format!("/tracking/people/{}", site.hen.id);
    coordinator.get(&person).await.is(200).says("tin nhắc riêng tạm dừng").never_says("anh/chị còn phải xác nhận");
    site.visit(&site.head).await.get("/tracking").await.is(200).never_says("Có vướng mắc");
    let id = site.text("select id from doubt").await;
    let action = format!("/doubts/{id}/answer");
    let form = coordinator.get("/doubts").await.is(200).says("Khi trực đêm").says(&site.hen.name).form(&action);
    coordinator.fill(&form, &[("words", " ")]).await.is(422).says_key("doubt.answer_empty");
    coordinator.fill(&form, &[("words", "Trả lời khi hết ca trực.")]).await.goes_to("/doubts");
    coordinator.fill(&form, &[("words", "Trả lời khi hết ca trực.")]).await.goes_to("/doubts");
    assert_eq!(site.int("select count(*) from doubt_answer").await, 1);
    coordinator.get("/").await.is(200).never_says("vướng mắc chờ trả lời");
    coordinator.get(&person).await.is(200).says("Tin nhắn soạn sẵn");
    // A later answer adds to it.
    let form = coordinator.get("/doubts").await.is(200).says("Không có vướng mắc nào").form(&action);
    coordinator.fill(&form, &[("words", "Trực đêm thì trả lời trước 7 giờ 30.")]).await.is(303);

    member.get("/").await.is(200).says_key("home.doubt_answered");
    let page = member.get(PATH).await.is(200).says("Trả lời khi hết ca trực.").says("trước 7 giờ 30");
    assert_eq!(page.text().matches("name=\"doubt\"").count(), 20, "and can be asked about again");
    member.get("/doubts/own").await.is(200).says("Khi trực đêm").says("Trả lời khi hết ca trực.");
    // No leaf and no line of the journal holds a word of it.
    for leaf in site.leaves("doubt.asked").await.iter().chain(&site.leaves("doubt.answered").await) {
        assert!(!leaf.to_string().contains("trực"), "{leaf}");
    }
    sound(&site).await;
}

#[tokio::test]
async fn a_doubt_is_taken_back_by_whoever_had_it_and_by_nobody_else() {
    let site = Box::pin(Site::start()).await;
    let member = ready(&site).await;
    let point = &points()[0].id.clone();
    let id = send(&site, &member, point).await;
    // A point has one that waits.
    let again = member.get(&format!("/doubts/new?point={point}")).await.is(200).form("/doubts");
    member.fill(&again, &[("words", WORDS)]).await.is(409).says_key("doubt.waits");
    let action = format!("/doubts/{id}/withdraw");
    let form = member.get("/doubts/own").await.is(200).form(&action);
    site.visit(&site.an).await.post(&action, &[]).await.is(404);
    let reply = member.fill(&form, &[]).await.goes_to("/doubts/own");
    member.follow(reply).await.says_key("done.doubt_withdrawn").says("Anh/chị đã rút vướng mắc này");
    member.fill(&form, &[]).await.goes_to("/doubts/own");
    assert_eq!(site.leaves("doubt.withdrawn").await.len(), 1);
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.get("/doubts").await.is(200).says("Không có vướng mắc nào");
    let late = [("words", "Muộn")];
    coordinator.post(&format!("/doubts/{id}/answer"), &late).await.is(409).says_key("doubt.taken_back");
    send(&site, &member, point).await;
    sound(&site).await;
}

#[tokio::test]
async fn nobody_answers_their_own_doubt_and_a_member_answers_none() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.coordinator).await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.pass(&site).await;
    let id = send(&site, &coordinator, &points()[0].id).await;
    let action = format!("/doubts/{id}/answer");
    let words = [("words", "Tự trả lời")];
    coordinator.get("/doubts").await.is(200).says("người khác trả lời");
    coordinator.get("/").await.is(200).never_says("1 vướng mắc chờ trả lời");
    coordinator.post(&action, &words).await.is(409).says_key("doubt.own");
    site.visit(&site.hen).await.post(&action, &words).await.is(403);
    let leader = site.visit(&site.leader).await;
    leader.get("/").await.is(200).says("1 vướng mắc chờ trả lời");
    leader.submit("/doubts", &action, &words).await.goes_to("/doubts");
    sound(&site).await;
}

#[tokio::test]
async fn a_doubt_comes_before_the_confirmation_and_about_a_point_of_ones_own() {
    let site = Box::pin(Site::start()).await;
    let point = &points()[0].id.clone();
    let page = format!("/doubts/new?point={point}");
    let member = site.visit(&site.hen).await;
    member.get(&page).await.is(409).says_key("ack.read_first");
    let member = ready(&site).await;
    member.get("/doubts/new?point=dieu-9").await.is(404);
    // What binds Lãnh đạo only is no point of hers.
    member.get("/doubts/new?point=1.3").await.is(404);
    let form = member.get(&page).await.is(200).form("/doubts");
    let refused = member.fill(&form, &[("words", "\n ")]).await.is(422).says_key("doubt.empty");
    assert!(refused.text().contains("aria-invalid"));
    let long = "ă".repeat(1_001);
    member.fill(&form, &[("words", &long)]).await.is(422).says_key("doubt.too_long").says(&long);
    site.acknowledged(&site.an).await;
    site.visit(&site.an).await.get(&page).await.is(409).says_key("doubt.acknowledged");
    // One that waits hinders nobody from confirming, and is answered still.
    let id = send(&site, &member, point).await;
    let fields = site.ack_fields(&site.hen).await;
    member.post_all(PATH, &fields).await.is(303);
    let coordinator = site.visit(&site.coordinator).await;
    let words = [("words", "Như khoản 3.")];
    coordinator.submit("/doubts", &format!("/doubts/{id}/answer"), &words).await.is(303);
    member.get("/doubts/own").await.is(200).says("Như khoản 3.");
    sound(&site).await;
}
