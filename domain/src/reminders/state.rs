//! How a reminder stands, in one word.

use super::{Answer, Means, Outcome, Reminded, Reminder, Reported, Way};

/// How a reminder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReminderState {
    /// A message could not be sent or did not arrive, and somebody has to reach the client.
    NotDelivered,
    /// Somebody has to give it.
    Waiting,
    /// It is on its way to the gateway or the relay.
    Due,
    /// The gateway or the relay has taken it.
    Sent,
    /// It has arrived.
    Delivered,
    /// Somebody has seen to it.
    ByHand,
    /// The client has answered.
    Answered,
    /// The session was moved, cancelled or held before anybody had given it.
    Gone,
}

impl ReminderState {
    /// Every state, what somebody has to see to first.
    pub const ALL: [Self; 8] = [
        Self::NotDelivered,
        Self::Waiting,
        Self::Due,
        Self::Sent,
        Self::Delivered,
        Self::ByHand,
        Self::Answered,
        Self::Gone,
    ];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDelivered => "not_delivered",
            Self::Waiting => "waiting",
            Self::Due => "due",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::ByHand => "by_hand",
            Self::Answered => "answered",
            Self::Gone => "gone",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Reminder {
    /// How it stands; `booked` says whether the session is still to be held.
    pub fn state(&self, of: &Reminded, booked: bool) -> ReminderState {
        if of.answer.is_some() {
            return ReminderState::Answered;
        }
        if self.waits() {
            return match (booked, self.way) {
                (false, _) => ReminderState::Gone,
                (true, Way::Sent(_)) => ReminderState::NotDelivered,
                (true, Way::ByHand(_)) => ReminderState::Waiting,
            };
        }
        match (self.outcome, self.reported.map(|report| report.what)) {
            (Some((Outcome::Told | Outcome::NotReached | Outcome::Needless, _)), _) => ReminderState::ByHand,
            (_, Some(Reported::Delivered)) => ReminderState::Delivered,
            // told too late to do anything about it
            (_, Some(Reported::NotDelivered(_))) => ReminderState::Gone,
            (Some(_), None) => ReminderState::Sent,
            (None, None) if booked => ReminderState::Due,
            (None, None) => ReminderState::Gone,
        }
    }
}

impl Answer {
    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Comes => "comes",
            Self::Moves => "moves",
            Self::Cancels => "cancels",
        }
    }

    /// The answer with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

impl Means {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
    }
}
