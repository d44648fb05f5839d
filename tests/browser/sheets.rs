//! Contact sheets: what each role sees, on a phone and on a desk, by day and by night. `make sheets` writes them.

use crate::chrome::Chrome;
use crate::demo::sign_in;
use crate::eyes::{decoded, output, resize, scheme};
use crate::many;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Whose name the sheet carries, the tap of the trial, and what they open beside what their menu leads to.
const ROLES: [(&str, &str, &[&str]); 8] = [
    ("khach", "", &["/sign-in", "/khong-co-trang-nay", "/link/khong-con"]),
    (
        "vien-chuc",
        "Viên chức",
        &[
            "/documents/quy-che-nhom-zalo",
            "/documents/quy-che-nhom-zalo/clauses/dieu-4",
            "/quiz",
            "/contact",
            "/acknowledgment/receipt",
            "/account",
            "/privacy",
        ],
    ),
    ("dang-doc", "Lê Xuân Duy", &["/documents/quyet-dinh-874", "/quiz", "/acknowledgment", "/doubts/own", "/paper"]),
    ("moi-vao", "Võ Thùy Mai", &["/documents/quy-che-nhom-zalo/clauses/dieu-3"]),
    ("truong-phong", "Trưởng phòng", &["/account"]),
    (
        "truong-nhom",
        "Trưởng nhóm",
        &["/admissions/approve?all=yes", "/documents/quy-che-nhom-zalo/manage", "/doubts", "/papers"],
    ),
    (
        "hc-dv",
        "Phòng HC-DV",
        &["/people/new", "/people/links", "/people/departments", "/rounds/new", "/documents/quy-che-nhom-zalo/manage"],
    ),
    ("quan-tri", "Quản trị", &["/settings", "/rounds", "/verify"]),
];

/// Widths with the height of a window, the most of a page that is shown, and the width of a tile.
const WIDTHS: [(u32, u32, f64, u32); 2] = [(360, 740, 1500.0, 300), (1280, 800, 1600.0, 620)];

const MENU: &str = "return [...document.querySelectorAll('nav.pages a')].map((one) => one.getAttribute('href'))";
const ONE: &str = "return document.querySelector(\"main a[href^='/tracking/people/']\")?.getAttribute('href') ?? ''";

/// Takes every picture and lays them out; each sheet is a file of its own.
pub(crate) async fn write() -> Result<()> {
    let (server, chrome) = (Server::demo().await?, Chrome::start()?);
    let folder = output().join("sheets");
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(folder.join("tiles"))?;
    let screen = Screen::new(chrome.open(true).await?, server.base(), true);
    let written = all(&screen, &folder).await;
    chrome.close().await;
    written
}

async fn all(screen: &Screen, folder: &Path) -> Result<()> {
    for (name, role, more) in ROLES {
        let pages = pages(screen, role, more).await?;
        for (width, height, most, wide) in WIDTHS {
            let mut tiles = [Vec::new(), Vec::new()];
            for (at, path) in pages.iter().enumerate() {
                resize(screen, width, height).await?;
                screen.open(path).await?;
                for (colours, tiles) in ["light", "dark"].into_iter().zip(&mut tiles) {
                    scheme(screen, colours).await?;
                    let file = folder.join("tiles").join(format!("{name}-{width}-{colours}-{at:02}.png"));
                    shot(screen, &file, width, most).await?;
                    tiles.push((path.clone(), file));
                }
            }
            scheme(screen, "light").await?;
            for (colours, tiles) in ["light", "dark"].into_iter().zip(&tiles) {
                let title = format!("{name}-{width}-{colours}");
                lay(screen, folder, &title, tiles, wide).await?;
            }
        }
    }
    Ok(())
}

/// The pages of the menu, somebody's page where the role sees people, and the others; each once.
async fn pages(screen: &Screen, role: &str, more: &[&str]) -> Result<Vec<String>> {
    screen.open("/sign-in").await?;
    let mut pages: Vec<String> = Vec::new();
    if !role.is_empty() {
        sign_in(screen, role).await?;
        screen.open("/").await?;
        pages = serde_json::from_value(screen.ask(MENU).await?)?;
        if pages.iter().any(|path| path == "/tracking") {
            screen.open("/tracking").await?;
            pages.push(screen.ask(ONE).await?.as_str().unwrap_or_default().to_owned());
        }
    }
    if pages.iter().any(|path| path == "/people/new") && pages.iter().any(|path| path == "/admissions") {
        pages.push(many::preview(screen).await?);
        pages.push(many::pasted(screen).await?);
        pages.push(many::issued(screen).await?);
    }
    pages.extend(more.iter().map(|path| (*path).to_owned()));
    let mut once = Vec::new();
    for path in pages {
        if !path.is_empty() && !once.contains(&path) {
            once.push(path);
        }
    }
    Ok(once)
}

/// The page from its top, as much of it as a sheet shows.
async fn shot(screen: &Screen, file: &Path, width: u32, most: f64) -> Result<()> {
    let metrics = screen.cdp("Page.getLayoutMetrics", json!({})).await?;
    let high = metrics.pointer("/cssContentSize/height").and_then(serde_json::Value::as_f64).context("no height")?;
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": high.min(most), "scale": 1 });
    let options = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    std::fs::write(file, decoded(&screen.cdp("Page.captureScreenshot", options).await?)?)?;
    Ok(())
}

/// One sheet: the tiles in rows, each under its address.
async fn lay(screen: &Screen, folder: &Path, title: &str, tiles: &[(String, PathBuf)], wide: u32) -> Result<()> {
    let mut html = format!(
        "<!doctype html><meta charset=utf-8><style>body{{margin:12px;font:13px sans-serif;background:#888;display:flex;\
         flex-wrap:wrap;gap:12px;align-items:flex-start}}figure{{margin:0;width:{wide}px}}img{{width:100%}}\
         h1{{width:100%;margin:0;font-size:16px}}</style><h1>{title}</h1>"
    );
    for (path, file) in tiles {
        write!(html, "<figure><figcaption>{path}</figcaption><img src='{}'></figure>", file.display())?;
    }
    let page = folder.join(format!("{title}.html"));
    std::fs::write(&page, html)?;
    resize(screen, 1920, 1000).await?;
    screen.open(&format!("file://{}", page.display())).await?;
    shot(screen, &folder.join(format!("{title}.png")), 1920, 6000.0).await
}
