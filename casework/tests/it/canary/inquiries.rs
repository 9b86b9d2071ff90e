//! The canary's people take in an inquiry with everything that can be written in one, and answer it.

use casework::inquiries::{Handled, TakeIn, handle, take_in_inquiry};
use domain::ids::DossierId;
use domain::inquiries::{
    Asker, EscalationReported, IdentityCheck, InquiryAcknowledged, InquiryAnswered, InquiryKind, InquiryPaused,
    InquiryResumed, InquirySetAside, InquiryTriaged, PauseReason, Seriousness, SetAside, TimelineGiven,
};
use domain::reach::Channel;

use super::{line, words};
use crate::cast::{BEA, CLARA};
use crate::world::World;

/// One that is answered, and one that is set aside.
pub(super) async fn inquiries(world: &World) -> [DossierId; 2] {
    let taken = async |kind| {
        let order = TakeIn {
            kind,
            channel: Channel::Phone,
            answer_by: Some(Channel::Letter),
            from: Asker { name: Some(line()), reach: Some(line()) },
            subject: line(),
            said: words(),
            case: None,
            owner: None,
        };
        take_in_inquiry(&world.acting(BEA), order, world.ink()).await.unwrap().dossier
    };
    let complaint = taken(InquiryKind::Complaint).await;
    let clara = world.acting(CLARA);
    let day = |days| domain::calendar::days_later(clara.now().on(&jiff::tz::TimeZone::UTC).date(), days);
    let channel = Channel::Phone;
    let kind = InquiryKind::Complaint;
    for order in [
        Handled::Triaged(InquiryTriaged { kind, owner: Some(world.id(CLARA)), case: None, note: Some(line()) }),
        Handled::Acknowledged(InquiryAcknowledged { channel, words: Some(words()) }),
        Handled::Paused(InquiryPaused { why: PauseReason::AskedBack, note: line(), until: day(2) }),
        Handled::Resumed(InquiryResumed { note: Some(line()) }),
        Handled::Promised(TimelineGiven { until: day(9), channel, words: words() }),
        Handled::Escalated(EscalationReported { seriousness: Seriousness::Minor, found: words(), measures: words() }),
        Handled::Answered(InquiryAnswered {
            channel,
            other_because: Some(line()),
            words: words(),
            identity: IdentityCheck::KnownInPerson,
        }),
    ] {
        handle(&clara, complaint, order, world.ink()).await.unwrap();
    }
    let question = taken(InquiryKind::Question).await;
    let aside = Handled::SetAside(InquirySetAside { why: SetAside::Unwanted, reason: line() });
    handle(&world.acting(BEA), question, aside, world.ink()).await.unwrap();
    [complaint, question]
}
