//! `nep serve`: opens the database, loads the content, listens, drains.

use crate::app::App;
use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::documents::load::load;
use crate::hasher::Hasher;
use crate::notes::Notes;
use crate::router::router;
use crate::secret::Secret;
use crate::site::Sites;
use crate::time::Clock;
use anyhow::Context as _;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// Opens everything an [`App`] needs.
pub async fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
    let library = Library::load(config.content.as_deref())?;
    let db = Db::open(&config.database()).await.context("cannot open the database")?;
    load(&db, &library, clock.now()).await?;
    let slots = std::thread::available_parallelism().map_or(2, usize::from);
    let secret = Secret::open(&config.key())?;
    Ok(App {
        db,
        library: Arc::new(library),
        config: Arc::new(config),
        clock,
        hasher: Hasher::new(slots)?,
        sites: Arc::new(Sites::default()),
        notes: Arc::new(Notes::default()),
        secret,
        filling: Arc::default(),
    })
}

/// Runs the application until it is told to stop.
///
/// # Errors
/// When it cannot start.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let config = config.with_file()?;
    log(config.log.as_deref());
    let app = open(config, Clock::System).await?;
    let wanted = app.config.listen();
    let listener = TcpListener::bind(wanted).await.with_context(|| format!("cannot listen on {wanted}"))?;
    let address = listener.local_addr()?;
    if let Some(token) = crate::setup::store::open(&app.db, app.clock.now()).await? {
        show_link(
            "Thiết lập lần đầu: mở địa chỉ này (dùng một lần, trong 24 giờ):",
            &format!("{}/setup/{token}", app.config.public_url()),
        );
    }
    println!("Nếp: {} (đang nghe tại {address})", app.config.public_url());
    crate::jobs::start(&app);
    let connections = app.config.connections.unwrap_or(1024);
    listen(listener, router(app.clone()), connections, stop()).await;
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// A one-time address, with what it is for and its QR code.
pub(super) fn show_link(what: &str, address: &str) {
    use qrcode::render::unicode::Dense1x2;
    println!("\n{what}\n\n  {address}\n");
    if let Ok(code) = qrcode::QrCode::new(address.as_bytes()) {
        println!("{}", code.render::<Dense1x2>().quiet_zone(true).build());
    }
}

/// Log lines on stderr: text on a terminal, JSON elsewhere.
fn log(form: Option<&str>) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("NEP_LOG_LEVEL").unwrap_or_else(|_| "info,sqlx=warn".into());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let text = form.map_or_else(|| std::io::stderr().is_terminal(), |form| form == "text");
    let outcome = if text { builder.try_init() } else { builder.json().try_init() };
    if let Err(error) = outcome {
        eprintln!("nep: {error}");
    }
}

/// Ends on SIGTERM or Ctrl-C.
pub async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Serves connections: headers within 10 s, at most `most` connections, drained on the way out.
pub async fn listen(listener: TcpListener, router: Router, most: usize, stop: impl Future<Output = ()>) {
    let slots = Arc::new(Semaphore::new(most));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            () = &mut stop => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => serve_one(stream, peer, router.clone(), &graceful, slot.ok()),
            Err(error) => {
                tracing::warn!(%error, "accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(Duration::from_secs(20), graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were cut");
    }
}

fn serve_one(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    graceful: &GracefulShutdown,
    slot: Option<tokio::sync::OwnedSemaphorePermit>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(10))
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "connection");
        }
        drop(slot);
    });
}
