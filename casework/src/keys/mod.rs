//! The keys of the installation: a new key-encryption key, and how old they may become (PT-3c, RC-4.2b).

mod ages;
mod rotate;

pub use ages::{Age, Ages, HELD, KeyKind};
pub use rotate::{Rotated, order_rotation};
