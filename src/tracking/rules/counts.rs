//! Counts and the funnel, from tallies that the database grouped.

use super::Chosen;
use crate::standing::rules::{ACKNOWLEDGED, AGAIN, APPROVED, IN_GROUP, ON_PAPER, PASSED, READ, SILENCED, State};
use std::collections::BTreeMap;

/// People of one department, state and progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) department_id: String,
    pub(crate) state: State,
    /// The bits of [`crate::standing::rules`].
    pub(crate) progress: i64,
    pub(crate) n: i64,
    /// Of them within a pause today.
    pub(crate) paused: i64,
    /// Of those not within one, past their day.
    pub(crate) late: i64,
    /// The first and the last day due of them.
    pub(crate) first_due: Option<String>,
    pub(crate) last_due: Option<String>,
    /// Oldest revision of the round a row of it was derived for.
    pub(crate) oldest: Option<i64>,
}

impl Tally {
    /// A pause hides the step, but not what is done or over.
    fn hides(&self) -> bool {
        self.state != State::Left && self.state.step() < 5
    }

    fn hidden(&self) -> i64 {
        if self.hides() { self.paused } else { 0 }
    }

    /// Neither left nor paused.
    fn counted(&self) -> i64 {
        if self.state == State::Left { 0 } else { self.n - self.hidden() }
    }

    fn overdue(&self) -> i64 {
        if self.progress & (ACKNOWLEDGED | SILENCED) != 0 || self.state == State::Left { 0 } else { self.late }
    }

    fn if_so(&self, counted: bool) -> i64 {
        if counted { self.n } else { 0 }
    }

    fn takes(&self, chosen: Chosen) -> i64 {
        match chosen {
            Chosen::Here => self.if_so(self.state != State::Left),
            Chosen::State(State::Paused) => self.hidden(),
            Chosen::State(state) if state == self.state => self.n - self.hidden(),
            Chosen::State(_) => 0,
            Chosen::Overdue => self.overdue(),
            Chosen::Again => self.if_so(self.state != State::Left && self.progress & AGAIN != 0),
        }
    }
}

/// How many people of each department are chosen; those of none are left out.
pub(crate) fn matches<'a>(tallies: &'a [Tally], department: &str, chosen: Chosen) -> BTreeMap<&'a str, i64> {
    let mut found = BTreeMap::new();
    for one in tallies.iter().filter(|one| department.is_empty() || one.department_id == department) {
        let n = one.takes(chosen);
        if n > 0 {
            *found.entry(one.department_id.as_str()).or_default() += n;
        }
    }
    found
}

/// One line of the summary by department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Department's name; the sum's in the last line.
    pub(crate) department: String,
    /// People who count: not left, not paused.
    pub(crate) total: i64,
    pub(crate) read: i64,
    pub(crate) passed: i64,
    pub(crate) acknowledged: i64,
    /// Of them, on paper.
    pub(crate) on_paper: i64,
    pub(crate) approved: i64,
    pub(crate) in_group: i64,
    /// Past the day and not done.
    pub(crate) overdue: i64,
}

impl Counts {
    fn add(&mut self, one: &Tally) {
        let n = one.counted();
        let with = |bit: i64| if one.progress & bit == 0 { 0 } else { n };
        self.total += n;
        self.read += with(READ);
        self.passed += with(PASSED);
        self.acknowledged += with(ACKNOWLEDGED);
        self.on_paper += with(ON_PAPER);
        self.approved += with(APPROVED);
        self.in_group += with(IN_GROUP);
        self.overdue += one.overdue();
    }

    /// Share that acknowledged, in percent with one decimal as offices write it (`87,5%`).
    pub(crate) fn share(&self) -> String {
        percent(self.acknowledged, self.total)
    }
}

/// `87,5%`; `–` of nothing.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 2000 / whole + 1) / 2;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 { format!("{whole}%") } else { format!("{whole},{tenth}%") }
}

/// Counts by department, in the order given (id and name), and their sum last.
pub(crate) fn by_department(tallies: &[Tally], departments: &[(String, String)], sum_name: &str) -> Vec<Counts> {
    let mut lines: BTreeMap<usize, Counts> = BTreeMap::new();
    let mut sum = Counts { department: sum_name.to_owned(), ..Counts::default() };
    for one in tallies.iter().filter(|one| one.counted() > 0) {
        let place = departments.iter().position(|(id, _)| *id == one.department_id).unwrap_or(usize::MAX);
        let line = lines.entry(place).or_default();
        line.department = departments.get(place).map(|(_, name)| name.clone()).unwrap_or_default();
        line.add(one);
        sum.add(one);
    }
    lines.into_values().chain([sum]).collect()
}

/// How many of those who count are in the group, before the leader or HC-DV, at the commitment or their Zalo account,
/// and before that.
pub(crate) fn by_stage(tallies: &[Tally]) -> [i64; 4] {
    let stage = |state: State| match state {
        State::InGroup => 1,
        State::AwaitingDecision | State::Approved | State::Added => 2,
        State::ReadyToAcknowledge | State::NeedsContact | State::Returned => 3,
        State::NotStarted | State::Reading | State::ReadyForQuiz | State::NotPassed => 4,
        State::RemovalOrdered | State::Removed | State::Paused | State::Left => 0,
    };
    [1, 2, 3, 4].map(|wanted| tallies.iter().filter(|one| stage(one.state) == wanted).map(Tally::counted).sum())
}

/// Of those who count and have not acknowledged: how many have still to read, to pass, to acknowledge.
pub(crate) fn undone(tallies: &[Tally]) -> [i64; 3] {
    let step = |one: &Tally| match () {
        () if one.progress & READ == 0 => 0,
        () if one.progress & PASSED == 0 => 1,
        () => 2,
    };
    let waiting = || tallies.iter().filter(|one| one.progress & ACKNOWLEDGED == 0);
    [0, 1, 2].map(|wanted| waiting().filter(|one| step(one) == wanted).map(Tally::counted).sum())
}

/// The first and the last day due of those who have not acknowledged.
pub(crate) fn dues(tallies: &[Tally]) -> Option<(&str, &str)> {
    let waiting = || tallies.iter().filter(|one| one.progress & ACKNOWLEDGED == 0);
    let first = waiting().filter_map(|one| one.first_due.as_deref()).min()?;
    Some((first, waiting().filter_map(|one| one.last_due.as_deref()).max()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(department: &str, state: State, progress: i64) -> Tally {
        Tally {
            department_id: department.to_owned(),
            state,
            progress,
            n: 1,
            paused: 0,
            late: 0,
            first_due: None,
            last_due: None,
            oldest: None,
        }
    }

    fn some() -> Vec<Tally> {
        vec![
            tally("a", State::NeedsContact, READ | PASSED | ACKNOWLEDGED),
            tally("a", State::Left, 0),
            Tally { paused: 1, ..tally("a", State::Reading, 0) },
            Tally { late: 1, ..tally("b", State::NotStarted, AGAIN) },
        ]
    }

    #[test]
    fn counts_leave_out_the_departed_and_the_paused() {
        let lines = by_department(&some(), &[("a".into(), "A".into()), ("b".into(), "B".into())], "Tổng");
        let told: Vec<_> =
            lines.iter().map(|line| (line.department.as_str(), line.total, line.acknowledged, line.overdue)).collect();
        assert_eq!(told, [("A", 1, 1, 0), ("B", 1, 0, 1), ("Tổng", 2, 1, 1)]);
        assert_eq!(lines[2].share(), "50%");
        assert_eq!(by_stage(&some()), [0, 0, 1, 1]);
        let more = [tally("a", State::NotPassed, READ), tally("a", State::ReadyToAcknowledge, READ | PASSED)];
        assert_eq!(undone(&[some(), more.to_vec()].concat()), [1, 1, 1]);
    }

    #[test]
    fn a_pause_is_a_state_of_its_own_and_hides_the_step() {
        let of = |state| matches(&some(), "", Chosen::State(state)).values().sum::<i64>();
        let told = [State::NotStarted, State::NeedsContact, State::Reading, State::Paused, State::Left].map(of);
        assert_eq!(told, [1, 1, 0, 1, 1]);
        let all = |chosen| matches(&some(), "", chosen).values().sum::<i64>();
        assert_eq!((all(Chosen::Here), all(Chosen::Overdue), all(Chosen::Again)), (3, 1, 1));
        assert_eq!(matches(&some(), "a", Chosen::Here).len(), 1);
    }

    #[test]
    fn percentages_are_written_as_offices_write_them() {
        assert_eq!(percent(7, 8), "87,5%");
        assert_eq!(percent(1, 3), "33,3%");
        assert_eq!(percent(2, 3), "66,7%");
        assert_eq!(percent(3, 3), "100%");
        assert_eq!(percent(0, 0), "–");
    }
}
