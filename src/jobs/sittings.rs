//! Grades sittings whose time ran out, whether or not somebody comes back to them.

use crate::app::App;
use crate::error::Error;
use crate::quizzes::acts;

/// The answer is how many were graded.
pub async fn run(app: &App) -> Result<usize, Error> {
    acts::grade_late(app).await
}
