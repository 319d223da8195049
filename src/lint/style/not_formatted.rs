//! `not-formatted`: a file that `exeat fmt` would change.

use crate::diag::Diagnostic;
use crate::lint::{Checked, Input, Lint};
use crate::syntax::print;
use crate::text::Span;

/// Every file that is not in canonical form, at the first place that would change.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let files = input.files.iter();
    files.filter_map(|file| unformatted(file, lint)).collect()
}

fn unformatted(file: &Checked<'_>, lint: &'static Lint) -> Option<Diagnostic> {
    let (found, canonical) = (&file.source.text, print(file.tree, file.source));
    if *found == canonical {
        return None;
    }
    let (start, end) = difference(found, &canonical);
    let whole = Span {
        source: file.source.id,
        start: 0,
        end: u32::try_from(found.len()).unwrap_or(u32::MAX),
    };
    let place = whole.part(start, found.len().saturating_sub(end));
    let new = canonical.get(start..canonical.len().saturating_sub(end))?;
    let message = "`exeat fmt` would write this file otherwise";
    let diagnostic = lint
        .diagnostic(message)
        .label(first_line(place, found), "from here");
    Some(diagnostic.safe_fix("format the file", vec![(place, new.to_owned())]))
}

/// How many bytes two different texts share at their beginning, and behind that at their end.
fn difference(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let start = one.chars().zip(other.chars()).take_while(same);
    let start = start.map(|(c, _)| c.len_utf8()).sum();
    let (one, other) = (one.get(start..), other.get(start..));
    let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
    let end = one.chars().rev().zip(other.chars().rev()).take_while(same);
    (start, end.map(|(c, _)| c.len_utf8()).sum())
}

fn first_line(place: Span, text: &str) -> Span {
    let inside = text.get(place.range()).unwrap_or_default();
    let line = inside.split_inclusive('\n').next().unwrap_or_default();
    place.part(0, line.trim_end_matches(['\n', '\r']).len())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_difference_of_two_texts_lies_between_what_they_share() {
        for (one, other, expected) in [
            ("a b", "a  b", (2, 1)),
            ("aaa", "aa", (2, 0)),
            ("é", "è", (0, 0)),
            ("xéy", "xy", (1, 1)),
            ("", "a", (0, 0)),
        ] {
            assert_eq!(difference(one, other), expected, "{one} {other}");
        }
    }
}
