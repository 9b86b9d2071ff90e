//! The three sheets as PDF.

use domain::calendar::OfficeCalendar;
use domain::ids::InstallationId;
use domain::kits::KitMade;
use domain::time::Instant;
use reports::{Document, LocalTime, Marks, Modules, Paper, RecoverySheet, Renderer};
use vault::sheets::{ROW, SHEETS, Sheet};
use zeroize::Zeroizing;

use crate::exits::{Ended, Exit};

/// A file with its name.
pub(super) type Named = (String, Zeroizing<Vec<u8>>);

/// A page for each sheet, in the order of those who keep them.
///
/// # Errors
/// [`Ended`] when this program was built without the typesetter, or it fails.
pub(super) fn printed(
    sheets: &[Sheet],
    made: &KitMade,
    organisation: &str,
    installation: InstallationId,
    now: Instant,
    office: &OfficeCalendar,
) -> Result<Vec<Named>, Ended> {
    let renderer = Renderer::new(&[]);
    let offset_minutes = now.on(&office.time_zone()).offset().seconds() / 60;
    let one = |(sheet, holder): (&Sheet, &domain::text::Line)| {
        let groups = sheet.groups();
        let letters: Zeroizing<String> = Zeroizing::new(groups.iter().map(|group| group.as_str()).collect());
        let page = RecoverySheet {
            organisation: organisation.to_owned(),
            holder: holder.reveal().to_owned(),
            kit: sheet.kit(),
            number: sheet.number(),
            sheets: SHEETS,
            installation: installation.to_string(),
            made: office.today(now),
            rows: groups.chunks(ROW).map(|row| row.iter().map(|group| group.to_string()).collect()).collect(),
            qr: Modules::of(&letters).ok_or_else(|| unprinted("no code holds the letters"))?,
            marks: Marks {
                printed_by: "the server’s own terminal".to_owned(),
                printed_at: LocalTime { at: now, offset_minutes },
                page_mark: sheet.kit().to_string(),
                checkpoint: None,
                entry_number: None,
            },
        };
        let pdf = renderer.render(&Document::RecoverySheet(page), Paper::A4).map_err(unprinted)?;
        Ok((format!("sheet-{}.pdf", sheet.number()), Zeroizing::new(pdf)))
    };
    sheets.iter().zip(&made.holders).map(one).collect()
}

fn unprinted(why: impl std::fmt::Display) -> Ended {
    Ended::new(Exit::Fault, format_args!("the sheets cannot be set: {why}"))
}
