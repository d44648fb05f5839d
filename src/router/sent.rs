//! What is known of a request besides who asks: the route it met, and what stood in its form.

use super::kept::Fields;
use crate::route::Declared;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Declared path → its methods.
#[derive(Clone)]
pub(super) struct Table(Arc<HashMap<&'static str, Vec<Declared>>>);

impl Table {
    pub(super) fn of(declared: &[Declared]) -> Self {
        let mut table: HashMap<&'static str, Vec<Declared>> = HashMap::new();
        for one in declared {
            table.entry(one.path).or_default().push(one.clone());
        }
        Self(Arc::new(table))
    }

    /// The declaration that a request met.
    pub(super) fn find(&self, request: &Request) -> Option<&Declared> {
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        let path = request.extensions().get::<MatchedPath>()?;
        self.0.get(path.as_str())?.iter().find(|one| one.method == method)
    }
}

/// A request as log lines and error pages may tell of it.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) method: Method,
    /// The declared path: the raw one may hold a token, so no log line has it.
    pub(super) route: &'static str,
    /// Where the form goes.
    pub(super) action: String,
    /// Once the body is there; also for whoever answers in the place of an act that takes too long.
    pub(super) fields: Arc<OnceLock<Fields>>,
}

impl Sent {
    pub(super) fn of(request: &Request, declared: Option<&Declared>) -> Self {
        Self {
            method: request.method().clone(),
            route: declared.map_or("-", |one| one.path),
            action: request.uri().path().to_owned(),
            fields: Arc::default(),
        }
    }

    /// True when nothing was to be changed.
    pub(super) fn reads(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }
}
