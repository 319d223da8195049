//! What can be read but once, kept on disk while it is read, so that it can be read again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::NamedTempFile;

/// A pipe that any number of readers read from its start.
pub struct Pipe(Mutex<Kept>);

struct Kept {
    /// None when it has ended.
    input: Option<Box<dyn Read + Send>>,
    file: NamedTempFile,
    /// Bytes in the file.
    length: u64,
}

impl std::fmt::Debug for Pipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pipe")
    }
}

impl Pipe {
    /// Nothing was read yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new(input: Box<dyn Read + Send>) -> io::Result<Self> {
        Ok(Self(Mutex::new(Kept {
            input: Some(input),
            file: NamedTempFile::new()?,
            length: 0,
        })))
    }

    /// A reader at its start.
    ///
    /// # Errors
    /// When the temporary file cannot be opened.
    pub fn open(self: &Arc<Self>) -> io::Result<PipeReader> {
        let own = self.with(|kept| kept.file.reopen())?;
        let pipe = Arc::clone(self);
        Ok(PipeReader {
            pipe,
            own,
            position: 0,
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        // A reader that fails leaves nothing half done.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    /// Reads on in the pipe itself.
    fn more(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(input) = &mut self.input else {
            return Ok(0);
        };
        let read = input.read(into)?;
        if read == 0 && !into.is_empty() {
            self.input = None;
        }
        let new = into.get(..read).unwrap_or_default();
        self.file
            .write_all(new)
            .map_err(|error| io::Error::other(format!("it cannot be kept: {error}")))?;
        self.length += size(read);
        Ok(read)
    }
}

/// One reader of a pipe.
pub struct PipeReader {
    pipe: Arc<Pipe>,
    /// What is kept, at `position`.
    own: File,
    position: u64,
}

impl Read for PipeReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (own, position) = (&mut self.own, &mut self.position);
        self.pipe.with(|kept| {
            let left = kept.length.checked_sub(*position);
            let Some(left) = left else { return Ok(0) };
            if left > 0 {
                let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
                let read = own.read(into.get_mut(..most).unwrap_or_default())?;
                *position += size(read);
                return Ok(read);
            }
            let read = kept.more(into)?;
            *position = own.seek(SeekFrom::Start(*position + size(read)))?;
            Ok(read)
        })
    }
}

impl Seek for PipeReader {
    /// From the end only after all was read.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::End(_) = to {
            io::copy(self, &mut io::sink())?;
        }
        self.position = self.own.seek(to)?;
        Ok(self.position)
    }
}

fn size(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives three bytes at a time.
    struct Slow(io::Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(3);
            self.0.read(into.get_mut(..most).unwrap_or_default())
        }
    }

    #[test]
    fn each_reader_reads_it_whole_whoever_was_first() {
        let bytes: Vec<u8> = (0..=255).collect();
        let pipe = Pipe::new(Box::new(Slow(io::Cursor::new(bytes.clone())))).unwrap();
        let pipe = Arc::new(pipe);
        let (mut one, mut two) = (pipe.open().unwrap(), pipe.open().unwrap());
        let (mut ones, mut twos) = (vec![0; 10], vec![0; 100]);
        one.read_exact(&mut ones).unwrap();
        two.read_exact(&mut twos).unwrap();
        one.read_to_end(&mut ones).unwrap();
        two.read_to_end(&mut twos).unwrap();
        assert_eq!((&ones, &twos), (&bytes, &bytes));
        let mut three = pipe.open().unwrap();
        let mut end = Vec::new();
        three.seek(SeekFrom::End(-6)).unwrap();
        three.read_to_end(&mut end).unwrap();
        assert_eq!(end, [250, 251, 252, 253, 254, 255]);
        let mut middle = [0; 2];
        three.seek(SeekFrom::Start(7)).unwrap();
        three.read_exact(&mut middle).unwrap();
        assert_eq!(middle, [7, 8]);
    }
}
