//! The log: standard error, for people on a terminal and as JSON elsewhere. Fields are ids, codes and numbers; content never comes here.

use std::io::IsTerminal as _;

use anyhow::Result;
use tracing_subscriber::EnvFilter;

use crate::exits::{Ended, Exit};
use crate::settings::{LogFormat, Settings};

/// Begins to log as the settings say.
pub(crate) fn begin(settings: &Settings) -> Result<()> {
    let because = "the setting log does not fit: a level is error, warn, info, debug or trace";
    let filter = EnvFilter::builder().parse(&settings.log).map_err(|_| Ended::new(Exit::Settings, because))?;
    let human = match settings.log_format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if human {
        lines.with_ansi(std::io::stderr().is_terminal()).try_init()
    } else {
        lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    };
    set.map_err(|fault| anyhow::anyhow!("the log cannot begin: {fault}"))
}
