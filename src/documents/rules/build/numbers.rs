//! Khoản, mục, điểm, điểm con: whether a number that a line begins with is one, and of what.

use super::super::clause::ClauseKind;
use super::super::head::Numbering;
use super::super::marks::{self, Number, Style};
use super::super::notice::NoticeKind;
use super::super::rows::{Row, Shape};
use super::super::tree::{Last, New};
use super::Builder;
use super::ahead::{group, is_article, number};

/// How far a number may jump and still be one: a year at the start of a line is none.
const FAR: u32 = 30;

/// How a number stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// It begins a list, or goes on with it.
    Follows,
    /// Numbers are missing before it.
    Jumps(u32),
    /// It was there already.
    Again,
    /// A list begins again.
    Restarts,
    /// It goes back.
    Back,
}

/// What a number would open.
struct Target {
    kind: ClauseKind,
    deeper: u8,
    value: u32,
    /// Whether it is only taken where it follows.
    strict: bool,
}

impl Target {
    fn of(kind: ClauseKind, value: u32) -> Self {
        Self { kind, deeper: 0, value, strict: false }
    }

    fn rank(&self) -> u8 {
        self.kind.rank() + self.deeper
    }
}

impl<'a> Builder<'a> {
    /// Opens the clause that a line numbers; whether it did.
    pub(super) fn numbered(&mut self, at: usize, row: &'a Row<'a>, joining: bool) -> bool {
        let Some(found) = number(row) else { return false };
        let Some(target) = self.target(&found).filter(|_| self.takes_numbers(at)) else {
            self.not_taken(row, &found);
            return false;
        };
        let order = self.order(&target, &found);
        let alone = found.rest.is_empty() && !(order == Order::Follows && self.has_words(at, joining));
        if alone || !self.accepts(order, &target, &found, joining) {
            self.not_taken(row, &found);
            return false;
        }
        let led = joining || self.tree.innermost().is_some_and(|one| one.kind.rank() < target.rank());
        match order {
            Order::Follows => {}
            Order::Restarts if led => {}
            Order::Again | Order::Restarts => self.notice(row, NoticeKind::Again, Some(target.kind)),
            Order::Back | Order::Jumps(_) => self.notice(row, NoticeKind::Jump, Some(target.kind)),
        }
        let again = self.open(row, &found, &target);
        if let Some(notice) = self.notices.last_mut().filter(|_| order == Order::Back && again) {
            notice.kind = NoticeKind::Again;
        }
        self.quote(at, row);
        true
    }

    /// Whether what a number alone on its line numbers stands below it.
    fn has_words(&self, at: usize, joining: bool) -> bool {
        let next = self.next(at).filter(|next| is_article(next).is_none() && group(next, true).is_none());
        let fits = next.is_some_and(|next| match next.shape {
            Shape::Text => next.level.is_none() && number(next).is_none_or(|found| found.value == 1),
            Shape::Item | Shape::Table => true,
            _ => false,
        });
        fits && !(joining && marks::cut(self.before))
    }

    fn not_taken(&mut self, row: &'a Row<'a>, found: &Number<'_>) {
        // "2.000 người" and "15.5" are amounts: nobody misses them among the numbers.
        let words = found.rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '-' | '–' | '—' | ':' | ')'));
        if found.style != Style::OpenSub || words {
            self.notice(row, NoticeKind::NotTaken, None);
        }
    }

    /// Whether numbers are rules here: under an article, or in a text that has none.
    fn takes_numbers(&self, at: usize) -> bool {
        match self.innermost() {
            Some(kind) if kind.is_provision() => true,
            Some(ClauseKind::Closing | ClauseKind::Letterhead) | None => false,
            Some(_) => !self.in_articles() && (self.in_annex() || !self.ahead.has_article(at)),
        }
    }

    fn target(&self, found: &Number<'_>) -> Option<Target> {
        let top = match self.numbering {
            Numbering::Khoan => ClauseKind::Khoan,
            Numbering::Y => ClauseKind::Y,
        };
        let value = found.value;
        let sub = || Target::of(ClauseKind::SubDiem, value);
        Some(match found.style {
            Style::Top => Target::of(top, value),
            Style::Sub | Style::OpenSub => return self.sub(found),
            Style::LetterSub | Style::Parens | Style::Roman => sub(),
            Style::LetterDot => Target { strict: true, ..Target::of(ClauseKind::Diem, value) },
            Style::Letter => self.letter(found),
            Style::Paren => {
                let dotted = self.tree.last(top.rank()).is_some_and(|last| last.style != Some(Style::Paren));
                if dotted || self.tree.chain().any(|one| one.kind == ClauseKind::Diem) {
                    sub()
                } else {
                    Target::of(top, value)
                }
            }
        })
    }

    /// `i)`, `v)` and `x)` are letters, or Roman numerals under a điểm.
    fn letter(&self, found: &Number<'_>) -> Target {
        let roman = match found.number {
            "i" => 1,
            "v" => 5,
            "x" => 10,
            _ => return Target::of(ClauseKind::Diem, found.value),
        };
        let sub = self.tree.last(ClauseKind::SubDiem.rank());
        let goes_on = sub.is_some_and(|last| last.value + 1 == roman && last.style == Some(Style::Roman));
        let letter = self.tree.last(ClauseKind::Diem.rank());
        let after = letter.is_some_and(|last| last.value + 1 == found.value);
        let begins = roman == 1 && !after && sub.is_none_or(|last| last.style != Some(Style::Roman));
        if goes_on || begins {
            Target::of(ClauseKind::SubDiem, roman)
        } else {
            Target::of(ClauseKind::Diem, found.value)
        }
    }

    /// `3.2.` lies in khoản 3, `3.2.1.` in mục 3.2; without khoản, 4.1 lies in Điều 4.
    fn sub(&self, found: &Number<'_>) -> Option<Target> {
        let (outer, _) = found.number.rsplit_once('.')?;
        let deep = outer.matches('.').count();
        let holds = |kind: ClauseKind| match deep {
            0 => matches!(kind, ClauseKind::Khoan | ClauseKind::Y | ClauseKind::Article),
            _ => kind == ClauseKind::Muc,
        };
        self.tree.chain().find(|one| holds(one.kind)).filter(|one| one.number == outer)?;
        let deeper = u8::try_from(deep).ok().filter(|deep| *deep < 7)?;
        let strict = found.style == Style::OpenSub;
        Some(Target { kind: ClauseKind::Muc, deeper, value: found.value, strict })
    }

    fn order(&self, target: &Target, found: &Number<'_>) -> Order {
        let value = target.value;
        let same_list = |style: Option<Style>| match (style, found.style) {
            (Some(Style::Roman), Style::Letter)
            | (Some(Style::Letter), Style::Roman)
            | (Some(Style::Sub), Style::OpenSub)
            | (Some(Style::OpenSub), Style::Sub) => true,
            (style, now) => style == Some(now),
        };
        match self.tree.last(target.rank()).filter(|last| same_list(last.style)) {
            None if value <= 1 => Order::Follows,
            None => Order::Jumps(value - 1),
            Some(last) if value == last.value + 1 => Order::Follows,
            Some(last) if value == last.value && !found.suffix.is_empty() && found.suffix != last.suffix => {
                Order::Follows
            }
            Some(last) if value == last.value && found.suffix == last.suffix && value > 1 => Order::Again,
            Some(last) if value > last.value => Order::Jumps(value - last.value - 1),
            Some(_) if value <= 1 => Order::Restarts,
            Some(_) => Order::Back,
        }
    }

    /// In the middle of a sentence only what follows is a number; years and amounts never are.
    fn accepts(&self, order: Order, target: &Target, found: &Number<'_>, joining: bool) -> bool {
        if joining && marks::expects(self.before) {
            return false;
        }
        let cut = joining && marks::cut(self.before);
        let letters = found.style == Style::Letter;
        match order {
            Order::Follows => !(target.strict && cut),
            _ if target.strict => false,
            Order::Jumps(gap) if target.kind == ClauseKind::SubDiem => gap <= 3 && !cut,
            Order::Jumps(gap) => gap <= FAR && (!cut || letters && gap <= 6),
            Order::Again | Order::Restarts | Order::Back => !cut,
        }
    }

    /// Whether its address was taken already.
    fn open(&mut self, row: &'a Row<'a>, found: &Number<'a>, target: &Target) -> bool {
        let rank = target.rank();
        let style =
            if target.kind == ClauseKind::SubDiem && found.style == Style::Letter { Style::Roman } else { found.style };
        self.tree.count(rank, Last { value: target.value, suffix: found.suffix.clone(), style: Some(style) });
        let piece = format!("{}-{}", target.kind.slug(), marks::number_slug(found.number));
        let (number, marker, glued) = (found.number, found.marker, found.glued);
        let new = New { piece, number, marker, line: row.line, glued, deeper: target.deeper, ..New::default() };
        let again = self.tree.push(target.kind, new);
        self.rest(row, found.rest);
        again
    }
}
