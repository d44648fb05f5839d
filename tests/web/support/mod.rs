//! A real application in this process, on a database of its own, and people who use it over HTTP.

pub(crate) mod binary;
pub(crate) mod engine;
pub(crate) mod html;
pub(crate) mod log;
pub(crate) mod site;
pub(crate) mod steps;
pub(crate) mod visitor;

pub(crate) use site::{PASSWORD, Person, Site};
pub(crate) use steps::Asked;
pub(crate) use visitor::{Reply, Visitor};

/// A sentence of `texts/` in the words of the organisation that is shipped.
pub(crate) fn said(key: &str) -> &'static str {
    nep::terms::shipped().speak(|| nep::text::find(key)).expect(key)
}
