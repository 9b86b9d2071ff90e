//! The pages of disposition lists, from samples.

use casework::disposition::{DispositionCard, ListLine};
use domain::closure::Outcome;
use domain::disposition::{
    Approver, Common, DestructionOrdered, Disposition, Figure, FiguresKept, FileDestroyed, FilesTransferred, Kept,
    ListedFile, PaperDestroyed, PassedOver, Sums, Why,
};
use domain::ids::{DossierId, StaffId};
use domain::numbers::LabelCode;
use domain::retention::{RecordClass, Term};
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffCard};
use domain::text::Line;
use jiff::civil::date;
use uuid::Uuid;

use super::show::{Told, view};
use super::{list, show};
use crate::samples::{Samples, at, data, frame};

fn dossier(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn staff_id(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(n))
}

fn staff() -> Vec<StaffCard> {
    let card = |n, name: &str, role| StaffCard {
        id: staff_id(n),
        name: data(name),
        title: String::new(),
        roles: vec![role],
        team: None,
        active: true,
    };
    vec![
        card(1, "Joanna Okafor", Role::RecordsOfficer),
        card(2, "Daniel Sturm", Role::DataProtectionOfficer),
        card(3, "Tomas Lindqvist", Role::Supervisor),
    ]
}

fn listed(n: u128, number: &str, client: bool) -> ListedFile {
    let class = RecordClass { name: data("Case files"), law: data("Policy (PT-5.1)"), ..RecordClass::general(7) };
    ListedFile {
        file: dossier(n),
        client: client.then(|| dossier(9)),
        number: data(number),
        term: Term { class, from: date(2019, 3, 1), until: date(2026, 3, 1) },
        opened: date(2018, 2, 1),
        closed: date(2019, 3, 4),
    }
}

fn prepared() -> Disposition {
    let files =
        vec![listed(7, "2018-000112-4", true), listed(8, "2018-000088-1", true), listed(9, "C-D4N8GX-2", false)];
    let kept = Kept {
        until: date(2030, 1, 1),
        reason: Line::parse(&data("A study goes on.")).unwrap(),
        decided: (at(12, 9, 0), staff_id(2)),
    };
    Disposition {
        prepared: Some((files, at(2, 9, 0), staff_id(1))),
        kept: [(dossier(8), kept)].into(),
        approvals: [(Approver::Protection, (at(12, 9, 5), staff_id(2)))].into(),
        ..Disposition::default()
    }
}

fn destroyed() -> Disposition {
    let mut list = prepared();
    list.approvals.insert(Approver::Supervision, (at(12, 10, 0), staff_id(3)));
    let passed_over =
        vec![PassedOver { file: dossier(8), why: Why::Kept }, PassedOver { file: dossier(9), why: Why::OtherCase }];
    let order = DestructionOrdered { files: vec![dossier(7)], passed_over, clock: None };
    list.ordered = Some((order, at(19, 10, 0), staff_id(1)));
    let done = FileDestroyed { file: dossier(7), key: "00".repeat(32), entries: 26 };
    list.destroyed.insert(dossier(7), (done, at(19, 10, 1)));
    let how = Line::parse(&data("Shredder of class P-5")).unwrap();
    let labels = vec![LabelCode::from_random(1), LabelCode::from_random(2)];
    let shredded = PaperDestroyed { file: dossier(7), labels, how, witness: staff_id(3) };
    list.paper.insert(dossier(7), (shredded, at(19, 9, 30), staff_id(1)));
    let said = |text: &str| Line::parse(&data(text)).unwrap();
    let went =
        FilesTransferred { files: vec![dossier(7)], to: said("The archive of the city"), receipt: said("2033/17") };
    list.transferred.push((went, at(19, 9, 40), staff_id(1)));
    let common = Common { programme: Some(data("general")), year: Some(2026), outcome: Some(Outcome::GoalsMet) };
    let sums = Some(Sums { months: 61, sessions: 140, contacts: 212 });
    let few = Figure { common: Common::default(), files: 2, sums: None };
    list.figures = Some(FiguresKept { figures: vec![Figure { common, files: 7, sums }, few] });
    list
}

fn beyond() -> Disposition {
    Disposition { beyond: [(dossier(7), at(20, 10, 2))].into(), ..destroyed() }
}

pub(crate) fn samples(show: &mut Samples) {
    let card = |approved, destroyed| DispositionCard {
        prepared: at(2, 9, 0),
        files: 3,
        approved,
        destroyed,
        gone: Vec::new(),
    };
    let states = [
        ("open", None),
        ("open", Some(at(12, 9, 0))),
        ("ordered", None),
        ("done", None),
        ("beyond", None),
        ("withdrawn", None),
    ];
    let lines = states.map(|(state, approved)| ListLine {
        list: dossier(70),
        state: state.to_owned(),
        card: card(approved, 2),
    });
    show.page("lists", &list::page(&lines, true, frame()));
    show.page("lists-none", &list::page(&[], false, frame()));
    let (staff, rules) = (staff(), Rulebook::default());
    for (name, list, rested) in [
        ("list", prepared(), None),
        (
            "list-rests",
            Disposition { ordered: None, destroyed: [].into(), paper: [].into(), ..destroyed() },
            Some(at(26, 10, 0)),
        ),
        ("list-ready", Disposition { ordered: None, destroyed: [].into(), ..destroyed() }, Some(at(19, 10, 0))),
        ("list-done", destroyed(), None),
        ("list-beyond", beyond(), None),
    ] {
        let told =
            Told { list: &list, id: dossier(70), staff: &staff, me: staff_id(4), rules: &rules, now: at(20, 10, 42) };
        let hindered = |file: &ListedFile| (file.file == dossier(8)).then_some(Why::Kept);
        let left = if list.paper.is_empty() && list.ordered.is_none() { 2 } else { 0 };
        let paper = |file: &ListedFile| if file.file == dossier(7) { left } else { 0 };
        let found = show::Found { hindered: &hindered, paper: &paper, to_go: left, to_hand_over: left };
        let page: show::ListPage = view(&told, rested, &found, &|_| true, frame());
        show.page(name, &page);
    }
}
