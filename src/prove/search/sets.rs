//! What is known of a set in a branch: what its members may be, and what must be among them.

use super::Impossible;
use crate::prove::bits::Bits;
use crate::prove::formula::SetTest;
use crate::prove::space::Space;
use crate::prove::truths::Truths;
use crate::prove::vars::VarId;

/// What is known of a set's members.
#[derive(Clone, Debug)]
pub(in crate::prove) struct Members {
    /// Whether it is there at all; none while that is open.
    pub(in crate::prove) given: Option<bool>,
    /// What a member may be.
    pub(in crate::prove) may: Bits,
    /// Of each of these there is a member.
    pub(in crate::prove) must: Vec<Bits>,
    /// The set is empty, or has a member outside of each of these.
    pub(in crate::prove) beyond: Vec<Bits>,
}

impl Members {
    pub(super) fn new(values: &Bits) -> Self {
        Self {
            given: None,
            may: values.clone(),
            must: Vec::new(),
            beyond: Vec::new(),
        }
    }

    pub(super) fn assert(
        &mut self,
        space: &Space,
        set: VarId,
        test: SetTest,
        truth: Truths,
    ) -> Result<(), Impossible> {
        let there = match test {
            SetTest::Given => truth == Truths::TRUE,
            _ => truth != Truths::UNKNOWN,
        };
        if self.given.is_some_and(|given| given != there) {
            return Err(Impossible);
        }
        self.given = Some(there);
        match (test, truth) {
            (SetTest::Any(test), Truths::TRUE) => {
                let wanted = space.members(set, test).and(&self.may);
                self.must.push(wanted);
            }
            (SetTest::Any(test), Truths::FALSE) => {
                self.may = self.may.minus(&space.members(set, test));
            }
            (SetTest::All(test), Truths::TRUE) => {
                self.may = self.may.and(&space.members(set, test));
                self.must.push(self.may.clone());
            }
            (SetTest::All(test), Truths::FALSE) => {
                self.beyond.push((*space.members(set, test)).clone());
            }
            _ => {}
        }
        let lacks = self.must.iter().any(|must| !must.meets(&self.may));
        let within = |mask: &Bits| !self.must.is_empty() && self.may.is_within(mask);
        if lacks || self.beyond.iter().any(within) {
            return Err(Impossible);
        }
        Ok(())
    }

    pub(super) fn eval(
        &self,
        space: &Space,
        set: VarId,
        test: SetTest,
        truth: Truths,
    ) -> Option<bool> {
        let told = match (test, self.given) {
            (SetTest::Given, Some(given)) => Some(Truths::of(given)),
            (SetTest::Given, None) => None,
            (_, Some(false)) => Some(Truths::UNKNOWN),
            (SetTest::Any(test), given) => {
                let mask = space.members(set, test);
                self.told(given, self.some(&mask), !self.may.meets(&mask))
            }
            (SetTest::All(test), given) => {
                let mask = space.members(set, test);
                let holds = !self.must.is_empty() && self.may.is_within(&mask);
                let beyond = self.beyond.iter().any(|known| mask.is_within(known));
                let fails = beyond
                    || self
                        .must
                        .iter()
                        .any(|must| !must.and(&self.may).meets(&mask));
                self.told(given, holds, fails)
            }
        };
        match told {
            Some(told) => Some(told == truth),
            // Not even if it is there: but it may still be missing.
            None => self.cannot(space, set, test, truth).then_some(false),
        }
    }

    fn told(&self, given: Option<bool>, holds: bool, fails: bool) -> Option<Truths> {
        if given != Some(true) {
            return None;
        }
        match (holds, fails) {
            (true, _) => Some(Truths::TRUE),
            (_, true) => Some(Truths::FALSE),
            _ => None,
        }
    }

    fn some(&self, mask: &Bits) -> bool {
        let within = |must: &Bits| must.and(&self.may).is_within(mask);
        self.must.iter().any(within)
    }

    fn cannot(&self, space: &Space, set: VarId, test: SetTest, truth: Truths) -> bool {
        if self.given == Some(true) && truth == Truths::UNKNOWN {
            return true;
        }
        let mut other = self.clone();
        other.assert(space, set, test, truth).is_err()
    }
}
