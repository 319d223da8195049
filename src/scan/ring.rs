//! Blocks of logs that cannot be read again from the middle, kept on disk until nothing more can be told of
//! their events. Knows blocks as bytes with a number.

use super::at::At;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of one unnamed file; the disk gets them back when all blocks in it are forgotten.
const SEGMENT: u64 = 32 * 1024 * 1024;

/// The blocks that are kept.
#[derive(Debug, Default)]
pub struct Ring(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    blocks: BTreeMap<u32, Slot>,
    /// Where the next block goes.
    segment: Option<Arc<File>>,
    filled: u64,
}

/// Where a block is kept.
#[derive(Clone, Debug)]
struct Slot {
    segment: Arc<File>,
    at: u64,
}

impl Ring {
    /// Keeps a block.
    ///
    /// # Errors
    /// When the temporary file cannot be made or written.
    pub fn keep(&self, block: u32, bytes: &[u8]) -> io::Result<()> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let slot = self.kept().room(length)?;
        write_at(&slot.segment, bytes, slot.at)?;
        self.kept().blocks.insert(block, slot);
        Ok(())
    }

    /// The bytes of a record; none of a block that is not kept.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn record(&self, at: At) -> io::Result<Option<Vec<u8>>> {
        let Some(slot) = self.kept().blocks.get(&at.block).cloned() else {
            return Ok(None);
        };
        let mut record = vec![0; usize::try_from(at.length).unwrap_or(0)];
        read_at(&slot.segment, &mut record, slot.at + u64::from(at.offset))?;
        Ok(Some(record))
    }

    /// Forgets all blocks before one.
    pub fn forget(&self, before: u32) {
        let mut kept = self.kept();
        let stay = kept.blocks.split_off(&before);
        kept.blocks = stay;
    }

    /// Nothing in it is ever half done.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn room(&mut self, length: u64) -> io::Result<Slot> {
        let segment = match &self.segment {
            Some(segment) if self.filled < SEGMENT => Arc::clone(segment),
            _ => {
                self.filled = 0;
                Arc::new(tempfile::tempfile()?)
            }
        };
        self.segment = Some(Arc::clone(&segment));
        let at = self.filled;
        self.filled += length;
        Ok(Slot { segment, at })
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
        at += u64::try_from(written).unwrap_or(0);
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        at += u64::try_from(read).unwrap_or(0);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_gone_and_the_rest_comes_back() {
        let ring = Ring::default();
        for block in 0..4_u32 {
            ring.keep(block, &[u8::try_from(block).unwrap(); 100])
                .unwrap();
        }
        let at = |block| At {
            block,
            offset: 90,
            length: 10,
            ..At::default()
        };
        ring.forget(2);
        assert_eq!(ring.record(at(1)).unwrap(), None);
        assert_eq!(ring.record(at(3)).unwrap(), Some(vec![3; 10]));
        ring.forget(9);
        assert_eq!(ring.kept().blocks.len(), 0);
    }
}
