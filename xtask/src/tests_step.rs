//! The tests, on SQLite and on PostgreSQL.
//!
//! cargo-nextest runs them when it is here: a process for each test, and faster on many cores. Otherwise `cargo test` does. It is not built
//! for the purpose, because that takes a build machine longer than it saves.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::cargo::{cargo, knows};
use crate::postgres::{self, Postgres};
use crate::run::{listen, run};
use crate::steps::Done;
use crate::{python, tidy};

/// The tests without the other checks; `renew` writes the generated documents instead of comparing them.
pub(crate) fn alone(filter: &[String], renew: bool) -> Result<()> {
    if renew {
        return with_postgres(filter, |command| {
            command.env("CASEKEEP_UPDATE_DOCS", "1");
        })
        .map(drop);
    }
    both_engines(filter).map(drop)
}

/// Every test on both engines; without PostgreSQL on SQLite alone, and says so.
pub(crate) fn both_engines(filter: &[String]) -> Result<Done> {
    with_postgres(filter, |_| {}).map(Done::Tested)
}

fn with_postgres(filter: &[String], more: fn(&mut Command)) -> Result<Vec<String>> {
    let server = if postgres::programs().is_some() { Some(Postgres::start()?) } else { None };
    if server.is_none() {
        println!("no PostgreSQL ≥ 15 here: testing on SQLite alone (`cargo xtask ci` would install it)");
    }
    let ready = |mut command: Command| {
        if let Some(server) = &server {
            command.env("CASEKEEP_TEST_POSTGRES", server.address());
        }
        if let Some(python) = python::ready() {
            command.env("CASEKEEP_PYTHON", python);
        }
        more(&mut command);
        command
    };
    let lines = listen(&mut ready(runner(filter)), closing_line)?;
    if filter.is_empty() && has_doc_tests()? {
        run(&mut ready(cargo(&["test", "--workspace", "--doc"])))?;
    }
    Ok(lines)
}

fn runner(filter: &[String]) -> Command {
    let mut command = if knows("nextest") {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    command.args(filter);
    command
}

/// The lines with which nextest and `cargo test` close.
fn closing_line(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Summary [") || line.starts_with("test result:")
}

/// Whether any library has an example that would run: starting rustdoc for every crate costs more than looking.
fn has_doc_tests() -> Result<bool> {
    for path in tidy::files()? {
        if path.contains("/src/") && path.ends_with(".rs") {
            let text = fs::read_to_string(crate::house::root().join(path))?;
            if runnable_examples(&text) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn runnable_examples(text: &str) -> bool {
    let mut inside = false;
    for line in text.lines().map(str::trim_start) {
        let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(fence) = comment.and_then(|comment| comment.trim().strip_prefix("```")) else { continue };
        inside = !inside;
        if inside && matches!(fence, "" | "rust" | "should_panic" | "no_run" | "compile_fail") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_that_run_are_told_from_drawings() {
        assert!(runnable_examples("/// ```\n/// assert!(true);\n/// ```\n"));
        assert!(runnable_examples("//! ```text\n//! a ─► b\n//! ```\n//! ```rust\n"));
        assert!(!runnable_examples("//! ```text\n//! a ─► b\n//! ```\nlet code = \"```\";\n"));
    }

    #[test]
    fn the_closing_lines_of_both_runners_are_known() {
        assert!(closing_line("     Summary [   3.2s] 812 tests run: 812 passed, 0 skipped"));
        assert!(closing_line("test result: ok. 12 passed; 0 failed; 0 ignored"));
        assert!(!closing_line("test summary ... ok"));
    }
}
