//! Who sees what, what looking leaves behind, and that nothing above the clearance is opened (PT-4.4.2, RC-4.2a, CM-4.3.1).

use casework::contacts::{LogContact, log_contact};
use casework::house::{Ctx, Who};
use casework::{Failure, Fault};
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::contacts::ContactKind;
use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::policy::{Action, TieKind};
use insta::assert_snapshot;
use store::db::DbFault;
use store::vals;

use crate::cast::{CAST, HELENA, MARIA, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{contact, words};
use crate::world::{World, story};

/// A case with one contact of each level: #2 Standard, #3 Confidential, #4 Sensitive, #5 Restricted.
async fn case_of_every_level(world: &World) -> DossierId {
    let case = world.case().await;
    for level in Level::ALL {
        let mut contact = contact(ContactKind::Inquiry);
        contact.decision = Some(words("Noted."));
        let order = LogContact { case, contact };
        log_contact(&world.acting(MARIA), order, world.ink().at_level(level)).await.unwrap();
    }
    world.changes().await;
    case
}

impl World {
    /// Ties somebody to a dossier in a way for which there is no procedure yet.
    pub(crate) async fn tie(&self, dossier: DossierId, person: Person, tie: TieKind) {
        let (staff, code, clearance) = (self.id(person), tie.code(), tie.clearance());
        let insert = "INSERT INTO ties (dossier, staff, tie, clearance, since, until) VALUES ($1, $2, $3, $4, 0, NULL)";
        let write = self.looking.write(move |tx| tx.exec(insert, vals![dossier, staff, code, clearance]));
        assert_eq!(write.await.unwrap_or_else(|fault: DbFault| panic!("{fault}")), 1);
    }

    /// Changes the sealed content of an entry behind the store's back.
    async fn damage(&self, dossier: DossierId, entry: u32) {
        let update = "UPDATE entries SET sealed = $3 WHERE dossier = $1 AND number = $2";
        let garbage = vec![7_u8; 512];
        let write = self.looking.write(move |tx| tx.exec(update, vals![dossier, EntryNumber(entry), garbage]));
        assert_eq!(write.await.unwrap_or_else(|fault: DbFault| panic!("{fault}")), 1);
    }
}

/// The numbers of the entries that can be read, and how many there are.
async fn legible(ctx: &Ctx, case: DossierId) -> (Vec<u32>, usize) {
    let seen = ctx.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let open = seen.opened.sheets.iter().filter_map(|sheet| sheet.entry()).map(|entry| entry.id.number.0);
    (open.collect(), seen.opened.sheets.len())
}

#[test]
fn a_strangers_case_is_refused_like_an_absent_one_and_both_attempts_are_recorded() {
    let told = story(async |world| {
        let case = world.case().await;
        let absent = world.acting(MARIA).new_dossier();
        for dossier in [case, absent] {
            let refused = world.acting(HELENA).view::<CaseFile>(Action::ReadCase, dossier).await.unwrap_err();
            assert_eq!(refused.to_string(), "there is nothing here that you may see");
            let order = LogContact { case: dossier, contact: contact(ContactKind::Inquiry) };
            let refused = log_contact(&world.acting(RUBEN), order, world.ink()).await.unwrap_err();
            assert_eq!(refused.to_string(), "there is nothing here that you may see");
        }
        world.tell("another team's case, and one that is not there").await;
    });
    assert_snapshot!(told, @"
    # another team's case, and one that is not there
    ledger denied a dossier that is not there by helena for ReadCase
    ledger denied a dossier that is not there by ruben for LogContact
    ledger denied case 1 by helena for ReadCase
    ledger denied case 1 by ruben for LogContact
    ");
}

#[test]
fn only_those_who_are_tied_to_an_open_case_read_it() {
    story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).await;
        let mut readers = (Vec::new(), Vec::new());
        for person in CAST {
            if world.acting(*person).view::<CaseFile>(Action::ReadCase, case).await.is_ok() {
                readers.0.push(person.login);
            }
            if world.acting(*person).view::<ClientFile>(Action::ReadClient, client).await.is_ok() {
                readers.1.push(person.login);
            }
        }
        assert_eq!(readers.0, ["maria", "tomas", "sofia"]);
        assert_eq!(readers.1, ["maria", "tomas", "sofia", "bea"]);
    });
}

#[test]
fn without_second_factor_nobody_does_anything() {
    story(async |world| {
        let case = world.case().await;
        let half = world.house.acting(Who { second_factor: false, ..world.who(MARIA) });
        assert!(half.view::<CaseFile>(Action::ReadCase, case).await.is_err());
        for action in Action::ALL {
            for dossier in [None, Some(case), Some(world.id(MARIA).dossier())] {
                assert!(!half.may(*action, dossier).await.unwrap(), "{}", action.name());
            }
        }
    });
}

#[test]
fn an_exclusion_beats_carrying_the_case() {
    story(async |world| {
        let case = world.case().await;
        world.tie(case, MARIA, TieKind::Excluded).await;
        let refused = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
        let refused = log_contact(&world.acting(MARIA), order, world.ink()).await.unwrap_err();
        assert!(matches!(refused, Failure::Refused(_)));
        assert!(world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.is_ok());
    });
}

#[test]
fn a_tie_reads_up_to_its_clearance_and_sees_the_rest_as_headers() {
    story(async |world| {
        let case = case_of_every_level(world).await;
        world.tie(case, RUBEN, TieKind::Covers).await;
        world.tie(case, HELENA, TieKind::Named).await;
        assert_eq!(legible(&world.acting(SOFIA), case).await, (vec![2], 5));
        assert_eq!(legible(&world.acting(RUBEN), case).await, (vec![1, 2, 3], 5));
        assert_eq!(legible(&world.acting(MARIA), case).await, (vec![1, 2, 3, 4], 5));
        assert_eq!(legible(&world.acting(HELENA), case).await, (vec![1, 2, 3, 4, 5], 5));
    });
}

#[test]
fn what_is_above_the_clearance_is_never_opened() {
    let told = story(async |world| {
        let case = case_of_every_level(world).await;
        world.tie(case, RUBEN, TieKind::Covers).await;
        world.changes().await;
        world.damage(case, 4).await;
        assert_eq!(
            legible(&world.acting(RUBEN), case).await,
            (vec![1, 2, 3], 5),
            "whoever may not open it cannot tell"
        );
        world.tell("Ruben reads around the damaged entry").await;

        let cold = world.cold().await;
        let maria = cold.acting(world.who(MARIA));
        let broken = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap_err();
        assert!(matches!(broken, Failure::Fault(Fault::Damaged)));
        world.tell("Maria meets it: the reading was recorded before anything was opened").await;
    });
    assert_snapshot!(told, @"
    # Ruben reads around the damaged entry
    ledger opened case 1 up to #5 by ruben for ReadCase

    # Maria meets it: the reading was recorded before anything was opened
    ledger opened case 1 up to #5 by maria for ReadCase
    ");
}

#[test]
fn every_look_at_a_file_leaves_a_line_and_asking_whether_one_may_leaves_none() {
    story(async |world| {
        let case = world.case().await;
        let lines = async || world.house.store().accesses(case, None, 100).await.unwrap().len();
        let before = lines().await;
        for looks in 1..4 {
            world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
            assert_eq!(lines().await, before + looks);
        }
        assert!(world.acting(MARIA).may(Action::ReadCase, Some(case)).await.unwrap());
        assert!(!world.acting(RUBEN).may(Action::ReadCase, Some(case)).await.unwrap());
        assert_eq!(lines().await, before + 3);
    });
}
