//! What still keeps a case open, in words, each with the way to it.

use domain::closure::Blocker as Open;
use domain::ids::{EntryNumber, StaffId};
use domain::policy::Action;
use domain::rulebook::Rulebook;

use crate::cases::head::CaseView;
use crate::face::parts::{Act, Blocker};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;

/// Every blocker, worst first; the first of one's own gets the main button.
/// `inquiries` says how many that wait keep it open, also of those that the person may not see.
pub(super) fn blockers(person: &Person, view: &CaseView, inquiries: usize) -> Vec<Blocker> {
    let open = view.file().blockers(&person.organisation.rulebook);
    let told = open.iter().map(|open| blocker(person, view, open));
    let told = told.chain(crate::inquiries::case::blockers(view, inquiries, person));
    let mut main = true;
    let first = |mut blocker: Blocker| {
        if std::mem::take(&mut main) {
            blocker.act = blocker.act.map(Act::main);
        }
        blocker
    };
    told.map(first).collect()
}

/// What a blocker asks for: its icon, its words, the button that does it and the action that the policy is asked for.
struct Asked {
    late: bool,
    icon: &'static str,
    what: Words,
    more: Words,
    clause: (&'static str, &'static str),
    act: Option<(Action, &'static str, String)>,
}

const FOLLOW_UP: (&str, &str) = ("RC-4.4", "Closure only when nothing is left to follow up");
const REPORTED: (&str, &str) = ("RC-4.5", "Closure needs a closing report that is approved");

const FILED: (&str, &str) = ("RC-4.5a", "All required documents are present and correctly filed");

fn blocker(person: &Person, view: &CaseView, open: &Open) -> Blocker {
    let asked = asked(person, view, open);
    let act = asked.act.filter(|(action, ..)| view.may(*action));
    let (clause, sentence) = asked.clause;
    Blocker {
        tone: if asked.late { Tone::Overdue } else { Tone::Due },
        icon: asked.icon,
        clause: Some(Clause::new(clause, sentence)),
        act: act.map(|(_, label, part)| {
            // what begins at the root stands outside of the case
            let href = if part.starts_with('/') { part } else { paths::of_case(view.id(), &part) };
            Act::link(label, href).about(asked.what.clone())
        }),
        what: asked.what,
        more: asked.more,
    }
}

fn asked(person: &Person, view: &CaseView, open: &Open) -> Asked {
    let today = person.organisation.rulebook.office.today(person.now());
    let hands = view.file().assignment();
    let worker = || hands.map(|hands| whose(person, view, hands.worker)).unwrap_or_default();
    let supervisor = || hands.map(|hands| whose(person, view, hands.supervisor)).unwrap_or_default();
    match open {
        Open::NoAssessment => Asked {
            late: true,
            icon: "assurance",
            what: "No initial assessment was made".into(),
            more: worker(),
            clause: ("PT-4.1.1", "Every case begins with an assessment"),
            act: Some((Action::RecordAssessment, "Record assessment", "assessments/new".to_owned())),
        },
        Open::FlagUp { id, what, owner, entry } => Asked {
            late: true,
            icon: "flag",
            what: Words::from("The flag “{what}” is up").with("what", what.reveal()),
            more: whose_in(person, view, *owner, *entry),
            clause: FOLLOW_UP,
            act: Some((Action::RaiseFlag, "Take down", format!("flags/{id}"))),
        },
        Open::ActionOpen { what, owner, due, entry, .. } => {
            let who = match owner {
                Some(owner) => whose(person, view, *owner),
                None => "Promised by the client.".into(),
            };
            Asked {
                late: *due < today,
                icon: "note",
                what: Words::from("“{what}” is not settled").with("what", what.reveal()),
                more: Words::from("{who} Due {day}, {entry}.")
                    .with("who", who)
                    .with("day", when::day(*due))
                    .with("entry", at(view, *entry)),
                clause: FOLLOW_UP,
                act: Some((Action::SettleAction, "Settle", "actions".to_owned())),
            }
        }
        Open::SessionBooked { starts, staff, .. } => Asked {
            late: *starts < person.now(),
            icon: "meeting",
            what: Words::from("The session of {when} is booked and not recorded").with("when", when::when(*starts)),
            more: whose(person, view, *staff),
            clause: FOLLOW_UP,
            act: Some((Action::BookSession, "Record or cancel", "sessions".to_owned())),
        },
        Open::ReferralOpen { id, to, ask_by, entry } => Asked {
            late: *ask_by < today,
            icon: "portal",
            what: Words::from("Nobody knows what came of the referral to {service}").with("service", to.reveal()),
            more: Words::from("{who} To be asked by {day}, {entry}.")
                .with("who", worker())
                .with("day", when::day(*ask_by))
                .with("entry", at(view, *entry)),
            clause: ("FS-4.6.2", "A referral is followed until it is known what came of it"),
            act: Some((Action::Refer, "Say what came of it", format!("referrals/{id}"))),
        },
        Open::InGroup { group } => Asked {
            late: false,
            icon: "person",
            what: "The client belongs to a group".into(),
            more: Words::from("{who} Meetings to come are cancelled when the client leaves it.").with("who", worker()),
            clause: FOLLOW_UP,
            act: Some((Action::BookGroup, "Leave the group", crate::groups::leaving(*group, view.id()))),
        },
        Open::CoSignatureMissing { entry } => Asked {
            late: false,
            icon: "pen",
            what: Words::from("Entry {n} waits for the supervisor’s signature").with("n", entry.0),
            more: Words::from("{who} {entry}.").with("who", supervisor()).with("entry", at(view, *entry)),
            clause: ("RC-4.5", "Every entry is signed before a case is closed"),
            act: Some((Action::CoSign, "Read and sign", format!("entries/{entry}/co-signature"))),
        },
        Open::PlanPending { entry, by } => Asked {
            late: false,
            icon: "plan",
            what: "The plan was to be changed and has not been".into(),
            more: whose_in(person, view, *by, *entry),
            clause: ("CM-4.4.2", "What a session changes in the plan is written into it"),
            act: Some((Action::RevisePlan, "Change the plan", "plan/edit".to_owned())),
        },
        Open::GoalOpen { title, .. } => Asked {
            late: false,
            icon: "goal",
            what: Words::from("The goal “{goal}” is neither met nor given up").with("goal", title.reveal()),
            more: worker(),
            clause: ("RC-4.5", "Outcomes are documented before a case is closed"),
            act: Some((Action::RevisePlan, "Change the plan", "plan/edit".to_owned())),
        },
        Open::ReportUnfinished { id, with_supervisor, closing } => Asked {
            late: false,
            icon: "report",
            what: match (closing, with_supervisor) {
                (false, true) => "A progress report waits for approval".into(),
                (false, false) => "A progress report came back and was not handed in again".into(),
                (true, true) => "The closing report waits for approval".into(),
                (true, false) => "The closing report came back and was not handed in again".into(),
            },
            more: if *with_supervisor { supervisor() } else { worker() },
            clause: REPORTED,
            act: Some(if *with_supervisor {
                (Action::DecideReport, "Read and decide", format!("reports/{id}"))
            } else {
                (Action::SubmitReport, "Change report", format!("reports/{id}/edit"))
            }),
        },
        Open::DocumentMissing { kind } => Asked {
            late: false,
            icon: "document",
            what: Words::from("A document is missing: {type}")
                .with("type", person.organisation.rulebook.documents.name_of(kind).to_owned()),
            more: worker(),
            clause: FILED,
            act: Some((Action::FileDocument, "Add documents", "documents/new".to_owned())),
        },
        Open::DocumentAwaits { item, title, entry } => Asked {
            late: false,
            icon: "document",
            what: Words::from("Nobody has said what “{title}” is").with("title", title.reveal()),
            more: Words::from("{who} It came by itself, {entry}.")
                .with("who", worker())
                .with("entry", at(view, *entry)),
            clause: FILED,
            act: Some((Action::FileDocument, "Say what it is", format!("documents/{item}"))),
        },
        Open::PaperOut { item, label, to, due } => Asked {
            late: *due < today,
            icon: "records",
            what: Words::from("Item {label} is not in its place").with("label", label.to_string()),
            more: Words::from("{who} To be back by {day}.")
                .with("who", whose(person, view, *to))
                .with("day", when::day(*due)),
            clause: ("RC-4.5a", "Paper and digital are one file: all of it is there and correctly filed"),
            act: Some((Action::HandlePaper, "Take it back", format!("paper/{item}/return"))),
        },
        Open::FiledWrongly { item, title, wrong, entry } => {
            let document = view.file().documents.find(*item).is_some();
            let (action, part) = match document {
                true => (Action::FileDocument, format!("documents/{item}")),
                false => (Action::HandlePaper, format!("paper/{item}")),
            };
            Asked {
                late: false,
                icon: if document { "document" } else { "records" },
                what: Words::from("“{title}”: {wrong}").with("title", title.reveal()).with("wrong", wrong.reveal()),
                more: Words::from("{who} Said in {entry}.").with("who", worker()).with("entry", at(view, *entry)),
                clause: FILED,
                act: Some((action, "Mend it", part)),
            }
        }
        Open::NotAttested { items } => Asked {
            late: false,
            icon: "document",
            what: Words::count(
                "One document or item was not looked at",
                "{n} documents and items were not looked at",
                i64::try_from(*items).unwrap_or(i64::MAX),
            ),
            more: worker(),
            clause: FILED,
            act: Some((Action::AttestFiling, "Look at them", "closure/filing".to_owned())),
        },
        Open::ClientNotTold => Asked {
            late: false,
            icon: "letter",
            what: "Nobody has told the client that the case ends".into(),
            more: worker(),
            clause: ("CC-5", "A resolution is told to the client, and logged"),
            act: Some((Action::TellOfClosure, "Tell, or say why not", super::told::PART.to_owned())),
        },
        Open::NoClosingReport => Asked {
            late: false,
            icon: "report",
            what: "There is no closing report".into(),
            more: worker(),
            clause: REPORTED,
            act: Some((Action::SubmitReport, "Write the closing report", "reports/closing".to_owned())),
        },
    }
}

fn whose(person: &Person, view: &CaseView, staff: StaffId) -> Words {
    if staff == person.ctx.staff() {
        return "Yours.".into();
    }
    Words::from("With {who}.").with("who", view.staff_name(staff))
}

fn at(view: &CaseView, entry: EntryNumber) -> Link {
    Link::new(paths::entry(view.id(), entry), Words::from("entry {n}").with("n", entry.0))
}

fn whose_in(person: &Person, view: &CaseView, staff: StaffId, entry: EntryNumber) -> Words {
    Words::from("{who} See {entry}.").with("who", whose(person, view, staff)).with("entry", at(view, entry))
}

/// The checks that are clear, each with what was counted.
pub(super) fn cleared(view: &CaseView, rules: &Rulebook) -> Vec<(Words, Words)> {
    let file = view.file();
    let blockers = file.blockers(rules);
    let clear = |test: fn(&Open) -> bool| !blockers.iter().any(test);
    let settled = file.contacts.actions.iter().filter_map(|action| action.settled.as_ref());
    let kept = settled.clone().filter(|(settled, _)| settled.kept).count();
    let dropped = settled.count() - kept;
    let goals = file.plan.current().map_or(0, |plan| plan.goals.len());
    let count = |one, many, n: usize| Words::count(one, many, i64::try_from(n).unwrap_or(i64::MAX));
    let checks = [
        (clear(|b| matches!(b, Open::NoAssessment)), "The case was assessed", {
            count("{n} assessment", "{n} assessments", file.assessments.made.len())
        }),
        (clear(|b| matches!(b, Open::CoSignatureMissing { .. })), "All entries are signed", {
            count("{n} entry", "{n} entries", usize::try_from(file.last.0).unwrap_or(usize::MAX))
        }),
        (clear(|b| matches!(b, Open::ActionOpen { .. })), "No action item is open", {
            Words::from("{kept} kept, {dropped} dropped with a reason").with("kept", kept).with("dropped", dropped)
        }),
        (clear(|b| matches!(b, Open::GoalOpen { .. } | Open::PlanPending { .. })), "Every goal is met or given up", {
            count("{n} goal", "{n} goals", goals)
        }),
        (
            clear(|b| matches!(b, Open::ReportUnfinished { .. } | Open::NoClosingReport)),
            "The closing report is approved",
            { count("{n} report", "{n} reports", file.reports.all.len()) },
        ),
        (clear(|b| matches!(b, Open::ClientNotTold)), "The client was told", {
            super::told::how(view.id(), file, view.may(Action::PrintCase))
        }),
        (clear(|b| matches!(b, Open::SessionBooked { .. })), "No session is booked", {
            count("{n} session held", "{n} sessions held", file.sessions.held.len())
        }),
        (clear(|b| matches!(b, Open::DocumentMissing { .. })), "The documents that are asked for are there", {
            count(
                "{n} document",
                "{n} documents",
                file.documents.all.iter().filter(|document| document.stands()).count(),
            )
        }),
        (clear(|b| matches!(b, Open::PaperOut { .. })), "Every item is in its place", {
            count("{n} item", "{n} items", file.paper.here().count())
        }),
        (
            clear(|b| matches!(b, Open::NotAttested { .. } | Open::FiledWrongly { .. })),
            "Every document and item was looked at",
            super::sheet::attested(file.attested(rules)),
        ),
        (clear(|b| matches!(b, Open::FlagUp { .. })), "No flag is up", Words::default()),
    ];
    checks.into_iter().filter(|(clear, ..)| *clear).map(|(_, what, more)| (what.into(), more)).collect()
}
