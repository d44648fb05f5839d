//! What an office prints, through Chromium: A4, and Vietnamese text that comes out as text.

use crate::Joining;
use crate::eyes::{decoded, keep, output};
use crate::screen::Screen;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use unicode_segmentation::UnicodeSegmentation as _;

/// The "Bản cam kết" and the Quy chế.
pub(crate) async fn prints(screen: &Screen, code: &str, who: &Joining) -> Result<()> {
    let commitment = print(screen, &format!("/acknowledgment/print/{code}"), "ban-cam-ket").await?;
    let whole = commitment.join(" ");
    says(&whole, &["BẢN CAM KẾT", "Độc lập - Tự do - Hạnh phúc", "NGƯỜI CAM KẾT", "Đã xác nhận điện tử"])?;
    ensure!((2..=3).contains(&commitment.len()), "the Bản cam kết takes {} pages", commitment.len());
    for page in &commitment {
        says(page, &[who.full_name, code])?;
    }
    let ink = print(screen, &format!("/acknowledgment/print/{code}?ink=1"), "ban-cam-ket-ky-tay").await?;
    says(&ink.join(" "), &["Ký, ghi rõ họ tên", code])?;
    let regulation = print(screen, QUY_CHE, "quy-che-du-thao").await?;
    says(&regulation.join(" "), &["nói chuyện riêng", "QUY ĐỊNH CHUNG"])?;
    for page in &regulation {
        says(page, &["BẢN DỰ THẢO, CHƯA CÓ SỐ VÀ NGÀY"])?;
    }
    laid_out(&regulation)
}

/// The sheet of somebody without a smartphone, its code and name on every page.
pub(crate) async fn prints_paper(screen: &Screen, path: &str, full_name: &str) -> Result<()> {
    let pages = print(screen, path, "ban-giay").await?;
    let whole = pages.join(" ");
    says(&whole, &["BÀI KIỂM TRA VÀ BẢN CAM KẾT", "Câu 20", "NGƯỜI CAM KẾT", "Ký, ghi rõ họ tên"])?;
    ensure!((4..=9).contains(&pages.len()), "the paper takes {} pages", pages.len());
    for page in &pages {
        says(page, &[full_name])?;
    }
    Ok(())
}

/// The sheet of links to be cut: a code and a sign-in name for each, nothing of the frame.
pub(crate) async fn prints_links(screen: &Screen, path: &str) -> Result<()> {
    let pages = print(screen, path, "to-lien-ket").await?;
    says(&pages.join(" "), &["Tên đăng nhập"])?;
    ensure!(!pages.join(" ").contains("Trang chủ"), "the bar is printed");
    Ok(())
}

/// The workbook as LibreOffice prints it: every sheet on A4, each with what it is for.
pub(crate) fn prints_workbook(bytes: &[u8]) -> Result<()> {
    let folder = output().join("print");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("theo-doi.xlsx");
    std::fs::write(&file, bytes)?;
    let home = tempfile::tempdir()?;
    let profile = format!("-env:UserInstallation=file://{}", home.path().display());
    let done = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .arg(&file)
        .output()
        .context("soffice: scripts/install brings it")?;
    ensure!(done.status.success(), "soffice: {}", String::from_utf8_lossy(&done.stderr));
    let pdf = folder.join("theo-doi.pdf");
    ensure!(told("pdfinfo", &[], &pdf)?.contains("A4"), "the workbook is not printed on A4");
    told("pdftoppm", &["-r", "60", "-png"], &pdf)?;
    let text = told("pdftotext", &["-layout"], &pdf)?.unicode_words().collect::<Vec<_>>().join(" ");
    says(&text, &["Họ và tên", "DANH SÁCH XÁC NHẬN CAM KẾT", "BẢNG TỔNG HỢP THEO PHÒNG"])
}

/// The Quy chế that has its number and day: nothing on it says draft.
pub(crate) async fn prints_issued(screen: &Screen) -> Result<()> {
    let regulation = print(screen, QUY_CHE, "quy-che").await?;
    ensure!(!regulation.join(" ").contains("DỰ THẢO"), "an issued text is called a draft");
    laid_out(&regulation)
}

const QUY_CHE: &str = "/documents/quy-che-nhom-zalo/print";

/// The Quyết định with its signature on the first page, the Quy chế from the second on.
fn laid_out(pages: &[String]) -> Result<()> {
    let [decision, regulation, ..] = pages else { bail!("{} pages", pages.len()) };
    says(decision, &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "QUYẾT ĐỊNH", "Nơi nhận", "Võ Nguyễn Hoàng Nam"])?;
    says(regulation, &["QUY CHẾ", "Chương I"])?;
    ensure!(!decision.contains("Chương I"), "the Quy chế begins on the page of the Quyết định");
    ensure!(regulation.starts_with('2'), "the second page has its number on top: {regulation}");
    ensure!(decision.starts_with(|c: char| !c.is_numeric()), "the first page has no number: {decision}");
    Ok(())
}

/// Prints a page to a PDF on A4; answers the text of each of its pages, in one line.
pub(crate) async fn print(screen: &Screen, path: &str, name: &str) -> Result<Vec<String>> {
    screen.open(path).await?;
    keep(screen, &format!("print-{name}")).await?;
    let options = json!({ "preferCSSPageSize": true, "printBackground": false });
    let pdf = decoded(&screen.cdp("Page.printToPDF", options).await?)?;
    let folder = output().join("print");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf)?;
    let info = told("pdfinfo", &[], &file)?;
    ensure!(info.contains("A4"), "{name}.pdf is not A4:\n{info}");
    told("pdftoppm", &["-r", "60", "-png"], &file)?;
    let text = told("pdftotext", &["-layout"], &file)?;
    let pages = text.split('\u{c}').filter(|page| !page.trim().is_empty());
    Ok(pages.map(|page| page.unicode_words().collect::<Vec<_>>().join(" ")).collect())
}

/// The output of one of the poppler tools on a file.
fn told(tool: &str, options: &[&str], file: &Path) -> Result<String> {
    let mut command = Command::new(tool);
    command.args(options).arg(file);
    command.arg(if tool == "pdftoppm" { file.with_extension("") } else { Path::new("-").to_owned() });
    if tool == "pdfinfo" {
        command = Command::new(tool);
        command.arg(file);
    }
    let output = command.output().with_context(|| format!("{tool}: scripts/install brings it"))?;
    ensure!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Every phrase is there, word by word.
pub(crate) fn says(text: &str, phrases: &[&str]) -> Result<()> {
    for phrase in phrases {
        let words = phrase.unicode_words().collect::<Vec<_>>().join(" ");
        ensure!(text.contains(&words), "“{phrase}” does not come out of the paper: {text}");
    }
    Ok(())
}
