//! The shape of the house: a test fails before a reviewer has to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
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

fn sources() -> Vec<(String, String)> {
    let all = files("src").into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    all.map(|path| (path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// The source without comments and without its unit tests.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The feature a file belongs to: its folder under `src/`.
fn feature(path: &str) -> Option<&str> {
    let mut parts = path.trim_start_matches("src/").split('/');
    let folder = parts.next()?;
    parts.next().map(|_| folder)
}

fn is_rules(path: &str) -> bool {
    (path.ends_with("/rules.rs") || path.contains("/rules/")) && !path.contains("/tests")
}

fn is_store(path: &str) -> bool {
    path.ends_with("/store.rs") || path.contains("/store/")
}

#[test]
fn rules_decide_without_database_web_files_or_clock() {
    let banned = [
        "sqlx",
        "axum",
        "askama",
        "tokio",
        "std::fs",
        "std::net",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "rand::rng()",
        "reqwest",
        "Clock",
    ];
    let mut seen = 0;
    for (path, source) in sources().into_iter().filter(|one| is_rules(&one.0)) {
        seen += 1;
        let code = code(&source);
        for word in banned {
            assert!(!code.contains(word), "{path} names {word}");
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn pages_ask_other_features_for_facts_never_for_pages() {
    // What every feature shares: proving who it is, and naming who acts.
    let shared = [
        "accounts::pages::{Nothing, require_proof}",
        "form::Nothing",
        "accounts::acts::check_password",
        "accounts::acts::require_proof",
        "people::pages::by",
    ];
    for (path, source) in sources() {
        let Some(own) = feature(&path).filter(|own| *own != "commands") else { continue };
        let mut code = code(&source);
        for one in shared {
            code = code.replace(one, "");
        }
        for other in FEATURES.iter().filter(|other| **other != own) {
            for part in ["pages", "export"] {
                assert!(!code.contains(&format!("{other}::{part}")), "{path} uses {other}::{part}");
            }
        }
    }
}

const FEATURES: [&str; 13] = [
    "accounts",
    "acknowledgments",
    "admissions",
    "contacts",
    "documents",
    "home",
    "people",
    "quizzes",
    "rounds",
    "settings",
    "setup",
    "standing",
    "tracking",
];

#[test]
fn every_folder_is_a_known_feature() {
    let folders: BTreeSet<String> = sources().iter().filter_map(|one| feature(&one.0).map(str::to_owned)).collect();
    let known: BTreeSet<String> =
        FEATURES.iter().chain(&["commands", "ledger", "router"]).map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, known);
}

#[test]
fn stores_never_draw_and_rules_never_ask() {
    for (path, source) in sources() {
        let code = code(&source);
        if is_store(&path) {
            assert!(!code.contains("askama") && !code.contains("axum"), "{path} draws");
            assert!(!code.contains("::pages"), "{path} knows pages");
        }
        if path.ends_with("/acts.rs") || path.contains("/acts/") {
            assert!(!code.contains("askama") && !code.contains("axum"), "{path} draws");
            assert!(!code.contains("::pages") && !code.contains("crate::visit"), "{path} knows the web");
        }
        if is_rules(&path) {
            assert!(!code.contains("::store") && !code.contains("::pages"), "{path} asks");
        }
    }
}

#[test]
fn only_the_door_begins_transactions() {
    for (path, source) in sources().into_iter().filter(|one| one.0 != "src/db.rs") {
        let code = code(&source);
        for word in [".begin()", "begin_with", "begin immediate"] {
            assert!(!code.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn tracking_reads_everybodys_tables_and_writes_none() {
    let source = code(&fs::read_to_string("src/tracking/store.rs").unwrap()).to_lowercase();
    for word in ["insert ", "update ", "delete ", "anyconnection"] {
        assert!(!source.contains(word), "src/tracking/store.rs: {word}");
    }
}

#[test]
fn every_template_belongs_to_a_struct_and_every_struct_has_its_template() {
    let mut used = BTreeSet::new();
    for (_, source) in sources() {
        used.extend(
            source.split("template(path = \"").skip(1).filter_map(|part| part.split('"').next()).map(str::to_owned),
        );
    }
    let there: Vec<String> = files("templates")
        .iter()
        .map(|path| path.strip_prefix("templates").unwrap().to_string_lossy().into_owned())
        .collect();
    for name in &used {
        assert!(there.contains(name), "no templates/{name}");
    }
    // Frames and parts are named by other templates.
    let mut texts = String::new();
    for name in &there {
        texts.push_str(&fs::read_to_string(Path::new("templates").join(name)).unwrap());
    }
    for name in there {
        assert!(used.contains(&name) || texts.contains(&format!("\"{name}\"")), "nobody uses templates/{name}");
    }
}

#[test]
fn no_template_has_inline_script_style_or_handlers() {
    for path in files("templates") {
        let text = fs::read_to_string(&path).unwrap();
        for word in [" style=\"", "<style", "onclick=", "onsubmit=", "onchange=", "javascript:"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        for script in text.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap_or_default().contains("src="), "{}: inline script", path.display());
        }
    }
}

#[test]
fn only_our_own_html_is_marked_safe() {
    let ours = ["text", "html", "notice", "body", "piece", "qr"];
    for path in files("templates") {
        let text = fs::read_to_string(&path).unwrap();
        for place in text.split("{{").skip(1) {
            let inside = place.split("}}").next().unwrap_or_default().trim();
            let Some((name, _)) = inside.split_once("|safe").or_else(|| inside.split_once("| safe")) else { continue };
            let last = name.trim().rsplit('.').next().unwrap_or_default();
            assert!(ours.contains(&last), "{}: {inside}", path.display());
        }
    }
}

#[test]
fn every_page_can_be_reached_by_its_noun() {
    for route in nep::router::routes().declared() {
        assert!(route.path.is_ascii() && !route.path.ends_with('/') || route.path == "/", "{}", route.path);
        assert!(!route.path.contains('_'), "{}", route.path);
    }
}

#[test]
fn no_lint_is_silently_allowed_and_nothing_is_unsafe() {
    for (path, source) in sources() {
        assert!(!source.contains("#[allow(") && !source.contains("#![allow("), "{path}: use expect with a reason");
        assert!(!code(&source).contains("unsafe "), "{path}");
    }
}
