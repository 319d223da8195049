//! What the rows of an event leave together, as far as their first words tell it.
//!
//! Of a small policy they tell all, and what an event comes to follows of them alone: so it is worked out once
//! for all events of which the same rules are true.

use super::row::Row;
use super::times::Times;
use super::{Decider, Decision, Left as OfWord, Matched};
use crate::judge::windows::Spread;
use crate::time::Time;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// More answers are not remembered.
const MOST_ANSWERS: usize = 16_384;

/// What rows leave together.
#[derive(Clone, Copy, Debug)]
pub struct Common {
    low: [u64; 2],
    /// Which of the first 64 words may be left.
    any: u64,
    /// Whether all hold and leave nothing open.
    sure: bool,
}

impl Common {
    /// What no row has taken from.
    pub(super) fn of(every: [u64; 2]) -> Self {
        Self {
            low: every,
            any: u64::MAX,
            sure: true,
        }
    }

    /// One more row.
    #[inline]
    pub fn add(&mut self, row: &Row, at: Time) {
        let (low, any) = row.low();
        self.low = [self.low[0] & low[0], self.low[1] & low[1]];
        self.any &= any;
        self.sure &= row.is_simple() || row.doubts().is_empty() && row.holds_at(at);
    }
}

/// How far something decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Wholly: [`Decider::decide_common`].
    Whole,
    /// The rows leave nothing open, but more words matter than the first: [`Decider::left`].
    Words,
    /// [`Decider::decide`] must look at all that rows say.
    Nothing,
}

/// Gives every row of an event to what it is given, as often as it is asked.
pub type EachRow<'r> = dyn Fn(&mut dyn FnMut(&Row)) + 'r;

/// What rows leave of all words.
#[derive(Debug)]
pub struct Left(Vec<OfWord>);

/// By what is left in the first two words: what an event comes to.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: HashMap<(u64, u64), Option<usize>, BuildHasherDefault<Spread>>,
    plain: Vec<Matched>,
}

impl Decider<'_> {
    /// What no column's row has taken from: the row of the time alone.
    #[inline]
    #[must_use]
    pub fn common(&mut self, at: Time) -> Common {
        let mut common = Common::of(self.plan.first);
        if let Some(times) = &mut self.times {
            common.add(times.row(at), at);
        }
        common
    }

    /// How far what the rows of all columns have in common decides.
    #[inline]
    #[must_use]
    pub fn reach(&self, common: Common) -> Reach {
        match (
            common.sure,
            self.plan.open.len() <= 64 && common.any & !0b11 == 0,
        ) {
            (true, true) => Reach::Whole,
            (true, false) => Reach::Words,
            (false, _) => Reach::Nothing,
        }
    }

    /// What is left of all words by rows that are sure, each given to what `each` is given.
    #[must_use]
    pub fn left(&self, common: Common, each: &EachRow<'_>) -> Left {
        let mut left = Vec::new();
        let mut leave = |at: usize, may: u64| {
            if may != 0 {
                let doubt = may & self.plan.open.get(at).copied().unwrap_or_default();
                left.push(OfWord { at, may, doubt });
            }
        };
        let [first, second] = common.low;
        leave(0, first);
        leave(1, second);
        let time = self.times.as_ref().map(Times::last);
        for head in 0..self.plan.open.len().div_ceil(64) {
            let mut any = match head {
                0 => common.any & !0b11,
                _ => time.map_or(u64::MAX, |row| row.any(head)),
            };
            if head > 0 {
                each(&mut |row| any &= row.any(head));
            }
            while any != 0 {
                let at = 64 * head + usize::try_from(any.trailing_zeros()).unwrap_or_default();
                any &= any - 1;
                let every = self.plan.every.get(at).copied().unwrap_or_default();
                let mut may = time.map_or(every, |row| every & row.word(at));
                each(&mut |row| {
                    if may != 0 {
                        may &= row.word(at);
                    }
                });
                leave(at, may);
            }
        }
        Left(left)
    }

    /// Decides an event by what is left.
    #[must_use]
    pub fn decide_left(&mut self, left: Left) -> Decision<'_> {
        let doubtful = left.0.iter().any(|word| word.doubt != 0);
        self.left = left.0;
        match self.is_plain(doubtful) {
            true => Decision::Plain(&self.matched),
            false => Decision::Look,
        }
    }

    /// Decides an event by what the rows of all columns have in common, where that is enough.
    #[inline]
    #[must_use]
    pub fn decide_common(&mut self, common: Common) -> Decision<'_> {
        let low = (common.low[0], common.low[1]);
        let known = match self.answers.known.get(&low) {
            Some(known) => *known,
            None => self.answer(low),
        };
        match known.and_then(|at| self.answers.plain.get(at)) {
            Some(matched) => Decision::Plain(matched),
            None => Decision::Look,
        }
    }

    #[cold]
    fn answer(&mut self, low: (u64, u64)) -> Option<usize> {
        self.left.clear();
        let mut doubtful = self.leave(0, low.0);
        doubtful |= self.leave(1, low.1);
        let plain = self.is_plain(doubtful);
        let answers = &mut self.answers;
        if answers.known.len() >= MOST_ANSWERS {
            *answers = Answers::default();
        }
        let known = plain.then(|| {
            answers.plain.push(self.matched.clone());
            answers.plain.len() - 1
        });
        answers.known.insert(low, known);
        known
    }
}
