//! The file of a secret key: for its owner only, made where it is missing.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use super::error::DeliverError;
use super::folder;

/// Reads a key file; `None` if there is none.
///
/// # Errors
/// If it cannot be read, or others than its owner may.
pub fn secret(path: &Path) -> Result<Option<String>, DeliverError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(DeliverError::io("read key", path)(e)),
    };
    let mode = file.metadata().map_err(DeliverError::io("read key", path))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(DeliverError::Exposed { path: path.to_path_buf(), mode: mode & 0o777 });
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(DeliverError::io("read key", path))?;
    Ok(Some(text))
}

/// Makes a key file of 256 random bits, mode 0600, and gives its text. An existing file is never touched.
///
/// # Errors
/// If there is one already, or the system says no.
pub fn make_secret(path: &Path) -> Result<String, DeliverError> {
    let mut bytes = [0u8; 32];
    let random = Path::new("/dev/urandom");
    File::open(random).and_then(|mut f| f.read_exact(&mut bytes)).map_err(DeliverError::io("read", random))?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).chain(["\n".to_owned()]).collect();
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder::make(parent)?;
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path).map_err(DeliverError::io("write key", path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(DeliverError::io("write key", path))?;
    folder::sync(parent)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/guiyi.key");
        assert_eq!(secret(&path).unwrap(), None);
        let made = make_secret(&path).unwrap();
        assert_eq!(secret(&path).unwrap(), Some(made.clone()));
        assert_eq!((made.len(), std::fs::metadata(&path).unwrap().permissions().mode() & 0o777), (65, 0o600));
        assert!(make_secret(&path).is_err());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = secret(&path).unwrap_err().to_string();
        assert!(error.contains("mode 644") && error.contains("chmod 600"), "{error}");
    }
}
