//! A form that comes back: the sentence stands at its field, the field is focused, what was typed is kept; and what a
//! session that ends costs.

use crate::nonsense::{Drawn, crowd, drawn, is_of};
use crate::support::html::{attribute, forms};
use crate::support::{PASSWORD, Reply, Site, Visitor};
use std::collections::BTreeSet;

/// A refused form: which field is wrong, and what must still stand in it.
struct Refused<'a> {
    reply: Reply,
    field: &'a str,
    kept: &'a [(&'a str, &'a str)],
}

/// The one field of a page that is wrong: marked, focused, described by the one sentence, which stands before it.
fn wrong_field(html: &str) -> Result<String, String> {
    let alerts = html.matches("role=\"alert\"").count();
    let sentence = html.find("id=\"error\"").filter(|_| alerts == 1).ok_or(format!("{alerts} sentences"))?;
    let marked: Vec<&str> = html.split('<').filter(|tag| tag.contains("aria-invalid=\"true\"")).collect();
    let [tag] = marked.as_slice() else { return Err(format!("{} wrong fields", marked.len())) };
    let described = attribute(tag, "aria-describedby").unwrap_or_default();
    if !tag.contains(" autofocus") || !described.split(' ').any(|id| id == "error") {
        return Err(format!("not focused, or described by {described:?}"));
    }
    let between = html.get(sentence..html.find(tag).unwrap_or_default()).ok_or("the sentence comes after its field")?;
    let another = between.contains("<input") && !between.contains("type=\"hidden\"");
    if another || between.matches("<label").count() > 1 {
        return Err(format!("another field between them: {between}"));
    }
    attribute(tag, "name").ok_or("no name".to_owned())
}

/// Exactly one sentence, at the field it is about: before it in the page, described by it, marked, focused.
fn at_its_field(case: &Refused<'_>) {
    let html = case.reply.text();
    let name = case.field;
    assert_eq!(case.reply.status, 422, "{name}");
    assert_eq!(wrong_field(&html).as_deref(), Ok(name));
    for (field, value) in case.kept {
        let form = forms(&html);
        let kept = form.iter().any(|form| form.value(field) == Some(value));
        assert!(kept, "{name}: {field} = {value:?} is gone");
    }
}

/// A refused reply whose one sentence stands at this field.
pub(crate) fn at_field(reply: &Reply, field: &str) {
    at_its_field(&Refused { reply: reply.clone(), field, kept: &[] });
}

async fn refused<'a>(
    visitor: &Visitor,
    (page, action): (&str, &str),
    fields: &[(&str, &str)],
    field: &'a str,
    kept: &'a [(&'a str, &'a str)],
) {
    let reply = visitor.submit(page, action, fields).await;
    at_its_field(&Refused { reply, field, kept });
}

#[tokio::test]
async fn every_refused_form_tells_it_at_the_field() {
    let site = Box::pin(Site::start()).await;
    let stranger = site.stranger();
    let wrong = [("login", "ai đó"), ("password", "sai mật khẩu rồi nhé")];
    refused(&stranger, ("/sign-in", "/sign-in"), &wrong, "password", &[("login", "ai đó")]).await;

    let link = site.link(&site.hen).await;
    refused(&site.stranger(), (&link, &link), &[("password", "ngắn")], "password", &[]).await;

    let member = site.visit(&site.hen).await;
    let account = ("/account", "/account/password");
    refused(&member, account, &[("old", "không phải"), ("password", "x")], "old", &[]).await;
    refused(&member, account, &[("old", PASSWORD), ("password", "ngắn")], "password", &[]).await;

    let attempt = {
        site.read_all(&site.an).await;
        let an = site.visit(&site.an).await;
        let attempt = an.start().await;
        let path = format!("/quiz/{attempt}/questions/1");
        refused(&an, (&path, &path), &[], "answer", &[]).await;
        attempt
    };
    assert!(!attempt.is_empty());

    let declaring = site.acknowledged(&site.moan).await;
    let contact = ("/contact", "/contact");
    let typed = [("phone", "0262 3812345"), ("zalo_name", "Y Moan Ênuôl"), ("agree", "yes")];
    refused(&declaring, contact, &typed, "phone", &[("phone", "0262 3812345"), ("zalo_name", "Y Moan Ênuôl")]).await;
    let typed = [("phone", "0912345678"), ("zalo_name", ""), ("agree", "yes")];
    refused(&declaring, contact, &typed, "zalo_name", &[("phone", "0912345678")]).await;
    let typed = [("phone", "0912345678"), ("zalo_name", "Shop Hoa"), ("agree", "yes")];
    refused(&declaring, contact, &typed, "confirm", &[("zalo_name", "Shop Hoa")]).await;
    let typed = [("phone", "0912345678"), ("zalo_name", "Y Moan Ênuôl")];
    refused(&declaring, contact, &typed, "agree", &[("phone", "0912345678"), ("zalo_name", "Y Moan Ênuôl")]).await;

    let admin = site.visit(&site.admin).await;
    let settings = ("/settings", "/settings");
    refused(&admin, settings, &[("org.short", "")], "org.short", &[]).await;
    refused(&admin, settings, &[("zalo.name_limit", "7")], "zalo.name_limit", &[("zalo.name_limit", "7")]).await;
    refused(&admin, settings, &[("group.link", "zalo.me/x")], "group.link", &[("group.link", "zalo.me/x")]).await;
    let authority = ("org.sign_authority", "Thừa lệnh");
    refused(&admin, settings, &[authority], authority.0, &[authority]).await;
    refused(&admin, settings, &[("group.name", "")], "group.name", &[]).await;
    let reply = crate::settings::send_logo(&admin, "a.png", b"no picture").await;
    at_its_field(&Refused { reply, field: "logo", kept: &[("org.short", "Dak Lak IOC")] });
    let coordinator = site.visit(&site.coordinator).await;
    let one = ("/people/new", "/people/new");
    refused(&coordinator, one, &[("department", "Phòng Kỹ thuật")], "full", &[("department", "Phòng Kỹ thuật")]).await;
    refused(&coordinator, one, &[("full", "Võ Thị Em")], "department", &[("full", "Võ Thị Em")]).await;
    let typed = [("full", "Võ Thị Em"), ("department", "Phòng Kỹ thuật"), ("code", "NV006")];
    refused(&coordinator, one, &typed, "code", &typed).await;
    let edit = format!("/people/{}/edit", site.hen.id);
    let kept = [("department", "Phòng Kỹ thuật")];
    refused(&coordinator, (&edit, &edit), &[("given", ""), ("family", "")], "given", &kept).await;
    let round = format!("/rounds/{}", site.text("select id from round").await);
    for (field, value) in [("name", " "), ("pass_percent", "49"), ("questions", "x"), ("due_days", "1")] {
        refused(&coordinator, (&round, &round), &[(field, value)], field, &[]).await;
    }
    let (leeway, notes) = (format!("{round}/leeway"), format!("{round}/reminders"));
    let of = |path: &str| format!("{path}?who={}&who={}", site.ngoc.id, site.hen.id);
    for (field, day, reason, password) in [
        ("day", "mai", "Đi học", PASSWORD),
        ("reason", "15/12/2026", " ", PASSWORD),
        ("password", "15/12/2026", "Đi học", ""),
    ] {
        let typed = [("day", day), ("reason", reason), ("password", password)];
        refused(&coordinator, (&of(&leeway), &leeway), &typed, field, &typed[..1]).await;
    }
    refused(&coordinator, (&of(&notes), &notes), &[], "copied", &[]).await;
    let (written, files) = (format!("{round}/report/edit"), format!("{round}/report/files"));
    let long = "ă".repeat(4_001);
    for field in ["obstacles", "proposals", "recipients"] {
        refused(&coordinator, (&written, &written), &[(field, &long)], field, &[(field, &long)]).await;
    }
    refused(&coordinator, (&written, &written), &[("recipients", "")], "recipients", &[]).await;
    refused(&coordinator, (&written, &files), &[("why", "")], "why", &[]).await;
    let manage = "/documents/quy-che-nhom-zalo/manage";
    for (field, number, day) in [("day", "12", "x"), ("number", "12?", "1/12/2026"), ("day", "12", "1/12/2030")] {
        let look = ("/documents/quy-che-nhom-zalo/issue", &[("number", number), ("day", day)]);
        refused(&coordinator, (manage, look.0), look.1, field, look.1).await;
    }
    let export = ("/tracking", "/tracking/exports");
    refused(&coordinator, export, &[("why", ""), ("form", "xlsx")], "why", &[]).await;
    let numbers = [("why", "báo cáo"), ("contacts", "1"), ("form", "xlsx")];
    refused(&coordinator, export, &numbers, "contacts_why", &numbers[..1]).await;
    let people = ("/setup-people", "/setup-people");
    refused(&admin, people, &[("leader", ""), ("coordinator", "")], "leader", &[]).await;
    let odd = [("leader", "Trần Văn Bình"), ("coordinator", "12345")];
    refused(&admin, people, &odd, "coordinator", &[("leader", "Trần Văn Bình"), ("coordinator", "12345")]).await;
}

/// Somebody before the commitment, who gave the password so many minutes ago.
async fn before_the_commitment(site: &Site, minutes: i64) -> Visitor {
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(site).await;
    site.advance(minutes);
    member
}

/// The fields of the commitment with another name, and without the points and the password that are left out.
async fn commitment(site: &Site, name: &str, without: &[&str], password: bool) -> Vec<(String, String)> {
    let mut fields = site.ack_fields(&site.hen).await;
    fields.retain(|(field, value)| !(field == "point" && without.contains(&value.as_str())));
    fields.retain(|(field, _)| password || field != "password");
    for field in &mut fields {
        if field.0 == "typed_name" {
            name.clone_into(&mut field.1);
        }
    }
    fields
}

#[tokio::test]
async fn the_commitment_comes_back_at_the_first_point_left_out_with_the_others_ticked() {
    let site = Box::pin(Site::start()).await;
    let member = before_the_commitment(&site, 0).await;
    let all = site.ack_fields(&site.hen).await;
    let points: Vec<&str> = all.iter().filter(|one| one.0 == "point").map(|one| one.1.as_str()).collect();
    let fields = commitment(&site, "H’Hen Niê", &[points[2], points[10]], true).await;
    let reply = member.post_all("/acknowledgment", &fields).await;
    let html = reply.text();
    assert_eq!(html.matches(" checked").count(), points.len() - 2, "the others stay ticked");
    assert!(html.contains("href=\"#diem-3\"") && html.contains("href=\"#diem-11\""), "and the page leads to both");
    at_its_field(&Refused { reply, field: "point", kept: &[("typed_name", "H’Hen Niê")] });
    let fields = commitment(&site, "H’Hen", &[], true).await;
    let reply = member.post_all("/acknowledgment", &fields).await;
    at_its_field(&Refused { reply, field: "typed_name", kept: &[("typed_name", "H’Hen")] });
    assert_eq!(site.int("select count(*) from acknowledgment").await, 0);
}

#[tokio::test]
async fn a_name_without_marks_is_taken_and_kept_as_it_was_typed() {
    let site = Box::pin(Site::start()).await;
    let member = before_the_commitment(&site, 0).await;
    let fields = commitment(&site, "hhen nie", &[], false).await;
    member.post_all("/acknowledgment", &fields).await.goes_to("/acknowledgment/receipt");
    let kept = site.text("select fields from private where kind = 'acknowledgment' and purpose = 'subject'").await;
    assert!(kept.contains("hhen nie"), "{kept}");
}

#[tokio::test]
async fn no_second_password_within_ten_minutes_and_the_record_says_how_old_the_first_was() {
    let site = Box::pin(Site::start()).await;
    let member = before_the_commitment(&site, 7).await;
    assert!(!member.get("/acknowledgment").await.is(200).text().contains("type=\"password\""));
    let fields = commitment(&site, "H’Hen Niê", &[], false).await;
    member.post_all("/acknowledgment", &fields).await.goes_to("/acknowledgment/receipt");
    let age = site.int("select proof_age from acknowledgment").await;
    assert!((420..600).contains(&age), "{age} seconds");
}

#[tokio::test]
async fn after_ten_minutes_the_commitment_wants_the_password() {
    let site = Box::pin(Site::start()).await;
    let member = before_the_commitment(&site, 11).await;
    assert!(member.get("/acknowledgment").await.is(200).text().contains("type=\"password\""));
    let fields = commitment(&site, "H’Hen Niê", &[], false).await;
    let reply = member.post_all("/acknowledgment", &fields).await;
    at_its_field(&Refused { reply, field: "password", kept: &[("typed_name", "H’Hen Niê")] });
    assert_eq!(site.int("select count(*) from acknowledgment").await, 0);
}

/// Signs in with the form that the page of an ended session holds.
async fn signs_in_again(visitor: &Visitor, ended: &Reply, login: &str) -> Reply {
    let form = ended.form("/sign-in");
    visitor.fill(&form, &[("login", login), ("password", PASSWORD)]).await.is(303)
}

#[tokio::test]
async fn choices_of_a_sitting_survive_a_session_that_ends() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let attempt = member.start().await;
    let asked = site.asked(&attempt).await;
    let chosen: Vec<(String, String)> =
        asked.iter().flat_map(|one| one.right().into_iter().map(|key| (format!("q{}", one.place), key))).collect();
    site.run("delete from session").await.unwrap();

    // All on one page.
    let ended = member.post_all(&format!("/quiz/{attempt}"), &chosen).await.is(401);
    let back = signs_in_again(&member, &ended, &site.hen.login).await.location;
    assert!(back.starts_with(&format!("/quiz/{attempt}?")), "{back}");
    let page = member.get(&back).await.is(200);
    let form = page.form(&format!("/quiz/{attempt}"));
    for (name, value) in &chosen {
        assert!(form.fields.iter().any(|one| one.0 == *name && one.1 == *value), "{name}={value} is gone");
    }
    assert_eq!(site.int("select count(*) from attempt_item where answer is not null").await, 0, "a GET saves nothing");
    member.fill(&form, &[]).await.goes_to(&format!("/quiz/{attempt}/finish"));
    member.hand_in(&attempt).await;
    assert_eq!(site.int("select percent from attempt").await, 100);
}

#[tokio::test]
async fn one_answer_survives_too_and_belongs_to_whoever_sits() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    let attempt = member.start().await;
    let asked = site.asked(&attempt).await;
    let path = format!("/quiz/{attempt}/questions/1");
    let answer: Vec<(String, String)> = asked[0].right().into_iter().map(|key| ("answer".to_owned(), key)).collect();
    site.run("delete from session").await.unwrap();
    let ended = member.post_all(&path, &answer).await.is(401);

    let other = signs_in_again(&site.stranger(), &ended, &site.an.login).await.location;
    let an = site.visit(&site.an).await;
    an.get(&other).await.goes_to("/");
    an.get("/").await.says_key("done.answers_dropped");

    let back = signs_in_again(&member, &ended, &site.hen.login).await.location;
    let page = member.get(&back).await.is(200).says("chưa lưu");
    member.fill(&page.form(&path), &[]).await.is(303);
    assert_eq!(site.int("select count(*) from attempt_item where answer is not null").await, 1);
    member.get(&format!("{path}?answer=khong-co&answer=x")).await.is(200);

    // Handed in meanwhile on another device: what was chosen is dropped with a sentence.
    site.visit(&site.hen).await.hand_in(&attempt).await;
    let result = format!("/quiz/{attempt}/result");
    member.get(&back).await.goes_to(&result);
    member.get(&result).await.is(200).says_key("done.answers_late");
}

#[tokio::test]
async fn ticked_points_survive_a_session_that_ends() {
    let site = Box::pin(Site::start()).await;
    let member = before_the_commitment(&site, 0).await;
    let mut fields = commitment(&site, "H’Hen Niê", &[], true).await;
    let form = member.get("/acknowledgment").await.is(200).form("/acknowledgment");
    fields.push(("whose".to_owned(), form.value("whose").unwrap().to_owned()));
    site.run("delete from session").await.unwrap();
    let ended = member.post_all("/acknowledgment", &fields).await.is(401);
    let back = signs_in_again(&member, &ended, &site.hen.login).await.location;
    assert!(!back.contains("typed_name") && !back.contains("password"), "nothing about a person in an address: {back}");
    let points = fields.iter().filter(|one| one.0 == "point").count();
    let html = member.get(&back).await.is(200).text();
    assert_eq!(html.matches(" checked").count(), points);
    // For whoever else opens that address no box is ticked, and they are told.
    site.read_all(&site.an).await;
    let other = site.visit(&site.an).await;
    other.pass(&site).await;
    for address in [back.as_str(), "/acknowledgment?point=dieu-3.3"] {
        let reply = other.get(address).await.goes_to("/acknowledgment");
        let page = other.follow(reply).await.is(200).says_key("done.ticks_dropped");
        assert!(!page.text().contains(" checked"), "{address}");
    }
}

#[tokio::test]
async fn other_forms_lead_back_to_their_page() {
    let site = Box::pin(Site::start()).await;
    let admin = site.visit(&site.admin).await;
    site.run("delete from session").await.unwrap();
    let ended = admin.post("/settings", &[("org.short", "IOC")]).await.is(401);
    assert!(ended.form("/sign-in").value("next").is_some());
    admin.get("/settings").await.goes_to("/sign-in?next=/settings");
}

#[tokio::test]
async fn a_remembered_phone_stays_signed_in_for_thirty_days() {
    let site = Box::pin(Site::start()).await;
    let phone = site.stranger();
    let fields = [("login", site.hen.login.as_str()), ("password", PASSWORD), ("remember", "yes")];
    phone.post("/sign-in", &fields).await.is(303);
    let desk = site.stranger();
    desk.post("/sign-in", &fields[..2]).await.is(303);
    site.advance(29 * 24 * 60);
    phone.get("/").await.is(200);
    desk.get("/").await.is(303);
    site.advance(24 * 60);
    phone.get("/").await.is(303);
}

#[tokio::test]
async fn a_suggested_password_stays_when_the_form_comes_back() {
    let site = Box::pin(Site::start()).await;
    let link = site.link(&site.hen).await;
    let visitor = site.stranger();
    let page = visitor.get(&link).await.is(200);
    let form = page.form(&link);
    let suggested = form.value("suggestion").unwrap().to_owned();
    assert_eq!(suggested.split(' ').count(), 8, "{suggested}");
    visitor.fill(&form, &[("password", "ngắn")]).await.is(422).says(&suggested);
    let odd = "<b>một hai ba bốn năm sáu bảy</b>";
    let other = visitor.fill(&form, &[("password", "ngắn"), ("suggestion", odd)]).await.is(422);
    assert!(!other.text().contains("một hai ba bốn"));
    visitor.fill(&form, &[("password", &suggested)]).await.is(303);
}

/// What is put into a field that wants something else: nothing, a sign, what is no password.
const NOT_MEANT: [&str; 3] = ["sai mật khẩu rồi nhé", "", "☂"];

/// A form sent with one field as nobody means it: what came back. Everything else is as the page has it.
async fn sent_wrong(form: &Drawn, visitor: &Visitor, name: &str, value: &str) -> Reply {
    let csrf = visitor.csrf().await.unwrap_or_default();
    let button = form.button.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let drawn = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields = drawn.chain(button).filter(|field| field.0 != name).map(|(name, value)| match name {
        "csrf" => (name, csrf.as_str()),
        "password" => (name, PASSWORD),
        _ if value.is_empty() && form.typed.iter().any(|typed| typed == name) => (name, "1"),
        _ => (name, value),
    });
    let fields: Vec<(&str, &str)> = fields.chain([(name, value)]).collect();
    visitor.send(visitor.request(reqwest::Method::POST, &form.action).form(&fields)).await
}

/// What is wrong with how a field was refused; `None` where it was not, or the form is no longer to be sent.
fn told_elsewhere(form: &Drawn, name: &str, reply: &Reply) -> Option<String> {
    match reply.status {
        200 | 303 | 404 | 409 | 410 => return None,
        422 => {}
        status => return Some(status.to_string()),
    }
    let html = reply.text();
    if let Err(fault) = wrong_field(&html) {
        return Some(fault);
    }
    let back = forms(&html);
    let other = |field: &&(String, String)| field.0 != name && form.typed.contains(&field.0) && !field.1.is_empty();
    let gone = form.fields.iter().filter(other).find(|field| !back.iter().any(|one| one.fields.contains(field)));
    gone.map(|field| format!("{} is gone", field.0))
}

/// Every form of every page, every field that somebody types into: where the value is refused, it is refused at the
/// field, and what else was typed is still there.
#[tokio::test]
async fn no_field_of_any_form_is_refused_anywhere_but_at_the_field() {
    let site = Box::pin(Site::start()).await;
    let (mut crowd, places) = Box::pin(crowd(&site)).await;
    // Long enough ago that the password is asked for.
    site.advance(11);
    let mut all = drawn(&crowd, &places).await;
    // A personal link makes the browser somebody else's.
    all.retain(|form| !form.page.is_empty() && !form.files && !form.action.starts_with("/link/"));
    // What takes the right to send the others comes last.
    all.sort_by_key(|form| ["/role", "/account/password"].iter().any(|end| form.action.ends_with(end)));
    let table = nep::router::routes();
    let (mut faults, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for value in NOT_MEANT {
        crowd.refresh(&site).await;
        site.advance(11);
        for form in &all {
            let post =
                |one: &&nep::route::Declared| one.method == reqwest::Method::POST && is_of(one.path, &form.action);
            let route = table.declared().iter().find(post).map_or("-", |one| one.path);
            for name in form.typed.iter().filter(|name| (*name == "password") == (value == NOT_MEANT[0])) {
                let reply = sent_wrong(form, &crowd.visitors[form.whose], name, value).await;
                if let Some(fault) = told_elsewhere(form, name, &reply) {
                    faults.insert(format!("{route} {name}={value:?}: {fault} ({} {})", form.whose, form.page));
                } else if reply.status == 422 {
                    refused.insert(route);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(refused.len() >= 20, "the control: {refused:?}");
}
