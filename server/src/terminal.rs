//! Talking on the terminal: results on standard output, everything else on standard error; progress bars only where somebody looks.

use std::io::{IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A result, on standard output. A reader that went away is no fault of ours.
pub(crate) fn say(text: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A remark, on standard error.
pub(crate) fn remark(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Why the program ends, on standard error, with the causes on the same line.
pub(crate) fn complain(error: &anyhow::Error) {
    remark(format_args!("casekeep: {error:#}"));
}

/// A progress bar on standard error; nothing when that is no terminal, or `quiet`.
pub(crate) fn progress(what: &'static str, of: u64, quiet: bool) -> ProgressBar {
    let seen = std::io::stderr().is_terminal() && !quiet;
    let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(of), target).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
