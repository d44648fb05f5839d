//! What stands between the application and PostgreSQL, and hangs up when it is told to.

use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// When the connection is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// COMMIT has not reached the database.
    Before,
    /// The database has answered it; the application does not hear so.
    After,
    /// The application hears the answer; from then on it reaches no database, until [`Proxy::hear`].
    Deaf,
}

/// The statement that saves, as the application sends it.
const COMMIT: &[u8] = b"select 1; commit\0";

/// Drops one connection, at the COMMIT after so many others.
type Plan = Arc<Mutex<Option<(Cut, usize)>>>;

pub(crate) struct Proxy {
    folder: TempDir,
    plan: Plan,
    deaf: watch::Sender<bool>,
    accepts: JoinHandle<()>,
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

impl Proxy {
    /// Before the cluster whose socket is in this folder.
    pub(crate) fn before(socket: &Path) -> Self {
        let (folder, plan) = (tempfile::tempdir().unwrap(), Plan::default());
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let (server, plans) = (socket.join(".s.PGSQL.5432"), Arc::clone(&plan));
        let deaf = watch::Sender::new(false);
        let is_deaf = deaf.clone();
        let accepts = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if !*is_deaf.borrow() {
                    let (server, plan, deaf) = (server.clone(), Arc::clone(&plans), is_deaf.clone());
                    tokio::spawn(async move { forward(client, &server, &plan, &deaf).await });
                }
            }
        });
        Self { folder, plan, deaf, accepts }
    }

    pub(crate) fn url(&self, database: &str, role: &str) -> String {
        format!("postgres:///{database}?host={}&user={role}", self.folder.path().display())
    }

    /// Cuts at the next COMMIT but `skip`.
    pub(crate) fn arm(&self, cut: Cut, skip: usize) {
        *self.plan.lock().unwrap() = Some((cut, skip));
    }

    /// Lets connections through again.
    pub(crate) fn hear(&self) {
        self.deaf.send_replace(false);
    }

    /// Forgets what it was told; true when it was done before.
    pub(crate) fn disarm(&self) -> bool {
        self.plan.lock().unwrap().take().is_none()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

/// What to do at this COMMIT.
fn due(plan: &Plan) -> Option<Cut> {
    let mut plan = plan.lock().unwrap();
    match plan.as_mut()? {
        (cut, 0) => {
            let cut = *cut;
            *plan = None;
            Some(cut)
        }
        (_, skip) => {
            *skip -= 1;
            None
        }
    }
}

/// Ends both connections when one ends, or as planned.
async fn forward(mut client: UnixStream, server: &Path, plan: &Plan, deaf: &watch::Sender<bool>) -> Option<()> {
    let mut goes_deaf = deaf.subscribe();
    let mut server = UnixStream::connect(server).await.ok()?;
    let (mut asked, mut told) = (vec![0; 65536], vec![0; 65536]);
    // What ends a piece may be the beginning of the statement.
    let mut tail = Vec::new();
    loop {
        tokio::select! {
            _ = async { goes_deaf.wait_for(|deaf| *deaf).await.is_ok() } => return None,
            read = client.read(&mut asked) => {
                let piece = &asked[..read.ok().filter(|many| *many > 0)?];
                tail.extend_from_slice(piece);
                let cut = if has(&tail, COMMIT) { tail.clear(); due(plan) } else { None };
                let kept = tail.len().saturating_sub(COMMIT.len() - 1);
                tail.drain(..kept);
                if cut == Some(Cut::Before) {
                    return None;
                }
                server.write_all(piece).await.ok()?;
                if matches!(cut, Some(Cut::After | Cut::Deaf)) {
                    let mut answer = Vec::new();
                    while !has(&answer, b"COMMIT\0") {
                        let many = server.read(&mut told).await.ok().filter(|many| *many > 0)?;
                        answer.extend_from_slice(&told[..many]);
                    }
                    if cut == Some(Cut::Deaf) {
                        deaf.send_replace(true);
                        client.write_all(&answer).await.ok()?;
                    }
                    return None;
                }
            }
            read = server.read(&mut told) => {
                client.write_all(&told[..read.ok().filter(|many| *many > 0)?]).await.ok()?;
            }
        }
    }
}
