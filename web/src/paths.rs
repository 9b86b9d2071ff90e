//! Addresses of pages, in one place. They hold ids only, never a word of content.

use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};

/// This address when it is one of our own pages, Today otherwise: nobody is led elsewhere, and it may stand in another address as it is.
pub fn own(back: &str) -> &str {
    let plain = back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'));
    if plain { back } else { "/" }
}

/// The list of one's clients.
pub const CLIENTS: &str = "/clients";

/// The intake form.
pub const NEW_CLIENT: &str = "/clients/new";

/// A client.
pub fn client(client: DossierId) -> String {
    format!("/clients/{client}")
}

/// A part of a client's pages, such as `consents` or `conflict`.
pub fn of_client(client: DossierId, part: &str) -> String {
    format!("/clients/{client}/{part}")
}

/// A case: its timeline.
pub fn case(case: DossierId) -> String {
    format!("/cases/{case}")
}

/// A part of a case, such as `plan` or `contacts/new`.
pub fn of_case(case: DossierId, part: &str) -> String {
    format!("/cases/{case}/{part}")
}

/// An entry in the timeline of a case, on the page where it stands, however many are newer.
pub fn entry(case: DossierId, entry: EntryNumber) -> String {
    format!("/cases/{case}?holds={entry}#e{entry}")
}

/// A session that is booked: its ready page and note.
pub fn session(case: DossierId, slot: ItemId) -> String {
    format!("/cases/{case}/sessions/{slot}")
}

/// A progress report.
pub fn report(case: DossierId, report: ItemId) -> String {
    format!("/cases/{case}/reports/{report}")
}

/// A document.
pub fn document(case: DossierId, document: ItemId) -> String {
    format!("/cases/{case}/documents/{document}")
}

/// A physical item of a case.
pub fn paper(case: DossierId, item: ItemId) -> String {
    format!("/cases/{case}/paper/{item}")
}

/// Where a physical item is, for those who keep the files.
pub fn traced(case: DossierId, item: ItemId) -> String {
    format!("/records/paper/{case}/{item}")
}

/// A member of staff.
pub fn staff(staff: StaffId) -> String {
    format!("/staff/{staff}")
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(own("/cases/94081d85/plan"), "/cases/94081d85/plan");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "/a?b=//c", "/a\r\nb", "", "cases"]
        {
            assert_eq!(own(foreign), "/", "{foreign:?}");
        }
    }
}
