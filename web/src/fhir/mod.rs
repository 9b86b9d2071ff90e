//! FHIR R4: what other programs of care read. A part of a record as one document that names whom it is about, who wrote it and what it says.
//!
//! The words are those of the paper that leaves with it, after everything was taken out that must not leave; beside them stands what can be counted and compared: days,
//! states and codes. Names follow the table in the standard's terms; there is no null and no empty list in it, as FHIR wants it.

mod document;
mod resources;

pub(crate) use document::{Record, bundle};
