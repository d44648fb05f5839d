//! argon2id (19 MiB, t=2, p=1), off the async threads and never more at a time than cores.

use crate::error::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes and verifies passwords.
#[derive(Clone, Debug)]
pub struct Hasher {
    slots: Arc<Semaphore>,
    /// A hash of nothing anybody knows: an unknown account takes as long as a known one.
    dummy: Arc<str>,
}

impl Hasher {
    /// A hasher that uses at most `slots` threads.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(slots: usize) -> Result<Self, Error> {
        let dummy = hash(&crate::id::new_token())?;
        Ok(Self { slots: Arc::new(Semaphore::new(slots.max(1))), dummy: dummy.into() })
    }

    /// The PHC string to store for a password.
    ///
    /// # Errors
    /// [`Error::Internal`] when hashing fails.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        let _slot = self.slots.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || hash(&password)).await.map_err(Error::internal)?
    }

    /// Whether `password` is the one of `stored`; without one it takes as long and says no.
    ///
    /// # Errors
    /// [`Error::Internal`] when the stored hash is unreadable.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Error> {
        let _slot = self.slots.acquire().await.map_err(Error::internal)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.to_string());
        let same = tokio::task::spawn_blocking(move || verify(&password, &stored)).await.map_err(Error::internal)??;
        Ok(same && known)
    }
}

fn hash(password: &str) -> Result<String, Error> {
    let password = canonical(password);
    let hashed = Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?;
    Ok(hashed.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, Error> {
    let password = canonical(password);
    let stored = PasswordHash::new(stored).map_err(Error::internal)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

/// NFKC: the same password from any keyboard.
pub fn canonical(password: &str) -> String {
    crate::text::nfkc(password)
}
