//! From the set-up address to "Đã vào nhóm", by nothing but pages and forms.

use crate::support::site::Empty;
use crate::support::{PASSWORD, Reply, Site, Visitor};

/// Reads page after page until nothing is left; the answer is how many articles that were.
pub(crate) async fn read_everything(visitor: &Visitor) -> i64 {
    let mut pages = 0;
    loop {
        let home = visitor.get("/").await.is(200).text();
        let mut links = home.split("href=\"").filter_map(|part| part.split('"').next());
        let Some(next) = links.find(|href| href.contains("/clauses/")) else { return pages };
        let mut at = next.to_owned();
        while at != "/" {
            pages += 1;
            assert!(pages < 100, "reading never ends");
            let (document, _) = at.trim_start_matches("/documents/").split_once('/').unwrap();
            let action = format!("/documents/{document}/read");
            at = visitor.submit(&last_part(visitor, &at).await, &action, &[]).await.is(303).location;
        }
    }
}

/// A long article is read a khoản at a time: the address of its last part.
async fn last_part(visitor: &Visitor, at: &str) -> String {
    let (mut page, mut part) = (at.to_owned(), 1);
    while visitor.get(&page).await.is(200).text().contains(&format!("href=\"?phan={}\"", part + 1)) {
        part += 1;
        page = format!("{at}?phan={part}");
    }
    page
}

/// One sitting, a question a page, every answer by its form.
async fn sit(site_texts: &Site, visitor: &Visitor, wrong: bool) -> Reply {
    let start = visitor.submit("/quiz", "/quiz", &[]).await.is(303);
    let attempt = start.location.trim_start_matches("/quiz/").split('/').next().unwrap().to_owned();
    let mut at = start.location;
    for one in site_texts.asked(&attempt).await {
        let page = visitor.get(&at).await.is(200);
        let form = page.form(&format!("/quiz/{attempt}/questions/{}", one.place));
        let mut fields: Vec<(String, String)> =
            form.fields.iter().filter(|field| field.0 != "answer").cloned().collect();
        let values = if wrong { one.wrong() } else { one.right() };
        fields.extend(values.into_iter().map(|value| ("answer".to_owned(), value)));
        at = visitor.post_raw(&form.action, &fields).await.is(303).location;
    }
    assert_eq!(at, format!("/quiz/{attempt}/finish"));
    let done = visitor.submit(&at, &at, &[]).await.goes_to(&format!("/quiz/{attempt}/result"));
    visitor.follow(done).await.is(200)
}

/// Ticks every box of the statement and signs.
async fn acknowledge(visitor: &Visitor, name: &str) -> Reply {
    let page = visitor.get("/acknowledgment").await.is(200);
    let form = page.form("/acknowledgment");
    let points = crate::support::html::tags(&form.html).into_iter().filter_map(|(tag, _)| {
        let point = crate::support::html::attribute(&tag, "name").is_some_and(|name| name == "point");
        let ticked = crate::support::html::attribute(&tag, "checked").is_some();
        assert!(!(point && ticked), "a box is ticked already: {tag}");
        point.then(|| crate::support::html::attribute(&tag, "value")).flatten()
    });
    let mut fields: Vec<(String, String)> = points.map(|id| ("point".to_owned(), id)).collect();
    assert_eq!(fields.len(), 20);
    fields.extend(form.fields.iter().filter(|f| !["typed_name", "password"].contains(&f.0.as_str())).cloned());
    fields.push(("typed_name".to_owned(), name.to_owned()));
    fields.push(("password".to_owned(), PASSWORD.to_owned()));
    let reply = visitor.post_raw("/acknowledgment", &fields).await.goes_to("/acknowledgment/receipt");
    visitor.follow(reply).await.is(200)
}

/// Opens a personal link and sets the password.
async fn use_link(site: &Site, address: &str) -> Visitor {
    let path = address.strip_prefix(&site.base).expect("an address of ours").to_owned();
    let visitor = site.stranger();
    let reply = visitor.submit(&path, &path, &[("password", PASSWORD)]).await.goes_to("/");
    visitor.follow(reply).await.is(200).says_key("done.welcome");
    visitor
}

fn addresses(base: &str, text: &str) -> Vec<String> {
    let start = format!("{base}/link/");
    let mut found: Vec<String> = Vec::new();
    for part in text.split(&start).skip(1) {
        let token: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        let address = format!("{start}{token}");
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// What every page says in an empty house.
const UNSET: &str = "Phần mềm chưa được thiết lập";

#[tokio::test]
async fn before_the_set_up_every_address_says_what_to_do() {
    let site = Empty::start().await;
    let stranger = site.stranger();
    for (path, status) in [("/sign-in", 200), ("/help", 200), ("/link/khong-co", 410), ("/khong-co-trang-nay", 404)] {
        stranger.get(path).await.is(status).says(UNSET).says("địa chỉ thiết lập").never_says("IOC");
    }
    for path in ["/", "/tracking", "/documents"] {
        let to = stranger.get(path).await.is(303).location;
        stranger.get(&to).await.is(200).says(UNSET);
    }
    let full = Box::pin(Site::start()).await;
    full.stranger().get("/help").await.is(200).never_says(UNSET);
}

#[tokio::test]
async fn each_role_has_a_list_that_ticks_itself_and_goes_when_all_is_done() {
    let site = Box::pin(Site::start()).await;
    let done = |page: &str, line: &str| {
        let rest = page.split_once(line).unwrap_or_else(|| panic!("no line “{line}”")).1;
        rest.split("</li>").next().is_some_and(|rest| rest.contains("(đã xong)"))
    };
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    let page = coordinator.get("/").await.is(200).text();
    assert!(!done(&page, "Ghi nhận số, ngày ban hành của văn bản") && done(&page, "Thêm viên chức, người lao động"));
    let fields = [("number", "12"), ("day", "1/12/2026")];
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &fields).await.is(303);
    assert!(done(&coordinator.get("/").await.text(), "Ghi nhận số, ngày ban hành của văn bản"));
    let page = leader.get("/").await.is(200).text();
    assert!(
        !done(&page, "Duyệt hồ sơ đầu tiên") && !page.contains("Đặt liên kết vào nhóm Zalo"),
        "only what is theirs"
    );
    site.approved(&site.hen, "0912345678").await;
    assert!(done(&leader.get("/").await.text(), "Duyệt hồ sơ đầu tiên"));
    let page = site.visit(&site.admin).await.get("/").await.is(200).text();
    assert!(done(&page, "Mời Trưởng nhóm và Phòng HC-DV") && !done(&page, "Đặt liên kết vào nhóm Zalo"));
    assert!(!done(&page, "Ghi số máy người liên hệ"));
    let member = site.visit(&site.an).await.get("/").await.is(200);
    member.never_says("Việc cần làm để bắt đầu");
}

#[tokio::test]
async fn a_newcomer_goes_from_the_personal_link_into_the_group() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;

    // HC-DV adds the newcomer and issues the personal link.
    let made = coordinator
        .submit("/people/new", "/people/new", &[("full", "H’Nguyệt Byă"), ("department", "Phòng Kỹ thuật")])
        .await
        .is(303);
    let page = coordinator.follow(made).await.is(200).says_key("done.person_created");
    let person_id = site.text("select person_id from profile where full_name = 'H’Nguyệt Byă'").await;
    let form = page.form(&format!("/people/{person_id}/link"));
    let reply = coordinator.fill(&form, &[]).await;
    let page = coordinator.follow(reply).await.is(200);
    let links = addresses(&site.base, &page.text());
    assert_eq!(links.len(), 1, "{links:?}");

    // The newcomer sets a password, reads, fails once, passes, confirms.
    let newcomer = use_link(&site, &links[0]).await;
    let pages = read_everything(&newcomer).await;
    assert_eq!(
        pages,
        site.int("select count(*) from version_article a join round_version r on r.version_id = a.version_id").await
    );
    sit(&site, &newcomer, true).await.says("Chưa đạt");
    newcomer.get("/acknowledgment").await.is(409).says_key("ack.pass_first");
    newcomer.get("/").await.is(200).says("Có thể làm lại từ 09:10 hôm nay");
    site.advance(10);
    sit(&site, &newcomer, false).await.says("Đạt");
    let receipt = acknowledge(&newcomer, "H’Nguyệt Byă").await;
    let code = site.text("select code from acknowledgment").await;
    receipt.says(&code);
    newcomer.get(&format!("/acknowledgment/print/{code}")).await.is(200).says("H’Nguyệt Byă");

    // The Zalo account, before the leader.
    newcomer
        .submit("/contact", "/contact", &[("phone", "0912345678"), ("zalo_name", "H’Nguyệt Byă"), ("agree", "on")])
        .await
        .goes_to("/");
    newcomer.get("/").await.is(200).says("đang chờ Trưởng nhóm duyệt");
    let leader = site.visit(&site.leader).await;
    leader.get("/").await.is(200).says("1 hồ sơ chờ anh/chị duyệt");
    let page = leader.get("/admissions").await.is(200).says("H’Nguyệt Byă");
    let id = site.text("select id from admission").await;
    assert_eq!(page.form("/admissions/approve").action, "/admissions/approve");
    let page = leader.get(&format!("/admissions/approve?id={id}")).await.is(200).says("H’Nguyệt Byă");
    let reply = leader.fill(&page.form("/admissions/approve-all"), &[]).await.goes_to("/admissions");
    leader.follow(reply).await.is(200).says_key("done.approved_all");

    // HC-DV adds, the newcomer confirms.
    let admission = site.text("select id from admission").await;
    let page = coordinator.get("/admissions").await.is(200).says("H’Nguyệt Byă");
    assert!(!page.text().contains("912345678"), "numbers are shown when that is recorded");
    let reply = coordinator.fill(&page.form("/admissions/numbers"), &[]).await.goes_to("/admissions");
    let page = coordinator.follow(reply).await.is(200);
    assert!(page.text().contains("https://zalo.me/0912345678") || page.text().contains("https://zalo.me/84912345678"));
    let reply = coordinator.fill(&page.form(&format!("/admissions/{admission}/added")), &[]).await;
    coordinator.follow(reply.goes_to("/admissions")).await.is(200).says_key("done.added");
    let reply = newcomer.submit("/admission", "/admission/confirm", &[]).await.goes_to("/");
    newcomer.follow(reply).await.is(200).says("Anh/chị đã vào nhóm DAK LAK IOC");

    // And the table shows it.
    let table = coordinator.get("/tracking?q=nguyet").await.is(200);
    table.says("H’Nguyệt Byă").says("Đã vào nhóm");
    let timeline = coordinator.get(&format!("/tracking/people/{person_id}")).await.is(200);
    timeline.says("Cấp liên kết cá nhân").says("Xác nhận cam kết").says("HC-DV thêm vào nhóm");
}

#[tokio::test]
async fn the_first_start_makes_the_admin_and_invites_the_leader_and_the_coordinator() {
    let empty = Box::pin(Empty::start()).await;
    let token =
        nep::setup::store::open(&empty.app.db, empty.app.clock.now()).await.unwrap().expect("an empty database");
    let admin = empty.stranger();
    let path = format!("/setup/{token}");
    let begun = admin.get(&path).await.is(200);
    begun.says("Quy chế nhóm Zalo DAK LAK IOC").says("Cơ quan trống").says_key("setup.no_folder");
    let chosen = format!("{path}?with=shipped");

    // Wrong input is kept.
    let fields = [("full_name", "Nguyễn Thị Hoa"), ("position", "Chuyên viên")];
    let weak: Vec<_> = fields.into_iter().chain([("password", "ngắn")]).collect();
    let page = admin.submit(&chosen, &path, &weak).await.is(422).says_key("password.short");
    assert_eq!(page.form(&path).value("full_name"), Some("Nguyễn Thị Hoa"));
    let good: Vec<_> = fields.into_iter().chain([("password", PASSWORD)]).collect();
    let form = admin.get(&chosen).await.is(200).form(&path);
    assert_eq!(form.value("group"), Some("DAK LAK IOC"));
    let reply = admin.fill(&form, &good).await.goes_to("/setup-people");
    let page = admin.follow(reply).await.is(200);

    // The address worked once.
    empty.stranger().fill(&form, &good).await.is(409).says_key("setup.gone");
    empty.stranger().get(&path).await.is(409);
    assert!(nep::setup::store::open(&empty.app.db, 0).await.unwrap().is_none());

    let form = page.form("/setup-people");
    let fields = [("leader", "Võ Văn Nam"), ("coordinator", "Trần Thị Lan")];
    let made = admin.fill(&form, &fields).await;
    let page = admin.follow(made).await.is(200);
    assert_eq!(addresses(&empty.base, &page.text()).len(), 2);
    admin.get("/").await.is(200);
}

#[tokio::test]
async fn a_setup_address_opens_only_an_empty_house_and_not_for_ever() {
    let empty = Box::pin(Empty::start()).await;
    let now = empty.app.clock.now();
    let old = nep::setup::store::open(&empty.app.db, now).await.unwrap().unwrap();
    let new = nep::setup::store::open(&empty.app.db, now).await.unwrap().unwrap();
    let stranger = empty.stranger();
    stranger.get(&format!("/setup/{old}")).await.is(409);
    stranger.get(&format!("/setup/{new}")).await.is(200);
    stranger.get("/setup/x").await.is(409);
    empty.advance(24 * 60 + 1);
    stranger.get(&format!("/setup/{new}")).await.is(409).says_key("setup.gone");
}
