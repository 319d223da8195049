//! Running text broken into lines that fit, with an indent for the first and one for the others.

use super::shown::{columns, head};

/// Lines of at most `width` columns, indents included. A line end in the text stays one; words that
/// are wider than a line are broken. Blanks at the beginning of a line of the text are kept.
#[must_use]
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let indent = if lines.is_empty() { first } else { rest };
        wrap_one(part, width, indent, rest, &mut lines);
    }
    lines
}

fn wrap_one(text: &str, width: usize, first: &str, rest: &str, lines: &mut Vec<String>) {
    let (blanks, left) = text.split_at_checked(blanks(text)).unwrap_or(("", text));
    let mut left = left.trim_start_matches(' ');
    let mut line = format!("{first}{blanks}");
    loop {
        let room = width.saturating_sub(columns(&line)).max(1);
        let (now, later) = cut(left, room);
        line.push_str(now);
        lines.push(line.trim_end().to_owned());
        left = later.trim_start_matches(' ');
        if left.is_empty() {
            return;
        }
        line = rest.to_owned();
    }
}

/// Where the words of a line begin; more blanks than an indent would need are not taken for one.
fn blanks(text: &str) -> usize {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    if blanks > DEEPEST_INDENT { 0 } else { blanks }
}

const DEEPEST_INDENT: usize = 16;

/// What fits into so many columns, at a blank if there is one, and what is left; never nothing.
fn cut(text: &str, room: usize) -> (&str, &str) {
    let fits = head(text, room);
    if fits == text.len() {
        return (text, "");
    }
    let (now, later) = text.split_at_checked(fits).unwrap_or((text, ""));
    let whole_words = if later.starts_with(' ') {
        Some(fits)
    } else {
        now.rfind(' ').filter(|n| *n > 0)
    };
    let first_char = text.chars().next().map_or(0, char::len_utf8);
    let at = whole_words.unwrap_or(fits).max(first_char);
    text.split_at_checked(at).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_blanks_and_within_what_is_too_wide() {
        assert_eq!(wrap("one two three", 9, "", "  "), ["one two", "  three"]);
        assert_eq!(wrap("abcdefgh", 4, "", " "), ["abcd", " efg", " h"]);
        assert_eq!(wrap("one\ntwo", 9, "- ", "  "), ["- one", "  two"]);
        assert_eq!(wrap("a\n  b", 9, "", ""), ["a", "  b"]);
        assert_eq!(wrap("", 9, "", ""), [""]);
        assert_eq!(wrap("名簿名", 4, "", ""), ["名簿", "名"]);
    }
}
