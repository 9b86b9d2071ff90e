//! What a checker can find, told apart by class. `docs/ledger.md` lists the classes with the order in which they are looked for.

/// The first thing that is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{fault}{}", self.place())]
pub struct Found {
    /// What is wrong.
    pub fault: Fault,
    /// The ledger number of the line, for a checkpoint the number of lines it speaks of; `None` when no line is concerned.
    pub number: Option<u64>,
}

impl Found {
    /// This fault at this ledger number.
    pub const fn at(fault: Fault, number: u64) -> Self {
        Self { fault, number: Some(number) }
    }

    /// This fault, at no line in particular.
    pub const fn nowhere(fault: Fault) -> Self {
        Self { fault, number: None }
    }

    fn place(&self) -> String {
        self.number.map(|number| format!(" at ledger number {number}")).unwrap_or_default()
    }
}

/// The classes of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Fault {
    /// Not in the one spelling that a line, a note file or a bundle has.
    #[error("malformed")]
    Malformed,
    /// The ledger numbers do not run on: a line was taken out, put in or moved.
    #[error("the numbering is broken")]
    Numbering,
    /// The line does not name the hash of the line before it.
    #[error("the chain of lines is broken")]
    Chain,
    /// The entry does not follow the entry before it in its dossier.
    #[error("the chain of the dossier is broken")]
    DossierChain,
    /// The entry claims to be older than the entry before it in its dossier.
    #[error("time runs backwards in the dossier")]
    Time,
    /// A checkpoint is wrong or does not fit.
    #[error(transparent)]
    Checkpoint(CheckpointFault),
    /// A signed checkpoint speaks of more lines than there are.
    #[error("lines are missing at the end: a signed checkpoint speaks of more")]
    RolledBack,
    /// The manifest is not the one the line commits to, or contradicts the line.
    #[error("the manifest is not the one that was recorded")]
    Manifest,
    /// The content is not the one the line commits to.
    #[error("the content is not the one that was recorded")]
    Commitment,
    /// The line does not stand in the ledger that the checkpoint signs.
    #[error("the line is not in the ledger")]
    Inclusion,
    /// A bundle ends before its checkpoint, or does not begin with its header.
    #[error("the bundle is incomplete")]
    Incomplete,
}

/// What can be wrong with a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CheckpointFault {
    /// Not a signed note with a checkpoint in it.
    #[error("the checkpoint is malformed")]
    Form,
    /// Of another ledger.
    #[error("the checkpoint is of another ledger")]
    Origin,
    /// Not signed by a known key, or wrongly.
    #[error("the checkpoint is not signed by the known key")]
    Signature,
    /// Signed, and not the root of these lines.
    #[error("the checkpoint signs other lines")]
    Root,
    /// Stands behind a larger one.
    #[error("the checkpoints are out of order")]
    Order,
}

impl Fault {
    /// The exit code by which programs tell the classes apart; the same in `tools/verify_ledger.py`.
    pub const fn code(self) -> u8 {
        match self {
            Self::Malformed => 10,
            Self::Numbering => 11,
            Self::Chain => 12,
            Self::DossierChain => 13,
            Self::Time => 14,
            Self::Checkpoint(CheckpointFault::Form) => 20,
            Self::Checkpoint(CheckpointFault::Origin) => 21,
            Self::Checkpoint(CheckpointFault::Signature) => 22,
            Self::Checkpoint(CheckpointFault::Root) => 23,
            Self::Checkpoint(CheckpointFault::Order) => 24,
            Self::RolledBack => 25,
            Self::Manifest => 30,
            Self::Commitment => 31,
            Self::Inclusion => 32,
            Self::Incomplete => 33,
        }
    }
}

impl From<CheckpointFault> for Fault {
    fn from(fault: CheckpointFault) -> Self {
        Self::Checkpoint(fault)
    }
}
