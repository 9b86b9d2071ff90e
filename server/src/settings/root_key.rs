//! Where the root key comes from, as the setting says it.

use std::path::{Path, PathBuf};

use super::{Wrong, beside};

/// Where the root key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RootKeyFrom {
    /// A file. `named` says whether somebody chose it; only the file of the default is made at a first start.
    File { path: PathBuf, named: bool },
    /// A credential of systemd.
    Credential(String),
    /// A program and its arguments.
    Command(Vec<String>),
    /// Typed at each start.
    Passphrase,
}

impl RootKeyFrom {
    /// What the setting says; without it a file beside the data folder.
    pub(super) fn parse(text: Option<&str>, data: &Path) -> Result<Self, Wrong> {
        let Some(text) = text else { return Ok(Self::File { path: beside(data, ".root-key"), named: false }) };
        match text.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File { path: path.into(), named: true }),
            Some(("credential", name)) if !name.is_empty() => Ok(Self::Credential(name.to_owned())),
            Some(("command", line)) if !line.trim().is_empty() => {
                Ok(Self::Command(line.split_whitespace().map(str::to_owned).collect()))
            }
            // what looks like a path is one
            None if text.contains('/') => Ok(Self::File { path: text.into(), named: true }),
            None if text == "passphrase" => Ok(Self::Passphrase),
            _ => Err(Wrong::Value {
                name: "root_key",
                because: "it is file:/path (or the path alone), credential:NAME, command:PROGRAM ARGUMENTS… or passphrase",
            }),
        }
    }
}

impl std::fmt::Display for RootKeyFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { path, .. } => write!(f, "file:{}", path.display()),
            Self::Credential(name) => write!(f, "credential:{name}"),
            // Arguments may hold the token of a key service.
            Self::Command(words) => write!(f, "command:{} …", words.first().map_or("", String::as_str)),
            Self::Passphrase => f.write_str("passphrase"),
        }
    }
}
