//! Frames: rows of a text with its name and place above them, and line numbers beside.
//!
//! Knows neither logs nor policies.

use super::marks::{characters, under};
use super::paint::{Ink, paint};
use super::piece::{Between, Piece, rows};
use super::shown::{columns, shorten, show};
use crate::report::Look;

/// A frame, not yet laid out.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The file's name, raw.
    pub name: String,
    /// What the header points to.
    pub line: u64,
    /// What the header points to.
    pub column: u64,
    /// A few words behind the header: the rule's name where several rules have a frame each.
    pub about: String,
    /// The lines, in their order.
    pub lines: Vec<Line>,
}

/// A line of a frame, in pieces.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number; a line of a log has none, its place is in the header.
    pub number: Option<u64>,
    /// What is shown of it.
    pub pieces: Vec<Piece>,
    /// Whether the pieces were picked out of it.
    pub between: Between,
}

/// Line numbers take at least so many columns, so that most frames of a report stand in one line.
const NUMBERS: usize = 2;

/// Draws frames one below the other, with gutters of one width.
#[must_use]
pub fn draw(frames: &[Frame], look: Look) -> String {
    let numbers = frames
        .iter()
        .flat_map(|f| &f.lines)
        .filter_map(|l| l.number);
    let digits = numbers.max().map_or(0, |n| n.to_string().len());
    let pen = Pen {
        look,
        gutter: digits.max(NUMBERS),
    };
    frames.iter().map(|frame| pen.frame(frame)).collect()
}

#[derive(Clone, Copy)]
struct Pen {
    look: Look,
    /// Columns of the line numbers.
    gutter: usize,
}

impl Pen {
    fn frame(self, frame: &Frame) -> String {
        let mut drawing = self.header(frame);
        let mut before = None;
        for line in &frame.lines {
            if is_gap(before, line.number) {
                drawing.push_str(&self.ruled("", if self.look.unicode { '⋮' } else { '~' }, ""));
            }
            before = line.number.or(before);
            drawing.push_str(&self.line(line));
        }
        let c = characters(self.look);
        let foot = format!("{}{}", c.lbot, c.hbar.to_string().repeat(4));
        drawing + &self.blank() + &paint(self.look, Ink::Frame, &foot) + "\n"
    }

    /// `   ╭─[file:14:11]`, the name shortened so that it fits.
    fn header(self, frame: &Frame) -> String {
        let c = characters(self.look);
        let place = format!(":{}:{}", frame.line, frame.column);
        let about = match show(&frame.about, self.look) {
            about if about.is_empty() => about,
            about => format!(" {}", shorten(&about, 32, self.look)),
        };
        let taken = self.gutter + 1 + 4 + columns(&place) + columns(&about);
        let name = show(&frame.name, self.look);
        let name = shorten(&name, self.look.width.saturating_sub(taken), self.look);
        let place = paint(self.look, Ink::Place, &format!("{name}{place}"));
        let corner = paint(self.look, Ink::Frame, &format!("{}{}", c.ltop, c.hbar));
        format!("{}{corner}[{place}]{about}\n", self.blank())
    }

    fn line(self, line: &Line) -> String {
        let c = characters(self.look);
        let room = self.look.width.saturating_sub(self.gutter + 3);
        let mut number = line.number.map_or(String::new(), |n| n.to_string());
        let mut drawing = String::new();
        for row in rows(line.pieces.clone(), line.between, room, self.look) {
            drawing.push_str(&self.ruled(&number, c.vbar, &row.text));
            number.clear();
            for line in under(&row, room, self.look) {
                drawing.push_str(&self.ruled("", c.vbar_break, &line));
            }
        }
        drawing
    }

    fn ruled(self, number: &str, bar: char, text: &str) -> String {
        let gutter = format!("{number:>width$} {bar}", width = self.gutter);
        let gutter = paint(self.look, Ink::Frame, &gutter);
        let text = text.trim_end();
        let space = if text.is_empty() { "" } else { " " };
        format!("{gutter}{space}{text}\n")
    }

    fn blank(self) -> String {
        " ".repeat(self.gutter + 1)
    }
}

fn is_gap(before: Option<u64>, number: Option<u64>) -> bool {
    match (before, number) {
        (Some(before), Some(number)) => number > before.saturating_add(1),
        _ => false,
    }
}
