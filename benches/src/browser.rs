//! One person at one browser: a connection kept open, cookies, forms as a page gives them.

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use tokio::net::TcpStream;

#[path = "../../tests/web/support/html.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
pub(crate) mod html;

pub struct Reply {
    pub status: u16,
    pub location: String,
    pub body: Bytes,
}

impl Reply {
    pub fn is(self, status: u16, what: &str) -> anyhow::Result<Self> {
        ensure!(self.status == status, "{what}: {} {} {}", self.status, self.location, html::words(&self.text()));
        Ok(self)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub struct Browser {
    /// `127.0.0.1:8080`
    host: String,
    origin: String,
    pub cookies: BTreeMap<String, String>,
    /// How many requests were sent.
    pub asked: usize,
    line: Option<SendRequest<Full<Bytes>>>,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        let host = base.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { origin: format!("http://{host}"), host, cookies: BTreeMap::new(), asked: 0, line: None }
    }

    /// With the same session, on a connection of its own.
    pub fn twin(&self) -> Self {
        self.twin_at(&self.origin)
    }

    /// The same at another server.
    pub fn twin_at(&self, base: &str) -> Self {
        Self { cookies: self.cookies.clone(), ..Self::new(base) }
    }

    pub fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Reply> {
        self.send(Method::GET, path, Bytes::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> anyhow::Result<Reply> {
        self.send(Method::POST, path, serde_html_form::to_string(fields)?.into()).await
    }

    /// Follows redirects to a page.
    pub async fn open(&mut self, path: &str) -> anyhow::Result<Reply> {
        let mut reply = self.get(path).await?;
        for _ in 0..5 {
            if reply.status != 303 {
                break;
            }
            reply = self.get(&reply.location).await?;
        }
        reply.is(200, path)
    }

    /// The form of a page that goes to `action` (or to an address that begins with it), with fields changed.
    pub fn form(
        page: &Reply,
        action: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<(String, Vec<(String, String)>)> {
        let forms = html::forms(&page.text());
        let goes = |to: &str| to == action || action.strip_suffix('*').is_some_and(|start| to.starts_with(start));
        let form = forms.into_iter().find(|form| goes(&form.action)).with_context(|| format!("no form to {action}"))?;
        let touched = |name: &str| fields.iter().any(|field| field.0 == name);
        let mut all: Vec<_> = form.fields.into_iter().filter(|field| !touched(&field.0)).collect();
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Ok((form.action, all))
    }

    /// Fills in a form of a page and sends it.
    pub async fn fill(&mut self, page: &Reply, action: &str, fields: &[(&str, &str)]) -> anyhow::Result<Reply> {
        let (action, fields) = Self::form(page, action, fields)?;
        self.post(&action, &fields).await
    }

    /// Signs in with a password.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> anyhow::Result<()> {
        let page = self.get("/sign-in").await?.is(200, "/sign-in")?;
        let reply = self.fill(&page, "/sign-in", &[("login", login), ("password", password)]).await?;
        reply.is(303, "sign in").map(|_| ())
    }

    pub async fn send(&mut self, method: Method, path: &str, body: Bytes) -> anyhow::Result<Reply> {
        self.asked += 1;
        for fresh in [false, true] {
            if self.line.as_ref().is_none_or(SendRequest::is_closed) {
                self.line = Some(self.connect().await?);
            }
            let request = self.request(&method, path, body.clone())?;
            let Some(line) = &mut self.line else { continue };
            line.ready().await.ok();
            match line.send_request(request).await {
                Ok(response) => return self.take(response).await,
                Err(error) if fresh => bail!("{path}: {error}"),
                // Kept open too long: the server has hung up.
                Err(_) => self.line = None,
            }
        }
        bail!("{path}: no connection")
    }

    fn request(&self, method: &Method, path: &str, body: Bytes) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut request = Request::builder().method(method).uri(path).header(HOST, &self.host);
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, self.cookie_line());
        }
        if method == Method::POST {
            request = request.header(ORIGIN, &self.origin).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        Ok(request.body(Full::new(body))?)
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(&self.host).await?;
        stream.set_nodelay(true)?;
        let (line, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(line)
    }

    async fn take(&mut self, response: hyper::Response<hyper::body::Incoming>) -> anyhow::Result<Reply> {
        for cookie in response.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().and_then(|pair| pair.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status().as_u16();
        let location = response.headers().get(LOCATION).map(|one| one.to_str().map(str::to_owned)).transpose()?;
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Reply { status, location: location.unwrap_or_default(), body })
    }
}
