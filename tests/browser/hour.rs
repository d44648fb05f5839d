//! The first hour: from an empty folder to "Đã vào nhóm" without a mistake, by what the pages offer; counts what it
//! takes of each role.

use crate::chrome::Chrome;
use crate::eyes::output;
use crate::newcomer::answer;
use crate::office::{links, suggested};
use crate::screen::Screen;
use crate::server::Server;
use crate::{ANH, Joining};
use anyhow::{Context as _, Result, ensure};
use std::fmt::Write as _;
use thirtyfour::By;

/// Most taps and typed fields of each role, what is tapped to answer the questions left out: how much that is, the draw
/// decides. The review counted 110 and 5 for somebody who joins, answers counted.
const MOST: [(&str, u32, u32); 4] = [("admin", 6, 3), ("leader", 6, 1), ("coordinator", 13, 7), ("member", 68, 3)];

/// What each step took.
#[derive(Default)]
struct Table {
    lines: String,
    last: Vec<(&'static str, [u32; 4])>,
    /// Taps that answered a question.
    answers: u32,
}

impl Table {
    fn add(&mut self, role: &'static str, step: &str, screen: &Screen) {
        let now = screen.effort.now();
        let before = self.last.iter().rev().find(|(of, _)| *of == role).map_or([0; 4], |(_, then)| *then);
        let mut took = now.into_iter().zip(before).map(|(now, before)| now - before);
        let [taps, fields, letters, screens] = [(); 4].map(|()| took.next().unwrap_or_default());
        writeln!(self.lines, "{role:<12} {step:<36} {taps:>4} {fields:>6} {letters:>7} {screens:>7}").ok();
        self.last.push((role, now));
    }

    fn sum(&self, role: &str) -> [u32; 4] {
        self.last.iter().rev().find(|(of, _)| *of == role).map_or([0; 4], |(_, then)| *then)
    }
}

/// Walks it and writes `build-output/walk.txt`.
pub(crate) async fn walk() -> Result<()> {
    let (server, chrome) = (Server::start().await?, Chrome::start()?);
    let walked = first_hour(&server, &chrome).await;
    chrome.close().await;
    let table = walked?;
    let mut text = format!("{:<12} {:<36} taps fields letters screens\n{}", "role", "step", table.lines);
    for role in ["admin", "leader", "coordinator", "member"] {
        let [taps, fields, letters, screens] = table.sum(role);
        writeln!(text, "{role:<12} {:<36} {taps:>4} {fields:>6} {letters:>7} {screens:>7}", "in all").ok();
    }
    std::fs::write(output().join("walk.txt"), &text)?;
    for (role, most_taps, most_fields) in MOST {
        let [taps, fields, ..] = table.sum(role);
        let taps = if role == "member" { taps - table.answers } else { taps };
        ensure!(taps <= most_taps && fields <= most_fields, "{role} needs {taps} taps and {fields} fields:\n{text}");
    }
    Ok(())
}

async fn first_hour(server: &Server, chrome: &Chrome) -> Result<Table> {
    let screen = async || -> Result<Screen> { Ok(Screen::new(chrome.open(true).await?, server.base(), true)) };
    let (admin, mut leader, mut coordinator, mut member) =
        (screen().await?, screen().await?, screen().await?, screen().await?);
    for one in [&admin, &leader, &coordinator, &member] {
        crate::calm::phone(one).await?;
    }
    let mut table = Table::default();
    let invited = sets_up(&admin, server.setup(), &mut table).await?;
    let [leads, coordinates] = invited.as_slice() else { anyhow::bail!("two links, not {invited:?}") };
    comes_in(&mut leader, leads).await?;
    table.add("leader", "opens the link", &leader);
    comes_in(&mut coordinator, coordinates).await?;
    table.add("coordinator", "opens the link", &coordinator);
    issues(&coordinator).await?;
    table.add("coordinator", "records the number and day of issue", &coordinator);
    let link = adds_a_person(&coordinator, &ANH, &mut table).await?;
    comes_in(&mut member, &link).await?;
    table.add("member", "link, password", &member);
    joins(&member, server, &ANH, &mut table).await?;
    decides(&leader).await?;
    table.add("leader", "approves", &leader);
    coordinator.open("/").await?;
    coordinator.follow("main a[href='/admissions']").await?;
    coordinator.follow("main form[action$='/added'] button").await?;
    table.add("coordinator", "adds to the group", &coordinator);
    member.open("/").await?;
    member.follow("main .primary").await?;
    member.press("/admission/confirm").await?;
    member.sees("Anh/chị đã vào nhóm").await?;
    table.add("member", "confirms", &member);
    Ok(table)
}

async fn sets_up(admin: &Screen, address: &str, table: &mut Table) -> Result<Vec<String>> {
    admin.open(address).await?;
    admin.follow("main .button.primary").await?;
    admin.fill("full_name", "Nguyễn Minh Quân").await?;
    admin.click("main [data-take]").await?;
    admin.press(&admin.path().await?).await?;
    table.add("admin", "set-up", admin);
    admin.fill("leader", "Trần Thị Thanh Hà").await?;
    admin.fill("coordinator", "Lê Hoàng Phúc").await?;
    admin.press("/setup-people").await?;
    let made = links(admin).await?;
    for copy in admin.driver.find_all(By::Css("main button.primary[data-copy]")).await? {
        admin.tap(&copy).await?;
    }
    table.add("admin", "invites leader and coordinator", admin);
    Ok(made)
}

/// A link, the suggested password, home.
pub(crate) async fn comes_in(screen: &mut Screen, link: &str) -> Result<()> {
    screen.open(link).await?;
    screen.password = suggested(screen).await?;
    screen.click("main [data-take]").await?;
    screen.press(&screen.path().await?).await
}

/// The first step of the coordinator's list: the Quy chế has its number.
async fn issues(coordinator: &Screen) -> Result<()> {
    coordinator.follow("main a[href$='/manage']").await?;
    coordinator.fill("number", "16").await?;
    coordinator.fill("day", &nep::time::short_day(nep::time::Clock::System.now())).await?;
    coordinator.follow("main form[action$='/issue'] button").await?;
    coordinator.press_proving("/documents/quy-che-nhom-zalo/issue").await?;
    coordinator.open("/").await
}

async fn adds_a_person(coordinator: &Screen, who: &Joining, table: &mut Table) -> Result<String> {
    coordinator.follow("main a[href='/people/new']").await?;
    coordinator.fill("full", who.full_name).await?;
    coordinator.fill("department", "Phòng Công nghệ").await?;
    coordinator.fill("position", who.position).await?;
    coordinator.press("/people/new").await?;
    table.add("coordinator", "one person", coordinator);
    coordinator.follow("main form[action$='/link'] button").await?;
    let link = links(coordinator).await?.pop().context("no link")?;
    coordinator.click("main button[data-copy]").await?;
    table.add("coordinator", "a personal link", coordinator);
    Ok(link)
}

async fn joins(member: &Screen, server: &Server, who: &Joining, table: &mut Table) -> Result<()> {
    for _ in 0..60 {
        if member.path().await? == "/quiz" {
            break;
        }
        let next = if member.has("form.read").await? { "form.read button[type=submit]" } else { "main .primary" };
        member.follow(next).await?;
    }
    table.add("member", "reads", member);
    member.follow("form[action='/quiz'] button[value=one]").await?;
    let attempt = member.path().await?.split('/').nth(2).context("a sitting")?.to_owned();
    for (place, asked) in (1..).zip(server.asked(&attempt).await?) {
        let [before, ..] = member.effort.now();
        for value in answer(&asked, true) {
            member.choose("answer", &value).await?;
        }
        let [after, ..] = member.effort.now();
        table.answers += after - before;
        member.press(&format!("/quiz/{attempt}/questions/{place}")).await?;
    }
    member.press(&format!("/quiz/{attempt}/finish")).await?;
    table.add("member", "passes the quiz", member);
    member.follow("main .primary").await?;
    for tick in member.driver.find_all(By::Css("input[name=point]")).await? {
        member.tap(&tick).await?;
    }
    member.fill("typed_name", who.full_name).await?;
    member.press("/acknowledgment").await?;
    table.add("member", "commitment", member);
    member.follow("main a.primary").await?;
    if member.path().await? != "/contact" {
        member.follow("main .primary").await?;
    }
    member.fill("phone", who.phone).await?;
    member.fill("zalo_name", who.zalo_name).await?;
    member.choose("agree", "yes").await?;
    member.press("/contact").await?;
    table.add("member", "contact", member);
    Ok(())
}

/// One plain dossier, from the leader's first page.
async fn decides(leader: &Screen) -> Result<()> {
    leader.open("/").await?;
    leader.follow("main a[href='/admissions']").await?;
    let panel = "main details:has(> form button[value=approve])";
    leader.click(&format!("{panel} > summary")).await?;
    leader.follow(&format!("{panel} button[value=approve]")).await
}
