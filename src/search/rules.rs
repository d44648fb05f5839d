//! Clauses by words: each the beginning of a word of the clause's address, title or text, in any order.

use crate::documents::rules::{Clause, Regulation};
use crate::tracking::rules::Words;
use crate::words::{begins, forms};

/// Letters of a sentence that are shown before the first found word, and in all.
const BEFORE: usize = 60;
const SHOWN: usize = 220;

/// A run of a sentence, found or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) found: bool,
}

/// A clause that has all the words.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'a> {
    pub(crate) clause: &'a Clause,
    /// The paragraph with the most of the words, cut to what is around them.
    pub(crate) runs: Vec<Run>,
}

/// The clauses that have all the words, in the order of the text.
pub(crate) fn clauses<'a>(regulation: &'a Regulation, words: &'a Words) -> impl Iterator<Item = Hit<'a>> {
    regulation.clauses().iter().filter(|_| !words.is_empty()).filter_map(|clause| hit(clause, words))
}

fn hit<'a>(clause: &'a Clause, words: &Words) -> Option<Hit<'a>> {
    let lines = clause.lines();
    let all = format!("{} {}", clause.label, lines.join(" "));
    if !words.stand_in(&[&all]) {
        return None;
    }
    let runs = lines.iter().map(|line| runs(line, words));
    // The first of those with the most: `max_by_key` would take the last.
    let best = runs.rev().max_by_key(|runs| runs.iter().filter(|run| run.found).count()).unwrap_or_default();
    Some(Hit { clause, runs: around(best) })
}

/// A word without the marks of the sentence around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A paragraph, its found words apart; what stands around a word stays outside of it.
fn runs(line: &str, words: &Words) -> Vec<Run> {
    let mut list: Vec<Run> = Vec::new();
    let mut add = |text: &str, found: bool| match list.last_mut() {
        Some(open) if open.found == found => open.text.push_str(text),
        _ if text.is_empty() => {}
        _ => list.push(Run { text: text.to_owned(), found }),
    };
    for (place, token) in line.split_whitespace().enumerate() {
        add(if place == 0 { "" } else { " " }, false);
        let word = bare(token);
        let forms = forms(word);
        let is_found = words.folded().iter().any(|wanted| begins(&forms, wanted));
        match token.split_once(word).filter(|_| is_found) {
            Some((before, after)) => {
                add(before, false);
                add(word, true);
                add(after, false);
            }
            None => add(token, false),
        }
    }
    list
}

/// What is around the found words, cut at words.
fn around(runs: Vec<Run>) -> Vec<Run> {
    let mut left = SHOWN;
    let mut list = Vec::new();
    for (place, mut run) in runs.into_iter().enumerate() {
        let length = run.text.chars().count();
        if place == 0 && !run.found && length > BEFORE {
            let tail: String = run.text.chars().skip(length - BEFORE).collect();
            run.text = format!("…{}", tail.split_once(' ').map_or(tail.as_str(), |(_, rest)| rest));
        }
        let length = run.text.chars().count();
        if length > left {
            let head: String = run.text.chars().take(left).collect();
            run.text = format!("{}…", head.rsplit_once(' ').map_or(head.as_str(), |(rest, _)| rest));
            list.push(run);
            return list;
        }
        left -= length;
        list.push(run);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../documents/quy-che-nhom-zalo/1.md");

    fn found(typed: &str) -> Vec<(String, String)> {
        let regulation = Regulation::parse(TEXT, None).unwrap();
        let words = Words::parse(typed);
        let marked = |hit: Hit<'_>| {
            let marked: Vec<String> = hit.runs.into_iter().filter(|run| run.found).map(|run| run.text).collect();
            (hit.clause.id.to_string(), marked.join("|"))
        };
        clauses(&regulation, &words).map(marked).collect()
    }

    #[test]
    fn all_words_must_stand_in_a_clause_in_any_order_with_or_without_marks() {
        let one = found("trách nhiệm trước lãnh đạo");
        assert!(!one.is_empty());
        assert_eq!(one, found("dao truoc lanh nhiem trach"));
        assert_eq!(one, found("LÃNH ĐẠO  trước trách nhiệm"));
        assert!(found("trách nhiệm trước lãnh đạo xyz").is_empty());
        assert!(found("").is_empty() && found(" ’ ").is_empty());
        assert!(found("trạch nhiệm trước lãnh đạo").is_empty(), "marks that were typed are meant");
        assert!(one.iter().any(|(_, marked)| marked.contains("trách") && marked.contains("trước")), "{one:?}");
    }

    #[test]
    fn an_address_finds_its_clause() {
        assert_eq!(found("điều 4").first().map(|one| one.0.clone()), Some("dieu-4".to_owned()));
        assert!(found("khoan 3 dieu 4").iter().any(|one| one.0 == "dieu-4.khoan-3"));
    }

    #[test]
    fn a_long_paragraph_is_cut_around_what_was_found() {
        let words = Words::parse("kim");
        let long = format!("{} (kim, cương) {}", "a b ".repeat(60), "c d ".repeat(200));
        let cut = around(runs(&long, &words));
        let text: String = cut.iter().map(|run| run.text.as_str()).collect();
        assert!(text.starts_with('…') && text.ends_with('…') && text.chars().count() < 230, "{text}");
        assert_eq!(cut.iter().filter(|run| run.found).map(|run| run.text.as_str()).collect::<Vec<_>>(), ["kim"]);
    }
}
