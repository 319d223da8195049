//! A record again, from its place: logs are opened once more.

use super::{Bytes, Log, Scan};
use crate::logs::{self, Place};
use std::io::{self, Read, SeekFrom};

/// Fetches records: of a log that is not compressed in any order, else in the order of their places.
pub struct Fetcher<'a> {
    scan: &'a Scan<'a>,
    open: Option<Open>,
    /// Several events may be parts of one record.
    last: Option<(Place, Vec<u8>)>,
    /// What all records of a log need to be read again.
    head: Option<(u32, String)>,
}

enum Open {
    Plain {
        file: u32,
        bytes: Box<dyn Bytes>,
    },
    Forwards {
        file: u32,
        bytes: Box<dyn Read>,
        /// Bytes read so far, decompressed.
        at: u64,
    },
}

/// How a log can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// From anywhere: its offsets are those of its file.
    Anywhere,
    /// From its start.
    Forwards,
}

impl<'a> Fetcher<'a> {
    /// Nothing is open yet.
    #[must_use]
    pub fn new(scan: &'a Scan<'a>) -> Self {
        Self {
            scan,
            open: None,
            last: None,
            head: None,
        }
    }

    /// The bytes of a record.
    ///
    /// # Errors
    /// When the log cannot be read again, or has changed.
    pub fn record(&mut self, place: Place, how: How) -> io::Result<Vec<u8>> {
        let whole = Place {
            part: None,
            ..place
        };
        if let Some((_, bytes)) = self.last.as_ref().filter(|(at, _)| *at == whole) {
            return Ok(bytes.clone());
        }
        let bytes = self.open(place.file, how)?.record(place)?;
        self.last = Some((whole, bytes.clone()));
        Ok(bytes)
    }

    /// What the records of a log need to be read again.
    ///
    /// # Errors
    /// When the log cannot be read again.
    pub fn head(&mut self, file: u32) -> io::Result<&str> {
        if self.log(file)?.source.reads_lines() {
            return Ok("");
        }
        if self.head.as_ref().is_none_or(|(of, _)| *of != file) {
            let log = self.log(file)?;
            let head = logs::head((log.open)()?, log.source, self.scan.max_record)?;
            self.head = Some((file, head));
        }
        Ok(self.head.as_ref().map_or("", |(_, head)| head))
    }

    fn log(&self, file: u32) -> io::Result<&'a Log<'a>> {
        let file = usize::try_from(file).ok();
        let log = file.and_then(|file| self.scan.logs.get(file));
        log.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&mut self, file: u32, how: How) -> io::Result<&mut Open> {
        let is_open = |open: &Open| match (open, how) {
            (Open::Plain { file: open, .. }, How::Anywhere)
            | (Open::Forwards { file: open, .. }, How::Forwards) => *open == file,
            _ => false,
        };
        if !self.open.as_ref().is_some_and(is_open) {
            let bytes = (self.log(file)?.open)()?;
            self.open = Some(match how {
                How::Anywhere => Open::Plain { file, bytes },
                How::Forwards => Open::Forwards {
                    file,
                    bytes: Box::new(logs::decompressed(bytes)),
                    at: 0,
                },
            });
        }
        self.open
            .as_mut()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Open {
    fn record(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let mut record = Vec::new();
        let whole = match self {
            Self::Plain { bytes, .. } => {
                bytes.seek(SeekFrom::Start(place.offset))?;
                bytes.take(place.length).read_to_end(&mut record)?;
                true
            }
            Self::Forwards { bytes, at, .. } => {
                let skip = place
                    .offset
                    .checked_sub(*at)
                    .ok_or(io::ErrorKind::InvalidInput)?;
                let skipped = io::copy(&mut bytes.take(skip), &mut io::sink())?;
                bytes.take(place.length).read_to_end(&mut record)?;
                *at = at.saturating_add(skipped).saturating_add(length(&record));
                skipped == skip
            }
        };
        if whole && length(&record) == place.length {
            Ok(record)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
