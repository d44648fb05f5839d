//! What the machine alone allows: a lone fsync, and argon2.

use crate::figures::{Times, ms, tell};
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// 4 KiB and fdatasync, one after another.
pub fn fsync(folder: &Path) -> anyhow::Result<Duration> {
    let path = folder.join("fsync.probe");
    let mut file = std::fs::File::create(&path)?;
    let mut times = Times::default();
    for n in 0..300_u64 {
        file.seek(std::io::SeekFrom::Start(4096 * (n % 64)))?;
        file.write_all(&[u8::try_from(n % 251)?; 4096])?;
        let started = Instant::now();
        file.sync_data()?;
        times.add(started.elapsed());
    }
    std::fs::remove_file(path)?;
    let median = times.percentile(50);
    tell("a lone fsync (4 KiB)", &format!("median {}, p99 {}", ms(median), ms(times.percentile(99))), "", None)?;
    Ok(median)
}

/// Hashes a second that all cores together make, with the parameters of `nep` and memory kept.
pub fn argon2(seconds: u64) -> anyhow::Result<f64> {
    let cores = std::thread::available_parallelism()?.get();
    let until = Instant::now() + Duration::from_secs(seconds);
    let one = move || {
        let (argon2, mut out, mut made) = (argon2::Argon2::default(), [0_u8; 32], 0_u64);
        let mut blocks = vec![argon2::Block::new(); argon2.params().block_count()];
        while Instant::now() < until {
            argon2.hash_password_into_with_memory(b"a password", &[7; 16], &mut out, &mut blocks)?;
            made += 1;
        }
        Ok::<u64, argon2::Error>(made)
    };
    let threads: Vec<_> = (0..cores).map(|_| std::thread::spawn(one)).collect();
    let mut made = 0;
    for thread in threads {
        let counted = thread.join().map_err(|_| anyhow::anyhow!("a thread ended badly"))?;
        made += counted.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let rate = made as f64 / seconds as f64;
    tell("argon2 alone", &format!("{rate:.1} a second on {cores} cores"), "", None)?;
    Ok(rate)
}
