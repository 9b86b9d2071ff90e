//! Disposition lists: files that are due, two approvals, a rest, and their destruction (PT-5.1, PT-5.2, RC-4.6b).

mod decide;
mod due;
mod execute;
mod expire;
mod finish;
mod hand_over;
mod list;
mod paper;

pub use decide::{approve_list, keep_longer, prepare_list, withdraw_list};
pub use due::{Due, due_files};
pub use execute::{Execute, execute_list, order_destruction};
pub use hand_over::hand_over_files;
pub(crate) use list::state;
pub use list::{DispositionCard, Gone, ListLine, ListSeen, list, lists};
pub use paper::destroy_paper;
