//! `nep read FILE.docx`: a text of Word as marked text on stdout, what was left out on stderr.

use crate::office::{Read, Wanted, child, rules};
use clap::Args;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Which file.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A text of Word
    file: PathBuf,
}

/// What a child of the server reads.
#[derive(Debug, Args)]
pub struct OfficeArguments {
    /// What is wanted: `docx` or `list`
    wanted: String,
}

/// Prints the text.
///
/// # Errors
/// When the file cannot be read.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let file = &arguments.file;
    let bytes = std::fs::read(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    let read = rules::read(&bytes, Wanted::Docx)
        .map_err(|refused| anyhow::anyhow!("{}: {}", file.display(), refused.say(Wanted::Docx)))?;
    let Read::Docx(text) = read else { anyhow::bail!("{}?", file.display()) };
    std::io::stdout().lock().write_all(text.source.as_bytes())?;
    for notice in &text.notices {
        eprintln!("! {}", notice.say());
    }
    let counts = text.counts;
    eprintln!("{} đoạn, {} bảng, {} chú thích, {} chữ", counts.paragraphs, counts.tables, counts.notes, counts.words);
    Ok(ExitCode::SUCCESS)
}

/// Reads stdin for the server, within limits.
///
/// # Errors
/// When what is wanted is not known, or a pipe breaks.
pub fn run_office(arguments: &OfficeArguments) -> anyhow::Result<ExitCode> {
    let wanted = Wanted::from_word(&arguments.wanted).ok_or_else(|| anyhow::anyhow!("{}?", arguments.wanted))?;
    child::run(wanted)?;
    Ok(ExitCode::SUCCESS)
}
