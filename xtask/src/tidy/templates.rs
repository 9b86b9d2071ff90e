//! Templates: everything is escaped, and nothing stands inline that the content security policy would refuse.

use super::{File, Finding};

/// Unescaped values, inline styles, inline scripts, inline handlers.
pub(super) fn templates(file: &File<'_>) -> Vec<Finding> {
    if !file.path.contains("/templates/") || !matches!(file.extension(), "html" | "svg" | "xml" | "txt") {
        return Vec::new();
    }
    file.lines().filter_map(|(line, text)| fault(text).map(|why| Finding::new(line, "template", why))).collect()
}

fn fault(line: &str) -> Option<&'static str> {
    let line = line.to_lowercase();
    let tight: String = line.chars().filter(|letter| !letter.is_whitespace()).collect();
    if tight.contains("|safe") || tight.contains("escape(\"none\")") || tight.contains("{%autoescape") {
        return Some("a value is not escaped");
    }
    if line.contains(" style=") || line.contains("<style") {
        return Some("styles stand in web/assets");
    }
    if line.match_indices("<script").any(|(at, _)| !tag(&line, at).contains(" src=")) {
        return Some("scripts stand in web/assets");
    }
    if line.contains("javascript:")
        || line.match_indices(" on").any(|(at, _)| is_handler(line.get(at + 3..).unwrap_or_default()))
    {
        return Some("behaviour stands in web/assets");
    }
    None
}

fn tag(line: &str, at: usize) -> &str {
    let rest = line.get(at..).unwrap_or_default();
    rest.split('>').next().unwrap_or_default()
}

/// What follows ` on` is the rest of a handler's name and its `=`.
fn is_handler(rest: &str) -> bool {
    let name: usize = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    3 <= name && rest.get(name..).is_some_and(|rest| rest.starts_with("=\"") || rest.starts_with("='"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;

    fn found(text: &str) -> usize {
        broken("web/templates/a.html", text).len()
    }

    #[test]
    fn unescaped_and_inline_things_are_found() {
        assert_eq!(found("<p>{{ note|safe }}</p>"), 1);
        assert_eq!(found("<p>{{ note | safe }}</p>"), 1);
        assert_eq!(found("<p style=\"color: red\">"), 1);
        assert_eq!(found("<style>p { }</style>"), 1);
        assert_eq!(found("<button onclick=\"go()\">"), 1);
        assert_eq!(found("<a href=\"javascript:go()\">"), 1);
        assert_eq!(found("<script>go()</script>"), 1);
    }

    #[test]
    fn what_comes_from_files_is_left_alone() {
        assert_eq!(found("<script type=\"module\" src=\"{{ asset }}\"></script>"), 0);
        assert_eq!(found("{% if one == two %}<p class=\"style\">a note on=1</p>"), 0);
        assert_eq!(broken("docs/a.html", "<style>"), []);
    }
}
