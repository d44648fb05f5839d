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
