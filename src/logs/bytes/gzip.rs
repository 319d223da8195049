//! Gzip, member after member, each with its own checksum.

use super::Step;
use flate2::{Decompress, FlushDecompress, Status};

/// A decoder; it outlives the members.
pub(super) struct Gzip {
    member: Decompress,
    state: State,
}

enum State {
    Inside,
    /// Behind a member: another, zeros that fill a block of tape, or the end.
    Behind,
}

impl Gzip {
    pub(super) fn new() -> Self {
        Self {
            member: Decompress::new_gzip(15),
            state: State::Inside,
        }
    }

    pub(super) fn may_end(&self) -> bool {
        matches!(self.state, State::Behind)
    }

    pub(super) fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        match self.state {
            State::Inside => self.inside(input, output),
            State::Behind => self.behind(input, output),
        }
    }

    fn inside(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let before = (self.member.total_in(), self.member.total_out());
        let result = self.member.decompress(input, output, FlushDecompress::None);
        let count = |now: u64, then: u64| usize::try_from(now.saturating_sub(then)).unwrap_or(0);
        let mut step = Step {
            used: count(self.member.total_in(), before.0),
            written: count(self.member.total_out(), before.1),
            damage: None,
        };
        match result {
            Ok(Status::StreamEnd) => self.state = State::Behind,
            Ok(_) => {}
            // What was written before the damage stands in the output all the same.
            Err(_) => step.damage = Some("the gzip data is damaged here".to_owned()),
        }
        step
    }

    fn behind(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let zeros = input.iter().take_while(|b| **b == 0).count();
        let rest = input.get(zeros..).unwrap_or_default();
        let mut step = Step::default();
        if rest.first() == Some(&0x1F) {
            self.member = Decompress::new_gzip(15);
            self.state = State::Inside;
            step = self.inside(rest, output);
        } else if !rest.is_empty() {
            step.damage = Some("behind the gzip data something else follows".to_owned());
        }
        step.used += zeros;
        step
    }
}
