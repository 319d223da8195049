//! Reading what may keep its reader waiting, without being deaf to an interruption.
//!
//! A blocked read goes on when a signal was handled; so there is no read before there is something.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends where its input does, or when it is told to stop.
#[derive(Debug)]
pub struct Patient<R> {
    input: R,
    stop: Arc<AtomicBool>,
}

impl<R> Patient<R> {
    /// Reads from a pipe or terminal until `stop` is set.
    pub fn new(input: R, stop: Arc<AtomicBool>) -> Self {
        Self { input, stop }
    }
}

#[cfg(unix)]
impl<R: Read + std::os::fd::AsFd> Read for Patient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.stop.load(Ordering::Relaxed) {
            if is_ready(&self.input) {
                return self.input.read(into);
            }
        }
        Ok(0)
    }
}

/// Waits a little; whether a read would not wait. What cannot be asked is read from.
#[cfg(unix)]
fn is_ready(input: &impl std::os::fd::AsFd) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    const A_MOMENT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 100_000_000,
    };
    match poll(&mut [PollFd::new(input, PollFlags::IN)], Some(&A_MOMENT)) {
        Ok(ready) => ready > 0,
        Err(error) => error != rustix::io::Errno::INTR,
    }
}

#[cfg(not(unix))]
impl<R: Read> Read for Patient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.stop.load(Ordering::Relaxed) {
            true => Ok(0),
            false => self.input.read(into),
        }
    }
}
