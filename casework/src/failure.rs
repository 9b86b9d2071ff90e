//! How an operation fails, told apart by who can act on it.

use domain::policy::Refused;

use crate::house::Newer;

/// A rule of a procedure that forbids something for now; its message is shown as it stands.
pub trait Rule: std::error::Error + Send + Sync + 'static {}

impl<E: std::error::Error + Send + Sync + 'static> Rule for E {}

/// For operations that no rule forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

/// How an operation fails.
#[derive(Debug, thiserror::Error)]
pub enum Failure<R: Rule> {
    /// May not do it, or may not even know that it exists.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The signature does not hold; nothing was written, the text is kept.
    #[error(transparent)]
    Signature(BadSignature),
    /// The procedure forbids it for now; the worker can act.
    #[error(transparent)]
    Rule(R),
    /// Ours to mend; logged in full, shown as a reference number.
    #[error(transparent)]
    Fault(Fault),
}

impl From<store::StoreFault> for Fault {
    fn from(fault: store::StoreFault) -> Self {
        match fault {
            store::StoreFault::Db(store::db::DbFault::Full) => Self::Full,
            store::StoreFault::Db(store::db::DbFault::Unavailable) => Self::Unavailable,
            store::StoreFault::Damaged | store::StoreFault::NoKey => Self::Damaged,
            store::StoreFault::Away => Self::DocumentsAway,
            store::StoreFault::OnItsWay => Self::OnItsWay,
            other => {
                tracing::error!(error = %other, "the store failed");
                Self::Other("store")
            }
        }
    }
}

impl<R: Rule> From<Fault> for Failure<R> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R: Rule> From<store::StoreFault> for Failure<R> {
    fn from(fault: store::StoreFault) -> Self {
        Self::Fault(fault.into())
    }
}

impl<R: Rule> Failure<R> {
    /// The same failure with another rule.
    pub fn map_rule<S: Rule>(self, change: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refused) => Failure::Refused(refused),
            Self::Signature(bad) => Failure::Signature(bad),
            Self::Rule(rule) => Failure::Rule(change(rule)),
            Self::Fault(fault) => Failure::Fault(fault),
        }
    }
}

impl Failure<Never> {
    /// The same failure of an operation that some rule may forbid.
    pub fn any<S: Rule>(self) -> Failure<S> {
        self.map_rule(|never| match never {})
    }
}

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// Nothing was given, and the sign-in is too old to stand for it.
    #[error("please sign with your password")]
    Missing,
    /// The password is wrong.
    #[error("this password is not right; nothing was signed, and your text is kept")]
    WrongPassword,
    /// The one-time code is missing or wrong.
    #[error("this needs the code from your authenticator app as well; the one given is not right or was used before")]
    WrongCode,
    /// The form came without its key, so that it could have its effect twice.
    #[error(
        "this form was not complete, so nothing was recorded; all that you wrote is still here: look at it once more, and sign again"
    )]
    Incomplete,
    /// What was to be signed has been changed by others since it was shown: by these entries.
    #[error("this has changed since it was shown to you, so nothing was recorded; all that you wrote is still here")]
    Stale(Vec<Newer>),
    /// Too many wrong ones; seconds to wait.
    #[error("too many attempts; please wait {0} seconds and sign again")]
    Wait(u32),
}

/// A fault of ours.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// The disk is full; reading goes on.
    #[error("the server’s disk is full; nothing was saved")]
    Full,
    /// The database does not answer.
    #[error("the database does not answer; nothing was saved")]
    Unavailable,
    /// The store of the documents does not answer; everything else goes on.
    #[error("the document store cannot be reached just now")]
    DocumentsAway,
    /// The document was received by another server, which has not moved it into the store of the documents yet.
    #[error("this document is still on its way to the document store")]
    OnItsWay,
    /// Something sealed does not open, or an entry does not read; an alarm.
    #[error("a part of this record is damaged")]
    Damaged,
    /// Many people write to the same file at once.
    #[error("others are writing to this file at the same moment; please try again")]
    Busy,
    /// Somebody on whom something comes to wait by this act has left.
    #[error("somebody who is named here does not work here any more; nothing was saved")]
    HasLeft,
    /// Anything else, by its code.
    #[error("a fault of the server ({0})")]
    Other(&'static str),
}
