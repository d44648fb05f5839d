//! The door of office files with the real program behind it: a process of its own, with limits that hold.

use super::office::{bomb, lying, of_libreoffice, plain, text};
use nep::office::{Door, Kind, Read, Refused, Wanted};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const NEP: &str = env!("CARGO_BIN_EXE_nep");

#[tokio::test]
async fn a_file_is_read_by_a_child_as_it_is_read_here() {
    let door = Door::of(NEP);
    for bytes in [plain("Điều 1. Phạm vi"), of_libreoffice("luat")] {
        let Read::Docx(read) = door.read(&bytes, Wanted::Docx).await.unwrap() else { unreachable!() };
        assert_eq!(read, text(&bytes).unwrap());
    }
    assert_eq!(door.read(b"", Wanted::Docx).await.unwrap_err(), Refused::Kind(Kind::Empty));
    assert_eq!(door.read("Điều 1.".as_bytes(), Wanted::Docx).await.unwrap_err(), Refused::Kind(Kind::Text));
    assert_eq!(door.read(&vec![0; (32 << 20) + 1], Wanted::Docx).await.unwrap_err(), Refused::TooLarge);
}

#[tokio::test]
async fn more_files_than_turns_are_all_read() {
    let door = Door::of(NEP);
    let reads = (0..6).map(|n| {
        let door = door.clone();
        tokio::spawn(async move { door.read(&plain(&format!("Điều {n}.")), Wanted::Docx).await })
    });
    for (n, read) in reads.enumerate() {
        let Read::Docx(read) = read.await.unwrap().unwrap() else { unreachable!() };
        assert_eq!(read.source, format!("Điều {n}.\n"));
    }
}

#[tokio::test]
async fn what_unpacks_without_end_costs_a_child_and_not_the_server() {
    let door = Door::of(NEP);
    let bomb = bomb(66 << 20);
    let before = Instant::now();
    assert_eq!(door.read(&bomb, Wanted::Docx).await.unwrap_err(), Refused::Bomb);
    assert!(door.read(&lying(&bomb), Wanted::Docx).await.is_err());
    assert!(before.elapsed() < Duration::from_secs(20), "{:?}", before.elapsed());
}

/// A program that answers nothing is ended; one that is not there is told.
#[tokio::test]
async fn a_child_that_does_not_answer_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, lines: &str| {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Door::of(path).within(Duration::from_millis(300))
    };
    let bytes = plain(&"chữ ".repeat(100_000));
    let before = Instant::now();
    assert_eq!(of("sleeps", "exec sleep 60").read(&bytes, Wanted::Docx).await.unwrap_err(), Refused::TooSlow);
    assert!(before.elapsed() < Duration::from_secs(5));
    assert_eq!(of("fails", "exit 1").read(&bytes, Wanted::Docx).await.unwrap_err(), Refused::Failed);
    assert_eq!(of("lies", "echo '{}'").read(&bytes, Wanted::Docx).await.unwrap_err(), Refused::Failed);
    let none = Door::of(folder.path().join("none"));
    assert_eq!(none.read(&bytes, Wanted::Docx).await.unwrap_err(), Refused::Failed);
}

/// Whatever a file makes of the reader, its memory has an end: a text of twenty million letters is refused in 250 MB.
#[test]
fn the_memory_of_a_child_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let of_letters = bomb(20 << 20);
    for (name, bytes) in [("lying", lying(&of_letters)), ("letters", of_letters)] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let script = format!("ulimit -v 250000; exec {NEP} read-office docx < {}", file.display());
        let done = Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).output().unwrap();
        let answer = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && answer.starts_with("{\"Err\""), "{name}: {:?} {answer}", done.status);
    }
}

/// What holds a child is set by itself before it reads a byte.
#[test]
fn a_child_has_its_limits_before_it_reads() {
    let mut child =
        Command::new(NEP).args(["read-office", "docx"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let limits = std::path::PathBuf::from(format!("/proc/{}/limits", child.id()));
    let before = Instant::now();
    let all = loop {
        let limits = std::fs::read_to_string(&limits).unwrap();
        let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
        if files.split_whitespace().nth(3) == Some("16") || before.elapsed() > Duration::from_secs(20) {
            break limits;
        }
        std::thread::yield_now();
    };
    for (name, most) in
        [("Max address space", "805306368"), ("Max cpu time", "10"), ("Max file size", "0"), ("Max open files", "16")]
    {
        let line = all.lines().find(|line| line.starts_with(name)).unwrap();
        let said = line.strip_prefix(name).and_then(|rest| rest.split_whitespace().next());
        assert_eq!(said, Some(most), "{line}");
    }
    drop(child.stdin.take());
    assert!(child.wait_with_output().unwrap().stdout.starts_with(b"{\"Err\""));
}

#[test]
fn the_command_line_prints_marked_text_and_tells_what_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("quyet-dinh.docx");
    std::fs::write(&file, of_libreoffice("quyet-dinh")).unwrap();
    let done = Command::new(NEP).arg("read").arg(&file).output().unwrap();
    let (out, told) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    assert!(done.status.success() && out.contains("**Điều 1.** Ban hành"), "{out}");
    assert!(told.contains("bảng không kẻ khung") && told.contains("0 bảng"), "{told}");
    std::fs::write(&file, "Điều 1.").unwrap();
    let done = Command::new(NEP).arg("read").arg(&file).output().unwrap();
    assert!(!done.status.success() && String::from_utf8(done.stderr).unwrap().contains("chữ thuần"));
    let done = Command::new(NEP).args(["read-office", "pdf"]).output().unwrap();
    assert!(!done.status.success());
}
