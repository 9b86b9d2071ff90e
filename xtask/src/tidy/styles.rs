//! Styles: colours and sizes have names, and the names are given in `tokens.css` alone.

use super::{File, Finding};

const COLOURS: [&str; 9] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch("];
/// Hairlines and dots are drawn in pixels; distances are not.
const FINEST: f64 = 16.0;

/// Colours and distances written out in a component's style sheet.
pub(super) fn styles(file: &File<'_>) -> Vec<Finding> {
    if file.extension() != "css" || file.path.ends_with("tokens.css") {
        return Vec::new();
    }
    file.lines().filter_map(|(line, text)| fault(text).map(|why| Finding::new(line, "colour", why))).collect()
}

fn fault(line: &str) -> Option<&'static str> {
    // what stands before a bracket is a selector or a media query, and may have a colon of its own
    let media = line.trim_start().starts_with('@');
    let declarations = line.split(['}', ';']).map(|piece| piece.rsplit('{').next().unwrap_or_default());
    let values = declarations.map(|it| it.split_once(':').map_or(it, |(_, value)| value));
    for value in values.filter(|value| !media && !value.trim_end().ends_with(',')) {
        if has_hex_colour(value) || COLOURS.iter().any(|colour| calls(value, colour)) {
            return Some("a colour; give it a name in tokens.css");
        }
        if has_distance(value) {
            return Some("a distance in pixels; use the grid of tokens.css");
        }
    }
    None
}

fn calls(value: &str, function: &str) -> bool {
    value
        .match_indices(function)
        .any(|(at, _)| !value.get(..at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric()))
}

fn has_hex_colour(value: &str) -> bool {
    value.split('#').skip(1).any(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let ends = rest.chars().nth(digits).is_none_or(|c| !(c.is_alphanumeric() || c == '-' || c == '_'));
        ends && matches!(digits, 3 | 4 | 6 | 8)
    })
}

fn has_distance(value: &str) -> bool {
    value.match_indices("px").any(|(at, _)| {
        let before = value.get(..at).unwrap_or_default();
        let start = before.rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |at| at + 1);
        before.get(start..).and_then(|number| number.parse::<f64>().ok()).is_some_and(|number| FINEST <= number)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;

    fn found(text: &str) -> usize {
        broken("web/assets/components/a.css", text).len()
    }

    #[test]
    fn colours_and_distances_are_found() {
        assert_eq!(found("  color: #fff;"), 1);
        assert_eq!(found(".a { background: #12345678 }"), 1);
        assert_eq!(found("  color: rgb(1 2 3);"), 1);
        assert_eq!(found("    linear-gradient(var(--ink), #fff);"), 1);
        assert_eq!(found("  padding: 24px;"), 1);
    }

    #[test]
    fn names_hairlines_and_selectors_are_left_alone() {
        assert_eq!(found("  color: var(--ink); border: 1px solid var(--rule);"), 0);
        assert_eq!(found("a:hover #face,"), 0);
        assert_eq!(found("a:hover #face { color: var(--ink); }"), 0);
        assert_eq!(found("  fill: url(#shade-of-it);"), 0);
        assert_eq!(found("@media (min-width: 768px) {"), 0);
        assert_eq!(found("  inline-size: calc(100% - 4px);"), 0);
        assert_eq!(broken("web/assets/tokens.css", "--ink: #111;"), []);
    }
}
