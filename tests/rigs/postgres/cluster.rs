//! A PostgreSQL cluster of one rig: in a temporary folder, reached by a unix socket only, stopped and removed at the end.

use crate::server::Place;
use crate::stage::{Stage, stage};
use crate::summary::Rig;
use rustix::process::{Pid, Signal, geteuid, kill_process};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) struct Cluster {
    binaries: PathBuf,
    data: PathBuf,
    socket: PathBuf,
    /// Removed after the processes are gone.
    _folder: TempDir,
}

/// The newest server that is installed.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions.filter_map(|one| Some(one.ok()?.path().join("bin"))).collect();
    found.retain(|one| one.join("initdb").exists());
    found.sort();
    found.pop()
}

/// PostgreSQL does not run as root.
fn as_owner(program: &Path) -> Command {
    if !geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

/// The folder that `scripts/with-postgres` removes at its end. A PostgreSQL whose folder is gone ends within a minute: also
/// when the rig was killed.
fn home() -> Option<PathBuf> {
    let data = std::env::var_os("NEP_TEST_POSTGRES_DATA").map(PathBuf::from)?;
    Some(data.parent()?.to_owned())
}

/// What one rig leaves for the next.
fn kept() -> Option<PathBuf> {
    Some(home()?.join("staged"))
}

/// A folder for a cluster.
fn folder() -> TempDir {
    home().map_or_else(tempfile::tempdir, tempfile::tempdir_in).unwrap()
}

/// A folder with its owners and modes.
fn copy(from: &Path, to: &Path) {
    let mut copy = Command::new("cp");
    copy.arg("-a").arg(from).arg(to);
    assert!(run(copy));
}

fn run(mut command: Command) -> bool {
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap().success()
}

/// People of the office, and those who come with nothing done: enough for sixty clients in the long form.
pub(crate) fn size() -> (u64, usize) {
    if Rig::long() { (320, 40) } else { (160, 24) }
}

impl Cluster {
    /// Why none can be made here.
    pub(crate) fn none() -> Option<&'static str> {
        binaries().is_none().then_some("no PostgreSQL server is installed")
    }

    /// One that runs, with the office of [`stage`] in its database; `settings` are lines of its configuration. Role `nep`
    /// owns the database.
    pub(crate) async fn staged(settings: &str) -> (Self, Place, Stage) {
        Self::make_ready(folder(), None, settings).await
    }

    /// The same with its data elsewhere.
    pub(crate) async fn staged_in(data: PathBuf, settings: &str) -> (Self, Place, Stage) {
        Self::make_ready(folder(), Some(data), settings).await
    }

    async fn make_ready(folder: TempDir, data: Option<PathBuf>, settings: &str) -> (Self, Place, Stage) {
        let data = data.unwrap_or_else(|| folder.path().join("data"));
        sqlx::any::install_default_drivers();
        let socket = folder.path().to_owned();
        if geteuid().is_root() {
            let mut own = Command::new("chown");
            own.arg("postgres:").arg(&socket).arg(data.parent().unwrap());
            assert!(run(own));
        }
        let this = Self { binaries: binaries().unwrap(), data, socket, _folder: folder };
        let place = Place::new(&this.url("nep", "nep"));
        let kept = kept();
        let stage = match &kept {
            Some(kept) if kept.exists() => {
                copy(&kept.join("data"), &this.data);
                fs::copy(kept.join("key"), place.key()).unwrap();
                serde_json::from_str(&fs::read_to_string(kept.join("stage.json")).unwrap()).unwrap()
            }
            _ => this.make(&place, kept.as_deref()).await,
        };
        this.configure(settings);
        this.run().await;
        (this, place, stage)
    }

    /// Makes everything, and keeps a copy for the rigs after this one.
    async fn make(&self, place: &Place, keep: Option<&Path>) -> Stage {
        let mut init = as_owner(&self.binaries.join("initdb"));
        init.arg("-D").arg(&self.data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
        init.arg("--wal-segsize=1");
        assert!(run(init));
        self.configure("");
        self.run().await;
        for sql in ["create role nep login", "create role other login", "create database nep owner nep"] {
            self.sql(sql).await;
        }
        let (people, fresh) = size();
        let stage = Box::pin(stage(place, people, fresh)).await;
        assert!(self.ctl(&["-m", "fast", "-w", "stop"]));
        if let Some(keep) = keep {
            let half = keep.with_extension("half");
            fs::create_dir(&half).unwrap();
            copy(&self.data, &half.join("data"));
            fs::copy(place.key(), half.join("key")).unwrap();
            fs::write(half.join("stage.json"), serde_json::to_string(&stage).unwrap()).unwrap();
            fs::rename(half, keep).unwrap();
        }
        stage
    }

    fn configure(&self, settings: &str) {
        let conf = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = on\nsynchronous_commit = on\n\
             full_page_writes = on\n{settings}\n",
            self.socket.display()
        );
        fs::write(self.data.join("postgresql.conf"), conf).unwrap();
    }

    /// Starts the server and waits until it answers; does nothing where it runs.
    pub(crate) async fn run(&self) {
        let started = Instant::now();
        while !self.ctl(&["-w", "-t", "20", "-l", &self.socket.join("log").display().to_string(), "start"]) {
            // What was killed may look alive for a moment: only an answer counts.
            if AnyConnection::connect(&self.url("postgres", "postgres")).await.is_ok() {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "PostgreSQL does not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// `pg_ctl`; true when it did what it was asked for.
    pub(crate) fn ctl(&self, arguments: &[&str]) -> bool {
        let mut command = as_owner(&self.binaries.join("pg_ctl"));
        command.arg("-D").arg(&self.data).args(arguments);
        run(command)
    }

    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// The address of a database for a role.
    pub(crate) fn url(&self, database: &str, role: &str) -> String {
        format!("postgres:///{database}?host={}&user={role}", self.socket.display())
    }

    /// A connection as superuser, to this cluster and no other.
    pub(crate) async fn admin(&self) -> AnyConnection {
        let url = self.url("postgres", "postgres");
        let mut connection = AnyConnection::connect(&url).await;
        // Where connections ran out, those that are closed take a moment to go (53300).
        for _ in 0..100 {
            let full =
                |error: &sqlx::Error| error.as_database_error().is_some_and(|e| e.code().as_deref() == Some("53300"));
            if !connection.as_ref().is_err_and(full) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            connection = AnyConnection::connect(&url).await;
        }
        let mut connection = connection.unwrap();
        let row = sqlx::query("select current_setting('data_directory')").fetch_one(&mut connection).await.unwrap();
        let folder: String = row.try_get(0).unwrap();
        assert_eq!(Path::new(&folder), self.data, "this is not the cluster of the rig");
        connection
    }

    /// One statement of the operator's.
    pub(crate) async fn sql(&self, sql: &str) {
        let mut connection = self.admin().await;
        connection.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    }

    /// The processes of the application's connections.
    pub(crate) async fn backends(&self) -> Vec<i32> {
        let mut connection = self.admin().await;
        let sql = "select cast(pid as bigint) from pg_stat_activity where datname = 'nep'";
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| i32::try_from(row.try_get::<i64, _>(0).unwrap()).unwrap()).collect()
    }

    /// The process of the cluster that calls itself so.
    pub(crate) fn named(&self, name: &str) -> i32 {
        let called =
            |pid: &i32| fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.contains(name));
        self.processes().into_iter().find(called).unwrap()
    }

    /// Forgets what `alter system` said, also while nothing runs.
    pub(crate) fn forget_settings(&self) {
        fs::write(self.data.join("postgresql.auto.conf"), "").unwrap();
    }

    /// The postmaster.
    pub(crate) fn postmaster(&self) -> i32 {
        let file = fs::read_to_string(self.data.join("postmaster.pid")).unwrap();
        file.lines().next().unwrap().parse().unwrap()
    }

    /// Every process of this cluster: they all stand in its folder.
    pub(crate) fn processes(&self) -> Vec<i32> {
        let all = fs::read_dir("/proc").unwrap().filter_map(|one| one.unwrap().file_name().to_str()?.parse().ok());
        all.filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == self.data)).collect()
    }
}

/// One that is gone already is none.
pub(crate) fn signal(pids: &[i32], signal: Signal) {
    for pid in pids {
        kill_process(Pid::from_raw(*pid).unwrap(), signal).ok();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        signal(&self.processes(), Signal::CONT);
        self.ctl(&["-m", "immediate", "-w", "-t", "5", "stop"]);
        signal(&self.processes(), Signal::KILL);
    }
}
