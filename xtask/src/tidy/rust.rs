//! Habits in Rust: every module says what it is for, lints are answered, tests run.

use super::{File, Finding};

/// Missing heads, silenced lints, ignored tests.
pub(super) fn rust(file: &File<'_>) -> Vec<Finding> {
    if file.extension() != "rs" {
        return Vec::new();
    }
    let mut found = Vec::new();
    let headed = file.text.lines().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with("//!"));
    let told_by_its_parent = file.path.ends_with("/tests.rs");
    if file.path.contains("/src/") && !headed && !told_by_its_parent {
        found.push(Finding::new(1, "head", "begin with a `//!` paragraph: what the module is for, what it guarantees"));
    }
    for (line, text) in file.lines() {
        if text.contains("#[allow(") || text.contains("#![allow(") {
            found.push(Finding::new(line, "allow", "use `expect` with a reason"));
        }
        if text.trim_start().starts_with("#[ignore") {
            found.push(Finding::new(line, "ignored", "a test runs or is deleted"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(broken("domain/src/a.rs", "use std::fs;"), [("head", 1)]);
        assert_eq!(broken("domain/src/a.rs", "//! Rules of a.\nuse std::fs;"), []);
        assert_eq!(broken("domain/src/a/tests.rs", "use super::*;"), []);
        assert_eq!(broken("domain/tests/a.rs", "use std::fs;"), []);
        assert_eq!(broken("domain/README.md", "use std::fs;"), []);
    }

    #[test]
    fn lints_are_not_silenced_and_tests_are_not_ignored() {
        assert_eq!(broken("a/tests/b.rs", "#[allow(dead_code)]\nfn a() {}"), [("allow", 1)]);
        assert_eq!(broken("a/tests/b.rs", "#![allow(dead_code)]"), [("allow", 1)]);
        assert_eq!(broken("a/tests/b.rs", "#[test]\n    #[ignore = \"slow\"]"), [("ignored", 2)]);
        assert_eq!(broken("a/tests/b.rs", "#[expect(dead_code, reason = \"soon used\")]"), []);
    }
}
