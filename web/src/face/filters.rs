//! What templates may do to a value. Every module with a template brings these in by `use crate::face::prelude::*`.
#![expect(
    missing_docs,
    reason = "the attribute writes helper types without documentation; each filter itself is documented"
)]

use askama::Values;
use askama::filters::HtmlSafeOutput;
use domain::time::Instant;
use jiff::civil::Date;

use super::when::{Day, Moment};
use super::words::{Argument, Words};

type Out<T> = askama::Result<T>;

/// `{{ "Close this case"|t }}` – a text of the page, translated.
#[askama::filter_fn]
pub fn t(text: impl Into<Words>, _: &dyn Values) -> Out<Words> {
    Ok(text.into())
}

/// `{{ "Due {when}"|t|with("when", at|when) }}` – fills a text.
#[askama::filter_fn]
pub fn with<A: Argument>(text: impl Into<Words>, _: &dyn Values, key: &'static str, part: A) -> Out<Words> {
    Ok(text.into().with(key, part))
}

/// `{{ "clock"|icon }}` – an icon of the sprite. It is hidden from screen readers, so a word must stand beside it.
#[askama::filter_fn]
pub fn icon(name: impl std::fmt::Display, _: &dyn Values) -> Out<HtmlSafeOutput<String>> {
    Ok(HtmlSafeOutput(super::icon("icon", &name.to_string())))
}

/// The same, small, for the middle of a line.
#[askama::filter_fn]
pub fn icon_s(name: impl std::fmt::Display, _: &dyn Values) -> Out<HtmlSafeOutput<String>> {
    Ok(HtmlSafeOutput(super::icon("icon icon-s", &name.to_string())))
}

/// `{{ "app.css"|asset }}` – the address of an asset.
#[askama::filter_fn]
pub fn asset(name: &str, _: &dyn Values) -> Out<&'static str> {
    Ok(crate::assets::asset(name))
}

/// `{{ at|when }}` – "today 11:00" with the exact time on hover.
#[askama::filter_fn]
pub fn when(at: &Instant, _: &dyn Values) -> Out<Moment> {
    Ok(Moment::when(*at))
}

/// `{{ at|clock }}` – "11:00".
#[askama::filter_fn]
pub fn clock(at: &Instant, _: &dyn Values) -> Out<Moment> {
    Ok(Moment::clock(*at))
}

/// `{{ at|away }}` – "in 18 minutes".
#[askama::filter_fn]
pub fn away(at: &Instant, _: &dyn Values) -> Out<Moment> {
    Ok(Moment::away(*at))
}

/// `{{ date|day }}` – "Mon 23 Nov".
#[askama::filter_fn]
pub fn day(date: &Date, _: &dyn Values) -> Out<Day> {
    Ok(Day(*date))
}

/// `{{ date|full_day }}` – "Fri 20 Nov 2026", for print and for signing.
#[askama::filter_fn]
pub fn full_day(date: &Date, _: &dyn Values) -> Out<String> {
    Ok(super::when::full_day(*date))
}

/// `{{ at|exact }}` – "Fri 20 Nov 2026, 12:12:08", for print and for signing.
#[askama::filter_fn]
pub fn exact(at: &Instant, _: &dyn Values) -> Out<String> {
    Ok(super::when::exact(*at))
}

/// `{{ count|figure }}` – "47 640".
#[askama::filter_fn]
pub fn figure(n: &i64, _: &dyn Values) -> Out<String> {
    Ok(super::words::figure(*n))
}
