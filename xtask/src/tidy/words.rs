//! Words that must not stand in the tree: marks of unfinished work, names of tools and places that are nobody's business, and addresses.

use super::{File, Finding};

/// Marks of unfinished work, as whole words.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
/// Phrases of unfinished work, in any case.
const PHRASES: [&str; 4] =
    [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("coming ", "soon"), concat!("lorem ", "ipsum")];
/// Tools that leave their name behind, as whole words in any case.
const TOOLS: [&str; 8] = [
    concat!("cla", "ude"),
    concat!("anth", "ropic"),
    concat!("open", "ai"),
    concat!("chat", "gpt"),
    concat!("co", "pilot"),
    concat!("gem", "ini"),
    concat!("co", "dex"),
    concat!("ll", "m"),
];
/// Hosts of package registries, in any case.
const HOSTS: [&str; 6] = [
    concat!("npm", "js."),
    concat!("py", "pi.org"),
    concat!("pythonhosted", ".org"),
    concat!("crates", ".io"),
    concat!("deb.debian", ".org"),
    concat!("rust-lang", ".org"),
];
/// Folders of somebody's machine.
const PLACES: [&str; 2] = [concat!("/wo", "rk/"), concat!("/tmp/", "brief")];
/// Ways to leave a browser test out.
const LEFT_OUT: [&str; 4] = [".only(", ".skip(", ".fixme(", ".fail("];
/// An address that is a name: nothing is fetched from it.
const NAMESPACES: &str = "http://www.w3.org/";

/// Unfinished work, tools, hosts, places, and browser tests that are left out.
pub(super) fn words(file: &File<'_>) -> Vec<Finding> {
    if is_lock(file.path) {
        return Vec::new();
    }
    let mut found: Vec<Finding> = file.lines().filter_map(|(line, text)| fault(file, line, text)).collect();
    if TOOLS.iter().any(|tool| has_word(&file.path.to_lowercase(), tool)) {
        found.push(Finding::new(1, "word", "the name of the file names a tool"));
    }
    found
}

fn fault(file: &File<'_>, line: usize, text: &str) -> Option<Finding> {
    let lower = text.to_lowercase();
    if UNFINISHED.iter().any(|word| has_word(text, word)) || PHRASES.iter().any(|phrase| lower.contains(phrase)) {
        return Some(Finding::new(line, "unfinished", "finish it, or file an issue and say nothing here"));
    }
    if file.path.starts_with("e2e/") && file.extension() == "ts" && LEFT_OUT.iter().any(|way| text.contains(way)) {
        return Some(Finding::new(line, "ignored", "a test runs or is deleted"));
    }
    if TOOLS.iter().any(|tool| has_word(&lower, tool)) || HOSTS.iter().any(|host| lower.contains(host)) {
        return Some(Finding::new(line, "word", "a tool or host that is not part of the project"));
    }
    let place = |place: &&str| text.match_indices(*place).any(|(at, _)| begins_a_path(text, at));
    PLACES.iter().any(place).then(|| Finding::new(line, "word", "a folder of somebody's machine"))
}

/// Addresses in what the browser loads: everything comes from the server itself.
pub(super) fn addresses(file: &File<'_>) -> Vec<Finding> {
    if !file.path.starts_with("web/assets/") {
        return Vec::new();
    }
    let foreign = |text: &str| {
        let text = text.replace(NAMESPACES, "");
        text.contains("http://") || text.contains("https://")
    };
    let found = file.lines().filter(|(_, text)| foreign(text));
    found.map(|(line, _)| Finding::new(line, "address", "nothing is loaded from elsewhere")).collect()
}

/// Lock files name registries and hashes; they are written by tools.
fn is_lock(path: &str) -> bool {
    path == "Cargo.lock" || path.ends_with("package-lock.json")
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(is_word_letter) && !after.is_some_and(is_word_letter)
    })
}

fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn begins_a_path(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|it| it.chars().next_back());
    !before.is_some_and(|letter| is_word_letter(letter) || matches!(letter, '.' | '-' | '}' | '*'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(broken("a.md", &format!("{}: more", concat!("TO", "DO"))), [("unfinished", 1)]);
        assert_eq!(broken("a.html", concat!("<p>Coming ", "soon</p>")), [("unfinished", 1)]);
        assert_eq!(broken("a/tests/b.rs", concat!("todo", "!()")), [("unfinished", 1)]);
        assert_eq!(broken("a.md", concat!("mktemp a.XXX", "XXX and todos")), []);
    }

    #[test]
    fn tools_hosts_and_places_are_found() {
        assert_eq!(broken("a.md", concat!("made with Chat", "GPT")), [("word", 1)]);
        assert_eq!(broken(concat!("CLA", "UDE.md"), "a"), [("word", 1)]);
        assert_eq!(broken(".npmrc", concat!("registry=https://registry.npm", "js.org/")), [("word", 1)]);
        assert_eq!(broken("a.md", concat!("see /wo", "rk/main")), [("word", 1)]);
        assert_eq!(broken("a.md", concat!("see net/wo", "rk/main and docs/wo", "rk/")), []);
        assert_eq!(broken("Cargo.lock", concat!("crates", ".io")), []);
    }

    #[test]
    fn browser_tests_are_not_left_out() {
        assert_eq!(broken("e2e/tests/a.spec.ts", "test.only('a', () => {});"), [("ignored", 1)]);
        assert_eq!(broken("domain/tests/a.rs", "list.iter().skip(1)"), []);
    }

    #[test]
    fn nothing_that_the_browser_loads_comes_from_elsewhere() {
        assert_eq!(broken("web/assets/a.js", "import 'https://example.org/a.js';"), [("address", 1)]);
        assert_eq!(broken("web/assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">"), []);
        assert_eq!(broken("docs/a.md", "https://example.org"), []);
    }
}
