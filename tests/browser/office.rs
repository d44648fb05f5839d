//! What the first admin, Trưởng nhóm and HC-DV do.

use crate::Joining;
use crate::calm;
use crate::eyes::{self, Eyes};
use crate::paper;
use crate::screen::Screen;
use anyhow::{Context as _, Result, ensure};

/// The three who run it.
pub(crate) struct Office {
    /// Quản trị.
    pub(crate) admin: Screen,
    /// Trưởng nhóm.
    pub(crate) leader: Screen,
    /// Phòng HC-DV.
    pub(crate) hcdv: Screen,
}

const PASSWORD: &str = "nui-rung-ca-phe-muon";

/// Uses the one-time address, then invites; answers the links of leader and HC-DV.
pub(crate) async fn set_up(admin: &mut Screen, address: &str, eyes: &Eyes) -> Result<(String, String)> {
    admin.open("/").await?;
    ensure!(admin.path().await? == "/sign-in", "a stranger is asked to sign in");
    eyes.look(admin, "dang-nhap").await?;
    admin.open(address).await?;
    eyes.look(admin, "thiet-lap-noi-dung").await?;
    admin.follow("main .button.primary").await?;
    eyes.look(admin, "thiet-lap").await?;
    let action = admin.path().await?;

    admin.fill("full_name", "Nguyễn Minh Quân").await?;
    admin.fill("position", "Chuyên viên").await?;
    admin.fill("password", "quá ngắn").await?;
    admin.press(&action).await?;
    ensure!(admin.path().await? == action, "a short password is refused");
    calm::error_at_its_field(admin).await?;
    eyes.look(admin, "thiet-lap-mat-khau-ngan").await?;
    admin.password = suggested(admin).await?;
    admin.fill("password", &admin.password).await?;
    admin.press(&action).await?;

    ensure!(admin.path().await? == "/setup-people", "after the set-up come the invitations");
    eyes.look(admin, "moi-hai-nguoi").await?;
    admin.fill("leader", "Trần Thị Thanh Hà").await?;
    admin.fill("coordinator", "Lê Hoàng Phúc").await?;
    admin.press("/setup-people").await?;
    eyes.look(admin, "lien-ket-moi").await?;
    let links = links(admin).await?;
    let [leader, coordinator] = links.as_slice() else { anyhow::bail!("two links, not {links:?}") };
    Ok((leader.clone(), coordinator.clone()))
}

/// The passphrase that the page suggests.
pub(crate) async fn suggested(screen: &Screen) -> Result<String> {
    Ok(screen.find("#goi-y").await?.text().await?)
}

/// Personal links on the page, in their order.
pub(crate) async fn links(screen: &Screen) -> Result<Vec<String>> {
    let mut links = Vec::new();
    for field in screen.driver.find_all(thirtyfour::By::Css("main input[readonly]")).await? {
        let value = field.value().await?.unwrap_or_default();
        if value.contains("/link/") {
            links.push(value);
        }
    }
    Ok(links)
}

/// Opens a personal link in one's own browser and sets a password; looking at it does not use it up.
pub(crate) async fn accept(screen: &mut Screen, link: &str, eyes: &Eyes) -> Result<()> {
    screen.open(link).await?;
    screen.open(link).await?;
    eyes.look(screen, "lien-ket").await?;
    if screen.js {
        screen.click("main [data-take]").await?;
        let taken = screen.find("#password").await?.value().await?.unwrap_or_default();
        ensure!(taken == suggested(screen).await?, "one tap takes the suggestion, not “{taken}”");
    }
    PASSWORD.clone_into(&mut screen.password);
    screen.fill("password", PASSWORD).await?;
    screen.press(&screen.path().await?).await?;
    ensure!(screen.path().await? == "/", "a link leads home");
    eyes.look(screen, "trang-cua-toi").await?;
    screen.open(link).await?;
    eyes.look(screen, "lien-ket-da-dung").await?;
    ensure!(!screen.has("main form").await?, "a used link has no form");
    Ok(())
}

impl Office {
    /// Nobody has to wait after a sitting that was not passed when HC-DV says so.
    pub(crate) async fn hcdv_ends_the_wait(&self, id: &str, eyes: &Eyes) -> Result<()> {
        let screen = &self.hcdv;
        screen.open(&format!("/tracking/people/{id}")).await?;
        eyes.look(screen, "cho-lam-lai").await?;
        screen.press(&format!("/people/{id}/wait")).await
    }

    /// HC-DV adds a newcomer and issues the link; answers the person's id and the link.
    pub(crate) async fn add(&self, who: &Joining, eyes: &Eyes) -> Result<(String, String)> {
        let hcdv = &self.hcdv;
        hcdv.open("/people/new").await?;
        eyes.look(hcdv, "them-nguoi").await?;
        hcdv.fill("full", who.full_name).await?;
        hcdv.fill("department", "Phòng Công nghệ").await?;
        hcdv.fill("position", who.position).await?;
        hcdv.press("/people/new").await?;
        let path = hcdv.path().await?;
        let id = path.strip_prefix("/tracking/people/").with_context(|| format!("a person's page, not {path}"))?;
        eyes.look(hcdv, "mot-nguoi-moi").await?;
        hcdv.press(&format!("/people/{id}/link")).await?;
        eyes.look(hcdv, "lien-ket-ca-nhan").await?;
        let link = links(hcdv).await?.pop().context("no link on the page")?;
        Ok((id.to_owned(), link))
    }

    /// The leader approves all; HC-DV had nothing to do before.
    pub(crate) async fn leader_approves(&self, who: &Joining, eyes: &Eyes) -> Result<()> {
        self.hcdv.open("/admissions").await?;
        ensure!(!self.hcdv.has("form[action$='/added']").await?, "HC-DV cannot add before the decision");
        eyes.look(&self.hcdv, "viec-truoc-khi-duyet").await?;
        self.leader.open("/").await?;
        eyes.look(&self.leader, "truong-nhom-co-viec").await?;
        self.leader.open("/admissions").await?;
        self.leader.sees(who.full_name).await?;
        eyes.look(&self.leader, "duyet").await?;
        if self.leader.js {
            eyes.tab_through(&self.leader, "duyet").await?;
        }
        self.leader.open("/admissions/approve?all=yes").await?;
        self.leader.sees(who.full_name).await?;
        eyes.look(&self.leader, "duyet-xem-truoc").await?;
        self.leader.press_proving("/admissions/approve-all").await?;
        eyes.look(&self.leader, "da-duyet").await
    }

    /// HC-DV adds the person to the group.
    pub(crate) async fn hcdv_adds(&self, who: &Joining, eyes: &Eyes) -> Result<()> {
        let hcdv = &self.hcdv;
        hcdv.open("/admissions").await?;
        hcdv.sees(who.full_name).await?;
        hcdv.sees(who.zalo_name).await?;
        eyes.look(hcdv, "can-them").await?;
        hcdv.press("/admissions/numbers").await?;
        let last_digits = who.phone.get(who.phone.len() - 7..).unwrap_or(who.phone);
        hcdv.sees(last_digits).await?;
        eyes.look(hcdv, "can-them-co-so").await?;
        hcdv.follow("form[action$='/added'] button").await?;
        eyes.look(hcdv, "da-them").await
    }

    /// HC-DV answers the doubt.
    pub(crate) async fn hcdv_answers(&self, eyes: &Eyes) -> Result<()> {
        let hcdv = &self.hcdv;
        hcdv.open("/").await?;
        hcdv.follow("main a[href='/doubts']").await?;
        hcdv.sees("Khi trực đêm").await?;
        eyes.look(hcdv, "vuong-mac-cho-tra-loi").await?;
        hcdv.fill("words", "Trước 7 giờ 30 hôm sau.").await?;
        hcdv.follow("main form[action$='/answer'] button").await?;
        hcdv.sees("Không có vướng mắc nào").await?;
        eyes.look(hcdv, "da-tra-loi").await
    }

    /// Somebody without a smartphone: printed for them, entered with a scan, compared by the leader.
    pub(crate) async fn without_a_phone(&self, eyes: &Eyes) -> Result<()> {
        let hcdv = &self.hcdv;
        hcdv.open("/people/new").await?;
        hcdv.fill("full", "Đỗ Văn Giấy").await?;
        hcdv.fill("department", "Phòng Công nghệ").await?;
        hcdv.press("/people/new").await?;
        let person = hcdv.path().await?.trim_start_matches("/tracking/people/").to_owned();
        hcdv.press(&format!("/people/{person}/paper")).await?;
        eyes.look(hcdv, "ban-giay").await?;
        let paper = hcdv.path().await?;
        paper::prints_paper(hcdv, &format!("{paper}/print"), "Đỗ Văn Giấy").await?;
        hcdv.open(&format!("{paper}/enter")).await?;
        eyes.look(hcdv, "nhap-ban-giay").await?;
        hcdv.choose("read", "1").await?;
        hcdv.choose("signed", "1").await?;
        let today = nep::time::show_day(&nep::time::day_of(nep::time::Clock::System.now()));
        hcdv.fill("day", &today).await?;
        let scan = eyes::output().join("scan.txt");
        std::fs::write(&scan, "no scan at all")?;
        hcdv.find("#scan").await?.send_keys(scan.to_string_lossy()).await?;
        hcdv.press(&format!("{paper}/enter")).await?;
        calm::error_at_its_field(hcdv).await?;
        eyes.look(hcdv, "nhap-ban-giay-sai-tep").await?;
        let scan = eyes::output().join("print/ban-giay.pdf");
        hcdv.find("#scan").await?.send_keys(std::fs::canonicalize(scan)?.to_string_lossy()).await?;
        hcdv.press(&format!("{paper}/enter")).await?;
        hcdv.sees("người thứ hai").await?;
        eyes.look(hcdv, "ban-giay-da-nhap").await?;
        let leader = &self.leader;
        leader.open("/").await?;
        leader.follow("main a[href='/papers']").await?;
        eyes.look(leader, "cac-ban-giay").await?;
        leader.open(&paper).await?;
        eyes.look(leader, "doi-chieu-ban-giay").await?;
        leader.choose("compared", "1").await?;
        leader.press_proving(&format!("{paper}/confirm")).await?;
        leader.sees("Đã xác nhận").await?;
        eyes.look(leader, "ban-giay-xong").await
    }

    /// The table shows where the person is.
    pub(crate) async fn table_shows(&self, who: &Joining, id: &str, eyes: &Eyes) -> Result<()> {
        let hcdv = &self.hcdv;
        hcdv.open("/tracking?q=khong+co+ai").await?;
        ensure!(!hcdv.text().await?.contains(who.full_name), "the search filters");
        eyes.look(hcdv, "theo-doi-khong-co").await?;
        hcdv.open("/tracking?state=in_group").await?;
        let row = hcdv.find("section[aria-labelledby=danh-sach] tbody").await?.text().await?;
        ensure!(row.contains(who.full_name) && row.contains("Đã vào nhóm"), "the table says: {row}");
        hcdv.open("/tracking").await?;
        eyes.look(hcdv, "theo-doi").await?;
        hcdv.open(&format!("/tracking/people/{id}")).await?;
        hcdv.sees("Đã vào nhóm").await?;
        eyes.look(hcdv, "mot-nguoi-da-vao").await
    }

    /// Every page of the office that the journey does not pass.
    pub(crate) async fn other_pages(&self, eyes: &Eyes) -> Result<()> {
        let admin = [
            ("/", "quan-tri"),
            ("/settings", "cai-dat"),
            ("/rounds", "cac-dot"),
            ("/account", "tai-khoan"),
            ("/documents/quyet-dinh-874/manage", "quan-ly-874"),
        ];
        for (path, name) in admin {
            self.admin.open(path).await?;
            eyes.look(&self.admin, name).await?;
        }
        let hcdv = &self.hcdv;
        for (path, name) in [("/rounds/new", "dot-moi"), ("/documents/quy-che-nhom-zalo/manage", "quan-ly")] {
            hcdv.open(path).await?;
            eyes.look(hcdv, name).await?;
        }
        hcdv.open("/rounds").await?;
        hcdv.follow("main h2 a").await?;
        eyes.look(hcdv, "mot-dot").await?;
        hcdv.open("/prove?next=/tracking").await?;
        eyes.look(hcdv, "mat-khau-lan-nua").await?;
        hcdv.open("/khong-co-trang-nay").await?;
        eyes.look(hcdv, "khong-co-trang").await
    }
}
