//! The Today page.

use casework::accounts::staff_list;
use casework::calendar::to_move;
use casework::keys::kit_stands;
use casework::today::{self, DutyLine, RecordsDuty, RecordsFile, SessionLine, Today};
use casework::waiting::freed_for;
use domain::duties::DutyKind;
use domain::ids::DossierId;
use domain::kits::KitIs;
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::slots::SlotState;
use domain::staff::Role;

use crate::answer::Answer;
use crate::face::parts::{Act, Daybook, Duties, Duty, Empty, Slip};
use crate::face::prelude::*;
use crate::face::when;
use crate::paper::{checks, told};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::reminders::answer_word;
use crate::system::kit::{PATH, judged};

/// `GET /`
#[derive(Debug, Template)]
#[template(path = "today/show.html")]
pub struct TodayPage {
    /// The frame.
    pub frame: Frame,
    /// Good morning, in one sentence.
    pub lead: Words,
    /// Today's sessions, for whoever holds any.
    pub day: Option<Daybook>,
    /// Duties by their clock.
    pub groups: Vec<Duties>,
    /// What is said when nothing waits.
    pub empty: Option<Empty>,
    /// While nobody else works here: adding the first colleagues, for whoever may.
    pub first: Option<Act>,
    /// The recovery kit, for whoever has to see to it, while it is not as it should be.
    pub kit: Option<Kit>,
}

/// That something is to be done about the recovery kit (PT-4.2.4).
#[derive(Debug)]
pub struct Kit {
    /// How it stands.
    pub state: State,
    /// What to do about it.
    pub says: Words,
    /// Where that is explained.
    pub act: Act,
}

impl TodayPage {
    fn sessions_today(&self) -> Words {
        let slips = self.day.as_ref().map_or(0, |day| day.slips.len());
        Words::from("{n} today").with("n", slips)
    }
}

/// `GET /`
pub async fn show(person: Person) -> Answer {
    let today = today::today(&person.ctx).await?;
    let moves = to_move(&person.ctx).await?;
    let freed = freed_for(&person.ctx).await?;
    let zone = person.voice().zone.clone();
    let now = person.now();
    let day = person.voice().today;
    let (sessions, later): (Vec<_>, Vec<_>) =
        today.sessions.iter().cloned().partition(|session| session.starts.on(&zone).date() <= day);
    let sessions: Vec<SessionLine> = sessions.into_iter().filter(|s| s.starts.on(&zone).date() == day).collect();
    let first = is_alone(&person).await?;
    let kit = kit(&person).await?;
    let holds_sessions = !sessions.is_empty()
        || !later.is_empty()
        || [Role::Caseworker, Role::Provider].iter().any(|role| person.card.is(*role));
    Ok(person.show("Today", |frame| {
        let next = later.first().map(|session| when::when(session.starts));
        let lead = match first {
            true => "What waits for you will stand here.".into(),
            false => {
                let due = today.duties.iter().map(|duty| duty.due).chain(today.records.iter().map(|one| one.due));
                lead(holds_sessions.then_some(sessions.as_slice()), due.filter(|due| *due < now).count(), now)
            }
        };
        let mut groups = groups((&today, &person.organisation), now, day, &zone);
        let after_overdue = groups.iter().take_while(|group| group.id == "d-overdue").count();
        groups.splice(after_overdue..after_overdue, crate::waiting::group(&freed));
        groups.splice(0..0, super::moving::group(&moves));
        let empty = groups.is_empty().then(|| match &next {
            Some(next) => Empty::new("Nothing is waiting.", Words::from("Next: {when}.").with("when", next)),
            None => Empty::new("Nothing is waiting.", ""),
        });
        TodayPage {
            lead,
            day: holds_sessions.then(|| daybook(&sessions, now)),
            groups,
            empty,
            first: first.then(|| Act::link("Add the first colleagues", "/staff/new").main().icon("plus")),
            kit,
            frame,
        }
    }))
}

/// Whether this is the administrator of an organisation that has nobody else yet, as after the first run.
pub(crate) async fn is_alone(person: &Person) -> Result<bool, Problem> {
    if !person.card.is(Role::ItAdministrator) || !person.ctx.may(Action::ManageStaff, None).await? {
        return Ok(false);
    }
    let staff = staff_list(&person.ctx).await?;
    Ok(staff.iter().all(|card| card.id == person.card.id || !card.active))
}

/// What is to be done about the recovery kit, by those who answer for it.
async fn kit(person: &Person) -> Result<Option<Kit>, Problem> {
    let answers = [Role::ItAdministrator, Role::DataProtectionOfficer].iter().any(|role| person.card.is(*role));
    if !answers || !person.ctx.may(Action::SeeSystem, None).await? {
        return Ok(None);
    }
    let stands = kit_stands(&person.ctx).await?;
    let (state, says) = judged(&stands);
    Ok((stands.is != KitIs::Good).then(|| Kit { state, says, act: Act::link("See to the recovery kit", PATH) }))
}

fn lead(sessions: Option<&[SessionLine]>, overdue: usize, now: domain::time::Instant) -> Words {
    let overdue = match i64::try_from(overdue).unwrap_or(i64::MAX) {
        0 => Words::from("Nothing is overdue."),
        n => Words::count("One duty is overdue.", "{n} duties are overdue.", n),
    };
    let Some(sessions) = sessions else { return overdue };
    let first = match sessions.iter().find(|session| now < session.starts) {
        Some(session) => Words::from("Your next session is {when}.").with("when", when::away(session.starts)),
        None => "No more sessions today.".into(),
    };
    Words::from("{first} {second}").with("first", first).with("second", overdue)
}

fn daybook(sessions: &[SessionLine], now: domain::time::Instant) -> Daybook {
    let is_held = |session: &SessionLine| session.state == SlotState::Held;
    let next = sessions.iter().position(|session| now < session.ends && !is_held(session));
    let slip = |(index, session): (usize, &SessionLine)| {
        let href = match (&session.group, session.state) {
            (Some(group), _) => crate::groups::meeting(group.group, group.meeting),
            (None, SlotState::Booked) => paths::session(session.case, session.slot),
            (None, _) => paths::of_case(session.case, "sessions"),
        };
        let is_next = Some(index) == next;
        let state = if is_held(session) {
            State::done("Held and signed")
        } else if session.ends <= now {
            State::overdue("Note not signed")
        } else if is_next {
            State::due(when::away(session.starts))
        } else {
            State::plain("Booked")
        };
        Slip {
            at: session.starts,
            title: session.group.as_ref().map(|group| group.name.clone().into()).unwrap_or_default(),
            number: session.client.as_ref().map(|client| Number::new(&client.number)),
            name: session.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
            place: Words::count("{n} minute", "{n} minutes", session.ends.seconds_since(session.starts) / 60),
            said: said(session),
            state,
            held: is_held(session),
            act: is_next.then(|| {
                let label = if session.group.is_some() { "Attendance" } else { "Get ready" };
                Act::link(label, href.clone()).main()
            }),
            href,
        }
    };
    Daybook { slips: sessions.iter().enumerate().map(slip).collect(), now: Some(now) }
}

/// What the client has answered to a reminder of a session that is to come.
fn said(session: &SessionLine) -> Words {
    let answer = session.answer.filter(|_| session.state == SlotState::Booked);
    answer.map(|answer| answer_word(answer).into()).unwrap_or_default()
}

fn groups(
    (waits, organisation): (&Today, &Organisation),
    now: domain::time::Instant,
    today: jiff::civil::Date,
    zone: &jiff::tz::TimeZone,
) -> Vec<Duties> {
    let week = domain::calendar::days_later(today, 7);
    let place = |due: domain::time::Instant| {
        let day = due.on(zone).date();
        if due < now {
            0
        } else if day == today {
            1
        } else if day <= week {
            2
        } else {
            3
        }
    };
    let group = |at: usize, id: &'static str, tone: Tone, heading: &'static str| {
        let cases = waits.duties.iter().filter(|duty| place(duty.due) == at).map(line);
        let records = waits.records.iter().filter(|one| place(one.due) == at);
        let lines: Vec<Duty> = cases.chain(records.map(|one| of_records(organisation, one))).collect();
        (!lines.is_empty()).then(|| Duties { id, tone, heading: heading.into(), duties: lines })
    };
    [
        group(0, "d-overdue", Tone::Overdue, "Overdue"),
        group(1, "d-today", Tone::Due, "Today"),
        group(2, "d-week", Tone::Plain, "This week"),
        group(3, "d-later", Tone::Plain, "Later"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a duty asks for, the button that does it, and where that is.
pub(crate) fn wording(kind: DutyKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        DutyKind::InitialAssessment => ("Make the initial assessment", "Assess", "assessments/new"),
        DutyKind::ProgressAssessment => ("Assess the progress", "Assess", "assessments/new"),
        DutyKind::InterventionAssessment => ("Assess after the significant intervention", "Assess", "assessments/new"),
        DutyKind::CaseReview => ("Review the case", "Review", "reviews/new"),
        DutyKind::ProgressReport => ("Write the progress report", "Write report", "reports/new"),
        DutyKind::ReportReturned => ("Finish the report that came back", "Open report", "reports"),
        DutyKind::ReportDecision => ("Decide on the progress report", "Read report", "reports"),
        DutyKind::CoSignature => ("Read and sign an entry", "Read entry", ""),
        DutyKind::ActionItem => ("Keep a promise", "Open", "actions"),
        DutyKind::PlanRevision => ("Change the plan, as you noted", "Change plan", "plan/edit"),
        DutyKind::SessionNote => ("Write the note of the session", "Write note", "sessions"),
        DutyKind::GroupNote => ("Write the note of a group’s meeting", "Open sheet", ""),
        DutyKind::NextSession => ("Book the next session", "Book", "sessions/new"),
        DutyKind::MissedSession => ("Follow up the missed session", "Follow up", "sessions"),
        DutyKind::WelfareCheck => ("See that a client who did not come is safe", "Follow up", "sessions"),
        DutyKind::MissedAgain => {
            ("Look at the case: sessions were missed, or nobody reached the client", "Review", "reviews/new")
        }
        DutyKind::Remind => ("Remind the client of an appointment", "Remind", "sessions"),
        DutyKind::MoveAsked => ("Find another time: the client asks for one", "Move", "sessions"),
        DutyKind::WaitingLong => ("Offer a time: the client has waited long", "See times", "waiting"),
        DutyKind::WroteBack => ("Read what the client wrote back", "Read", "sessions"),
        DutyKind::Flag => ("Follow up urgently", "Open case", ""),
        DutyKind::ClosureStep => ("Sign a step of the closure", "Open closure", "closure"),
        DutyKind::AccessCheck => ("Look who can open a closed file", "Look", "closure/access-check"),
        DutyKind::AfterCare => ("Ask the client once more, as agreed at the end", "Follow up", "after-care"),
        DutyKind::AfterCareChase => ("See to a follow-up that is late", "Follow up", "after-care"),
        DutyKind::ReopeningDecision => ("Decide on reopening", "Open closure", "closure"),
        DutyKind::ListApproval => ("Approve a list of files to be destroyed, or keep some longer", "Read list", ""),
        DutyKind::ListCarrying => ("Carry out a list of files that is approved", "Open list", ""),
        DutyKind::DocumentAwaits => ("Say what a document is that came by itself", "Open document", "documents"),
        DutyKind::SharingEnds => ("Renew a consent to share, or note that it ends", "See consents", "disclosures"),
        DutyKind::DisclosureDecision => ("Decide whether a law lets something be given out", "Decide", "disclosures"),
        DutyKind::ReferralSend => {
            ("Ask the service to which the client is referred", "Give out what it needs", "referrals")
        }
        DutyKind::ReferralAsk => ("Ask what came of a referral", "Write it down", "referrals"),
        DutyKind::ReferralAnswered => ("Read what a service answered", "Read it", "referrals"),
        DutyKind::PackageReceipt => ("Ask whether a locked package has arrived", "Write it down", "disclosures"),
        DutyKind::PickupWaits => {
            ("Nobody has fetched what you left at the secure page", "See how it stands", "disclosures")
        }
        DutyKind::DisclosureMaking => ("Give out what was approved by law", "Give out", "disclosures"),
        DutyKind::Findings => ("Settle what a spot check found wrong", "Open spot check", ""),
        DutyKind::ServiceReview => ("Review how sessions go", "See figures", ""),
        DutyKind::FeedbackReview => ("Review what complaints and feedback say", "See figures", ""),
        DutyKind::Improvement => ("Improve", "Say what became of it", ""),
        DutyKind::InquiryGive => ("Give an inquiry to somebody", "Open", ""),
        DutyKind::InquiryAcknowledge => ("Acknowledge an inquiry", "Open", ""),
        DutyKind::InquiryAnswer => ("Answer an inquiry", "Open", ""),
        DutyKind::Escalation => ("Write the escalation report of a complaint", "Open", ""),
        DutyKind::ComplaintSerious => ("See that a serious complaint is answered", "Read", ""),
        DutyKind::InquiryLate => ("See to an inquiry that is late", "Open", ""),
        DutyKind::PaperReturn => ("Return an item", "Return", "documents"),
        DutyKind::PaperChase => ("Chase an item that was not returned", "See item", "documents"),
    }
}

/// Where a duty is done.
pub(crate) fn address(kind: DutyKind, case: DossierId, item: Option<domain::ids::ItemId>) -> String {
    let (_, _, part) = wording(kind);
    match (kind, item) {
        (DutyKind::SessionNote, Some(slot)) => paths::session(case, slot),
        (DutyKind::Remind, Some(slot)) => crate::reminders::give::path(case, slot),
        (DutyKind::MissedSession | DutyKind::WelfareCheck, Some(slot)) => crate::missed::attempt::path(case, slot),
        (DutyKind::MoveAsked, Some(slot)) => format!("{}/missed", paths::session(case, slot)),
        (DutyKind::ReportReturned | DutyKind::ReportDecision, Some(report)) => paths::report(case, report),
        (DutyKind::DocumentAwaits, Some(document)) => paths::document(case, document),
        (DutyKind::DisclosureDecision, Some(id)) => format!("{}/decision", crate::disclosures::path_of(case, id)),
        (DutyKind::ReferralAsk | DutyKind::ReferralAnswered, Some(id)) => crate::referrals::following(case, id),
        (DutyKind::PackageReceipt, Some(id)) => crate::disclosures::package::answering(case, id),
        (DutyKind::PickupWaits, Some(id)) => crate::disclosures::path_of(case, id),
        (DutyKind::DisclosureMaking, Some(id)) => format!("{}/making", crate::disclosures::path_of(case, id)),
        (DutyKind::PaperReturn, Some(item)) => format!("{}/return", paths::paper(case, item)),
        (DutyKind::PaperChase, Some(item)) => paths::traced(case, item),
        _ if part.is_empty() => paths::case(case),
        _ => paths::of_case(case, part),
    }
}

/// A list of files, or a spot check, that waits, as a line.
fn of_records(organisation: &Organisation, waits: &RecordsDuty) -> Duty {
    let (what, act, _) = wording(waits.kind);
    let (href, words) = match &waits.about {
        RecordsFile::List(prepared) => {
            let words = Words::from("{what}: list of {when}").with("when", when::when(*prepared));
            (crate::disposition::path(waits.file, ""), words)
        }
        RecordsFile::Service => (crate::service::PATH.to_owned(), Words::from("{what}")),
        RecordsFile::Feedback => (crate::feedback::FIGURES.to_owned(), Words::from("{what}")),
        RecordsFile::Improvement(id, item) => {
            let words = Words::from("{what}: {item}").with("item", item.reveal().to_owned());
            (crate::feedback::path(*id), words)
        }
        RecordsFile::Meeting(meeting, at, name) => {
            let words = Words::from("{what}: {group}, {when}").with("group", name.reveal().to_owned());
            (crate::groups::meeting(waits.file, *meeting), words.with("when", when::when(*at)))
        }
        RecordsFile::Inquiry(card) => {
            let words = Words::from("{what}: {subject}").with("subject", Name::new(card.subject.clone()));
            (crate::inquiries::path(waits.file, ""), words)
        }
        RecordsFile::SpotCheck(place, open) => {
            let words = Words::from("{what}: {place}, {open}")
                .with("place", told::place(organisation, *place))
                .with("open", Words::count("{n} finding is open", "{n} findings are open", *open));
            (checks::path(waits.file, ""), words)
        }
    };
    let words = words.with("what", Words::from(what));
    Duty {
        what: words.clone(),
        href: href.clone(),
        number: None,
        name: Name::default(),
        limit: State::limit(waits.due),
        clause: Some(Clause::new(waits.kind.clause(), "the clause of the procedure that asks for it")),
        act: Some(Act::link(act, href).about(words)),
    }
}

/// A duty as a line of a list.
pub(crate) fn line(duty: &DutyLine) -> Duty {
    let (what, act, _) = wording(duty.kind);
    let href = match (duty.kind, duty.entry) {
        (DutyKind::CoSignature, Some(entry)) => paths::of_case(duty.case, &format!("entries/{entry}/co-signature")),
        (DutyKind::WroteBack, Some(entry)) => crate::reminders::reply::path(duty.case, entry),
        _ => address(duty.kind, duty.case, duty.item),
    };
    let words = match &duty.what {
        Some(detail) => Words::from("{what}: {detail}").with("what", Words::from(what)).with("detail", detail),
        None => what.into(),
    };
    let words = match &duty.covered {
        Some((_, name)) => Words::from("For {name}: {what}").with("name", name).with("what", words),
        None => words,
    };
    let number = match &duty.client {
        Some(client) => Number::new(&client.number),
        None => Number::new(&duty.card.number),
    };
    Duty {
        what: words.clone(),
        href: href.clone(),
        number: Some(number),
        name: duty.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
        limit: State::limit(duty.due),
        clause: Some(Clause::new(duty.kind.clause(), "the clause of the procedure that asks for it")),
        act: Some(Act::link(act, href).about(words)),
    }
}
