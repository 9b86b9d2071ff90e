//! The folder of a demo, and the mark in it that tells it from an installation that holds something.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::exits::{Ended, Exit};
use crate::opening::make_folder;

const BEGUN: &str = "A demo of Casekeep; its story was begun.\n";
const TOLD: &str = "A demo of Casekeep; its story is told.\n";

/// A folder in which a demo may run.
pub(crate) enum Folder {
    /// Nothing is in it yet.
    Empty(Empty),
    /// A whole demo.
    Told,
}

/// A folder without anything in it.
pub(crate) struct Empty(PathBuf);

/// A story being told.
pub(crate) struct Begun(PathBuf);

impl Folder {
    /// Looks at the folder, and makes it when it is not there.
    ///
    /// # Errors
    /// When it holds anything that is not a whole demo: a demo never meets a real installation.
    pub(crate) fn look(data: &Path) -> Result<Self> {
        let mark = data.join("demo");
        match fs::read_to_string(&mark).ok().as_deref() {
            Some(TOLD) => return Ok(Self::Told),
            Some(_) => {
                let why = format!("the story in {} was interrupted; remove the folder and begin again", data.display());
                return Err(Ended::new(Exit::DemoUnfinished, why).into());
            }
            None => {}
        }
        if fs::read_dir(data).is_ok_and(|mut inside| inside.next().is_some()) {
            let why = format!("{} holds something that is not a demo", data.display());
            return Err(Ended::new(Exit::NotADemo, why).into());
        }
        make_folder(data)?;
        Ok(Self::Empty(Empty(mark)))
    }

    /// The empty folder, if it is one.
    pub(crate) fn empty(self) -> Option<Empty> {
        match self {
            Self::Empty(empty) => Some(empty),
            Self::Told => None,
        }
    }
}

impl Empty {
    /// Marks that a story begins.
    pub(crate) fn begin(self) -> Result<Begun> {
        write(&self.0, BEGUN)?;
        Ok(Begun(self.0))
    }
}

impl Begun {
    /// Marks that the story is told.
    pub(crate) fn finish(self) -> Result<()> {
        write(&self.0, TOLD)
    }
}

fn write(mark: &Path, text: &str) -> Result<()> {
    let why = |_| Ended::new(Exit::File, format!("{} cannot be written", mark.display()));
    Ok(fs::write(mark, text).map_err(why)?)
}
