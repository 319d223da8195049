//! Values of numbers that are compared with each other, one after the other, each within what is left to it.

use super::{Maker, samples};
use crate::event::Value;
use crate::prove::search::{Branch, Ordered, State, span};
use crate::prove::space::{Class, FIRST, instant};
use crate::prove::vars::VarId;
use crate::prove::witness::Held;
use crate::syntax::ast::Type;
use crate::time::Time;
use std::collections::BTreeMap;

/// Choices of classes that are tried.
const MOST_TRIES: usize = 2_000;

impl Maker<'_> {
    /// Numbers that are compared with each other, one after the other.
    pub(super) fn numbers(
        &mut self,
        branch: &Branch<'_>,
        values: &mut BTreeMap<VarId, Held>,
    ) -> Option<()> {
        let vars: Vec<VarId> = branch.ordered.vars().collect();
        // By number that is chosen: the bounds before, and the classes that have not been tried.
        let mut open: Vec<(Ordered, Vec<usize>)> = Vec::new();
        let mut bounds = branch.ordered.clone();
        let mut chosen: Vec<(VarId, i128)> = Vec::new();
        for _ in 0..MOST_TRIES {
            let Some(var) = vars.get(chosen.len()).copied() else {
                let of = |(var, n): (VarId, i128)| (var, Held::Value(self.number(var, n)));
                values.extend(chosen.into_iter().map(of));
                return Some(());
            };
            if open.len() == chosen.len() {
                let classes = self.by_nearness(var, branch.state, &bounds);
                open.push((bounds.clone(), classes));
            }
            let (before, classes) = open.last_mut()?;
            let Some(class) = classes.pop() else {
                open.pop();
                chosen.pop()?;
                continue;
            };
            let before = before.clone();
            let fixed = self.fix(var, class, &before);
            if let Some((n, with)) = fixed {
                chosen.push((var, n));
                bounds = with;
            }
        }
        None
    }

    /// The classes that a number may be of, the best one last.
    fn by_nearness(&self, var: VarId, state: &State, bounds: &Ordered) -> Vec<usize> {
        let wanted = self.wanted(var);
        let values = state.values(self.space, var);
        let range = bounds.range(var);
        let inside = |bit: &usize| {
            let span = span(self.space, var, *bit);
            let pair = span.zip(range);
            pair.is_some_and(|((a, b), (low, high))| a <= high && low <= b)
        };
        let mut classes: Vec<usize> = values
            .iter()
            .filter(|b| *b >= FIRST)
            .filter(inside)
            .collect();
        classes.sort_by_key(|bit| {
            let near =
                span(self.space, var, *bit).map(|(a, b)| wanted.clamp(a, b).abs_diff(wanted));
            (std::cmp::Reverse(near), std::cmp::Reverse(*bit))
        });
        classes
    }

    /// A number of a class within bounds, and the bounds once it is fixed.
    fn fix(&self, var: VarId, class: usize, bounds: &Ordered) -> Option<(i128, Ordered)> {
        let (low, high) = span(self.space, var, class)?;
        let (least, most) = bounds.range(var)?;
        let n = self.pick(var, class, (low.max(least), high.min(most)))?;
        Some((n, bounds.with(var, n, n)?))
    }

    pub(super) fn pick(&self, var: VarId, class: usize, (low, high): (i128, i128)) -> Option<i128> {
        if low > high {
            return None;
        }
        let wanted = self.wanted(var).clamp(low, high);
        match self.space.class(var, class)? {
            Class::Numbers(_, _, Some(held)) => {
                let component = self.space.components.get(self.space.component(var))?;
                instant(&component.hours, held, (low, high), wanted)
            }
            _ => Some(wanted),
        }
    }

    pub(super) fn wanted(&self, var: VarId) -> i128 {
        let var = self.compiler.vars.get(var);
        var.map_or(0, |var| samples::number(var, self.around))
    }

    pub(super) fn number(&self, var: VarId, n: i128) -> Value {
        match self.compiler.vars.get(var).map(|var| var.sort) {
            Some(Type::Time) => Value::Time(Time(n)),
            _ => Value::Int(i64::try_from(n).unwrap_or(i64::MAX)),
        }
    }
}
