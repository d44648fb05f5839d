//! What an office prints, through Chromium: A4, and Vietnamese text that comes out as text.

use crate::Joining;
use crate::eyes::{decoded, output};
use crate::screen::Screen;
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use unicode_segmentation::UnicodeSegmentation as _;

/// The "Bản cam kết" and the Quy chế.
pub(crate) async fn prints(screen: &Screen, code: &str, who: &Joining) -> Result<()> {
    let commitment = print(screen, &format!("/acknowledgment/print/{code}"), "ban-cam-ket").await?;
    says(&commitment, &["BẢN CAM KẾT", "Độc lập - Tự do - Hạnh phúc", who.full_name, "NGƯỜI CAM KẾT", code])?;
    let regulation = print(screen, "/documents/quy-che-nhom-zalo/print", "quy-che").await?;
    says(&regulation, &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "nói chuyện riêng", "Nơi nhận"])
}

/// Prints a page to a PDF on A4; answers its text, in one line.
async fn print(screen: &Screen, path: &str, name: &str) -> Result<String> {
    screen.open(path).await?;
    let options = json!({ "preferCSSPageSize": true, "printBackground": false });
    let pdf = decoded(&screen.cdp("Page.printToPDF", options).await?)?;
    let folder = output().join("print");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf)?;
    let info = told("pdfinfo", &[], &file)?;
    ensure!(info.contains("A4"), "{name}.pdf is not A4:\n{info}");
    told("pdftoppm", &["-r", "60", "-png"], &file).ok();
    let text = told("pdftotext", &["-layout"], &file)?;
    Ok(text.unicode_words().collect::<Vec<_>>().join(" "))
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
fn says(text: &str, phrases: &[&str]) -> Result<()> {
    for phrase in phrases {
        let words = phrase.unicode_words().collect::<Vec<_>>().join(" ");
        ensure!(text.contains(&words), "“{phrase}” does not come out of the paper: {text}");
    }
    Ok(())
}
