//! Documents of a case: the list, receiving files, describing and signing them, handing them out.

mod add;
mod change;
mod hand_out;
mod list;
mod look;
mod receive;
#[cfg(test)]
pub(crate) mod samples;
mod show;
pub(crate) mod told;

pub use add::{AddPage, again, create, new};
pub use change::{correct, describe, mistake, new_correction, new_description, new_mistake};
pub use hand_out::hand_out;
pub(crate) use hand_out::{ALONE, pieces, stream};
pub(crate) use list::line;
pub use list::{DocumentsPage, show as index};
pub use look::{LookPage, look, picture};
pub use receive::{begin, drop_one, from_form, part, state};
pub use show::{DocumentPage, show};
