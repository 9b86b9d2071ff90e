//! Importing clients: files as organisations have them, tried out and registered.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot prepare its file has failed")]

mod encodings;
mod files;
mod headers;
mod register;
mod rows;
mod scripts;
mod world;
