//! `nep serve`: opens the database, loads the content, listens, drains.

use crate::app::App;
use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::documents::load::load;
use crate::hasher::Hasher;
use crate::notes::Notes;
use crate::office::Door;
use crate::people::acts::renew_words;
use crate::router::router;
use crate::secret::Secret;
use crate::site::Sites;
use crate::time::Clock;
use anyhow::Context as _;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

pub use super::connections::{Limits, listen};

/// Opens everything an [`App`] needs.
pub async fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
    let library = Library::load(config.content.as_deref())?;
    if let Some(fault) = library.faults().first() {
        anyhow::bail!("{fault}");
    }
    let db = Db::open(&config.database()).await.context("cannot open the database")?;
    load(&db, &library, clock.now()).await?;
    renew_words(&db).await?;
    let slots = std::thread::available_parallelism().map_or(2, usize::from);
    let secret = Secret::open(&config.key())?;
    let app = App {
        db,
        library: Arc::new(library),
        config: Arc::new(config),
        clock,
        hasher: Hasher::new(slots)?,
        sites: Arc::new(Sites::default()),
        notes: Arc::new(Notes::default()),
        secret,
        filling: Arc::default(),
        often: Arc::default(),
        checked: Arc::default(),
        begun: Arc::default(),
        office: Door::default(),
    };
    super::restored::settle(&app).await?;
    Ok(app)
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
    let limits = Limits::of(&app.config);
    limits.ask_for_files();
    listen(listener, router(app.clone()), limits, stop()).await;
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
