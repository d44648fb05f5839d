//! `nep seed --people N`: people and years of history in any database, for load tests.

mod admission;
mod batch;
mod person;
mod pool;
mod rows;

use super::history::{self, Invented, Stage, Until, done, round};
use super::names::invented;
use super::serve;
use crate::accounts::rules::Role;
use crate::act::Act;
use crate::app::App;
use crate::config::Config;
use crate::documents::library::Source;
use crate::id::new_id;
use crate::people::rules::Name;
use crate::quizzes::store::ITEM_COLUMNS;
use crate::rounds::acts as rounds;
use crate::rounds::rules::{Audience, NewRound, RoundKind, Settings, Texts};
use crate::rounds::store::unfinished_round;
use crate::setup::acts::group_and_round;
use crate::text::say_with;
use crate::time::{Clock, DAY};
use batch::{Batch, Rounds};
use clap::Args;
use pool::Pool;
use std::process::ExitCode;

/// What to fill.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many people to add
    #[arg(long, default_value_t = 100, value_name = "N")]
    people: u64,

    /// Years of yearly rounds behind them
    #[arg(long, default_value_t = 2, value_name = "YEARS")]
    years: i64,

    /// Database: sqlite:PATH or postgres://…
    #[arg(
        long,
        env = "NEP_DATABASE",
        default_value = "sqlite:data/nep.db",
        value_name = "URL",
        hide_env_values = true
    )]
    database: String,
}

/// Everybody's password.
pub const PASSWORD: &str = super::demo::PASSWORD;

/// Fills the database.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config { database: Some(arguments.database.clone()), ..Config::default() };
    let app = serve::open(config, Clock::System).await?;
    let started = std::time::Instant::now();
    let made = fill(&app, arguments.people, arguments.years).await?;
    println!(
        "{made} người, {} năm, {:.1} giây. Mật khẩu của mọi người: “{PASSWORD}”",
        arguments.years,
        started.elapsed().as_secs_f64()
    );
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// People of a batch: fewer of a small load, so that it has more days.
fn size(people: u64) -> usize {
    usize::try_from(people / 40).unwrap_or_default().clamp(10, 500)
}

/// Adds `people` people with `years` yearly rounds.
pub async fn fill(app: &App, people: u64, years: i64) -> anyhow::Result<u64> {
    let start = app.clock.now() - (years + 1) * 365 * DAY;
    if app.site().await?.groups.is_empty() {
        let act = Act::system(start);
        let group = app.library.defaults(Source::Shipped).map(|one| one.first.group.clone()).unwrap_or_default();
        let content = (Some(Source::Shipped), group.as_str());
        done(app, async |tx, _| group_and_round(tx, &act, &app.library, content).await).await?;
        enrol(app, start).await?;
    }
    let mut stage = history::stage(app, PASSWORD).await?;
    let tag = new_id().chars().rev().take(6).collect::<String>();
    staff(&mut stage, years, &tag).await?;
    let mut ids = vec![stage.round_id.clone()];
    for ago in (0..years).rev() {
        ids.push(open(&stage, ago).await?);
    }
    let site = app.site().await?;
    let mut pools = Vec::new();
    for id in &ids {
        let pool = Pool::draw(round(&site, id)?, &app.library)?;
        done(app, async |tx, _| tx.insert_missing("item", ITEM_COLUMNS, &pool.items()).await).await?;
        pools.push(pool);
    }
    let all = Rounds { ids, pools };
    let (late, settled): (Vec<_>, Vec<_>) = (0..people).partition(|n| n.is_multiple_of(4));
    let batches = |list: &[u64], first: i64, days: i64| -> Vec<Batch> {
        let some = list.chunks(size(people)).zip((0..days).cycle());
        let some = some.map(|(some, day)| Batch {
            people: some.iter().map(|n| (*n, one(*n, &tag))).collect(),
            days_ago: first + day,
        });
        some.collect()
    };
    for batch in batches(&settled, years * 365 + 60, 60).into_iter().chain(batches(&late, 2, 10)) {
        let site = app.site().await?;
        let mut tx = app.db.write_alone().await?;
        let loaded = batch.load(&mut tx, &stage, &site, &all).await;
        tx.settle(loaded).await?;
    }
    for (ago, id) in (0..years).zip(all.ids.iter().rev()).skip(1) {
        let act = Act::system(opening(app, ago) + 60 * DAY);
        done(app, async |tx, _| rounds::close(tx, &act, id).await).await?;
    }
    Ok(people)
}

/// Who is there comes into the open rounds, as of a moment of the past.
async fn enrol(app: &App, at: i64) -> anyhow::Result<()> {
    while unfinished_round(app.db.read()).await? {
        done(app, async |tx, site| rounds::batch(tx, site, at).await).await?;
    }
    Ok(())
}

async fn staff(stage: &mut Stage, years: i64, tag: &str) -> anyhow::Result<()> {
    let mut added = Vec::new();
    for (role, name) in
        [(Role::Leader, "Trần Minh Khải"), (Role::Coordinator, "Lê Thị Thu Hà"), (Role::Admin, "Phạm Quốc Bảo")]
    {
        let one = Invented {
            name: Name::guess(name),
            code: format!("{role}-{tag}"),
            department: "Phòng Hành chính – Dịch vụ".to_owned(),
            position: String::new(),
            roles: vec![role],
            capacities: Vec::new(),
            until: Until::SignedUp,
            days_ago: (years + 1) * 365,
            zalo_name: None,
        };
        added.push(history::add(stage, &one, 1).await?);
    }
    let mut added = added.into_iter();
    stage.leader = added.next();
    stage.coordinator = added.next();
    stage.adds.clone_from(&stage.coordinator);
    Ok(())
}

fn opening(app: &App, ago: i64) -> i64 {
    app.clock.now() - (ago * 365 + 30) * DAY
}

/// The yearly round of `ago` years ago, open as long as the load lasts: who works on it has to see what it asks.
async fn open(stage: &Stage, ago: i64) -> anyhow::Result<String> {
    let app = &stage.app;
    let at = opening(app, ago);
    let (_, _, year) = crate::time::paper_day(at);
    let site = app.site().await?;
    let new = NewRound {
        id: None,
        name: say_with("round.yearly_name", &[("nam", &year)]),
        kind: RoundKind::Yearly,
        group_id: round(&site, &stage.round_id)?.group_id.clone(),
        settings: Settings::default(),
        texts: Texts::Everything,
        due_on: None,
        audience: Audience::default(),
        follows: None,
    };
    let act = stage.coordinator.as_ref().map_or_else(|| Act::system(at), |by| Act::of(by.clone(), at));
    let id = done(app, async |tx, _| rounds::create(tx, &act, &app.library, &new).await).await?;
    enrol(app, at).await?;
    Ok(id)
}

/// Three in four are through; the others are spread over the steps.
fn one(n: u64, tag: &str) -> Invented {
    const STEPS: [Until; 10] = [
        Until::Listed,
        Until::SignedUp,
        Until::HalfRead,
        Until::Read,
        Until::Failed,
        Until::Passed,
        Until::Acknowledged,
        Until::Submitted,
        Until::Approved,
        Until::Added,
    ];
    let place = usize::try_from(n / 4).unwrap_or_default() % STEPS.len();
    let late = n.is_multiple_of(4);
    Invented {
        name: invented(n),
        code: format!("NS{n:05}-{tag}"),
        department: format!("Phòng số {}", 1 + n % 12),
        position: "Viên chức".to_owned(),
        roles: Vec::new(),
        capacities: Vec::new(),
        until: if late { STEPS.get(place).copied().unwrap_or(Until::Read) } else { Until::InGroup },
        // The batch says when.
        days_ago: 0,
        zalo_name: None,
    }
}
