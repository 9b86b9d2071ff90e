//! Shows what others have made: turns a page of a PDF, a scan or a photo into a picture, and a PDF into text to be searched, for whoever may read the document;
//! and finds the labels of physical items in a photo.
//!
//! Programs that read such files are large and meet bytes that somebody may have made for them alone. So each file is read in a process of its own
//! ([`helper`]), which is the same program started with one hidden command. Before the first byte it gives up everything ([`confine`]): it can take
//! memory, read what it is given, answer, and end; it can open no file, no connection and no other process, and its time and memory are limited. What
//! comes back is drawn anew, so nothing that hides in the file (a place, a device, a script) is handed on. The side of the server is [`Viewer`].
//!
//! Guarantees: nothing is written anywhere; a file that makes the helper end in any way is one that cannot be shown, and nothing else happens.
//!
//! Source: ASVS 5.0, 15.1.5 and 15.2.5 (risky components are named, and kept apart); 14.2.8 (what a file says of its maker).

mod ask;
mod confine;
#[cfg(feature = "draw")]
mod draw;
pub mod helper;
#[cfg(feature = "draw")]
mod labels;
#[cfg(feature = "draw")]
mod text;
mod viewer;

pub use ask::{Ask, CannotShow, Labels, Picture, Seen, has_pages, shows_pictures};
pub use viewer::Viewer;
