//! What a signature says: who signed, as what, when, and by which means.
//!
//! The store adds the commitment to the content and the place of the entry; together they are the *manifest* that the ledger line commits to.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::time::Instant;

/// What the signer says by signing (closed list).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Wrote it; it is true and complete to the signer's knowledge.
    Author,
    /// Read it and has nothing to add.
    Reviewed,
    /// Agrees that it takes effect.
    Approved,
    /// Was present.
    Witnessed,
    /// Corrects an earlier entry.
    Correction,
    /// Wrote it later than the rulebook asks.
    LateEntry,
    /// Answers for one step of a closure.
    ClosureSignOff,
}

/// How the signer proved to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Password at signing, attested by this server.
    Password,
    /// Password and a one-time code at signing, attested by this server.
    PasswordAndCode,
    /// A sign-in younger than the rulebook's window; for ordinary notes only.
    RecentSignIn,
    /// A command typed on the server's own terminal, such as an import.
    Console,
    /// The product itself, by a rule of the rulebook.
    System,
}

/// A signature as the record keeps it. The printed name, title and role are those of the moment: they never change afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who signed.
    pub signer: StaffId,
    /// Name as printed.
    pub name: String,
    /// Title as printed, such as "Social worker".
    pub title: String,
    /// Role at that time, such as "Caseworker".
    pub role: String,
    /// What the signature says.
    pub meaning: Meaning,
    /// How it was given.
    pub method: Method,
    /// When the thing happened, as stated by the signer.
    pub happened: Instant,
    /// When it was signed, by the server's clock.
    pub signed: Instant,
    /// The organisation's offset from UTC at that time, in minutes, for printing the local time.
    pub offset_minutes: i32,
}
