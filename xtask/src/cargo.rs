//! The steps that are cargo's: format, lints, licences, building.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::house;
use crate::run::{ask, run};
use crate::steps::Done;

/// `cargo` in the root of the workspace, as somebody at a terminal would start it.
///
/// What `cargo run` told *us* about this crate is taken out again: build scripts watch some of it and would run anew.
pub(crate) fn cargo(order: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_PRIMARY_PACKAGE"
        });
        if told {
            command.env_remove(name);
        }
    }
    if house::is_ci() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command.current_dir(house::root()).args(order);
    command
}

/// Whether cargo knows this subcommand here.
pub(crate) fn knows(subcommand: &str) -> bool {
    ask(&mut cargo(&[subcommand, "--version"])).is_ok()
}

/// Every Rust file as rustfmt writes it.
pub(crate) fn format() -> Result<Done> {
    component("fmt", "rustfmt")?;
    run(&mut cargo(&["fmt", "--all", "--check"])).map(|()| Done::Well)
}

/// No warning in any target of any crate.
pub(crate) fn clippy() -> Result<Done> {
    component("clippy", "clippy")?;
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])).map(|()| Done::Well)
}

fn component(subcommand: &str, component: &str) -> Result<()> {
    if knows(subcommand) || run(Command::new("rustup").args(["component", "add", component])).is_ok() {
        return Ok(());
    }
    bail!("{component} is missing; install it with `rustup component add {component}`")
}

/// Licences, bans and sources of every dependency; needs cargo-deny, which takes longer to build than Casekeep and so is never built here.
pub(crate) fn deny() -> Result<Done> {
    if !knows("deny") {
        return Ok(Done::Skipped("cargo-deny is not installed".to_owned()));
    }
    run(&mut cargo(&["deny", "--all-features", "check", "bans", "licenses", "sources"])).map(|()| Done::Well)
}

/// Builds all programs and all tests at once, so that what follows finds everything built with the same features.
pub(crate) fn build_everything() -> Result<()> {
    run(&mut cargo(&["build", "--workspace", "--bins", "--lib", "--tests"]))
}

/// Builds the server alone.
pub(crate) fn build_server() -> Result<()> {
    run(&mut cargo(&["build", "--package", "casekeep", "--bin", "casekeep"]))
}

/// Where the server is once it is built.
pub(crate) fn server() -> PathBuf {
    house::target().join("debug").join("casekeep")
}
