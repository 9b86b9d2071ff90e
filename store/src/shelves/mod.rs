//! What stands around the record: drafts, the outbox, accounts and sign-ins, invitations, throttles, and the lists and searches over the
//! derived rows.
//!
//! Everything here is plain rows and sealed bytes. What crosses a trust boundary once – a code, an invitation, a lease, a job – is decided by one
//! statement or one locked row in the database, so that of any number of racers on any number of nodes exactly one wins. Lists and searches
//! give ids, ties and levels; whether somebody may see them is decided above.

mod accounts;
mod appointments;
mod backups;
mod cards;
pub(crate) mod code;
mod drafts;
mod duties;
mod feeds;
mod figures;
pub(crate) mod holds;
mod inquiries;
mod invitations;
mod key_copies;
mod leases;
mod messages;
mod opened;
mod outbox;
mod outbox_health;
mod preferences;
mod public_links;
mod reminders;
mod scrubbing;
mod seals;
mod search;
mod search_texts;
mod second_factor;
mod serials;
mod session_outcomes;
mod sign_ins;
mod texts;
mod throttle;
mod ties;
mod uploads;
mod waiting_list;
pub(crate) mod whereabouts;
mod worker;

pub use accounts::{Account, AccountFailure, AccountState};
pub use appointments::{AppointmentSeen, Calendar, TimeOf};
pub use backups::{BackupNote, BackupOutcome, LastBackups};
pub use cards::{CardCursor, CardHead, CardsWanted, Listed, Viewer};
pub use code::NotACode;
pub use drafts::{Draft, DraftKey, DraftListed, Saved};
pub use duties::{DutiesWanted, DutyCursor, DutySeen, Whose};
pub use feeds::KeptFeed;
pub use figures::RailFigures;
pub use holds::HoldSeen;
pub use inquiries::{
    InquiriesCounted, InquiriesOf, InquiriesWanted, InquiryCursor, InquirySeen, Recounted, StaleInquiry,
};
pub use invitations::{Invitation, InvitationPurpose};
pub use key_copies::{KeyCopies, KeyCopy};
pub use messages::MessageSent;
pub use opened::CardSeen;
pub use outbox::{Claim, Job, NewJob};
pub use outbox_health::{DeadJob, OutboxFigures};
pub use preferences::{Preferences, Scheme};
pub use public_links::PublicLink;
pub use reminders::{ReminderSeen, RemindersWanted};
pub use scrubbing::BlobFigures;
pub use search::{Among, Hits, MOST_HITS, Wanted};
pub use session_outcomes::{OutcomeGroup, Waits};
pub use sign_ins::{NewSignIn, SignIn, TOUCH_SECONDS};
pub use throttle::{Bucket, Counted, Throttle};
pub use ties::TieSeen;
pub use uploads::{Upload, UploadSeen};
pub use waiting_list::FreedSeen;
pub use whereabouts::{PlaceFigures, WhereaboutsCursor, WhereaboutsSeen};
pub use worker::{ATTEMPTS, Handlers, LEASE_SECONDS, Outcome, run_outbox, wait_seconds};

pub(crate) use leases::take as take_lease_in;
pub(crate) use outbox::{SealedJob, insert_job, seal_job};
