//! The frame of a log's record: the fields that matter with their keys, all else left out.
//!
//! What no source maps is never shown: it may be the very addresses that leaked.

use super::frame::{Frame, Line};
use super::piece::{Between, Mark, Piece};
use super::shown::{columns, dots, middle, shorten, show, show_places};
use crate::event::FieldId;
use crate::finding::{Excerpt, LogPlace};
use crate::report::Look;
use crate::report::place::within;
use std::ops::Range;

/// Shown whatever else matters: who took what, and how much.
const WHO_AND_WHAT: [FieldId; 3] = [FieldId::ACTOR, FieldId::LIST, FieldId::ROWS];
/// A key takes at most so many columns, a value so many, on a wide terminal too.
const KEY: usize = 24;
const VALUE: usize = 64;
/// Left of the values and right of them: the gutter, and dots on both sides.
const AROUND: usize = 14;

/// The frame, if there is anything to show; `matters` are the fields that the rules looked at.
#[must_use]
pub fn frame(
    place: &LogPlace,
    excerpt: &Excerpt,
    matters: &[FieldId],
    look: Look,
) -> Option<Frame> {
    let stretches = stretches(excerpt, matters);
    let first = excerpt.labels.iter().map(|(at, _)| at.start).min();
    let first = first.or_else(|| stretches.first().map(|s| s.start))?;
    let (line, column) = within(place, Some(excerpt), first);
    let pieces = stretches.iter().map(|at| piece(excerpt, at, look));
    Some(Frame {
        name: place.file.clone(),
        line,
        column,
        about: String::new(),
        lines: vec![Line {
            number: None,
            pieces: pieces.collect(),
            between: Between::Gaps,
        }],
    })
}

/// The labelled stretches, who took what, and the fields that matter, in order; those that overlap as one.
fn stretches(excerpt: &Excerpt, matters: &[FieldId]) -> Vec<Range<usize>> {
    let which: Vec<FieldId> = matters.iter().copied().chain(WHO_AND_WHAT).collect();
    let labelled = excerpt
        .labels
        .iter()
        .map(|(at, _)| whole(&excerpt.text, at));
    let mut all: Vec<Range<usize>> = labelled.collect();
    all.extend(fields(excerpt, &which));
    joined(all)
}

fn fields(excerpt: &Excerpt, which: &[FieldId]) -> Vec<Range<usize>> {
    let fields = excerpt.fields.iter();
    let fields = fields.filter(|(id, _)| which.contains(id));
    joined(fields.map(|(_, at)| whole(&excerpt.text, at)).collect())
}

fn joined(mut all: Vec<Range<usize>>) -> Vec<Range<usize>> {
    all.sort_by_key(|at| (at.start, at.end));
    all.dedup_by(|later, first| {
        let one = later.start < first.end || later == first;
        if one {
            first.end = first.end.max(later.end);
        }
        one
    });
    all
}

/// A range of whole characters within the text.
fn whole(text: &str, at: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(at.start.min(text.len()));
    let end = text.ceil_char_boundary(at.end.min(text.len()));
    start..end.max(start)
}

/// `"key":value`, both shortened where they are long, with the labels of the value.
fn piece(excerpt: &Excerpt, at: &Range<usize>, look: Look) -> Piece {
    let key = match key(&excerpt.text, at.start) {
        "" => String::new(),
        key => format!("{}:", shorten(&show(key, look), KEY, look)),
    };
    let room = look.width.saturating_sub(AROUND + columns(&key)).min(VALUE);
    let labels = excerpt.labels.iter();
    let within: Vec<(Range<usize>, &str)> = labels
        .map(|(place, words)| (whole(&excerpt.text, place), words.as_str()))
        .filter(|(place, _)| at.start <= place.start && place.end <= at.end)
        .map(|(place, words)| (place.start - at.start..place.end - at.start, words))
        .collect();
    let places: Vec<Range<usize>> = within.iter().map(|(place, _)| place.clone()).collect();
    let value = excerpt.text.get(at.clone()).unwrap_or("");
    let (value, places) = show_places(value, &places, look);
    let marks = places
        .into_iter()
        .zip(&within)
        .map(|(at, (_, words))| Mark {
            at,
            label: show(words, look),
        });
    let mut piece = Piece {
        text: value,
        lead: 0,
        marks: marks.collect(),
    };
    if let Some(out) = middle(&piece.text, room, look) {
        piece.replace(out, dots(look));
    }
    piece.led_by(&key)
}

/// The key before a value, as a JSON object has it, without its colon; empty where there is none.
fn key(text: &str, value: usize) -> &str {
    let before = text.get(..value).unwrap_or("");
    let Some(quoted) = before.trim_end().strip_suffix(':').map(str::trim_end) else {
        return "";
    };
    let Some(inner) = quoted.strip_suffix('"') else {
        return "";
    };
    let opening = inner.rmatch_indices('"').find(|(at, _)| {
        let slashes = inner.get(..*at).unwrap_or("");
        (slashes.len() - slashes.trim_end_matches('\\').len()).is_multiple_of(2)
    });
    opening.map_or("", |(at, _)| quoted.get(at..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys_stand_before_their_values() {
        for (text, value, expected) in [
            (r#"{"rows":1}"#, 8, r#""rows""#),
            (r#"{"a\"b" : 1}"#, 10, r#""a\"b""#),
            (r#"{"\\":1}"#, 6, r#""\\""#),
            (r#"["x","y"]"#, 5, ""),
            ("a,b,c", 2, ""),
            (r#"{"n":{"rows": 1}}"#, 14, r#""rows""#),
            ("\":1", 2, ""),
        ] {
            assert_eq!(key(text, value), expected, "{text}");
        }
    }
}
