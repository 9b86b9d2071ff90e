//! The sample beside the script, for strangers to try, is the one of these tests; and what was once written keeps its form.

use std::fs;
use std::path::PathBuf;

use crate::world::{World, file, key};

/// Name and content of each file; the anchor of the sample is its file of checkpoints.
pub(crate) fn files() -> [(&'static str, String); 4] {
    let (world, export) = (World::new(), World::new().export());
    [
        ("leaves.jsonl", export.leaves),
        ("checkpoints.txt", file(&export.notes)),
        ("vkey.txt", format!("{}\n", key())),
        ("bundle.jsonl", world.bundle(2)),
    ]
}

pub(crate) fn tools() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tools")
}

#[test]
fn the_sample_is_what_is_written_today() {
    let folder = tools().join("tests/sample");
    for (name, text) in files() {
        if std::env::var_os("CASEKEEP_UPDATE_DOCS").is_some_and(|wish| wish == "1") {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(name), &text).unwrap();
        }
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), text, "{name}");
    }
}
