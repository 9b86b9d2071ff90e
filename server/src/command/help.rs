//! The help of the program as a whole: commands in groups, examples, exit codes.

use clap::Command;

use crate::exits;

/// The commands by what one is about to do.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Running", &["serve", "mail", "demo"]),
    ("Setting up", &["init", "staff", "import"]),
    ("Proving", &["verify", "export"]),
    ("Keeping", &["backup", "restore", "kit"]),
    ("Looking after", &["doctor", "explain", "rotate-keys", "reindex", "bench"]),
];

const EXAMPLES: &str = "Examples:
  casekeep demo                                   try it out, nothing is kept
  casekeep                                        run it with ./casekeep-data
  casekeep serve --data /srv/casekeep --origin https://cases.example.org
  casekeep staff add --name 'Ada Moreau' --title 'Social worker' --role caseworker --login ada
  casekeep import clients clients.csv --as ada    look and count; --write imports
  casekeep verify --contents                      check every line and every content
  casekeep export ledger --out ledger.jsonl       for an auditor
  casekeep backup --to /mnt/backup --recipient age1…   everything, for offline keys
  casekeep kit make --to /mnt/stick --custodian 'Ada Moreau=age1…' …   the root key in several hands
  casekeep doctor                                 which settings hold, and from where

`--help` shows all settings and exit codes, `casekeep COMMAND --help` what a command takes.";

/// The command line with its help in order.
pub(super) fn dressed(command: Command) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}Settings and options:\n{{options}}{{after-help}}",
        groups(&command)
    );
    let long = format!("{EXAMPLES}\n\n{}", exits::help());
    command.help_template(template).after_help(EXAMPLES).after_long_help(long)
}

fn groups(command: &Command) -> String {
    let mut text = String::new();
    for (headline, names) in GROUPS {
        text.push_str(&format!("{headline}:\n"));
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
            text.push_str(&format!("  {name:<11} {}\n", about.unwrap_or_default()));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let command = super::super::Cli::command();
        let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
        let known: BTreeSet<&str> = shown.map(Command::get_name).collect();
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert_eq!(grouped.len(), known.len());
        assert_eq!(grouped.into_iter().collect::<BTreeSet<_>>(), known);
    }

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        dressed(super::super::Cli::command()).debug_assert();
    }
}
