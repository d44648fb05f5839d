//! The key that personal links are derived from: outside the database, in a file only the service user can read.

use crate::id::hmac_token;
use anyhow::Context as _;
use rand::RngExt;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

/// 256 random bits.
#[derive(Clone)]
pub struct Secret(Arc<[u8; 32]>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// Reads the key file, or makes it (0600).
    ///
    /// # Errors
    /// When the file cannot be read or made, or is not 32 bytes of hexadecimal.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        if let Ok(mut file) = made {
            let bytes: [u8; 32] = rand::rng().random();
            file.write_all(crate::id::hex(&bytes).as_bytes())?;
            file.sync_all()?;
        }
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut bytes = [0_u8; 32];
        let pairs: Vec<u8> = (0..32).filter_map(|n| u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()).collect();
        anyhow::ensure!(pairs.len() == 32, "{} is not a key", path.display());
        bytes.copy_from_slice(&pairs);
        Ok(Self(Arc::new(bytes)))
    }

    /// The token of a link: derived from its id, 43 characters.
    pub fn token(&self, link_id: &str) -> String {
        self.sign(link_id)
    }

    /// HMAC-SHA256 of a text, base64url, 43 characters. What is no link's id begins with a word and a space.
    pub(crate) fn sign(&self, text: &str) -> String {
        hmac_token(self.0.as_ref(), text.as_bytes())
    }
}
