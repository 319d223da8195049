//! A set of rules, as bits.

use crate::policy::{PolicySet, Rule, RuleId};

/// A set of rules, a bit for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules(Box<[u64]>);

impl Rules {
    pub(super) fn all(policy: &PolicySet) -> Self {
        Self::that(policy, |_| true)
    }

    /// The rules of which something holds, asked in the order of their ids.
    pub(super) fn that(policy: &PolicySet, mut holds: impl FnMut(&Rule) -> bool) -> Self {
        let words = policy.rules.chunks(64).map(|rules| {
            let bits = rules.iter().zip(0_u32..);
            bits.fold(0, |word, (rule, at)| word | (u64::from(holds(rule)) << at))
        });
        Self(words.collect())
    }

    pub(super) fn fill(&mut self) {
        self.0.fill(u64::MAX);
    }

    pub(super) fn become_as(&mut self, others: &Self) {
        self.0.copy_from_slice(&others.0);
    }

    pub(super) fn add(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word |= other;
        }
    }

    pub(super) fn keep(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= other;
        }
    }

    pub(super) fn meets(&self, others: &Self) -> bool {
        let mut words = self.0.iter().zip(&others.0);
        words.any(|(word, other)| word & other != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = RuleId> {
        let words = self.0.iter().zip((0_u32..).step_by(64));
        words.flat_map(|(word, first)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let at = word.trailing_zeros();
                word &= word.checked_sub(1)?;
                Some(RuleId(first + at))
            })
        })
    }
}
