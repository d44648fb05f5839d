//! What happens without a request: one loop that writes notes, grades late sittings, renews standings, wipes and
//! forgets; beside it rows and leaves are compared.

mod compare;
mod notes;
mod purge;

use crate::app::App;
use crate::time::MINUTE;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

pub use crate::calendar::acts::beat as beat_calendar;
pub use crate::quizzes::acts::grade_late;
pub use crate::rounds::acts::{finish_unless_busy, roll};
pub use crate::verify::acts::compare_rows;
pub use notes::write as write_notes;
pub use purge::run as purge;

/// How often comforts are written and unfinished batches looked for.
const BEAT: Duration = Duration::from_secs(3);

/// How often it is said that the server runs.
const ALIVE: Duration = Duration::from_mins(1);

/// Starts both; they end with the runtime, or when the handle is aborted.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        tokio::join!(beat(&app), compare::run(&app));
    })
}

async fn beat(app: &App) -> ! {
    let mut purged_at = i64::MIN;
    let mut beaten: Option<Instant> = None;
    loop {
        if beaten.is_none_or(|before: Instant| before.elapsed() >= ALIVE) {
            let ran = beaten.map(|before| i64::try_from(before.elapsed().as_millis()).unwrap_or(i64::MAX));
            let done = beat_calendar(app, app.clock.now(), ran).await;
            // Where it could not be said, the silence goes on.
            if done.is_ok() {
                beaten = Some(Instant::now());
            }
            say("beat", done);
        }
        say("notes", notes::write(app).await.map(|_| ()));
        say("sittings", grade_late(app).await.map(|_| ()));
        say("renew", finish_unless_busy(app).await.map(|_| ()));
        let now = app.clock.now();
        if purged_at.saturating_add(60 * MINUTE) <= now {
            purged_at = now;
            say("purge", purge::run(app, now).await);
            say("roll", roll(app).await.map(|_| ()));
        }
        tokio::time::sleep(BEAT).await;
    }
}

fn say(what: &'static str, done: Result<(), crate::error::Error>) {
    if let Err(error) = done {
        tracing::warn!(%error, what, "job");
    }
}
