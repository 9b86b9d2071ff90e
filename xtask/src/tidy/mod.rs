//! Rules that the compiler cannot know: sizes, words, links, templates, styles, and SQL that is never put together from pieces.
//!
//! Each rule is a function over one file that reports lines. Where breaking a rule is right, the line, the one above it or the head of the
//! file says so: `tidy: <rule> because <reason>`; only the rules in [`EXCUSABLE`] take an excuse. The files of this folder hold the examples of what is
//! forbidden and are looked at for form alone.

mod form;
mod links;
mod rust;
mod sql;
mod styles;
mod templates;
mod words;

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::house;

/// Rules that a line may break when it says why.
const EXCUSABLE: [&str; 3] = ["sql", "address", "colour"];

/// What is not the project's text.
const PASSED_OVER: [&str; 6] = [".git", "target", "node_modules", "test-results", "shots", "casekeep-data"];

/// One text file of the tree.
pub(crate) struct File<'a> {
    /// From the root, with `/`.
    path: &'a str,
    text: &'a str,
}

/// One broken rule.
#[derive(Debug, PartialEq)]
pub(crate) struct Finding {
    line: usize,
    rule: &'static str,
    why: String,
}

impl Finding {
    fn new(line: usize, rule: &'static str, why: impl Into<String>) -> Self {
        Self { line, rule, why: why.into() }
    }
}

impl File<'_> {
    /// Lines with their numbers, from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    fn extension(&self) -> &str {
        Path::new(self.path).extension().and_then(|it| it.to_str()).unwrap_or_default()
    }

    fn excuses(&self, finding: &Finding) -> bool {
        let excuse = format!("tidy: {} because ", finding.rule);
        let covers = |number: usize, line: &str| {
            line.starts_with("//! ") || number == finding.line || number + 1 == finding.line
        };
        let mut near = self.lines().filter(|(number, line)| covers(*number, line));
        EXCUSABLE.contains(&finding.rule) && near.any(|(_, line)| line.contains(&excuse))
    }
}

/// Looks at every text file; fails with `file:line` for every broken rule.
pub(crate) fn check() -> Result<()> {
    let mut broken = 0;
    let files = files()?;
    for path in &files {
        let Ok(text) = String::from_utf8(fs::read(house::root().join(path))?) else { continue };
        for finding in findings(&File { path, text: &text }) {
            println!("{path}:{}: {}: {}", finding.line, finding.rule, finding.why);
            broken += 1;
        }
    }
    if 0 < broken {
        bail!("{broken} lines break a rule");
    }
    println!("{} files are tidy", files.len());
    Ok(())
}

fn findings(file: &File<'_>) -> Vec<Finding> {
    if file.text.contains('\0') {
        return Vec::new();
    }
    let mut rules: Vec<fn(&File<'_>) -> Vec<Finding>> = vec![form::form];
    if !file.path.starts_with("xtask/src/tidy/") {
        rules.extend([
            rust::rust,
            sql::sql,
            styles::styles,
            templates::templates,
            words::words,
            words::addresses,
            links::links,
        ]);
    }
    rules.into_iter().flat_map(|rule| rule(file)).filter(|finding| !file.excuses(finding)).collect()
}

/// Every file of the tree, as paths from the root, in order.
pub(crate) fn files() -> Result<Vec<String>> {
    let mut files = Vec::new();
    walk(house::root(), "", &mut files)?;
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        // .git is a file where somebody works in a second tree of the same repository
        if PASSED_OVER.contains(&name.as_str()) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if kind.is_file() {
            files.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules that `text` breaks as the file `path`, with their lines.
    pub(super) fn broken(path: &str, text: &str) -> Vec<(&'static str, usize)> {
        let text = format!("{text}\n");
        findings(&File { path, text: &text }).into_iter().map(|finding| (finding.rule, finding.line)).collect()
    }

    #[test]
    fn an_excuse_with_a_reason_is_taken_where_excuses_are() {
        let bare = "//! Store.\nlet q = format!(\"select a from {t}\");";
        assert_eq!(broken("store/src/a.rs", bare), [("sql", 2)]);
        let excused = "//! Store.\n// tidy: sql because the table comes from a closed list\nlet q = format!(\"select a from {t}\");";
        assert_eq!(broken("store/src/a.rs", excused), []);
        let in_the_head = "//! Store.\n//! tidy: sql because only placeholders vary\n\nfn a() {}\nlet q = format!(\"select a from {t}\");";
        assert_eq!(broken("store/src/a.rs", in_the_head), []);
        let elsewhere = "//! Store.\n// tidy: ignored because it is slow\n#[ignore]\nfn a() {}";
        assert_eq!(broken("store/src/a.rs", elsewhere), [("ignored", 3)]);
    }

    #[test]
    fn this_folder_is_looked_at_for_form_alone() {
        assert_eq!(broken("xtask/src/tidy/words.rs", "#[ignore] \n"), [("form", 1), ("form", 2)]);
    }
}
