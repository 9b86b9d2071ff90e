//! Where the values come from: defaults, then the settings file, then variables, then flags; the later one wins.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::Flags;
use super::table::{Setting, TABLE};
use super::wrong::Wrong;

/// Where one value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File,
    Variable,
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Variable => "variable",
            Self::Flag => "flag",
        })
    }
}

/// The values that somebody gave, with their sources.
#[derive(Debug, Default)]
pub(crate) struct Given {
    values: BTreeMap<&'static str, (String, Source)>,
    /// The settings file that was read.
    pub(crate) file: Option<PathBuf>,
    /// Variables that look like settings and are none.
    pub(crate) unknown_variables: Vec<String>,
}

/// Variables that are for tests and tools of the project, and no settings.
const OTHERS: [&str; 7] = [
    "CASEKEEP_TEST_POSTGRES",
    "CASEKEEP_SQLITE_ONLY",
    "CASEKEEP_UPDATE_DOCS",
    "CASEKEEP_PYTHON",
    "CASEKEEP_BINARY",
    "CASEKEEP_CHROMIUM",
    "CASEKEEP_E2E_RUN",
];

impl Given {
    /// Reads all sources. `variables` are those of the process.
    pub(crate) fn gather(flags: &Flags, variables: impl Iterator<Item = (String, String)>) -> Result<Self, Wrong> {
        let mut given = Self::default();
        given.take_variables(variables);
        for (name, value) in &flags.0 {
            given.put(name, value.clone(), Source::Flag);
        }
        // The file lies where flag, variable or default say, and gives way to both.
        let (config, named) = match given.value("config") {
            Some(path) => (PathBuf::from(path), true),
            None => (Path::new(given.value("data").unwrap_or(super::DATA)).join("casekeep.toml"), false),
        };
        if named || config.exists() {
            given.take_file(&config)?;
            given.file = Some(config);
        }
        Ok(given)
    }

    /// The value that somebody gave.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(value, _)| value.as_str())
    }

    /// Where it comes from.
    pub(crate) fn source(&self, name: &str) -> Source {
        self.values.get(name).map_or(Source::Default, |(_, source)| source.clone())
    }

    fn put(&mut self, name: &'static str, value: String, source: Source) {
        self.values.insert(name, (value, source));
    }

    fn take_variables(&mut self, variables: impl Iterator<Item = (String, String)>) {
        for (variable, value) in variables {
            match TABLE.iter().find(|setting| setting.variable() == variable) {
                Some(setting) => self.put(setting.name, value, Source::Variable),
                None if variable.starts_with("CASEKEEP_") && !OTHERS.contains(&variable.as_str()) => {
                    self.unknown_variables.push(variable);
                }
                None => {}
            }
        }
    }

    fn take_file(&mut self, path: &Path) -> Result<(), Wrong> {
        let text = std::fs::read_to_string(path).map_err(|_| Wrong::FileUnreadable(path.to_owned()))?;
        let table: toml::Table = text.parse().map_err(|_| Wrong::FileForm(path.to_owned()))?;
        for (name, value) in table {
            let setting = Setting::named(&name).filter(|setting| setting.name != "config");
            let setting = setting.ok_or_else(|| Wrong::Unknown(name.clone()))?;
            let value = written(&value).ok_or(Wrong::Value { name: setting.name, because: "give it as text" })?;
            // A relative file in the settings file would mean another one in each folder it is started from; so would it as a flag.
            self.values.entry(setting.name).or_insert((value, Source::File));
        }
        Ok(())
    }
}

/// The text of a value: text and numbers as they stand, lists joined by commas.
fn written(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(list) => {
            let parts: Option<Vec<String>> = list.iter().map(written).collect();
            parts.map(|parts| parts.join(","))
        }
        _ => None,
    }
}
