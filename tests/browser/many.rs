//! Acts on many people, on a phone of 360 px, by real taps: looked at first, done, taken back. In the trial.

use crate::calm;
use crate::chrome::Chrome;
use crate::demo::sign_in;
use crate::eyes;
use crate::paper;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result, ensure};
use nep::commands::demo::PASSWORD;
use std::fmt::Write as _;
use thirtyfour::By;

/// The page is for the HTML checkers too.
async fn keep(screen: &Screen, name: &str) -> Result<()> {
    eyes::keep(screen, &format!("many-{name}{}", if screen.js { "" } else { "-nojs" })).await
}

/// One office in one browser, with scripts or without.
pub(crate) async fn walk(js: bool) -> Result<()> {
    let (server, chrome) = (Server::demo().await?, Chrome::start()?);
    let walked = office(&server, &chrome, js).await;
    chrome.close().await;
    walked
}

async fn office(server: &Server, chrome: &Chrome, js: bool) -> Result<()> {
    let mut screen = Screen::new(chrome.open(js).await?, server.base(), js);
    PASSWORD.clone_into(&mut screen.password);
    calm::phone(&screen).await?;
    sign_in(&screen, "Viên chức").await?;
    calm::letters_grow(&screen).await?;
    screen.open("/documents/quy-che-nhom-zalo").await?;
    calm::contents_beside_the_text(&screen).await?;
    screen.open("/documents/quy-che-nhom-zalo/clauses/dieu-4").await?;
    calm::contents_beside_the_text(&screen).await?;
    sign_in(&screen, "Trưởng nhóm").await?;
    calm::first_work_is_seen(&screen, "main .pair summary, main .actions .primary").await?;
    calm::counters_tell_the_work(&screen).await?;
    a_refusal_keeps_what_was_typed(&screen).await?;
    one_is_approved_and_taken_back(&screen).await?;
    those_ticked_are_approved_and_taken_back(&screen).await?;
    sign_in(&screen, "Phòng HC-DV").await?;
    calm::first_work_is_seen(&screen, "form[action$='/added'] button").await?;
    a_list_is_pasted_and_taken_back(&screen).await?;
    forty_links_are_sent_and_taken_back(&screen).await?;
    an_export_is_ready(&screen).await?;
    a_round_is_opened_and_taken_back(&screen).await
}

/// A return for another reason, without saying which: the panel stays open, the choice is kept, the field in view.
async fn a_refusal_keeps_what_was_typed(screen: &Screen) -> Result<()> {
    screen.open("/admissions").await?;
    let form = screen.find("form[action$='/decide']:has([value=return])").await?;
    let action = form.attr("action").await?.context("an action")?;
    let panel = format!("main details:has(> form[action='{action}'] [value=return])");
    screen.click(&format!("{panel} > summary")).await?;
    screen.click(&format!("{panel} [value=other]")).await?;
    screen.follow(&format!("{panel} button[value=return]")).await?;
    ensure!(screen.has(&format!("{panel}[open] [value=other]:checked")).await?, "the choice is kept");
    calm::error_at_its_field(screen).await
}

/// How many dossiers wait for the leader, as the page says it.
async fn waiting(screen: &Screen) -> Result<usize> {
    screen.open("/admissions").await?;
    Ok(screen.driver.find_all(By::Css("form[action$='/decide'] button[value=return]")).await?.len())
}

async fn one_is_approved_and_taken_back(screen: &Screen) -> Result<()> {
    let before = waiting(screen).await?;
    let panel = "main .rows details:has(button[value=approve])";
    let action = screen.find(&format!("{panel} form")).await?.attr("action").await?.context("an action")?;
    let panel = format!("main .rows details:has(form[action='{action}'] button[value=approve])");
    screen.click(&format!("{panel} > summary")).await?;
    prove(screen, &panel).await?;
    screen.follow(&format!("{panel} button[value=approve]")).await?;
    ensure!(waiting(screen).await? == before - 1, "one dossier is decided");
    let undo = action.replace("/decide", "/undo");
    let panel = format!("main details:has(> form[action='{undo}'])");
    screen.click(&format!("{panel} > summary")).await?;
    prove(screen, &panel).await?;
    screen.follow(&format!("{panel} button")).await?;
    ensure!(waiting(screen).await? == before, "it waits again");
    Ok(())
}

/// The password where the panel asks for it.
async fn prove(screen: &Screen, panel: &str) -> Result<()> {
    for field in screen.driver.find_all(By::Css(format!("{panel} [name=password]"))).await? {
        field.send_keys(&screen.password).await?;
    }
    Ok(())
}

async fn those_ticked_are_approved_and_taken_back(screen: &Screen) -> Result<()> {
    let before = waiting(screen).await?;
    let boxes = screen.driver.find_all(By::Css("main .rows input[form=duyet]")).await?;
    ensure!(boxes.len() >= 2, "two plain dossiers can be ticked");
    for tick in boxes.iter().take(2) {
        screen.tap(tick).await?;
    }
    screen.follow("#duyet button:not([name])").await?;
    screen.sees("Sẽ duyệt 2 hồ sơ").await?;
    keep(screen, "duyet").await?;
    screen.press_proving("/admissions/approve-all").await?;
    ensure!(waiting(screen).await? == before - 2, "two dossiers are decided");
    screen.click("main details:has(> form[action='/admissions/undo-all']) > summary").await?;
    screen.press_proving("/admissions/undo-all").await?;
    ensure!(waiting(screen).await? == before, "both wait again");
    Ok(())
}

/// Forty people as they come out of a spreadsheet.
fn list() -> String {
    let mut list = "STT\tHọ và tên\tPhòng\tChức vụ\n".to_owned();
    for n in 1..=40_u32 {
        let letters: Vec<&str> = (0..6).map(|at| if n >> at & 1 == 1 { "Bảo" } else { "An" }).collect();
        writeln!(list, "{n}\tĐinh {} Quý\tTổ Ca trực\tViên chức", letters.join(" ")).ok();
    }
    list
}

/// Pastes and looks; answers the address of the preview.
pub(crate) async fn preview(screen: &Screen) -> Result<String> {
    screen.open("/people/new").await?;
    screen.paste("people", &list()).await?;
    screen.press("/people/paste").await?;
    screen.sees("Chưa thêm ai").await?;
    keep(screen, "xem-truoc").await?;
    screen.path().await
}

/// Pastes, looks, adds; leaves the screen on the page of the list and answers its address.
pub(crate) async fn pasted(screen: &Screen) -> Result<String> {
    preview(screen).await?;
    screen.follow("main button[value=add]").await?;
    keep(screen, "da-them").await?;
    screen.path().await
}

async fn a_list_is_pasted_and_taken_back(screen: &Screen) -> Result<()> {
    let path = pasted(screen).await?;
    screen.press(&format!("{path}/undo")).await?;
    screen.sees("Danh sách này đã được hoàn tác").await?;
    keep(screen, "hoan-tac").await?;
    screen.open("/tracking?q=dinh+quy").await?;
    ensure!(!screen.has(".roster tbody tr").await?, "the people of the list are gone");
    Ok(())
}

/// From the pasted list to forty messages sent in 45 taps, with a reload in the middle.
async fn forty_links_are_sent_and_taken_back(screen: &Screen) -> Result<()> {
    pasted(screen).await?;
    let [from, ..] = screen.effort.now();
    let path = issued(screen).await?;
    let messages = screen.driver.find_all(By::Css("main textarea[id^=tin-]")).await?.len();
    ensure!(messages >= 40, "{messages} messages");
    if screen.js {
        copies(screen, 0, 20).await?;
        screen.driver.refresh().await?;
        copies(screen, 20, messages).await?;
    } else {
        let first = screen.find("main textarea[id^=tin-]").await?;
        let shown = first.value().await?.unwrap_or_default();
        ensure!(shown.contains("/link/") && first.is_displayed().await?, "the message can be taken by hand: {shown}");
        calm::no_dead_button(screen).await?;
        screen.follow("main li button[name=link]").await?;
        ensure!(screen.has("main li .tag.ok").await?, "one row is sent");
        for tick in screen.driver.find_all(By::Css("main input[name=copied]")).await? {
            screen.tap(&tick).await?;
        }
    }
    screen.follow("main form[action$='/sent'] button.primary[type=submit]").await?;
    let sent = screen.driver.find_all(By::Css("main li .tag.ok")).await?.len();
    ensure!(sent == messages, "{sent} of {messages} are sent");
    let [to, ..] = screen.effort.now();
    // Who else had no link in the trial is not of the forty.
    let taps = usize::try_from(to - from)? - (messages - 40);
    ensure!(taps <= 45, "{taps} taps for forty links");
    screen.press(&format!("{path}/undo")).await?;
    screen.sees("Các liên kết chưa dùng đã được thu hồi").await
}

/// From the page of an added list to the page of the links; answers its address.
pub(crate) async fn issued(screen: &Screen) -> Result<String> {
    screen.follow("main a.primary[href='/people/links']").await?;
    screen.follow("main button[value=look]").await?;
    screen.sees("Sẽ cấp liên kết cá nhân cho 4").await?;
    keep(screen, "cap-lien-ket").await?;
    screen.follow("main button[value=issue]").await?;
    keep(screen, "lien-ket").await?;
    screen.path().await
}

/// "Sao chép tin nhắn" in these rows; the last message is what the clipboard holds.
async fn copies(screen: &Screen, from: usize, to: usize) -> Result<()> {
    let buttons = screen.driver.find_all(By::Css("main li [data-copy]")).await?;
    for button in buttons.iter().take(to).skip(from) {
        screen.tap(button).await?;
        // The clipboard answers a moment later.
        let mut told = button.text().await?;
        for _ in 0..50 {
            if told == "Đã sao chép" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            told = button.text().await?;
        }
        ensure!(told == "Đã sao chép", "{told}");
    }
    Ok(())
}

/// "Tệp đã sẵn sàng", after the purpose was asked; inside Zalo the way to a browser.
async fn an_export_is_ready(screen: &Screen) -> Result<()> {
    screen.open("/tracking").await?;
    let why = "báo cáo Giám đốc tiến độ tháng này";
    screen.fill("why", why).await?;
    for field in screen.driver.find_all(By::Css("#export-password")).await? {
        field.send_keys(&screen.password).await?;
    }
    screen.follow("#xuat-tep button[value=xlsx]").await?;
    let heading = screen.find("main h1").await?.text().await?;
    ensure!(heading == "Tệp đã sẵn sàng", "{heading}");
    screen.sees(why).await?;
    keep(screen, "tep").await?;
    let file =
        screen.find("main a.primary[href$='/file']").await?.attr("href").await?.context("the file can be taken")?;
    paper::prints_workbook(&screen.fetch(&file).await?)?;
    calm::zalo_leads_to_a_browser(screen).await
}

async fn a_round_is_opened_and_taken_back(screen: &Screen) -> Result<()> {
    screen.open("/rounds/new").await?;
    screen.fill("pass_percent", "8").await?;
    screen.follow("main form button.primary").await?;
    calm::error_at_its_field(screen).await?;
    screen.fill("pass_percent", "80").await?;
    screen.follow("main form button.primary").await?;
    screen.sees("Chưa có gì được thực hiện").await?;
    keep(screen, "mo-dot").await?;
    screen.press_proving("/rounds/new").await?;
    let path = screen.path().await?;
    screen.click(&format!("main details:has(> form[action='{path}/withdraw']) > summary")).await?;
    screen.press_proving(&format!("{path}/withdraw")).await?;
    screen.sees("Đã thu hồi đợt. Mọi người trở lại như trước").await
}
