//! The rules of handling physical items: what may be registered, moved, taken along, brought back, and what leaves the file for good.
//!
//! Serves CM-4.2.2, PT-4.4.3, RC-4.1, RC-4.6b.

use jiff::civil::Date;

use super::{
    About, Departure, PaperCheckedOut, PaperCorrected, PaperEnded, PaperItem, PaperMoved, PaperRegistered,
    PaperReturned, PaperWithdrawn, Places,
};
use crate::cases::CaseFile;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::naming::{FileName, Named};
use crate::numbers::LabelCode;
use crate::rulebook::Rulebook;
use crate::text::Line;

/// An item to be registered.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Its id.
    pub id: ItemId,
    /// The code on its label.
    pub label: LabelCode,
    /// What it is.
    pub about: About,
    /// Where it is put.
    pub place: ItemId,
}

impl CaseFile {
    /// The number that the next document or item of the case gets: paper and digital are counted together.
    pub(crate) fn next_serial(&self) -> u32 {
        let documents = self.documents.all.iter().map(|document| document.serial);
        documents.chain(self.paper.all.iter().map(|item| item.serial)).max().unwrap_or(0).saturating_add(1)
    }

    /// Decides on registering an item, on the office's `today`: gives it its number and its name. Paper of a closed case that turns up is registered too.
    ///
    /// # Errors
    /// [`CannotHandle`] when there is no such place.
    pub fn register_paper(
        &self,
        order: NewItem,
        places: &Places,
        rules: &Rulebook,
        today: Date,
    ) -> Result<Vec<Event>, CannotHandle> {
        let NewItem { id, label, about, place } = order;
        must_be_used(places, place)?;
        let serial = self.next_serial();
        let name = self.name_paper(&about, serial, today, rules)?;
        Ok(vec![Event::PaperRegistered(PaperRegistered { id, serial, name, label, about, place })])
    }

    /// Decides on correcting what is said of an item.
    ///
    /// # Errors
    /// [`CannotHandle`].
    pub fn correct_paper(
        &self,
        id: ItemId,
        about: About,
        reason: Line,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotHandle> {
        let item = self.paper_here(id)?;
        if item.about == about {
            return Err(CannotHandle::NothingChanged);
        }
        let name = self.name_paper(&about, item.serial, rules.office.today(item.registered), rules)?;
        Ok(vec![Event::PaperCorrected(PaperCorrected { id, name, about, reason })])
    }

    /// Decides on marking an item as registered by mistake.
    ///
    /// # Errors
    /// [`CannotHandle`] when it is out, or not here.
    pub fn withdraw_paper(&self, order: PaperWithdrawn) -> Result<Vec<Event>, CannotHandle> {
        self.paper_in_place(order.id)?;
        Ok(vec![Event::PaperWithdrawn(order)])
    }

    /// Decides on putting an item into another place.
    ///
    /// # Errors
    /// [`CannotHandle`] when it is out or not here, or there is no such place.
    pub fn move_paper(
        &self,
        id: ItemId,
        to: ItemId,
        reason: Line,
        places: &Places,
    ) -> Result<Vec<Event>, CannotHandle> {
        let item = self.paper_in_place(id)?;
        must_be_used(places, to)?;
        if item.place == to {
            return Err(CannotHandle::SamePlace);
        }
        Ok(vec![Event::PaperMoved(PaperMoved { id, from: item.place, to, reason })])
    }

    /// Decides on letting somebody take an item along. That they may read the file is the policy's to say.
    ///
    /// # Errors
    /// [`CannotHandle`] when it is out or not here, or the day has passed.
    pub fn check_out_paper(&self, order: PaperCheckedOut, today: Date) -> Result<Vec<Event>, CannotHandle> {
        self.paper_in_place(order.id)?;
        if order.due < today {
            return Err(CannotHandle::DayPassed);
        }
        Ok(vec![Event::PaperCheckedOut(order)])
    }

    /// Decides on taking an item back.
    ///
    /// # Errors
    /// [`CannotHandle`] when it is not out, or there is no such place.
    pub fn return_paper(&self, order: PaperReturned, places: &Places) -> Result<Vec<Event>, CannotHandle> {
        if self.paper_here(order.id)?.out().is_none() {
            return Err(CannotHandle::NotOut);
        }
        must_be_used(places, order.place)?;
        Ok(vec![Event::PaperReturned(order)])
    }

    /// Decides on letting go of an item before its file ends: given back to whom it belongs, or shredded because it is in the file as a document
    /// (RC-4.6b: nothing is destroyed early). That no matter holds the file is a guard of whoever writes it.
    ///
    /// # Errors
    /// [`CannotHandle`] when it is out or not here, there is no such document, or the witness is the signer.
    pub fn end_paper(&self, order: PaperEnded, by: StaffId) -> Result<Vec<Event>, CannotHandle> {
        self.paper_in_place(order.id)?;
        if order.witness == by {
            return Err(CannotHandle::OwnWitness);
        }
        if let Departure::Scanned { document } = &order.departure
            && !self.documents.find(*document).is_some_and(|document| document.stands())
        {
            return Err(CannotHandle::NotScanned);
        }
        Ok(vec![Event::PaperEnded(order)])
    }

    fn paper_here(&self, id: ItemId) -> Result<&PaperItem, CannotHandle> {
        self.paper.find(id).filter(|item| item.is_here()).ok_or(CannotHandle::NotHere)
    }

    fn paper_in_place(&self, id: ItemId) -> Result<&PaperItem, CannotHandle> {
        let item = self.paper_here(id)?;
        if item.out().is_some() { Err(CannotHandle::IsOut) } else { Ok(item) }
    }

    fn name_paper(&self, about: &About, serial: u32, day: Date, rules: &Rulebook) -> Result<FileName, CannotHandle> {
        let case = self.number().ok_or(CannotHandle::NotHere)?;
        let named = Named { case, date: day, kind: about.form.code(), serial, version: 1 };
        Ok(rules.documents.pattern.item_name(&named))
    }
}

fn must_be_used(places: &Places, place: ItemId) -> Result<(), CannotHandle> {
    if places.is_used(place) { Ok(()) } else { Err(CannotHandle::NoPlace) }
}

/// Why an item cannot be handled like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHandle {
    /// It is not in the file, or not any more.
    #[error("this item is not in the file any more; it may have been handed over or marked as a mistake")]
    NotHere,
    /// Somebody has it.
    #[error("somebody has this item; it has to be returned first")]
    IsOut,
    /// Nobody has it.
    #[error("this item is in its place; nobody has to return it")]
    NotOut,
    /// The place is none of the organisation's, or closed.
    #[error("please choose a place that is in use")]
    NoPlace,
    /// It is there.
    #[error("the item is in this place already")]
    SamePlace,
    /// Nobody can return anything by a day that is over.
    #[error("this day is over; please give today or a later one")]
    DayPassed,
    /// The description is as before.
    #[error("nothing is different from before")]
    NothingChanged,
    /// Whoever may not read the file may not carry its paper away.
    #[error("this person may not read the file, and so may not have its paper")]
    MayNotRead,
    /// The signer cannot be the witness.
    #[error("somebody else has to be the witness")]
    OwnWitness,
    /// The witness does not work here.
    #[error("please choose a witness who works here")]
    NoWitness,
    /// It is not in the file as a document.
    #[error(
        "please choose the document that holds what was on the paper; without it the paper stays as long as the file"
    )]
    NotScanned,
    /// A matter keeps the file.
    #[error("this file is held, and its paper with it; nothing of it leaves the house or is shredded")]
    Held,
    /// The list of places has changed at the same moment.
    #[error("the list of places has just changed; please look at it again")]
    PlacesMoved,
    /// The code was given to another item at the same moment.
    #[error("this label was just given to another item; please sign once more")]
    LabelTaken,
}
