//! The browser tests: a real Chromium against a real server.

use anyhow::{Context, Result};

use crate::run::{listen, run};
use crate::steps::Done;
use crate::{cargo, node, tools};

/// The browser tests without the other checks.
pub(crate) fn alone(order: &[String]) -> Result<()> {
    tools::make_ready()?;
    if std::env::var_os("CASEKEEP_BINARY").is_none() {
        cargo::build_server()?;
    }
    tests(order).map(drop)
}

/// Checks the types of the tests, then runs them; the server must have been built.
pub(crate) fn tests(order: &[String]) -> Result<Done> {
    run(node::program("tsc").arg("--noEmit"))?;
    let mut playwright = node::program("playwright");
    playwright.arg("test").args(order);
    playwright.env("CASEKEEP_CHROMIUM", tools::chromium().context("chromium is missing")?);
    if std::env::var_os("CASEKEEP_BINARY").is_none() {
        playwright.env("CASEKEEP_BINARY", cargo::server());
    }
    listen(&mut playwright, closing_line).map(Done::Tested)
}

/// Playwright closes with lines such as `36 passed (2.9m)`.
fn closing_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    number && words.next().is_some_and(|word| matches!(word, "passed" | "failed" | "flaky" | "skipped"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_playwright_are_known() {
        assert!(closing_line("  36 passed (2.9m)"));
        assert!(closing_line("  1 flaky"));
        assert!(!closing_line("  ✓  1 [desktop-light] › tests/frame.spec.ts"));
        assert!(!closing_line("passed 36"));
    }
}
