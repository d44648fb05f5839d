//! The database file: private, and on a disk that can lock.

use std::path::Path;

/// Makes the folder and the file (0600), and refuses a file system that cannot lock.
pub(super) fn prepare_file(path: &Path) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
        refuse_network(folder)?;
    }
    if !path.exists() {
        std::fs::File::create_new(path)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// SQLite's WAL needs shared memory: a network file system would lose confirmed rows.
fn refuse_network(folder: &Path) -> anyhow::Result<()> {
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return Ok(()) };
    let folder = folder.canonicalize()?;
    let mount = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| folder.starts_with(place))
        .max_by_key(|(place, _)| place.len());
    let network = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"];
    match mount {
        Some((_, kind)) if network.contains(&kind) => {
            anyhow::bail!("{} is on a network file system ({kind}); use a local disk or PostgreSQL", folder.display())
        }
        _ => Ok(()),
    }
}
