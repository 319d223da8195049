//! Zstandard, frame after frame.

use super::Step;
use std::io;
use zstd::stream::raw::{Decoder, Operation};

/// A decoder; it outlives the frames.
pub(super) struct Zstd {
    frames: Decoder<'static>,
    /// How many bytes complete what the decoder waits for; 0 behind a frame.
    wants: usize,
    /// Whether decoded bytes may still wait for room.
    full: bool,
}

/// A frame's first bytes, by which its header's length is known.
const START: usize = 5;
/// The next block's header, which the decoder asks for together with a block.
const HEADER: usize = 3;

impl Zstd {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            frames: Decoder::new()?,
            wants: 0,
            full: false,
        })
    }

    pub(super) fn may_end(&self) -> bool {
        self.wants == 0
    }

    /// Gives the decoder one block at a time, without the header of the next: when a block is
    /// damaged, what the call decoded before it would be lost with it.
    pub(super) fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        if std::mem::take(&mut self.full) {
            let step = self.run(&[], output);
            if step.written > 0 || step.damage.is_some() {
                return step;
            }
        }
        let size = match self.wants {
            0 => START,
            n if n > HEADER => n - HEADER,
            n => n,
        };
        match input.get(..size.min(input.len())) {
            Some(piece @ [_, ..]) => self.run(piece, output),
            _ => Step::default(),
        }
    }

    fn run(&mut self, piece: &[u8], output: &mut [u8]) -> Step {
        match self.frames.run_on_buffers(piece, output) {
            Ok(status) => {
                self.wants = status.remaining;
                self.full = status.bytes_written == output.len();
                Step {
                    used: status.bytes_read,
                    written: status.bytes_written,
                    damage: None,
                }
            }
            Err(_) => Step {
                damage: Some("the zstd data is damaged here".to_owned()),
                ..Step::default()
            },
        }
    }
}
