//! JSON lines: every line is a record. A bad line costs itself and no other.
//!
//! Knows no mapping. The fast path for lines of known shape will stand beside [`check_line`].

use super::bytes::{Filled, Input};
use super::cut::{Cursor, Cut, Extent, Held, size, too_long};
use super::grammar::{self, Kind};
use std::io;

/// Reads a log to its end, or up to where it cannot be read; tells how much that was.
///
/// # Errors
/// Only the reader's own.
pub fn read<R: io::Read>(
    input: &mut Input<R>,
    file: u32,
    most: usize,
    out: &mut dyn FnMut(Cut<'_>),
) -> io::Result<Extent> {
    let mut at = Cursor::start(file);
    let mut held = Held::default();
    let damage = loop {
        let bytes = match input.fill()? {
            Filled::Bytes(bytes) => bytes,
            Filled::End => break None,
            Filled::Damaged(reason) => break Some(reason.to_owned()),
        };
        let used = match memchr::memchr(b'\n', bytes) {
            Some(end) => {
                line(
                    &mut at,
                    &mut held,
                    bytes.get(..end).unwrap_or_default(),
                    most,
                    out,
                );
                at.offset += 1;
                at.line += 1;
                end + 1
            }
            None => {
                held.push(bytes, most);
                bytes.len()
            }
        };
        input.consume(used);
    };
    // The last line may have no end; it is one all the same.
    let lines = at.line - u64::from(held.length() == 0);
    match damage {
        None => line(&mut at, &mut held, &[], most, out),
        Some(reason) => rest(&mut at, &held, reason, out),
    }
    let bytes = at.offset;
    Ok(Extent { bytes, lines })
}

/// The line that is held so far, and ends with `last`.
fn line(at: &mut Cursor, held: &mut Held, last: &[u8], most: usize, out: &mut dyn FnMut(Cut<'_>)) {
    let length = held.length() + size(last);
    let whole = if held.length() == 0 && last.len() <= most {
        Some(last)
    } else {
        held.push(last, most);
        held.bytes()
    };
    match whole {
        Some(bytes) => {
            if let Some(cut) = check_line(*at, bytes) {
                out(cut);
            }
        }
        None => out(Cut::Unreadable {
            place: at.place(length),
            reason: too_long(most),
        }),
    }
    held.clear();
    at.offset += length;
}

/// What comes before damage is a record if it is whole; else it belongs to the rest that cannot be read.
fn rest(at: &mut Cursor, held: &Held, reason: String, out: &mut dyn FnMut(Cut<'_>)) {
    let cut = held.bytes().and_then(|bytes| check_line(*at, bytes));
    let length = match cut {
        Some(cut @ Cut::Record { .. }) => {
            out(cut);
            at.advance(held.bytes().unwrap_or_default());
            0
        }
        _ => held.length(),
    };
    out(Cut::Unreadable {
        place: at.place(length),
        reason,
    });
    at.offset += length;
}

/// One line, without its end: nothing if it is blank.
#[must_use]
pub fn check_line(start: Cursor, line: &[u8]) -> Option<Cut<'_>> {
    let (mut start, mut line) = (start, line);
    if let Some(behind) = line.strip_prefix(b"\xEF\xBB\xBF") {
        // A byte-order mark is no character of the line.
        start.offset += 3;
        line = behind;
    }
    let bytes = line.trim_ascii();
    let lead = line.len() - line.trim_ascii_start().len();
    start.advance(line.get(..lead).unwrap_or_default());
    if bytes.is_empty() {
        return None;
    }
    let place = start.place(size(bytes));
    Some(match check(start, bytes) {
        Ok(text) => Cut::Record { place, text },
        Err(reason) => Cut::Unreadable { place, reason },
    })
}

/// The bytes as the text of a JSON object, or why they are none.
fn check(start: Cursor, bytes: &[u8]) -> Result<&str, String> {
    let at = |n: usize| {
        let at = start.behind(bytes.get(..n).unwrap_or_default());
        at.seen_from(&start)
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|e| not_utf8(&at(e.valid_up_to()), bytes.get(e.valid_up_to())))?;
    let kind = grammar::check(bytes)
        .map_err(|fault| format!("not JSON at {}: {}", at(fault.at), fault.flaw))?;
    match kind {
        Kind::Object => Ok(text),
        other => Err(no_object(other)),
    }
}

/// In the words of a reason: the first byte that is no UTF-8.
#[must_use]
pub fn not_utf8(at: &str, byte: Option<&u8>) -> String {
    let byte = byte.copied().unwrap_or_default();
    format!("not UTF-8 at {at}: byte {byte:#04X}")
}

/// In the words of a reason: a value that is no record.
#[must_use]
pub fn no_object(kind: Kind) -> String {
    let what = match kind {
        Kind::Object => "an object",
        Kind::List => "a list",
        Kind::Text => "a text",
        Kind::Number => "a number",
        Kind::Word => "`true`, `false` or `null`",
    };
    format!("{what}, where a record must be an object")
}
