//! Pages and photos as pictures, small enough for a screen.

use std::io::Cursor;

use domain::media::Media;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use tiff::decoder::Decoder as Tiff;
use zeroize::Zeroizing;

use crate::ask::{CannotShow, JPEG, PNG, Picture};

/// How wide a page is drawn, in points of the picture: an A4 page at 150 to the inch.
const WIDTH: f32 = 1240.0;

/// How high at most.
const HEIGHT: f32 = 3200.0;

/// How wide and high a photo is shown at most.
const PHOTO: u32 = 1800;

/// How well a photo is kept, of 100.
const QUALITY: u8 = 85;

pub(crate) fn open(bytes: Vec<u8>) -> Result<Pdf, CannotShow> {
    Pdf::new(bytes).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => CannotShow::Locked,
        LoadPdfError::Invalid => CannotShow::Damaged,
    })
}

/// How many pages a PDF has.
pub(crate) fn pages(bytes: Vec<u8>) -> Result<u32, CannotShow> {
    let pages = open(bytes)?.pages().len();
    u32::try_from(pages).ok().filter(|pages| 0 < *pages).ok_or(CannotShow::Damaged)
}

/// A page of a PDF, from 1.
pub(crate) fn page(bytes: Vec<u8>, page: u32) -> Result<Picture, CannotShow> {
    let pdf = open(bytes)?;
    let at = usize::try_from(page).ok().and_then(|page| page.checked_sub(1)).ok_or(CannotShow::NoPage)?;
    let page = pdf.pages().get(at).ok_or(CannotShow::NoPage)?;
    let (width, height) = page.render_dimensions();
    if !(width.is_normal() && height.is_normal() && 0.0 < width && 0.0 < height) {
        return Err(CannotShow::Damaged);
    }
    let scale = (WIDTH / width).min(HEIGHT / height);
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    if drawn.width() == 0 || drawn.height() == 0 {
        return Err(CannotShow::Damaged);
    }
    let bytes = drawn.into_png().map_err(|_| CannotShow::Damaged)?;
    Ok(Picture { media_type: PNG, bytes: Zeroizing::new(bytes) })
}

/// A picture as it was taken, and how it is to be turned to stand upright.
pub(crate) fn decoded(bytes: &[u8], media: Media) -> Result<(DynamicImage, Orientation), CannotShow> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Tiff => ImageFormat::Tiff,
        _ => return Err(CannotShow::Kind),
    };
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(40_000), Some(40_000));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| CannotShow::Damaged)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|_| CannotShow::Damaged)?;
    Ok((image, turned))
}

/// A photo or a scan, upright, without what it says of its maker.
pub(crate) fn photo(bytes: &[u8], media: Media) -> Result<Picture, CannotShow> {
    if media == Media::Tiff && Tiff::new(Cursor::new(bytes)).is_ok_and(|scan| scan.more_images()) {
        return Err(CannotShow::Several);
    }
    let (mut image, turned) = decoded(bytes, media)?;
    if PHOTO < image.width().max(image.height()) {
        image = image.thumbnail(PHOTO, PHOTO);
    }
    image.apply_orientation(turned);
    let mut out = Vec::new();
    let (media_type, kept) = match media {
        Media::Jpeg => (JPEG, image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))),
        _ => (PNG, DynamicImage::from(image.to_rgba8()).write_to(&mut Cursor::new(&mut out), ImageFormat::Png)),
    };
    kept.map_err(|_| CannotShow::Damaged)?;
    Ok(Picture { media_type, bytes: Zeroizing::new(out) })
}
