//! A record again, from its place: logs are opened once more and read forwards only.

use super::Scan;
use crate::logs::{self, Place};
use std::io::{self, Read};

/// Fetches records in the order of their places.
pub struct Fetcher<'a> {
    scan: &'a Scan<'a>,
    open: Option<Open>,
    /// Several events may be parts of one record.
    last: Option<(Place, Vec<u8>)>,
}

struct Open {
    file: u32,
    bytes: Box<dyn Read>,
    /// Bytes read so far, decompressed.
    at: u64,
    /// What all records of the log need to be read again.
    head: String,
}

impl<'a> Fetcher<'a> {
    /// Nothing is open yet.
    #[must_use]
    pub fn new(scan: &'a Scan<'a>) -> Self {
        Self {
            scan,
            open: None,
            last: None,
        }
    }

    /// The bytes of a record; places must come in their order.
    ///
    /// # Errors
    /// When the log cannot be read again, or has changed.
    pub fn record(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let whole = Place {
            part: None,
            ..place
        };
        if let Some((at, bytes)) = self.last.as_ref().filter(|(at, _)| *at == whole) {
            let _ = at;
            return Ok(bytes.clone());
        }
        let bytes = self.open(place.file)?.record(place)?;
        self.last = Some((whole, bytes.clone()));
        Ok(bytes)
    }

    /// What the records of the log need to be read again.
    ///
    /// # Errors
    /// When the log cannot be read again.
    pub fn head(&mut self, file: u32) -> io::Result<&str> {
        Ok(&self.open(file)?.head)
    }

    fn open(&mut self, file: u32) -> io::Result<&mut Open> {
        if self.open.as_ref().is_none_or(|open| open.file != file) {
            let log = usize::try_from(file)
                .ok()
                .and_then(|n| self.scan.logs.get(n));
            let log = log.ok_or(io::ErrorKind::NotFound)?;
            let head = logs::head((log.open)()?, log.source, self.scan.max_record)?;
            let bytes = Box::new(logs::decompressed((log.open)()?));
            self.open = Some(Open {
                file,
                bytes,
                at: 0,
                head,
            });
        }
        self.open
            .as_mut()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Open {
    fn record(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let skip = place
            .offset
            .checked_sub(self.at)
            .ok_or(io::ErrorKind::InvalidInput)?;
        let skipped = io::copy(&mut (&mut self.bytes).take(skip), &mut io::sink())?;
        let mut record = Vec::new();
        let read = (&mut self.bytes)
            .take(place.length)
            .read_to_end(&mut record)?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        self.at = self.at.saturating_add(skipped).saturating_add(read);
        if skipped == skip && read == place.length {
            Ok(record)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}
