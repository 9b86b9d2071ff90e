//! Documents that are generated from lists in the code, checked in, and compared in a test.

use std::path::PathBuf;

/// Compares the checked-in file at `path` (from the root of the workspace) with `text`; with `CASEKEEP_UPDATE_DOCS=1` writes it instead.
///
/// # Panics
/// When they differ, or the file cannot be read or written.
pub fn generated(path: &str, text: &str) {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path);
    if std::env::var_os("CASEKEEP_UPDATE_DOCS").is_some_and(|wish| wish == "1") {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("the folder of the document can be made");
        }
        std::fs::write(&file, text).expect("the document can be written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == text,
        "{path} is not what the code says; run the test again with CASEKEEP_UPDATE_DOCS=1 and look at the difference"
    );
}
