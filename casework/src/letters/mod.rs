//! Letters to a client, from approved templates (CC-4.1.1, CC-4.1.2).

mod write;

pub use write::{LetterBegun, begin_letter, write_letter};
