//! Bytes put aside on disk: appended now, read back later by their place.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// An unnamed temporary file that grows at its end.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<File>,
    length: u64,
}

/// Bytes in a spool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Bytes before it.
    pub offset: u64,
    /// Bytes of it.
    pub length: u64,
}

impl Spool {
    /// An empty one.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile()?),
            length: 0,
        })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, bytes: &[u8]) -> io::Result<Kept> {
        let kept = Kept {
            offset: self.length,
            length: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        };
        self.file.write_all(bytes)?;
        self.length = self.length.saturating_add(kept.length);
        Ok(kept)
    }

    /// Reads bytes back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self, kept: Kept) -> io::Result<Vec<u8>> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(kept.offset))?;
        let mut bytes = vec![0; usize::try_from(kept.length).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        file.seek(SeekFrom::End(0))?;
        Ok(bytes)
    }

    /// The whole of it, read from its start.
    ///
    /// # Errors
    /// When the file cannot be written or rewound.
    pub fn reader(&mut self) -> io::Result<BufReader<&mut File>> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.rewind()?;
        Ok(BufReader::new(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_and_gives_back_in_any_order() {
        let mut spool = Spool::new().unwrap();
        let a = spool.keep(b"first").unwrap();
        let b = spool.keep(b"second").unwrap();
        assert_eq!(spool.read(b).unwrap(), b"second");
        let c = spool.keep(b"third").unwrap();
        assert_eq!(spool.read(a).unwrap(), b"first");
        assert_eq!(spool.read(c).unwrap(), b"third");
    }
}
