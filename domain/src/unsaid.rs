//! What is not written into an event because it is the usual.

/// A flag that is not set.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(crate) const fn is_no(flag: &bool) -> bool {
    !*flag
}
