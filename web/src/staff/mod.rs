//! Staff: who works here, inviting, changing roles, closing accounts.

pub mod edit;
pub mod list;
