//! Disposition lists: who may approve, what is passed over, and when nothing may be destroyed (PT-5.1, PT-5.2).

use std::collections::BTreeMap;

use domain::closure::Outcome;
use domain::disposition::{
    Approver, CannotDispose, Common, Disposition, DispositionApproved, DispositionPrepared, DispositionWithdrawn,
    Figure, FileDestroyed, FileKeptLonger, Finding, KeyCopiesExpired, LEAST, ListedFile, PaperFound, Progress,
    ShredPaper, Sums, Traits, Why, figures,
};
use domain::duties::{Duty, of_list};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::numbers::LabelCode;
use domain::retention::{Disposal, RecordClass, Term};
use domain::rulebook::Rulebook;
use domain::time::Instant;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{OTHER, SUPERVISOR, WORKER, at, clock, line, signature};

const OFFICER: StaffId = WORKER;

fn id(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn term(until: Date) -> Term {
    Term { class: RecordClass::general(7), from: date(2018, 3, 1), until }
}

fn listed(n: u128, client: Option<u128>) -> ListedFile {
    ListedFile {
        file: id(n),
        client: client.map(id),
        number: format!("2018-{n}"),
        term: term(date(2025, 3, 1)),
        opened: date(2017, 2, 1),
        closed: date(2018, 3, 5),
    }
}

/// A list that says so far; entries are a day apart, by whoever is named.
fn told(events: Vec<(StaffId, Event)>) -> (Disposition, Instant) {
    let mut list = Disposition::default();
    let mut now = at("2026-01-05T09:00");
    for (number, (by, event)) in (1..).zip(events) {
        let entry = EntryId { dossier: id(99), number: EntryNumber(number) };
        list.apply(&Entry { id: entry, level: Level::Confidential, signature: signature(by, now, now), event });
        now = now.plus_seconds(86_400);
    }
    (list, now.plus_seconds(-86_400))
}

/// Two cases of one client, the client, and a case of another client.
fn prepared() -> Event {
    let files = vec![listed(1, Some(9)), listed(2, Some(9)), listed(3, Some(8)), listed(9, None)];
    DispositionPrepared { files }.into()
}

fn approved(approver: Approver) -> DispositionApproved {
    DispositionApproved { approver }
}

fn ready() -> (Disposition, Instant) {
    told(vec![
        (OFFICER, prepared()),
        (SUPERVISOR, approved(Approver::Protection).into()),
        (OTHER, approved(Approver::Supervision).into()),
    ])
}

fn kept(n: u128, until: Date) -> FileKeptLonger {
    FileKeptLonger { file: id(n), until, reason: line("The school asks.") }
}

fn found(change: impl Fn(&mut BTreeMap<DossierId, Finding>)) -> BTreeMap<DossierId, Finding> {
    let finding = |cases: Vec<DossierId>| {
        let term = Some(term(date(2025, 3, 1)));
        Finding { held: false, term, cases, paper: Vec::new(), traits: None }
    };
    let mut found = BTreeMap::from([
        (id(1), finding(Vec::new())),
        (id(2), finding(Vec::new())),
        (id(3), finding(Vec::new())),
        (id(9), finding(vec![id(1), id(2)])),
    ]);
    change(&mut found);
    found
}

type Ordered = (Vec<DossierId>, Vec<(DossierId, Why)>);

fn order(list: &Disposition, found: &BTreeMap<DossierId, Finding>, now: Instant) -> Result<Ordered, CannotDispose> {
    let events = list.order_destruction(found, None, now, &Rulebook::default())?;
    let [Event::DestructionOrdered(ordered)] = events.as_slice() else { panic!("{events:?}") };
    let passed = ordered.passed_over.iter().map(|one| (one.file, one.why)).collect();
    Ok((ordered.files.clone(), passed))
}

#[test]
fn a_list_is_approved_by_two_people_who_did_not_prepare_it() {
    let (list, _) = told(vec![(OFFICER, prepared())]);
    assert_eq!(list.approve(approved(Approver::Protection), OFFICER), Err(CannotDispose::OwnList));
    assert!(list.approve(approved(Approver::Protection), SUPERVISOR).is_ok());
    let (once, _) = told(vec![(OFFICER, prepared()), (SUPERVISOR, approved(Approver::Protection).into())]);
    assert_eq!(once.approve(approved(Approver::Supervision), SUPERVISOR), Err(CannotDispose::SecondApproval));
    assert_eq!(once.approve(approved(Approver::Protection), OTHER), Err(CannotDispose::ApprovedAlready));
    assert!(once.approve(approved(Approver::Supervision), OTHER).is_ok());
    assert_eq!(once.progress(), Progress::Prepared);
    assert_eq!(ready().0.progress(), Progress::Approved(ready().1));
}

#[test]
fn nothing_is_destroyed_before_both_have_approved_and_the_list_has_rested() {
    let week = 7 * 86_400;
    let (once, at) = told(vec![(OFFICER, prepared()), (SUPERVISOR, approved(Approver::Protection).into())]);
    assert_eq!(order(&once, &found(|_| ()), at.plus_seconds(100 * week)), Err(CannotDispose::NotApproved));
    let (list, second) = ready();
    assert_eq!(order(&list, &found(|_| ()), second.plus_seconds(week - 1)), Err(CannotDispose::Resting));
    let (files, passed) = order(&list, &found(|_| ()), second.plus_seconds(week)).unwrap();
    assert_eq!((files, passed), (vec![id(1), id(2), id(3), id(9)], vec![]));
    let (given_up, at) =
        told(vec![(OFFICER, prepared()), (OFFICER, DispositionWithdrawn { reason: line("Wrong class") }.into())]);
    assert_eq!(order(&given_up, &found(|_| ()), at.plus_seconds(week)), Err(CannotDispose::NotOpen));
}

#[test]
fn what_does_not_fit_any_more_is_passed_over_and_says_why() {
    let (list, second) = ready();
    let now = second.plus_seconds(8 * 86_400);
    let passed = |change: fn(&mut Finding)| {
        let findings = found(|found| change(found.get_mut(&id(3)).unwrap()));
        order(&list, &findings, now).unwrap().1
    };
    assert_eq!(passed(|found| found.held = true), [(id(3), Why::Held)]);
    assert_eq!(passed(|found| found.term = Some(term(date(2026, 3, 1)))), [(id(3), Why::NotDue)]);
    assert_eq!(passed(|found| found.term = None), [(id(3), Why::Gone)]);
    let changed = |found: &mut Finding| {
        found.term = Some(Term { class: RecordClass::general(6), ..term(date(2024, 3, 1)) });
    };
    assert_eq!(passed(changed), [(id(3), Why::RuleChanged)], "also when it is due by the new rule");
    let gone = found(|found| drop(found.remove(&id(3))));
    assert_eq!(order(&list, &gone, now).unwrap().1, [(id(3), Why::Gone)]);
    let nothing = found(|found| found.values_mut().for_each(|one| one.held = true));
    assert_eq!(order(&list, &nothing, now), Err(CannotDispose::NothingLeft));
}

#[test]
fn a_client_goes_only_with_the_last_case() {
    let (list, second) = ready();
    let now = second.plus_seconds(8 * 86_400);
    let one_held = found(|found| found.get_mut(&id(2)).unwrap().held = true);
    let (files, passed) = order(&list, &one_held, now).unwrap();
    assert_eq!(files, [id(1), id(3)]);
    assert_eq!(passed, [(id(2), Why::Held), (id(9), Why::OtherCase)]);
    let another = found(|found| found.get_mut(&id(9)).unwrap().cases.push(id(77)));
    assert_eq!(order(&list, &another, now).unwrap().1, [(id(9), Why::OtherCase)]);
}

#[test]
fn a_file_that_is_kept_longer_is_passed_over() {
    let today = date(2026, 1, 5);
    let (list, _) = told(vec![(OFFICER, prepared())]);
    assert_eq!(list.keep_longer(kept(3, today), today), Err(CannotDispose::NotAhead));
    assert_eq!(list.keep_longer(kept(77, date(2030, 1, 1)), today), Err(CannotDispose::NotListed));
    let (list, second) = told(vec![
        (OFFICER, prepared()),
        (SUPERVISOR, approved(Approver::Protection).into()),
        (OTHER, approved(Approver::Supervision).into()),
        (OFFICER, kept(3, date(2030, 1, 1)).into()),
    ]);
    assert_eq!(order(&list, &found(|_| ()), second.plus_seconds(9 * 86_400)).unwrap().1, [(id(3), Why::Kept)]);
    let all = [1, 2, 3, 9].map(|n| (OFFICER, kept(n, date(2030, 1, 1)).into()));
    let (list, _) = told(std::iter::once((OFFICER, prepared())).chain(all).collect());
    assert_eq!(list.approve(approved(Approver::Protection), SUPERVISOR), Err(CannotDispose::AllKept));
}

#[test]
fn a_destruction_is_recorded_once_for_each_file_that_was_ordered() {
    let (list, second) = ready();
    let events = list.order_destruction(&found(|_| ()), None, second.plus_seconds(7 * 86_400), &Rulebook::default());
    let mut list = list;
    let now = second.plus_seconds(7 * 86_400);
    let apply = |list: &mut Disposition, event: Event| {
        let entry = EntryId { dossier: id(99), number: EntryNumber(4) };
        list.apply(&Entry { id: entry, level: Level::Confidential, signature: signature(OFFICER, now, now), event });
    };
    for event in events.unwrap() {
        apply(&mut list, event);
    }
    assert_eq!(list.progress(), Progress::Ordered);
    assert_eq!(list.keep_longer(kept(3, date(2030, 1, 1)), date(2026, 1, 5)), Err(CannotDispose::NotOpen));
    for n in [1, 2, 3, 9] {
        let done = FileDestroyed { file: id(n), key: "00".repeat(32), entries: 3 };
        for event in list.finish(done.clone()).unwrap() {
            apply(&mut list, event);
        }
        assert_eq!(list.finish(done), Err(CannotDispose::NotOrdered));
    }
    assert_eq!(list.progress(), Progress::Done);

    assert_eq!(list.recoverable().count(), 4, "backups may hold the keys");
    assert_eq!(list.expire(&[id(1), id(4)]), Err(CannotDispose::NotOrdered), "the fourth was not destroyed");
    for event in list.expire(&[id(1), id(2)]).unwrap() {
        apply(&mut list, event);
    }
    assert_eq!(list.recoverable().map(|(file, _)| file).collect::<Vec<_>>(), [id(3), id(9)]);
    let rest = KeyCopiesExpired { files: vec![id(3), id(9)] };
    let all = [id(1), id(2), id(3), id(9)];
    assert_eq!(list.expire(&all), Ok(vec![Event::KeyCopiesExpired(rest.clone())]), "nothing is said twice");
    apply(&mut list, Event::KeyCopiesExpired(rest));
    assert_eq!(list.expire(&all), Err(CannotDispose::NotOrdered));
    assert_eq!(list.progress(), Progress::Done);
}

#[test]
fn paper_is_destroyed_before_its_file_by_two_who_were_there() {
    let rules = Rulebook::default();
    let (list, second) = ready();
    let week = 7 * 86_400;
    let later = second.plus_seconds(week);
    let label = LabelCode::from_random;
    let with = |items: &[(u32, bool)]| {
        found(|found| {
            let items = items.iter().map(|(n, out)| PaperFound { label: label(*n), out: *out });
            found.get_mut(&id(1)).unwrap().paper = items.collect();
        })
    };
    let order_of = |witness| ShredPaper { how: line("Shredder of class P-5"), witness };
    let shred = |list: &Disposition, found: &BTreeMap<_, _>, witness, now| {
        list.destroy_paper(&order_of(witness), found, OFFICER, now, &rules)
    };
    let both = with(&[(1, false), (2, false)]);
    assert_eq!(order(&list, &both, later), Err(CannotDispose::PaperLeft(2)));
    assert_eq!(shred(&list, &both, OTHER, second), Err(CannotDispose::Resting), "not before the list has rested");
    assert_eq!(shred(&list, &both, OFFICER, later), Err(CannotDispose::OwnWitness));
    assert_eq!(shred(&list, &with(&[(1, false), (2, true)]), OTHER, later), Err(CannotDispose::PaperOut));
    assert_eq!(shred(&list, &found(|_| ()), OTHER, later), Err(CannotDispose::NoPaper));
    let held = |mut found: BTreeMap<DossierId, Finding>| {
        found.get_mut(&id(1)).unwrap().held = true;
        found
    };
    assert_eq!(shred(&list, &held(both.clone()), OTHER, later), Err(CannotDispose::NoPaper), "what is held stays");
    assert!(order(&list, &held(both.clone()), later).is_ok(), "and keeps the others from nothing");

    let events = shred(&list, &both, OTHER, later).unwrap();
    let told_so_far = [
        (OFFICER, prepared()),
        (SUPERVISOR, approved(Approver::Protection).into()),
        (OTHER, approved(Approver::Supervision).into()),
    ];
    let (list, _) = told(told_so_far.into_iter().chain(events.into_iter().map(|event| (OFFICER, event))).collect());
    assert_eq!(order(&list, &both, later).unwrap().0.len(), 4);
    assert_eq!(shred(&list, &both, OTHER, later), Err(CannotDispose::NoPaper), "it is signed once");
    let turned_up = with(&[(1, false), (2, false), (3, false)]);
    assert_eq!(order(&list, &turned_up, later), Err(CannotDispose::PaperLeft(1)), "what turns up since has to go too");
}

/// The list that is ready, with another action for these files.
fn ready_to(action: Disposal, files: &[u128]) -> (Disposition, Instant) {
    let of = |n: u128, client| {
        let mut listed = listed(n, client);
        if files.contains(&n) {
            listed.term.class.action = action;
        }
        listed
    };
    let files = vec![of(1, Some(9)), of(2, Some(9)), of(3, Some(8)), of(9, None)];
    told(vec![
        (OFFICER, DispositionPrepared { files }.into()),
        (SUPERVISOR, approved(Approver::Protection).into()),
        (OTHER, approved(Approver::Supervision).into()),
    ])
}

fn as_listed(list: &Disposition, change: impl Fn(&mut Finding)) -> BTreeMap<DossierId, Finding> {
    found(|all| {
        for listed in list.files() {
            let finding = all.get_mut(&listed.file).unwrap();
            finding.term = Some(listed.term.clone());
            change(finding);
        }
    })
}

#[test]
fn what_goes_to_an_archive_is_destroyed_when_somebody_has_signed_that_it_is_there() {
    let (list, second) = ready_to(Disposal::Transfer, &[1, 3]);
    let (week, receipt) = (second.plus_seconds(7 * 86_400), || (line("The archive of the city"), line("2033/17")));
    let rules = Rulebook::default();
    let all = as_listed(&list, |_| ());
    assert_eq!(order(&list, &all, week), Err(CannotDispose::NotHandedOver(2)));
    assert_eq!(list.hand_over(receipt(), &all, second, &rules), Err(CannotDispose::Resting));
    let held = as_listed(&list, |finding| finding.held = true);
    assert_eq!(list.hand_over(receipt(), &held, week, &rules), Err(CannotDispose::NothingToHandOver));

    let events = list.hand_over(receipt(), &all, week, &rules).unwrap();
    let [Event::FilesTransferred(went)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(went.files, [id(1), id(3)]);
    let mut list = list;
    let entry = EntryId { dossier: id(99), number: EntryNumber(4) };
    let event = events.into_iter().next().unwrap();
    list.apply(&Entry { id: entry, level: Level::Confidential, signature: signature(OFFICER, week, week), event });
    assert_eq!(list.hand_over(receipt(), &all, week, &rules), Err(CannotDispose::NothingToHandOver));
    assert_eq!(order(&list, &all, week).unwrap().0, [id(1), id(2), id(3), id(9)]);
}

fn traits(programme: &str, year: i16, outcome: Outcome) -> Traits {
    Traits { programme: programme.to_owned(), outcome, year, months: 8, sessions: 20, contacts: 31 }
}

#[test]
fn what_is_anonymised_leaves_figures_and_nothing_is_destroyed_uncounted() {
    let (list, second) = ready_to(Disposal::Anonymise, &[1, 2, 3, 9]);
    let week = second.plus_seconds(7 * 86_400);
    let rules = Rulebook::default();
    let uncounted = list.order_destruction(&as_listed(&list, |_| ()), None, week, &rules);
    assert_eq!(uncounted, Err(CannotDispose::Changed));
    let counted = as_listed(&list, |finding| finding.traits = Some(traits("general", 2026, Outcome::GoalsMet)));
    let events = list.order_destruction(&counted, None, week, &rules).unwrap();
    let [Event::DestructionOrdered(ordered), Event::FiguresKept(kept)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(ordered.files.len(), 4);
    let few = Figure { common: Common::default(), files: 3, sums: None };
    assert_eq!(kept.figures, [few], "three are too few to be told of; the identity of a client is no case");
}

#[test]
fn figures_are_of_five_files_at_least_and_told_the_less_exactly_the_rarer_they_are() {
    let some = |n: usize, programme: &'static str, year, outcome| {
        std::iter::repeat_with(move || traits(programme, year, outcome)).take(n)
    };
    let files: Vec<Traits> = some(6, "general", 2026, Outcome::GoalsMet)
        .chain(some(3, "general", 2026, Outcome::Died))
        .chain(some(2, "general", 2026, Outcome::LostContact))
        .chain(some(4, "housing", 2025, Outcome::GoalsMet))
        .chain(some(1, "school", 2025, Outcome::GoalsMet))
        .chain(some(2, "school", 2024, Outcome::GoalsMet))
        .collect();
    let told = figures(&files);
    let common =
        |programme: Option<&str>, year, outcome| Common { programme: programme.map(str::to_owned), year, outcome };
    let sums = |n: u32| Some(Sums { months: 8 * n, sessions: 20 * n, contacts: 31 * n });
    assert_eq!(
        told,
        [
            Figure { common: common(Some("general"), Some(2026), Some(Outcome::GoalsMet)), files: 6, sums: sums(6) },
            Figure { common: common(Some("general"), Some(2026), None), files: 5, sums: sums(5) },
            Figure { common: common(None, Some(2025), None), files: 5, sums: sums(5) },
            Figure { common: common(None, None, None), files: 2, sums: None },
        ]
    );
    assert_eq!(figures(&[]), []);
}

proptest::proptest! {
    #[test]
    fn no_figure_is_of_fewer_than_five_files_and_every_file_is_counted_once(
        kinds in proptest::collection::vec((0..4_u8, 2020..2024_i16, 0..6_usize), 0..60),
    ) {
        let one = |(programme, year, outcome): &(u8, i16, usize)| {
            traits(&format!("p{programme}"), *year, Outcome::ALL[*outcome])
        };
        let files: Vec<Traits> = kinds.iter().map(one).collect();
        let told = figures(&files);
        let all: u32 = told.iter().map(|figure| figure.files).sum();
        proptest::prop_assert_eq!(all as usize, files.len());
        for figure in told {
            let few = (figure.files as usize) < LEAST;
            proptest::prop_assert_eq!(figure.sums.is_none(), few);
            proptest::prop_assert!(!few || figure.common == Common::default());
        }
    }
}

#[test]
fn a_list_is_always_somebodys_until_it_is_carried_out() {
    let rules = Rulebook::default();
    let owners = |list: &Disposition| -> Vec<String> {
        let said = |duty: &Duty| format!("{} from {}", duty.key(), clock(duty.raised, &rules));
        of_list(list, &rules).iter().map(said).collect()
    };
    let (fresh, _) = told(vec![(OFFICER, prepared())]);
    let protection = "list_approval.data_protection_officer from 2026-01-05 09:00";
    let supervision =
        ["list_approval.supervisor from 2026-01-05 09:00", "list_approval.director from 2026-01-05 09:00"];
    assert_eq!(owners(&fresh), [protection, supervision[0], supervision[1]]);
    let (once, _) = told(vec![(OFFICER, prepared()), (SUPERVISOR, approved(Approver::Protection).into())]);
    assert_eq!(owners(&once), supervision);
    assert_eq!(owners(&ready().0), ["list_carrying.records_officer from 2026-01-14 09:00"], "a week after the second");
    let withdrawn = DispositionWithdrawn { reason: line("Wrong class") };
    assert_eq!(owners(&told(vec![(OFFICER, prepared()), (OFFICER, withdrawn.into())]).0), [""; 0]);
}
