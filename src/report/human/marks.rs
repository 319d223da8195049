//! The lines and labels under a row, as miette draws them. The only file that hands anything to it.
//!
//! It gets one row at a time, already visible and cut to size: it scans what it gets from the first
//! byte, passes control characters on, and knows neither gaps nor lines without a number. Where marks
//! overlap it would push the later one aside; those get a row of lines of their own.

use super::piece::{HOOK, Mark, Row, columns_of, hook_column};
use super::shown::{columns, shorten};
use super::wrap::wrap;
use crate::report::Look;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, ThemeCharacters, ThemeStyles};
use std::fmt;

/// A label is at most so many lines long.
const LABEL_LINES: usize = 6;

/// The characters that frames are drawn with.
#[must_use]
pub fn characters(look: Look) -> ThemeCharacters {
    if look.unicode {
        ThemeCharacters::unicode()
    } else {
        ThemeCharacters::ascii()
    }
}

/// The lines under a row, without gutter: for each layer of marks the lines, then the labels.
#[must_use]
pub fn under(row: &Row, room: usize, look: Look) -> Vec<String> {
    let layers = layers(row);
    let drawn = layers.iter().map(|marks| draw(row, marks, room, look));
    drawn.flatten().collect()
}

/// Marks that share no column, each layer in the order of places; the widest of several first.
fn layers(row: &Row) -> Vec<Vec<Mark>> {
    let mut layers: Vec<(usize, Vec<Mark>)> = Vec::new();
    for mark in merged(&row.marks) {
        let taken = columns_of(&row.text, &mark);
        match layers.iter_mut().find(|(end, _)| *end <= taken.start) {
            Some((end, layer)) => {
                *end = taken.end;
                layer.push(mark);
            }
            None => layers.push((taken.end, vec![mark])),
        }
    }
    layers.into_iter().map(|(_, layer)| layer).collect()
}

/// In the order of places; two labels of one place are one, on lines of its own each.
fn merged(marks: &[Mark]) -> Vec<Mark> {
    let mut sorted = marks.to_vec();
    sorted.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    sorted.dedup_by(|later, first| {
        let same = later.at == first.at;
        if same && first.label != later.label && !later.label.is_empty() {
            if !first.label.is_empty() {
                first.label.push('\n');
            }
            first.label.push_str(&later.label);
        }
        same
    });
    sorted
}

fn draw(row: &Row, marks: &[Mark], room: usize, look: Look) -> Vec<String> {
    let labels = marks.iter().map(|mark| {
        let label = label(&row.text, mark, room, look);
        LabeledSpan::new(
            label,
            mark.at.start,
            mark.at.end.saturating_sub(mark.at.start),
        )
    });
    let row = Drawn {
        // A mark behind the last character is drawn only if there is something under it.
        text: format!("{} ", row.text),
        labels: labels.collect(),
    };
    let mut drawing = String::new();
    // Writing to a String cannot fail, and reading a `str` at places within it neither.
    let _ = handler(look).render_report(&mut drawing, &row);
    let gutter = format!("   {} ", characters(look).vbar_break);
    let lines = drawing
        .lines()
        .filter_map(|line| line.strip_prefix(&gutter));
    lines.map(|line| line.trim_end().to_owned()).collect()
}

/// A label in lines that fit to the right of its hook.
fn label(text: &str, mark: &Mark, room: usize, look: Look) -> Option<String> {
    if mark.label.is_empty() {
        return None;
    }
    let room = room.saturating_sub(hook_column(text, mark) + HOOK).max(1);
    let most = room.saturating_mul(LABEL_LINES);
    let parts = mark.label.split('\n').map(|part| {
        let part = if columns(part) > most {
            shorten(part, most.saturating_sub(room), look)
        } else {
            part.to_owned()
        };
        wrap(&part, room, "", "").join("\n")
    });
    Some(parts.collect::<Vec<_>>().join("\n"))
}

fn handler(look: Look) -> GraphicalReportHandler {
    let none = ThemeStyles::none();
    let styles = if look.color {
        ThemeStyles {
            linum: none.linum,
            ..ThemeStyles::ansi()
        }
    } else {
        none
    };
    let theme = GraphicalTheme {
        characters: characters(look),
        styles,
    };
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        // Without context it would cut the row where the label begins.
        .with_context_lines(1)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
}

/// A row with its labels, as miette takes it.
struct Drawn {
    text: String,
    labels: Vec<LabeledSpan>,
}

impl miette::Diagnostic for Drawn {
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Drawn {}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
