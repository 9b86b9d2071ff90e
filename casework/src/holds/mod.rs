//! Legal holds: matters, and the files that they keep from being destroyed (PT-5.1, RC-4.6b).

mod change;
mod matters;

pub use change::{end_matter, hold_file, open_matter, release_file};
pub use matters::{MatterCard, MatterLine, held_files, holds_on_file, matters};
