//! Sorting more records than fit into memory: fixed-length byte records, in runs on disk.
//!
//! Knows records only as bytes that compare as they should (numbers big-endian). Memory is bounded by
//! one run; the disk holds the rest, in unnamed files that vanish with the process.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Records in one run: at the longest record (about 100 bytes) some 12 MiB.
const RUN: usize = 128 * 1024;

/// Runs that are merged into one.
const MOST_RUNS: usize = 16;

/// Records to be sorted.
#[derive(Debug)]
pub struct Sorter<const N: usize> {
    run: Vec<[u8; N]>,
    /// Each with how often its records were merged; those that were less often stand behind.
    runs: Vec<(u32, File)>,
    most: usize,
}

impl<const N: usize> Default for Sorter<N> {
    fn default() -> Self {
        Self::with_run(RUN)
    }
}

impl<const N: usize> Sorter<N> {
    /// A sorter that holds at most so many records in memory.
    #[must_use]
    pub fn with_run(most: usize) -> Self {
        Self {
            run: Vec::new(),
            runs: Vec::new(),
            most: most.max(1),
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        self.run.push(record);
        if self.run.len() >= self.most {
            self.spill()?;
        }
        Ok(())
    }

    /// All records in ascending order; equal ones stay, next to each other.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn sorted(mut self) -> io::Result<Sorted<N>> {
        self.run.sort_unstable();
        Sorted::new(self.run, self.runs)
    }

    fn spill(&mut self) -> io::Result<()> {
        self.run.sort_unstable();
        let mut file = BufWriter::new(tempfile::tempfile()?);
        for record in self.run.drain(..) {
            file.write_all(&record)?;
        }
        self.runs.push((0, whole(file)?));
        self.merge()
    }

    /// So many runs that were merged equally often become one: few files are open at once, however much is
    /// sorted, and a record is seldom written again.
    fn merge(&mut self) -> io::Result<()> {
        while let Some((times, _)) = self.runs.last() {
            let times = *times;
            let equal = self.runs.iter().rev().take_while(|run| run.0 == times);
            let first = self.runs.len() - equal.count();
            if self.runs.len() - first < MOST_RUNS {
                break;
            }
            let mut sorted = Sorted::<N>::new(Vec::new(), self.runs.split_off(first))?;
            let mut file = BufWriter::new(tempfile::tempfile()?);
            while let Some(record) = sorted.next()? {
                file.write_all(&record)?;
            }
            self.runs.push((times + 1, whole(file)?));
        }
        Ok(())
    }
}

fn whole(file: BufWriter<File>) -> io::Result<File> {
    file.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Sorted records, one at a time.
#[derive(Debug)]
pub struct Sorted<const N: usize> {
    memory: std::vec::IntoIter<[u8; N]>,
    runs: Vec<BufReader<File>>,
    /// The next record of each source: a run's number, or their count for the one in memory.
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Sorted<N> {
    fn new(memory: Vec<[u8; N]>, runs: Vec<(u32, File)>) -> io::Result<Self> {
        let mut sorted = Self {
            memory: memory.into_iter(),
            runs: Vec::new(),
            heap: BinaryHeap::new(),
        };
        for (_, mut file) in runs {
            file.rewind()?;
            sorted.runs.push(BufReader::new(file));
        }
        for source in 0..=sorted.runs.len() {
            sorted.advance(source)?;
        }
        Ok(sorted)
    }

    /// The least record that is left.
    #[must_use]
    pub fn peek(&self) -> Option<&[u8; N]> {
        self.heap.peek().map(|Reverse((record, _))| record)
    }

    /// Takes the least record that is left.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        let Some(Reverse((record, source))) = self.heap.pop() else {
            return Ok(None);
        };
        self.advance(source)?;
        Ok(Some(record))
    }

    fn advance(&mut self, source: usize) -> io::Result<()> {
        let next = match self.runs.get_mut(source) {
            Some(run) => read_record(run)?,
            None => self.memory.next(),
        };
        self.heap
            .extend(next.map(|record| Reverse((record, source))));
        Ok(())
    }
}

/// The next record of a file; none at its end.
///
/// # Errors
/// When the file cannot be read, or ends within a record.
pub fn read_record<const N: usize>(file: &mut impl Read) -> io::Result<Option<[u8; N]>> {
    let mut record = [0; N];
    match file.read_exact(&mut record) {
        Ok(()) => Ok(Some(record)),
        Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_over_many_runs_and_keeps_equal_records() {
        for most in [1, 2, 7, 1000] {
            let mut sorter = Sorter::<2>::with_run(most);
            let mut expected = Vec::new();
            for n in 0..100_u16 {
                let record = (n * 37 % 50).to_be_bytes();
                sorter.push(record).unwrap();
                // 16 of each kind would be one of the next.
                assert!(sorter.runs.len() <= 2 * (MOST_RUNS - 1));
                expected.push(record);
            }
            expected.sort_unstable();
            let mut sorted = sorter.sorted().unwrap();
            let mut got = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                got.push(record);
            }
            assert_eq!(got, expected, "runs of {most}");
        }
    }
}
