//! How the program ends: every reason has its own exit code and one line. The list is in `casekeep --help` and in `docs/exit-codes.md`.

mod backups;
mod found;
mod start;

use std::fmt;

pub(crate) use backups::of_backup;
pub(crate) use found::{of_found, of_store, of_verify};
pub(crate) use start::{of_root, of_start, of_tail};

/// Declares the ways to end with their codes and what each means.
macro_rules! ways {
    ($($(#[doc = $when:literal])+ $name:ident = $code:literal,)+) => {
        /// A way to end that is neither good nor a fault found in a ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Exit {
            $($(#[doc = $when])+ $name = $code,)+
        }

        /// Code and meaning of each.
        const WAYS: &[(u8, &str)] = &[$(($code, concat!($($when),+)),)+];
    };
}

ways! {
    /// a fault of the machine or the program; the line says which
    Fault = 1,
    /// a setting or the settings file cannot be followed
    Settings = 3,
    /// the address cannot be listened on
    Listen = 4,
    /// the installation is not set up, or is set up already
    SetUp = 5,
    /// what was asked for is against a rule; the line says which
    Rule = 6,
    /// what was asked for is not there
    Absent = 7,
    /// a file named on the command line cannot be read or written
    File = 8,
    /// the server ended because the disk failed to keep what was written
    Broken = 9,
    /// verify: the stored hash of a ledger line is wrong
    Leaf = 34,
    /// verify: the columns of a ledger line contradict it
    Columns = 35,
    /// verify: a stored hash of the tree is wrong
    Tile = 36,
    /// verify: an entry is missing
    EntryMissing = 37,
    /// verify: a dossier has other entries than the ledger says
    Entries = 38,
    /// verify: the header of an entry was changed
    Header = 39,
    /// verify: the content of an entry was changed
    Content = 40,
    /// verify: the head of a dossier was changed
    Head = 41,
    /// verify: the anchor file does not agree with the checkpoints
    Anchor = 42,
    /// a sealed value does not open, or rows contradict each other
    Damaged = 43,
    /// the SQLite library of this program is too old
    SqliteTooOld = 50,
    /// others can read the folder of the database
    FolderOpen = 51,
    /// the database has the schema of a later program
    SchemaNewer = 52,
    /// the root key is not the one of this installation
    WrongRootKey = 53,
    /// there is a record but no keys for it
    KeysMissing = 54,
    /// the clock stands before the last line of the ledger
    ClockBehind = 55,
    /// the end of the ledger does not verify
    TailBroken = 56,
    /// the database is behind the anchor file: an older state was put back
    BehindAnchor = 57,
    /// the anchor file vouches for another ledger
    AnchorDisagrees = 58,
    /// the anchor file is gone
    AnchorMissing = 59,
    /// the anchor file was changed
    AnchorChanged = 60,
    /// the anchor file cannot be read or written
    AnchorUnusable = 61,
    /// the disk of the database is full
    DiskFull = 62,
    /// the database is not available
    DatabaseUnavailable = 63,
    /// another fault of the database
    DatabaseFault = 64,
    /// the data folder cannot be made
    FolderUnusable = 65,
    /// the folder of the documents cannot be used
    DocumentsUnusable = 66,
    /// the file of tombstones beside the anchor file was changed
    TombstonesChanged = 67,
    /// the file of tombstones beside the anchor file cannot be read or written
    TombstonesUnusable = 68,
    /// the server was sealed and could not begin anew; started again, it is sealed
    Sealed = 69,
    /// the root key is missing
    RootMissing = 70,
    /// the root key cannot be read
    RootUnreadable = 71,
    /// the root key is neither 32 bytes nor 64 hexadecimal digits
    RootLength = 72,
    /// the root key file is not a regular file
    RootNotAFile = 73,
    /// the root key file is readable by others
    RootReadable = 74,
    /// the root key file belongs to another user
    RootNotOurs = 75,
    /// the root key file lies inside the data folder
    RootInside = 76,
    /// the command for the root key failed
    RootCommand = 77,
    /// the salt for the root passphrase is too short
    RootSalt = 78,
    /// there is no access key for the bucket of the documents or of the backups, others could read it, or the store does not take it
    BucketCredentials = 79,
    /// demo: the folder holds something that is not a demo
    NotADemo = 80,
    /// demo: the telling of this demo was interrupted; remove its folder
    DemoUnfinished = 81,
    /// import: the table or its mapping cannot be understood
    Table = 82,
    /// import: rows were left out; the error file says which and why
    RowsLeftOut = 83,
    /// import: stopped before the end; the same command goes on from there
    Interrupted = 84,
    /// rotate-keys: a server or another command is at it already
    RotationBusy = 85,
    /// export: a file was destroyed while everything was exported; begin again
    ExportOvertaken = 86,
    /// import: a line of an export of everything contradicts the others; the message names file and line
    ExportContradicts = 87,
    /// the bucket of the documents or of the backups cannot be reached, or the document is in the spool of another server
    BucketAway = 88,
    /// the bucket of the documents belongs to another installation
    BucketForeign = 89,
    /// backup, export, kit: a recipient, an identity, the folder or the bucket cannot be used
    BackupUnusable = 90,
    /// restore, import: there is no such backup, or no whole export, in this place
    BackupAbsent = 91,
    /// restore, import, kit: the identity opens nothing of it
    BackupIdentity = 92,
    /// backup, restore, import, kit: a file of the backup or export, or the kit, is damaged; the line names it
    BackupDamaged = 93,
    /// restore, import: a file of the backup or export is missing; the line names it
    BackupMissing = 94,
    /// restore, import, kit: it is of another installation, or of a later program
    BackupForeign = 95,
    /// restore, import: what was brought in is not what was written
    BackupDiffers = 96,
    /// restore, import, export, kit: the place is not empty
    NotEmpty = 97,
    /// a restore or an import into this place was not finished
    RestoreUnfinished = 98,
    /// backup: another one into the same place is running
    BackupBusy = 99,
    /// kit read: it belongs to another installation
    KitForeign = 100,
    /// kit read: it holds an older root key; it is void
    KitVoid = 101,
    /// kit: a letter of a sheet is wrong, and the line names its group; or there are not two sheets
    SheetWrong = 102,
    /// kit: the sheets are of different kits, or it is the same one twice
    SheetsDiffer = 103,
}

/// An end with its code and its line.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: u8,
    line: String,
}

impl Ended {
    /// This way, for this reason.
    pub(crate) fn new(exit: Exit, why: impl fmt::Display) -> Self {
        Self::with_code(exit as u8, why)
    }

    pub(crate) fn with_code(code: u8, why: impl fmt::Display) -> Self {
        Self { code, line: why.to_string() }
    }

    /// The code of whatever failed: its own when it has one, otherwise that of a fault.
    pub(crate) fn code_of(error: &anyhow::Error) -> u8 {
        error.chain().find_map(|cause| cause.downcast_ref::<Self>()).map_or(Exit::Fault as u8, |ended| ended.code)
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl std::error::Error for Ended {}

/// Every exit code with its meaning, in order.
pub(crate) fn table() -> Vec<(u8, String)> {
    // The two that are no reasons of ours: a good end, and words on the command line that clap does not understand.
    let mut table = vec![(0, "all is well".to_owned()), (2, "wrong usage; `--help` shows the right one".to_owned())];
    table.extend(WAYS.iter().map(|&(code, when)| (code, when.trim().to_owned())));
    table.extend(found::FAULTS.iter().map(|fault| (fault.code(), format!("verify: {fault}"))));
    table.sort();
    table
}

/// The table for `--help`.
pub(crate) fn help() -> String {
    let lines = table().into_iter().map(|(code, when)| format!("  {code:>3}  {when}\n"));
    format!("Exit codes:\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_reasons_share_a_code() {
        let codes: Vec<u8> = table().into_iter().map(|(code, _)| code).collect();
        let mut once = codes.clone();
        once.dedup();
        assert_eq!(codes, once);
    }

    #[test]
    fn the_document_of_the_exit_codes_is_what_the_table_says() {
        let mut text = String::from(
            "# Exit codes\n\nGenerated from `server/src/exits`; do not edit. Each failure also prints one line on standard error. \
             The codes from 10 to 33 are those of `tools/verify_ledger.py`.\n\n| code | meaning |\n| ---: | --- |\n",
        );
        for (code, when) in table() {
            text.push_str(&format!("| {code} | {when} |\n"));
        }
        testkit::generated("docs/exit-codes.md", &text);
    }

    #[test]
    fn a_reason_keeps_its_code_under_whatever_is_said_around_it() {
        let error =
            anyhow::Error::from(Ended::new(Exit::Absent, "there is no such case")).context("exporting the case");
        assert_eq!(Ended::code_of(&error), 7);
        assert_eq!(Ended::code_of(&anyhow::anyhow!("something else")), 1);
    }
}
