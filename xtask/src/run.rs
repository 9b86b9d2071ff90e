//! Running other programs: quietly, loudly, or listening to what they say.

use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// Runs a program on our terminal; fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot start {}", name(command)))?;
    if status.success() { Ok(()) } else { bail!("{} failed: {status}", name(command)) }
}

/// Runs a program and gives what it wrote; its complaints become the error.
pub(crate) fn ask(command: &mut Command) -> Result<String> {
    let answer = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {}", name(command)))?;
    if !answer.status.success() {
        let said = [answer.stdout, answer.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        bail!("{} failed: {}\n{}", name(command), answer.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

/// Runs a program on our terminal and keeps the lines that `wanted` points out (without colours).
pub(crate) fn listen(command: &mut Command, wanted: fn(&str) -> bool) -> Result<Vec<String>> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let out = child.stdout.take().map(|pipe| thread::spawn(move || repeat(pipe, wanted)));
    let err = child.stderr.take().map(|pipe| thread::spawn(move || repeat(pipe, wanted)));
    let status = child.wait()?;
    let heard = [out, err].into_iter().flatten().filter_map(|ear| ear.join().ok()).flatten().collect();
    if status.success() { Ok(heard) } else { bail!("{} failed: {status}", name(command)) }
}

fn repeat(pipe: impl Read, wanted: fn(&str) -> bool) -> Vec<String> {
    let mut heard = Vec::new();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| 0 < length) {
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        println!("{text}");
        let plain = without_colours(&text);
        if wanted(&plain) {
            heard.push(plain);
        }
        line.clear();
    }
    heard
}

/// Drops terminal sequences such as `ESC [ 32 m`.
fn without_colours(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    plain
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(4));
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_kept_without_its_colours() {
        assert_eq!(
            without_colours("\u{1b}[32;1m     Summary\u{1b}[0m [ 1.2s] 3 tests"),
            "     Summary [ 1.2s] 3 tests"
        );
    }

    #[test]
    fn lines_from_both_outputs_are_heard_and_a_failure_is_told() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo wanted one; echo other; echo wanted two >&2"]);
        let mut heard = listen(&mut shell, |line| line.starts_with("wanted")).unwrap();
        heard.sort();
        assert_eq!(heard, ["wanted one", "wanted two"]);
        assert!(listen(Command::new("sh").args(["-c", "exit 3"]), |_| true).is_err());
    }

    #[test]
    fn what_a_failing_program_said_is_in_the_error() {
        let fault = ask(Command::new("sh").args(["-c", "echo no room >&2; exit 1"])).unwrap_err();
        assert!(fault.to_string().contains("no room"), "{fault}");
    }
}
