//! Pages, JSON, FHIR and sign-in over HTTP: parses what comes in, calls one operation, answers.

pub mod assets;
pub mod face;
pub mod guard;
pub mod problem;

#[cfg(test)]
mod samples;
