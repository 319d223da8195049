//! A log that is not what its source says it is: nothing in it is taken for a record.
//!
//! Knows no format.

use super::blocks::{Block, Blocks};
use super::bytes::{Filled, Input};
use super::cut::Cursor;
use std::io;

/// Reads a log to its end without looking at it, and tells why; tells its decompressed bytes, too.
///
/// # Errors
/// Only the reader's own.
pub fn read<R: io::Read>(
    input: &mut Input<R>,
    file: u32,
    reason: &str,
    out: &mut dyn Blocks,
) -> io::Result<u64> {
    let start = Cursor::start(file);
    let mut at = start;
    let reason = loop {
        let bytes = match input.fill()? {
            Filled::Bytes(bytes) => bytes,
            Filled::End => break reason.to_owned(),
            Filled::Damaged(reason) => break reason.to_owned(),
        };
        at.advance(bytes);
        let used = bytes.len();
        input.consume(used);
    };
    out.take(Block::Lost {
        place: start.place(at.offset),
        lines: at.line - 1,
        reason,
    });
    Ok(at.offset)
}
