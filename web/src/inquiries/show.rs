//! One inquiry: what was asked, its clocks, who asks, what was done, and what can be done next.

use axum::extract::Path;
use casework::accounts::staff_list;
use casework::house::Sheet;
use casework::inquiries::{InquirySeen, see_inquiry};
use domain::event::Event;
use domain::ids::DossierId;
use domain::inquiries::{Came, Ended, InquiryKind, Stands};
use domain::policy::Action;
use domain::staff::StaffCard;

use super::complaint::{self, CameOut};
use super::files::{Written, written};
use super::list::answered_by;
use super::{appeal, clocks, own_record, path};
use crate::answer::{Answer, id};
use crate::face::parts::{Act, ClockBar, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::staff::name_of;

/// Something that was done with an inquiry.
#[derive(Debug, Clone)]
pub struct Deed {
    /// What.
    pub what: Words,
    /// When and by whom.
    pub more: Words,
    /// What was said or written.
    pub text: String,
}

/// `GET /inbox/{inquiry}`
#[derive(Debug, Template)]
#[template(path = "inquiries/show.html")]
pub struct InquiryPage {
    /// The frame.
    pub frame: Frame,
    /// Its number.
    pub number: Number,
    /// What it is about.
    pub subject: Name,
    /// How and when it reached us, and who answers it.
    pub lead: Words,
    /// How it stands.
    pub state: State,
    /// What can be done.
    pub acts: Vec<Act>,
    /// What holds for who asks, when it came by itself.
    pub unproved: Words,
    /// What was asked, and what was written since.
    pub written: Vec<Written>,
    /// The inquiry that it follows.
    pub follows: Option<Link>,
    /// What was done, the latest first.
    pub deeds: Vec<Deed>,
    /// How a complaint came out.
    pub outcomes: Vec<CameOut>,
    /// Its clocks.
    pub clocks: Vec<ClockBar>,
    /// That the clock of the answer stands still, and until when.
    pub paused: Words,
    /// When the office works.
    pub hours: Words,
    /// Who asks.
    pub asker: Pairs,
    /// What it is, how confidential, of which case.
    pub about: Pairs,
    /// The case, for whoever may read it.
    pub case: Option<Link>,
}

/// `GET /inbox/{inquiry}`
pub async fn show(person: Person, Path(inquiry): Path<String>) -> Answer {
    let inquiry: DossierId = id(&inquiry)?;
    let seen = see_inquiry(&person.ctx, inquiry).await?;
    let staff = staff_list(&person.ctx).await?;
    let handles = seen.file.may(Action::HandleInquiry);
    if seen.file.received.is_none() {
        return Err(Problem::Missing);
    }
    Ok(person.show("Inquiry", |frame| page(&person, &seen, &staff, handles, frame)))
}

fn page(person: &Person, seen: &InquirySeen, staff: &[StaffCard], handles: bool, frame: Frame) -> InquiryPage {
    let (file, rules, now) = (&seen.file, &person.organisation.rulebook, person.now());
    let inquiry = file.dossier;
    let received = file.received.as_ref();
    let text = |find: fn(&domain::inquiries::InquiryReceived) -> &str| {
        received.map(|(received, _, _)| find(received).to_owned()).unwrap_or_default()
    };
    let owner = match file.owner() {
        Some(owner) if owner == person.card.id && file.is_open() => "You answer it.".into(),
        owner => answered_by(owner.map(|owner| name_of(staff, owner)), file.is_open()),
    };
    let lead = received
        .map(|(received, at, by)| {
            let lead = match received.came {
                None => "{channel}, {when}, taken in by {who}. {owner}",
                Some(Came::Mail(_)) => "E-mail, {when}. {owner}",
                Some(Came::Form) => "By the form on the web site, {when}. {owner}",
            };
            Words::from(lead)
                .with("channel", Words::from(received.channel.word()))
                .with("when", when::when(*at))
                .with("who", name_of(staff, *by))
                .with("owner", owner)
        })
        .unwrap_or_default();
    let clocks = file.clocks(rules);
    let paused = file.paused(now, &rules.office).filter(|_| file.is_open());
    let paused = paused.map(|pause| {
        Words::from("The clock of the answer stands still until {day} at the latest: {why}.")
            .with("day", when::full_day(pause.paused.until))
            .with("why", pause.paused.note.reveal().to_owned())
    });
    InquiryPage {
        number: Number::new(received.map(|(received, _, _)| received.number.to_string()).unwrap_or_default()),
        subject: Name::new(text(|received| received.subject.reveal())),
        lead,
        state: state(seen, now, rules),
        acts: match (handles, file.is_open()) {
            (true, true) => acts(seen, file.decided_by_another(Some(person.card.id)).is_ok(), now, rules),
            (true, false) if appeal::can_be(seen) => {
                vec![Act::link("They do not agree: look at it again", path(file.dossier, appeal::CODE)).plain()]
            }
            _ => Vec::new(),
        },
        unproved: unproved(received.and_then(|(received, _, _)| received.came.as_ref())),
        written: written(inquiry, file),
        follows: follows(received.and_then(|(received, _, _)| received.came.as_ref())),
        deeds: deeds(seen, staff),
        clocks: clocks.map(|clocks| clocks::bars(&clocks, file.asks_for_own_record(), rules, now)).unwrap_or_default(),
        paused: paused.unwrap_or_default(),
        hours: Words::from("The office is open from {opens} to {closes}.")
            .with("opens", rules.office.opens.strftime("%H:%M").to_string())
            .with("closes", rules.office.closes.strftime("%H:%M").to_string()),
        asker: asker(seen),
        outcomes: appeal::outcomes(seen, staff),
        about: own_record::told_of(about(seen, staff), seen, rules),
        case: seen.case.as_ref().map(|of| Link::new(paths::case(of.case), of.card.number.clone())),
        frame: frame.page("Inquiry", path(inquiry, "")),
    }
}

/// That nobody has made sure who it is from.
fn unproved(came: Option<&Came>) -> Words {
    match came {
        None => Words::default(),
        Some(Came::Mail(_)) => "Who this is from is not certain: anybody can write any name and address into an e-mail. Make sure who it is before you say anything personal.".into(),
        Some(Came::Form) => "Anybody can fill in the form, under any name. Make sure who it is before you say anything personal.".into(),
    }
}

fn follows(came: Option<&Came>) -> Option<Link> {
    let Some(Came::Mail(mailed)) = came else { return None };
    mailed.follows.map(|earlier| Link::new(path(earlier.inquiry, ""), earlier.number.to_string()))
}

fn state(seen: &InquirySeen, now: domain::time::Instant, rules: &domain::rulebook::Rulebook) -> State {
    let clocks = seen.file.clocks(rules);
    match (&seen.file.ended, clocks) {
        (Some((Ended::SetAside(aside), _, _)), _) => State::plain(aside.why.word()).icon("close"),
        (Some(_), Some(clocks)) if clocks.answer.stands(now) == Stands::Late => State::note("Answered late"),
        (Some(_), _) => State::done("Answered"),
        (None, Some(clocks)) => match clocks.next() {
            Some((due, _)) => State::limit(due),
            None => State::plain("Waits"),
        },
        (None, None) => State::plain("Waits"),
    }
}

/// What can be done; whoever has decided on a complaint before an appeal gives it to somebody else, and does not answer.
fn acts(seen: &InquirySeen, answers: bool, now: domain::time::Instant, rules: &domain::rulebook::Rulebook) -> Vec<Act> {
    let file = &seen.file;
    let link = |label: &'static str, step: &str| Act::link(label, path(file.dossier, step));
    let clocks = file.clocks(rules);
    let lapsed = clocks.is_some_and(|clocks| clocks.answer.stands(now) == Stands::Lapsed);
    let heard = clocks.is_some_and(|clocks| clocks.acknowledge.done.is_some());
    let reported = file.kind() != Some(InquiryKind::Complaint) || file.escalation.is_some();
    let mut acts = Vec::new();
    let triage = link(if file.owner().is_none() { "Give to somebody" } else { "Give to somebody else" }, "triage");
    let triage = if answers { triage } else { triage.main() };
    if file.asks_for_own_record() {
        acts.extend(own_record::acts(seen, link("Answer", "answer").icon("pen")));
    } else if reported {
        acts.extend(answers.then(|| link("Answer", "answer").main().icon("pen")));
    } else {
        acts.push(link("Write the escalation report", "escalation").main().icon("pen"));
    }
    if !heard {
        acts.push(link("Acknowledge", "acknowledgement"));
    }
    if !own_record::lacks_its_case(file) {
        acts.push(triage);
    }
    if !lapsed {
        acts.push(link("Give a timeline", "timeline"));
    }
    match file.paused(now, &rules.office) {
        Some(_) => acts.push(link("Let the clock run on", "resumption").plain()),
        None if !lapsed => acts.push(link("Stop the clock", "pause").plain()),
        None => {}
    }
    if answers {
        acts.push(link("Set aside", "set-aside").plain());
    }
    acts
}

fn asker(seen: &InquirySeen) -> Pairs {
    let Some((received, _, _)) = &seen.file.received else { return Pairs::new() };
    let name = match &received.from.name {
        Some(name) => Words::from("{name}").with("name", Name::new(name.reveal())),
        None => "They left no name".into(),
    };
    let mut pairs = Pairs::new().with("Name", name);
    if let Some(reach) = &received.from.reach {
        pairs = pairs.with("Reached at", Words::from("{reach}").with("reach", Name::new(reach.reveal())));
    }
    let wanted = seen.file.wanted().map(|channel| Words::from(channel.word())).unwrap_or_default();
    pairs.with("Wants the answer by", wanted)
}

fn about(seen: &InquirySeen, staff: &[StaffCard]) -> Pairs {
    let kind = seen.file.kind().map(|kind| Words::from(kind.word())).unwrap_or_default();
    let pairs = Pairs::new().with("What it is", kind).with("Level", Words::from(seen.file.level().word()));
    let mut pairs = complaint::told_of(pairs, &seen.file, staff);
    if seen.case.is_none() && seen.file.case().is_some() {
        pairs = pairs.with("Case", Words::from("Belongs to a case that you cannot open"));
    }
    pairs
}

fn deeds(seen: &InquirySeen, staff: &[StaffCard]) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = seen
        .file
        .opened
        .sheets
        .iter()
        .filter_map(Sheet::entry)
        .filter_map(|entry| {
            let (what, text) = deed(&entry.event, staff)?;
            let more = Words::from("{when}, {who}")
                .with("when", when::full(entry.happened()))
                .with("who", name_of(staff, entry.author()));
            Some(Deed { what, more, text })
        })
        .collect();
    deeds.reverse();
    deeds
}

/// What an entry did, and what was said or written with it.
fn deed(event: &Event, staff: &[StaffCard]) -> Option<(Words, String)> {
    let by = |words: &'static str, channel: domain::reach::Channel| {
        Words::from(words).with("channel", Words::from(channel.word()))
    };
    let lines = |texts: &[&str]| texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join("\n\n");
    Some(match event {
        Event::InquiryTriaged(triaged) => {
            let note = triaged.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default();
            let what = match triaged.owner {
                Some(owner) => Words::from("Given to {who}: {kind}").with("who", name_of(staff, owner)),
                None => Words::from("Given back to the inbox: {kind}"),
            };
            (what.with("kind", Words::from(triaged.kind.word())), note)
        }
        Event::InquiryAcknowledged(told) => {
            let words = told.words.as_ref().map(|words| words.reveal().to_owned()).unwrap_or_default();
            (by("Acknowledged: {channel}", told.channel), words)
        }
        Event::TimelineGiven(given) => {
            let what = by("Told that there will be an answer by {day}: {channel}", given.channel);
            (what.with("day", when::full_day(given.until)), given.words.reveal().to_owned())
        }
        Event::InquiryPaused(paused) => {
            let what = Words::from("Clock stopped until {day} at the latest: {why}")
                .with("day", when::full_day(paused.until))
                .with("why", Words::from(paused.why.word()));
            (what, paused.note.reveal().to_owned())
        }
        Event::InquiryResumed(resumed) => {
            let note = resumed.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default();
            ("Clock runs on".into(), note)
        }
        Event::EscalationReported(report) => {
            let what = Words::from("Escalation report: {how}").with("how", Words::from(report.seriousness.word()));
            (what, lines(&[report.found.reveal(), report.measures.reveal()]))
        }
        Event::InquiryAnswered(answered) => {
            let because = answered.other_because.as_ref().map(|line| line.reveal()).unwrap_or_default();
            let what = match &answered.own_record {
                None => by("Answered: {channel}. {identity}.", answered.channel),
                Some(own) => by("Answered: {channel}. {identity}. {result}.", answered.channel)
                    .with("result", own_record::result(own)),
            };
            let reason = answered.own_record.as_ref().and_then(|own| own.reason.as_ref());
            let reason = reason.map(|reason| reason.reveal()).unwrap_or_default();
            (
                what.with("identity", crate::identity::told(answered.identity, &answered.facts)),
                lines(&[answered.words.reveal(), because, reason]),
            )
        }
        Event::ComplaintAppealed(appeal) => {
            (by("They do not agree with how it came out: {channel}", appeal.channel), appeal.reason.reveal().to_owned())
        }
        Event::InquirySetAside(aside) => {
            let what = Words::from("Set aside: {why}").with("why", Words::from(aside.why.word()));
            (what, aside.reason.reveal().to_owned())
        }
        _ => return None,
    })
}
