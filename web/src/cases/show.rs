//! The case: head, timeline of sheets, what waits at the side; and the whole file as one text for reading and printing.

use std::collections::BTreeSet;

use axum::extract::Path;
use casework::house::Sheet as Stored;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;

use super::goals::goals;
use super::head::{At, CaseView};
use super::kinds::{Kind, decides};
use super::sheets::{Teller, meaning};
use crate::answer::{Answer, id};
use crate::cover::case::{CoverLine, lines};
use crate::face::parts::{Act, Addendum, Empty, Folder, Goal, Leaf, Paging, Tabs};
use crate::face::prelude::*;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;

/// How many sheets one page of the timeline shows.
const SHEETS: usize = 60;

/// What of the timeline is shown.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    before: String,
    /// The number of an entry that is looked for.
    #[serde(default)]
    holds: String,
}

/// One way of looking at the timeline.
#[derive(Debug, Clone)]
pub struct FilterLink {
    /// "Notes".
    pub label: Words,
    /// How many.
    pub count: u32,
    /// Its address.
    pub href: String,
    /// Whether it is the open one.
    pub current: bool,
}

/// `GET /cases/{case}`
#[derive(Debug, Template)]
#[template(path = "cases/show.html")]
pub struct CasePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Where words are searched.
    pub search_href: String,
    /// Ways of looking.
    pub filters: Vec<FilterLink>,
    /// Who wrote: for looking at one person's entries.
    pub authors: Vec<FilterLink>,
    /// The sheets.
    pub leaves: Vec<Leaf>,
    /// When there are none of this kind.
    pub empty: Option<Empty>,
    /// Older and newer sheets.
    pub paging: Paging,
    /// The open goals with their last rating.
    pub goals: Vec<Goal>,
    /// Version of the plan, in words.
    pub plan: Words,
    /// Who stands in now or will.
    pub covers: Vec<CoverLine>,
    /// Open action items.
    pub todos: Vec<crate::face::parts::Todo>,
    /// Where action items are settled.
    pub actions_href: String,
    /// More that can be done here.
    pub more: Vec<Act>,
}

/// `GET /cases/{case}`
pub async fn show(person: Person, Path(case): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(person.show("Case", |frame| page(&person, &view, &wanted, frame)))
}

fn page(person: &Person, view: &CaseView, wanted: &Wanted, frame: Frame) -> CasePage {
    let teller = Teller::new(view, person);
    let shown: Vec<&Stored> = view.seen.opened.sheets.iter().rev().filter(|sheet| stands_alone(sheet)).collect();
    let fitting: Vec<&Stored> = shown.iter().copied().filter(|sheet| fits(sheet, wanted)).collect();
    let numbers: Vec<u32> = fitting.iter().copied().map(number).collect();
    let holds = wanted.holds.parse().ok().map(|entry| sheet_of(view, entry));
    let first = first_of(&numbers, wanted.before.parse().ok(), holds);
    let part: Vec<&Stored> = fitting.iter().copied().skip(first).take(SHEETS).collect();
    let older = first + part.len() < fitting.len();
    let here = Words::from("{from} to {until} of {all}");
    CasePage {
        folder: view.folder(person, acts(view)),
        tabs: view.tabs(At::Timeline),
        search_href: paths::of_case(view.id(), "search"),
        filters: filters(view, &shown, wanted),
        authors: authors(view, &shown, wanted),
        leaves: leaves(&teller, &part),
        empty: part.is_empty().then(|| Empty::new("Nothing of this kind is in the record.", "")),
        paging: Paging {
            newer: (0 < first).then(|| address(view.id(), &wanted.kind, &wanted.by)),
            older: older.then(|| {
                let last = part.last().map_or(0, |sheet| number(sheet));
                format!("{}&before={last}", address(view.id(), &wanted.kind, &wanted.by))
            }),
            here: here.with("from", first + 1).with("until", first + part.len()).with("all", fitting.len()),
        },
        goals: goals(view),
        plan: match view.file().plan.version() {
            0 => "No plan yet".into(),
            n => Words::from("Plan, version {n}").with("n", n),
        },
        covers: lines(view, person.now()),
        todos: {
            let open: Vec<_> = view.file().contacts.open_actions().map(|action| action.item.clone()).collect();
            teller.todos(&open)
        },
        actions_href: paths::of_case(view.id(), "actions"),
        more: more(view),
        frame,
    }
}

/// With which of these sheets the page begins: the newest, the first of the older ones that were asked for, or one so that the entry looked for is on it.
fn first_of(sheets: &[u32], before: Option<u32>, holds: Option<u32>) -> usize {
    let not_newer = |than: u32| sheets.iter().position(|sheet| *sheet <= than).unwrap_or(0);
    match (holds.map(not_newer), before) {
        (Some(0..SHEETS), _) => 0,
        (Some(at), _) => at,
        (None, Some(before)) => not_newer(before.saturating_sub(1)),
        (None, None) => 0,
    }
}

/// On whose sheet an entry stands.
fn sheet_of(view: &CaseView, entry: u32) -> u32 {
    match view.seen.opened.entry(EntryNumber(entry)).map(|found| &found.event) {
        Some(Event::AddendumWritten(addendum)) => addendum.to.0,
        Some(Event::EntryCoSigned(signed)) => signed.entry.0,
        _ => entry,
    }
}

/// Addenda are clipped beneath their entry, not shown on their own.
fn stands_alone(sheet: &Stored) -> bool {
    !matches!(sheet.entry().map(|entry| &entry.event), Some(Event::AddendumWritten(_) | Event::EntryCoSigned(_)))
}

fn number(sheet: &Stored) -> u32 {
    match sheet {
        Stored::Open(entry) => entry.id.number.0,
        Stored::Closed { id, .. } => id.number.0,
    }
}

fn fits(sheet: &Stored, wanted: &Wanted) -> bool {
    let Some(entry) = sheet.entry() else { return wanted.kind.is_empty() && wanted.by.is_empty() };
    let kind = match wanted.kind.as_str() {
        "" => true,
        "decisions" => decides(&entry.event),
        code => Kind::ALL.iter().any(|(kind, known, _)| *known == code && *kind == Kind::of(&entry.event)),
    };
    kind && (wanted.by.is_empty() || entry.author().to_string() == wanted.by)
}

fn address(case: DossierId, kind: &str, by: &str) -> String {
    format!("{}?kind={kind}&by={by}", paths::case(case))
}

fn filters(view: &CaseView, shown: &[&Stored], wanted: &Wanted) -> Vec<FilterLink> {
    let count = |test: &dyn Fn(&Entry) -> bool| {
        let hits = shown.iter().filter_map(|sheet| sheet.entry()).filter(|entry| test(entry)).count();
        u32::try_from(hits).unwrap_or(u32::MAX)
    };
    let link = |label: &'static str, code: &str, count: u32| FilterLink {
        label: label.into(),
        count,
        href: address(view.id(), code, &wanted.by),
        current: wanted.kind == code,
    };
    let mut links = vec![link("All", "", u32::try_from(shown.len()).unwrap_or(u32::MAX))];
    for (kind, code, label) in Kind::ALL {
        links.push(link(label, code, count(&|entry| Kind::of(&entry.event) == kind)));
    }
    links.push(link("Decisions", "decisions", count(&|entry| decides(&entry.event))));
    links.retain(|link| 0 < link.count || link.current);
    links
}

fn authors(view: &CaseView, shown: &[&Stored], wanted: &Wanted) -> Vec<FilterLink> {
    let people: BTreeSet<_> = shown.iter().filter_map(|sheet| sheet.entry()).map(Entry::author).collect();
    let link = |staff: domain::ids::StaffId| FilterLink {
        label: view.staff_name(staff).into(),
        count: 0,
        href: address(view.id(), &wanted.kind, &staff.to_string()),
        current: wanted.by == staff.to_string(),
    };
    let everybody = FilterLink {
        label: "Everybody".into(),
        count: 0,
        href: address(view.id(), &wanted.kind, ""),
        current: wanted.by.is_empty(),
    };
    std::iter::once(everybody).chain(people.into_iter().map(link)).collect()
}

fn leaves(teller: &Teller<'_>, part: &[&Stored]) -> Vec<Leaf> {
    let mut before = None;
    let mut leaves = Vec::new();
    for sheet in part {
        let leaf = match sheet {
            Stored::Open(entry) => leaf(teller, entry),
            Stored::Closed { id, level, signed, .. } => closed_leaf(teller, id.number, level.word(), *signed),
        };
        let same_day = before == Some(leaf.day);
        before = Some(leaf.day);
        leaves.push(Leaf { same_day, ..leaf });
    }
    leaves
}

/// One entry with what was clipped beneath it and who signed beside its author.
pub(crate) fn leaf(teller: &Teller<'_>, entry: &Entry) -> Leaf {
    let view = teller.view;
    let mut sheet = teller.sheet(entry);
    sheet.signatures.extend(teller.co_signed(entry.id.number).map(|other| teller.signature(other)));
    let part = |name: &str| paths::of_case(view.id(), &format!("entries/{}/{name}", entry.id.number));
    if view.may(Action::WriteAddendum) {
        sheet.acts.push(Link::new(part("addendum"), "Add an addendum"));
    }
    if view.may(Action::CoSign) && view.file().contacts.to_co_sign.contains_key(&entry.id.number) {
        sheet.acts.push(Link::new(part("co-signature"), "Read and sign"));
    }
    if matches!(entry.event, Event::LetterWritten(_)) && view.may(Action::WriteLetter) {
        sheet.acts.push(Link::new(crate::letters::path(view.id(), entry.id.number, ""), "Open and print"));
    }
    let addenda = teller.addenda_to(entry.id.number).filter_map(|other| clipped(teller, other)).collect();
    let day = entry.happened().on(&teller.person.voice().zone).date();
    Leaf { day, same_day: false, sheet, addenda }
}

fn clipped(teller: &Teller<'_>, other: &Entry) -> Option<Addendum> {
    let beside = matches!(other.event, Event::EntryCoSigned(_)); // their signature stands on the sheet itself
    let (title, text, why) = match &other.event {
        Event::AddendumWritten(addendum) => {
            let title =
                Words::from("Addendum, {meaning}").with("meaning", Words::from(meaning(other.signature.meaning)));
            let why = Words::from("Reason: {reason}").with("reason", addendum.reason.reveal());
            (title, addendum.text.reveal(), why)
        }
        Event::EntryCoSigned(signed) => {
            let title = Words::from("Remark of {who}").with("who", teller.view.staff_name(other.author()));
            (title, signed.remark.as_ref()?.reveal(), Words::default())
        }
        _ => return None,
    };
    Some(Addendum {
        id: format!("e{}", other.id.number),
        title,
        entry: Words::from("Entry {n}").with("n", other.id.number.0),
        text: text.to_owned().into(),
        why,
        signatures: if beside { Vec::new() } else { vec![teller.signature(other)] },
    })
}

fn closed_leaf(teller: &Teller<'_>, entry: EntryNumber, level: &'static str, signed: domain::time::Instant) -> Leaf {
    let sheet = crate::face::parts::Sheet {
        id: format!("e{entry}"),
        icon: "lock",
        title: Words::from("{level} entry").with("level", Words::from(level)),
        entry: Words::from("Entry {n}").with("n", entry.0),
        text: "You may not read this entry. Ask the caseworker if you need to know what it says.".into(),
        small: true,
        ..crate::face::parts::Sheet::default()
    };
    Leaf { day: signed.on(&teller.person.voice().zone).date(), same_day: false, sheet, addenda: Vec::new() }
}

fn acts(view: &CaseView) -> Vec<Act> {
    let part = |part: &str| paths::of_case(view.id(), part);
    let mut acts = Vec::new();
    if view.may(Action::PrintCase) {
        acts.push(Act::link("Read all", part("chronology")).plain().icon("read"));
    }
    if view.may(Action::WriteLetter) && view.file().is_open() {
        acts.push(Act::link("Write a letter", part("letters/new")).icon("letter"));
    }
    if view.may(Action::LogContact) && view.file().is_open() {
        acts.push(Act::link("Log contact", part("contacts/new")).main().icon("pen"));
    }
    acts
}

fn more(view: &CaseView) -> Vec<Act> {
    let part = |part: &str| paths::of_case(view.id(), part);
    let choices = [
        (Action::RecordAssessment, "Record an assessment", "assessments/new"),
        (Action::ReviewCase, "Record a case review", "reviews/new"),
        (Action::RaiseFlag, "Raise a flag", "flags/new"),
        (Action::ArrangeCover, "Name who stands in", "cover"),
        (Action::AssignCase, "Hand the case over", "assignment"),
        (Action::Refer, "Refer to a service", "referrals/new"),
        (Action::ReadCase, "Referrals", "referrals"),
        (Action::Disclose, "Give something out", "disclosures/new"),
        (Action::ReadCase, "What was given out", "disclosures"),
        (Action::SeeAccesses, "Who has looked at this file", "accesses"),
    ];
    let open = view.file().is_open();
    let closed = [Action::SeeAccesses, Action::ReadCase, Action::Disclose];
    let may = |action| action == Action::ReadCase || view.may(action);
    let fits = |(action, _, _): &(Action, _, _)| may(*action) && (open || closed.contains(action));
    choices.into_iter().filter(fits).map(|(_, label, to)| Act::link(label, part(to)).plain()).collect()
}

/// `GET /cases/{case}/chronology` – the whole file as one text, oldest first; opening it counts as printing.
#[derive(Debug, Template)]
#[template(path = "cases/chronology.html")]
pub struct ChronologyPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The sheets, oldest first.
    pub leaves: Vec<Leaf>,
    /// Who printed it and when, and the checkpoint, for the foot of every page.
    pub foot: Words,
    /// Where the case is.
    pub back: String,
}

/// `GET /cases/{case}/chronology`
pub async fn chronology(person: Person, Path(case): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::PrintCase).await?;
    let checkpoint = person.house().store().latest_checkpoint().await?;
    Ok(person.show("Chronology", |frame| {
        let teller = Teller::new(&view, &person);
        let part: Vec<&Stored> =
            view.seen.opened.sheets.iter().filter(|sheet| stands_alone(sheet) && fits(sheet, &wanted)).collect();
        ChronologyPage {
            folder: view.folder(
                &person,
                vec![
                    Act::link("Print as PDF", paths::of_case(case, "chronology/pdf")).plain().icon("print"),
                    Act::link("Back to the case", paths::case(case)).plain().icon("back"),
                ],
            ),
            leaves: leaves(&teller, &part),
            foot: crate::press::foot(&person, checkpoint.as_ref()),
            back: paths::case(case),
            frame,
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_on_the_page_that_its_address_leads_to() {
        let sheets: Vec<u32> = (1..=200).rev().filter(|n| n % 7 != 0).collect();
        for entry in &sheets {
            let first = first_of(&sheets, None, Some(*entry));
            assert!(sheets.iter().skip(first).take(SHEETS).any(|on_page| on_page == entry), "{entry} from {first}");
        }
        assert_eq!(first_of(&sheets, None, Some(199)), 0, "what is new is read among what is new");
        assert_eq!(first_of(&sheets, Some(100), None), sheets.iter().position(|n| *n == 99).unwrap());
        assert_eq!((first_of(&sheets, None, None), first_of(&[], Some(3), Some(3))), (0, 0));
    }
}
