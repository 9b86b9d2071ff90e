//! Everything that must hold before a change is taken, in the order of what fails soonest.

use anyhow::Result;

use crate::steps::{Done, Steps};
use crate::{browser, cargo, tests_step, tidy, tools};

/// Runs every step; the first failure ends the run.
pub(crate) fn everything() -> Result<()> {
    let mut steps = Steps::default();
    let outcome = all(&mut steps);
    print!("{}", steps.summary());
    outcome
}

fn all(steps: &mut Steps) -> Result<()> {
    steps.step("tidy", || tidy::check().map(|()| Done::Well))?;
    steps.step("format", cargo::format)?;
    steps.step("prerequisites", || tools::make_ready().map(|()| Done::Well))?;
    steps.step("licences", cargo::deny)?;
    steps.step("clippy", cargo::clippy)?;
    steps.step("build", || cargo::build_everything().map(|()| Done::Well))?;
    steps.step("tests", || tests_step::both_engines(&[]))?;
    steps.step("browser", || browser::tests(&[]))
}
