//! `casekeep doctor`: the settings in effect with their sources, and how the installation is doing.

mod machine;
mod record;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::exits::{Ended, Exit};
use crate::opening::{New, is_fresh, open};
use crate::settings::{Given, Settings, Shown, shown};
use crate::terminal::say;

const EXAMPLES: &str = "Examples:
  casekeep doctor
  casekeep doctor --json | jq .findings

Opens the installation with all checks of a start and ends with the exit code of the first that fails; what it shows up to then is shown.";

/// Shows settings and health.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Doctor {
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
pub(super) struct Finding {
    what: &'static str,
    value: String,
    good: bool,
}

impl Finding {
    /// As it should be.
    fn good(what: &'static str, value: impl ToString) -> Self {
        Self { what, value: value.to_string(), good: true }
    }

    /// Good or not, as `good` says.
    fn judged(what: &'static str, value: impl ToString, good: bool) -> Self {
        Self { good, ..Self::good(what, value) }
    }
}

impl Doctor {
    pub(super) fn run(self, settings: &Settings, given: &Given) -> Result<()> {
        let mut findings = machine::findings(settings, given);
        findings.extend(record::backup_store(settings));
        let opened = if is_fresh(settings) {
            Err(Ended::new(Exit::SetUp, "there is no installation in the data folder yet").into())
        } else {
            open(settings, New::Never, false)
        };
        let failure = match opened {
            Ok(store) => record::findings(store, settings.backups.plan(), &mut findings).err(),
            Err(failure) => Some(failure),
        };
        if let Some(failure) = &failure {
            findings.push(Finding::judged("start", format!("refused: {failure:#}"), false));
        }
        let settings = shown(settings, given);
        if self.json {
            say(as_json(&settings, &findings));
        } else {
            say(as_text(&settings, &findings));
        }
        failure.map_or(Ok(()), Err)
    }
}

fn as_text(settings: &[Shown], findings: &[Finding]) -> String {
    let mut text = format!("casekeep {}\n\nSettings\n", env!("CARGO_PKG_VERSION"));
    for Shown { name, value, source } in settings {
        text.push_str(&format!("  {name:<22} {value}  ({source})\n"));
    }
    text.push_str("\nFindings\n");
    for Finding { what, value, good } in findings {
        let mark = if *good { " " } else { "!" };
        text.push_str(&format!("{mark} {what:<22} {value}\n"));
    }
    let attention = findings.iter().filter(|finding| !finding.good).count();
    text.push_str(&match attention {
        0 => "\nNothing needs attention.".to_owned(),
        1 => "\nOne finding needs attention (marked !).".to_owned(),
        many => format!("\n{many} findings need attention (marked !)."),
    });
    text
}

fn as_json(settings: &[Shown], findings: &[Finding]) -> Value {
    let settings =
        settings.iter().map(|Shown { name, value, source }| json!({ "name": name, "value": value, "source": source }));
    let findings =
        findings.iter().map(|Finding { what, value, good }| json!({ "what": what, "value": value, "good": good }));
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "settings": settings.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}
