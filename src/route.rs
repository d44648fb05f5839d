//! A feature's routes, each with its rule.

use crate::app::App;
use crate::form::{BODY, LONG_BODY};
use crate::visit::Rule;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

/// One declared route.
#[derive(Clone, Debug)]
pub struct Declared {
    /// GET or POST.
    pub method: Method,
    /// The path with its `{names}`.
    pub path: &'static str,
    /// Who may.
    pub rule: Rule,
    /// Largest body, in bytes.
    pub most: usize,
    /// What is said of a larger one: a key of `texts/`.
    pub large: &'static str,
}

impl Declared {
    /// True when a file may be sent.
    pub(crate) fn takes_files(&self) -> bool {
        self.most > BODY
    }
}

/// The route table: each route with its rule, or it is not served.
#[derive(Default)]
pub struct Routes {
    pub(crate) router: Router<App>,
    pub(crate) declared: Vec<Declared>,
}

impl Routes {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, rule, (BODY, "form.too_large"), get(handler))
    }

    /// An act; its form can be sent twice without harm: it has a key (`once`), or doing it again changes nothing.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, rule, (BODY, "form.too_large"), post(handler))
    }

    /// An act with a file: its body may be as large as `most` bytes; `large` is said of a larger one.
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, rule: Rule, (most, large): (usize, &'static str), handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let route = post(handler).layer(DefaultBodyLimit::max(most));
        self.add(Method::POST, path, rule, (most, large), route)
    }

    /// An act with a pasted list.
    #[must_use]
    pub fn long<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let route = post(handler).layer(DefaultBodyLimit::max(LONG_BODY));
        self.add(Method::POST, path, rule, (LONG_BODY, "list.too_long"), route)
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        rule: Rule,
        (most, large): (usize, &'static str),
        route: MethodRouter<App>,
    ) -> Self {
        self.declared.push(Declared { method, path, rule, most, large });
        self.router = self.router.route(path, route);
        self
    }

    /// Both tables.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.declared.extend(other.declared);
        self.router = self.router.merge(other.router);
        self
    }

    pub fn declared(&self) -> &[Declared] {
        &self.declared
    }
}
