//! Files for tests, written where the test is.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use casework::imports::{CannotImport, ClientImport, Declared};

/// A file that is gone when this is dropped.
pub(crate) struct TestFile {
    _folder: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

impl TestFile {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.csv");
        std::fs::write(&path, bytes).unwrap();
        Self { _folder: folder, path }
    }
}

/// Looks at a file with these bytes; everything is guessed.
pub(crate) fn open(bytes: impl AsRef<[u8]>) -> Result<ClientImport, CannotImport> {
    open_as(bytes, &Declared::default())
}

/// Looks at a file with these bytes.
pub(crate) fn open_as(bytes: impl AsRef<[u8]>, declared: &Declared) -> Result<ClientImport, CannotImport> {
    ClientImport::open(&TestFile::of(bytes.as_ref()).path, declared)
}

/// Why a file with these bytes is refused.
pub(crate) fn refused(bytes: impl AsRef<[u8]>) -> String {
    open(bytes).map_or_else(|why| why.to_string(), |_| "taken".to_owned())
}

/// An error file that can be read afterwards.
#[derive(Clone, Default)]
pub(crate) struct ErrorFile(Arc<Mutex<Vec<u8>>>);

impl ErrorFile {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for ErrorFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
