//! Importing clients: files as organisations have them, tried out and registered.

mod encodings;
mod files;
mod headers;
mod register;
mod rows;
mod scripts;
mod world;
