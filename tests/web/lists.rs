//! Pasted staff lists: looked at first, added as one act, taken back as another.

use crate::support::site::{OFFICE, TECHNICAL};
use crate::support::{Reply, Site, Visitor};
use nep::id::new_id;

/// Pastes a list; the answer is the address of what was read of it.
pub(crate) async fn paste(visitor: &Visitor, text: &str) -> String {
    let reply = visitor.submit("/people/new", "/people/paste", &[("people", text)]).await.is(303);
    assert!(reply.location.starts_with("/people/lists/"), "{}", reply.location);
    reply.location
}

/// Sends the form of a list as it is drawn, with these fields more.
pub(crate) async fn send(visitor: &Visitor, at: &str, more: &[(&str, &str)]) -> Reply {
    let form = visitor.get(at).await.is(200).form(at);
    let touched = |name: &str| name != "on" && more.iter().any(|field| field.0 == name);
    let mut fields: Vec<(String, String)> = form.fields.iter().filter(|field| !touched(&field.0)).cloned().collect();
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    visitor.post_raw(at, &fields).await
}

/// Adds everybody who is ticked.
pub(crate) async fn add(visitor: &Visitor, at: &str) -> Reply {
    send(visitor, at, &[("act", "add")]).await.goes_to(at)
}

/// `họ|lót|tên|phòng|chức vụ` of everybody added since the cast, in the order of adding.
async fn added(site: &Site) -> Vec<String> {
    let sql =
        "select f.family || '|' || f.middle || '|' || f.given || '|' || l.body || '|' || f.position from profile f
               join label l on l.kind = 'department' and l.thing = f.department_id and l.until_at is null
               where f.until_at is null and (f.code is null or f.code not like 'NV00%') order by f.person_id";
    site.texts(sql).await
}

async fn clean(site: &Site) {
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let found = nep::verify::ledger(&site.app.db).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(nep::verify::standing(&site.app).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_heading_row_that_is_pasted_along_is_nobody() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Họ và tên\tPhòng\tChức vụ\tMã nhân sự\nVõ Thị Em\tPhòng Kỹ thuật\tViên chức\tNV101";
    let at = paste(&coordinator, text).await;
    assert_eq!(site.int("select count(*) from person").await, 8, "nobody is added by looking");
    coordinator.get(&at).await.is(200).says("Dòng 1: dòng tiêu đề cột").says("sẽ thêm 1 người");
    add(&coordinator, &at).await;
    assert_eq!(added(&site).await, ["Võ|Thị|Em|Phòng Kỹ thuật|Viên chức"]);
    let back = coordinator.get("/people/new").await.is(200).text();
    assert!(back.contains(&format!("href=\"{at}\"")), "the way back to a list just added");
    clean(&site).await;
}

#[tokio::test]
async fn a_position_before_the_department_makes_no_department_of_it() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    for text in [
        "Nguyễn Văn Đảo\tViên chức\tPhòng Kỹ thuật\tNV201",
        "STT\tHọ tên\tChức danh\tĐơn vị\n1\tNguyễn Văn Ngược\tKỹ sư\tPhòng Kỹ thuật",
        "Họ và tên\tPhòng\tChức vụ\nLê Chéo\tLái xe\tPhòng Kỹ thuật\nLê Chéo Hai\tViên chức\tPhòng Kỹ thuật",
    ] {
        let at = paste(&coordinator, text).await;
        add(&coordinator, &at).await;
    }
    let wanted = [
        "Nguyễn|Văn|Đảo|Phòng Kỹ thuật|Viên chức",
        "Nguyễn|Văn|Ngược|Phòng Kỹ thuật|Kỹ sư",
        "Lê||Chéo|Phòng Kỹ thuật|Lái xe",
        "Lê|Chéo|Hai|Phòng Kỹ thuật|Viên chức",
    ];
    assert_eq!(added(&site).await, wanted);
    assert_eq!(site.int("select count(*) from department").await, 3, "those of the cast");
}

#[tokio::test]
async fn columns_in_an_order_that_is_only_supposed_change_places_by_a_button() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "Nguyễn Văn Đảo\tQuan trắc\tĐiều phối\nTrần Bé\tPhân tích\tĐiều phối").await;
    coordinator.get(&at).await.is(200).says("là phỏng đoán");
    send(&coordinator, &at, &[("act", "swap")]).await.goes_to(&at);
    add(&coordinator, &at).await;
    assert_eq!(added(&site).await, ["Nguyễn|Văn|Đảo|Điều phối|Quan trắc", "Trần||Bé|Điều phối|Phân tích"]);
}

#[tokio::test]
async fn a_list_as_an_office_prints_it_is_recognised_and_its_lines_are_those_of_the_paste() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "UBND TỈNH X\t\t\t\nDANH SÁCH VIÊN CHỨC PHÒNG KỸ THUẬT\t\t\t\n\t\t\t\nSTT\tHọ và tên\tChức vụ\tSố điện thoại\n\
                1\tNguyễn Văn Anh\tTrưởng phòng\t912345601\n2\tTrần Thị Bé\tViên chức\t912345602\n3\tLê 4\tViên chức\t912345603";
    let at = paste(&coordinator, text).await;
    let page = coordinator.get(&at).await.is(200).says("Dòng 7, cột Họ và tên: Họ tên chỉ gồm chữ cái");
    let page = page
        .says("Cột “Số điện thoại” không dùng đến, không đọc và không lưu.")
        .says("phòng lấy theo tên danh sách, “Phòng Kỹ thuật”");
    page.never_says("912345601");
    assert!(!site.text("select body from staff_list_draft").await.contains("912345"));
    add(&coordinator, &at).await;
    assert_eq!(
        added(&site).await,
        ["Nguyễn|Văn|Anh|Phòng Kỹ thuật|Trưởng phòng", "Trần|Thị|Bé|Phòng Kỹ thuật|Viên chức"]
    );
    assert_eq!(site.int("select count(*) from staff_list_draft").await, 0, "what was read is gone");
}

#[tokio::test]
async fn a_list_pasted_twice_warns_about_everybody_who_is_there_and_doubles_nobody_without_a_yes() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Võ Lặp Lại\tPhòng Kỹ thuật\tViên chức\nTrương Lặp Nữa\tPhòng Kỹ thuật\tViên chức";
    let at = paste(&coordinator, text).await;
    add(&coordinator, &at).await;
    let again = paste(&coordinator, text).await;
    let page = coordinator.get(&again).await.is(200).says("sẽ thêm 0 người");
    assert_eq!(page.words().matches("Trùng người đã có trong phòng").count(), 2);
    send(&coordinator, &again, &[("act", "add")]).await.is(422).says_key("list.nobody");
    assert_eq!(site.int("select count(*) from profile where middle = 'Lặp'").await, 2);
    // A yes for one of them, and written otherwise it is still the same name.
    let third = paste(&coordinator, "VÕ LẶP LẠI\tphòng kỹ thuật\nVõ Lặp Lại\tPhòng Kỹ thuật").await;
    coordinator.get(&third).await.is(200).says("Trùng dòng 1 trong danh sách");
    send(&coordinator, &third, &[("on", "1"), ("act", "add")]).await.goes_to(&third);
    assert_eq!(site.int("select count(*) from profile where full_name = 'Võ Lặp Lại'").await, 2);
    clean(&site).await;
}

#[tokio::test]
async fn a_code_of_somebody_else_is_told_with_its_line() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Một Hai Ba\tPhòng Kỹ thuật\tViên chức\tNV101\nBốn Năm Sáu\tPhòng Kỹ thuật\tViên chức\tNV101\n\
                Bảy Tám Chín\tPhòng Kỹ thuật\tViên chức\tNV007";
    let at = paste(&coordinator, text).await;
    let page = coordinator.get(&at).await.is(200).says("Dòng 2, cột Mã nhân sự: Mã NV101 đã có ở dòng 1.");
    page.says("Dòng 3, cột Mã nhân sự: Mã NV007 là của Đặng Văn Ân, Phòng Kỹ thuật.");
    // The line is corrected in place.
    let line = format!("{at}/lines/2");
    send(&coordinator, &at, &[("edit", "2")]).await.goes_to(&line);
    let form = coordinator.get(&line).await.is(200).form(&line);
    assert_eq!((form.value("family"), form.value("given")), (Some("Bốn"), Some("Sáu")));
    coordinator.fill(&form, &[("given", "Sáu 1")]).await.is(422).says_key("person.name_letters");
    coordinator.fill(&form, &[("code", "NV102")]).await.goes_to(&format!("{at}#dong-2"));
    // Somebody gets a code while the page is open.
    let page = coordinator.get(&at).await.is(200);
    let fields = [("full", "Ai Đó Mới"), ("department", OFFICE), ("code", "NV101"), ("form_key", &new_id())];
    coordinator.post("/people/new", &fields).await.is(303);
    let refused = coordinator
        .fill(&page.form(&at), &[("act", "add")])
        .await
        .is(422)
        .says("Chưa thêm ai. Sau khi anh/chị xem bảng, dòng 1");
    refused.says("Dòng 1, cột Mã nhân sự: Mã NV101 là của Ai Đó Mới");
    assert_eq!(
        site.int("select count(*) from profile where department_id is not null and full_name = 'Bốn Năm Sáu'").await,
        0
    );
    add(&coordinator, &at).await;
    assert_eq!(site.text("select full_name from profile where code = 'NV102'").await, "Bốn Năm Sáu");
    assert_eq!(site.int("select count(*) from profile where full_name in ('Một Hai Ba', 'Bảy Tám Chín')").await, 0);
    clean(&site).await;
}

#[tokio::test]
async fn letters_of_old_fonts_are_stored_as_they_are_spoken() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "\u{d0}ặng Văn \u{d0}ông\tPhòng Kỹ thuật\tViên chức").await;
    add(&coordinator, &at).await;
    assert_eq!(added(&site).await, ["Đặng|Văn|Đông|Phòng Kỹ thuật|Viên chức"]);
    for typed in ["Đặng Văn Đông", "dang dong", "\u{d0}ông"] {
        coordinator.get(&format!("/tracking?q={typed}")).await.is(200).says("Đặng Văn Đông");
    }
    let one = [("full", "\u{d0}inh Bộ"), ("department", "Phòng \u{d0}o đạc"), ("form_key", &new_id())];
    coordinator.post("/people/new", &one).await.is(303);
    assert_eq!(site.int("select count(*) from profile where full_name = 'Đinh Bộ'").await, 1);
}

#[tokio::test]
async fn names_of_tay_nguyen_are_told_in_their_parts_and_guesses_are_shown_for_review() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "YLong Niê Kdăm\tPhòng Kỹ thuật\tViên chức\nH Hen Êban\tPhòng Kỹ thuật\tViên chức\nHHen Niê\tPhòng Kỹ thuật\tViên chức\n\
                Rơ Chăm H'Linh\tPhòng Kỹ thuật\tViên chức\nĐỗ Thị Hằng Buôn Krông\tPhòng Kỹ thuật\tViên chức\nH' BIA MLÔ\tPhòng Kỹ thuật\t";
    let at = paste(&coordinator, text).await;
    let page = coordinator.get(&at).await.is(200);
    assert_eq!(page.words().matches("tách theo phỏng đoán").count(), 5, "all but the last");
    assert_eq!(page.words().matches("Trùng người đã có trong phòng").count(), 1, "H’Hen Niê of the cast");
    send(&coordinator, &at, &[("on", "3"), ("act", "add")]).await.goes_to(&at);
    let wanted = [
        "Niê Kdăm|Y|Long|Phòng Kỹ thuật|Viên chức",
        "Êban|H’|Hen|Phòng Kỹ thuật|Viên chức",
        "Niê|H’|Hen|Phòng Kỹ thuật|Viên chức",
        "Rơ Chăm|H’|Linh|Phòng Kỹ thuật|Viên chức",
        "Đỗ / Buôn Krông|Thị|Hằng|Phòng Kỹ thuật|Viên chức",
        "Mlô|H’|Bia|Phòng Kỹ thuật|",
    ];
    assert_eq!(added(&site).await, wanted);
    let names = site.texts("select full_name from profile where code is null order by person_id").await;
    let written =
        ["Y Long Niê Kdăm", "H’Hen Êban", "H’Hen Niê", "Rơ Chăm H’Linh", "Đỗ Thị Hằng Buôn Krông", "H’Bia Mlô"];
    assert_eq!(names, written);
    clean(&site).await;
}

#[tokio::test]
async fn titles_and_capitals_are_taken_off_and_said() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "ThS. Nguyễn Văn Rạng\tPhòng Kỹ thuật\tViên chức\nÔng Nguyễn Văn Sơn\tPhòng Kỹ thuật\tViên chức\n\
                LÊ THỊ LAN\tPhòng Kỹ thuật\nnguyễn thị hồng\tPhòng Kỹ thuật\nLinh\tPhòng Kỹ thuật";
    let at = paste(&coordinator, text).await;
    let page = coordinator.get(&at).await.is(200).says("Đã bỏ “ThS.” trước họ tên").says("Đã bỏ “Ông” trước họ tên");
    page.says("Đã đổi chữ hoa, chữ thường: LÊ THỊ LAN").says("Chỉ có một chữ").says("sẽ thêm 4 người");
    send(&coordinator, &at, &[("on", "5"), ("act", "add")]).await.goes_to(&at);
    let names = site.texts("select full_name from profile where code is null order by person_id").await;
    assert_eq!(names, ["Nguyễn Văn Rạng", "Nguyễn Văn Sơn", "Lê Thị Lan", "Nguyễn Thị Hồng", "Linh"]);
}

#[tokio::test]
async fn three_hundred_lines_of_eighty_characters_all_arrive_and_more_than_five_hundred_are_told_before_anything_is_cut()
 {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let place = "Phòng Quản lý, vận hành hạ tầng kỹ thuật và an toàn thông tin mạng";
    let syllables =
        ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Trăm", "Nghìn", "Vạn", "Triệu", "Tỷ"];
    let line = |n: usize| {
        format!(
            "Nguyễn {} {} {}\t{place}\tViên chức",
            syllables[n % 15],
            syllables[n / 15 % 15],
            syllables[n / 225 % 15]
        )
    };
    let list = |many: usize| (0..many).map(line).collect::<Vec<_>>().join("\n");
    assert!(list(300).chars().count() > 24_000);
    let before = site.census().await;
    let page = coordinator.submit("/people/new", "/people/paste", &[("people", &list(501))]).await.is(422);
    let page = page.says("Danh sách có 501 người, mỗi lần nhiều nhất 500 người. Chưa thêm ai và chưa cắt bớt gì");
    assert_eq!(page.form("/people/paste").value("people").unwrap().lines().count(), 501);
    let form = coordinator.get("/people/new").await.form("/people/paste");
    coordinator.fill(&form, &[("people", &list(9_000))]).await.is(413).says_key("list.too_long");
    assert_eq!(site.census().await, before);
    let at = paste(&coordinator, &list(300)).await;
    let page = coordinator.get(&at).await.is(200).says("sẽ thêm 300 người, thuộc 1 phòng");
    assert!(page.text().contains("id=\"dong-300\""));
    add(&coordinator, &at).await;
    assert_eq!(added(&site).await.len(), 300);
    let sql = "select count(*) from enrolment e join staff_list_person x on x.person_id = e.person_id";
    assert_eq!(site.int(sql).await, 300);
    clean(&site).await;
}

#[tokio::test]
async fn five_hundred_people_come_and_go_as_two_acts() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let list: Vec<String> =
        (0..500).map(|n| format!("Trần Văn {}{}\tĐội 1", "A".repeat(n % 20 + 1), "b".repeat(n / 20 + 1))).collect();
    let at = paste(&coordinator, &list.join("\n")).await;
    add(&coordinator, &at).await;
    assert_eq!(added(&site).await.len(), 500);
    coordinator.submit(&at, &format!("{at}/undo"), &[]).await.goes_to(&at);
    assert_eq!(added(&site).await.len(), 0);
    clean(&site).await;
}

#[tokio::test]
async fn a_wrong_paste_is_taken_back_by_a_second_act_and_everything_agrees_afterwards() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Nguyễn Thị Nhầm\tCúc\tViên chức\nLê Văn Nhầm\tPhòng Kỹ thuật\tViên chức";
    let at = paste(&coordinator, text).await;
    add(&coordinator, &at).await;
    let page = coordinator
        .get(&at)
        .await
        .is(200)
        .says("Nguyễn Thị Nhầm")
        .says("Phòng mới: Cúc")
        .says("Phổ biến Quy chế cho thành viên mới");
    clean(&site).await;
    let leaves = site.texts("select data from ledger_leaf order by n").await;
    let form = page.form(&format!("{at}/undo"));
    for _ in 0..2 {
        let reply = coordinator.fill(&form, &[]).await.goes_to(&at);
        coordinator.follow(reply).await.is(200).says("Danh sách này đã được hoàn tác");
    }
    assert_eq!(added(&site).await, Vec::<String>::new());
    coordinator.get("/tracking").await.is(200).never_says("Nhầm").never_says("Cúc");
    let after = site.texts("select data from ledger_leaf order by n").await;
    assert_eq!(after[..leaves.len()], leaves[..], "no leaf is removed");
    assert_eq!((site.leaves("list.undone").await.len(), site.leaves("person.removed").await.len()), (1, 2));
    assert_eq!(site.leaves("department.closed").await.len(), 1, "Phòng Kỹ thuật stays");
    for column in ["private.fields", "profile.full_name", "account.login", "person_word.word"] {
        let table = column.split('.').next().unwrap();
        let all = site.texts(format!("select {column} from {table}")).await.concat().to_lowercase();
        assert!(!all.contains("nhầm") && !all.contains("nham"), "{column}");
    }
    clean(&site).await;
    // The same list again, department and sign-in names included.
    let again = paste(&coordinator, text).await;
    add(&coordinator, &again).await;
    assert_eq!(added(&site).await.len(), 2);
    assert_eq!(site.int("select count(*) from account where login = 'nguyenthinham'").await, 1);
    clean(&site).await;
}

#[tokio::test]
async fn a_list_stays_once_somebody_of_it_has_acted_or_has_a_link() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "Nguyễn Thị Một\tPhòng Kỹ thuật\nLê Văn Hai\tPhòng Kỹ thuật").await;
    add(&coordinator, &at).await;
    let id = site.text("select person_id from profile where full_name = 'Lê Văn Hai'").await;
    coordinator.post(&format!("/people/{id}/link"), &[("form_key", &new_id())]).await.is(303);
    let page = coordinator.get(&at).await.is(200).says("Đã cấp liên kết cho 1 người nên chưa hoàn tác được.");
    assert!(!page.text().contains("/undo\""));
    let undo = [("form_key", new_id())];
    let undo: Vec<(&str, &str)> = undo.iter().map(|(name, value)| (*name, value.as_str())).collect();
    coordinator.post(&format!("{at}/undo"), &undo).await.is(409).says("Đã cấp liên kết cho 1 người");
    let link = site.text("select id from link").await;
    let token = site.app.secret.token(&link);
    site.stranger().post(&format!("/link/{token}"), &[("password", "caphe-bando-nuirung-muaha")]).await.is(303);
    coordinator.get(&at).await.is(200).says("1 người đã đăng nhập");
    coordinator.post(&format!("{at}/undo"), &undo).await.is(409).says("1 người đã đăng nhập");
    assert_eq!(added(&site).await.len(), 2);
    // Somebody else's list is not found.
    let other = site.add_person("Hồ Văn Khác", OFFICE, &["coordinator"]).await;
    site.visit(&other).await.get(&at).await.is(404);
    let draft = paste(&coordinator, "Lê Ba\tPhòng Kỹ thuật").await;
    site.visit(&other).await.get(&draft).await.is(404);
    site.visit(&other).await.post(&draft, &[("act", "add"), ("on", "1")]).await.is(404);
    clean(&site).await;
}

#[tokio::test]
async fn a_person_without_acts_is_deleted_and_one_with_acts_is_not() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("full", "Nguyễn Thêm Nhầm"), ("department", TECHNICAL), ("code", "NV900"), ("form_key", &new_id())];
    let shown = coordinator.post("/people/new", &fields).await.is(303).location;
    let id = shown.rsplit('/').next().unwrap().to_owned();
    // What was entered about them goes too.
    let until = [("from", ""), ("until", "1/3/2027"), ("reason", "leave")];
    coordinator.post(&format!("/people/{id}/pause"), &until).await.is(303);
    coordinator
        .submit(&format!("/people/{id}/edit"), &format!("/people/{id}/edit"), &[("position", "Lái xe")])
        .await
        .is(303);
    coordinator.get(&shown).await.is(200).says("xóa người này");
    let path = format!("/people/{id}/remove");
    let form = coordinator.get(&path).await.is(200).says("Nguyễn Thêm Nhầm").form(&path);
    for _ in 0..2 {
        coordinator.fill(&form, &[]).await.goes_to("/tracking");
    }
    assert_eq!(site.leaves("person.removed").await.len(), 1);
    coordinator.get(&shown).await.is(404);
    assert_eq!(site.int("select count(*) from profile where code = 'NV900'").await, 0);
    clean(&site).await;
    site.read_all(&site.hen).await;
    let path = format!("/people/{}/remove", site.hen.id);
    coordinator.get(&path).await.is(200).says_key("remove.acted");
    coordinator.post(&path, &[]).await.is(409).says_key("remove.acted");
    coordinator.post(&format!("/people/{}/remove", site.leader.id), &[]).await.is(403);
}

#[tokio::test]
async fn a_department_that_looks_like_another_is_asked_about() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let text = "Lê Một\tPhòng Hành chính - Dịch vụ\nLê Hai\tHC-DV\nLê Ba\tP. Kỹ thuật\nLê Tư\tPhong Ky thuat\nLê Năm\tPhòng Kế toán";
    let at = paste(&coordinator, text).await;
    let page = coordinator.get(&at).await.is(200).says("Có phải phòng đã có?");
    assert_eq!(page.words().matches("Phòng mới").count(), 3, "two are found by their names");
    let form = page.form(&at);
    let meant: Vec<&str> =
        form.fields.iter().filter(|field| field.0 == "meant").map(|field| field.1.as_str()).collect();
    assert_eq!(meant, [OFFICE, TECHNICAL], "the first that is there is offered");
    // One of them is a new one on purpose.
    let mut fields: Vec<(String, String)> = form.fields.iter().filter(|field| field.0 != "meant").cloned().collect();
    fields.extend(["", TECHNICAL].map(|name| ("meant".to_owned(), name.to_owned())));
    fields.push(("act".to_owned(), "add".to_owned()));
    coordinator.post_raw(&at, &fields).await.goes_to(&at);
    let found = added(&site).await;
    let wanted = [OFFICE, "HC-DV", TECHNICAL, TECHNICAL, "Phòng Kế toán"];
    for (person, department) in found.iter().zip(wanted) {
        assert!(person.contains(&format!("|{department}|")), "{person}");
    }
    assert_eq!(site.int("select count(*) from department").await, 5);
    clean(&site).await;
}

#[tokio::test]
async fn people_without_a_department_get_one_together_or_from_the_line_above() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "Nguyễn Văn An\nTrần Thị Bình\n\nLê Cường").await;
    coordinator.get(&at).await.is(200).says("3 người chưa có phòng").says("Dòng 4, cột Phòng: chưa có phòng.");
    send(&coordinator, &at, &[("fill", "one"), ("department", "Đội 7"), ("act", "save")]).await.goes_to(&at);
    add(&coordinator, &at).await;
    let at = paste(&coordinator, "Họ tên\tPhòng\nLê Năm\tĐội 8\nLê Sáu\t\nLê Bảy\tĐội 9\nLê Tám\t").await;
    send(&coordinator, &at, &[("fill", "above"), ("act", "save")]).await.goes_to(&at);
    add(&coordinator, &at).await;
    let found: Vec<String> = added(&site).await.iter().map(|one| one.split('|').nth(3).unwrap().to_owned()).collect();
    assert_eq!(found, ["Đội 7", "Đội 7", "Đội 7", "Đội 8", "Đội 8", "Đội 9", "Đội 9"]);
}

#[tokio::test]
async fn a_list_added_twice_is_added_once_and_one_left_lying_goes_after_a_day() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "Lê Một\tPhòng Kỹ thuật").await;
    let form = coordinator.get(&at).await.is(200).form(&at);
    for _ in 0..2 {
        coordinator.fill(&form, &[("act", "add")]).await.goes_to(&at);
    }
    assert_eq!((added(&site).await.len(), site.leaves("list.added").await.len()), (1, 1));
    let left = paste(&coordinator, "Lê Hai\tPhòng Kỹ thuật").await;
    site.advance(24 * 60 + 1);
    coordinator.get(&left).await.is(404);
    let mut tx = site.app.db.write().await.unwrap();
    let gone = nep::people::store::forget_drafts(&mut tx, site.now()).await;
    tx.settle(gone).await.unwrap();
    assert_eq!(site.int("select count(*) from staff_list_draft").await, 0);
    clean(&site).await;
}

#[tokio::test]
async fn what_is_nobody_is_told_and_nothing_is_kept_of_it() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    for (text, key) in
        [(" \n ", "list.empty"), ("1\t\t\n2\t\t", "list.no_people"), ("STT\tHọ và tên\n1\t\n2\t", "list.no_people")]
    {
        coordinator.submit("/people/new", "/people/paste", &[("people", text)]).await.is(422).says_key(key);
    }
    assert_eq!(site.int("select count(*) from staff_list_draft").await, 0);
}

/// Lines that are nobody's are told together only where nobody stands between them.
#[tokio::test]
async fn lines_with_a_person_between_them_are_not_told_as_one_range() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let person = |name: &str| format!("{name}\tPhòng Kỹ thuật\tViên chức");
    let text = [&person("Võ Thị Em"), "Tổng cộng: 1 người", &person("Võ Văn Tám"), "Tổng cộng: 1 người"].join("\n");
    let at = paste(&coordinator, &text).await;
    let page = coordinator.get(&at).await.is(200).says("sẽ thêm 2 người");
    page.says("Dòng 2: dòng cộng").says("Dòng 4: dòng cộng").never_says("2–4");
}

#[tokio::test]
async fn a_link_that_has_ended_does_not_hinder_deleting_somebody_who_never_came() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let fields = [("full", "Nguyễn Thêm Nhầm"), ("department", TECHNICAL), ("code", "NV900"), ("form_key", &new_id())];
    let shown = coordinator.post("/people/new", &fields).await.is(303).location;
    let id = shown.rsplit('/').next().unwrap().to_owned();
    coordinator.submit(&shown, &format!("/people/{id}/link"), &[]).await.is(303);
    let path = format!("/people/{id}/remove");
    coordinator.get(&path).await.is(200).says_key("remove.linked");
    coordinator.post(&path, &[("form_key", &new_id())]).await.is(409).says_key("remove.linked");
    site.advance(7 * 24 * 60 + 1);
    let coordinator = site.visit(&site.coordinator).await;
    let form = coordinator.get(&path).await.is(200).form(&path);
    coordinator.fill(&form, &[]).await.goes_to("/tracking");
    assert_eq!(site.int("select count(*) from profile where code = 'NV900'").await, 0);
    clean(&site).await;
}

#[tokio::test]
async fn the_notice_after_adding_names_where_the_newcomers_are() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = paste(&coordinator, "Võ Thị Em\tPhòng Kỹ thuật\tViên chức").await;
    let reply = add(&coordinator, &at).await;
    let page = coordinator.follow(reply).await.is(200).says_key("done.people_created");
    for (href, name) in [("/people/links", "Chưa cấp"), ("/people/links?show=unused", "Chưa dùng")] {
        assert!(page.text().contains(&format!("<a href=\"{href}\">{name}</a>")), "{name}");
        let there = coordinator.get(href).await.is(200);
        assert!(there.text().contains(&format!(">{name}</a>")), "{name}");
    }
}
