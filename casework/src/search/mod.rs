//! Searching in one open case: its entries as far as they may be read, and the text of its documents (CM-4.2.4, PT-4.4.2).
//!
//! Nothing is kept on the disk for it. Entries are unsealed as for reading them. The text of documents is taken out of them for whoever searches, after
//! the access record, and kept in memory for the next search, bounded and with the files that are open.

mod case;
mod texts;

pub use case::{Extent, Found, Hit, search_case};
pub(crate) use texts::Texts;
pub use texts::{NoText, ReadsText, TEXT};
