//! Where things are, and whether we stand on a build machine.

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    let wish = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    wish.map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Whether this is a build machine: nobody watches, nothing is built twice.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|word| word == "true" || word == "1")
}

/// The first of these programs that can be found in `PATH`.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}
