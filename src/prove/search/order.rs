//! Relations of numbers: differences that are bounded. Between them every number keeps an interval in which
//! each value can be had.

use super::Impossible;
use super::state::State;
use crate::prove::bits::Bits;
use crate::prove::formula::Leaf;
use crate::prove::space::{Class, FIRST, Space};
use crate::prove::vars::VarId;
use std::collections::BTreeMap;

/// Bounds of numbers and of their differences, as tight as they get.
#[derive(Clone, Debug, Default)]
pub(in crate::prove) struct Ordered {
    vars: BTreeMap<VarId, usize>,
    /// `most[x][y]`: the most that x - y can be; the last is zero. None: as much as one likes.
    most: Vec<Vec<Option<i128>>>,
}

/// The bounds of all numbers that are compared with each other.
pub(super) fn bounds(space: &Space, state: &State) -> Result<Ordered, Impossible> {
    let mut vars: BTreeMap<VarId, usize> = BTreeMap::new();
    for leaf in &state.relations {
        if let Leaf::Below { x, y, .. } = leaf {
            for var in [x, y] {
                let next = vars.len();
                vars.entry(*var).or_insert(next);
            }
        }
    }
    let size = vars.len() + 1;
    let mut ordered = Ordered {
        most: vec![vec![None; size]; size],
        vars,
    };
    for at in 0..size {
        ordered.limit(at, at, 0);
    }
    for (var, at) in ordered.vars.clone() {
        let values = state.values(space, var);
        let (low, high) = hull(space, var, &values).ok_or(Impossible)?;
        ordered.limit(at, size - 1, high);
        ordered.limit(size - 1, at, low.saturating_neg());
    }
    for leaf in &state.relations {
        if let Leaf::Below { x, y, most } = leaf
            && let (Some(x), Some(y)) = (ordered.vars.get(x), ordered.vars.get(y))
        {
            let (x, y) = (*x, *y);
            ordered.limit(x, y, *most);
        }
    }
    ordered.close()?;
    Ok(ordered)
}

/// The least and the greatest number among some classes.
fn hull(space: &Space, var: VarId, values: &Bits) -> Option<(i128, i128)> {
    let spans = values.iter().filter(|bit| *bit >= FIRST);
    let spans = spans.filter_map(|bit| span(space, var, bit));
    spans.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
}

/// The ends of a class of numbers.
pub(in crate::prove) fn span(space: &Space, var: VarId, bit: usize) -> Option<(i128, i128)> {
    match space.class(var, bit)? {
        Class::Numbers(low, high, _) => Some((*low, *high)),
        _ => None,
    }
}

impl Ordered {
    /// The numbers that are compared with each other.
    pub(in crate::prove) fn vars(&self) -> impl Iterator<Item = VarId> {
        self.vars.keys().copied()
    }

    /// The least and the most that a number can be.
    pub(in crate::prove) fn range(&self, var: VarId) -> Option<(i128, i128)> {
        let at = *self.vars.get(&var)?;
        let zero = self.most.len().checked_sub(1)?;
        Some((self.at(zero, at)?.saturating_neg(), self.at(at, zero)?))
    }

    /// The bounds with one number held between two others; none where that cannot be.
    pub(in crate::prove) fn with(&self, var: VarId, low: i128, high: i128) -> Option<Self> {
        let at = *self.vars.get(&var)?;
        let zero = self.most.len().checked_sub(1)?;
        let mut with = self.clone();
        with.limit(at, zero, high);
        with.limit(zero, at, low.saturating_neg());
        with.close().ok().map(|()| with)
    }

    fn at(&self, x: usize, y: usize) -> Option<i128> {
        *self.most.get(x)?.get(y)?
    }

    fn limit(&mut self, x: usize, y: usize, most: i128) {
        if let Some(slot) = self.most.get_mut(x).and_then(|row| row.get_mut(y)) {
            *slot = Some(slot.map_or(most, |known| known.min(most)));
        }
    }

    /// Draws every conclusion from two bounds to a third.
    fn close(&mut self) -> Result<(), Impossible> {
        let size = self.most.len();
        for via in 0..size {
            for x in 0..size {
                let Some(first) = self.at(x, via) else {
                    continue;
                };
                for y in 0..size {
                    if let Some(second) = self.at(via, y) {
                        self.limit(x, y, first.saturating_add(second));
                    }
                }
            }
        }
        let contradicts = |at: usize| self.at(at, at).is_some_and(|loop_| loop_ < 0);
        if (0..size).any(contradicts) {
            return Err(Impossible);
        }
        Ok(())
    }
}
