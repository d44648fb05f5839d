//! What the privacy notice promises is what happens: each promise has an id (`{#xuat-tep}` in `texts/privacy.md`), and
//! under each id a check is registered here.

use crate::exports::{ask, export};
use crate::history::everything;
use crate::support::site::TABLES;
use crate::support::{PASSWORD, Site, said};
use nep::id::new_id;
use nep::settings::rules::promises;
use std::collections::BTreeSet;

/// Where what the notice says of data lies, by the promise that names it.
const HELD: [(&str, &[&str]); 8] = [
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
            "staff_list_change",
            "removal",
            "enrolment",
            "round_audience",
        ],
    ),
    ("lien-he", &["contact", "consent"]),
    ("so-goi-y", &["phone_suggestion"]),
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
    ("vuong-mac", &["doubt", "doubt_answer", "remark"]),
    (
        "ban-giay",
        &["paper", "paper_article", "paper_item", "paper_step", "paper_answer", "paper_scan", "paper_scan_part"],
    ),
    ("dang-nhap", &["disclosure"]),
];

/// Tables with nothing about a person but who did it.
const OF_THE_HOUSE: [&str; 21] = [
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
    "round_pause",
    "calendar_day",
    "outage",
    "report_note",
    "item",
    "statement",
    "shown_text",
    "session",
];

/// Registers a check under the id of a promise: a test of its own, with a site of its own.
macro_rules! checks {
    ($($id:literal => $check:ident),+ $(,)?) => {
        const REGISTERED: &[&str] = &[$($id),+];

        mod kept {
            use crate::support::Site;
            $(
                #[tokio::test]
                async fn $check() {
                    super::$check(&Box::pin(Site::start()).await).await;
                }
            )+
        }
    };
}

checks! {
    "ho-so" => what_is_known_of_a_person,
    "lien-he" => number_and_zalo_name,
    "so-goi-y" => numbers_of_the_offices_list,
    "ket-qua" => answers_and_confirmation,
    "quyet-dinh" => decisions_and_reasons,
    "vuong-mac" => doubts,
    "ban-giay" => scans,
    "dang-nhap" => addresses_and_browsers,
    "khong-hoi" => nothing_else_is_asked,
    "chua-dong-y" => without_consent_only_the_group_waits,
    "rut-lai" => a_consent_taken_back_wipes_at_once,
    "minh-xem" => what_is_ones_own,
    "so-che-bot" => numbers_are_masked,
    "truong-phong" => heads_see_progress,
    "xuat-tep" => files_and_their_reasons,
    "khong-chuyen" => nothing_is_sent,
    "xoa-sau-khi-roi" => contacts_go_after_the_days_of_the_settings,
    "nhat-ky-truy-cap" => sessions_go,
    "xoa-ten" => names_go_when_an_admin_erases,
    "so-nhat-ky" => the_record_names_nobody,
    "phien-ban" => the_notice_is_kept_with_the_consent,
}

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

fn tables_of(id: &str) -> &'static [&'static str] {
    HELD.iter().find(|(of, _)| *of == id).map(|(_, tables)| *tables).unwrap_or_default()
}

/// These words are stored, and only in these tables.
async fn lies_in(site: &Site, words: &str, tables: impl Iterator<Item = &'static str>) {
    let tables: BTreeSet<&str> = tables.collect();
    let found: BTreeSet<String> = everything(site)
        .await
        .into_iter()
        .filter(|(_, text)| text.contains(words))
        .map(|(place, _)| place.split('.').next().unwrap_or_default().to_owned())
        .collect();
    assert!(!found.is_empty(), "{words} is nowhere");
    for table in &found {
        assert!(tables.contains(table.as_str()), "{words} stands in {table}, of which the notice says nothing");
    }
}

async fn what_is_known_of_a_person(site: &Site) {
    site.acknowledged(&site.an).await;
    let named = || HELD.iter().flat_map(|(_, tables)| tables.iter().copied());
    lies_in(site, "Đặng Văn Ân", named()).await;
    let login = site.text(format!("select login from account where person_id = '{}'", site.an.id)).await;
    lies_in(site, &login, tables_of("ho-so").iter().copied()).await;
}

async fn number_and_zalo_name(site: &Site) {
    let member = site.acknowledged(&site.hen).await;
    member.declare("0912345678", "Hen Đại Bàng Núi").await.is(303);
    for words in ["912345678", "Hen Đại Bàng Núi"] {
        lies_in(site, words, tables_of("lien-he").iter().copied()).await;
    }
}

/// The number of a list is told to its owner and nobody else, and goes when they answer or after thirty days.
async fn numbers_of_the_offices_list(site: &Site) {
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Mã;Họ và tên;Phòng;Điện thoại\nNV007;Đặng Văn Ân;;0912345601\n";
    let at = crate::lists_files::bring(&coordinator, text.as_bytes()).await;
    coordinator.get(&at).await.is(200).never_says("0912345601").never_says("912 345 601");
    crate::lists::send(&coordinator, &at, &[("act", "add")]).await.goes_to(&at);
    lies_in(site, "912345601", tables_of("so-goi-y").iter().copied()).await;
    for page in ["/tracking", &format!("/tracking/people/{}", site.an.id), &at] {
        coordinator.get(page).await.never_says("912345601").never_says("0912 345 601");
    }
    coordinator.get("/search?q=0912345601").await.never_says("Đặng Văn Ân");
    let member = site.acknowledged(&site.an).await;
    member.get("/contact").await.is(200).says("0912 345 601");
    member.submit("/contact", "/contact/suggestion", &[]).await.goes_to("/contact");
    member.get("/contact").await.is(200).never_says("0912 345 601");
    assert_eq!(site.int("select count(*) from phone_suggestion").await, 0, "they have answered");
    let at = crate::lists_files::bring(&coordinator, text.as_bytes()).await;
    crate::lists::send(&coordinator, &at, &[("act", "add")]).await.goes_to(&at);
    member.declare("0912345678", "Đặng Văn Ân").await.is(303);
    assert_eq!(site.int("select count(*) from phone_suggestion").await, 0, "they have declared another one");
}

async fn answers_and_confirmation(site: &Site) {
    site.acknowledged(&site.hen).await;
    assert_eq!(site.int("select count(*) from attempt_item where answer is not null").await, 20);
    let own = format!("person_id = '{}'", site.hen.id);
    for table in ["reading", "attempt", "acknowledgment"] {
        assert!(tables_of("ket-qua").contains(&table), "{table}");
        assert!(site.int(format!("select count(*) from {table} where {own}")).await > 0, "{table}");
    }
}

async fn decisions_and_reasons(site: &Site) {
    let admission = site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    leader.decide(&admission, "return", "Thiếu họ trong tên Zalo").await.is(303);
    let late = [("kind", "fresh"), ("reason", "Vừa đổi vị trí việc làm")];
    let (page, act) = (format!("/tracking/people/{}", site.an.id), format!("/people/{}/leeway", site.an.id));
    site.read_all(&site.an).await;
    site.visit(&site.coordinator).await.submit(&page, &act, &late).await.is(303);
    for words in ["Thiếu họ trong tên Zalo", "Vừa đổi vị trí việc làm"] {
        lies_in(site, words, tables_of("quyet-dinh").iter().copied()).await;
    }
}

async fn doubts(site: &Site) {
    site.read_all(&site.hen).await;
    let member = site.visit(&site.hen).await;
    member.pass(site).await;
    crate::doubts::send(site, &member, &crate::doubts::points()[0].id).await;
    lies_in(site, "Khi trực đêm", tables_of("vuong-mac").iter().copied()).await;
}

async fn scans(site: &Site) {
    let coordinator = site.visit(&site.coordinator).await;
    let paper = crate::papers::drawn_for(&coordinator, &site.hen).await;
    let other = site.visit(&crate::papers::second(site).await).await;
    crate::papers::through(site, &paper, &coordinator, &other).await;
    assert!(tables_of("ban-giay").contains(&"paper_scan"));
    assert_eq!(site.int("select count(*) from paper_scan").await, 1);
    assert_eq!(site.int("select count(*) from attachment").await, 0);
}

async fn addresses_and_browsers(site: &Site) {
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
async fn nothing_else_is_asked(site: &Site) {
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
async fn nothing_is_sent(site: &Site) {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string("Cargo.toml").unwrap()).unwrap();
    let callers = ["reqwest", "ureq", "isahc", "curl", "lettre", "attohttpc", "surf"];
    let used: Vec<&String> = manifest["dependencies"].as_table().unwrap().keys().collect();
    assert!(used.iter().all(|name| !callers.contains(&name.as_str())), "{used:?}");
    let policy = site.visit(&site.hen).await.get("/").await.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
}

async fn without_consent_only_the_group_waits(site: &Site) {
    let member = site.acknowledged(&site.an).await;
    member.get("/acknowledgment/receipt").await.is(200);
    assert_eq!(site.state(&site.an).await, "needs_contact");
    member
        .post("/contact", &[("phone", "0912345678"), ("zalo_name", "Đặng Văn Ân"), ("form_key", &new_id())])
        .await
        .is(422);
    assert_eq!(site.int("select count(*) from contact").await, 0);
}

/// In the group the number goes, membership stays, nobody is asked to remind; before the group nobody is reminded of it
/// either, and the reason is told.
async fn a_consent_taken_back_wipes_at_once(site: &Site) {
    site.added(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    let before = site.state(&site.hen).await;
    member.submit("/contact", "/contact/withdraw", &[]).await.is(303);
    assert_eq!(site.int("select count(*) from contact where phone <> '' or zalo_name <> ''").await, 0);
    assert_eq!(site.state(&site.hen).await, before, "membership is the leader's to decide");
    let coordinator = site.visit(&site.coordinator).await;
    let messages = coordinator.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200).words();
    assert!(!messages.contains("khai số điện thoại"), "{messages}");
    site.submitted(&site.moan, "0912345670").await;
    site.visit(&site.moan).await.submit("/contact", "/contact/withdraw", &[]).await.is(303);
    let round = site.round_of(&site.moan).await.unwrap();
    let look = format!("/rounds/{round}/reminders?who={}", site.moan.id);
    coordinator.get(&look).await.is(200).says(said("reminder.refuses"));
    let key = new_id();
    let note = [("one", site.moan.id.as_str()), ("form_key", key.as_str())];
    coordinator.post(&format!("/rounds/{round}/reminders"), &note).await.is(409).says_key("reminder.nobody");
    assert_eq!(site.int("select count(*) from reminder").await, 0);
    coordinator
        .get(&format!("/tracking/people/{}", site.moan.id))
        .await
        .is(200)
        .says("đã ghi nhận việc anh/chị rút lại sự đồng ý");
}

async fn what_is_ones_own(site: &Site) {
    site.submitted(&site.hen, "0912345678").await;
    let member = site.visit(&site.hen).await;
    member.get("/contact").await.is(200).says("0912 345 678").says("H’Hen Niê");
    member.get("/quiz").await.is(200).says("100%");
    let code = site.text("select code from acknowledgment").await;
    member.get("/acknowledgment/receipt").await.is(200).says(&code);
    for path in ["/", "/account"] {
        member.get(path).await.is(200).says("H’Hen Niê");
    }
}

async fn numbers_are_masked(site: &Site) {
    site.approved(&site.hen, "0912345678").await;
    let (leader, coordinator) = (site.visit(&site.leader).await, site.visit(&site.coordinator).await);
    for office in [&leader, &coordinator] {
        let page = office.get(&format!("/tracking/people/{}", site.hen.id)).await.is(200);
        page.says("••").never_says("0912 345 678");
    }
    let opened = "select count(*) from disclosure where what = 'numbers'";
    assert_eq!(site.int(opened).await, 0);
    let reply = coordinator.submit("/admissions", "/admissions/numbers", &[]).await.is(303);
    coordinator.follow(reply).await.says("0912 345 678");
    assert_eq!(site.int(opened).await, 1);
}

async fn heads_see_progress(site: &Site) {
    site.submitted(&site.hen, "0912345678").await;
    site.run("update standing set best_percent = 37 where best_percent is not null".to_owned()).await.unwrap();
    site.visit(&site.coordinator).await.get("/tracking").await.is(200).says("37%");
    let head = site.visit(&site.head).await;
    for path in ["/tracking".to_owned(), format!("/tracking/people/{}", site.hen.id)] {
        head.get(&path).await.is(200).says("H’Hen Niê").never_says("345").never_says("37%").never_says("Tên Zalo");
    }
    head.get("/doubts").await.is(403);
    head.get("/papers").await.is(403);
}

async fn files_and_their_reasons(site: &Site) {
    site.submitted(&site.hen, "0912345678").await;
    let leader = site.visit(&site.leader).await;
    export(&leader, &[], "csv").await.is(200).never_says("0912").never_says("Zalo");
    ask(&leader, &[("contacts", "1")], "csv").await.is(422);
    let leaf = site.leaves("export.made").await.remove(0);
    assert!(leaf["actor"] == site.leader.actor.as_str() && leaf["at"].is_string(), "{leaf}");
    assert_eq!(site.int("select count(*) from disclosure where what = 'export' and why <> ''").await, 1);
}

/// Days as they are set; the setting takes nothing that would not be done.
async fn contacts_go_after_the_days_of_the_settings(site: &Site) {
    site.alone();
    site.submitted(&site.hen, "0912345678").await;
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    let form = admin.get("/settings").await.is(200).form("/settings");
    admin.fill(&form, &[("privacy.keep", "ngay khi rời")]).await.is(422).says_key("settings.keep");
    admin.fill(&form, &[("privacy.keep", "2 tuần")]).await.is(303);
    admin.get("/privacy").await.is(200).says("sau 2 tuần");
    site.advance(13 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 0);
    site.advance(2 * 24 * 60);
    assert_eq!(nep::contacts::acts::wipe_departed(&site.app).await.unwrap(), 1);
    assert_eq!(site.int("select count(*) from contact where phone <> ''").await, 0);
}

async fn sessions_go(site: &Site) {
    site.alone();
    site.visit(&site.hen).await.get("/").await.is(200);
    assert!(site.int("select max(expires_at - started_at) from session").await <= 60 * 24 * 60 * 60 * 1000);
    site.advance(61 * 24 * 60);
    let mut tx = site.app.db.write().await.unwrap();
    let done = nep::accounts::store::forget_old(&mut tx, site.now()).await;
    tx.settle(done).await.unwrap();
    assert_eq!(site.int("select count(*) from session").await, 0);
}

async fn names_go_when_an_admin_erases(site: &Site) {
    site.submitted(&site.hen, "0912345678").await;
    let admin = site.visit(&site.admin).await;
    admin.post(&format!("/people/{}/leave", site.hen.id), &[]).await.is(303);
    let erase = [("basis", "request"), ("password", PASSWORD)];
    admin.post(&format!("/people/{}/erase", site.hen.id), &erase).await.is(303);
    assert_eq!(site.int("select count(*) from profile where full_name like '%Hen%'").await, 0);
}

async fn the_record_names_nobody(site: &Site) {
    site.added(&site.hen, "0912345678").await;
    let all = site.texts("select data from ledger_leaf").await.concat();
    for secret in ["912345678", "Hen Niê", site.hen.id.as_str()] {
        assert!(!all.contains(secret), "{secret}");
    }
}

async fn the_notice_is_kept_with_the_consent(site: &Site) {
    let page = site.visit(&site.hen).await.get("/privacy").await.is(200).words();
    assert!(page.contains("phiên bản 4, ngày 27/11/2026"), "{page}");
    assert!(!page.contains("{#") && !page.contains("M1") && !page.contains("chúng tôi"), "{page}");
    site.submitted(&site.hen, "0912345678").await;
    let kept = site.text("select t.body from consent c join shown_text t on t.sha256 = c.notice_sha256").await;
    assert!(kept.contains("phiên bản 4, ngày 27/11/2026"), "{kept}");
}
