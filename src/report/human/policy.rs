//! Frames of policy texts: for each file one, with the lines that labels stand on and no others.

use super::frame::{Frame, Line};
use super::piece::{Between, Mark, Piece};
use super::shown::{show, show_code};
use crate::report::Look;
use crate::text::{Source, SourceId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch over more lines than these is shown by its first line alone.
const MOST_LINES: usize = 4;

/// One frame a file, in the order in which the labels name the files; each header tells the place of
/// the file's first label.
#[must_use]
pub fn frames(sources: &Sources, labels: &[(Span, String)], look: Look) -> Vec<Frame> {
    let mut files: Vec<SourceId> = Vec::new();
    for (span, _) in labels {
        if !files.contains(&span.source) {
            files.push(span.source);
        }
    }
    let of = |id: &SourceId| frame(sources.get(*id)?, labels, look);
    files.iter().filter_map(of).collect()
}

fn frame(source: &Source, labels: &[(Span, String)], look: Look) -> Option<Frame> {
    let labels = labels.iter().filter(|(span, _)| span.source == source.id);
    let starts = line_starts(&source.text);
    let (first, _) = labels.clone().next()?;
    let (line, column) = source.line_column(first.start);
    let mut by_line: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    for (span, words) in labels {
        for (line, mark) in marks(source, &starts, *span, &show(words, look)) {
            by_line.entry(line).or_default().push(mark);
        }
    }
    let lines = by_line.into_iter().map(|(n, marks)| Line {
        number: Some(wide(n + 1)),
        pieces: pieces(line_text(&source.text, &starts, n).1, &marks, look),
        between: Between::Nothing,
    });
    Some(Frame {
        name: source.name.clone(),
        line: wide(line),
        column: wide(column),
        about: String::new(),
        lines: lines.collect(),
    })
}

fn line_starts(text: &str) -> Vec<usize> {
    let after = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}

/// A line with its first byte, without its end, and without the byte-order mark of the first.
fn line_text<'a>(text: &'a str, starts: &[usize], n: usize) -> (usize, &'a str) {
    let start = starts.get(n).copied().unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    let line = line.strip_suffix('\r').unwrap_or(line);
    match line.strip_prefix('\u{feff}') {
        Some(behind) if n == 0 => (line.len() - behind.len(), behind),
        _ => (start, line),
    }
}

/// A label's stretch on each of its lines, in bytes of the line; the words stand under the last.
fn marks(source: &Source, starts: &[usize], span: Span, words: &str) -> Vec<(usize, Mark)> {
    let range = span.range();
    let line_of = |at: usize| {
        starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    };
    let first = line_of(range.start);
    let last = line_of(range.end.saturating_sub(1).max(range.start));
    let shown = if last - first < MOST_LINES {
        first..last + 1
    } else {
        first..first + 1
    };
    let mut marks: Vec<(usize, Mark)> = shown
        .filter_map(|n| {
            let (start, line) = line_text(&source.text, starts, n);
            let at = on_line(line, start, &range)?;
            let label = String::new();
            Some((n, Mark { at, label }))
        })
        .collect();
    if let Some((_, mark)) = marks.last_mut() {
        words.clone_into(&mut mark.label);
    }
    marks
}

/// What of a stretch lies on a line, without the blanks around it; none if that is nothing.
fn on_line(line: &str, start: usize, range: &Range<usize>) -> Option<Range<usize>> {
    let at = |n: usize| n.saturating_sub(start).min(line.len());
    let from = line.floor_char_boundary(at(range.start));
    let to = line.ceil_char_boundary(at(range.end)).max(from);
    let text = line.get(from..to)?;
    if range.is_empty() || range.start >= start + line.len() {
        return Some(from..to);
    }
    let from = from + (text.len() - text.trim_start().len());
    let to = from + text.trim().len();
    (from < to).then_some(from..to)
}

/// A line cut behind each group of marks that overlap.
fn pieces(line: &str, marks: &[Mark], look: Look) -> Vec<Piece> {
    let places: Vec<Range<usize>> = marks.iter().map(|mark| mark.at.clone()).collect();
    let (text, places) = show_code(line, &places, look);
    let mut marks: Vec<Mark> = places
        .into_iter()
        .zip(marks)
        .map(|(at, mark)| Mark {
            at,
            label: mark.label.clone(),
        })
        .collect();
    marks.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut done = 0;
    let mut marks = marks.into_iter().peekable();
    while let Some(mark) = marks.next() {
        let from = mark.at.start;
        let mut to = mark.at.end;
        let mut group = vec![mark];
        while let Some(next) = marks.next_if(|next| next.at.start < to) {
            to = to.max(next.at.end);
            group.push(next);
        }
        pieces.push(piece(&text, done..to, from, group));
        done = to;
    }
    if done < text.trim_end().len() {
        pieces.push(piece(&text, done..text.len(), text.len(), Vec::new()));
    }
    pieces
}

fn piece(text: &str, at: Range<usize>, first_mark: usize, marks: Vec<Mark>) -> Piece {
    let marks = marks.into_iter().map(|mark| Mark {
        at: mark.at.start - at.start..mark.at.end - at.start,
        label: mark.label,
    });
    Piece {
        lead: first_mark - at.start,
        marks: marks.collect(),
        text: text.get(at).unwrap_or("").to_owned(),
    }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
