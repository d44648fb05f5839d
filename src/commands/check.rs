//! `nep check`: the content, judged; `nep check contacts FILE.csv`: a list of names and numbers, judged.

mod documents;

use crate::documents::library::Library;
use crate::documents::rules::Regulation;
use crate::quizzes::rules::{Bank, Subject, check};
use crate::terms::Terms;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to check.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,

    /// Content folder of the organisation: `documents/`, `quizzes/`, `texts/`, beside what is shipped
    #[arg(long, env = "NEP_CONTENT", value_name = "DIR")]
    content: Option<PathBuf>,

    /// Print everything people read as one Markdown document, for review by the office
    #[arg(long)]
    print: bool,

    /// Draw this many sittings of 20 questions and print them with their right answers, to be read aloud
    #[arg(long, value_name = "N")]
    sittings: Option<u64>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Judge Zalo names and phone numbers of a list (family,middle,given,order,zalo_name,phone)
    Contacts {
        /// CSV file; the judged list goes to stdout
        file: PathBuf,
    },
}

/// Runs the check.
///
/// # Errors
/// When a file cannot be read.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(What::Contacts { file }) = &arguments.what {
        let input = std::fs::File::open(file).map_err(|e| anyhow::anyhow!("{}: {e}", file.display()))?;
        let output = std::io::stdout().lock();
        let library = Library::load(arguments.content.as_deref())?;
        let none = crate::contacts::rules::NameRule::default();
        let documents = library.files(library.source()).iter().map(|file| file.document.as_str());
        let rule = documents.into_iter().find_map(|document| library.name_rule(document));
        let own = library.defaults(library.source()).map(|one| one.setting("org.short")).into_iter();
        let rules = rule.map_or(&none, |rule| &**rule).rules("30", "", own);
        crate::contacts::rules::check::check_csv(input, output, &rules)?;
        return Ok(ExitCode::SUCCESS);
    }
    let library = match Library::load(arguments.content.as_deref()) {
        Ok(library) => library,
        Err(error) => {
            writeln!(std::io::stdout().lock(), "✗ {error}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut subjects = Vec::new();
    let (source, files) = (library.source(), library.files(library.source()));
    for file in files {
        let text = Regulation::parse(&file.text, None)?;
        subjects.push(Subject::new(&file.document, &text));
    }
    let banks: Vec<&Bank> = library.banks_of(source);
    if let Some(count) = arguments.sittings {
        std::io::stdout().lock().write_all(sittings(&library, count)?.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = check(&banks, &subjects, &library.cues());
    let mut failures = report.failures;
    failures.extend(texts(&library));
    failures.extend(library.faults());
    failures.extend(library.slips());
    let documents = documents::judge(&library)?;
    failures.extend(documents.failures);
    let mut out = std::io::stdout().lock();
    if arguments.print {
        let settings = proposed(&library);
        let printed = Terms::of(&settings).speak(|| print(&library, &settings, &[&report.table, &report.guesses]));
        write!(out, "{}", printed?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{}\n{}", report.table, report.guesses)?;
    writeln!(out, "{}", documents.report)?;
    for failure in &failures {
        writeln!(out, "✗ {failure}")?;
    }
    let questions: usize = banks.iter().map(|bank| bank.questions.len()).sum();
    writeln!(out, "{} ngân hàng, {questions} câu hỏi, {} lỗi", banks.len(), failures.len())?;
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `count` sittings as a new member would get them, the first document counting four times as much; the same banks give
/// the same sittings, so that what was read aloud can be kept (`tests/fixtures/sittings.md`).
fn sittings(library: &Library, count: u64) -> anyhow::Result<String> {
    use crate::quizzes::rules::{Body, Past, Request, draw};
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;
    use std::fmt::Write as _;
    let banks: Vec<(&Bank, u16)> = library
        .files(library.source())
        .iter()
        .filter_map(|file| library.bank(&file.document))
        .enumerate()
        .map(|(place, bank)| (bank, if place == 0 { 4 } else { 1 }))
        .collect();
    let mut out = String::new();
    let (past, changed) = (Past::default(), std::collections::BTreeSet::new());
    for sitting in 1..=count {
        let request = Request {
            banks: &banks,
            total: 20,
            audiences: &[],
            critical: true,
            past: &past,
            changed: &changed,
            refresher: sitting % 4 == 0,
        };
        writeln!(out, "# Lượt {sitting}\n")?;
        for (place, drawn) in (1..).zip(draw(&request, &mut StdRng::seed_from_u64(sitting))) {
            let mark = if drawn.item.critical.is_some() { " (điểm liệt)" } else { "" };
            writeln!(out, "{place}. [{}]{mark} {}", drawn.item.id.as_str(), drawn.item.stem)?;
            match &drawn.body {
                Body::One { options } | Body::Many { options } | Body::Truth { options } => {
                    for option in options {
                        writeln!(out, "   {} {}", if option.right { "✓" } else { "·" }, option.text)?;
                    }
                }
                Body::Match { lefts, choices } => {
                    for left in lefts {
                        let right = choices.iter().find(|choice| choice.key == left.answer);
                        writeln!(out, "   {} → {}", left.text, right.map(|r| r.text.as_str()).unwrap_or_default())?;
                    }
                }
            }
            writeln!(out, "   = {}", drawn.item.explanation)?;
        }
        writeln!(out)?;
    }
    Ok(out)
}

/// Words no page may say: never "ký số" for a tick, no exclamation mark, nobody is "bạn".
pub fn texts(library: &Library) -> Vec<String> {
    let mut all: Vec<(String, String)> =
        crate::sentences::sentences().into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    for wordings in library.statements(library.source()) {
        let (one, paper) = (&wordings.template, &wordings.paper);
        all.extend(one.point.iter().map(|point| (format!("{} {}", one.id, point.id), point.text.clone())));
        let promises = [&wordings.promise, &wordings.promise_draft];
        let screen = [&one.title, &one.lead, &wordings.lead_plain, &one.closing, &one.note];
        let screen = screen.into_iter().chain(promises);
        all.extend(screen.map(|text| (one.id.clone(), text.clone())));
        let hand = [&paper.lead, &paper.lead_passed, &paper.lead_plain, &paper.closing, &paper.note];
        all.extend(hand.into_iter().map(|text| (paper.id.clone(), text.clone())));
    }
    all.extend(crate::settings::rules::messages().iter().map(|one| (format!("tin {}", one.id), one.text.clone())));
    let mut failures = Vec::new();
    for (key, text) in all {
        let lower = format!(" {} ", text.to_lowercase());
        for banned in ["ký số", "deadline", "quiz", " bạn ", "onboarding", "dashboard", " test "] {
            if lower.contains(banned) {
                failures.push(format!("{key}: “{}”", banned.trim()));
            }
        }
        if text.contains('!') {
            failures.push(format!("{key}: dấu chấm than"));
        }
        if crate::text::nfc(&text) != text {
            failures.push(format!("{key}: chưa ở dạng NFC"));
        }
    }
    failures
}

/// The settings as an organisation that begins with this content is asked them.
fn proposed(library: &Library) -> BTreeMap<String, String> {
    let mut settings = crate::settings::rules::unset();
    settings.extend(library.defaults(library.source()).into_iter().flat_map(|one| one.settings.clone()));
    settings
}

/// The review document: every text in the words that hold here, every question, the tables of what is covered and of what
/// can be guessed.
fn print(library: &Library, settings: &BTreeMap<String, String>, tables: &[&String; 2]) -> anyhow::Result<String> {
    use crate::quizzes::rules::Kind;
    use std::fmt::Write as _;
    let mut out = String::from("# Nội dung để rà soát\n\n");
    for wordings in library.statements(library.source()) {
        let (statement, paper) = (&wordings.template, &wordings.paper);
        writeln!(out, "## Bản cam kết: {}\n\n{}\n\n{}\n", statement.title, statement.lead, wordings.lead_plain)?;
        writeln!(out, "{}\n\n{}\n", wordings.promise, wordings.promise_draft)?;
        for point in &statement.point {
            writeln!(out, "- ({}) {}", point.id, point.text)?;
        }
        writeln!(out, "\n{}\n\n{}\n\n### Ký trên giấy (các điểm như trên)\n", statement.closing, statement.note)?;
        for text in [&paper.lead, &paper.lead_passed, &paper.lead_plain, &paper.closing, &paper.note] {
            writeln!(out, "{text}\n")?;
        }
    }
    writeln!(out, "## Thông báo xử lý dữ liệu và lời đồng ý\n")?;
    let group = library.defaults(library.source()).map(|one| one.first.group.clone()).unwrap_or_default();
    let consent = crate::contacts::rules::Consent::of(settings, &group);
    writeln!(out, "{}\n", crate::settings::rules::privacy(settings).body)?;
    writeln!(out, "### {}\n\n{}\n\n{}\n\n{}\n", consent.title, consent.text, consent.refuse, consent.legal_basis)?;
    writeln!(out, "## Tin nhắn Zalo\n")?;
    for message in crate::settings::rules::messages() {
        let (title, text) = (Terms::here().fill(&message.title), Terms::here().fill(&message.text));
        writeln!(out, "- **{title}** ({}): {text}", message.id)?;
    }
    for file in library.files(library.source()) {
        let text = Regulation::parse(&file.text, None)?;
        if text.head().text("kind") == Some("digest") {
            let head = |key: &str| text.head().text(key).unwrap_or_default().to_owned();
            writeln!(out, "\n## {}\n\n*{}*\n\n> {}\n", head("title"), head("digest_label"), head("banner"))?;
            writeln!(out, "{}", text.canonical_text())?;
        }
    }
    writeln!(out, "\n## Câu trên màn hình\n")?;
    for (key, text) in crate::sentences::sentences() {
        writeln!(out, "- `{key}`: {text}")?;
    }
    for bank in library.banks_of(library.source()) {
        writeln!(out, "\n## {}\n", bank.title)?;
        for question in &bank.questions {
            let critical =
                question.critical.as_deref().map(|topic| format!(", điểm liệt: {topic}")).unwrap_or_default();
            let clauses: Vec<&str> = question.clauses.iter().map(crate::documents::rules::ClauseId::as_str).collect();
            writeln!(
                out,
                "### {} (độ khó {}{critical})\n\n{}\n",
                question.id.as_str(),
                question.difficulty,
                question.stem
            )?;
            match &question.kind {
                Kind::One { options } | Kind::Many { options } => {
                    for option in options {
                        let mark = if option.right { "✓" } else { "✗" };
                        writeln!(out, "- {mark} {} {}", option.text, option.why.as_deref().unwrap_or_default())?;
                    }
                }
                Kind::Truth { answer, why } => {
                    let answer = if *answer { "Đúng" } else { "Sai" };
                    writeln!(out, "- ✓ {answer}. {}", why.as_deref().unwrap_or_default())?;
                }
                Kind::Match { pairs } => {
                    for pair in pairs {
                        writeln!(out, "- {} → {}", pair.left, pair.right)?;
                    }
                }
            }
            writeln!(out, "\n*{}* ({})\n", question.explanation, clauses.join(", "))?;
        }
    }
    let [table, guesses] = tables;
    writeln!(out, "\n## Bảng bao phủ\n\n```\n{table}\n```")?;
    writeln!(out, "\n## Người không biết bài được mấy điểm\n\n```\n{guesses}```")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sittings_that_were_read_aloud_are_those_of_these_banks() {
        let drawn = sittings(&Library::load(None).unwrap(), 10).unwrap();
        let kept = include_str!("../../tests/fixtures/sittings.md");
        assert!(drawn == kept, "nep check --sittings 10 > tests/fixtures/sittings.md, and read what is new");
    }
}
