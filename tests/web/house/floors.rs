//! Floors: an arrow goes down, or stays on its floor; nothing leads back.

use super::graph::{circles, draw};

/// From below: ground, rules, store, what every page needs, what every handler holds, acts, pages and jobs, roof.
fn floor(path: &str) -> u8 {
    let inner = path.trim_start_matches("src/");
    let parts: Vec<&str> = inner.split('/').collect();
    let has = |name: &str| parts.iter().any(|part| *part == name || *part == format!("{name}.rs"));
    match parts.as_slice() {
        ["main.rs" | "lib.rs"] | ["router" | "commands", ..] => 7,
        ["app.rs" | "route.rs" | "visit.rs" | "navigation.rs" | "page.rs"] => 4,
        ["db" | "ledger" | "office", ..] | [_] => 0,
        ["jobs", ..] | ["verify", "mod.rs" | "pages.rs"] => 6,
        ["verify", ..] => 5,
        _ if has("rules") => 1,
        _ if has("store") && parts[0] != "site" && parts[0] != "standing" => 2,
        [_, "library.rs" | "pack.rs"] => 2,
        ["site" | "standing", ..] => 3,
        [_, "session.rs"] => 4,
        _ if has("acts") || has("load") => 5,
        _ => 6,
    }
}

#[test]
fn no_module_leads_back_to_itself() {
    let found = circles(&draw());
    assert!(found.is_empty(), "circles: {found:#?}");
}

#[test]
fn arrows_go_down() {
    let mut up = Vec::new();
    let graph = draw();
    assert!(graph.len() > 120 && graph.values().map(std::collections::BTreeSet::len).sum::<usize>() > 500);
    for (from, named) in &graph {
        up.extend(named.iter().filter(|to| floor(to) > floor(from)).map(|to| format!("{from} → {to}")));
    }
    assert!(up.is_empty(), "arrows that run up: {up:#?}");
}

#[test]
fn a_features_pages_name_no_other_features_pages() {
    let feature = |path: &str| path.trim_start_matches("src/").split('/').next().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for (from, named) in draw().iter().filter(|one| floor(one.0) == 6) {
        let roofless = |to: &&String| floor(to) == 6 && feature(to) != feature(from);
        found.extend(named.iter().filter(roofless).map(|to| format!("{from} → {to}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}
