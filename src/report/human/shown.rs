//! Text as a terminal shows it: made visible, measured in columns, and shortened in its middle.
//!
//! All text passes here before it is laid out; places in it move along.

use crate::report::Look;
use crate::report::visible::{push_escape, push_visible};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// So many marks may stand on one letter; more of them would run over the lines above and below.
const MARKS_ON_A_LETTER: usize = 2;

/// The text made visible for this look: without Unicode, all that is not ASCII is written out.
#[must_use]
pub fn show(text: &str, look: Look) -> String {
    show_places(text, &[], look).0
}

/// As [`show_places`] for a line of a policy, in which tabs are blanks like others.
#[must_use]
pub fn show_code(line: &str, places: &[Range<usize>], look: Look) -> (String, Vec<Range<usize>>) {
    if !line.contains('\t') {
        return show_places(line, places, look);
    }
    let wider = |at: usize| {
        let tabs = line.get(..at).map_or(0, |t| t.matches('\t').count());
        at + tabs * (TAB.len() - 1)
    };
    let places: Vec<_> = places
        .iter()
        .map(|p| wider(p.start)..wider(p.end))
        .collect();
    show_places(&line.replace('\t', TAB), &places, look)
}

const TAB: &str = "    ";

/// As [`show`], with the given byte ranges as they lie in what is shown.
#[must_use]
pub fn show_places(text: &str, places: &[Range<usize>], look: Look) -> (String, Vec<Range<usize>>) {
    let mut shown = String::with_capacity(text.len());
    let mut moved = vec![0..0; places.len()];
    let mut marks = MARKS_ON_A_LETTER;
    for (at, c) in text.char_indices() {
        let before = shown.len();
        marks = push_shown(&mut shown, c, marks, look);
        let ends = at + c.len_utf8();
        for (place, to) in places.iter().zip(&mut moved) {
            if place.start >= ends {
                *to = shown.len()..shown.len();
            } else if place.start >= at {
                to.start = before;
            }
            if place.end > at {
                to.end = shown.len();
            }
            to.end = to.end.max(to.start);
        }
    }
    (shown, moved)
}

/// Appends a character; tells how many marks now stand on the last letter.
fn push_shown(to: &mut String, c: char, marks: usize, look: Look) -> usize {
    if c.is_ascii() {
        push_visible(to, c);
        return 0;
    }
    if !look.unicode {
        match plain(c) {
            Some(plain) => to.push_str(plain),
            None => push_escape(to, c),
        }
        return 0;
    }
    if columns_of(c) == 0 && marks >= MARKS_ON_A_LETTER {
        push_escape(to, c);
        return MARKS_ON_A_LETTER;
    }
    push_visible(to, c);
    if columns_of(c) == 0 { marks + 1 } else { 0 }
}

/// What stands for our own typography where only ASCII can be shown.
fn plain(c: char) -> Option<&'static str> {
    match c {
        '…' => Some("..."),
        '·' | '–' | '—' => Some("-"),
        '’' | '‘' => Some("'"),
        '“' | '”' => Some("\""),
        '×' => Some("x"),
        '→' => Some("->"),
        '≤' => Some("<="),
        '≥' => Some(">="),
        _ => None,
    }
}

/// How many columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// What stands where something was left out.
#[must_use]
pub fn dots(look: Look) -> &'static str {
    if look.unicode { "…" } else { "..." }
}

/// The longest beginning of a text that takes at most so many columns, in bytes.
#[must_use]
pub fn head(text: &str, most: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += columns_of(c);
        if taken > most {
            return at;
        }
    }
    text.len()
}

/// Where the longest end of a text begins that takes at most so many columns, in bytes.
#[must_use]
pub fn tail(text: &str, most: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices().rev() {
        taken += columns_of(c);
        if taken > most {
            return at + c.len_utf8();
        }
    }
    0
}

/// The bytes to leave out of a text's middle so that it takes at most so many columns, dots included.
#[must_use]
pub fn middle(text: &str, most: usize, look: Look) -> Option<Range<usize>> {
    if columns(text) <= most {
        return None;
    }
    let room = most.saturating_sub(columns(dots(look)));
    let from = head(text, room.div_ceil(2));
    let to = tail(text, room / 2);
    Some(from..to.max(from))
}

/// The text in at most so many columns, shortened in its middle.
#[must_use]
pub fn shorten(text: &str, most: usize, look: Look) -> String {
    match middle(text, most, look) {
        None => text.to_owned(),
        Some(out) => {
            let before = text.get(..out.start).unwrap_or("");
            let behind = text.get(out.end..).unwrap_or("");
            format!("{before}{}{behind}", dots(look))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNICODE: Look = Look::PLAIN;
    const ASCII: Look = Look {
        unicode: false,
        ..Look::PLAIN
    };

    #[test]
    fn places_move_along_with_what_is_written_out() {
        let text = "a\u{1b}b簿c";
        let places = [0..1, 1..2, 2..3, 3..6, 7..7];
        let (shown, moved) = show_places(text, &places, UNICODE);
        assert_eq!(shown, "a\\u{1b}b簿c");
        let texts: Vec<_> = moved
            .iter()
            .map(|p| shown.get(p.clone()).unwrap())
            .collect();
        assert_eq!(texts, ["a", "\\u{1b}", "b", "簿", ""]);
        assert_eq!(moved[4], shown.len()..shown.len());
    }

    #[test]
    fn without_unicode_all_is_ascii() {
        assert_eq!(show("né … · 簿", ASCII), "n\\u{e9} ... - \\u{7c3f}");
    }

    #[test]
    fn no_more_than_two_marks_stand_on_a_letter() {
        assert_eq!(
            show("e\u{301}\u{302}\u{303}x", UNICODE),
            "e\u{301}\u{302}\\u{303}x"
        );
        assert_eq!(show("\u{301}x", UNICODE), "\\u{301}x");
    }

    #[test]
    fn middles_are_left_out_by_columns() {
        assert_eq!(shorten("abcdefgh", 8, UNICODE), "abcdefgh");
        assert_eq!(shorten("abcdefgh", 5, UNICODE), "ab…gh");
        assert_eq!(shorten("名簿名簿名簿", 7, UNICODE), "名…簿");
        assert_eq!(shorten("abcdefgh", 6, ASCII), "ab...h");
        assert_eq!(shorten("abc", 0, UNICODE), "…");
    }
}
