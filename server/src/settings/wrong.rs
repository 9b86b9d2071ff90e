//! What can be wrong with settings. Values are never repeated: an address of a database may hold a password.

use std::path::PathBuf;

/// A setting that cannot be followed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// There is no such setting.
    Unknown(String),
    /// The settings file is not there or cannot be read.
    FileUnreadable(PathBuf),
    /// The settings file is not TOML.
    FileForm(PathBuf),
    /// A value does not fit.
    Value { name: &'static str, because: &'static str },
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "there is no setting called {name:?}"),
            Self::FileUnreadable(path) => write!(f, "the settings file {} cannot be read", path.display()),
            Self::FileForm(path) => write!(f, "the settings file {} is not valid TOML", path.display()),
            Self::Value { name, because } => write!(f, "the setting {name} does not fit: {because}"),
        }
    }
}

impl std::error::Error for Wrong {}
