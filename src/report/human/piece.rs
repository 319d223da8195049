//! Lines laid out in rows: pieces that hold the marks are kept whole, what lies between them may go.
//!
//! Knows only text that is shown already. A row fits into the columns that it is given, and so do the
//! labels under it.

use super::shown::{columns, dots, head, middle, tail};
use crate::report::Look;
use std::ops::Range;

/// A marked stretch of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the row's or the piece's text.
    pub at: Range<usize>,
    /// What stands under it; empty: a line only.
    pub label: String,
}

/// A stretch of a line that stays on one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What it shows.
    pub text: String,
    /// So many bytes at its beginning only lead up to the first mark: they may be cut.
    pub lead: usize,
    /// The marks in it.
    pub marks: Vec<Mark>,
}

/// A line of text as it stands in a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub struct Row {
    pub text: String,
    pub marks: Vec<Mark>,
}

impl Piece {
    /// Replaces a stretch; marks that began or ended in it now do so at what replaces it.
    pub fn replace(&mut self, out: Range<usize>, with: &str) {
        let before = self.text.get(..out.start).unwrap_or("");
        let behind = self.text.get(out.end..).unwrap_or("");
        let text = format!("{before}{with}{behind}");
        let moved = |at: usize, inside: usize| {
            if at <= out.start {
                at
            } else if at >= out.end {
                at - out.end + out.start + with.len()
            } else {
                inside
            }
        };
        for mark in &mut self.marks {
            let from = moved(mark.at.start, out.start);
            let to = moved(mark.at.end, out.start + with.len());
            mark.at = from..to.max(from);
        }
        self.text = text;
    }

    /// The same with a text before it that does not count as lead.
    #[must_use]
    pub fn led_by(mut self, text: &str) -> Self {
        let by = text.len();
        for mark in &mut self.marks {
            mark.at = mark.at.start + by..mark.at.end + by;
        }
        self.text.insert_str(0, text);
        self
    }
}

/// What stands between pieces, and at the ends of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// The pieces are the whole line: something is left out only where a row breaks.
    Nothing,
    /// The pieces were picked out: something is left out everywhere.
    Gaps,
}

/// Of what leads up to a mark so many columns are kept.
const LEAD: usize = 12;
/// A label has at least so many columns, if it needs them.
const LABEL: usize = 18;
/// `╰── ` before a label.
pub const HOOK: usize = 4;

/// The rows that the pieces of one line take, each at most so many columns wide.
#[must_use]
pub fn rows(pieces: Vec<Piece>, between: Between, room: usize, look: Look) -> Vec<Row> {
    let mut layout = Layout {
        between,
        room,
        look,
        rows: Vec::new(),
    };
    let last = pieces.len().saturating_sub(1);
    let mut row: Option<Row> = None;
    for (n, piece) in pieces.into_iter().enumerate() {
        let end = if n == last { End::OfLine } else { End::OfRow };
        row = Some(layout.place(row, piece, end));
    }
    layout.rows.extend(row);
    if between == Between::Gaps {
        layout.close_last();
    }
    layout.rows
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    OfRow,
    OfLine,
}

struct Layout {
    between: Between,
    room: usize,
    look: Look,
    rows: Vec<Row>,
}

impl Layout {
    /// Puts a piece behind a row, or, where that would not fit, on the next.
    fn place(&mut self, row: Option<Row>, piece: Piece, end: End) -> Row {
        let Some(row) = row else {
            return self.begin(piece, end);
        };
        let longer = self.joined(&row, &piece);
        if self.fits(&longer, end) {
            return longer;
        }
        if piece.marks.is_empty() && self.between == Between::Nothing {
            return self.clipped(longer);
        }
        self.rows.push(self.broken(row));
        self.begin(piece, end)
    }

    fn begin(&self, mut piece: Piece, end: End) -> Row {
        let opening = match (self.between, self.rows.is_empty()) {
            (Between::Nothing, true) => Row::default(),
            _ => Row {
                text: format!("{} ", dots(self.look)),
                marks: Vec::new(),
            },
        };
        if !self.rows.is_empty() {
            trim_lead(&mut piece);
        }
        let whole = append(opening.clone(), &piece);
        if self.fits(&whole, end) {
            return whole;
        }
        if piece.marks.is_empty() && self.between == Between::Nothing {
            return self.clipped(whole);
        }
        let cut = shorten_lead(&mut piece, self.look);
        let opening = if cut { Row::default() } else { opening };
        let taken = columns(&opening.text) + 2 * columns(dots(self.look)) + 2;
        let room = self.room.saturating_sub(taken);
        let whole = append(
            opening.clone(),
            &shorten_marked(piece.clone(), room, self.look),
        );
        if self.fits(&whole, end) {
            return whole;
        }
        let room = room.saturating_sub(LABEL + HOOK);
        append(opening, &shorten_marked(piece, room, self.look))
    }

    fn joined(&self, row: &Row, piece: &Piece) -> Row {
        let mut row = row.clone();
        if self.between == Between::Gaps {
            row.text = format!("{} {} ", row.text, dots(self.look));
        }
        append(row, piece)
    }

    /// Whether a row and its labels fit, with the dots that would have to stand behind it.
    fn fits(&self, row: &Row, end: End) -> bool {
        let dots = match (self.between, end) {
            (Between::Nothing, End::OfLine) => 0,
            _ => columns(dots(self.look)) + 1,
        };
        columns(&row.text) + dots <= self.room
            && row.marks.iter().all(|mark| {
                let needs = label_width(&mark.label).min(LABEL);
                hook_column(&row.text, mark) + HOOK + needs <= self.room
            })
    }

    /// A row that goes on on the next one.
    fn broken(&self, mut row: Row) -> Row {
        let text = row.text.trim_end().len();
        row.text.truncate(text.max(last_mark(&row)));
        row.text = format!("{} {}", row.text, dots(self.look));
        row
    }

    fn close_last(&mut self) {
        if let Some(row) = self.rows.pop() {
            let row = self.broken(row);
            self.rows.push(row);
        }
    }

    /// A row that ends with something unmarked, of which only the beginning is shown.
    fn clipped(&self, mut row: Row) -> Row {
        let room = self.room.saturating_sub(columns(dots(self.look)));
        let fits = head(&row.text, room).max(last_mark(&row));
        row.text.truncate(fits);
        row.text.push_str(dots(self.look));
        row
    }
}

fn last_mark(row: &Row) -> usize {
    row.marks.iter().map(|mark| mark.at.end).max().unwrap_or(0)
}

fn append(mut row: Row, piece: &Piece) -> Row {
    let from = row.text.len();
    row.text.push_str(&piece.text);
    row.marks.extend(piece.marks.iter().map(|mark| Mark {
        at: from + mark.at.start..from + mark.at.end,
        label: mark.label.clone(),
    }));
    row
}

/// Behind the dots that begin a row neither blanks nor a comma say anything.
fn trim_lead(piece: &mut Piece) {
    let lead = piece.text.get(..piece.lead).unwrap_or("");
    let cut = lead.len() - lead.trim_start_matches([' ', ',']).len();
    piece.replace(0..cut, "");
    piece.lead = piece.lead.saturating_sub(cut);
}

/// Keeps the last columns of what leads up to the marks; tells whether anything was cut.
fn shorten_lead(piece: &mut Piece, look: Look) -> bool {
    let lead = piece.text.get(..piece.lead).unwrap_or("");
    if columns(lead) <= LEAD {
        return false;
    }
    let keep = tail(lead, LEAD);
    let replacement = format!("{} ", dots(look));
    let out = 0..keep;
    piece.replace(out, &replacement);
    piece.lead = piece.lead.saturating_sub(keep) + replacement.len();
    true
}

/// Leaves out the middle of what stands behind the lead, so that the piece takes at most so many columns.
fn shorten_marked(mut piece: Piece, room: usize, look: Look) -> Piece {
    let (lead, rest) = piece
        .text
        .split_at_checked(piece.lead)
        .unwrap_or(("", &piece.text));
    let room = room.saturating_sub(columns(lead));
    if let Some(out) = middle(rest, room, look) {
        let from = lead.len();
        piece.replace(from + out.start..from + out.end, dots(look));
    }
    piece
}

/// The columns of a label's widest line.
fn label_width(label: &str) -> usize {
    label.split('\n').map(columns).max().unwrap_or(0)
}

/// The columns, from 0, under which a mark is drawn: at least one.
#[must_use]
pub fn columns_of(text: &str, mark: &Mark) -> Range<usize> {
    let upto = |at: usize| columns(text.get(..at).unwrap_or(text));
    let from = upto(mark.at.start);
    from..upto(mark.at.end).max(from + 1)
}

/// The column, from 0, from which a mark's label hangs.
#[must_use]
pub fn hook_column(text: &str, mark: &Mark) -> usize {
    let under = columns_of(text, mark);
    usize::midpoint(under.start, under.end)
}
