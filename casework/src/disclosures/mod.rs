//! Disclosures: the one way by which something of a case is given to somebody outside (CM-4.3.3, CC-4.4.1 to CC-4.4.3). Decision 0030.

mod ask;
mod copy;
mod make;
mod notices;
mod package;
mod pickup;
mod rules;

pub use ask::{ask_disclosure, decide_disclosure, see_request};
pub use copy::{CopyOpened, open_copy, passage_of};
pub use make::{
    Beside, MakeDisclosure, consents_to_choose, make_disclosure, may_disclose, next_number, own_record_requests,
};
pub(crate) use make::{TRIES, consent_of};
pub use notices::TOLD_IN;
pub use package::{
    BadKey, CutShort, Locked, PackageOpened, answer_package, open_package, package_key, package_password,
    receipt_number,
};
pub use pickup::{
    LinkAndCode, NotHandedOut, PICKUP_JOBS, PickupSeen, link_and_code, open_pickup, pick_up, see_pickup, shut_pickup,
    tells_by,
};
pub use rules::amend_giving_out;
