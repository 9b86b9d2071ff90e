//! The keys of the installation: a new key-encryption key, how old they may become, throwing them all
//! away at once, and the recovery kit (PT-3c, PT-4.2.4, RC-4.2b).

mod ages;
mod kits;
mod rotate;
mod sealing;

pub use ages::{Age, Ages, HELD, KeyKind};
pub use kits::{KitStands, kit_awaits, kit_stands, record_kit, record_kit_read};
pub use rotate::{Rotated, Turning, order_rotation};
pub use sealing::seal_server;
