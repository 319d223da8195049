//! Text that cannot lie: what a terminal would obey, hide or reorder is written out as an escape.
//!
//! Knows nothing of widths and lines.

use std::fmt::Write;

/// The text with control characters, bidirectional marks and invisible characters written out.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    text.chars().for_each(|c| push_visible(&mut seen, c));
    seen
}

/// Appends a character, or its escape (`\n`, `\u{1b}`).
pub fn push_visible(to: &mut String, c: char) {
    match c {
        '\n' => to.push_str("\\n"),
        '\r' => to.push_str("\\r"),
        '\t' => to.push_str("\\t"),
        _ if is_treacherous(c) => push_escape(to, c),
        _ => to.push(c),
    }
}

/// Appends the escape of a character.
pub fn push_escape(to: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(to, "\\u{{{:x}}}", u32::from(c));
}

/// Whether a terminal would obey it (controls), show nothing for it, or change the order or the
/// look of what stands beside it.
#[must_use]
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || INVISIBLE
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&c))
}

/// Unicode's default-ignorable characters, its line separators, and what looks like a blank but is none.
const INVISIBLE: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_or_hide_is_written_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("x\u{202e}y\u{200b}z"), "x\\u{202e}y\\u{200b}z");
        assert_eq!(
            visible("one\r\ntwo\t\u{7f}\u{9b}"),
            "one\\r\\ntwo\\t\\u{7f}\\u{9b}"
        );
        assert_eq!(visible("né 名簿"), "né 名簿");
    }
}
