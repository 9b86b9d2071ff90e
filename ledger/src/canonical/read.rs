//! Reads canonical JSON. Whatever the reading lets through, the last step writes the value again and compares: one spelling only.

use super::{DEPTH, NotCanonical, Object, Value};

/// Reads canonical bytes; the value writes back to exactly these bytes.
///
/// # Errors
/// [`NotCanonical`] for everything else: other spellings, spaces, unsorted or repeated keys, fractions, `null`, trailing bytes.
pub fn parse(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotCanonical::Form)?;
    let mut reader = Reader { rest: text };
    let value = reader.value(DEPTH)?;
    let same = reader.rest.is_empty() && value.write()? == bytes;
    same.then_some(value).ok_or(NotCanonical::Form)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), NotCanonical> {
        self.take(token).then_some(()).ok_or(NotCanonical::Form)
    }

    fn cut(&mut self, length: usize) -> Result<&'a str, NotCanonical> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or(NotCanonical::Form)?;
        self.rest = rest;
        Ok(head)
    }

    fn value(&mut self, depth: usize) -> Result<Value, NotCanonical> {
        match self.rest.bytes().next() {
            Some(b'"') => self.text().map(Value::Text),
            Some(b'[') => self.list(depth.checked_sub(1).ok_or(NotCanonical::Depth)?),
            Some(b'{') => self.object(depth.checked_sub(1).ok_or(NotCanonical::Depth)?),
            Some(b't') => self.expect("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.expect("false").map(|()| Value::Bool(false)),
            _ => self.int(),
        }
    }

    fn int(&mut self) -> Result<Value, NotCanonical> {
        let length = self.rest.bytes().take_while(|b| matches!(b, b'-' | b'0'..=b'9')).count();
        self.cut(length)?.parse().map(Value::Int).map_err(|_| NotCanonical::Form)
    }

    fn list(&mut self, depth: usize) -> Result<Value, NotCanonical> {
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.take("]") {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.value(depth)?);
        }
        Ok(Value::List(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value, NotCanonical> {
        self.expect("{")?;
        let mut object = Object::new();
        while !self.take("}") {
            if !object.is_empty() {
                self.expect(",")?;
            }
            let key = self.text()?;
            self.expect(":")?;
            object.0.insert(key, self.value(depth)?);
        }
        Ok(Value::Object(object))
    }

    fn text(&mut self) -> Result<String, NotCanonical> {
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            let plain = self.rest.bytes().take_while(|b| !matches!(b, b'"' | b'\\')).count();
            text.push_str(self.cut(plain)?);
            if self.take("\"") {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, NotCanonical> {
        self.expect("\\")?;
        Ok(match self.cut(1)? {
            "\"" => '"',
            "\\" => '\\',
            "b" => '\u{8}',
            "t" => '\t',
            "n" => '\n',
            "f" => '\u{c}',
            "r" => '\r',
            "u" => {
                let code = u32::from_str_radix(self.cut(4)?, 16).map_err(|_| NotCanonical::Form)?;
                char::from_u32(code).ok_or(NotCanonical::Form)?
            }
            _ => return Err(NotCanonical::Form),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            (-super::super::BOUND + 1..super::super::BOUND).prop_map(Value::Int),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::btree_map("[a-z_]{1,6}", inner, 0..5).prop_map(|map| Value::Object(Object(map))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in values()) {
            let bytes = value.write().unwrap();
            prop_assert_eq!(parse(&bytes), Ok(value));
        }

        #[test]
        fn other_readers_see_the_same_value(value in values()) {
            let bytes = value.write().unwrap();
            let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(Value::from_json(json), Ok(value));
        }

        #[test]
        fn whatever_is_taken_is_given_back_byte_for_byte(value in values(), place: prop::sample::Index, byte: u8) {
            let mut bytes = value.write().unwrap();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            if let Ok(read) = parse(&bytes) {
                prop_assert_eq!(read.write().unwrap(), bytes);
            }
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        let refused = [
            "",
            " 1",
            "1 ",
            "01",
            "-0",
            "+1",
            "1.0",
            "1e3",
            "null",
            "NaN",
            "tru",
            "[1, 2]",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":1}",
            "{\"a\" :1}",
            "{\"ä\":1}",
            "{\"\":1}",
            "{\"a b\":1}",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u000A\"",
            "\"\\n",
            "\"\\ud800\"",
            "\"\n\"",
            "\"a\"b",
            "9007199254740992",
            "-9007199254740992",
        ];
        for text in refused {
            assert!(parse(text.as_bytes()).is_err(), "{text} was taken");
        }
        assert!(parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn the_one_spelling_is_taken() {
        for text in
            ["0", "-1", "9007199254740991", "true", "\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\\u{7f}ä€\"", "[]", "{}", "[[],{}]"]
        {
            assert_eq!(parse(text.as_bytes()).and_then(|value| value.write()).as_deref(), Ok(text.as_bytes()));
        }
    }

    #[test]
    fn depth_has_an_end() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(deep(DEPTH).as_bytes()).is_ok());
        assert_eq!(parse(deep(DEPTH + 1).as_bytes()), Err(NotCanonical::Depth));
        assert_eq!(parse("[".repeat(1_000_000).as_bytes()), Err(NotCanonical::Depth));
    }

    #[test]
    fn what_has_no_canonical_form_is_not_written() {
        assert_eq!(Value::Int(1 << 53).write(), Err(NotCanonical::Number));
        assert_eq!(Value::from(Object::new().with("größe", 1_i64)).write(), Err(NotCanonical::Key));
        assert_eq!(Value::from_json(serde_json::json!([null])), Err(NotCanonical::Kind));
        assert_eq!(Value::from_json(serde_json::json!(1.5)), Err(NotCanonical::Kind));
        assert_eq!(Value::from_json(serde_json::json!(u64::MAX)), Err(NotCanonical::Number));
    }

    #[test]
    fn debug_shows_no_text() {
        let value = Value::from(Object::new().with("name", "Tomas Brandt"));
        assert_eq!(format!("{value:?}"), "{\"name\"}");
        assert_eq!(format!("{:?}", Value::from("Tomas Brandt")), "Text(12 bytes)");
    }
}
