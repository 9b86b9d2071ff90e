//! Paper: places, physical items and their custody, labels, and where everything is (PT-4.4.3, CM-4.2.2, RC-4.1).
//!
//! What is said of an item stands in its case and is read there. Whoever keeps the files sees label, number, place and hands from cards, and
//! opens no file for it.

mod check;
mod custody;
mod places;
mod register;
mod trace;

pub(crate) use check::open_checks;
pub use check::{CheckLine, CheckSeen, Looked, SpotCheckCard, check, check_place, checks, settle_finding};
pub use custody::{Borrower, borrowers, check_out_paper, end_paper, move_paper, return_paper};
pub use places::{PlaceSeen, Places, close_place, lay_down_place, places};
pub use register::{CorrectItem, RegisterItem, correct_paper, register_paper, withdraw_paper};
pub use trace::{Item, ItemLine, Items, items, labels, trace};
