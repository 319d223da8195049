//! A log while it is read: how much of it was, and whether somebody wants that to end.

use super::{Bytes, Scan};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::Ordering;

/// How far each log was read, by its number, in its own bytes. A second pass reads as far as the first did,
/// even if it is told to stop: what was read is judged.
pub type Reached = BTreeMap<u32, u64>;

/// A log that ends early when somebody wants that.
pub struct Watched<'a> {
    scan: &'a Scan<'a>,
    bytes: Box<dyn Bytes>,
    position: u64,
    reached: &'a mut u64,
    cut_short: &'a Cell<bool>,
}

impl<'a> Watched<'a> {
    /// A log at its start. Where it ends early, `cut_short` tells.
    pub fn new(
        scan: &'a Scan<'a>,
        bytes: Box<dyn Bytes>,
        reached: &'a mut u64,
        cut_short: &'a Cell<bool>,
    ) -> Self {
        Self {
            scan,
            bytes,
            position: 0,
            reached,
            cut_short,
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let stops = || self.scan.stop.load(Ordering::Relaxed);
        if self.position >= *self.reached && stops() {
            self.cut_short.set(true);
            return Ok(0);
        }
        let read = self.bytes.read(into)?;
        // Whoever waits for bytes gives up when it is told to stop.
        if read == 0 && !into.is_empty() && stops() {
            self.cut_short.set(true);
        }
        let size = u64::try_from(read).unwrap_or(u64::MAX);
        self.scan.read.fetch_add(size, Ordering::Relaxed);
        self.position += size;
        *self.reached = (*self.reached).max(self.position);
        Ok(read)
    }
}
