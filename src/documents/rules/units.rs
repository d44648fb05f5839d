//! What is read and confirmed one at a time.

use super::clause::{Clause, ClauseKind};

/// The places of what is read one at a time, in order.
///
/// Every Điều is; an annex and a form are read whole, with the Điều that lie in them and with what stands between these;
/// a document without Điều of its own is read by its top sections, or whole; a rule that lies in none of them by itself.
/// So no rule and no annex is left that nobody has to open, and none that no question could be asked about. A text
/// without any rule has nothing to read.
pub(super) fn units(clauses: &[Clause]) -> Vec<usize> {
    if !clauses.iter().any(|clause| clause.kind.is_provision()) {
        return Vec::new();
    }
    let scopes = scopes(clauses);
    let mut holds_articles = vec![false; clauses.len() + 1];
    for (clause, scope) in clauses.iter().zip(&scopes) {
        if clause.kind == ClauseKind::Article
            && let Some(holds) = holds_articles.get_mut(*scope)
        {
            *holds = true;
        }
    }
    let has_articles = |scope: usize| holds_articles.get(scope).copied().unwrap_or(false);
    let mut all: Vec<usize> = Vec::new();
    for (place, clause) in clauses.iter().enumerate() {
        let scope = scopes.get(place).copied().unwrap_or(0);
        let wanted = match clause.kind {
            ClauseKind::Article => has_articles(scope),
            ClauseKind::Annex | ClauseKind::Form => true,
            ClauseKind::Part => !has_articles(place + 1) && reads_whole(clauses, place),
            kind if kind.is_group() => {
                let top = clause.parent.map_or(scope == 0, |parent| parent + 1 == scope);
                let document = clause.parent.and_then(|parent| clauses.get(parent));
                let document = document.is_none_or(|outer| outer.kind == ClauseKind::Part);
                top && document && !has_articles(scope) && !(scope > 0 && reads_whole(clauses, scope - 1))
            }
            kind if kind.is_provision() => {
                let outer = clause.parent.and_then(|parent| clauses.get(parent));
                !outer.is_some_and(|outer| outer.kind.is_provision())
            }
            _ => false,
        };
        if wanted {
            all.push(place);
        }
    }
    outermost(clauses, all)
}

/// For each clause the document, annex or form it lies in, as its place and one; 0 outside of all. A document's own
/// entry is that of what it lies in.
fn scopes(clauses: &[Clause]) -> Vec<usize> {
    let mut scopes: Vec<usize> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let scope = clause.parent.map_or(0, |parent| {
            let outer = clauses.get(parent).is_some_and(|outer| outer.kind.is_scope());
            if outer { parent + 1 } else { scopes.get(parent).copied().unwrap_or(0) }
        });
        scopes.push(scope);
    }
    scopes
}

/// Whether a part without articles is read whole: it has words or rules that lie in no section of it.
fn reads_whole(clauses: &[Clause], place: usize) -> bool {
    let Some(part) = clauses.get(place) else { return false };
    let inner = clauses.iter().skip(place + 1).take_while(|clause| clause.depth > part.depth);
    let mut direct = inner.filter(|clause| clause.depth == part.depth + 1).map(|clause| clause.kind).peekable();
    let words = !part.paragraphs.is_empty();
    let mut sections = false;
    let mut rules = false;
    for kind in direct.by_ref() {
        sections |= kind.is_group();
        rules |= kind.is_provision();
    }
    rules || words && !sections
}

/// Without what lies in another of them.
fn outermost(clauses: &[Clause], all: Vec<usize>) -> Vec<usize> {
    let mut end = 0;
    let mut kept = Vec::new();
    for place in all {
        if place < end {
            continue;
        }
        let depth = clauses.get(place).map_or(0, |clause| clause.depth);
        end = place + 1 + clauses.iter().skip(place + 1).take_while(|clause| clause.depth > depth).count();
        kept.push(place);
    }
    kept
}
