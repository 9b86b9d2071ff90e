//! The calendar file of one appointment, for the client. It leaves the house, so it says when, and neither what it is about nor with whom.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::feeds::appointment_for_client;
use domain::ids::{DossierId, ItemId};
use reports::CalendarFile;

use super::appointment_of;
use super::serve::KIND;
use crate::answer::{Answer, id};
use crate::person::Person;

/// `GET /cases/{case}/sessions/{slot}/appointment`
pub async fn show(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let told = appointment_for_client(&person.ctx, case, slot).await?;
    let file = CalendarFile {
        name: None,
        zone: person.organisation.rulebook.office.zone.clone(),
        from: told.starts.timestamp(),
        until: told.ends.timestamp(),
        appointments: vec![appointment_of(&told, "Appointment".to_owned())],
    };
    let headers = [(CONTENT_TYPE, KIND), (CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\"")];
    Ok((headers, file.write()).into_response())
}

/// Where the file of an appointment is.
pub(crate) fn address(case: DossierId, slot: ItemId) -> String {
    format!("{}/appointment", crate::paths::session(case, slot))
}
