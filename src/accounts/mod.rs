//! How people sign in: personal one-time links, own passwords, sessions, roles.

pub mod acts;
pub(crate) mod device;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod session;
pub mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Rule::Public, pages::sign_in)
        .post("/sign-in", Rule::Public, pages::submit_sign_in)
        .post("/sign-out", Rule::Member, pages::sign_out)
        .get("/link/{token}", Rule::Public, pages::link)
        .post("/link/{token}", Rule::Public, pages::submit_link)
        .get("/account", Rule::Member, pages::account)
        .post("/account/password", Rule::Member, pages::submit_password)
        .post("/account/sign-out-everywhere", Rule::Member, pages::sign_out_everywhere)
        .get("/prove", Rule::Member, pages::prove)
        .post("/prove", Rule::Member, pages::submit_prove)
        .post("/demo/sign-in", Rule::Public, pages::demo_sign_in)
}
