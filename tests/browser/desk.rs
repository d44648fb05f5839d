//! What an office does at its desk, on a phone of 360 px, by real taps: a text issued and taken back beside a new round,
//! one person given more time, departments, a person deleted, links on paper, the search, the logo, help. In the trial.

use crate::calm;
use crate::chrome::Chrome;
use crate::demo::sign_in;
use crate::eyes::Eyes;
use crate::paper;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result, ensure};
use nep::commands::demo::PASSWORD;
use std::io::Write as _;

const RULES: &str = "/documents/quy-che-nhom-zalo";

/// One office in one browser, with scripts or without.
pub(crate) async fn walk(js: bool) -> Result<()> {
    let (server, chrome) = (Server::demo().await?, Chrome::start()?);
    let eyes = Eyes::open(if js { "desk-" } else { "desk-nojs-" }, js)?;
    let walked = office(&server, &chrome, &eyes, js).await;
    chrome.close().await;
    eyes.tell(walked)
}

async fn office(server: &Server, chrome: &Chrome, eyes: &Eyes, js: bool) -> Result<()> {
    let mut screen = Screen::new(chrome.open(js).await?, server.base(), js);
    PASSWORD.clone_into(&mut screen.password);
    calm::phone(&screen).await?;
    if !js {
        calm::every_measure(&screen).await?;
    }
    sign_in(&screen, "Phòng HC-DV").await?;
    a_clause_and_a_person_are_found(&screen, eyes).await?;
    somebody_gets_more_time(&screen, eyes).await?;
    departments_are_kept(&screen, eyes).await?;
    somebody_added_by_mistake_is_deleted(&screen, eyes).await?;
    links_are_handed_out_on_paper(&screen, eyes).await?;
    a_text_is_issued_and_taken_back(&screen, eyes).await?;
    issue_and_round_do_no_harm(&screen, eyes).await?;
    sign_in(&screen, "Quản trị").await?;
    a_logo_is_put_up_and_taken_down(&screen, eyes).await?;
    sign_in(&screen, "Trưởng phòng").await?;
    a_head_sees_states_only(&screen, eyes).await
}

async fn a_clause_and_a_person_are_found(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/search").await?;
    screen.fill("q", "ho chu lot").await?;
    screen.follow("main form.search button").await?;
    ensure!(screen.has("main .words mark").await?, "the words of the clause are marked");
    screen.fill("q", "le xuan").await?;
    screen.follow("main form.search button").await?;
    screen.sees("Lê Xuân").await?;
    eyes.look(screen, "tim").await?;
    screen.open("/help").await?;
    ensure!(screen.has("main svg.drawing").await?, "help draws");
    eyes.look(screen, "can-giup").await
}

async fn somebody_gets_more_time(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/tracking?state=overdue").await?;
    screen.follow(".roster tbody th a").await?;
    eyes.look(screen, "mot-nguoi").await?;
    let panel = "main details:has([name=kind][value=due])";
    screen.click(&format!("{panel} > summary")).await?;
    screen.find(&format!("{panel} [name=day]")).await?.send_keys("1/1/2020").await?;
    screen.find(&format!("{panel} [name=reason]")).await?.send_keys("Đi công tác").await?;
    screen.follow(&format!("{panel} button")).await?;
    calm::error_at_its_field(screen).await?;
    let kept = screen.find("main [name=reason]").await?.value().await?.unwrap_or_default();
    ensure!(kept == "Đi công tác", "the reason is kept, not “{kept}”");
    eyes.look(screen, "gia-han-sai").await?;
    screen.fill("day", &day(screen, 20).await?).await?;
    screen.follow("main form[action$='/leeway'] button").await?;
    screen.sees("Đi công tác").await
}

/// A day so many from today, as people write it.
async fn day(screen: &Screen, from_today: u32) -> Result<String> {
    let script = format!(
        "const day = new Date(Date.now() + 252e5 + {from_today} * 864e5); \
         return day.getUTCDate() + '/' + (day.getUTCMonth() + 1) + '/' + day.getUTCFullYear()"
    );
    Ok(screen.ask(&script).await?.as_str().context("a day")?.to_owned())
}

async fn departments_are_kept(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/people/departments").await?;
    eyes.look(screen, "cac-phong").await?;
    let first = "main ol.rows > li:first-child";
    screen.click(&format!("{first} details > summary")).await?;
    let field = screen.find(&format!("{first} details [name=name]")).await?;
    let name = field.value().await?.context("a name")?;
    field.send_keys(" mới").await?;
    screen.follow(&format!("{first} details form:has([name=name]) button")).await?;
    screen.sees(&format!("{name} mới")).await?;
    screen.click(&format!("{first} details > summary")).await?;
    screen.follow(&format!("{first} details form:has([name=into]) button")).await?;
    screen.sees("Gộp").await?;
    ensure!(screen.has("main [type=password]").await?, "a merge asks for the password");
    eyes.look(screen, "gop-phong").await
}

async fn somebody_added_by_mistake_is_deleted(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/people/new").await?;
    screen.fill("full", "Đinh Thị Nhầm").await?;
    screen.fill("department", "Tổ Thử").await?;
    screen.press("/people/new").await?;
    let path = screen.path().await?;
    let id = path.rsplit('/').next().context("an id")?;
    screen.open(&format!("/people/{id}/remove")).await?;
    eyes.look(screen, "xoa-nguoi").await?;
    screen.press(&format!("/people/{id}/remove")).await?;
    screen.open("/tracking?q=dinh+nham").await?;
    ensure!(!screen.has(".roster tbody tr").await?, "nobody is there any more");
    Ok(())
}

/// The sheet to print and cut; and an address that was copied with what stood behind it still opens.
async fn links_are_handed_out_on_paper(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/people/links").await?;
    screen.follow("main button[value=look]").await?;
    eyes.look(screen, "cap-lien-ket").await?;
    screen.follow("main button[value=issue]").await?;
    eyes.look(screen, "lien-ket").await?;
    let path = screen.path().await?;
    screen.follow("main form[action$='/sent'] button.primary[type=submit]").await?;
    calm::error_at_its_field(screen).await?;
    let message = screen.find("main textarea[id^=tin-]").await?.value().await?.context("a message")?;
    let address = message.lines().last().context("an address")?.to_owned();
    ensure!(address.starts_with("http") && !address.ends_with('.'), "the address stands alone: {address}");
    screen.open(&format!("{path}/sheet")).await?;
    ensure!(screen.has("main .cut svg").await?, "a code to scan for each");
    eyes.look(screen, "to-cat").await?;
    paper::prints_links(screen, &format!("{path}/sheet")).await?;
    for behind in [".", ")", "%20", "%E2%80%8B"] {
        screen.open(&format!("{address}{behind}")).await?;
        ensure!(screen.has("main #password").await?, "{address}{behind} does not open");
    }
    eyes.look(screen, "mo-lien-ket").await?;
    let suggested = "return document.querySelector('#goi-y').textContent";
    let before = screen.ask(suggested).await?;
    screen.driver.refresh().await?;
    ensure!(screen.ask(suggested).await? == before, "a reload suggests another password");
    screen.open(&path).await?;
    screen.press(&format!("{path}/undo")).await
}

/// Enters number and day; leaves the screen on the page of the document.
async fn issued(screen: &Screen, number: &str) -> Result<()> {
    screen.open(&format!("{RULES}/manage")).await?;
    screen.fill("number", number).await?;
    screen.fill("day", &day(screen, 0).await?).await?;
    screen.press(&format!("{RULES}/issue")).await?;
    screen.sees("Chưa có gì được thực hiện").await?;
    screen.press_proving(&format!("{RULES}/issue")).await
}

async fn a_text_is_issued_and_taken_back(screen: &Screen, eyes: &Eyes) -> Result<()> {
    issued(screen, "77").await?;
    screen.sees("Ghi nhầm số hoặc ngày?").await?;
    eyes.look(screen, "quan-ly").await?;
    screen.click("main details:has(form[action$='/withdraw']) > summary").await?;
    screen.press_proving(&format!("{RULES}/withdraw")).await?;
    screen.sees("đã thu hồi lúc").await
}

/// An issue, and a round beside it: whoever waits for the leader stays decidable, whoever is in the group stays in it.
async fn issue_and_round_do_no_harm(screen: &Screen, eyes: &Eyes) -> Result<()> {
    issued(screen, "78").await?;
    screen.open("/rounds/new").await?;
    screen.follow("main form button.primary").await?;
    screen.press_proving("/rounds/new").await?;
    sign_in(screen, "Trưởng nhóm").await?;
    screen.open("/admissions").await?;
    screen.sees("đã mời xác nhận lại").await?;
    ensure!(screen.has("form[action$='/decide'] button[value=approve]").await?, "nothing can be approved any more");
    eyes.look(screen, "duyet-sau-ban-hanh").await?;
    // The head of a department is in the group since the trial began.
    sign_in(screen, "Trưởng phòng").await?;
    screen.open("/").await?;
    screen.sees("Anh/chị đang ở trong nhóm").await?;
    let steps = screen.driver.find_all(thirtyfour::By::Css("main ol > li.line")).await?.len();
    ensure!(steps == 3, "{steps} steps for somebody in the group");
    eyes.look(screen, "on-lai").await
}

async fn a_logo_is_put_up_and_taken_down(screen: &Screen, eyes: &Eyes) -> Result<()> {
    let mut file = tempfile::Builder::new().suffix(".png").tempfile()?;
    file.write_all(&picture()?)?;
    screen.open("/settings").await?;
    screen.find("main input[type=file]").await?.send_keys(file.path().to_string_lossy()).await?;
    screen.follow("main form[action='/settings/logo'] button").await?;
    ensure!(screen.has("header .logo[src]").await?, "the logo stands in the bar");
    eyes.look(screen, "bieu-trung").await?;
    screen.follow("main form[action='/settings/logo/clear'] button").await?;
    ensure!(!screen.has("header img.logo").await?, "the logo is gone");
    Ok(())
}

fn picture() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header()?.write_image_data(&[90; 64 * 64])?;
    Ok(bytes)
}

/// No score, no sitting, no reason.
async fn a_head_sees_states_only(screen: &Screen, eyes: &Eyes) -> Result<()> {
    screen.open("/tracking").await?;
    screen.sees("Anh/chị chỉ xem được người của phòng mình").await?;
    ensure!(!screen.has(".roster [type=checkbox]").await?, "a head ticks nobody");
    screen.follow(".roster tbody th a").await?;
    let text = screen.text().await?;
    for hidden in ["%", "Lượt 1", "Lý do", "Quá trình"] {
        ensure!(!text.contains(hidden), "a head reads “{hidden}”:\n{text}");
    }
    eyes.look(screen, "truong-phong").await
}
