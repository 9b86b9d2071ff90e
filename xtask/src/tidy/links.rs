//! Links in our documents lead somewhere.

use std::path::{Component, Path, PathBuf};

use super::{File, Finding};
use crate::house;

/// Links and pictures whose file is not in the tree.
pub(super) fn links(file: &File<'_>) -> Vec<Finding> {
    broken(file, |path| house::root().join(path).exists())
}

fn broken(file: &File<'_>, exists: impl Fn(&Path) -> bool) -> Vec<Finding> {
    if file.extension() != "md" {
        return Vec::new();
    }
    let folder = Path::new(file.path).parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for (line, text) in file.lines() {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let path = target.split('#').next().unwrap_or_default();
            let ours = !path.is_empty() && !path.contains(':') && !path.contains(' ');
            if ours && !exists(&plain(&folder.join(path))) {
                found.push(Finding::new(line, "link", format!("{path} is not in the tree")));
            }
        }
    }
    found
}

/// The path without `..`, so that a link cannot pass through a folder that is not there.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::Normal(name) => plain.push(name),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(path: &str, text: &str) -> Vec<usize> {
        let file = File { path, text };
        broken(&file, |path| path == Path::new("docs/ledger.md")).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_link_leads_to_a_file_of_the_tree() {
        assert_eq!(missing("README.md", "[a](docs/ledger.md) [b](docs/ledger.md#events) [c](#here)"), [0; 0]);
        assert_eq!(missing("docs/decisions/0001.md", "see [a](../ledger.md)"), [0; 0]);
        assert_eq!(missing("README.md", "one\n![gone](docs/gone.png) and [gone](ledger.md)"), [2, 2]);
        assert_eq!(missing("README.md", "[a](https://example.org/a.md) [b](mailto:a@example.org)"), [0; 0]);
    }
}
