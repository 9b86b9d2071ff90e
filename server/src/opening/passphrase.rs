//! The root passphrase: typed without being shown, twice when it is new; and the salt that goes with it.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use vault::RootFault;
use zeroize::Zeroizing;

use crate::exits::{Ended, Exit, of_root};

/// The file of the salt, in the data folder. It is no secret, and without it the passphrase opens nothing: it belongs into every backup.
const SALT: &str = "root-salt";

/// The shortest new passphrase, in characters.
const SHORTEST: usize = 20;

/// The salt of the installation; made when it may and there is none.
pub(super) fn salt(data: &Path, may_make: bool) -> Result<Vec<u8>> {
    let path = data.join(SALT);
    if may_make && !path.exists() {
        let mut salt = [0_u8; 16];
        vault::fill_random(&mut salt);
        let text: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let why = |_| Ended::new(Exit::File, format!("the file {} cannot be written", path.display()));
        std::fs::write(&path, text).map_err(why)?;
    }
    // The text itself is the salt: nothing needs to be read out of it.
    let text = std::fs::read_to_string(&path).map_err(|_| of_root(RootFault::ShortSalt))?;
    Ok(text.trim().as_bytes().to_vec())
}

/// Asks for the passphrase; without a terminal it is the first line of standard input.
pub(super) fn ask(new: bool) -> Result<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    let first = hidden("Root passphrase: ")?;
    if new {
        if first.chars().count() < SHORTEST {
            let why =
                format!("a root passphrase has at least {SHORTEST} characters; six random words are easy to keep");
            return Err(Ended::new(Exit::Rule, why).into());
        }
        if *hidden("The same once more: ")? != *first {
            return Err(Ended::new(Exit::Rule, "the two passphrases differ").into());
        }
    }
    Ok(first)
}

fn hidden(prompt: &str) -> Result<Zeroizing<String>> {
    let stdin = std::io::stdin();
    let before = tcgetattr(&stdin).context("the terminal does not answer")?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    write_prompt(prompt);
    tcsetattr(&stdin, OptionalActions::Flush, &silent).context("the terminal cannot be silenced")?;
    let typed = line();
    let back = tcsetattr(&stdin, OptionalActions::Flush, &before);
    write_prompt("\n");
    back.context("the terminal cannot be set back")?;
    typed
}

fn write_prompt(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn line() -> Result<Zeroizing<String>> {
    let mut typed = Zeroizing::new(String::with_capacity(1024));
    std::io::stdin().lock().read_line(&mut typed).context("the passphrase cannot be read")?;
    let text = typed.trim_end_matches(['\r', '\n']);
    Ok(Zeroizing::new(text.to_owned()))
}
