//! What is written about the keeping of files: matters and what they hold, lists of what is due, a destruction.

use casework::disposition::{
    Execute, approve_list, destroy_paper, execute_list, hand_over_files, keep_longer, prepare_list, withdraw_list,
};
use casework::holds::{end_matter, hold_file, open_matter, release_file};
use casework::house::{Proof, Signing, Who};
use casework::keys::{record_kit, record_kit_read};
use casework::paper::{RegisterItem, register_paper};
use domain::disposition::{Approver, DispositionWithdrawn, FileKeptLonger, ShredPaper};
use domain::holds::{HoldReleased, MatterEnded, MatterOpened};
use domain::ids::DossierId;
use domain::kits::{KitForm, KitMade, KitRead};
use domain::numbers::KitNumber;
use domain::paper::{About, Form};
use domain::retention::Disposal;
use domain::signature::Meaning;
use domain::text::Line;
use jiff::civil::date;
use store::{BackupNote, BackupOutcome, KeyCopy};

use super::{line, words};
use crate::cast::{DANIEL, JOANNA, TOMAS};
use crate::world::World;

const DAY: i64 = 86_400;

/// A matter from beginning to end.
pub(super) async fn matter(world: &World, case: DossierId) -> DossierId {
    let (joanna, daniel) = (world.acting(JOANNA), world.acting(DANIEL));
    let order = MatterOpened { title: line(), reason: words() };
    let matter = open_matter(&daniel, order, world.seal(DANIEL, Meaning::Author)).await.unwrap().dossier;
    let number = world.number(case).await;
    hold_file(&joanna, matter, &number, world.seal(JOANNA, Meaning::Author)).await.unwrap();
    let order = HoldReleased { file: case, reason: line() };
    release_file(&joanna, matter, order, world.seal(JOANNA, Meaning::Author)).await.unwrap();
    let order = MatterEnded { reason: line() };
    end_matter(&daniel, matter, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
    matter
}

/// A recovery kit that is made and read back.
async fn kit(world: &World) {
    let console = world.house.acting(Who::console(&world.house));
    let kit = KitNumber::from_random(77);
    let fingerprint = world.house.store().root_fingerprint();
    let other = Line::parse(&format!("{} the other", line().reveal())).unwrap();
    let made = KitMade { kit, fingerprint: fingerprint.clone(), custodians: vec![line(), other], holders: Vec::new() };
    record_kit(&console, made, Signing::author(Proof::Console)).await.unwrap();
    let read = KitRead { kit, fingerprint, form: KitForm::File };
    record_kit_read(&console, read, Signing::author(Proof::Console)).await.unwrap();
}

/// A list that is given up, one whose files are handed over and destroyed but for one, and one whose files are anonymised.
pub(super) async fn lists(world: &World) -> [DossierId; 3] {
    world.amend_disposal(Disposal::Transfer).await;
    let gone = world.case().closed().await;
    let place = world.house.organisation().await.unwrap().places.used()[0].0;
    let about = About { form: Form::Box, title: line() };
    register_paper(&world.acting(JOANNA), gone, RegisterItem { about, place }, world.ink()).await.unwrap();
    let kept = world.case().closed().await;
    world.clock.pass(2_560 * DAY);
    let prepare = async || {
        let signing = world.seal(JOANNA, Meaning::Author);
        prepare_list(&world.acting(JOANNA), signing).await.unwrap().dossier
    };
    let given_up = prepare().await;
    let order = DispositionWithdrawn { reason: line() };
    withdraw_list(&world.acting(JOANNA), given_up, order, world.seal(JOANNA, Meaning::Author)).await.unwrap();
    let list = prepare().await;
    let order = FileKeptLonger { file: kept, until: date(2050, 1, 1), reason: line() };
    keep_longer(&world.acting(DANIEL), list, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
    for (approver, by) in [(Approver::Protection, DANIEL), (Approver::Supervision, TOMAS)] {
        approve_list(&world.acting(by), list, approver, world.seal(by, Meaning::Approved)).await.unwrap();
    }
    world.clock.pass(8 * DAY);
    let receipt = (line(), line());
    let seal = world.seal(JOANNA, Meaning::Approved);
    hand_over_files(&world.acting(JOANNA), list, receipt, seal).await.unwrap();
    let order = ShredPaper { how: line(), witness: world.id(TOMAS) };
    destroy_paper(&world.acting(JOANNA), list, order, world.seal(JOANNA, Meaning::Approved)).await.unwrap();
    let order = Execute { list, clock: Some(line()) };
    execute_list(&world.acting(JOANNA), order, world.seal(JOANNA, Meaning::Approved)).await.unwrap();
    world.clock.pass(8 * DAY);
    let (house, now) = (&world.house, world.house.now());
    house.store().note_key_copy("a folder", KeyCopy { run: "a run".to_owned(), at: now }).await.unwrap();
    assert!(0 < house.note_expired_copies().await.unwrap());
    let proved = BackupNote { outcome: BackupOutcome::Proved, ..BackupNote::failed(now, 1) };
    house.store().note_backup(proved).await.unwrap();
    assert!(house.file_drill().await.unwrap());
    kit(world).await;
    [given_up, list, anonymised(world).await]
}

/// A list whose file leaves figures.
async fn anonymised(world: &World) -> DossierId {
    world.amend_disposal(Disposal::Anonymise).await;
    world.case().closed().await;
    world.clock.pass(2_560 * DAY);
    let list = world.rested().await;
    world.destroy(list).await.unwrap();
    list
}
