//! Paper: places, items with their labels and custody, who may have them, and where everything is (PT-4.4.3, CM-4.2.2, RC-4.1).

use casework::Failure;
use casework::closure::{SignRung, sign_rung};
use casework::disposition::destroy_paper;
use casework::paper::{
    RegisterItem, borrowers, check_out_paper, close_place, end_paper, items, labels, lay_down_place, move_paper,
    places, register_paper, return_paper, trace,
};
use casework::today::today;
use domain::cases::CaseFile;
use domain::closure::{CannotClose, Rung};
use domain::disposition::{CannotDispose, Disposition, ShredPaper};
use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::paper::{
    About, CannotHandle, CannotPlace, Departure, Form, PaperCheckedOut, PaperEnded, PaperReturned, PlaceAbout,
    PlaceClosed, PlaceLaidDown,
};
use domain::policy::Action;
use domain::signature::Meaning;
use insta::assert_snapshot;
use jiff::civil::{Date, date};

use crate::builders::ending;
use crate::cast::{AMINA, BEA, DANIEL, EDITH, GEORGE, JOANNA, MARIA, PAVEL, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{TODAY, line};
use crate::world::{World, story};

impl World {
    /// A place that the records officer has laid down.
    pub(crate) async fn place(&self, cabinet: &'static str) -> ItemId {
        let id = self.item(cabinet);
        let about = PlaceAbout {
            site: line("Tannery Lane 4"),
            room: line("Records"),
            cabinet: line(cabinet),
            lock: line("Key 17"),
        };
        lay_down_place(&self.acting(JOANNA), PlaceLaidDown { id, about }, self.ink()).await.unwrap();
        id
    }

    /// A folder that the caseworker has registered, called so in the telling.
    pub(crate) async fn folder(&self, case: DossierId, place: ItemId, name: &str) -> ItemId {
        let about = About { form: Form::Folder, title: line("Letters of the school") };
        register_paper(&self.acting(MARIA), case, RegisterItem { about, place }, self.ink()).await.unwrap();
        let opened = self.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let id = opened.paper.here().last().unwrap().id;
        self.telling.lock().names.insert(id.to_string(), name.to_owned());
        id
    }

    pub(crate) async fn take(
        &self,
        case: DossierId,
        id: ItemId,
        (by, to): (Person, Person),
        due: Date,
    ) -> Result<(), Failure<CannotHandle>> {
        let order = PaperCheckedOut { id, to: self.id(to), purpose: line("Talk at the school"), due };
        check_out_paper(&self.acting(by), case, order, self.ink()).await.map(drop)
    }

    pub(crate) async fn give_back(&self, case: DossierId, id: ItemId, place: ItemId, by: Person) {
        let order = PaperReturned { id, place, condition: None };
        return_paper(&self.acting(by), case, order, self.ink()).await.unwrap();
    }
}

#[test]
fn a_folder_goes_out_is_chased_and_comes_back() {
    let told = story(async |world| {
        let case = world.case().await;
        let (cabinet, safe) = (world.place("cabinet 1").await, world.place("the safe").await);
        world.tell("two places").await;
        let folder = world.folder(case, cabinet, "the folder").await;
        world.tell("a folder is registered").await;
        world.take(case, folder, (MARIA, TOMAS), date(2026, 1, 7)).await.unwrap();
        world.tell("the supervisor takes it along").await;

        let kinds = async |person: Person| {
            let duties = today(&world.acting(person)).await.unwrap().duties;
            duties.into_iter().filter(|duty| duty.kind.code().starts_with("paper")).collect::<Vec<_>>()
        };
        let his = kinds(TOMAS).await;
        assert_eq!(
            (his.len(), his[0].kind, his[0].what.as_deref()),
            (1, DutyKind::PaperReturn, Some("Letters of the school"))
        );
        assert!(kinds(JOANNA).await.is_empty(), "it is not late yet");
        world.clock.pass(3 * 86_400);
        let hers = kinds(JOANNA).await;
        let label = trace(&world.acting(JOANNA), case, folder).await.unwrap().item.label.to_string();
        assert_eq!(
            (hers.len(), hers[0].kind, hers[0].what.as_deref()),
            (1, DutyKind::PaperChase, Some(label.as_str()))
        );
        assert!(hers[0].client.is_none(), "who keeps the files learns no more than the label says");
        world.changes().await;

        world.give_back(case, folder, safe, JOANNA).await;
        assert!(kinds(TOMAS).await.is_empty() && kinds(JOANNA).await.is_empty());
        world.tell("the records officer takes it back").await;
        let reason = line("The safe is full");
        move_paper(&world.acting(JOANNA), case, (folder, cabinet, reason), world.ink()).await.unwrap();
        world.tell("and moves it").await;
    });
    assert_snapshot!(told, @"
    # two places
    entry  the organisation #4 PlaceLaidDown, Confidential, by joanna as Author with RecentSignIn
    entry  the organisation #5 PlaceLaidDown, Confidential, by joanna as Author with RecentSignIn

    # a folder is registered
    entry  case 1 #2 PaperRegistered, Confidential, by maria as Author with RecentSignIn
    ledger opened case 1 up to #2 by maria for ReadCase
    item  +case 1: “the folder” in cabinet 1

    # the supervisor takes it along
    entry  case 1 #3 PaperCheckedOut, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: paper_chase “the folder”, records_officer, Wed 07 Jan 17:00 – Wed 07 Jan 17:00
    duty  +case 1: paper_return “the folder”, tomas, Mon 05 Jan 09:00 – Wed 07 Jan 17:00
    item  -case 1: “the folder” in cabinet 1
    item  +case 1: “the folder” of cabinet 1 with tomas until Wed 07 Jan 17:00

    # the records officer takes it back
    entry  case 1 #4 PaperReturned, Confidential, by joanna as Author with RecentSignIn
    duty  -case 1: paper_chase “the folder”, records_officer, Wed 07 Jan 17:00 – Wed 07 Jan 17:00
    duty  -case 1: paper_return “the folder”, tomas, Mon 05 Jan 09:00 – Wed 07 Jan 17:00
    item  +case 1: “the folder” in the safe
    item  -case 1: “the folder” of cabinet 1 with tomas until Wed 07 Jan 17:00

    # and moves it
    entry  case 1 #5 PaperMoved, Confidential, by joanna as Author with RecentSignIn
    item  +case 1: “the folder” in cabinet 1
    item  -case 1: “the folder” in the safe
    ");
}

#[test]
fn only_who_may_read_the_file_gets_its_paper() {
    story(async |world| {
        let case = world.case().await;
        let place = world.place("cabinet 1").await;
        let folder = world.folder(case, place, "the folder").await;
        let names = async |level| -> Vec<String> {
            borrowers(&world.acting(MARIA), case, level).await.unwrap().into_iter().map(|one| one.name).collect()
        };
        assert_eq!(
            names(Level::Confidential).await,
            ["Maria Vega", "Tomas Lindqvist"],
            "not those whose file it is not"
        );
        assert_eq!(names(Level::Standard).await, ["Maria Vega", "Sofia Lindahl", "Tomas Lindqvist"]);
        for to in [AMINA, RUBEN, JOANNA, PAVEL, SOFIA] {
            let taken = world.take(case, folder, (MARIA, to), TODAY).await;
            assert!(matches!(taken, Err(Failure::Rule(CannotHandle::MayNotRead))), "{} gets it", to.name);
        }
        for by in [AMINA, RUBEN, BEA, DANIEL, PAVEL, EDITH, GEORGE] {
            let taken = world.take(case, folder, (by, MARIA), TODAY).await;
            assert!(matches!(taken, Err(Failure::Refused(_))), "{} hands it out", by.name);
        }
        world.take(case, folder, (JOANNA, MARIA), TODAY).await.unwrap();
        let again = world.take(case, folder, (MARIA, TOMAS), TODAY).await;
        assert!(matches!(again, Err(Failure::Rule(CannotHandle::IsOut))), "it is one folder");
        let read = world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await;
        assert!(matches!(read, Err(Failure::Refused(_))), "handing out opens no file");
    });
}

#[test]
fn who_keeps_the_files_sees_where_everything_is_and_others_do_not() {
    story(async |world| {
        let (case, other) = (world.case().await, world.case().await);
        let (cabinet, safe) = (world.place("cabinet 1").await, world.place("the safe").await);
        let late = world.folder(case, cabinet, "late").await;
        let soon = world.folder(case, safe, "soon").await;
        let here = world.folder(other, cabinet, "here").await;
        world.take(case, soon, (MARIA, MARIA), date(2026, 1, 9)).await.unwrap();
        world.take(case, late, (MARIA, TOMAS), TODAY).await.unwrap();
        world.clock.pass(86_400);
        let joanna = world.acting(JOANNA);
        let ids = async |place| -> Vec<ItemId> {
            items(&joanna, place, None).await.unwrap().lines.into_iter().map(|line| line.item.id).collect()
        };
        assert_eq!(ids(None).await, [late, soon, here], "what has to be back first stands first");
        assert_eq!(ids(Some(cabinet)).await, [late, here]);
        let seen = places(&joanna).await.unwrap().all;
        let counts: Vec<_> = seen.iter().map(|seen| (seen.items, seen.out)).collect();
        assert_eq!(counts, [(2, 1), (1, 1)]);
        let (number, sheet) = labels(&joanna, case, None).await.unwrap();
        assert_eq!((number, sheet.len()), (world.number(case).await, 2));
        for person in [MARIA, TOMAS, BEA, PAVEL, EDITH, GEORGE] {
            let acting = world.acting(person);
            assert!(matches!(items(&acting, None, None).await, Err(Failure::Refused(_))), "{}", person.name);
            assert!(matches!(places(&acting).await, Err(Failure::Refused(_))), "{}", person.name);
        }
        for person in [AMINA, BEA, PAVEL, EDITH] {
            let acting = world.acting(person);
            assert!(matches!(trace(&acting, case, late).await, Err(Failure::Refused(_))), "{}", person.name);
            assert!(matches!(labels(&acting, case, None).await, Err(Failure::Refused(_))), "{}", person.name);
        }
        trace(&world.acting(MARIA), case, late).await.unwrap();
    });
}

#[test]
fn a_place_is_closed_when_nothing_belongs_to_it_and_takes_nothing_then() {
    story(async |world| {
        let case = world.case().await;
        let (cabinet, safe) = (world.place("cabinet 1").await, world.place("the safe").await);
        let folder = world.folder(case, cabinet, "the folder").await;
        world.take(case, folder, (MARIA, MARIA), TODAY).await.unwrap();
        let close = async |by: Person, id| {
            let order = PlaceClosed { id, reason: line("Given up") };
            close_place(&world.acting(by), order, world.ink()).await.map(drop)
        };
        let refused = close(JOANNA, cabinet).await;
        assert!(matches!(refused, Err(Failure::Rule(CannotPlace::NotEmpty))), "what is out belongs there all the same");
        assert!(matches!(close(MARIA, safe).await, Err(Failure::Refused(_))));
        world.give_back(case, folder, safe, MARIA).await;
        close(JOANNA, cabinet).await.unwrap();
        let moved = move_paper(&world.acting(MARIA), case, (folder, cabinet, line("Back")), world.ink()).await;
        assert!(matches!(moved, Err(Failure::Rule(CannotHandle::NoPlace))));
        let about = About { form: Form::Medium, title: line("Stick") };
        let order = RegisterItem { about, place: cabinet };
        let registered = register_paper(&world.acting(MARIA), case, order, world.ink()).await;
        assert!(matches!(registered, Err(Failure::Rule(CannotHandle::NoPlace))));
    });
}

#[test]
fn of_what_is_put_into_a_place_and_the_closing_of_the_place_only_one_happens() {
    story(async |world| {
        let case = world.case().await;
        for round in 0..6 {
            let place = world.place("a cabinet").await;
            let about = About { form: Form::Box, title: line("Box") };
            let (maria, joanna) = (world.acting(MARIA), world.acting(JOANNA));
            let order = PlaceClosed { id: place, reason: line("Given up") };
            let (put, closed) = tokio::join!(
                register_paper(&maria, case, RegisterItem { about, place }, world.ink()),
                close_place(&joanna, order, world.ink()),
            );
            assert!(put.is_ok() != closed.is_ok(), "round {round}: {put:?} {closed:?}");
            if let Err(failure) = closed {
                assert!(matches!(failure, Failure::Rule(CannotPlace::NotEmpty)), "{failure:?}");
                // so that the next one can have the same name
                let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
                let id = seen.paper.here().next().unwrap().id;
                let departure = Departure::HandedOver { to: line("The mother") };
                let order = PaperEnded { id, departure, witness: world.id(TOMAS), reason: line("Hers") };
                end_paper(&maria, case, order, world.ink()).await.unwrap();
                let order = PlaceClosed { id: place, reason: line("Given up") };
                close_place(&joanna, order, world.ink()).await.unwrap();
            }
        }
    });
}

#[test]
fn what_is_held_does_not_leave_the_house() {
    story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).await;
        let place = world.place("cabinet 1").await;
        let folder = world.folder(case, place, "the folder").await;
        let matter = world.matter().await;
        let end = async |witness: Person| {
            let departure = Departure::HandedOver { to: line("The mother") };
            let order = PaperEnded { id: folder, departure, witness: world.id(witness), reason: line("Hers") };
            end_paper(&world.acting(MARIA), case, order, world.ink()).await.map(drop)
        };
        for file in [case, client] {
            world.hold(matter, file, JOANNA).await.unwrap();
            assert!(matches!(end(TOMAS).await, Err(Failure::Rule(CannotHandle::Held))));
            world.take(case, folder, (MARIA, MARIA), TODAY).await.unwrap();
            world.give_back(case, folder, place, MARIA).await;
            world.release(matter, file).await;
        }
        assert!(matches!(end(MARIA).await, Err(Failure::Rule(CannotHandle::OwnWitness))));
        end(TOMAS).await.unwrap();
        assert!(items(&world.acting(JOANNA), None, None).await.unwrap().lines.is_empty());
    });
}

#[test]
fn a_file_on_paper_is_closed_held_and_destroyed_with_the_file() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        let place = world.place("cabinet 1").await;
        let folder = world.folder(case, place, "the folder").await;
        world.attest(case, MARIA).await;
        world.take(case, folder, (MARIA, MARIA), TODAY).await.unwrap();
        let order = SignRung { case, rung: Rung::Documented, ending: Some(ending()), remark: None };
        let signing = world.seal(MARIA, Meaning::ClosureSignOff);
        let blocked = sign_rung(&world.acting(MARIA), order, signing).await;
        assert!(matches!(blocked, Err(Failure::Rule(CannotClose::Blocked(1)))), "{blocked:?}");
        world.give_back(case, folder, place, MARIA).await;
        for rung in Rung::ALL {
            world.sign_rung(case, rung, world.signer(rung, MARIA, TOMAS)).await;
        }
        world.close(case, TOMAS).await;
        let reason = line("Archive");
        let moved = move_paper(&world.acting(MARIA), case, (folder, place, reason), world.ink()).await;
        assert!(matches!(moved, Err(Failure::Refused(_))), "the file is with those who keep it");
        world.clock.pass(2_559 * 86_400);
        let list = world.rested().await;

        let shred = async |by: Person, witness: Person| {
            let order = ShredPaper { how: line("Shredder of class P-5"), witness: world.id(witness) };
            destroy_paper(&world.acting(by), list, order, world.seal(by, Meaning::Approved)).await.map(drop)
        };
        assert!(matches!(world.destroy(list).await, Err(Failure::Rule(CannotDispose::PaperLeft(1)))));
        let matter = world.matter().await;
        world.hold(matter, case, DANIEL).await.unwrap();
        assert!(matches!(shred(JOANNA, TOMAS).await, Err(Failure::Rule(CannotDispose::NoPaper))), "it is held");
        world.release(matter, case).await;
        world.take(case, folder, (JOANNA, JOANNA), date(2033, 12, 31)).await.unwrap();
        assert!(matches!(shred(JOANNA, TOMAS).await, Err(Failure::Rule(CannotDispose::PaperOut))));
        world.give_back(case, folder, place, JOANNA).await;
        for by in [MARIA, TOMAS, DANIEL, PAVEL, EDITH] {
            assert!(matches!(shred(by, JOANNA).await, Err(Failure::Refused(_))), "{}", by.name);
        }
        assert!(matches!(shred(JOANNA, JOANNA).await, Err(Failure::Rule(CannotDispose::OwnWitness))));
        let label = trace(&world.acting(JOANNA), case, folder).await.unwrap().item.label;
        shred(JOANNA, TOMAS).await.unwrap();
        assert!(matches!(shred(JOANNA, TOMAS).await, Err(Failure::Rule(CannotDispose::NoPaper))), "it is signed once");
        world.destroy(list).await.unwrap();
        let seen = world.acting(JOANNA).view::<Disposition>(Action::ReadDisposition, list).await.unwrap();
        assert_eq!(seen.paper[&case].0.labels, [label], "what was shredded is told for ever");
        assert!(items(&world.acting(JOANNA), None, None).await.unwrap().lines.is_empty());
        assert!(matches!(trace(&world.acting(JOANNA), case, folder).await, Err(Failure::Refused(_))));
    });
}

#[test]
fn what_is_said_of_an_item_is_as_confidential_as_its_entry() {
    story(async |world| {
        let case = world.case().await;
        let place = world.place("cabinet 1").await;
        let about = About { form: Form::Envelope, title: line("Statement") };
        let ink = world.ink().at_level(Level::Restricted);
        register_paper(&world.acting(MARIA), case, RegisterItem { about, place }, ink).await.unwrap();
        let seen = world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        assert_eq!(seen.paper.all.len(), 0, "above his clearance");
        let lines = items(&world.acting(JOANNA), None, None).await.unwrap().lines;
        assert_eq!((lines.len(), lines[0].item.level), (1, Level::Restricted), "where it lies is known all the same");
    });
}
