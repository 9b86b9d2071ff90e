//! A QR code as one path, drawn by attributes so that it lives under the strict policy.

use std::fmt::{self, Display, Write as _};

use askama::filters::{Escaper as _, Html};
use qrcode::{Color, QrCode};

use super::words::{html_parts, translate};

/// A QR code. What it says is a secret most of the time, so there is no `Debug` of it; beside it the same must stand as text.
#[derive(Clone)]
pub struct Qr {
    path: String,
    width: usize,
}

impl Qr {
    /// The code of this text; `None` when the text is too long for one.
    pub fn new(text: &str) -> Option<Self> {
        const QUIET: usize = 4;
        let code = QrCode::new(text).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, line) in code.to_colors().chunks(width).enumerate() {
            for (column, _) in line.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
                let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
            }
        }
        Some(Self { path, width: width + 2 * QUIET })
    }
}

impl fmt::Debug for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Qr")
    }
}

impl Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<svg class=\"qr\" viewBox=\"0 0 {0} {0}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"",
            self.width
        )?;
        Html.write_escaped_str(&mut *f, &translate("QR code; the same stands beside it as text"))?;
        write!(f, "\"><path d=\"{}\"/></svg>", self.path)
    }
}

html_parts!(Qr);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let qr = Qr::new("otpauth://totp/Casekeep").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z"));
        assert!(qr.to_string().contains("role=\"img\""));
    }

    #[test]
    fn a_text_too_long_gives_none() {
        assert!(Qr::new(&"x".repeat(5000)).is_none());
    }
}
