//! The canary's people take in an inquiry with everything that can be written in one, and answer it.

use casework::inquiries::{Handled, MailTaken, TakeIn, handle, take_in_inquiry};
use domain::ids::DossierId;
use domain::inquiries::{
    AccessDenial, AccessResult, Asker, ComplaintAppealed, EscalationReported, Finding, IdentityCheck,
    InquiryAcknowledged, InquiryAnswered, InquiryKind, InquiryPaused, InquiryResumed, InquirySetAside, InquiryTriaged,
    Learned, Outcome, OwnRecord, PauseReason, Seriousness, SetAside, Theme, Themed, TimelineGiven,
};
use domain::reach::Channel;

use super::{MARKER, line, words};
use crate::cast::{BEA, CLARA, TOMAS};
use crate::world::World;

/// One that is answered, one that is set aside, one that came by e-mail, and a request for one's own record that is refused.
pub(super) async fn inquiries(world: &World) -> [DossierId; 4] {
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
            concerns: [].into(),
        };
        take_in_inquiry(&world.acting(BEA), order, world.ink()).await.unwrap().dossier
    };
    let complaint = taken(InquiryKind::Complaint).await;
    let clara = world.acting(CLARA);
    let day = |days| domain::calendar::days_later(clara.now().on(&jiff::tz::TimeZone::UTC).date(), days);
    let channel = Channel::Phone;
    let kind = InquiryKind::Complaint;
    for order in [
        Handled::Triaged(InquiryTriaged {
            kind,
            owner: Some(world.id(CLARA)),
            case: None,
            note: Some(line()),
            concerns: [world.id(TOMAS)].into(),
        }),
        Handled::Acknowledged(InquiryAcknowledged { channel, words: Some(words()), template: None }),
        Handled::Paused(InquiryPaused { why: PauseReason::AskedBack, note: line(), until: day(2) }),
        Handled::Resumed(InquiryResumed { note: Some(line()) }),
        Handled::Promised(TimelineGiven { until: day(9), channel, words: words() }),
        Handled::Escalated(EscalationReported {
            seriousness: Seriousness::Serious,
            theme: Some(Themed { theme: Theme::Other, words: Some(line()) }),
            found: words(),
            measures: words(),
            told: [].into(),
        }),
        Handled::Answered(InquiryAnswered {
            channel,
            other_because: Some(line()),
            words: words(),
            identity: IdentityCheck::KnownInPerson,
            template: None,
            facts: [].into(),
            outcome: Some(Outcome {
                finding: Finding::Upheld,
                found: words(),
                put_right: Some(words()),
                learned: Learned::Change(words()),
            }),
            own_record: None,
            theme: None,
        }),
        Handled::Appealed(ComplaintAppealed { channel, reason: words(), owner: None }),
    ] {
        handle(&clara, complaint, order, world.ink()).await.unwrap();
    }
    let question = taken(InquiryKind::Question).await;
    let aside = Handled::SetAside(InquirySetAside { why: SetAside::Unwanted, reason: line() });
    handle(&world.acting(BEA), question, aside, world.ink()).await.unwrap();
    let request = taken(InquiryKind::OwnRecord).await;
    let own_record = OwnRecord {
        result: AccessResult::Refused,
        grounds: [AccessDenial::Danger].into(),
        reason: Some(words()),
        told_where_to_complain: true,
    };
    let refused = InquiryAnswered {
        channel: Channel::Letter,
        other_because: None,
        words: words(),
        identity: IdentityCheck::NothingPersonal,
        template: None,
        facts: [].into(),
        outcome: None,
        own_record: Some(own_record),
        theme: None,
    };
    handle(&world.acting(TOMAS), request, Handled::Answered(refused), world.ink()).await.unwrap();
    [complaint, question, mailed(world).await, request]
}

/// An e-mail with something attached, and another that answers it; and one that a machine has written.
async fn mailed(world: &World) -> DossierId {
    let mail = |n: u32, head: &str| {
        format!(
            "From: {MARKER} <{MARKER}@example.org>\r\nMessage-ID: <{n}.{MARKER}@example.org>\r\nSubject: {MARKER}\r\n{head}MIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary={MARKER}\r\n\r\n--{MARKER}\r\nContent-Type: text/html\r\n\r\n<p>{MARKER}</p>\r\n\
             --{MARKER}\r\nContent-Type: text/plain; name={MARKER}.txt\r\nContent-Disposition: attachment\r\n\r\n{MARKER}\r\n--{MARKER}--\r\n"
        )
        .into_bytes()
    };
    let now = world.house.now();
    let taken = world.house.take_mail(mail(1, ""), now).await.unwrap();
    let MailTaken::Opened(entry) = taken else { panic!("{taken:?}") };
    let reply = format!("In-Reply-To: <1.{MARKER}@example.org>\r\n");
    let followed = world.house.take_mail(mail(2, &reply), now).await.unwrap();
    assert!(matches!(followed, MailTaken::Followed(_)), "{followed:?}");
    let machine = world.house.take_mail(mail(3, "Auto-Submitted: auto-replied\r\n"), now).await.unwrap();
    assert_eq!(machine, MailTaken::ByMachine);
    entry.dossier
}
