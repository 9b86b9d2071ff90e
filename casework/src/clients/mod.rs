//! The identity of the people served: intake, correction, verification, consent, conflict of interest, search.

mod conflict;
mod consent;
mod correct;
mod duplicates;
mod email;
mod identity;
mod list;
mod phone;
pub(crate) mod register;
mod verify;

pub use conflict::{CannotCheck, ConflictSearch, check_conflict, decide_conflict};
pub use consent::{agree_to_share, give_consent, withdraw_consent, withdraw_sharing};
pub use correct::correct_client;
pub use duplicates::{Alike, Likeness, likely_duplicates};
pub use email::{BadEmail, parse_email};
pub use identity::client_to_identify;
pub(crate) use list::client_cards;
pub use list::{CaseAround, ClientLine, Found, cases_around, cases_of, my_clients, search_clients};
pub(crate) use phone::readings as phone_readings;
pub use phone::{BadPhone, parse_phone, spoken_phone};
pub use register::{RegisterClient, register_client};
pub use verify::{CannotVerify, verify_facts};
