//! Steps with a headline and a time each; the first that fails ends the run, and a summary closes it in either case.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What a step that did not fail has to say.
pub(crate) enum Done {
    /// All well.
    Well,
    /// All well, and these are the test runner's own closing lines.
    Tested(Vec<String>),
    /// Not done, for this reason; never hidden.
    Skipped(String),
}

/// A run of steps.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(&'static str, Duration, String)>,
    tested: Vec<String>,
}

impl Steps {
    /// Runs one step under its headline.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Done>) -> Result<()> {
        println!("\n==> {name}");
        let began = Instant::now();
        let outcome = work();
        let took = began.elapsed();
        let word = match &outcome {
            Ok(Done::Well | Done::Tested(_)) => "ok".to_owned(),
            Ok(Done::Skipped(why)) => format!("skipped: {why}"),
            Err(_) => "FAILED".to_owned(),
        };
        println!("<== {name}: {word} ({})", seconds(took));
        self.done.push((name, took, word));
        if let Done::Tested(lines) = outcome.with_context(|| format!("step `{name}`"))? {
            self.tested.splice(0..0, lines);
        }
        Ok(())
    }

    /// Every step on a line, then the closing lines of the test runners, the last runner first: a log ends with the tests in Rust.
    pub(crate) fn summary(&self) -> String {
        let total: Duration = self.done.iter().map(|(_, took, _)| *took).sum();
        let mut text = String::from("\n==> summary\n");
        for (name, took, word) in &self.done {
            text.push_str(&format!("{name:<16}{:>10}  {word}\n", seconds(*took)));
        }
        text.push_str(&format!("{:<16}{:>10}\n", "together", seconds(total)));
        for line in &self.tested {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole < 60 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_ends_with_the_words_of_the_test_runner() {
        let mut steps = Steps::default();
        steps.step("tests", || Ok(Done::Tested(vec!["3 passed, 0 failed".to_owned()]))).unwrap();
        steps.step("licences", || Ok(Done::Skipped("the tool is not here".to_owned()))).unwrap();
        assert!(steps.summary().contains("skipped: the tool is not here"));
        steps.step("browser", || Ok(Done::Tested(vec!["2 passed (1 s)".to_owned()]))).unwrap();
        assert!(steps.summary().ends_with("2 passed (1 s)\n3 passed, 0 failed\n"));
    }

    #[test]
    fn a_failed_step_is_named_and_stands_in_the_summary() {
        let mut steps = Steps::default();
        let fault = steps.step("format", || anyhow::bail!("two files differ")).unwrap_err();
        assert_eq!(format!("{fault:#}"), "step `format`: two files differ");
        assert!(steps.summary().contains("FAILED"));
    }

    #[test]
    fn times_are_told_in_seconds_then_minutes() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
