//! Why something cannot be done with an inquiry, in the words that people read.

use crate::identity::CannotIdentify;
use crate::level::Level;
use crate::templates::{NotApproved, Place};

/// Why something cannot be done with an inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotInquire {
    /// It has not reached us yet.
    #[error("this time is in the future")]
    InTheFuture,
    /// It was before it reached us, or before the appeal that opened it again.
    #[error("this is before the inquiry reached us, or was opened again")]
    BeforeReceived,
    /// Below the level of the communication matrix.
    #[error("inquiries of this kind are recorded as {} or higher", .0.word())]
    LevelTooLow(Level),
    /// They want to be answered, and there is no way.
    #[error("please give the number or address for the answer, or choose “In person”")]
    NoAddress,
    /// Another inquiry drew the same number.
    #[error("please sign once more; the number was given to another inquiry a moment ago")]
    NumberTaken,
    /// It is over.
    #[error("this inquiry is over: it was answered or set aside meanwhile")]
    Over,
    /// They know already that we have it.
    #[error("they were told already that we have it")]
    Acknowledged,
    /// Whoever is to answer it cannot see it.
    #[error("whoever answers this must be able to see inquiries of this kind, and work here")]
    WrongOwner,
    /// The case is not one that the signer works on.
    #[error("this is no open case that you can see")]
    NoCase,
    /// Nothing was changed.
    #[error("nothing was changed")]
    Same,
    /// The time for the answer is over.
    #[error("the time for an answer is over, so a later day cannot take its place; please answer now")]
    Lapsed,
    /// The day that they were told is not a later one.
    #[error("please give a day after {0}, which is when the answer is due now")]
    NotLater(jiff::civil::Date),
    /// The clock stands still already, or runs.
    #[error("the clock stands still already")]
    Paused,
    /// The clock runs.
    #[error("the clock is running")]
    Runs,
    /// Longer than the rules allow.
    #[error("the clock may stand still until {0} at the latest")]
    TooLong(jiff::civil::Date),
    /// Not the way they asked for, and nobody said why.
    #[error("they asked to be answered another way; please say why it was done like this")]
    OtherWay,
    /// It is not certain who asks.
    #[error(transparent)]
    Identity(#[from] CannotIdentify),
    /// The escalation report of a complaint is missing.
    #[error("a complaint is answered when its escalation report is written")]
    NoEscalation,
    /// The report was written.
    #[error("the escalation report is written already")]
    Escalated,
    /// The words were not written from the approved template.
    #[error(transparent)]
    Template(#[from] NotApproved),
    /// Something was not put in.
    #[error("please write what stands for {{{}}}", .0.code())]
    Standing(Place),
    /// No complaint.
    #[error("only a complaint has an escalation report and an outcome")]
    NoComplaint,
    /// Somebody is named whom it concerns, and it is no complaint.
    #[error(
        "only a complaint names members of staff whom it concerns; of anything else please take them out, and say in the note why"
    )]
    NobodyNamed,
    /// Whoever is to answer it is one of those whom it concerns.
    #[error("it concerns this person, so somebody else answers it")]
    OwnerConcerned,
    /// Somebody is kept away no more, and nobody said why.
    #[error("please say why somebody is not kept away any more")]
    WhyNoMore,
    /// It does not say what it is about.
    #[error("please say what it is about")]
    NoTheme,
    /// A complaint is answered without an outcome.
    #[error("please say how the complaint came out")]
    NoOutcome,
    /// It was right, and nobody says what was put right.
    #[error("please say what was put right")]
    NotPutRight,
    /// It concerns whoever wants to do something with it, which somebody has just said.
    #[error("there is nothing here that you may see")]
    KeptAway,
    /// A complaint that was taken back.
    #[error("a complaint that was taken back is answered with the outcome “Withdrawn”, so that it counts as one")]
    TakenBack,
    /// By law it cannot take so long.
    #[error("by law the answer is due on {0} at the latest")]
    ByLaw(jiff::civil::Date),
    /// The clock of a request for one's own record does not wait for this.
    #[error("the law does not let the clock of such a request stand still for this")]
    DoesNotWait,
    /// It says nothing of what came of the request.
    #[error("please say what came of it")]
    NoResult,
    /// An answer of a request, and it is none.
    #[error("only a request for one’s own record has such a result")]
    NotOwnRecord,
    /// Something is said to be given, and nothing was.
    #[error(
        "nothing was given out for this request yet; give it out of the case first, so that it is known what they have"
    )]
    NothingGiven,
    /// Passages were left out, and it is said that they have everything.
    #[error("passages were left out, so they have a part of it; please choose that, and say why")]
    LeftOut,
    /// Something was given, and it is said that nothing was.
    #[error("something was given out for this request, so they have at least a part of it")]
    WasGiven,
    /// They do not have everything, and nobody says why.
    #[error("please choose why they do not have everything")]
    NoGrounds,
    /// Grounds without their reason.
    #[error("please write why this holds here")]
    NoReason,
    /// They were not told where they can complain.
    #[error("please tell them the reasons and where they can complain, and say here that you did")]
    NotTold,
    /// An appeal against something that was not decided.
    #[error("only a complaint that was answered can be looked at again")]
    NotDecided,
    /// Before the answer.
    #[error("this is before the complaint was answered")]
    BeforeAnswered,
    /// Whoever has decided looks at it again.
    #[error("this person has decided on it before, so somebody else looks at it again")]
    DecidedBefore,
}
