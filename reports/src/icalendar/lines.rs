//! Content lines: folded at 75 octets, ended by CR LF (RFC 5545, 3.1).

use std::borrow::Cow;

/// How many octets a line has at most, without its end.
const WIDTH: usize = 75;

/// The lines so far.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line whose value needs no escaping: codes, numbers, times.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A line whose value is text that somebody wrote.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.fold(&format!("{name}:{}", escaped(text)));
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    fn fold(&mut self, line: &str) {
        let mut used = 0;
        for letter in line.chars() {
            if WIDTH < used + letter.len_utf8() {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(letter);
            used += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Text as a value (RFC 5545, 3.3.11). Of control characters only the end of a line can be said.
fn escaped(text: &str) -> String {
    let letter = |letter: char| -> Cow<'static, str> {
        match letter {
            '\\' => "\\\\".into(),
            ';' => "\\;".into(),
            ',' => "\\,".into(),
            '\n' => "\\n".into(),
            letter if letter.is_control() => "".into(),
            letter => letter.to_string().into(),
        }
    };
    text.chars().map(letter).collect()
}
