//! The parameters of an address, read strictly: what must stand once stands once. Forms are read by `fields::Fields`.
//!
//! A parameter that is a `Vec` takes every value of its name; any other one that stands twice, also one that nobody asked for, is refused with
//! 400. Parameters that nobody asked for are otherwise ignored.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use crate::problem::Problem;

/// The parameters of the address.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(group(parts.uri.query().unwrap_or_default().as_bytes())).map(Self)
    }
}

/// All values by name. Line ends become `\n`, as people mean them; browsers send `\r\n`.
fn group(text: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(text) {
        values.entry(name.into_owned()).or_default().push(value.replace("\r\n", "\n"));
    }
    values
}

fn read<T: DeserializeOwned>(values: BTreeMap<String, Vec<String>>) -> Result<T, Problem> {
    let fields = values.into_iter().map(|(name, values)| (name, Values(values)));
    T::deserialize(MapDeserializer::<_, de::value::Error>::new(fields)).map_err(|_| Problem::Malformed)
}

/// The values of one name.
struct Values(Vec<String>);

impl Values {
    fn one(self) -> Result<String, de::value::Error> {
        let mut values = self.0.into_iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            _ => Err(de::Error::custom("a field stands twice")),
        }
    }
}

impl IntoDeserializer<'_> for Values {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Values {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_string(self.one()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_bool(matches!(self.one()?.as_str(), "yes" | "on" | "true"))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.one()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map
        struct enum identifier
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Note {
        text: String,
        #[serde(default)]
        significant: bool,
        #[serde(default)]
        goals: Vec<String>,
        next: Option<String>,
    }

    fn check(text: &str) -> Option<Note> {
        read(group(text.as_bytes())).ok()
    }

    #[test]
    fn a_form_is_read_into_its_fields() {
        let note = check("text=five+nights%0D%0Aat+home&significant=yes&goals=1&goals=2&more=x").unwrap();
        assert_eq!(note.text, "five nights\nat home");
        assert!(note.significant);
        assert_eq!(note.goals, ["1", "2"]);
        assert_eq!(note.next, None);
    }

    #[test]
    fn what_must_stand_once_may_not_stand_twice() {
        assert_eq!(check("text=a&text=b"), None);
        assert_eq!(check("text=a&next=b&next=c"), None);
        assert_eq!(check("text=a&stranger=1&stranger=2"), None);
    }

    #[test]
    fn what_is_missing_is_refused() {
        assert_eq!(check("next=a"), None);
    }
}
