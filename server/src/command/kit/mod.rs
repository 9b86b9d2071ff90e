//! `casekeep kit`: the root key in the hands of several people, made, read back, and used on the day on which the server has burned.
//!
//! Neither the key nor a sheet is ever printed on the terminal, logged, or written into the data folder.

mod found;
mod make;
mod paper;
mod read;
mod restore;
mod typing;

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::kits::NoKit;

use crate::exits::{Ended, Exit};
use crate::serving::no_core_dumps;
use crate::settings::Settings;

const EXAMPLES: &str = "Examples:
  casekeep kit make --to /mnt/stick --custodian 'Ada Moreau=age1…' --custodian 'Tom Adeyemi=age1…'
  casekeep kit make --to /mnt/stick --paper --holder 'Ada Moreau' --holder 'Tom Adeyemi' --holder 'Rui Prado'
  casekeep kit read --kit /mnt/stick/casekeep-kit-K-7K3F9Q-5.age --identity ada.txt
  casekeep kit read --paper
  casekeep kit restore --kit casekeep-kit-K-7K3F9Q-5.age --identity ada.txt --root-key /srv/casekeep.root-key

Without the root key nothing can be read any more, and the server has it in one place. Make a kit, read it back on the server, give its parts to
different people, and read it back once a year. It works while the server runs.";

/// The recovery kit.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Kit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes a new kit: a file that each custodian can open, or three sheets of paper of which two are needed, or both
    Make(make::Make),
    /// Proves that a kit holds the root key of this installation, and writes into the record that it was read back
    Read(read::Read),
    /// Makes the file of the root key out of a kit, where the server was lost
    Restore(restore::Restore),
}

impl Kit {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        no_core_dumps();
        match self.what {
            What::Make(make) => make.run(settings),
            What::Read(read) => read.run(settings),
            What::Restore(restore) => restore.run(settings),
        }
    }
}

/// The end for a kit that does not go into the record.
fn of_no_kit(no: NoKit) -> Ended {
    Ended::new(if no == NoKit::NotFounded { Exit::SetUp } else { Exit::Rule }, no)
}
