//! The trial: one tap per role, a full table, exceptions before the leader; in large letters too.

use crate::calm;
use crate::chrome::Chrome;
use crate::eyes::Eyes;
use crate::paper;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Result, bail, ensure};
use thirtyfour::By;

/// Signs in as every role and looks at what that role sees.
pub(crate) async fn walk() -> Result<()> {
    let (server, chrome) = (Server::demo().await?, Chrome::start()?);
    let eyes = Eyes::open("demo-", true)?;
    let walked = roles(&server, &chrome, &eyes).await;
    chrome.close().await;
    eyes.tell(walked)
}

async fn roles(server: &Server, chrome: &Chrome, eyes: &Eyes) -> Result<()> {
    let screen = Screen::new(chrome.open(true).await?, server.base(), true);
    screen.open("/").await?;
    eyes.look(&screen, "dang-nhap").await?;
    ensure!(screen.driver.source().await?.contains("Bản dùng thử"), "the trial says that it is one");
    calm::every_measure(&screen).await?;
    let roles: [(&str, &[(&str, &str)]); 4] = [
        ("Trưởng nhóm", &[("/", "truong-nhom"), ("/admissions", "duyet"), ("/tracking", "theo-doi")]),
        (
            "Phòng HC-DV",
            &[("/admissions", "viec-hcdv"), ("/tracking?state=overdue", "qua-han"), ("/rounds", "cac-dot")],
        ),
        ("Trưởng phòng", &[("/tracking", "theo-doi-phong")]),
        ("Viên chức", &[("/", "thanh-vien"), ("/documents/quy-che-nhom-zalo", "quy-che")]),
    ];
    for (role, pages) in roles {
        sign_in(&screen, role).await?;
        for (path, name) in pages {
            screen.open(path).await?;
            eyes.look(&screen, name).await?;
            eyes.look_at_night(&screen, name).await?;
        }
    }
    // The largest letters must fit a phone as well.
    for _ in 0..2 {
        screen.click(".who summary").await?;
        screen.follow(".sizes button[value=up]").await?;
    }
    for (path, name) in
        [("/", "chu-to"), ("/documents/quy-che-nhom-zalo", "chu-to-quy-che"), ("/account", "chu-to-tai-khoan")]
    {
        screen.open(path).await?;
        eyes.look(&screen, name).await?;
    }
    sign_in(&screen, "Trưởng nhóm").await?;
    for (path, name) in [("/admissions", "chu-to-duyet"), ("/tracking", "chu-to-theo-doi")] {
        screen.open(path).await?;
        eyes.look(&screen, name).await?;
    }
    paper::prints_issued(&screen).await
}

/// Forgets who was signed in, then takes the tap that names the role or the person.
pub(crate) async fn sign_in(screen: &Screen, role: &str) -> Result<()> {
    screen.driver.delete_cookie("sid").await?;
    screen.open("/sign-in").await?;
    for button in screen.driver.find_all(By::Css("form[action='/demo/sign-in'] button")).await? {
        if button.text().await?.contains(role) {
            let id = button.parent().await?.find(By::Css("[name=person_id]")).await?.value().await?.unwrap_or_default();
            let css = format!("form[action='/demo/sign-in']:has([value='{id}']) button");
            return screen.follow(&css).await;
        }
    }
    bail!("no tap for {role}")
}
