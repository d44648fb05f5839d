//! Settings of the server. This struct is the manual: `nep serve --help` prints it.
//!
//! Each value is taken from the flag, else the environment variable, else `nep.toml`, else the default.

use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// `nep serve`: runs the application.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Config {
    /// File with the same settings, one `name = value` a line [default: nep.toml, if there is one]
    #[arg(long, env = "NEP_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "NEP_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,

    /// Database: sqlite:PATH or postgres://… [default: sqlite:data/nep.db]
    #[arg(long, env = "NEP_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,

    /// Key of personal links, made at the first start [default: beside the SQLite file, else data/nep.key]
    #[arg(long, env = "NEP_KEY", value_name = "FILE")]
    pub key: Option<PathBuf>,

    /// Address people type, e.g. <https://nep.example.vn>; links and QR codes are made of it.
    /// With https, cookies are `__Host-` ones and HSTS is sent [default: `http://` + listen]
    #[arg(long, env = "NEP_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Content folder of the organisation: `documents/`, `quizzes/`, `texts/`, beside what is shipped
    #[arg(long, env = "NEP_CONTENT", value_name = "DIR")]
    pub content: Option<PathBuf>,

    /// Reverse proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "NEP_PROXIES", value_name = "IPS", value_delimiter = ',')]
    pub proxies: Option<Vec<IpAddr>>,

    /// Days a personal link can be used [default: 7]
    #[arg(long, env = "NEP_LINK_DAYS", value_name = "DAYS")]
    pub link_days: Option<i64>,

    /// Days until a session ends whatever happens [default: 30]
    #[arg(long, env = "NEP_SESSION_DAYS", value_name = "DAYS")]
    pub session_days: Option<i64>,

    /// Hours without a request after which a session ends [default: 168]
    #[arg(long, env = "NEP_IDLE_HOURS", value_name = "HOURS")]
    pub idle_hours: Option<i64>,

    /// Minutes for which a given password opens decisions and exports [default: 10]
    #[arg(long, env = "NEP_PROOF_MINUTES", value_name = "MINUTES")]
    pub proof_minutes: Option<i64>,

    /// Most connections at a time [default: 1024]
    #[arg(long, env = "NEP_CONNECTIONS", value_name = "N")]
    pub connections: Option<usize>,

    /// Most connections at a time from one address, an IPv6 one being counted by its /64; `proxies` have no such
    /// limit [default: 256]
    #[arg(long, env = "NEP_SHARE", value_name = "N")]
    pub share: Option<usize>,

    /// How log lines look: text or json [default: text on a terminal, else json]
    #[arg(long, env = "NEP_LOG", value_name = "FORM")]
    pub log: Option<String>,

    /// A trial: red band, sign-in with one tap per role. Set by `nep demo` only.
    #[arg(skip)]
    pub demo: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    database: Option<String>,
    key: Option<PathBuf>,
    public_url: Option<String>,
    content: Option<PathBuf>,
    proxies: Option<Vec<IpAddr>>,
    link_days: Option<i64>,
    session_days: Option<i64>,
    idle_hours: Option<i64>,
    proof_minutes: Option<i64>,
    connections: Option<usize>,
    share: Option<usize>,
    log: Option<String>,
}

impl Config {
    /// Fills what flags and environment left open from the file.
    ///
    /// # Errors
    /// When a named file is not there, or a file has an unknown name or a wrong value.
    pub fn with_file(mut self) -> anyhow::Result<Self> {
        let named = self.config.is_some();
        let path = self.config.clone().unwrap_or_else(|| "nep.toml".into());
        let file: File = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))?,
            Err(_) if !named => File::default(),
            Err(e) => anyhow::bail!("{}: {e}", path.display()),
        };
        self.listen = self.listen.or(file.listen);
        self.database = self.database.or(file.database);
        self.key = self.key.or(file.key);
        self.public_url = self.public_url.or(file.public_url);
        self.content = self.content.or(file.content);
        self.proxies = self.proxies.or(file.proxies);
        self.link_days = self.link_days.or(file.link_days);
        self.session_days = self.session_days.or(file.session_days);
        self.idle_hours = self.idle_hours.or(file.idle_hours);
        self.proof_minutes = self.proof_minutes.or(file.proof_minutes);
        self.connections = self.connections.or(file.connections);
        self.share = self.share.or(file.share);
        self.log = self.log.or(file.log);
        Ok(self)
    }

    /// Address to listen on.
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    /// Database address.
    pub fn database(&self) -> String {
        self.database.clone().unwrap_or_else(|| "sqlite:data/nep.db".to_owned())
    }

    /// The file of the key: not in the database, not in its backup.
    pub fn key(&self) -> PathBuf {
        let beside = || match self.database().strip_prefix("sqlite:") {
            Some(path) => format!("{path}.key").into(),
            None => "data/nep.key".into(),
        };
        self.key.clone().unwrap_or_else(beside)
    }

    /// The address people type, without a slash at the end.
    pub fn public_url(&self) -> String {
        let own = || format!("http://{}", self.listen());
        self.public_url.clone().unwrap_or_else(own).trim_end_matches('/').to_owned()
    }

    /// True when people reach us over HTTPS.
    pub fn https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Days a personal link can be used.
    pub fn link_days(&self) -> i64 {
        self.link_days.unwrap_or(7)
    }

    /// Absolute life of a session, milliseconds.
    pub fn session_life(&self) -> i64 {
        self.session_days.unwrap_or(30) * crate::time::DAY
    }

    /// Idle life of a session, milliseconds.
    pub fn session_idle(&self) -> i64 {
        self.idle_hours.unwrap_or(168) * 60 * crate::time::MINUTE
    }

    /// How long a given password counts, milliseconds.
    pub fn proof_life(&self) -> i64 {
        self.proof_minutes.unwrap_or(10) * crate::time::MINUTE
    }
}
