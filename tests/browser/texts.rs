//! A text with tables and a form, as the office brings it: looked at, corrected, used, read on a phone, printed,
//! replaced.

use crate::eyes::Eyes;
use crate::screen::Screen;
use anyhow::{Result, ensure};
use std::io::Write as _;
use tempfile::NamedTempFile;

const TEXT: &str = "NỘI QUY CƠ QUAN

Điều 1. Giờ làm việc

1. Buổi sáng từ 7 giờ.

2. Buổi chiều từ 13 giờ 30.

Điều 2. Trực cơ quan

Lịch trực của các phòng:

| Thứ | Phòng trực | Người trực chính | Người trực thay | Số máy lẻ | Ghi chú |
|---|---|---|---|---|---|
| Thứ hai, thứ ba | Phòng Hành chính – Tổng hợp | Trưởng phòng | Phó Trưởng phòng | 101 | Bàn giao sổ trực trước 7 giờ sáng hôm sau |
| Thứ tư | Phòng Kỹ thuật, vận hành hệ thống thông tin | Trưởng phòng | Chuyên viên được giao | 102 | ^ |
| Thứ năm | < | Trưởng phòng | Chuyên viên được giao | 103 | Không |

Trang phục

Gọn gàng, lịch sự[^1].

[^1]: Có thẻ công chức, viên chức.

PHỤ LỤC

MẪU ĐĂNG KÝ TRỰC

| Họ và tên | Ngày trực |
|---|---|
| …… | …… |
";

/// The page of a table is as wide as the phone, and so is its print.
pub(crate) async fn brings(office: &Screen, eyes: &Eyes) -> Result<()> {
    office.open("/documents/new").await?;
    eyes.look(office, "van-ban-moi").await?;
    let _first = attach(office, TEXT).await?;
    office.press("/documents/new").await?;
    office.sees("2 điều, 2 khoản").await?;
    office.sees("2 bảng").await?;
    eyes.look(office, "phan-mem-hieu").await?;

    let number = TEXT.lines().position(|line| line == "Trang phục").map_or(0, |at| at + 1);
    office.follow(&format!("#d{number} button[name=open]")).await?;
    eyes.look(office, "chon-cap-dong").await?;
    office.follow(&format!("#d{number} button[value='dieu@{number}']")).await?;
    office.sees("3 điều, 2 khoản").await?;
    office.press("/documents/new").await?;
    office.sees("Đã thêm văn bản").await?;
    ensure!(office.path().await? == "/documents/noi-quy-co-quan/manage", "{}", office.path().await?);

    for (path, name) in [("", "van-ban-co-bang"), ("/clauses/dieu-2", "dieu-co-bang"), ("/print", "in-van-ban-co-bang")]
    {
        office.open(&format!("/documents/noi-quy-co-quan{path}")).await?;
        office.sees("Phòng Kỹ thuật, vận hành hệ thống thông tin").await?;
        eyes.look(office, name).await?;
    }

    office.open("/documents/noi-quy-co-quan/manage").await?;
    office.follow("main a[href$='/replace']").await?;
    eyes.look(office, "thay-noi-dung").await?;
    let next = TEXT.replace("từ 7 giờ", "từ 7 giờ 30").replace("Trang phục\n", "Trang phục {.dieu}\n");
    let _second = attach(office, &next).await?;
    office.press("/documents/noi-quy-co-quan/replace").await?;
    office.sees("1 phần thay đổi: Điều 1.").await?;
    eyes.look(office, "thay-noi-dung-xem-truoc").await?;
    office.press_proving("/documents/noi-quy-co-quan/replace").await?;
    office.sees("Đã thay nội dung văn bản").await?;
    office.open("/documents/noi-quy-co-quan").await?;
    office.sees("từ 7 giờ 30").await
}

/// Chooses a file with these marks; it goes with the answer.
async fn attach(screen: &Screen, text: &str) -> Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    screen.find("main input[type=file]").await?.send_keys(file.path().to_string_lossy()).await?;
    Ok(file)
}
