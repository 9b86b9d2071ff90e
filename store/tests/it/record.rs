//! What appending and reading promise, on both engines.

use domain::ids::{DossierKind, EntryId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::time::Instant;
use store::db::DbFault;
use store::{
    Access, Append, AppendFailure, Appended, Appointment, Calendar, Duty, Guard, Head, Part, Store, StoreFault, Tie,
    vals,
};
use vault::Field;

use crate::support::{House, NOW, dossier, guarded, is_moved, item, note, once, plain, signature, staff, to, written};

#[tokio::test]
async fn what_was_written_is_read_back_with_its_signature() {
    for house in House::each() {
        let store = house.open();
        let entries = vec![note(Level::Standard, "first"), note(Level::Sensitive, "second")];
        let done = store.append(to(dossier(1), 0, entries)).await;
        let id = |n| EntryId { dossier: dossier(1), number: EntryNumber(n) };
        assert_eq!(done, Ok(Appended::Done(vec![id(1), id(2)])));

        let head = store.head(dossier(1)).await.unwrap();
        assert_eq!(head, Some(Head { kind: DossierKind::Case, last: EntryNumber(2) }));
        let read = store.entries(dossier(1), EntryNumber::NONE, Level::Restricted).await.unwrap();
        let contents: Vec<_> = read.iter().map(|entry| entry.content.as_ref().unwrap().to_vec()).collect();
        assert_eq!(contents, [b"{\"text\":\"first\"}".to_vec(), b"{\"text\":\"second\"}".to_vec()]);
        assert_eq!(read[1].signatures, [signature()]);
        assert_eq!((read[1].id, read[1].level, read[1].author), (id(2), Level::Sensitive, staff(1)));

        let newer = store.entries(dossier(1), EntryNumber(1), Level::Restricted).await.unwrap();
        assert_eq!(newer.len(), 1);
        assert!(store.entries(dossier(9), EntryNumber::NONE, Level::Restricted).await.unwrap().is_empty());
        assert_eq!(store.head(dossier(9)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn entries_above_the_clearance_come_back_as_headers_only() {
    for house in House::each() {
        let store = house.open();
        let entries = vec![note(Level::Standard, "low"), note(Level::Restricted, "high")];
        store.append(to(dossier(1), 0, entries)).await.unwrap();
        let read = store.entries(dossier(1), EntryNumber::NONE, Level::Confidential).await.unwrap();
        assert!(read[0].content.is_some());
        assert!(read[1].content.is_none() && read[1].signatures.is_empty());
        assert_eq!(read[1].level, Level::Restricted);
    }
}

#[tokio::test]
async fn of_many_racers_one_wins_and_the_others_hear_that_the_dossier_moved() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "founded").await;
        for round in 1..6 {
            let racers: Vec<_> = (0..8)
                .map(|racer| {
                    let store = store.clone();
                    let text = format!("racer {racer}");
                    tokio::spawn(async move {
                        store.append(to(dossier(1), round, vec![note(Level::Standard, &text)])).await
                    })
                })
                .collect();
            let mut won = 0;
            for racer in racers {
                let outcome = racer.await.unwrap();
                won += u32::from(outcome.is_ok());
                assert!(outcome.is_ok() || is_moved(&outcome), "{}: {outcome:?}", house.place.engine());
            }
            assert_eq!(won, 1, "{}", house.place.engine());
        }
        assert_eq!(store.head(dossier(1)).await.unwrap().unwrap().last, EntryNumber(6));
    }
}

#[tokio::test]
async fn a_dossier_is_founded_once() {
    for house in House::each() {
        let store = house.open();
        let racers: Vec<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.append(to(dossier(1), 0, vec![note(Level::Standard, "x")])).await })
            })
            .collect();
        let mut won = 0;
        for racer in racers {
            won += u32::from(racer.await.unwrap().is_ok());
        }
        assert_eq!(won, 1, "{}", house.place.engine());
        let lost = store.append(to(dossier(2), 3, vec![note(Level::Standard, "nobody founded it")])).await;
        assert_eq!(lost, Err(AppendFailure::Fault(StoreFault::NoKey)));
    }
}

#[tokio::test]
async fn the_same_intended_effect_happens_once() {
    for house in House::each() {
        let store = house.open();
        let twice = || store::Append { once: Some(once(7)), ..to(dossier(1), 0, vec![note(Level::Standard, "once")]) };
        let racers: Vec<_> = (0..5)
            .map(|_| {
                let (store, append) = (store.clone(), twice());
                tokio::spawn(async move { store.append(append).await })
            })
            .collect();
        let first = EntryId { dossier: dossier(1), number: EntryNumber(1) };
        let mut done = 0;
        for racer in racers {
            match racer.await.unwrap() {
                Ok(Appended::Done(ids)) => {
                    assert_eq!(ids, [first]);
                    done += 1;
                }
                Ok(Appended::Already(id)) => assert_eq!(id, first),
                Err(failure) => panic!("{}: {failure}", house.place.engine()),
            }
        }
        assert_eq!(done, 1);
        assert_eq!(store.append(twice()).await, Ok(Appended::Already(first)));
    }
}

#[tokio::test]
async fn several_dossiers_are_written_together_or_not_at_all() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(2), 0, "there already").await;
        let mut append = to(dossier(1), 0, vec![note(Level::Standard, "client")]);
        append.parts.push(Part {
            dossier: dossier(2),
            kind: DossierKind::Case,
            after: EntryNumber::NONE,
            entries: vec![note(Level::Standard, "case")],
            derived: None,
        });
        assert_eq!(store.append(append).await, Err(AppendFailure::Moved));
        assert_eq!(store.head(dossier(1)).await.unwrap(), None);
    }
}

/// How many of these win that are appended at once; the others must fail by their guard.
pub(crate) async fn of_racers(store: &Store, appends: impl Iterator<Item = Append>) -> usize {
    let race = |append| {
        tokio::spawn({
            let store = store.clone();
            async move { store.append(append).await }
        })
    };
    let racers: Vec<_> = appends.map(race).collect();
    let mut won = 0;
    for racer in racers {
        match racer.await.unwrap() {
            Ok(_) => won += 1,
            Err(failure) => assert_eq!(failure, AppendFailure::Guard(0)),
        }
    }
    won
}

#[tokio::test]
async fn a_number_that_is_taken_is_not_given_twice() {
    for house in House::each() {
        let store = house.open();
        let numbered = |n: u128| {
            let mut append = to(dossier(n), 0, vec![note(Level::Standard, "numbered")]);
            let mut derived = plain("card");
            derived.tokens = vec![(Field::CaseNumber, "2026-000001-K".to_owned())];
            append.parts[0].derived = Some(derived);
            guarded(append, Guard::TokenFree { field: Field::CaseNumber, text: "2026-000001-K".to_owned() })
        };
        let won = of_racers(&store, (1..6).map(numbered)).await;
        assert_eq!(won, 1, "{}", house.place.engine());
    }
}

fn appointment(n: u128, staff: StaffId, starts: Instant, ends: Instant) -> Appointment {
    let state = Appointment::BOOKED.to_owned();
    Appointment {
        item: item(n),
        staff,
        starts,
        ends,
        state,
        reminded: None,
        answer: None,
        room: None,
        meeting: None,
        series: item(n),
        revision: 0,
        changed: NOW,
    }
}

#[tokio::test]
async fn a_slot_is_booked_once_and_can_be_moved() {
    for house in House::each() {
        let store = house.open();
        let (starts, ends) = (NOW.plus_seconds(3_600), NOW.plus_seconds(7_200));
        let booking = |n: u128, after: u32, starts, ends, except: Option<ItemId>| {
            let except = except.into_iter().collect();
            let mut append = to(dossier(n), after, vec![note(Level::Standard, "booked")]);
            let mut derived = plain("card");
            derived.appointments = vec![appointment(n, staff(1), starts, ends)];
            append.parts[0].derived = Some(derived);
            guarded(append, Guard::SlotFree { staff: staff(1), starts, ends, except })
        };
        assert!(store.append(booking(1, 0, starts, ends, None)).await.is_ok());
        let overlapping = booking(2, 0, starts.plus_seconds(1_800), ends.plus_seconds(1_800), None);
        assert_eq!(store.append(overlapping).await, Err(AppendFailure::Guard(0)));
        assert!(store.append(booking(3, 0, ends, ends.plus_seconds(3_600), None)).await.is_ok(), "right behind");
        let moved = booking(1, 1, starts.plus_seconds(-600), ends.plus_seconds(-600), Some(item(1)));
        assert!(store.append(moved).await.is_ok(), "its own slot does not stand in the way");
    }
}

#[tokio::test]
async fn nobody_is_in_two_places_at_once() {
    for house in House::each() {
        let store = house.open();
        let (starts, ends) = (NOW.plus_seconds(3_600), NOW.plus_seconds(7_200));
        let booking = |n: u128, subject: u128, by: i64| {
            let (starts, ends) = (starts.plus_seconds(by), ends.plus_seconds(by));
            let mut append = to(dossier(n), 0, vec![note(Level::Standard, "booked")]);
            let mut derived = plain("card");
            derived.card.subject = Some(dossier(subject));
            derived.appointments = vec![appointment(n, staff(n), starts, ends)];
            append.parts[0].derived = Some(derived);
            guarded(append, Guard::SubjectFree { subject: dossier(subject), starts, ends, except: Vec::new() })
        };
        let won = of_racers(&store, (1..6).map(|n| booking(n, 100, i64::try_from(n).unwrap() * 60))).await;
        assert_eq!(won, 1, "{}", house.place.engine());
        assert!(store.append(booking(7, 200, 0)).await.is_ok(), "somebody else's time");
        assert!(store.append(booking(8, 100, 7_200)).await.is_ok(), "another hour");
        let (from, to) = (NOW, NOW.plus_seconds(20_000));
        let count = async |calendar| store.appointments(calendar, from, to).await.unwrap().len();
        assert_eq!(count(Calendar::Subject(dossier(100))).await, 2);
        assert_eq!(count(Calendar::Everybody).await, 3);
        assert_eq!(count(Calendar::Staff(staff(7))).await, 1);
    }
}

#[tokio::test]
async fn a_dossier_that_was_only_read_must_not_have_moved() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "client").await;
        let unmoved = |at| Guard::Unmoved { dossier: dossier(1), at: EntryNumber(at) };
        let case = |n| to(dossier(n), 0, vec![note(Level::Standard, "case")]);
        assert!(store.append(guarded(case(2), unmoved(1))).await.is_ok());
        written(&store, dossier(1), 1, "moved").await;
        assert_eq!(store.append(guarded(case(3), unmoved(1))).await, Err(AppendFailure::Guard(0)));
    }
}

#[tokio::test]
async fn derived_rows_are_those_of_the_last_append_only() {
    for house in House::each() {
        let store = house.open();
        let rows = |n: u128| {
            let mut derived = plain("card");
            derived.ties = vec![Tie {
                staff: staff(n),
                tie: "assigned".to_owned(),
                clearance: Level::Sensitive,
                since: NOW,
                until: None,
            }];
            let name = (Field::FamilyName, "Marigold".to_owned());
            derived.tokens = vec![name.clone(), name];
            derived.duties = vec![Duty {
                duty: format!("duty-{n}"),
                kind: "sign_note".to_owned(),
                clause: "FS-4.3".to_owned(),
                owner: Some(staff(n)),
                role: None,
                due: NOW,
                raised: NOW,
                item: Some(item(n)),
                level: Level::Standard,
            }];
            derived
        };
        for after in 0..3 {
            let mut append = to(dossier(1), after, vec![note(Level::Standard, "again")]);
            append.parts[0].derived = Some(rows(u128::from(after)));
            store.append(append).await.unwrap();
        }
        let mut kept = to(dossier(1), 3, vec![note(Level::Standard, "nothing derived")]);
        kept.parts[0].derived = None;
        store.append(kept).await.unwrap();
        let db = store::db::Db::open(&house.settings.data, store::db::DbOptions::default()).unwrap();
        let (staff_of_tie, duty, tokens) = db
            .read(|tx| {
                Ok::<_, DbFault>((
                    tx.query("SELECT staff FROM ties", vals![], |row| row.text(0))?,
                    tx.query("SELECT duty FROM duties", vals![], |row| row.text(0))?,
                    tx.one("SELECT COUNT(*) FROM tokens", vals![], |row| row.int(0))?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((staff_of_tie, duty, tokens), (vec![staff(2).to_string()], vec!["duty-2".to_owned()], Some(1)));
    }
}

#[tokio::test]
async fn when_the_clock_went_back_the_ledger_says_so_and_time_does_not() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "now").await;
        let mut early = to(dossier(1), 1, vec![note(Level::Standard, "earlier by the clock")]);
        early.at = NOW.plus_seconds(-100);
        store.append(early).await.unwrap();
        let seen = store.accesses(dossier(1), None, 10).await.unwrap();
        assert_eq!(seen.iter().map(|line| line.at).collect::<Vec<_>>(), [NOW, NOW]);
        store.seal_now(NOW).await.unwrap();
        store.verify(store::Scope::Contents, NOW, |_| ()).await.unwrap();
    }
}

#[tokio::test]
async fn who_looked_is_listed_latest_first_in_pages() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "founded").await;
        for n in 1..=5_i64 {
            let access = Access {
                act: "opened".to_owned(),
                actor: staff(2),
                at: NOW.plus_seconds(n),
                dossier: Some(dossier(1)),
                entry: Some(EntryNumber(1)),
                through: Some("00ff00ff00ff00ff".to_owned()),
                why: Some("view_case".to_owned()),
            };
            store.record(access).await.unwrap();
        }
        let first = store.accesses(dossier(1), None, 4).await.unwrap();
        let rest = store.accesses(dossier(1), first.last().map(|last| last.cursor.clone()), 4).await.unwrap();
        let acts: Vec<_> = first.iter().chain(&rest).map(|line| (line.act.as_str(), line.at)).collect();
        let expected: Vec<_> = (1..=5).rev().map(|n| ("opened", NOW.plus_seconds(n))).chain([("entry", NOW)]).collect();
        assert_eq!(acts, expected);
        assert_eq!(first[0].through.as_deref(), Some("00ff00ff00ff00ff"));
        assert_eq!(first[0].why.as_deref(), Some("view_case"));
    }
}

#[tokio::test]
async fn a_line_has_no_room_for_text() {
    for house in House::each() {
        let store = house.open();
        let access = |act: &str, why: Option<&str>| Access {
            act: act.to_owned(),
            actor: staff(2),
            at: NOW,
            dossier: None,
            entry: None,
            through: None,
            why: why.map(str::to_owned),
        };
        for wrong in
            [access("looked at Marigold", None), access("opened", Some("because, well")), access("entry", None)]
        {
            assert_eq!(store.record(wrong).await, Err(StoreFault::Malformed("ledger line")));
        }
        let mut odd = note(Level::Standard, "x");
        odd.kind = "Marigold \"x\"".to_owned();
        let refused = store.append(to(dossier(1), 0, vec![odd])).await;
        assert_eq!(refused, Err(AppendFailure::Fault(StoreFault::Malformed("ledger line"))));
        assert_eq!(store.head(dossier(1)).await.unwrap(), None);
    }
}
