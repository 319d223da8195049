//! A log's bytes, decompressed: gzip (of several members) and zstd (of several frames) are known by
//! their first bytes, never by a name, and so is Parquet, which becomes lines of JSON; anything else is taken
//! as it is.
//!
//! Knows no format. Whatever comes before damage is handed out first, then the damage is told.

#[cfg(feature = "parquet")]
mod columns;
mod gzip;
mod zstd;

use gzip::Gzip;
use std::io::{self, Read};
use zstd::Zstd;

/// In the words of a reason: what to do.
pub const NO_PARQUET: &str =
    "this exeat was built without it; build it with `cargo install --features parquet`";

/// Bytes that are read, or decompressed, at once.
const ROOM: usize = 128 * 1024;
/// Bytes of a log that are read to know what it is.
const A_PIECE: usize = 4 * 1024;

/// A log that is read piece by piece.
pub struct Input<R> {
    reader: R,
    /// What the reader gave and no decoder has used yet.
    raw: Buffer,
    /// What was decoded and is not consumed yet.
    decoded: Buffer,
    coding: Coding,
    /// Whether the reader has nothing more.
    dry: bool,
    parquet: bool,
    end: Option<End>,
}

/// What there is to read.
#[derive(Debug, PartialEq, Eq)]
pub enum Filled<'a> {
    /// Some bytes, at least one.
    Bytes(&'a [u8]),
    /// Nothing more, and nothing lost.
    End,
    /// Nothing more: the rest cannot be decompressed, and why.
    Damaged(&'a str),
}

impl<R: Read> Read for Input<R> {
    /// The decompressed bytes, one after the other.
    ///
    /// # Errors
    /// The reader's own, and where the rest cannot be decompressed.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut left = match self.fill()? {
            Filled::Bytes(bytes) => bytes,
            Filled::End => return Ok(0),
            Filled::Damaged(reason) => return Err(io::Error::other(reason.to_owned())),
        };
        let read = left.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

/// What a read into somebody's own memory gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Got {
    /// So many bytes, at least one.
    Bytes(usize),
    /// Nothing more, and nothing lost.
    End,
    /// Nothing more: the rest cannot be decompressed, and why.
    Damaged(String),
}

enum Coding {
    Unknown,
    Plain,
    Gzip(Gzip),
    Zstd(Zstd),
    #[cfg(feature = "parquet")]
    Parquet(Box<columns::Parquet>),
}

enum End {
    Whole,
    Damaged(String),
}

/// What a decoder did with one piece.
#[derive(Default)]
struct Step {
    /// Bytes of the input that it used.
    used: usize,
    /// Bytes that it wrote.
    written: usize,
    /// Why nothing more can come.
    damage: Option<String>,
}

impl<R: Read> Input<R> {
    /// A log of a reader's bytes.
    #[must_use]
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            raw: Buffer::default(),
            decoded: Buffer::default(),
            coding: Coding::Unknown,
            dry: false,
            parquet: false,
            end: None,
        }
    }

    /// What is not consumed yet; reads on if that is nothing.
    ///
    /// # Errors
    /// Only the reader's own.
    pub fn fill(&mut self) -> io::Result<Filled<'_>> {
        while self.decoded.left().is_empty() && self.end.is_none() {
            self.decode()?;
        }
        let left = self.decoded.left();
        Ok(match &self.end {
            _ if !left.is_empty() => Filled::Bytes(left),
            Some(End::Damaged(reason)) => Filled::Damaged(reason),
            _ => Filled::End,
        })
    }

    /// Whether the log begins with a bracket, as JSON does, behind a byte-order mark or not. So does an empty one,
    /// and one that cannot be decompressed. Asked before anything is consumed.
    ///
    /// # Errors
    /// Only the reader's own.
    pub fn begins_with_bracket(&mut self) -> io::Result<bool> {
        let Filled::Bytes(bytes) = self.fill()? else {
            return Ok(true);
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        Ok(matches!(bytes.first(), Some(b'{' | b'[')))
    }

    /// Reads on into `room`, which is not empty. What is not compressed is not copied on its way.
    ///
    /// # Errors
    /// Only the reader's own.
    pub fn fill_into(&mut self, room: &mut [u8]) -> io::Result<Got> {
        if matches!(self.coding, Coding::Plain)
            && self.decoded.left().is_empty()
            && self.end.is_none()
        {
            let read = read_some(&mut self.reader, room)?;
            if read == 0 {
                self.end = Some(End::Whole);
                return Ok(Got::End);
            }
            return Ok(Got::Bytes(read));
        }
        let mut left = match self.fill()? {
            Filled::Bytes(bytes) => bytes,
            Filled::End => return Ok(Got::End),
            Filled::Damaged(reason) => return Ok(Got::Damaged(reason.to_owned())),
        };
        let read = left.read(room)?;
        self.consume(read);
        Ok(Got::Bytes(read))
    }

    /// Whether the log is not compressed.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!(self.coding, Coding::Plain)
    }

    /// Whether the log is Parquet.
    ///
    /// # Errors
    /// Only the reader's own.
    pub fn is_parquet(&mut self) -> io::Result<bool> {
        self.fill()?;
        Ok(self.parquet)
    }

    /// Says that so many of the bytes need not be given again.
    pub fn consume(&mut self, bytes: usize) {
        self.decoded.consume(bytes);
    }

    /// One step: reads, recognises, or decodes.
    fn decode(&mut self) -> io::Result<()> {
        let step = match &mut self.coding {
            Coding::Unknown => return self.recognise(),
            Coding::Plain => {
                self.decoded.read(&mut self.reader)?;
                if self.decoded.left().is_empty() {
                    self.end = Some(End::Whole);
                }
                return Ok(());
            }
            Coding::Gzip(gzip) => gzip.decode(self.raw.left(), self.decoded.empty()),
            Coding::Zstd(zstd) => zstd.decode(self.raw.left(), self.decoded.empty()),
            #[cfg(feature = "parquet")]
            Coding::Parquet(rows) => {
                let mut lines = std::mem::take(&mut self.decoded).bytes;
                lines.clear();
                match rows.lines(&mut lines) {
                    Ok(columns::More::Maybe) => {}
                    Ok(columns::More::No) => self.end = Some(End::Whole),
                    Err(reason) => self.end = Some(End::Damaged(reason)),
                }
                let to = lines.len();
                self.decoded = Buffer {
                    bytes: lines,
                    from: 0,
                    to,
                };
                return Ok(());
            }
        };
        self.raw.consume(step.used);
        self.decoded.wrote(step.written);
        if let Some(reason) = step.damage {
            self.end = Some(End::Damaged(reason));
        } else if step.used == 0 && step.written == 0 {
            self.starve()?;
        }
        Ok(())
    }

    /// The decoder can do nothing with what there is: it needs more, or this is the end.
    fn starve(&mut self) -> io::Result<()> {
        if self.dry || !self.raw.more(&mut self.reader)? {
            self.dry = true;
            let (name, whole) = match &self.coding {
                Coding::Gzip(gzip) => ("gzip", gzip.may_end()),
                Coding::Zstd(zstd) => ("zstd", zstd.may_end()),
                _ => ("", true),
            };
            self.end = Some(if whole {
                End::Whole
            } else {
                End::Damaged(format!("the {name} data breaks off here"))
            });
        }
        Ok(())
    }

    #[cfg(feature = "parquet")]
    fn parquet(&mut self) -> io::Result<Coding> {
        self.parquet = true;
        match columns::open(self.raw.left(), &mut self.reader)? {
            Ok(rows) => Ok(Coding::Parquet(Box::new(rows))),
            Err(reason) => {
                self.end = Some(End::Damaged(reason));
                Ok(Coding::Plain)
            }
        }
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(&mut self) -> io::Result<Coding> {
        self.parquet = true;
        self.end = Some(End::Damaged(format!("Parquet, and {NO_PARQUET}")));
        Ok(Coding::Plain)
    }

    fn recognise(&mut self) -> io::Result<()> {
        while self.raw.left().len() < 4 && !self.dry {
            self.dry = !self.raw.more(&mut self.reader)?;
        }
        self.coding = match self.raw.left() {
            [0x1F, 0x8B, ..] => Coding::Gzip(Gzip::new()),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => {
                Coding::Zstd(Zstd::new()?)
            }
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                let reason =
                    "UTF-16, where a log must be UTF-8; `iconv -f UTF-16 -t UTF-8` converts it";
                self.end = Some(End::Damaged(reason.to_owned()));
                Coding::Plain
            }
            [b'P', b'A', b'R', b'1', ..] => self.parquet()?,
            _ => {
                self.decoded = std::mem::take(&mut self.raw);
                Coding::Plain
            }
        };
        Ok(())
    }
}

/// Bytes of which a part is used already.
#[derive(Default)]
struct Buffer {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Buffer {
    fn left(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }

    fn consume(&mut self, bytes: usize) {
        self.from = self.from.saturating_add(bytes).min(self.to);
    }

    /// All its room, to be written to: what was left is gone.
    fn empty(&mut self) -> &mut [u8] {
        self.from = 0;
        self.to = 0;
        self.bytes.resize(ROOM, 0);
        &mut self.bytes
    }

    fn wrote(&mut self, bytes: usize) {
        self.to = bytes.min(self.bytes.len());
    }

    /// Replaces all by what a reader gives next: nothing at its end.
    fn read(&mut self, reader: &mut impl Read) -> io::Result<()> {
        let got = read_some(reader, self.empty())?;
        self.wrote(got);
        Ok(())
    }

    /// Keeps what is left and adds what a reader gives next; whether that was anything. Little at first: most of
    /// many logs are small.
    fn more(&mut self, reader: &mut impl Read) -> io::Result<bool> {
        let room = if self.bytes.is_empty() { A_PIECE } else { ROOM };
        self.bytes.resize(room, 0);
        self.bytes.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        let room = self.bytes.get_mut(self.to..).unwrap_or_default();
        let got = read_some(reader, room)?;
        self.to += got;
        Ok(got > 0)
    }
}

fn read_some(reader: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(room) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests;
