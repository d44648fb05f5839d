//! Rows and leaves, compared after the start and every night.

use crate::app::App;
use crate::time::{DAY, MINUTE, day_of, start_of};
use crate::verify::acts::compare_rows;
use std::time::Duration;

/// How often it is looked whether it is night, and how long a comparison that failed waits.
const LOOK: Duration = Duration::from_mins(1);
/// Half past one: after the day's end, before the backup.
const NIGHT: i64 = 90 * MINUTE;

/// Compares for ever: at once, then every night.
pub(super) async fn run(app: &App) -> ! {
    let mut due = i64::MIN;
    loop {
        let now = app.clock.now();
        if due <= now {
            match compare_rows(app).await {
                Ok(()) => due = next_night(now),
                Err(error) => tracing::warn!(%error, "rows and leaves are not compared"),
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn next_night(now: i64) -> i64 {
    let tonight = start_of(&day_of(now)).unwrap_or(now) + NIGHT;
    if tonight > now { tonight } else { tonight + DAY }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_comes_once_a_day() {
        let day = start_of("2026-11-26").unwrap();
        assert_eq!(next_night(day), day + NIGHT);
        assert_eq!(next_night(day + NIGHT), day + NIGHT + DAY);
        assert_eq!(next_night(day + 23 * 60 * MINUTE), day + NIGHT + DAY);
    }
}
