//! Reminders of appointments (FS-4.1.2): what a case tells of them, giving one by hand, and the page on which a client answers.

pub mod answer;
pub mod give;
pub mod rules;
mod told;

pub(crate) use told::{sheet, stands};

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    answer::samples(show);
    rules::samples(show);
}
