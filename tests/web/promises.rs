//! What the privacy notice promises is what happens: each promise has an id (`{#xuat-tep}` in `texts/privacy.md`), and
//! under each id a check is registered here.

use crate::exports::{ask, export};
use crate::support::site::TABLES;
use crate::support::{PASSWORD, Person, Site, said};
use nep::settings::rules::promises;
use std::collections::BTreeSet;
use std::path::Path;

/// Where what the notice says of data lies, by the promise that names it.
const HELD: [(&str, &[&str]); 7] = [
    (
        "ho-so",
        &[
            "person",
            "profile",
            "person_word",
            "presence",
            "absence",
            "account",
            "account_switch",
            "role_grant",
            "capacity",
            "staff_list",
            "staff_list_person",
            "staff_list_department",
            "removal",
            "enrolment",
        ],
    ),
    ("lien-he", &["contact", "consent"]),
    (
        "ket-qua",
        &[
            "reading",
            "attempt",
            "attempt_article",
            "attempt_item",
            "acknowledgment",
            "acknowledgment_version",
            "private",
            "journal",
            "ledger_leaf",
            "leaf_of",
        ],
    ),
    (
        "quyet-dinh",
        &[
            "admission",
            "admission_step",
            "remark",
            "wait_lift",
            "leeway",
            "reminder",
            "link",
            "link_batch",
            "link_batch_link",
            "link_sent",
        ],
    ),
    ("vuong-mac", &["doubt", "doubt_answer"]),
    (
        "ban-giay",
        &["paper", "paper_article", "paper_item", "paper_step", "paper_answer", "paper_scan", "paper_scan_part"],
    ),
    ("dang-nhap", &["disclosure"]),
];

/// Tables with nothing about a person but who did it.
const OF_THE_HOUSE: [&str; 17] = [
    "setting",
    "logo",
    "label",
    "department",
    "document",
    "version",
    "version_text",
    "version_article",
    "attachment",
    "zalo_group",
    "round",
    "round_version",
    "round_ask",
    "item",
    "statement",
    "shown_text",
    "session",
];

const REGISTERED: [&str; 20] = [
    "ho-so",
    "lien-he",
    "ket-qua",
    "quyet-dinh",
    "vuong-mac",
    "ban-giay",
    "dang-nhap",
    "khong-hoi",
    "chua-dong-y",
    "rut-lai",
    "minh-xem",
    "so-che-bot",
    "truong-phong",
    "xuat-tep",
    "khong-chuyen",
    "xoa-sau-khi-roi",
    "nhat-ky-truy-cap",
    "xoa-ten",
    "so-nhat-ky",
    "phien-ban",
];

#[test]
fn every_promise_has_a_check_and_every_check_a_promise() {
    assert_eq!(promises(), REGISTERED, "the notice and what is checked, in one order");
}

#[test]
fn every_table_is_named_by_the_notice_or_holds_nothing_about_people() {
    let named: BTreeSet<&str> =
        HELD.iter().flat_map(|(_, tables)| tables.iter().copied()).chain(OF_THE_HOUSE).collect();
    for table in TABLES {
        assert!(named.contains(table), "{table}: the notice says nothing of it");
    }
    for (id, tables) in HELD {
        assert!(promises().contains(&id), "{id}");
        let unknown = tables.iter().find(|table| !TABLES.contains(table));
        assert_eq!(unknown, None, "{id}");
    }
}

#[tokio::test]
async fn the_promises_about_what_is_held_and_asked_hold() {
    let site = Box::pin(Site::start()).await;
    let whole = site.visit(&site.hen).await.get("/privacy").await.is(200).words();
    for id in promises() {
        match id {
            "ho-so" | "lien-he" | "ket-qua" | "quyet-dinh" | "vuong-mac" | "ban-giay" => {
                assert!(HELD.iter().any(|(of, tables)| *of == id && !tables.is_empty()), "{id}");
            }
            "dang-nhap" => addresses(&site).await,
            "khong-hoi" => asked(&site).await,
            "khong-chuyen" => sends_nothing(&site).await,
            "phien-ban" => assert!(whole.contains("phiên bản 3, ngày 27/11/2026"), "{whole}"),
            _ => {}
        }
    }
    assert!(!whole.contains("{#") && !whole.contains("M1") && !whole.contains("chúng tôi"), "{whole}");
}

/// Addresses and browsers stand in sessions and links, and in the private part of the record.
async fn addresses(site: &Site) {
    for table in TABLES.into_iter().chain(["session"]) {
        let sql =
            std::fs::read_dir("migrations").unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let all = sql.collect::<String>();
        let Some(own) = all.split(&format!("create table {table} (")).nth(1).and_then(|rest| rest.split(");").next())
        else {
            continue;
        };
        let has = own.lines().any(|line| {
            let name = line.split_whitespace().next().unwrap_or_default();
            matches!(name, "ip" | "used_ip" | "agent")
        });
        assert!(!has || matches!(table, "session" | "link"), "{table} holds an address or a browser");
    }
    let member = site.acknowledged(&site.an).await;
    member.get("/").await.is(200);
    let kept = site.texts("select fields from private where purpose = 'context'").await;
    assert!(kept.iter().any(|one| one.contains("agent")), "{kept:?}");
}

/// No form asks for what the notice says is not asked; a pause has a reason out of a list.
async fn asked(site: &Site) {
    let (admin, coordinator) = (site.visit(&site.admin).await, site.visit(&site.coordinator).await);
    let person = format!("/tracking/people/{}", site.hen.id);
    let pages = ["/people/new", "/account", "/contact", person.as_str()];
    for path in pages {
        for form in crate::support::html::forms(&coordinator.get(path).await.text()) {
            for name in form.names {
                let odd =
                    ["ethnic", "religion", "health", "card", "birth", "photo"].iter().any(|word| name.contains(word));
                assert!(!odd, "{path}: {name}");
            }
        }
    }
    let pause = coordinator.get(&person).await.is(200).form(&format!("{person}/pause").replace("/tracking", ""));
    assert_eq!(pause.names.iter().filter(|name| *name == "reason").count(), 1);
    let free = [("from", ""), ("until", "1/1/2027"), ("reason", "ốm")];
    coordinator.post(&format!("/people/{}/pause", site.hen.id), &free).await.is(400);
    admin.get(&person).await.is(200);
}

/// No library of the program calls anybody, and no page lets a browser.
async fn sends_nothing(site: &Site) {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string("Cargo.toml").unwrap()).unwrap();
    let callers = ["reqwest", "ureq", "isahc", "curl", "lettre", "attohttpc", "surf"];
    let used: Vec<&String> = manifest["dependencies"].as_table().unwrap().keys().collect();
    assert!(used.iter().all(|name| !callers.contains(&name.as_str())), "{used:?}");
    let policy = site.visit(&site.hen).await.get("/").await.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
}

#[tokio::test]
async fn without_consent_only_the_group_waits_and_taking_it_back_wipes_at_once() {
    let site = Box::pin(Site::start()).await;
    // chua-dong-y
    let member = site.acknowledged(&site.an).await;
    member.get("/acknowledgment/receipt").await.is(200);
    assert_eq!(site.state(&site.an).await, "needs_contact");
    // rut-lai, in the group: the number goes, membership stays, nobody is asked to remind.
    site.added(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    let before = site.state(&site.hen).await;
    member.submit("/contact", "/contact/withdraw", &[]).await.is(303);
    assert_eq!(site.int("select count(*) from contact where phone <> '' or zalo_name <> ''").await, 0);
    assert_eq!(site.state(&site.hen).await, before, "membership is the leader's to decide");
    let coordinator = site.visit(&site.coordinator).await;
    let messages = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).words();
    assert!(!messages.contains("khai số điện thoại"), "{messages}");
    // Before the group: not reminded of it either, and the reason is told.
    site.submitted(&site.moan, "0912345670").await;
    site.visit(&site.moan).await.submit("/contact", "/contact/withdraw", &[]).await.is(303);
    let round = site.round_of(&site.moan).await.unwrap();
    let look = format!("/rounds/{round}/reminders?who={}", site.moan.id);
    coordinator.get(&look).await.is(200).says(said("reminder.refuses"));
    let key = nep::id::new_id();
    let note = [("one", site.moan.id.as_str()), ("form_key", key.as_str())];
    coordinator.post(&format!("/rounds/{round}/reminders"), &note).await.is(409).says_key("reminder.nobody");
    assert_eq!(site.int("select count(*) from reminder").await, 0);
    coordinator
        .get(&format!("/tracking/people/{}", site.moan.id))
        .await
        .is(200)
        .says("đã ghi nhận việc anh/chị rút lại sự đồng ý");
}

#[tokio::test]
async fn everybody_sees_what_the_notice_says_they_see() {
    let site = Box::pin(Site::start()).await;
    site.submitted(&site.hen, "0912345678").await;
    // minh-xem
    let member = site.visit(&site.hen).await;
    member.get("/contact").await.is(200).says("0912 345 678");
    for path in ["/", "/quiz", "/acknowledgment/receipt", "/account"] {
        member.get(path).await.is(200);
    }
    // so-che-bot
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    let page = format!("/tracking/people/{}", site.hen.id);
    for office in [&leader, &coordinator] {
        office.get(&page).await.is(200).says("••").never_says("0912 345 678");
    }
    let before = site.int("select count(*) from disclosure where what = 'numbers'").await;
    let admission = site.admission_of(&site.hen).await;
    leader.decide(&admission, "approve", "").await.is(303);
    let reply = coordinator.submit("/admissions", "/admissions/numbers", &[]).await.is(303);
    coordinator.follow(reply).await.says("0912 345 678");
    assert_eq!(site.int("select count(*) from disclosure where what = 'numbers'").await, before + 1);
    // truong-phong
    let head = site.visit(&site.head).await;
    site.run("update standing set best_percent = 37 where best_percent is not null".to_owned()).await.unwrap();
    coordinator.get("/tracking").await.is(200).says("37%");
    for path in ["/tracking", page.as_str()] {
        head.get(path).await.is(200).says("H’Hen Niê").never_says("345").never_says("37%").never_says("Tên Zalo");
    }
    head.get("/doubts").await.is(403);
    head.get("/papers").await.is(403);
    // xuat-tep
    export(&leader, &[], "csv").await.is(200).never_says("0912").never_says("Zalo");
    ask(&leader, &[("contacts", "1")], "csv").await.is(422);
    let leaf = site.leaves("export.made").await.remove(0);
    assert!(leaf["actor"] == site.leader.actor.as_str() && leaf["at"].is_string(), "{leaf}");
    assert_eq!(site.int("select count(*) from disclosure where what = 'export' and why <> ''").await, 1);
}

#[tokio::test]
async fn what_is_kept_goes_when_the_notice_says() {
    let site = Box::pin(Site::start()).await;
    site.alone();
    site.submitted(&site.hen, "0912345678").await;
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    // xoa-sau-khi-roi, and the setting takes nothing that would not be done.
    let form = admin.get("/settings").await.is(200).form("/settings");
    admin.fill(&form, &[("privacy.keep", "ngay khi rời")]).await.is(422).says_key("settings.keep");
    admin.fill(&form, &[("privacy.keep", "2 tuần")]).await.is(303);
    admin.get("/privacy").await.is(200).says("sau 2 tuần");
    site.advance(13 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 0);
    site.advance(2 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 1);
    assert_eq!(site.int("select count(*) from contact where phone <> ''").await, 0);
    // nhat-ky-truy-cap
    let longest = "select coalesce(max(expires_at - started_at), 0) from session";
    assert!(site.int(longest).await <= 60 * 24 * 60 * 60 * 1000);
    site.advance(61 * 24 * 60);
    nep::accounts::store::forget_old(&mut site.app.db.write().await.unwrap(), site.now()).await.unwrap();
    // xoa-ten
    let admin = site.visit(&site.admin).await;
    let erase = [("basis", "request"), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/erase", site.hen.id), &erase).await.is(303);
    assert_eq!(site.int("select count(*) from profile where full_name like '%Hen%'").await, 0);
    nothing_named(&site, &site.hen).await;
}

/// so-nhat-ky
async fn nothing_named(site: &Site, person: &Person) {
    let all = site.texts("select data from ledger_leaf").await.concat();
    for secret in ["912345678", "Hen Niê", person.id.as_str()] {
        assert!(!all.contains(secret), "{secret}");
    }
    assert!(Path::new("texts/privacy.md").is_file());
}
