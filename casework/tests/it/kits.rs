//! Recovery kits in the record: made, read back, and how it stands with them (PT-4.2.4).

use casework::Failure;
use casework::house::{Proof, Signing, Who};
use casework::keys::{kit_awaits, kit_stands, record_kit, record_kit_read};
use domain::kits::{KitForm, KitIs, KitMade, KitRead, NoKit};
use domain::numbers::KitNumber;
use domain::text::Line;
use insta::assert_snapshot;

use crate::cast::{DANIEL, MARIA, PAVEL};
use crate::world::{World, story};

const DAY: i64 = 86_400;

impl World {
    async fn kit_made(&self, custodians: &[&str]) -> Result<(), Failure<NoKit>> {
        let made = KitMade {
            kit: KitNumber::from_random(77),
            fingerprint: self.house.store().root_fingerprint(),
            custodians: custodians.iter().map(|name| Line::parse(name).unwrap()).collect(),
            holders: Vec::new(),
        };
        let console = self.house.acting(Who::console(&self.house));
        record_kit(&console, made, Signing::author(Proof::Console)).await.map(drop)
    }

    async fn kit_read(&self, who: Who) -> Result<(), Failure<NoKit>> {
        let fingerprint = self.house.store().root_fingerprint();
        let read = KitRead { kit: KitNumber::from_random(77), fingerprint, form: KitForm::File };
        record_kit_read(&self.house.acting(who), read, Signing::author(Proof::Console)).await.map(drop)
    }

    async fn kit_is(&self) -> KitIs {
        let seen = kit_stands(&self.acting(DANIEL)).await.unwrap().is;
        assert_eq!(kit_awaits(&self.house, self.id(PAVEL)).await.unwrap(), seen != KitIs::Good);
        seen
    }
}

#[test]
fn a_kit_is_made_and_read_back_by_the_terminal_and_stands_in_the_record() {
    let told = story(async |world| {
        world.changes().await;
        assert_eq!(world.kit_is().await, KitIs::None);
        let refused = world.kit_made(&["Ada Moreau"]).await;
        assert!(matches!(refused, Err(Failure::Rule(NoKit::OneCustodian))));
        world.kit_made(&["Ada Moreau", "Tom Adeyemi"]).await.unwrap();
        assert_eq!(world.kit_is().await, KitIs::Unread);
        world.kit_read(Who::console(&world.house)).await.unwrap();
        world.tell("made, and read back").await;
        assert_eq!(world.kit_is().await, KitIs::Good);
        world.clock.pass(366 * DAY);
        assert_eq!(world.kit_is().await, KitIs::Old);
        world.kit_read(Who::console(&world.house)).await.unwrap();
        world.tell("a year later").await;
        assert_eq!(world.kit_is().await, KitIs::Good);
    });
    assert_snapshot!(told, @"
    # made, and read back
    entry  the organisation #4 KitMade, Confidential, by the organisation as Author with Console
    entry  the organisation #5 KitRead, Confidential, by the organisation as Author with Console

    # a year later
    entry  the organisation #6 KitRead, Confidential, by the organisation as Author with Console
    ");
}

#[test]
fn who_carries_cases_hears_nothing_of_it() {
    story(async |world| {
        assert!(matches!(kit_stands(&world.acting(MARIA)).await, Err(Failure::Refused(_))));
        assert!(!kit_awaits(&world.house, world.id(MARIA)).await.unwrap());
    });
}
