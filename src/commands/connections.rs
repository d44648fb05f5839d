//! Connections: how many, from whom, and how long one may keep the server waiting.

use crate::config::Config;
use crate::peer::prefix;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, getrlimit, setrlimit};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

const DRAIN: Duration = Duration::from_secs(20);
/// Bytes that the kernel takes for a peer that does not read. Small, so that a slow one that does read is seen to.
const SEND: usize = 64 * 1024;
/// Bytes that are read ahead or drawn ahead for one connection; also the longest head of a request.
const BUFFER: usize = 64 * 1024;
/// What the process opens besides connections: database, log, files that are uploaded.
const OTHER_FILES: u64 = 256;

/// What connections may take of the server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at a time.
    pub most: usize,
    /// Of these, from one address.
    pub share: usize,
    /// Addresses that speak for many: without a share of their own.
    pub proxies: Vec<IpAddr>,
    /// From the first wait to a whole head, and between two requests.
    pub head: Duration,
    /// In which a peer must take some of what is sent.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let (head, write) = (Duration::from_secs(10), Duration::from_secs(15));
        Self { most: 1024, share: 256, proxies: Vec::new(), head, write }
    }
}

impl Limits {
    /// As the settings of the server say.
    pub fn of(config: &Config) -> Self {
        let default = Self::default();
        Self {
            most: config.connections.unwrap_or(default.most),
            share: config.share.unwrap_or(default.share),
            proxies: config.proxies.clone().unwrap_or_default(),
            ..default
        }
    }

    /// Raises the process's limit of open files to what so many connections take, as far as the system lets it.
    pub(super) fn ask_for_files(&self) {
        let wanted = u64::try_from(self.most).unwrap_or(u64::MAX).saturating_add(OTHER_FILES);
        let mut limit = getrlimit(Resource::Nofile);
        if limit.current.is_none_or(|current| current >= wanted) {
            return;
        }
        limit.current = Some(limit.maximum.map_or(wanted, |maximum| maximum.min(wanted)));
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(%error, "the limit of open files stays");
        }
        if limit.current < Some(wanted) {
            tracing::warn!(wanted, allowed = limit.current, "fewer open files than connections");
        }
    }
}

/// The connections that are open, by address.
struct Places {
    limits: Limits,
    slots: Arc<Semaphore>,
    of: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection's place; free again when dropped.
struct Place {
    places: Arc<Places>,
    counted: Option<IpAddr>,
    _slot: OwnedSemaphorePermit,
}

impl Places {
    fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { slots: Arc::new(Semaphore::new(limits.most)), limits, of: Mutex::default() })
    }

    /// `None` when the address has its share, or the server all it can hold. Nobody waits for a place: who holds
    /// many would hold the queue as well.
    fn take(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let counted = (!self.limits.proxies.contains(&peer.to_canonical())).then(|| prefix(peer));
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.is_some_and(|key| of.get(&key).is_some_and(|taken| *taken >= self.limits.share)) {
            return None;
        }
        let slot = Arc::clone(&self.slots).try_acquire_owned().ok()?;
        if let Some(key) = counted {
            *of.entry(key).or_default() += 1;
        }
        Some(Place { places: Arc::clone(self), counted, _slot: slot })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(key) = self.counted else { return };
        let mut of = self.places.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = of.get_mut(&key) {
            *taken -= 1;
            if *taken == 0 {
                of.remove(&key);
            }
        }
    }
}

/// Serves connections within their limits, drained on the way out. One too many is closed at once.
pub async fn listen(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let places = Places::new(limits);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    let mut told: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => match places.take(peer.ip()) {
                Some(place) => serve_one(stream, peer, router.clone(), &graceful, place),
                None if told.is_none_or(|at| at.elapsed() > Duration::from_mins(1)) => {
                    tracing::warn!(from = %peer.ip(), "a connection too many was closed");
                    told = Some(Instant::now());
                }
                None => {}
            },
            Err(error) => {
                tracing::warn!(%error, "accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were cut");
    }
}

fn serve_one(stream: TcpStream, peer: SocketAddr, router: Router, graceful: &GracefulShutdown, place: Place) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    if let Err(error) = rustix::net::sockopt::set_socket_send_buffer_size(&stream, SEND) {
        tracing::debug!(%error, "send buffer");
    }
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let limits = &place.places.limits;
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "connection");
        }
        drop(place);
    });
}
