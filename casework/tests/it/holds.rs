//! Matters and what they hold: told on both engines (PT-5.1, RC-4.6b).

use casework::Failure;
use casework::holds::{end_matter, hold_file, matters, open_matter, release_file};
use casework::records::records;
use domain::cases::CaseFile;
use domain::holds::{CannotHold, HoldReleased, Matter, MatterEnded, MatterOpened};
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use insta::assert_snapshot;

use crate::cast::{DANIEL, EDITH, GEORGE, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{line, words};
use crate::world::{World, story};

impl World {
    /// The number of a case or client as people read it.
    pub(crate) async fn number(&self, case: DossierId) -> String {
        let entries =
            self.house.store().entries(case, domain::ids::EntryNumber::NONE, Level::Restricted).await.unwrap();
        let content: serde_json::Value = serde_json::from_slice(entries[0].content.as_ref().unwrap()).unwrap();
        content["number"].as_str().unwrap().to_owned()
    }

    /// A matter that the data protection officer has opened.
    pub(crate) async fn matter(&self) -> DossierId {
        let order = MatterOpened { title: line("Regional court"), reason: words("The court asked for the file.") };
        let signing = self.seal(DANIEL, Meaning::Author);
        open_matter(&self.acting(DANIEL), order, signing).await.unwrap().dossier
    }

    pub(crate) async fn hold(&self, matter: DossierId, file: DossierId, by: Person) -> Result<(), Failure<CannotHold>> {
        let number = self.number(file).await;
        hold_file(&self.acting(by), matter, &number, self.seal(by, Meaning::Author)).await.map(drop)
    }

    pub(crate) async fn release(&self, matter: DossierId, file: DossierId) {
        let order = HoldReleased { file, reason: line("Heard") };
        release_file(&self.acting(JOANNA), matter, order, self.seal(JOANNA, Meaning::Author)).await.unwrap();
    }

    async fn is_held(&self, case: DossierId) -> bool {
        let closed = records(&self.acting(JOANNA), None).await.unwrap().closed.unwrap();
        closed.iter().find(|file| file.case == case).unwrap().held
    }
}

#[test]
fn a_matter_holds_files_and_lets_go_of_them_by_entries() {
    let told = story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).closed().await;
        let matter = world.matter().await;
        world.tell("the data protection officer opens a matter").await;
        world.hold(matter, case, JOANNA).await.unwrap();
        world.tell("the records officer holds the case").await;
        assert!(matches!(world.hold(matter, case, DANIEL).await, Err(Failure::Rule(CannotHold::Already))));
        let none = hold_file(&world.acting(JOANNA), matter, "2026-000999-9", world.seal(JOANNA, Meaning::Author)).await;
        assert!(matches!(none, Err(Failure::Rule(CannotHold::NoFile))));
        assert!(world.is_held(case).await);
        world.release(matter, case).await;
        assert!(!world.is_held(case).await);
        world.hold(matter, client, DANIEL).await.unwrap();
        assert!(world.is_held(case).await, "a client is held with all cases");
        world.tell("released, and then the client held").await;

        let other = world.matter().await;
        world.hold(other, case, JOANNA).await.unwrap();
        let order = MatterEnded { reason: line("Settled") };
        end_matter(&world.acting(DANIEL), matter, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
        assert!(world.is_held(case).await, "another matter still holds it");
        world.release(other, case).await;
        assert!(!world.is_held(case).await);
        let seen = world.acting(DANIEL).view::<Matter>(Action::ReadMatter, matter).await.unwrap();
        assert_eq!(seen.files.len(), 2, "nothing is forgotten");
        let list = matters(&world.acting(JOANNA)).await.unwrap();
        assert_eq!(list.iter().map(|line| line.matter).collect::<Vec<_>>(), [other, matter]);
    });
    assert_snapshot!(told, @"
    # the data protection officer opens a matter
    entry  matter 1 #1 MatterOpened, Confidential, by daniel as Author with PasswordAndCode
    card  +matter 1 is open

    # the records officer holds the case
    entry  matter 1 #2 FileHeld, Confidential, by joanna as Author with PasswordAndCode
    hold  +case 1 by matter 1

    # released, and then the client held
    entry  matter 1 #3 HoldReleased, Confidential, by joanna as Author with PasswordAndCode
    entry  matter 1 #4 FileHeld, Confidential, by daniel as Author with PasswordAndCode
    hold  -case 1 by matter 1
    hold  +client 1 by matter 1
    ");
}

#[test]
fn only_keepers_know_of_matters() {
    story(async |world| {
        let case = world.case().await;
        let matter = world.matter().await;
        world.hold(matter, case, JOANNA).await.unwrap();
        for person in [MARIA, TOMAS, PAVEL, EDITH, GEORGE] {
            let acting = world.acting(person);
            assert!(matches!(matters(&acting).await, Err(Failure::Refused(_))));
            let read = acting.view::<Matter>(Action::ReadMatter, matter).await;
            assert!(matches!(read, Err(Failure::Refused(_))), "{} reads a matter", person.name);
            assert!(matches!(world.hold(matter, case, person).await, Err(Failure::Refused(_))));
            assert_eq!(casework::holds::holds_on_file(&acting, case, None).await.unwrap(), None);
        }
        let read = world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await;
        assert!(matches!(read, Err(Failure::Refused(_))), "a hold opens no file");
        assert!(matches!(
            world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, matter).await,
            Err(Failure::Refused(_))
        ));
    });
}
