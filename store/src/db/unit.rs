//! A unit of work as a value: queued, run (again, if it must), and answered once its fate is known.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::DbFault;
use super::tx::Tx;

/// What the threads of an engine see of a unit.
pub(crate) trait Work: Send {
    /// Runs the unit in an open transaction, perhaps not for the first time; says whether it wants its changes kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Tells the caller. With a fault, whatever the unit found out is void: it may have seen rows that were never committed.
    fn answer(self: Box<Self>, fault: Option<DbFault>);
}

/// How the caller hears of the outcome.
pub(crate) type Answer<T, E> = Box<dyn FnOnce(Result<T, E>) + Send>;

pub(crate) struct Unit<T, E, F> {
    pub(crate) unit: F,
    pub(crate) outcome: Option<Result<T, E>>,
    pub(crate) answer: Answer<T, E>,
}

impl<T, E, F> Work for Unit<T, E, F>
where
    T: Send,
    E: From<DbFault> + Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let ran = catch_unwind(AssertUnwindSafe(|| (self.unit)(tx)));
        let mut outcome = ran.unwrap_or_else(|_| Err(E::from(DbFault::named("unit of work panicked"))));
        // PostgreSQL would turn the commit of a transaction with a failed statement into a silent roll-back
        if let (true, Some(fault)) = (outcome.is_ok(), tx.met()) {
            outcome = Err(E::from(fault.clone()));
        }
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, fault: Option<DbFault>) {
        let outcome = match (fault, self.outcome) {
            (Some(fault), _) => Err(E::from(fault)),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(E::from(DbFault::Unavailable)),
        };
        (self.answer)(outcome);
    }
}
