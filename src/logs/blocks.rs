//! A log in blocks: many records at once, so that they can be read and judged side by side.
//!
//! Cuts no lines, but at their ends. What a block holds is the business of [`Bound::line`] and [`Bound::cut`].

use super::Place;
use super::bind::Bound;
use super::bytes::{Got, Input};
use super::cut::{Cursor, Cut, size, too_long};
use super::cuts::{Cuts, cuts};
use super::jsonl::check_line;
use super::refused;
use super::source::Format;

use std::io::{self, Read};

/// Bytes of one block, if records are not longer than that.
pub const BLOCK: usize = 192 * 1024;

/// Bytes that are read first of a log.
const A_PIECE: usize = 16 * 1024;

/// Many records of one log, or one thing that could not be read.
#[derive(Debug)]
pub enum Block {
    /// Whole lines; only a log's last one may lack its end.
    Lines {
        /// Bytes before them.
        offset: u64,
        /// The lines.
        bytes: Vec<u8>,
        /// Whether the log is compressed: then it cannot be read again from here.
        compressed: bool,
    },
    /// A line, or the rest of a log of lines, that could not be read.
    Lost {
        /// Its line counts from the line on which it stands: 1.
        place: Place,
        /// How many line ends it holds.
        lines: u64,
        /// Why, in plain words.
        reason: String,
    },
    /// Records of documents, cut already.
    Cuts(Cuts),
}

/// Where blocks go, and where the memory for them comes from.
pub trait Blocks {
    /// Takes a block; false where no more are wanted.
    fn take(&mut self, block: Block) -> bool;

    /// Memory for the next block of lines; what is in it has no meaning.
    fn memory(&mut self) -> Vec<u8>;

    /// Takes back memory that was not given out in a block.
    fn give_back(&mut self, memory: Vec<u8>);
}

/// Reads one log in blocks of about `room` bytes and gives them out in the order of the log; tells how many
/// decompressed bytes it holds, and whether those are the log's own.
///
/// # Errors
/// Only those of the reader itself.
pub fn blocks(
    input: impl Read,
    file: u32,
    source: &Bound,
    limits: Limits,
    out: &mut dyn Blocks,
) -> io::Result<Covered> {
    let mut input = Input::new(input);
    let bytes = match (source.format, input.is_parquet()?) {
        (Format::Parquet, false) => refused::read(&mut input, file, NO_MAGIC, out)?,
        (Format::Csv | Format::Tsv, true) => refused::read(&mut input, file, NO_TEXT, out)?,
        // Rows of Parquet come as lines.
        (Format::Jsonl | Format::Parquet, _) => Lines::new(file, limits, out).read(&mut input)?,
        (Format::Json | Format::Csv | Format::Tsv | Format::JsonOrCsv, _) => {
            cuts(&mut input, file, source, limits, out)?
        }
    };
    Ok(Covered {
        bytes,
        plain: input.is_plain(),
    })
}

/// In the words of a reason.
const NO_MAGIC: &str = "no Parquet: it does not begin with `PAR1`";

/// In the words of a reason.
const NO_TEXT: &str =
    "Parquet, where the source says that it is a table of text; write `format = \"parquet\"`";

/// How much is read at once, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A longer record is unreadable.
    pub record: usize,
    /// A block is about so long.
    pub block: usize,
}

/// What one log was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Decompressed.
    pub bytes: u64,
    /// Whether the log is not compressed, so that its offsets are those of its file.
    pub plain: bool,
}

impl Block {
    /// It, where reading was broken off behind it: without what may lack its end.
    #[must_use]
    pub fn without_end(self) -> Option<Self> {
        match self {
            Self::Lines {
                offset,
                mut bytes,
                compressed,
            } => {
                bytes.truncate(memchr::memrchr(b'\n', &bytes)? + 1);
                Some(Self::Lines {
                    offset,
                    bytes,
                    compressed,
                })
            }
            Self::Lost { .. } => None,
            Self::Cuts(cuts) => cuts.without_last().map(Self::Cuts),
        }
    }

    /// The memory that it leaves, to be used again.
    #[must_use]
    pub fn into_memory(self) -> Option<Vec<u8>> {
        match self {
            Self::Lines { bytes, .. } => Some(bytes),
            Self::Lost { .. } | Self::Cuts(_) => None,
        }
    }
}

/// Reads lines.
struct Lines<'a> {
    file: u32,
    limits: Limits,
    out: &'a mut dyn Blocks,
    /// What was read and not given out; the first `filled` bytes have a meaning.
    held: Vec<u8>,
    filled: usize,
    /// Bytes before it.
    offset: u64,
    compressed: bool,
}

/// Why a log ends.
enum Ends {
    Whole,
    Damaged(String),
    /// Nobody wants more.
    Unwanted,
}

impl<'a> Lines<'a> {
    fn new(file: u32, limits: Limits, out: &'a mut dyn Blocks) -> Self {
        let held = out.memory();
        Self {
            file,
            limits,
            out,
            held,
            filled: 0,
            offset: 0,
            compressed: false,
        }
    }

    fn read<R: Read>(mut self, input: &mut Input<R>) -> io::Result<u64> {
        let ends = loop {
            if let Some(ends) = self.fill(input)? {
                break ends;
            }
            let held = self.held.get(..self.filled).unwrap_or_default();
            let wanted = match memchr::memrchr(b'\n', held) {
                Some(at) => self.give(at + 1),
                None if self.filled > self.limits.record => match self.skip(input)? {
                    Some(ends) => break ends,
                    None => true,
                },
                // A longer line: the next turn holds more.
                None => true,
            };
            if !wanted {
                break Ends::Unwanted;
            }
        };
        self.end(ends);
        self.out.give_back(self.held);
        Ok(self.offset)
    }

    /// Reads until a block is full; says if that is the end.
    fn fill<R: Read>(&mut self, input: &mut Input<R>) -> io::Result<Option<Ends>> {
        let room = match self.filled.checked_mul(2) {
            // A line that is not whole yet: twice as much, but not more than is needed to know it too long.
            Some(twice) if self.filled >= self.limits.block => {
                twice.min(self.limits.record.saturating_add(self.limits.block))
            }
            _ => self.limits.block,
        };
        while self.filled < room {
            self.widen(room);
            let to = self.held.len().min(room);
            let into = self.held.get_mut(self.filled..to).unwrap_or_default();
            match input.fill_into(into)? {
                Got::Bytes(read) => self.filled += read,
                Got::End => return Ok(Some(Ends::Whole)),
                Got::Damaged(reason) => return Ok(Some(Ends::Damaged(reason))),
            }
            self.compressed = !input.is_plain();
        }
        Ok(None)
    }

    /// Makes room to read into, where there is none: step by step, so that a small log costs no more than it holds.
    fn widen(&mut self, room: usize) {
        if self.held.len() > self.filled {
            return;
        }
        self.held
            .reserve_exact(room.saturating_sub(self.held.len()));
        let more = self.filled.saturating_mul(4).max(A_PIECE);
        self.held.resize(more.min(room), 0);
    }

    /// Gives the first bytes out as a block of lines; false where no more are wanted.
    fn give(&mut self, bytes: usize) -> bool {
        let mut next = self.out.memory();
        let rest = self.held.get(bytes..self.filled).unwrap_or_default();
        let left = rest.len();
        // Memory that held a block before is as wide again: what lies behind its end need not be asked for twice.
        let wide = next.capacity().min(self.limits.block).max(left);
        if next.len() < wide {
            next.resize(wide, 0);
        }
        if let Some(front) = next.get_mut(..left) {
            front.copy_from_slice(rest);
        }
        let mut lines = std::mem::replace(&mut self.held, next);
        lines.truncate(bytes);
        let offset = self.offset;
        self.offset += size(&lines);
        self.filled = left;
        self.out.take(Block::Lines {
            offset,
            bytes: lines,
            compressed: self.compressed,
        })
    }

    /// Reads on behind a line that is too long, and keeps nothing of it.
    fn skip<R: Read>(&mut self, input: &mut Input<R>) -> io::Result<Option<Ends>> {
        let mut length = 0;
        loop {
            let held = self.held.get(..self.filled).unwrap_or_default();
            let end = memchr::memchr(b'\n', held);
            length += size(held.get(..end.unwrap_or(held.len())).unwrap_or_default());
            if let Some(at) = end {
                self.lose(length, 1);
                self.held.copy_within(at + 1..self.filled, 0);
                self.filled -= at + 1;
                self.shrink();
                return Ok(None);
            }
            self.filled = 0;
            self.shrink();
            if let Some(ends) = self.fill(input)? {
                let held = self.held.get(..self.filled).unwrap_or_default();
                if memchr::memchr(b'\n', held).is_some() {
                    // The line ends in what is held; what comes behind it is read like any other end.
                    let end = memchr::memchr(b'\n', held).unwrap_or(0);
                    self.lose(length + size(held.get(..end).unwrap_or_default()), 1);
                    self.held.copy_within(end + 1..self.filled, 0);
                    self.filled -= end + 1;
                    return Ok(Some(ends));
                }
                let whole = length + size(held);
                self.filled = 0;
                self.lose(whole, 0);
                return Ok(Some(ends));
            }
        }
    }

    fn lose(&mut self, length: u64, lines: u64) {
        let place = self.here().place(length);
        self.offset += length + lines;
        self.out.take(Block::Lost {
            place,
            lines,
            reason: too_long(self.limits.record),
        });
    }

    fn shrink(&mut self) {
        let room = self.filled.max(self.limits.block);
        if self.held.len() > room {
            self.held.truncate(room);
            self.held.shrink_to(room);
        }
    }

    fn here(&self) -> Cursor {
        Cursor {
            offset: self.offset,
            ..Cursor::start(self.file)
        }
    }

    fn end(&mut self, ends: Ends) {
        if matches!(ends, Ends::Unwanted) {
            return;
        }
        let held = self.held.get(..self.filled).unwrap_or_default();
        // Before damage, only whole lines are sure; the last one is a record if it happens to be whole.
        if let (Ends::Damaged(_), Some(at)) = (&ends, memchr::memrchr(b'\n', held)) {
            self.give(at + 1);
        }
        let held = self.held.get(..self.filled).unwrap_or_default();
        if let Ends::Damaged(reason) = ends {
            return self.damaged(reason);
        }
        if !held.is_empty() {
            self.give(self.filled);
        }
    }

    /// What comes before damage is a record if it is whole; else it belongs to the rest that cannot be read.
    fn damaged(&mut self, reason: String) {
        let held = self.held.get(..self.filled).unwrap_or_default();
        let here = self.here();
        let is_record = matches!(check_line(here, held), Some(Cut::Record { .. }));
        let (at, length) = match is_record {
            true => (here.behind(held), 0),
            false => (here, size(held)),
        };
        if is_record {
            self.give(self.filled);
        }
        self.offset += length;
        self.out.take(Block::Lost {
            place: at.place(length),
            lines: 0,
            reason,
        });
    }
}
