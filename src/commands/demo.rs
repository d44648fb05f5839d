//! `nep demo`: a believable organisation in a throw-away database, one tap per role.

use super::history::{self, Invented, Stage, Until, done};
use super::names::invented;
use super::serve;
use crate::accounts::rules::Role;
use crate::act::Act;
use crate::app::App;
use crate::config::Config;
use crate::documents::acts as documents;
use crate::documents::library::Source;
use crate::documents::rules::StoredIssue;
use crate::people::acts as people;
use crate::people::rules::{Capacity, Name, Reason};
use crate::rounds::acts as rounds;
use crate::router::router;
use crate::setup::acts::group_and_round;
use crate::time::{Clock, DAY, day_after, day_of};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Where the trial runs.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8090", value_name = "ADDR")]
    listen: SocketAddr,

    /// Folder for the throw-away database; an older trial in it is deleted [default: a new temporary folder]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Address people type, if it is not `http://` + listen
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

/// The password of everybody in the trial.
pub const PASSWORD: &str = "ban dung thu nep 2026";

/// Makes the trial and serves it.
///
/// # Errors
/// When the folder cannot be used or the address is taken.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let folder =
        arguments.data.unwrap_or_else(|| std::env::temp_dir().join(format!("nep-demo-{}", std::process::id())));
    std::fs::create_dir_all(&folder)?;
    for ending in ["", "-wal", "-shm"] {
        let file = folder.join(format!("nep-demo.db{ending}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    let config = Config {
        listen: Some(arguments.listen),
        database: Some(format!("sqlite:{}", folder.join("nep-demo.db").display())),
        public_url: arguments.public_url,
        demo: true,
        ..Config::default()
    };
    let app = serve::open(config, Clock::System).await?;
    fill(&app).await?;
    let listener = TcpListener::bind(arguments.listen).await?;
    println!("Bản dùng thử: {}  (dữ liệu trong {})", app.config.public_url(), folder.display());
    println!("Chọn vai trò ở trang đăng nhập; mật khẩu của mọi người là “{PASSWORD}”.");
    crate::jobs::start(&app);
    serve::listen(listener, router(app), serve::Limits::default(), serve::stop()).await;
    Ok(ExitCode::SUCCESS)
}

/// What the trial is about.
const DOCUMENT: &str = "quy-che-nhom-zalo";

/// Five departments, forty people, every state.
pub async fn fill(app: &App) -> anyhow::Result<()> {
    let act = Act::system(app.clock.now() - 60 * DAY);
    done(app, async |tx, _| group_and_round(tx, &act, &app.library, (Some(Source::Shipped), "DAK LAK IOC")).await)
        .await?;
    issue(app).await?;
    rounds::finish(app).await?;
    let mut stage = history::stage(app, PASSWORD).await?;
    staff(&mut stage).await?;
    for (n, (until, days_ago)) in (0_u64..).zip(people()) {
        let mut person = ordinary(n, until, days_ago);
        if n == 22 {
            person.zalo_name = Some(person.name.given.clone());
        }
        if n == 23 {
            person.zalo_name = Some(format!("{} 🌸", person.name.full()));
        }
        if until == Until::Returned {
            person.zalo_name = Some(format!("Bố {}", person.name.given));
        }
        history::add(&stage, &person, 100 + n).await?;
    }
    special(&stage).await?;
    Ok(())
}

/// The Quy chế with an invented number and day, so that the trial shows an issued text.
async fn issue(app: &App) -> anyhow::Result<()> {
    let act = Act::system(app.clock.now() - 59 * DAY);
    let number = StoredIssue { number: "00".to_owned(), day: 15, month: 8, year: 2025 };
    done(app, async |tx, site| {
        let seen = &site.document(DOCUMENT)?.current;
        documents::issue(tx, &act, (seen, &seen.row.id), &number).await
    })
    .await?;
    Ok(())
}

const DEPARTMENTS: [&str; 5] = [
    "Ban Giám đốc",
    "Phòng Hành chính – Dịch vụ",
    "Phòng Giám sát – Điều hành",
    "Phòng Kỹ thuật – An toàn thông tin",
    "Phòng Dữ liệu – Ứng dụng",
];

fn department(n: usize) -> String {
    DEPARTMENTS.get(n % DEPARTMENTS.len()).copied().unwrap_or_default().to_owned()
}

/// Admin, leader, coordinator and a head; they come first, so that later history can name them.
async fn staff(stage: &mut Stage) -> anyhow::Result<()> {
    let one = |name: &str, place: usize, position: &str, role: Role, code: &str, until: Until| Invented {
        name: Name::guess(name),
        code: code.to_owned(),
        department: department(place),
        position: position.to_owned(),
        roles: vec![role],
        capacities: Vec::new(),
        until,
        days_ago: 58,
        zalo_name: None,
    };
    let mut leader = one("Trần Minh Khải", 0, "Giám đốc", Role::Leader, "IOC01", Until::Acknowledged);
    leader.capacities = vec![(DOCUMENT.to_owned(), Capacity::Leadership)];
    stage.leader = Some(history::add(stage, &leader, 1).await?);
    let coordinator = one("Lê Thị Thu Hà", 1, "Trưởng phòng", Role::Coordinator, "IOC02", Until::Approved);
    let coordinator = history::add(stage, &coordinator, 2).await?;
    stage.coordinator = Some(coordinator.clone());
    let head = one("Y Thuên Niê", 2, "Trưởng phòng", Role::Head, "IOC03", Until::InGroup);
    history::add(stage, &head, 3).await?;
    let mut admin = one("Phạm Quốc Bảo", 3, "Chuyên viên quản trị hệ thống", Role::Admin, "IOC04", Until::InGroup);
    admin.capacities = vec![(DOCUMENT.to_owned(), Capacity::Support)];
    history::add(stage, &admin, 4).await?;
    stage.adds = Some(coordinator);
    Ok(())
}

/// How far each of the others got, and since when.
fn people() -> Vec<(Until, i64)> {
    let mut all = vec![(Until::InGroup, 50); 12];
    all.extend([
        (Until::Listed, 2),
        (Until::Listed, 12),
        (Until::SignedUp, 3),
        (Until::HalfRead, 4),
        (Until::HalfRead, 15),
        (Until::HalfRead, 2),
        (Until::Read, 5),
        (Until::Read, 3),
        (Until::Failed, 5),
        (Until::Failed, 11),
        (Until::Submitted, 4),
        (Until::Submitted, 4),
        (Until::Submitted, 3),
        (Until::Submitted, 3),
        (Until::Submitted, 2),
        (Until::Passed, 6),
        (Until::Passed, 4),
        (Until::Acknowledged, 5),
        (Until::Acknowledged, 6),
        (Until::Returned, 6),
        (Until::Approved, 6),
        (Until::Approved, 5),
        (Until::Added, 7),
        (Until::Added, 6),
    ]);
    all
}

fn ordinary(n: u64, until: Until, days_ago: i64) -> Invented {
    let place = usize::try_from(n).unwrap_or_default();
    Invented {
        name: invented(n + 3),
        code: format!("IOC{:02}", n + 5),
        department: department(1 + place % 4),
        position: if n.is_multiple_of(5) { "Phó Trưởng phòng" } else { "Viên chức" }.to_owned(),
        roles: Vec::new(),
        capacities: Vec::new(),
        until,
        days_ago,
        zalo_name: None,
    }
}

/// One on leave, one who left: the states that are not steps.
async fn special(stage: &Stage) -> anyhow::Result<()> {
    let mut away = ordinary(36, Until::HalfRead, 20);
    "IOC99".clone_into(&mut away.code);
    let away = history::add(stage, &away, 300).await?;
    let mut gone = ordinary(37, Until::InGroup, 40);
    "IOC98".clone_into(&mut gone.code);
    let gone = history::add(stage, &gone, 301).await?;
    let Some(coordinator) = &stage.coordinator else { return Ok(()) };
    let now = stage.app.clock.now();
    let (from, until) = (day_of(now - DAY), day_after(now, 90));
    let act = Act::of(coordinator.clone(), now - DAY);
    done(&stage.app, async |tx, site| {
        people::pause(tx, &act, site, &away.person_id, (&from, &until), Reason::Leave).await
    })
    .await?;
    done(&stage.app, async |tx, site| people::leave(tx, &act, site, &gone.person_id).await).await?;
    Ok(())
}
