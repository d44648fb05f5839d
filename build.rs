//! Embeds `static/`, `documents/` and `quizzes/`, so that one binary is the whole product.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut code = String::new();
    write_assets(&root, &mut code)?;
    write_texts("DOCUMENTS", &root, &mut code)?;
    write_texts("QUIZZES", &root, &mut code)?;
    fs::write(out.join("embedded.rs"), code)?;
    for folder in ["static", "documents", "quizzes", "texts", "migrations", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    Ok(())
}

/// One constant a file, its address carrying a hash of its bytes: cached for ever, never stale.
fn write_assets(root: &Path, code: &mut String) -> io::Result<()> {
    let mut names = Vec::new();
    for path in files(&root.join("static"))? {
        let bytes = fs::read(&path)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = literal(root, &path);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
        let constant = file.to_uppercase().replace(['.', '-'], "_");
        let address = format!("/static/{stem}.{:016x}.{ending}", fnv(&bytes));
        let kind = match ending {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            _ => "application/octet-stream",
        };
        let _ = writeln!(
            code,
            "/// `static/{file}`.\npub(crate) const {constant}: Asset = Asset {{ address: {address:?}, kind: {kind:?}, bytes: include_bytes!({path}) }};"
        );
        names.push(constant);
    }
    let _ =
        writeln!(code, "/// Every file of `static/`.\npub(crate) const ASSETS: &[Asset] = &[{}];", names.join(", "));
    Ok(())
}

/// `(path below the folder, text)` of every file.
fn write_texts(constant: &str, root: &Path, code: &mut String) -> io::Result<()> {
    let name = constant.to_lowercase();
    let folder = root.join(&name);
    let _ = writeln!(code, "/// The files of `{name}/`.\npub(crate) const {constant}: &[(&str, &str)] = &[");
    for path in files(&folder)? {
        let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
        let path = literal(root, &path);
        let _ = writeln!(code, "    ({name:?}, include_str!({path})),");
    }
    code.push_str("];\n");
    Ok(())
}

/// A path as Rust says it, from wherever the project stands when it is compiled.
fn literal(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})", format!("/{path}"))
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found.extend(files(&path)?);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// FNV-1a: a name, not a safeguard.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
