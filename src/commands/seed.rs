//! `nep seed --people N`: people and years of history in any database, for load tests.

use super::history::{self, Invented, Until};
use super::names::invented;
use super::serve;
use crate::app::App;
use crate::config::Config;
use crate::id::new_id;
use crate::people::rules::Name;
use crate::rounds::store::{NewRound, create, enrol_everybody};
use crate::setup::store::group_and_round;
use crate::time::{Clock, DAY};
use clap::Args;
use rand::SeedableRng;
use rand::rngs::StdRng;
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

/// Adds `people` people with `years` yearly rounds.
pub async fn fill(app: &App, people: u64, years: i64) -> anyhow::Result<u64> {
    let now = app.clock.now();
    if crate::settings::store::groups(app.db.read()).await?.is_empty() {
        let start = now - (years + 1) * 365 * DAY;
        app.db.write(move |tx| Box::pin(async move { group_and_round(tx, "DAK LAK IOC", start).await })).await?;
    }
    let mut stage = history::stage(app, PASSWORD).await?;
    let tag = new_id().chars().rev().take(6).collect::<String>();
    for (role, name) in [("leader", "Trần Minh Khải"), ("coordinator", "Lê Thị Thu Hà"), ("admin", "Phạm Quốc Bảo")]
    {
        let one = Invented {
            name: Name::guess(name),
            code: format!("{role}-{tag}"),
            department: "Phòng Hành chính – Dịch vụ".to_owned(),
            position: String::new(),
            roles: vec![role],
            until: Until::SignedUp,
            days_ago: (years + 1) * 365,
            zalo_name: None,
        };
        let person = history::add(&stage, &one, 1).await?;
        match role {
            "leader" => stage.leader = person,
            "coordinator" => stage.coordinator = person,
            _ => {}
        }
    }
    let mut members = Vec::new();
    for n in 0..people {
        let person = one(n, years, &tag);
        let added = history::add(&stage, &person, n).await?;
        if person.until == Until::InGroup {
            members.push((added, person.name.full(), n));
        }
    }
    for year in (0..years).rev() {
        yearly(&stage, year, &members).await?;
    }
    Ok(people)
}

/// Three in four are through; the others are spread over the steps.
fn one(n: u64, years: i64, tag: &str) -> Invented {
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
    let until = if late { STEPS.get(place).copied().unwrap_or(Until::Read) } else { Until::InGroup };
    let spread = i64::try_from(n % 60).unwrap_or_default();
    Invented {
        name: invented(n),
        code: format!("NS{n:05}-{tag}"),
        department: format!("Phòng số {}", 1 + n % 12),
        position: "Viên chức".to_owned(),
        roles: Vec::new(),
        until,
        days_ago: if late { 2 + spread / 6 } else { years * 365 + 60 + spread },
        zalo_name: None,
    }
}

/// One yearly round, `ago` years ago: everybody in it, the members through it.
async fn yearly(stage: &history::Stage, ago: i64, members: &[((String, String), String, u64)]) -> anyhow::Result<()> {
    let app = &stage.app;
    let opened = app.clock.now() - (ago * 365 + 30) * DAY;
    let (_, _, year) = crate::time::paper_day(opened);
    let new = NewRound {
        name: format!("Ôn lại, xác nhận lại định kỳ năm {year}"),
        kind: "yearly",
        group_id: stage.now.round.group_id.clone(),
        settings: crate::rounds::rules::Settings::default(),
    };
    let id = new_id();
    let round = id.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                create(tx, &id, &new, None, opened).await?;
                enrol_everybody(tx, &id, 10, &None, opened).await
            })
        })
        .await?;
    let now = crate::standing::store::round_now(app.db.read(), &round).await?;
    let stage = history::Stage { now, ..stage.clone() };
    for (person, full_name, n) in members {
        let (stage, person, full_name, n) = (stage.clone(), person.clone(), full_name.clone(), *n);
        let db = app.db.clone();
        db.write(move |tx| {
            Box::pin(async move {
                let mut rng = StdRng::seed_from_u64(n);
                let at = opened + (1 + i64::try_from(n % 9).unwrap_or_default()) * DAY;
                let member = history::member(&person, &full_name, at);
                history::sitting(tx, &stage, &member, true, &mut rng).await?;
                history::acknowledge(tx, &stage, &member, &stage.now).await
            })
        })
        .await?;
    }
    if ago > 0 {
        app.db
            .write(move |tx| Box::pin(async move { crate::rounds::store::close(tx, &round, opened + 60 * DAY).await }))
            .await?;
    }
    Ok(())
}
