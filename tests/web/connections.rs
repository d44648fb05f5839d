//! Connections are bounded: whoever opens many, sends nothing or reads nothing keeps nobody else out.

use crate::summary::Rig;
use crate::support::Site;
use crate::support::binary::Server;
use crate::support::engine::new_database;
use nep::commands::serve::{self, Limits};
use nep::router::router;
use reqwest::Client;
use rustix::process::{Resource, getrlimit, setrlimit};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

const SOCKETS: usize = 1100;

fn ask_for_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
}

/// A connection from this address that takes as little as it can.
async fn connect(from: &str, to: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(2048)?;
    socket.bind(SocketAddr::new(from.parse().unwrap(), 0))?;
    socket.connect(to).await
}

/// Those that `ask` ask for four thousand pages and read none, the others say nothing.
async fn attack(from: &str, server: &Server, ask: impl Fn(usize) -> bool) -> Vec<TcpStream> {
    let to: SocketAddr = server.address.parse().unwrap();
    let pages = format!("GET /sign-in HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).repeat(4000);
    let mut held = Vec::new();
    for number in 0..SOCKETS {
        let Ok(stream) = connect(from, to).await else { continue };
        if ask(number) {
            stream.writable().await.unwrap();
            drop(stream.try_write(pages.as_bytes()));
        }
        held.push(stream);
    }
    assert!(held.len() > 1000, "{}", held.len());
    held
}

/// How long a sign-in page takes to somebody at this address; `None` when none comes within 10 s.
async fn time_to_answer(from: &str, server: &Server) -> Option<Duration> {
    let from: IpAddr = from.parse().unwrap();
    let patience = Duration::from_secs(10);
    let client = Client::builder().no_proxy().local_address(from).timeout(patience).build().unwrap();
    let started = Instant::now();
    let answer = client.get(server.at("/sign-in")).send().await.ok()?;
    let page = answer.text().await.ok()?;
    page.contains("</html>").then(|| started.elapsed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eleven_hundred_sockets_that_say_or_read_nothing_keep_no_other_address_waiting() {
    let rig = Rig::start("sockets, two addresses");
    ask_for_files();
    let database = new_database().await;
    let server = Server::start(&database.url).await;
    let mut longest = Duration::ZERO;
    let rounds = if Rig::long() { 10 } else { 1 };
    for _ in 0..rounds {
        let held = attack("127.0.0.2", &server, |number| number % 2 == 0).await;
        for _ in 0..5 {
            let time = time_to_answer("127.0.0.3", &server).await.expect("no answer");
            longest = longest.max(time);
            assert!(time < Duration::from_secs(1), "{time:?}");
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        drop(held);
    }
    let done = format!("{rounds} times {SOCKETS} that say or read nothing, from one of them");
    rig.passed(&done, &format!("a page to the other within {longest:.1?}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_everybody_on_one_address_the_time_limits_alone_bring_the_server_back() {
    let rig = Rig::start("sockets, one address");
    ask_for_files();
    let database = new_database().await;
    let server = Server::start(&database.url).await;
    let held = attack("127.0.0.2", &server, |_| true).await;
    let since = Instant::now();
    assert!(time_to_answer("127.0.0.2", &server).await.is_none(), "the share was never full");
    while time_to_answer("127.0.0.2", &server).await.is_none_or(|time| time > Duration::from_secs(1)) {
        assert!(since.elapsed() < Duration::from_mins(1), "not back after a minute");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let back = since.elapsed();
    drop(held);
    rig.passed(
        &format!("{SOCKETS} that ask for 4,000 pages each and read none"),
        &format!("no page at first; a page within 1 s again after {:.0} s", back.as_secs_f64()),
    );
}

/// A listening server with these limits, in this process.
async fn serve_with(site: &Site, limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve::listen(listener, router(site.app.clone()), limits, std::future::pending()));
    address
}

const PAGES: usize = 40;

/// Asks for the whole Quy chế many times on one connection.
async fn ask_for_much(site: &Site, to: SocketAddr) -> TcpStream {
    let cookie = site.session(&site.hen).await;
    let cookie = cookie.split(';').next().unwrap();
    let page = "/documents/quy-che-nhom-zalo";
    let ask = |end: &str| format!("GET {page} HTTP/1.1\r\nHost: {to}\r\nCookie: {cookie}\r\n{end}\r\n");
    let mut stream = connect("127.0.0.1", to).await.unwrap();
    let all = ask("").repeat(PAGES - 1) + &ask("Connection: close\r\n");
    stream.write_all(all.as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_phone_gets_its_page_and_a_peer_that_reads_nothing_is_cut() {
    let site = Box::pin(Site::start()).await;
    let write = Duration::from_secs(2);
    let to = serve_with(&site, Limits { write, ..Limits::default() }).await;
    let mut slow = ask_for_much(&site, to).await;
    let mut silent = ask_for_much(&site, to).await;
    let started = Instant::now();
    let (mut page, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
    loop {
        let taken = slow.read(&mut piece).await.unwrap();
        if taken == 0 {
            break;
        }
        page.extend_from_slice(&piece[..taken]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let ends = |page: &[u8]| String::from_utf8_lossy(page).matches("</html>").count();
    assert_eq!(ends(&page), PAGES, "{} bytes", page.len());
    assert!(started.elapsed() > 2 * write, "not slow: {:?} for {} bytes", started.elapsed(), page.len());
    tokio::time::sleep((started + 3 * write).saturating_duration_since(Instant::now())).await;
    let mut rest = Vec::new();
    drop(silent.read_to_end(&mut rest).await);
    assert!(ends(&rest) < PAGES, "{} bytes came after all", rest.len());
}

/// How many of ten connections from this machine are served at once.
async fn served_of_ten(to: SocketAddr) -> usize {
    let mut streams = Vec::new();
    for _ in 0..10 {
        let mut stream = TcpStream::connect(to).await.unwrap();
        let ask = format!("GET /healthz HTTP/1.1\r\nHost: {to}\r\n\r\n");
        drop(stream.write_all(ask.as_bytes()).await);
        let mut answer = [0; 15];
        let served = stream.read_exact(&mut answer).await.is_ok() && answer.starts_with(b"HTTP/1.1 200");
        streams.push((served, stream));
    }
    streams.iter().filter(|one| one.0).count()
}

#[tokio::test]
async fn an_address_has_its_share_and_a_proxy_has_none() {
    let site = Box::pin(Site::start()).await;
    let limits = Limits { share: 4, ..Limits::default() };
    let to = serve_with(&site, limits.clone()).await;
    assert_eq!(served_of_ten(to).await, 4);
    // They have hung up: their places are free again.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(served_of_ten(to).await, 4);
    let proxies = vec!["127.0.0.1".parse().unwrap()];
    let to = serve_with(&site, Limits { proxies: proxies.clone(), ..limits.clone() }).await;
    assert_eq!(served_of_ten(to).await, 10);
    let to = serve_with(&site, Limits { proxies, most: 7, ..limits }).await;
    assert_eq!(served_of_ten(to).await, 7);
}

#[tokio::test]
async fn a_connection_that_waits_between_two_requests_ends_by_itself() {
    let site = Box::pin(Site::start()).await;
    let to = serve_with(&site, Limits { head: Duration::from_secs(1), ..Limits::default() }).await;
    let mut stream = TcpStream::connect(to).await.unwrap();
    for _ in 0..2 {
        stream.write_all(format!("GET /healthz HTTP/1.1\r\nHost: {to}\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        assert!(stream.read(&mut answer).await.unwrap() > 0);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let mut rest = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(3), stream.read_to_end(&mut rest)).await;
    assert!(end.is_ok(), "still open");
}
