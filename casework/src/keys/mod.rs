//! The keys of the installation: a new key-encryption key, how old they may become, and throwing them all
//! away at once (PT-3c, RC-4.2b).

mod ages;
mod rotate;
mod sealing;

pub use ages::{Age, Ages, HELD, KeyKind};
pub use rotate::{Rotated, order_rotation};
pub use sealing::seal_server;
