//! `casekeep bench`: how fast this program is on this machine, and how much memory it takes.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::runtime;
use crate::bench::{self, Figure, LIST, Part, Sizes, Ticks};
use crate::exits::{Ended, Exit};
use crate::serving::Stop;
use crate::settings::Flags;
use crate::terminal::{progress, remark, say};

const EXAMPLES: &str = "Examples:
  casekeep bench                                  everything; takes some minutes and 4 GiB of disk
  casekeep bench --only case_page_p99 --json
  casekeep bench --quick                          to see that it works; the figures say little
  casekeep bench --data /srv --strict             on that disk; exit code 6 when a target is missed

Prints one line for each figure as soon as it is measured, with --json one object: name, value, unit, limit, ratio, target. A limit is what this
disk and this processor can do with as many bytes and nothing around them, measured in the same run; the ratio is value by limit. What is
measured is invented, lies in a folder of its own and is removed; no installation is touched. Build with --release, and let nothing else run.";

/// How much of a hundred the host of a virtual machine has to take before it is said.
const WORTH_SAYING: u64 = 2;

/// Measures this program.
#[derive(Args)]
#[command(after_help = examples())]
pub(super) struct Bench {
    /// Small sizes
    #[arg(long)]
    quick: bool,
    /// Only this figure; may be repeated
    #[arg(long, value_name = "NAME", value_parser = names())]
    only: Vec<String>,
    /// Ends with exit code 6 when a target is missed
    #[arg(long)]
    strict: bool,
    /// Prints one object of JSON for each figure
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub(super) fn run(self, flags: &Flags) -> Result<()> {
        if let Some(name) = flags.0.keys().find(|name| **name != "data") {
            return Err(Ended::new(Exit::Settings, format!("a measurement does not take the setting {name}")).into());
        }
        // Before anything else: a signal must not leave the folder behind.
        let runtime = runtime()?;
        let stop = runtime.block_on(async { Stop::listen() })?;
        let disk = PathBuf::from(flags.given("data").unwrap_or("."));
        let folder = tempfile::Builder::new().prefix("casekeep-bench").tempdir_in(&disk);
        let folder =
            folder.map_err(|_| Ended::new(Exit::File, format!("no folder can be made in {}", disk.display())))?;
        let outcome = runtime.block_on(async {
            tokio::select! {
                outcome = self.measure(folder.path()) => outcome,
                () = stop.asked() => Ok(0),
            }
        });
        // what still runs must have ended before its files go
        drop(runtime);
        folder.close()?;
        match outcome? {
            missed if 0 < missed && self.strict => {
                Err(Ended::new(Exit::Rule, format!("{missed} figures miss their target")).into())
            }
            _ => Ok(()),
        }
    }

    /// Measures what is wanted and prints it; how many figures miss their target.
    async fn measure(&self, folder: &Path) -> Result<u32> {
        let sizes = if self.quick { Sizes::QUICK } else { Sizes::FULL };
        let parts = self.parts();
        let bar = progress("measuring", parts.len() as u64, self.json);
        let mut missed = 0;
        for part in parts {
            let beneath = folder.join(format!("{part:?}").to_lowercase());
            let before = Ticks::now();
            let figures = bench::measure(part, &beneath, &sizes).await?;
            let stolen = before.zip(Ticks::now()).map_or(0, |(before, after)| after.stolen_since(before));
            std::fs::remove_dir_all(&beneath)?;
            for figure in figures.iter().filter(|figure| self.wants(figure.name())) {
                bar.suspend(|| self.print(figure));
                missed += u32::from(!figure.met());
            }
            if WORTH_SAYING <= stolen {
                bar.suspend(|| {
                    remark(format_args!(
                        "the host took {stolen} % of the processors away meanwhile: times are too long"
                    ))
                });
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(missed)
    }

    fn print(&self, figure: &Figure) {
        if self.json {
            say(figure.as_json());
        } else {
            say(figure.as_text());
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == name)
    }

    /// The parts that the wanted figures belong to.
    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for line in LIST.iter().filter(|line| self.wants(line.name)) {
            if !parts.contains(&line.part) {
                parts.push(line.part);
            }
        }
        parts
    }
}

fn names() -> Vec<&'static str> {
    LIST.iter().map(|line| line.name).collect()
}

/// The examples and the list of figures.
fn examples() -> String {
    let mut text = format!("{EXAMPLES}\n\nFigures:\n");
    for line in &LIST {
        let target = line.target.text().map(|target| format!(" ({target})")).unwrap_or_default();
        text.push_str(&format!("  {:<22} {:<11} {}{target}\n", line.name, line.unit, line.what));
    }
    text
}
