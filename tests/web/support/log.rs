//! What the application logs while it is tested, and what must not be in it: files in the folder that `NEP_TEST_LOGS`
//! names, searched when all tests have run.

use super::engine::is_postgres;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, Once};

static FOLDER: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::var_os("NEP_TEST_LOGS").map(PathBuf::from));
static TOLD: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// A file that every test of every process writes behind the others.
pub(crate) fn file(name: &str) -> Option<File> {
    let path = FOLDER.as_ref()?.join(name);
    Some(OpenOptions::new().create(true).append(true).open(path).unwrap())
}

/// From now on the application of this process logs into its engine's file.
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let name = if is_postgres() { "app-postgres.log" } else { "app-sqlite.log" };
        let Some(file) = file(name) else { return };
        let builder = tracing_subscriber::fmt().with_env_filter("info,nep=debug").with_ansi(false);
        builder.with_writer(Mutex::new(file)).init();
    });
}

/// Notes a token, a password or a phone number that the tests use.
pub(crate) fn secret(value: &str) {
    let value = value.trim();
    if FOLDER.is_none() || value.len() < 9 || value.contains('\n') || !TOLD.lock().unwrap().insert(value.to_owned()) {
        return;
    }
    if let Some(mut file) = file("secrets.txt") {
        file.write_all(format!("{value}\n").as_bytes()).unwrap();
    }
}

/// Notes the fields of a form that are nobody else's business.
pub(crate) fn fields(fields: &[(String, String)]) {
    for (name, value) in fields {
        match name.as_str() {
            "password" | "old" | "csrf" => secret(value),
            "phone" => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                secret(value);
                secret(&digits);
                if let Some(rest) = digits.strip_prefix('0') {
                    secret(&format!("84{rest}"));
                }
            }
            _ => {}
        }
    }
}

/// Notes the tokens of links that stand in a text.
pub(crate) fn links(text: &str) {
    for start in ["/link/", "/setup/"] {
        for rest in text.split(start).skip(1) {
            secret(rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default());
        }
    }
}
