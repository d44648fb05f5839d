//! File systems of a rig's own, gone when it ends, however it ends.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A mount over a folder; taken away when dropped.
pub(crate) struct Mount {
    path: PathBuf,
    _folder: Option<TempDir>,
}

/// Runs a command of the system; false when it is not there or fails.
pub(crate) fn system(words: &[&OsStr]) -> bool {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The same with words of text.
pub(crate) fn run(words: &str, path: &Path) -> bool {
    let mut all: Vec<&OsStr> = words.split(' ').map(OsStr::new).collect();
    all.push(path.as_os_str());
    system(&all)
}

impl Mount {
    /// A file system in memory of so many kB; `None` where nothing may be mounted.
    pub(crate) fn tmpfs(size: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        run(&format!("mount -t tmpfs -o size={size}k,mode=755 nep-rig"), &path)
            .then_some(Self { path, _folder: Some(folder) })
    }

    /// The same folder over itself, where nothing can be written; `None` where that may not be.
    pub(crate) fn read_only(path: &Path) -> Option<Self> {
        let mounted =
            system(&["mount", "--bind"].map(OsStr::new).into_iter().chain([path.as_os_str(); 2]).collect::<Vec<_>>());
        let this = mounted.then(|| Self { path: path.to_owned(), _folder: None })?;
        run("mount -o remount,bind,ro", path).then_some(this)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// kB in use.
    pub(crate) fn used(&self) -> u64 {
        let told = Command::new("df").args(["-k", "--output=used"]).arg(&self.path).output().unwrap();
        String::from_utf8(told.stdout).unwrap().lines().last().unwrap().trim().parse().unwrap()
    }

    pub(crate) fn resize(&self, size: u64) {
        assert!(run(&format!("mount -o remount,size={size}k"), &self.path), "no other size: {size}k");
    }

    /// Writes until nothing fits; the file can be deleted.
    pub(crate) fn fill(&self) -> PathBuf {
        let path = self.path.join("fill");
        let mut file = File::create(&path).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily: whoever still has a file open keeps it, and the folder is free.
        run("umount -l", &self.path);
    }
}

/// A file that nobody may write or replace; as before when dropped.
pub(crate) struct Frozen(Vec<PathBuf>);

impl Frozen {
    /// `None` where the file system knows no such thing.
    pub(crate) fn all(files: &[PathBuf]) -> Option<Self> {
        let this = Self(files.to_vec());
        files.iter().all(|file| run("chattr +i", file)).then_some(this)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        for file in &self.0 {
            run("chattr -i", file);
        }
    }
}

/// Whether a file can be made in a folder.
pub(crate) fn takes_files(folder: &Path) -> bool {
    let probe = folder.join("probe");
    let made = File::create(&probe).is_ok();
    fs::remove_file(&probe).ok();
    made
}
