//! A real Chromium walks the whole journey against the real server, once with scripts and once without.
//!
//! Needs `chromium`, `chromedriver`, `pdfinfo`, `pdftotext` and axe-core in `build-output/cache`
//! (`scripts/install` brings them). Leaves screenshots, print views and page weights in `build-output/`.

mod agency;
mod calm;
mod chrome;
mod demo;
mod desk;
mod eyes;
mod hour;
mod many;
mod newcomer;
mod office;
mod paper;
mod refresher;
mod screen;
mod server;
mod sheets;
mod texts;
mod year;

use anyhow::Result;
use chrome::Chrome;
use eyes::Eyes;
use newcomer::Newcomer;
use office::Office;
use screen::Screen;
use server::Server;

/// Somebody who joins the Centre.
struct Joining {
    full_name: &'static str,
    position: &'static str,
    bad_zalo_name: &'static str,
    zalo_name: &'static str,
    phone: &'static str,
}

const ANH: Joining = Joining {
    full_name: "Phạm Thị Ngọc Ánh",
    position: "Viên chức",
    bad_zalo_name: "Shop Bông Hồng",
    zalo_name: "Phạm Ngọc Ánh",
    phone: "0912 345 678",
};

const HEN: Joining = Joining {
    full_name: "H’Hen Niê",
    position: "Người lao động",
    bad_zalo_name: "Hoa Rừng",
    zalo_name: "H’Hen Niê",
    phone: "+84 983 456 789",
};

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_walks_from_the_link_into_the_group() {
    if let Err(fault) = walk(true, "", &ANH).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_walk_works_without_javascript() {
    if let Err(fault) = walk(false, "nojs-", &HEN).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trial_shows_every_role() {
    if let Err(fault) = demo::walk().await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_acts_on_many_and_takes_it_back_by_taps() {
    if let Err(fault) = many::walk(true).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_acts_on_many_without_javascript() {
    if let Err(fault) = many::walk(false).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_keeps_its_house_at_the_desk() {
    if let Err(fault) = desk::walk(true).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_keeps_its_house_without_javascript() {
    if let Err(fault) = desk::walk(false).await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_hour_takes_no_more_than_the_review_measured() {
    if let Err(fault) = hour::walk().await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_meets_nothing_of_the_one_that_is_shipped() {
    if let Err(fault) = agency::walk().await {
        panic!("{fault:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`make sheets` runs it: pictures to be looked at"]
async fn contact_sheets_are_written() {
    if let Err(fault) = sheets::write().await {
        panic!("{fault:#}");
    }
}

/// Server, driver and eyes around the journey; the browsers are closed whatever happens.
async fn walk(js: bool, prefix: &'static str, who: &Joining) -> Result<()> {
    let (server, chrome) = (Server::start().await?, Chrome::start()?);
    let eyes = Eyes::open(prefix, js)?;
    let walked = the_whole_journey(&server, &chrome, &eyes, js, who).await;
    chrome.close().await;
    eyes.tell(walked)
}

/// Set-up → invitations → reading → failing → passing → cam kết → Zalo → duyệt → thêm → vào nhóm.
async fn the_whole_journey(server: &Server, chrome: &Chrome, eyes: &Eyes, js: bool, who: &Joining) -> Result<()> {
    let screen = async || -> Result<Screen> { Ok(Screen::new(chrome.open(js).await?, server.base(), js)) };

    let (mut admin, mut leader, mut hcdv, person) =
        (screen().await?, screen().await?, screen().await?, screen().await?);
    Eyes::control(&person).await?;
    let (leader_link, hcdv_link) = office::set_up(&mut admin, server.setup(), eyes).await?;
    office::accept(&mut leader, &leader_link, eyes).await?;
    office::accept(&mut hcdv, &hcdv_link, eyes).await?;
    let office = Office { admin, leader, hcdv };

    let (id, link) = office.add(who, eyes).await?;
    let mut newcomer = Newcomer { screen: person, who };
    newcomer.comes_in(&link, eyes).await?;
    newcomer.reads_everything(eyes).await?;
    newcomer.fails_once(server, eyes).await?;
    office.hcdv_ends_the_wait(&id, eyes).await?;
    newcomer.passes(server, eyes).await?;
    let code = newcomer.confirms(eyes).await?;
    office.hcdv_answers(eyes).await?;
    newcomer.reads_the_answer(eyes).await?;
    newcomer.gives_the_contact(eyes).await?;

    office.leader_approves(who, eyes).await?;
    office.hcdv_adds(who, eyes).await?;
    newcomer.is_in_the_group(eyes).await?;
    office.table_shows(who, &id, eyes).await?;

    office.without_a_phone(eyes).await?;
    if js {
        office.other_pages(eyes).await?;
        texts::brings(&office.hcdv, eyes).await?;
        newcomer.other_pages(eyes).await?;
        paper::prints(&newcomer.screen, &code, who).await?;
    }
    Ok(())
}
