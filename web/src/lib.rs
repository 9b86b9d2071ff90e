//! Pages, JSON, FHIR and sign-in over HTTP: parses what comes in, calls one operation, answers.

pub mod account;
pub mod assets;
pub mod face;
pub mod guard;
pub mod invitations;
pub mod problem;
pub mod setup;
pub mod sign_in;

#[cfg(test)]
mod samples;
