//! An organisation of another kind, from the first start to "Đã vào nhóm": its own content folder, and on no page a word
//! of the organisation that is shipped.

use crate::Joining;
use crate::chrome::Chrome;
use crate::eyes::{decoded, output};
use crate::hour::comes_in;
use crate::newcomer::answer;
use crate::office::links;
use crate::paper;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::collections::{BTreeSet, VecDeque};
use thirtyfour::By;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/second-agency");

/// What belongs to the organisation that is shipped, or to a term that this one has another word for.
const FOREIGN: [&str; 14] = [
    "IOC",
    "DAK LAK",
    "Dak Lak",
    "Đắk Lắk",
    "HC-DV",
    "Hành chính – Dịch vụ",
    "874",
    "Giám đốc",
    "Trung tâm",
    "trung tâm",
    "mục 3.",
    "Trưởng nhóm",
    "20 câu",
    "Quy chế",
];

const TEACHER: Joining = Joining {
    full_name: "Phạm Thị Ngọc Ánh",
    position: "Giáo viên",
    bad_zalo_name: "Phạm Ngọc Ánh",
    zalo_name: "Phạm Ngọc Ánh - Toán Tin",
    phone: "0912 345 678",
};

const UNIT: &str = "Tổ Toán – Tin";

/// Everything a page says: its texts and what stands in attributes, a line each.
const SAID: &str = "
const said = [];
const all = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
while (all.nextNode()) {
  const one = all.currentNode;
  if (!one.parentElement.closest('script, style')) said.push(one.data);
}
for (const one of document.querySelectorAll(':not(svg):not(svg *)'))
  for (const { name, value } of one.attributes)
    if (!['class', 'href', 'src', 'action'].includes(name)) said.push(value);
return said.join('\\n');";

/// Walks it; the browsers are closed whatever happens.
pub(crate) async fn walk() -> Result<()> {
    let (server, chrome) = (Server::start_with(FOLDER).await?, Chrome::start()?);
    let walked = the_whole_way(&server, &chrome).await;
    chrome.close().await;
    walked
}

async fn the_whole_way(server: &Server, chrome: &Chrome) -> Result<()> {
    let screen = async || -> Result<Screen> { Ok(Screen::new(chrome.open(true).await?, server.base(), true)) };
    let (admin, mut leader, mut office, mut member) =
        (screen().await?, screen().await?, screen().await?, screen().await?);
    for one in [&admin, &leader, &office, &member] {
        crate::calm::phone(one).await?;
    }
    let made = sets_up(&admin, server.setup()).await?;
    let [leads, coordinates] = made.as_slice() else { anyhow::bail!("two links, not {made:?}") };
    comes_in(&mut leader, leads).await?;
    comes_in(&mut office, coordinates).await?;
    let link = adds(&office).await?;
    member.open("/privacy").await?;
    clean(&member).await?;
    comes_in(&mut member, &link).await?;
    reads(&member).await?;
    for one in [&admin, &leader, &office, &member] {
        everything(one).await?;
    }
    passes(&member, server).await?;
    let code = confirms(&member).await?;
    declares(&member).await?;
    decides(&leader).await?;
    puts_in(&office).await?;
    member.open("/").await?;
    clean(&member).await?;
    member.follow("main .primary").await?;
    clean(&member).await?;
    member.press("/admission/confirm").await?;
    member.sees("Anh/chị đã vào nhóm GIÁO VIÊN HỒ GƯƠM").await?;
    for one in [&member, &admin, &leader, &office] {
        everything(one).await?;
    }
    prints(&member, &code).await
}

async fn sets_up(admin: &Screen, address: &str) -> Result<Vec<String>> {
    admin.open("/sign-in").await?;
    clean(admin).await?;
    // Here what is shipped is offered as well, by its name.
    admin.open(address).await?;
    admin.follow("main a[href$='with=folder']").await?;
    clean(admin).await?;
    admin.fill("full_name", "Nguyễn Minh Quân").await?;
    admin.click("main [data-take]").await?;
    admin.press(&admin.path().await?).await?;
    clean(admin).await?;
    admin.fill("leader", "Trần Thị Thanh Hà").await?;
    admin.fill("coordinator", "Lê Hoàng Phúc").await?;
    admin.press("/setup-people").await?;
    clean(admin).await?;
    links(admin).await
}

async fn adds(office: &Screen) -> Result<String> {
    office.open("/").await?;
    clean(office).await?;
    office.open("/people/new").await?;
    office.fill("full", TEACHER.full_name).await?;
    office.fill("department", UNIT).await?;
    office.fill("position", TEACHER.position).await?;
    office.press("/people/new").await?;
    clean(office).await?;
    office.follow("main form[action$='/link'] button").await?;
    clean(office).await?;
    links(office).await?.pop().context("no link")
}

/// Rules that are no Điều, one a page.
async fn reads(member: &Screen) -> Result<()> {
    let mut units = 0;
    for _ in 0..12 {
        clean(member).await?;
        if member.path().await? == "/quiz" {
            break;
        }
        let unit = member.has("form.read").await?;
        units += usize::from(unit);
        member.follow(if unit { "form.read button[type=submit]" } else { "main .primary" }).await?;
    }
    ensure!(units == 3, "three parts are read, not {units}");
    member.sees("4 câu").await
}

async fn passes(member: &Screen, server: &Server) -> Result<()> {
    member.open("/quiz").await?;
    member.follow("form[action='/quiz'] button[value=one]").await?;
    let attempt = member.path().await?.split('/').nth(2).context("a sitting")?.to_owned();
    let asked = server.asked(&attempt).await?;
    ensure!(asked.len() == 4, "four questions are asked, not {}", asked.len());
    for (place, asked) in (1..).zip(&asked) {
        clean(member).await?;
        for value in answer(asked, true) {
            member.choose("answer", &value).await?;
        }
        member.press(&format!("/quiz/{attempt}/questions/{place}")).await?;
    }
    member.press(&format!("/quiz/{attempt}/finish")).await?;
    member.sees("100%").await?;
    clean(member).await
}

/// The statement that came with the folder; answers the code of the confirmation.
async fn confirms(member: &Screen) -> Result<String> {
    member.follow("main .primary").await?;
    clean(member).await?;
    let ticks = member.driver.find_all(By::Css("input[name=point]")).await?;
    ensure!(ticks.len() == 3, "three points, not {}", ticks.len());
    member.sees("họ, tên và bộ môn").await?;
    for tick in ticks {
        member.tap(&tick).await?;
    }
    member.fill("typed_name", TEACHER.full_name).await?;
    member.press("/acknowledgment").await?;
    clean(member).await?;
    picture(member, "co-quan-khac-bien-nhan").await?;
    Ok(member.find("#ma").await?.text().await?)
}

/// The rule of this office asks for what the shipped one asks to leave out.
async fn declares(member: &Screen) -> Result<()> {
    member.open("/contact").await?;
    clean(member).await?;
    member.fill("phone", TEACHER.phone).await?;
    member.fill("zalo_name", TEACHER.bad_zalo_name).await?;
    member.choose("agree", "yes").await?;
    member.press("/contact").await?;
    ensure!(member.path().await? == "/contact", "a name without the unit is looked at again");
    member.sees("khoản 1 mục II Nội quy").await?;
    clean(member).await?;
    picture(member, "co-quan-khac-zalo").await?;
    member.fill("zalo_name", TEACHER.zalo_name).await?;
    member.press("/contact").await?;
    ensure!(member.path().await? == "/", "{}", member.text().await?);
    member.sees("Quản trị nhóm").await?;
    clean(member).await
}

async fn decides(leader: &Screen) -> Result<()> {
    leader.open("/admissions").await?;
    leader.sees(TEACHER.full_name).await?;
    clean(leader).await?;
    leader.open("/admissions/approve?all=yes").await?;
    clean(leader).await?;
    leader.press_proving("/admissions/approve-all").await?;
    clean(leader).await
}

async fn puts_in(office: &Screen) -> Result<()> {
    office.open("/admissions").await?;
    office.sees(TEACHER.zalo_name).await?;
    clean(office).await?;
    office.press("/admissions/numbers").await?;
    clean(office).await?;
    office.follow("form[action$='/added'] button").await?;
    clean(office).await
}

/// The receipt and the Bản cam kết on paper, with the words of this organisation.
async fn prints(member: &Screen, code: &str) -> Result<()> {
    let pages = paper::print(member, &format!("/acknowledgment/print/{code}"), "co-quan-khac-ban-cam-ket").await?;
    let whole = pages.join(" ");
    paper::says(
        &whole,
        &["Hiệu trưởng", "BẢN CAM KẾT", "Trường Trung học phổ thông Hồ Gươm", "họ, tên và bộ môn", UNIT, code],
    )?;
    let found = foreign(&whole);
    ensure!(found.is_empty(), "the Bản cam kết says {found:?}");
    let text = paper::print(member, "/documents/noi-quy/print", "co-quan-khac-noi-quy").await?.join(" ");
    paper::says(&text, &["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "GIỜ NHẮN TIN", "Toán – Tin"])?;
    ensure!(foreign(&text).is_empty(), "{text}");
    Ok(())
}

/// The page before the person says nothing foreign.
async fn clean(screen: &Screen) -> Result<()> {
    let said = screen.ask(SAID).await?;
    let said = said.as_str().context("a page without words")?;
    let found = foreign(said);
    ensure!(found.is_empty(), "{} says:\n  {}", screen.path().await?, found.join("\n  "));
    Ok(())
}

/// The lines with a foreign word in them, whole words only: a code or a hash says nothing.
fn foreign(said: &str) -> Vec<String> {
    let whole = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let after = line.get(at + word.len()..).and_then(|after| after.chars().next());
            let open = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric() && next != '_');
            open(before) && (word.ends_with('.') || open(after))
        })
    };
    // A hint may give numbers and titles of offices of every kind as examples.
    let example = |line: &str, word: &str| line.contains("Ví dụ") && matches!(word, "20 câu" | "Giám đốc");
    let lines = said.lines().filter_map(|line| {
        let word = FOREIGN.iter().find(|word| whole(line, word) && !example(line, word))?;
        Some(format!("{word}: {}", line.trim()))
    });
    lines.collect()
}

/// Every page that links lead this person to says nothing foreign.
async fn everything(screen: &Screen) -> Result<()> {
    let (mut known, mut next) = (BTreeSet::new(), VecDeque::from(["/".to_owned(), "/help".to_owned()]));
    let mut wrong = BTreeSet::new();
    while let Some(path) = next.pop_front().filter(|_| known.len() < 300) {
        let Ok(bytes) = screen.fetch(&path).await else { continue };
        let Ok(page) = String::from_utf8(bytes) else { continue };
        let said = foreign(&bare(&page));
        wrong.extend(said.into_iter().map(|line| format!("{path} {line}")));
        for link in page.split(" href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            let link = format!("/{}", link.replace("&amp;", "&"));
            if !link.starts_with("/static") && known.insert(link.clone()) {
                next.push_back(link);
            }
        }
    }
    ensure!(known.len() > 5, "no links are followed");
    ensure!(wrong.is_empty(), "pages of somebody's:\n  {}", wrong.into_iter().collect::<Vec<_>>().join("\n  "));
    Ok(())
}

/// A page without its tags; what is not a page is left as it is.
fn bare(page: &str) -> String {
    page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<Vec<_>>().join("\n")
}

/// The whole page, to be looked at.
async fn picture(screen: &Screen, name: &str) -> Result<()> {
    let folder = output().join("screenshots");
    std::fs::create_dir_all(&folder)?;
    let taken = screen.cdp("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await?;
    std::fs::write(folder.join(format!("{name}.png")), decoded(&taken)?)?;
    Ok(())
}
