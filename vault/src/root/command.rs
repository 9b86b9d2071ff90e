//! The root key out of a command, such as the client of a key-management service.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::RootFault;

const PATIENCE: Duration = Duration::from_secs(30);
/// More than any key has; what is longer is refused as a wrong length without being read.
const MOST: u64 = 256;

/// What the command writes to its standard output. Its error output is discarded: it might say more than a log may hold.
pub(super) fn output(words: &[String]) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    output_within(words, PATIENCE)
}

fn output_within(words: &[String], patience: Duration) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let deadline = Instant::now() + patience;
    let (program, arguments) = words.split_first().ok_or(RootFault::Missing)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| RootFault::CommandFailed)?;
    let answer = wait(&mut child, deadline);
    if answer.is_err() {
        // Neither can fail in a way that matters: the process is gone, or will be.
        let _ = child.kill();
        let _ = child.wait();
    }
    answer
}

fn wait(child: &mut Child, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let pipe = child.stdout.take().ok_or(RootFault::CommandFailed)?;
    let (sender, receiver) = mpsc::channel();
    // A thread, because a read cannot be given up on; it ends with the command.
    thread::spawn(move || {
        let mut content = Zeroizing::new(Vec::with_capacity(1024));
        let read = pipe.take(MOST).read_to_end(&mut content).map(|_| content);
        let _ = sender.send(read);
    });
    let left = deadline.saturating_duration_since(Instant::now());
    let content = receiver.recv_timeout(left).map_err(|_| RootFault::CommandFailed)?;
    let content = content.map_err(|_| RootFault::CommandFailed)?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(content),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
            _ => return Err(RootFault::CommandFailed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Vec<String> {
        ["sh", "-c", script].map(String::from).to_vec()
    }

    #[test]
    fn a_command_that_hangs_is_given_up_on() {
        let begun = Instant::now();
        for script in ["sleep 20", "printf x; exec >&-; sleep 20"] {
            let outcome = output_within(&shell(script), Duration::from_millis(100));
            assert_eq!(outcome.err(), Some(RootFault::CommandFailed));
        }
        assert!(begun.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_command_that_never_stops_writing_is_cut_off() {
        let outcome = output_within(&shell("yes"), Duration::from_secs(10));
        assert_eq!(outcome.err(), Some(RootFault::CommandFailed));
    }
}
