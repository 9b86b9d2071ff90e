//! Sizes and white space.

use super::{File, Finding};

/// No Rust file is longer than this.
const LONGEST_RUST: usize = 400;
/// The map of the house is read in one sitting.
const LONGEST_MAP: usize = 200;

/// Long files, trailing white space, tabs in Rust, missing or surplus final newlines.
pub(super) fn form(file: &File<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = file.lines().filter_map(|(line, text)| white_space(file, line, text)).collect();
    let lines = file.text.lines().count();
    let limit = match file.path {
        "ARCHITECTURE.md" => LONGEST_MAP,
        // Samples of pages are long lists of data, and have no second idea.
        path if path.contains("/samples/") => usize::MAX,
        _ if file.extension() == "rs" => LONGEST_RUST,
        _ => usize::MAX,
    };
    if limit < lines {
        found.push(Finding::new(lines, "form", format!("{lines} lines; {limit} at most")));
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        found.push(Finding::new(lines, "form", "no newline at the end"));
    }
    let is_data = file.extension() == "txt"; // a signed note ends as it was signed
    if file.text.ends_with("\n\n") && !is_data {
        found.push(Finding::new(lines, "form", "empty lines at the end"));
    }
    found
}

fn white_space(file: &File<'_>, line: usize, text: &str) -> Option<Finding> {
    if text.ends_with([' ', '\t']) || text.ends_with('\r') {
        return Some(Finding::new(line, "form", "white space at the end of the line"));
    }
    (file.extension() == "rs" && text.contains('\t')).then(|| Finding::new(line, "form", "a tab in Rust"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn white_space_at_the_end_and_tabs_are_found() {
        assert_eq!(broken("a.md", "one \ntwo\nthree\t"), [("form", 1), ("form", 3)]);
        assert_eq!(broken("a/tests/b.rs", "\tlet a = 1;"), [("form", 1)]);
        assert_eq!(broken("a.md", "a\tb"), []);
    }

    #[test]
    fn a_file_ends_with_one_newline() {
        assert_eq!(form(&File { path: "a.md", text: "one" }).len(), 1);
        assert_eq!(form(&File { path: "a.md", text: "one\n\n" }).len(), 1);
        assert_eq!(form(&File { path: "a.md", text: "one\n" }).len(), 0);
        assert_eq!(form(&File { path: "a.txt", text: "one\n\n" }).len(), 0);
        assert_eq!(form(&File { path: "empty", text: "" }).len(), 0);
    }

    #[test]
    fn long_files_are_found() {
        assert_eq!(broken("a/tests/b.rs", &"// a\n".repeat(399)), [("form", 400)]);
        assert_eq!(broken("a/tests/b.rs", &format!("{}// b", "// a\n".repeat(399))), []);
        assert_eq!(broken("a/tests/b.rs", &format!("{}// b", "// a\n".repeat(400))), [("form", 401)]);
        assert_eq!(broken("ARCHITECTURE.md", &format!("{}a", "a\n".repeat(200))), [("form", 201)]);
        assert_eq!(broken("docs/other.md", &format!("{}a", "a\n".repeat(900))), []);
    }
}
