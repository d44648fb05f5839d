//! A text in the order in which it is printed, cut where a heading or an article begins.

use super::clause::ClauseKind;
use super::paragraph::Paragraph;
use super::regulation::Regulation;

/// What lies directly in a heading.
#[derive(Debug, Clone, Copy)]
pub(super) enum Inner<'a> {
    /// The place of a rule outside of articles.
    Rule(usize),
    /// A paragraph behind such a rule.
    Words(&'a Paragraph),
}

/// One step through a text.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// A heading with what comes before the next heading in it, an article, or a rule that lies in nothing.
    Alone(usize, Vec<Inner<'a>>),
    /// What belongs to a heading and comes behind another one in it.
    After(Inner<'a>),
}

impl Regulation {
    /// The whole text but the lines above the first heading.
    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.clauses.len()];
        let mut roots = Vec::new();
        for (place, clause) in self.clauses.iter().enumerate() {
            match clause.parent.and_then(|parent| children.get_mut(parent)) {
                Some(list) => list.push(place),
                None => roots.push(place),
            }
        }
        let mut steps = Vec::new();
        for root in roots {
            self.visit(root, &children, &mut steps);
        }
        steps
    }

    fn visit<'a>(&'a self, place: usize, children: &[Vec<usize>], steps: &mut Vec<Step<'a>>) {
        let Some(clause) = self.clauses.get(place) else { return };
        let mut own = Some(Vec::new());
        if !clause.kind.is_provision() {
            let mut tails = clause.tail.iter().peekable();
            for child in children.get(place).into_iter().flatten() {
                while let Some(tail) = tails.next_if(|tail| tail.after < *child) {
                    add(&mut own, Inner::Words(&tail.paragraph), steps);
                }
                if self.clauses.get(*child).is_some_and(|child| child.kind > ClauseKind::Article) {
                    add(&mut own, Inner::Rule(*child), steps);
                    continue;
                }
                steps.extend(own.take().map(|inner| Step::Alone(place, inner)));
                self.visit(*child, children, steps);
            }
            for tail in tails {
                add(&mut own, Inner::Words(&tail.paragraph), steps);
            }
        }
        steps.extend(own.take().map(|inner| Step::Alone(place, inner)));
    }
}

/// Before the next heading it belongs to the heading; behind one it comes after that.
fn add<'a>(own: &mut Option<Vec<Inner<'a>>>, one: Inner<'a>, steps: &mut Vec<Step<'a>>) {
    match own {
        Some(list) => list.push(one),
        None => steps.push(Step::After(one)),
    }
}
