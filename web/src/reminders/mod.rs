//! Reminders of appointments (FS-4.1.2): what a case tells of them, giving one by hand, the page on which a client answers, what the gateway calls, and how all of them stand.

pub mod answer;
pub mod gateway;
pub mod give;
pub mod list;
pub mod reply;
pub mod rules;
#[cfg(test)]
mod samples;
mod told;
mod tongues;
mod wire;

pub(crate) use told::{answer_word, sheet, stands, unreached};
pub(crate) use tongues::Tongue;

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    answer::samples(show);
    rules::samples(show);
    samples::samples(show);
}
