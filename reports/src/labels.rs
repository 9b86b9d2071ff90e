//! Labels for physical items: what is glued on a folder, so that whoever finds it knows to whom it goes back, and nobody whom it is about.

use std::fmt;

use domain::numbers::{CaseNumber, LabelCode};
use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};

use crate::Marks;

/// A sheet of labels: one item, or all of a case.
///
/// # Source
/// Clauses CM-4.2.2 (one convention of names for paper and digital), PT-4.3.2 (numbers, no names).
#[derive(Clone, Serialize, Deserialize)]
pub struct Labels {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// The case to which the items belong.
    pub case_number: CaseNumber,
    /// The labels.
    pub labels: Vec<Label>,
    /// The marks of the export.
    pub marks: Marks,
}

/// One label. It has no field for a title or a client.
#[derive(Clone, Serialize, Deserialize)]
pub struct Label {
    /// The code, which the QR code holds as well.
    pub code: LabelCode,
    /// The item's name by the convention.
    pub name: String,
    /// The QR code of the code, for drawing.
    pub qr: Modules,
}

/// The dark modules of a QR code.
#[derive(Clone, Serialize, Deserialize)]
pub struct Modules {
    /// How many modules a side has, without the quiet zone.
    pub side: usize,
    /// Dark runs: column, row, and how many modules to the right.
    pub runs: Vec<(usize, usize, usize)>,
}

impl Label {
    /// The label of the item with this code and name; `None` when no QR code holds such a text, which a code never is too long for.
    pub fn new(code: LabelCode, name: String) -> Option<Self> {
        let qr = Modules::of(&code.to_string())?;
        Some(Self { code, name, qr })
    }
}

impl Modules {
    /// The code of this text; `None` when none holds it, which takes a thousand letters.
    pub fn of(text: &str) -> Option<Self> {
        // paper gets dirty: a quarter of it may be lost
        let qr = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let side = qr.width();
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for (row, line) in qr.to_colors().chunks(side).enumerate() {
            for (column, _) in line.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
                match runs.last_mut() {
                    Some((begins, of, long)) if *of == row && *begins + *long == column => *long += 1,
                    _ => runs.push((column, row, 1)),
                }
            }
        }
        Some(Self { side, runs })
    }
}

impl fmt::Debug for Modules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modules({})", self.side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_label_is_drawn_as_runs_of_dark_modules() {
        let label = Label::new(LabelCode::from_random(1), String::new()).unwrap();
        assert_eq!(label.qr.side, 21, "the smallest code there is holds it");
        assert_eq!(label.qr.runs.first(), Some(&(0, 0, 7)), "the edge of the first corner");
        let dark: usize = label.qr.runs.iter().map(|(_, _, long)| long).sum();
        let known = QrCode::with_error_correction_level(b"P-000001-1", EcLevel::Q).unwrap().to_colors();
        assert_eq!(dark, known.iter().filter(|color| **color == Color::Dark).count());
    }
}
