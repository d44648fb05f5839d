//! Staff lists at their limits: numbers that are suggested and forgotten, pairs, files made to do harm, many people.

use crate::lists::{add, send};
use crate::lists_files::{bring, clean, upload};
use crate::office::build::zipped;
use crate::office::{compound, locked};
use crate::support::Site;
use std::time::{Duration, Instant};

const NUMBERED: &str = "Mã;Họ và tên;Phòng;Điện thoại\nNV007;Đặng Văn Ân;;0912345601\n";

#[tokio::test]
async fn a_suggested_number_is_gone_after_thirty_days() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = bring(&coordinator, NUMBERED.as_bytes()).await;
    add(&coordinator, &at).await;
    let kept = || site.int("select count(*) from phone_suggestion");
    site.advance(30 * 24 * 60 - 1);
    nep::jobs::purge(&site.app, site.now()).await.unwrap();
    assert_eq!(kept().await, 1, "the last minute of thirty days");
    let member = site.acknowledged(&site.an).await;
    member.get("/contact").await.is(200).says("0912 345 601");
    site.advance(1);
    site.visit(&site.an).await.get("/contact").await.is(200).never_says("0912 345 601");
    nep::jobs::purge(&site.app, site.now()).await.unwrap();
    assert_eq!(kept().await, 0);
    clean(&site).await;
}

#[tokio::test]
async fn a_suggestion_declined_twice_is_declined_once() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let at = bring(&coordinator, NUMBERED.as_bytes()).await;
    add(&coordinator, &at).await;
    let member = site.acknowledged(&site.an).await;
    let form = member.get("/contact").await.is(200).form("/contact/suggestion");
    for _ in 0..2 {
        member.fill(&form, &[]).await.goes_to("/contact");
        assert_eq!(site.int("select count(*) from phone_suggestion").await, 0);
    }
    member.get("/contact").await.is(200).never_says("0912 345 601");
    clean(&site).await;
}

#[tokio::test]
async fn all_likely_pairs_are_answered_by_one_button() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let first = "Họ và tên;Phòng;Chức vụ\nLê Ba;Đội 1;Lái xe\nLê Tư;Đội 1;Thủ kho\n";
    let at = bring(&coordinator, first.as_bytes()).await;
    add(&coordinator, &at).await;
    let second = "Họ và tên;Phòng;Chức vụ\nLê Ba;Đội 1;Kế toán\nLê Tư;Đội 1;Bảo vệ\nLê Năm;Đội 1;Bảo vệ\n";
    let at = bring(&coordinator, second.as_bytes()).await;
    coordinator.get(&at).await.is(200).says("Cả 2 người trùng tên, trùng phòng đều là người đã có");
    send(&coordinator, &at, &[("act", "pairs")]).await.goes_to(&at);
    let page = coordinator.get(&at).await.is(200).says("Cập nhật 2 người đã có").says("sẽ thêm 1 người");
    page.says("Đổi Chức vụ, hiện là “Lái xe”").never_says("đều là người đã có");
    add(&coordinator, &at).await;
    let sql = "select full_name || '|' || position || '|' || number from profile
               where full_name in ('Lê Ba', 'Lê Tư', 'Lê Năm') and until_at is null order by name_key";
    assert_eq!(site.texts(sql).await, ["Lê Ba|Kế toán|2", "Lê Năm|Bảo vệ|1", "Lê Tư|Bảo vệ|2"]);
    clean(&site).await;
}

#[tokio::test]
async fn a_file_made_to_do_harm_gets_one_sentence_and_leaves_nothing() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let zeros = vec![b' '; 70 << 20];
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let before = site.census().await;
    let cases: [(Vec<u8>, &str); 7] = [
        (bomb, "Tệp này khi mở ra lớn bất thường"),
        (compound("EncryptedPackage"), "Tệp này có mật khẩu"),
        (locked(), "Tệp nén này có mật khẩu"),
        (b"%PDF-1.4\n<< /Type /Page /Resources << /Font << >> >> >>".to_vec(), "Tệp này là bản PDF."),
        (b" \r\n".to_vec(), "Tệp này trống"),
        (zipped(&[("xl/workbook.xml", b"<workbook/>")]), "Tệp này"),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>".to_vec(), "Tệp này là một trang web (HTML)"),
    ];
    for (bytes, told) in cases {
        let begun = Instant::now();
        upload(&coordinator, &bytes).await.is(422).says(told);
        assert!(begun.elapsed() < Duration::from_secs(15), "{told}");
    }
    assert_eq!(site.census().await, before);
}

#[tokio::test]
async fn two_thousand_people_of_a_file_are_added_as_one_act() {
    let site = Box::pin(Site::start()).await;
    let coordinator = site.visit(&site.coordinator).await;
    let line = |n: usize| {
        format!(
            "M{n};Trần Văn {}{};Đội {};1/{}/2020\n",
            "A".repeat(n % 20 + 1),
            "b".repeat(n / 20 % 50 + 1),
            n % 30,
            n % 12 + 1
        )
    };
    let text = "Mã;Họ và tên;Phòng;Ngày vào làm\n".to_owned() + &(0..2_000).map(line).collect::<String>();
    let at = bring(&coordinator, text.as_bytes()).await;
    let form = coordinator.get(&at).await.is(200).form(&at);
    let before = Instant::now();
    coordinator.fill(&form, &[("act", "add")]).await.goes_to(&at);
    let took = before.elapsed();
    assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 12 }), "{took:?}");
    assert_eq!(site.int("select count(*) from profile where joined_on is not null and until_at is null").await, 2_000);
    let page = coordinator.get(&at).await.is(200).says("Nhầm danh sách?");
    page.never_says("Dán nhầm");
}
