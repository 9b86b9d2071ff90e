//! SQL is written out, never put together: values are parameters, and what varies is an enum that picks a whole text.

use super::{File, Finding};

const MACROS: [&str; 4] = ["format!(", "write!(", "writeln!(", "format_args!("];

/// SQL inside `format!` and its kin, or joined with `+`.
pub(super) fn sql(file: &File<'_>) -> Vec<Finding> {
    if file.extension() != "rs" {
        return Vec::new();
    }
    let calls = MACROS.iter().flat_map(|name| file.text.match_indices(name));
    let formatted = calls.filter(|(at, name)| is_sql(call(file.text.get(at + name.len()..).unwrap_or_default())));
    let joined = file.text.match_indices("\" + ").filter(|(at, _)| is_sql(line_at(file.text, *at)));
    let mut starts: Vec<usize> = formatted.chain(joined).map(|(at, _)| at).collect();
    starts.sort_unstable();
    let line = |at: usize| file.text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let found = starts.into_iter().map(line);
    found
        .map(|line| Finding::new(line, "sql", "SQL put together from pieces; write it out and bind the values"))
        .collect()
}

/// The arguments of a call, up to the bracket that closes it.
fn call(text: &str) -> &str {
    let mut open = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

/// Whether words stand in it as only a statement has them.
fn is_sql(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let follows = |first: &str, then: &str| {
        let at = words.iter().position(|word| *word == first);
        at.is_some_and(|at| words.iter().skip(at + 1).any(|word| *word == then))
    };
    let next = |first: &str, then: &str| words.windows(2).any(|pair| pair == [first, then]);
    follows("select", "from") || next("insert", "into") || next("delete", "from") || follows("update", "set")
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;

    fn found(text: &str) -> Vec<(&'static str, usize)> {
        broken("store/tests/a.rs", text)
    }

    #[test]
    fn sql_put_together_is_found() {
        assert_eq!(found("let q = format!(\"SELECT a FROM {table}\");"), [("sql", 1)]);
        assert_eq!(found("a();\nlet q = format!(\n    \"delete\n     from {t}\"\n);"), [("sql", 2)]);
        assert_eq!(found("let q = \"insert into a values (\" + &list + \")\";"), [("sql", 1)]);
        assert_eq!(found("write!(q, \"update a set b = {b}\")?;"), [("sql", 1)]);
    }

    #[test]
    fn sql_written_out_and_other_texts_are_left_alone() {
        assert_eq!(found("tx.exec(\"insert into a values ($1)\", vals![name]);"), []);
        assert_eq!(found("let m = format!(\"{n} cases; select one\"); let q = \"select a from b\";"), []);
        assert_eq!(found("let m = \"one\" + &two;"), []);
    }
}
