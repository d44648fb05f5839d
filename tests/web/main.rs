//! The application over HTTP, on SQLite or PostgreSQL (`NEP_TEST_DATABASE`): one file a feature, the whole journey,
//! who may do what, and the shape of the house.

#[cfg(test)]
mod support;

#[cfg(test)]
mod authorisation;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod journey;
