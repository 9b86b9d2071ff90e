//! Canonical JSON: the subset of RFC 8785 in which the ledger is written, so that one meaning has one spelling and hashes can be compared.
//!
//! Objects with sorted, unique ASCII keys; arrays; strings; booleans; whole numbers smaller than 2^53 in size. No fractions, no `null`, no
//! space. [`parse`] takes canonical bytes and nothing else: what it accepts, [`Value::write`] gives back byte for byte.

mod read;

use std::collections::BTreeMap;
use std::fmt;

pub use read::parse;

/// Whole numbers stay below this in size, so that every JSON reader keeps them exact.
pub const BOUND: i64 = 1 << 53;

/// How deep arrays and objects may stand in each other.
pub const DEPTH: usize = 16;

/// The bytes are not canonical JSON, or the value cannot be written as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// Not JSON of this subset, or not in its one spelling.
    #[error("not canonical JSON")]
    Form,
    /// A whole number of 2^53 or more in size.
    #[error("a number is too large for canonical JSON")]
    Number,
    /// A key that is empty or has other characters than printable ASCII without quote and backslash.
    #[error("a key is not plain ASCII")]
    Key,
    /// More than [`DEPTH`] arrays and objects in each other.
    #[error("nested too deeply")]
    Depth,
    /// A fraction or `null`, which canonical JSON of this subset does not have.
    #[error("canonical JSON has no fractions and no null")]
    Kind,
}

/// A value of canonical JSON.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; written only when smaller than 2^53 in size.
    Int(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Object),
}

/// An object in the making: each call sets one key, and a key that is set again takes the later value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Object(BTreeMap<String, Value>);

impl Object {
    /// The empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// With this key.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// With this key when there is a value.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Takes the value of this key out.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key)
    }

    /// Takes the string of this key out.
    pub fn take_text(&mut self, key: &str) -> Option<String> {
        match self.take(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Takes the whole number of this key out.
    pub fn take_int(&mut self, key: &str) -> Option<i64> {
        match self.take(key) {
            Some(Value::Int(number)) => Some(number),
            _ => None,
        }
    }

    /// Whether no key is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Value {
    /// The canonical bytes.
    ///
    /// # Errors
    /// [`NotCanonical`] when a number is too large, a key not plain, or the nesting too deep.
    pub fn write(&self) -> Result<Vec<u8>, NotCanonical> {
        let mut out = Vec::with_capacity(256);
        write_value(self, &mut out, DEPTH)?;
        Ok(out)
    }

    /// The same value out of general JSON.
    ///
    /// # Errors
    /// [`NotCanonical::Kind`] for fractions and `null`, [`NotCanonical::Number`] for large numbers.
    pub fn from_json(json: serde_json::Value) -> Result<Self, NotCanonical> {
        Ok(match json {
            serde_json::Value::Null => return Err(NotCanonical::Kind),
            serde_json::Value::Bool(truth) => Self::Bool(truth),
            serde_json::Value::Number(number) => Self::Int(whole(&number)?),
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Array(items) => {
                Self::List(items.into_iter().map(Self::from_json).collect::<Result<_, _>>()?)
            }
            serde_json::Value::Object(members) => Self::Object(Object(
                members.into_iter().map(|(key, json)| Ok((key, Self::from_json(json)?))).collect::<Result<_, _>>()?,
            )),
        })
    }
}

fn whole(number: &serde_json::Number) -> Result<i64, NotCanonical> {
    if number.is_f64() {
        return Err(NotCanonical::Kind);
    }
    number.as_i64().filter(|number| fits(*number)).ok_or(NotCanonical::Number)
}

pub(crate) const fn fits(number: i64) -> bool {
    -BOUND < number && number < BOUND
}

fn write_value(value: &Value, out: &mut Vec<u8>, depth: usize) -> Result<(), NotCanonical> {
    match value {
        Value::Bool(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        Value::Int(number) if fits(*number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::Int(_) => return Err(NotCanonical::Number),
        Value::Text(text) => write_text(text, out),
        Value::List(items) => {
            let depth = depth.checked_sub(1).ok_or(NotCanonical::Depth)?;
            enclosed(b'[', b']', items, out, |item, out| write_value(item, out, depth))?;
        }
        Value::Object(Object(members)) => {
            let depth = depth.checked_sub(1).ok_or(NotCanonical::Depth)?;
            enclosed(b'{', b'}', members, out, |(key, value), out| {
                if !plain_key(key) {
                    return Err(NotCanonical::Key);
                }
                write_text(key, out);
                out.push(b':');
                write_value(value, out, depth)
            })?;
        }
    }
    Ok(())
}

fn enclosed<T>(
    open: u8,
    close: u8,
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut each: impl FnMut(T, &mut Vec<u8>) -> Result<(), NotCanonical>,
) -> Result<(), NotCanonical> {
    out.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if 0 < place {
            out.push(b',');
        }
        each(item, out)?;
    }
    out.push(close);
    Ok(())
}

fn plain_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'"' && b != b'\\')
}

/// Escapes what RFC 8785 section 3.2.2.2 escapes, in its one way, and nothing else.
fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    let escaped = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    while let Some((before, [byte, after @ ..])) = rest.iter().position(escaped).map(|at| rest.split_at(at)) {
        out.extend_from_slice(before);
        escape(*byte, out);
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x08 => out.extend_from_slice(b"\\b"),
        b'\t' => out.extend_from_slice(b"\\t"),
        b'\n' => out.extend_from_slice(b"\\n"),
        0x0c => out.extend_from_slice(b"\\f"),
        b'\r' => out.extend_from_slice(b"\\r"),
        other => out.extend_from_slice(format!("\\u{other:04x}").as_bytes()),
    }
}

/// Shows what kind of value it is, never what it says: manifests hold names.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(_) => f.write_str("Bool"),
            Self::Int(_) => f.write_str("Int"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::List(items) => write!(f, "List({})", items.len()),
            Self::Object(object) => fmt::Debug::fmt(object, f),
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

macro_rules! from {
    ($($type:ty => $make:expr),+ $(,)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                $make(value)
            }
        })+
    };
}

from! {
    bool => Value::Bool,
    i64 => Value::Int,
    u32 => |number| Value::Int(i64::from(number)),
    u16 => |number| Value::Int(i64::from(number)),
    u8 => |number| Value::Int(i64::from(number)),
    String => Value::Text,
    &str => |text: &str| Value::Text(text.to_owned()),
    Vec<Value> => Value::List,
    Object => Value::Object,
    crate::Hash => |hash: crate::Hash| Value::Text(hash.to_string()),
    crate::Id => |id: crate::Id| Value::Text(id.to_string()),
}
