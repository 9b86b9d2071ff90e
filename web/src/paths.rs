//! Addresses of pages, in one place. They hold ids only, never a word of content.

use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};

/// A client.
pub fn client(client: DossierId) -> String {
    format!("/clients/{client}")
}

/// A case: its timeline.
pub fn case(case: DossierId) -> String {
    format!("/cases/{case}")
}

/// A part of a case, such as `plan` or `contacts/new`.
pub fn of_case(case: DossierId, part: &str) -> String {
    format!("/cases/{case}/{part}")
}

/// An entry in the timeline of a case.
pub fn entry(case: DossierId, entry: EntryNumber) -> String {
    format!("/cases/{case}#e{entry}")
}

/// A session that is booked: its ready page and note.
pub fn session(case: DossierId, slot: ItemId) -> String {
    format!("/cases/{case}/sessions/{slot}")
}

/// A progress report.
pub fn report(case: DossierId, report: ItemId) -> String {
    format!("/cases/{case}/reports/{report}")
}

/// A member of staff.
pub fn staff(staff: StaffId) -> String {
    format!("/staff/{staff}")
}
