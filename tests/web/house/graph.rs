//! The module graph, drawn from the sources: which file names which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// file → the files it names.
pub(super) type Graph = BTreeMap<String, BTreeSet<String>>;

pub(super) fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

pub(super) fn sources() -> Vec<(String, String)> {
    let all = files("src").into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let all = all.map(|path| (path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
    all.filter(|one| !one.0.ends_with("/tests.rs") && !one.0.contains("/tests/")).collect()
}

/// The source without comments and without its unit tests.
pub(super) fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The module path of a file: `src/people/store/role.rs` → people, store, role.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned).collect()
}

/// The deepest file that a module path leads to.
fn file_of(module: &[String]) -> Option<String> {
    for length in (1..=module.len()).rev() {
        let path = format!("src/{}", module[..length].join("/"));
        for name in [format!("{path}.rs"), format!("{path}/mod.rs")] {
            if Path::new(&name).exists() {
                return Some(name);
            }
        }
    }
    None
}

/// Every path that a piece of code names, braces opened: `a::{b, c::d}` → a::b, a::c::d.
fn paths(code: &str) -> Vec<Vec<String>> {
    let letters: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let starts = at == 0 || !(letters[at - 1].is_alphanumeric() || "_:.".contains(letters[at - 1]));
        if starts && (letters[at].is_alphabetic() || letters[at] == '_') {
            let (tree, end) = tree(&letters, at);
            found.extend(tree.into_iter().filter(|path| path.len() > 1));
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one path, or a tree of them, from `at`; the answer is the paths and where they end.
fn tree(letters: &[char], mut at: usize) -> (Vec<Vec<String>>, usize) {
    let mut path = Vec::new();
    loop {
        let start = at;
        while at < letters.len() && (letters[at].is_alphanumeric() || letters[at] == '_') {
            at += 1;
        }
        path.push(letters[start..at].iter().collect::<String>());
        if letters.get(at) != Some(&':') || letters.get(at + 1) != Some(&':') {
            return (vec![path], at);
        }
        at += 2;
        match letters.get(at) {
            Some('{') => break,
            Some(letter) if letter.is_alphabetic() || *letter == '_' => {}
            _ => return (vec![path], at),
        }
    }
    at += 1;
    let mut all = Vec::new();
    while at < letters.len() && letters[at] != '}' {
        if letters[at].is_alphabetic() || letters[at] == '_' {
            let (inner, end) = tree(letters, at);
            if inner == [["as"]] {
                at = tree(letters, end + 1).1; // a new name for what was just named
                continue;
            }
            for tail in inner {
                let tail = if tail == ["self"] { Vec::new() } else { tail };
                all.push(path.iter().cloned().chain(tail).collect());
            }
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    (all, at + 1)
}

/// A table of contents (`mod x;`, `pub use x::…;`) names its own folder's files and is no arrow.
fn without_contents(code: &str) -> String {
    let mut out = String::new();
    let mut skipping = false;
    for line in code.lines() {
        let line_ = line.trim_start();
        let exported = ["pub use ", "pub(crate) use ", "pub(super) use "].map(|start| line_.strip_prefix(start));
        let re_export = exported.into_iter().flatten().any(|rest| !rest.starts_with("crate::"));
        skipping = skipping || re_export;
        if !skipping {
            out.push_str(line);
            out.push('\n');
        }
        if skipping && line.contains(';') {
            skipping = false;
        }
    }
    out
}

pub(super) fn draw() -> Graph {
    let mut graph = Graph::new();
    for (path, source) in sources() {
        let code = without_contents(&code(&source));
        let own = module(&path);
        let children: BTreeSet<&str> = source
            .lines()
            .filter_map(|line| {
                line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ").strip_prefix("mod ")
            })
            .filter_map(|rest| rest.strip_suffix(';'))
            .collect();
        let mut names = BTreeSet::new();
        for named in paths(&code) {
            let whole: Vec<String> = match named[0].as_str() {
                "crate" => named[1..].to_vec(),
                "nep" if path == "src/main.rs" => named[1..].to_vec(),
                "self" => own.iter().cloned().chain(named[1..].iter().cloned()).collect(),
                "super" => {
                    let up = named.iter().take_while(|part| *part == "super").count();
                    let kept = own.len().saturating_sub(up);
                    own[..kept].iter().cloned().chain(named[up..].iter().cloned()).collect()
                }
                child if children.contains(child) => own.iter().cloned().chain(named.iter().cloned()).collect(),
                _ => continue,
            };
            names.extend(file_of(&whole).filter(|file| *file != path));
        }
        graph.insert(path, names);
    }
    graph
}

/// The circles: sets of files that lead back to each other.
pub(super) fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reach = |from: &String| -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(one) = open.pop() {
            for next in graph.get(&one).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> = graph.keys().map(|file| (file, reach(file))).collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (file, reached) in &all {
        if !reached.contains(*file) || found.iter().any(|circle| circle.contains(*file)) {
            continue;
        }
        let circle = reached.iter().filter(|other| all.get(other).is_some_and(|back| back.contains(*file)));
        found.push(circle.cloned().collect());
    }
    found
}

#[test]
fn paths_are_read_from_code_with_their_braces() {
    let read: Vec<String> = paths("use crate::a::{b, c::{self, D}}; let x = super::e::f(y.z);")
        .into_iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(read, ["crate::a::b", "crate::a::c", "crate::a::c::D", "super::e::f"]);
}

#[test]
fn a_circle_is_found() {
    let arrows = |list: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in list {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    };
    assert_eq!(circles(&arrows(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])), [["a", "b", "c"]]);
    assert!(circles(&arrows(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
}
