//! Groups of several clients: who belongs to them, when they meet, and what is written afterwards (FS-4.1 to FS-4.3). Decision 0025.
//!
//! What becomes of a group is written into its own file first; the cases of its members follow, each in an act of its own, and what could not be written is
//! named. Nothing that is shown of a group names a client to somebody who may not read that client's case.

mod attendance;
mod card;
mod form;
mod meetings;
mod members;
mod seen;
mod steps;

pub use attendance::{Attended, Came, CannotMeetGroup, MeetingHeld, Sheet, SheetLine, attendance, record_meeting};
pub use card::{GroupCard, GroupMeets};
pub(crate) use card::{Groups, group_cards};
pub use form::{GroupHands, describe_group, end_group, form_group, give_group_on};
pub use meetings::{WantedMeetings, change_meetings, has_planned, meeting_dates, plan_meetings};
pub use members::{Leaving, join_group, leave_group, step_on, wait_for_place};
pub use seen::{AtMeeting, GroupLine, GroupSeen, MemberLine, groups, groups_of, see_group};
pub use steps::Stepped;
