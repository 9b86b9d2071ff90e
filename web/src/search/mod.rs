//! Searching in one case: the field, and what was found (CM-4.2.4). The words stand in the body of a request and nowhere else.

mod hits;
mod page;
mod reader;
#[cfg(test)]
pub(crate) mod samples;

pub use page::{SearchPage, new, search};
