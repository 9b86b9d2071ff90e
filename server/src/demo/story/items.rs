//! What lies in cabinets: the places of the organisation, and the folders and media of its cases.

use anyhow::{Context as _, Result};
use casework::paper::{
    Looked, RegisterItem, check_out_paper, check_place, lay_down_place, register_paper, settle_finding,
};
use domain::cases::CaseFile;
use domain::ids::ItemId;
use domain::numbers::LabelCode;
use domain::paper::{About, FindingSettled, Form, PaperCheckedOut, PlaceAbout, PlaceLaidDown};
use domain::policy::Action;
use domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::Date;

use super::teller::{Teller, ink, line};
use super::{Cast, Tale};

/// Cabinet and lock of each place; all in one room.
const PLACES: [(&str, &str); 3] = [
    ("Cabinet 1, youth", "Key 11, with the records officer and the head of the team"),
    ("Cabinet 2, families and housing", "Key 12, with the records officer and the head of the team"),
    ("Safe", "Code, known to the records officer and the director"),
];

/// The records officer lays down the places.
pub(crate) async fn places(cast: &Cast, at: Instant) -> Result<Vec<ItemId>> {
    let joanna = Teller::new(cast, at).acting("joanna", at)?;
    let mut places = Vec::new();
    for (cabinet, lock) in PLACES {
        let id = joanna.new_item();
        let (site, room) = (line("Tannery Lane 4")?, line("Records room, ground floor")?);
        let about = PlaceAbout { site, room, cabinet: line(cabinet)?, lock: line(lock)? };
        lay_down_place(&joanna, PlaceLaidDown { id, about }, ink()).await?;
        places.push(id);
    }
    Ok(places)
}

/// The head of the youth team looks into its cabinet: one folder is not there, and one lies there that belongs to the other.
pub(crate) async fn look_into(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let at = now.plus_seconds(-3 * 86_400);
    let tomas = teller.acting("tomas", at)?;
    let (youth, families) = match teller.places() {
        [youth, families, ..] => (*youth, *families),
        _ => return Ok(()),
    };
    let looked = Looked::at(&tomas, youth).await?;
    let other = Looked::at(&tomas, families).await?;
    let shown: Vec<LabelCode> = looked.should().map(|line| line.item.label).collect();
    let elsewhere = other.should().map(|line| line.item.label).next();
    let found = shown.iter().skip(1).chain(elsewhere.as_ref()).copied().collect();
    let comparison = looked.compare(&tomas, found).await?;
    let check = check_place(&tomas, comparison, shown, ink()).await?.dossier;
    if let Some(label) = elsewhere {
        let how = line("Put back into its cabinet")?;
        let joanna = teller.acting("joanna", at.plus_seconds(7_200))?;
        settle_finding(&joanna, check, FindingSettled { label, how }, ink()).await?;
    }
    Ok(())
}

impl Tale<'_> {
    /// The folder of the case, and for some a medium in the safe.
    pub(super) async fn items(&mut self, at: Instant) -> Result<()> {
        let cabinet = usize::from(self.plot.supervisor != "tomas");
        let folder = self.register(at, Form::Folder, "Originals: consent, letters, certificates", cabinet).await?;
        self.folder = Some(folder);
        if self.plot.records {
            let title = "Recording of the talk at the school";
            self.register(at.plus_seconds(240), Form::Medium, title, 2).await?;
        }
        Ok(())
    }

    async fn register(&self, at: Instant, form: Form, title: &str, place: usize) -> Result<ItemId> {
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let place = *self.teller.places().get(place).context("the story has places")?;
        let order = RegisterItem { about: About { form, title: line(title)? }, place };
        register_paper(&ctx, self.case, order, ink()).await?;
        let seen = ctx.view::<CaseFile>(Action::ReadCase, self.case).await?;
        seen.paper.all.last().map(|item| item.id).context("the item is registered")
    }

    /// The worker takes the folder along and does not bring it back in time.
    pub(super) async fn take_folder(&mut self, day: Date, at: Instant) -> Result<()> {
        let from = self.plot.today.checked_sub(24.days())?;
        let until = self.plot.today.checked_sub(6.days())?;
        let Some(folder) = self.folder.filter(|_| self.plot.takes && from <= day && day <= until) else {
            return Ok(());
        };
        self.folder = None;
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let purpose = line("Meeting at the youth welfare office")?;
        let order = PaperCheckedOut { id: folder, to: ctx.staff(), purpose, due: day.checked_add(3.days())? };
        check_out_paper(&ctx, self.case, order, ink()).await?;
        Ok(())
    }
}
