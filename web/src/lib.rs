//! Pages, JSON, FHIR and sign-in over HTTP: parses what comes in, calls one operation, answers.

pub mod account;
pub mod answer;
pub mod app;
pub mod assessments;
pub mod assets;
pub mod calendar;
pub mod cases;
pub mod clients;
pub mod closure;
pub mod contacts;
pub mod cookie;
pub mod disposition;
pub mod documents;
pub mod done;
pub mod drafts;
pub mod face;
pub mod fields;
pub mod flags;
pub mod guard;
pub mod health;
pub mod holds;
pub mod invitations;
pub mod paper;
pub mod paths;
pub mod person;
pub mod plans;
pub mod press;
pub mod problem;
pub mod records;
pub mod reports;
pub mod retention;
pub mod reviews;
pub mod routes;
pub mod sealed;
pub mod search;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod signed;
pub mod staff;
mod stale;
pub mod supervision;
pub mod system;
pub mod today;

#[cfg(test)]
mod samples;
