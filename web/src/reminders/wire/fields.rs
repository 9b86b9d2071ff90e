//! The fields of a request by their names: of a form as they stand there, of an object of JSON with a dot for each step into another one.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Texts and numbers by name. None stands there twice.
#[derive(Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Nothing when the name stands there already.
    pub(super) fn put(&mut self, name: String, value: String) -> Option<()> {
        self.0.insert(name, value).is_none().then_some(())
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }
}

/// What stands under a name.
pub(super) struct Under<'f> {
    name: String,
    fields: &'f mut Fields,
}

impl<'f> Under<'f> {
    pub(super) fn root(fields: &'f mut Fields) -> Self {
        Self { name: String::new(), fields }
    }

    fn put<E: Error>(self, value: String) -> Result<(), E> {
        self.fields.put(self.name, value).ok_or_else(|| E::custom("a name stands there twice"))
    }
}

impl<'de> DeserializeSeed<'de> for Under<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Under<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let name = if self.name.is_empty() { key } else { format!("{}.{key}", self.name) };
            map.next_value_seed(Under { name, fields: &mut *self.fields })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.put(text.to_owned())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.put(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.put(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.put(number.to_string())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
