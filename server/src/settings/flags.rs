//! The settings as flags of every command, made from the table.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};

use super::table::TABLE;

/// The headline above them in the help.
const HEADING: &str = "Settings (see `casekeep doctor` for those in effect)";

/// What was given on the command line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags(pub(crate) BTreeMap<&'static str, String>);

impl Flags {
    /// What was given for one setting.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for setting in &TABLE {
            if let Some(value) = matches.get_one::<String>(setting.name) {
                self.0.insert(setting.name, value.clone());
            }
        }
        Ok(())
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        TABLE.iter().fold(command, |command, setting| {
            // The table has passwords in mind that stand in addresses: a flag is seen by everybody on the machine.
            let warning = if setting.secret { " Better in the settings file than on the command line." } else { "" };
            let arg = Arg::new(setting.name)
                .long(setting.flag())
                .value_name(setting.takes)
                .global(true)
                .help_heading(HEADING)
                .hide_short_help(!matches!(setting.name, "data" | "config" | "listen" | "origin"))
                .help(format!("{}{warning} [default: {}]", setting.does, setting.default));
            command.arg(arg)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
