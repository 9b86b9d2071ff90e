//! The labels of physical items in a photo: the QR codes that say one.
//!
//! The whole photo is looked at, in which small labels are legible, and a copy of fewer points, in which grain and blur are gone.

use std::collections::{BTreeSet, HashSet};

use domain::media::Media;
use domain::numbers::LabelCode;
use image::DynamicImage;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source};

use crate::ask::{CannotShow, Labels};

/// How wide and high a photo is looked at, at most: more than the twelve million points of a phone.
const WHOLE: u32 = 6000;

/// How wide and high its copy is.
const COPY: u32 = 1600;

/// The labels in a photo.
pub(crate) fn labels(bytes: &[u8], media: Media) -> Result<Labels, CannotShow> {
    let (photo, _) = crate::draw::decoded(bytes, media)?;
    let whole = within(DynamicImage::ImageLuma8(photo.into_luma8()), WHOLE);
    let mut texts = read(&whole);
    if COPY < whole.width().max(whole.height()) {
        let copy = whole.thumbnail(COPY, COPY);
        texts.append(&mut read(&copy));
    }
    Ok(sorted(&texts))
}

fn within(photo: DynamicImage, most: u32) -> DynamicImage {
    if most < photo.width().max(photo.height()) { photo.thumbnail(most, most) } else { photo }
}

/// What the codes in a picture say.
fn read(photo: &DynamicImage) -> BTreeSet<String> {
    let formats = Some(HashSet::from([BarcodeFormat::QR_CODE]));
    let hints = DecodeHints { TryHarder: Some(true), PossibleFormats: formats, ..DecodeHints::default() };
    let Ok(points) = Luma8Source::new_with_slice(photo.as_bytes(), photo.width(), photo.height()) else {
        return BTreeSet::new();
    };
    let mut picture = BinaryBitmap::new(HybridBinarizer::new(points));
    let codes = QrReader.decode_multiple_with_hints(&mut picture, &hints).unwrap_or_default();
    codes.into_iter().map(|code| code.getText().to_owned()).collect()
}

/// A label says its code exactly as we write it; everything else is a code of somebody else.
fn sorted(texts: &BTreeSet<String>) -> Labels {
    let label = |text: &String| text.parse().ok().filter(|label: &LabelCode| label.to_string() == *text);
    let found: Vec<LabelCode> = texts.iter().filter_map(label).take(Labels::MOST).collect();
    Labels { others: u32::try_from(texts.len() - found.len()).unwrap_or(u32::MAX), found }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, GrayImage, ImageFormat, Luma};
    use qrcode::{Color, EcLevel, QrCode};

    use super::*;

    fn code(n: u32) -> LabelCode {
        LabelCode::from_random(n * 7_919 + 13)
    }

    /// A desk photographed: grey, darker to one side, grainy.
    struct Desk(GrayImage);

    impl Desk {
        fn new(width: u32, height: u32) -> Self {
            let grain = |x: u32, y: u32| (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663)) >> 13;
            Self(GrayImage::from_fn(width, height, |x, y| {
                let light = 150 + 60 * x / width;
                Luma([u8::try_from(light + grain(x, y) % 12).unwrap()])
            }))
        }

        /// Lays a label with this text there, its middle at a point, each module so many points, turned by so many degrees.
        fn label(mut self, text: &str, (at_x, at_y): (u32, u32), module: f64, degrees: f64) -> Self {
            let qr = QrCode::with_error_correction_level(text, EcLevel::Q).unwrap();
            let (side, colors) = (qr.width() as i64, qr.to_colors());
            let (sin, cos) = degrees.to_radians().sin_cos();
            let reach = (module * (side + 8) as f64) as i64;
            for dy in -reach..=reach {
                for dx in -reach..=reach {
                    let (x, y) = (i64::from(at_x) + dx, i64::from(at_y) + dy);
                    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { continue };
                    if self.0.width() <= x || self.0.height() <= y {
                        continue;
                    }
                    let turned = |a: f64, b: f64| ((a + b) / module + side as f64 / 2.0).floor() as i64;
                    let column = turned(dx as f64 * cos, dy as f64 * sin);
                    let row = turned(-(dx as f64) * sin, dy as f64 * cos);
                    let quiet = -4..side + 4;
                    if !(quiet.contains(&column) && quiet.contains(&row)) {
                        continue;
                    }
                    let on = (0..side).contains(&column) && (0..side).contains(&row);
                    let dark = on && colors[(row * side + column) as usize] == Color::Dark;
                    let light = u32::from(self.0.get_pixel(x, y).0[0]);
                    self.0.put_pixel(x, y, Luma([if dark { light / 4 } else { (light + 40).min(255) } as u8]));
                }
            }
            self
        }

        fn photo(self, media: Media) -> Vec<u8> {
            let format = if media == Media::Jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
            let mut bytes = Cursor::new(Vec::new());
            DynamicImage::ImageLuma8(self.0).write_to(&mut bytes, format).unwrap();
            bytes.into_inner()
        }

        fn labels(self) -> Labels {
            labels(&self.photo(Media::Jpeg), Media::Jpeg).unwrap()
        }
    }

    fn found(of: impl IntoIterator<Item = u32>) -> Labels {
        let mut found: Vec<LabelCode> = of.into_iter().map(code).collect();
        found.sort_unstable();
        Labels { found, others: 0 }
    }

    #[test]
    fn a_label_is_read_however_it_is_turned() {
        for degrees in [0, 17, 45, 90, 135, 180, 203, 270, 330] {
            let desk = Desk::new(900, 700).label(&code(1).to_string(), (450, 350), 6.0, degrees.into());
            assert_eq!(desk.labels(), found([1]), "{degrees} degrees");
        }
    }

    #[test]
    fn several_labels_in_one_photo_are_read_each_once() {
        let mut desk = Desk::new(1500, 1100);
        for n in 0..6 {
            let at = (250 + 480 * (n % 3), 280 + 520 * (n / 3));
            desk = desk.label(&code(n % 5).to_string(), at, 7.0, f64::from(n) * 8.0);
        }
        assert_eq!(desk.labels(), found(0..5));
    }

    #[test]
    fn a_small_label_in_the_photo_of_a_phone_is_read_as_well() {
        let desk = || Desk::new(4000, 3000);
        let near = desk().label(&code(1).to_string(), (2000, 1500), 20.0, 5.0);
        assert_eq!(near.labels(), found([1]));
        let small = desk().label(&code(2).to_string(), (3300, 700), 5.0, 12.0);
        assert_eq!(small.labels(), found([2]), "too small for the copy");
        let both = desk().label(&code(1).to_string(), (1200, 1700), 20.0, 5.0);
        assert_eq!(both.label(&code(2).to_string(), (3300, 700), 5.0, 12.0).labels(), found([1, 2]));
    }

    #[test]
    fn what_other_codes_say_is_counted_and_not_told() {
        let foreign =
            ["https://example.org/a?b=c", "<script>alert(1)</script>", "C-000001-1", "p-000001-1", "P-000001-2"];
        for text in foreign {
            let desk = Desk::new(1000, 800).label(text, (500, 400), 6.0, 0.0);
            assert_eq!(desk.labels(), Labels { found: Vec::new(), others: 1 }, "{text}");
        }
        let desk = Desk::new(1400, 800).label(foreign[0], (350, 400), 6.0, 0.0);
        let both = desk.label(&code(1).to_string(), (1000, 400), 6.0, 0.0);
        assert_eq!(both.labels(), Labels { others: 1, ..found([1]) });
        let long = "x".repeat(1_600);
        let desk = Desk::new(1200, 1200).label(&long, (600, 600), 6.0, 0.0);
        assert_eq!(desk.labels(), Labels { found: Vec::new(), others: 1 });
    }

    #[test]
    fn a_photo_without_a_label_has_none() {
        assert_eq!(Desk::new(800, 600).labels(), Labels::default());
        assert_eq!(labels(&Desk::new(1, 1).photo(Media::Png), Media::Png).unwrap(), Labels::default());
        assert_eq!(labels(b"no picture", Media::Jpeg), Err(CannotShow::Damaged));
    }
}
