//! What is found after a kill.

use std::collections::BTreeMap;
use std::fmt;

use casework::house::Who;
use domain::cases::CaseFile;
use domain::event::Event;
use domain::policy::Action;
use store::Scope;

use super::site::{Site, runtime};
use super::writing::Written;
use crate::world::NOW;

/// How much was done and found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) kills: u32,
    /// Entries that the processes said to be written.
    pub(super) said: u32,
    /// Entries that were written, but not said any more.
    pub(super) unsaid: u32,
    /// Lines of the ledger that the anchor file vouches for.
    pub(super) anchored: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.kills += other.kills;
        self.said += other.said;
        self.unsaid += other.unsaid;
        self.anchored += other.anchored;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, said, unsaid, anchored } = self;
        write!(f, "{kills} kills, {said} entries said, {unsaid} found at the end unsaid, {anchored} lines anchored")
    }
}

/// Opens the installation as after a restart, and compares it with everything that was ever said.
pub(super) fn look(site: &Site, said: &BTreeMap<Written, u32>) -> Tally {
    let (found, anchored) = runtime().block_on(async {
        let house = site.open().await;
        let maria = house.acting(Who { proved: Some(NOW), ..Who::in_the_name_of(site.maria) });
        let mut found = BTreeMap::new();
        for &case in &site.cases {
            let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
            for entry in seen.opened.sheets.iter().filter_map(|sheet| sheet.entry()) {
                let Event::ContactLogged(contact) = &entry.event else { continue };
                let written = Written::parse(contact.summary.reveal()).expect("a note that a writer wrote");
                assert_eq!(found.insert(written, entry.id.number.0), None, "{written:?} is there twice");
            }
        }
        let verified = house.store().verify(Scope::Contents, site.hurried(), |_| ()).await;
        let verified = verified.unwrap_or_else(|failure| panic!("the record does not verify: {failure}"));
        (found, verified.anchored)
    });
    for (written, number) in said {
        assert_eq!(found.get(written), Some(number), "{written:?} was said to be entry {number}");
    }
    let mut unsaid = 0;
    for written in found.keys().filter(|written| !said.contains_key(written)) {
        assert_eq!(Some(&written.turn), site.next.get(written.writer as usize), "{written:?} cannot be there yet");
        unsaid += 1;
    }
    Tally { kills: 0, said: u32::try_from(said.len()).unwrap(), unsaid, anchored }
}
