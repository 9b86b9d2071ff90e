//! What the list says of one route.

/// Who may come to a route at all; what they may do there is the policy's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody: the door, assets, health.
    Anybody,
    /// Whoever has given a password, before the second factor.
    Half,
    /// Staff with both factors.
    Staff,
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path; what stands in braces is an id.
    pub path: &'static str,
    /// Who may come.
    pub who: Who,
    /// The action of the policy that is asked, or why none is.
    pub action: &'static str,
    /// What it does.
    pub does: &'static str,
}
