//! The text of a PDF, in the order in which it is drawn: for finding words in it, not for reading it aloud. Letters that are there and not seen, as
//! under a scan that was read by a machine, are taken too.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

use crate::ask::CannotShow;

/// About how much text of a file is read, in bytes: as much as a search looks through.
const MOST: usize = 1_000_000;

/// How far a letter may be from the end of the one before it within a word, in parts of its height.
const GAP: f64 = 0.2;

/// The text of a PDF.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, CannotShow> {
    let pdf = crate::draw::open(bytes)?;
    let cache = InterpreterCache::new();
    let mut reading = Reading::default();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, width.into(), height.into());
        let mut context = Context::new(Affine::IDENTITY, area, &cache, page.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut reading);
        reading.end_page();
        if MOST <= reading.text.len() {
            break;
        }
    }
    Ok(reading.text)
}

/// Takes the letters and leaves the rest.
#[derive(Default)]
struct Reading {
    text: String,
    /// Where the letter before ended, and how high it was.
    before: Option<(Point, f64)>,
}

impl Reading {
    fn end_page(&mut self) {
        self.text.push('\u{c}');
        self.before = None;
    }

    fn put(&mut self, letters: &str, at: Affine, advance: f64) {
        if MOST <= self.text.len() {
            return;
        }
        // glyphs are drawn a thousand units high
        let (start, end) = (at * Point::ZERO, at * Point::new(advance, 0.0));
        let height = (at * Point::new(0.0, 1000.0)).distance(start);
        if let Some((before, high)) = self.before {
            let most = high.max(height).max(0.1) * GAP;
            if start.distance(before) > most && !self.text.ends_with([' ', '\n']) {
                self.text.push(if (start.y - before.y).abs() > most { '\n' } else { ' ' });
            }
        }
        self.text.push_str(letters);
        self.before = Some((end, height));
    }
}

impl<'a> Device<'a> for Reading {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, place: Affine, shape: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(_) => None,
        };
        let advance = advance.map_or(500.0, f64::from);
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.put(letter.encode_utf8(&mut [0; 4]), place * shape, advance),
            Some(BfString::String(letters)) => self.put(&letters, place * shape, advance),
            None => {}
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
