//! Cases: opening, handing over, people (CM-4.2.1, PT-3b).

mod accesses;
mod around;
mod assign;
mod hands;
mod open;
mod own;
mod people;

pub use accesses::{Looked, looked_at};
pub use around::{Around, around};
pub(crate) use assign::given_hands;
pub use assign::{HandOver, hand_over};
pub(crate) use hands::hands;
pub use open::{OpenCase, open_case};
pub use own::{OwnCase, own_cases};
pub use people::{add_person, remove_person};
