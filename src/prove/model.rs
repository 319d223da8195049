//! Values for a branch in which everything is decided: readable ones, the fewest that are needed.

mod bases;
mod numbers;
mod samples;

use super::automata::Automata;
use super::bits::Bits;
use super::compile::Compiler;
use super::search::{Assigned, Branch, Link, State, span};
use super::space::{Class, FIRST, MISSING, NONE, Space};
use super::vars::{Var, VarId};
use super::witness::{Held, Witness};
use crate::event::Value;
use crate::syntax::ast::Type;
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// Makes values.
pub(super) struct Maker<'m> {
    compiler: &'m Compiler,
    space: &'m Space,
    links: &'m [Link],
    automata: &'m mut Automata,
    around: Time,
}

impl<'m> Maker<'m> {
    pub(super) fn new(
        compiler: &'m Compiler,
        space: &'m Space,
        links: &'m [Link],
        automata: &'m mut Automata,
        around: Time,
    ) -> Self {
        Self {
            compiler,
            space,
            links,
            automata,
            around,
        }
    }

    /// A world of the branch; none where it has none, or none was found.
    pub(super) fn model(&mut self, branch: &Branch<'_>) -> Option<Witness> {
        let mut values: BTreeMap<VarId, Held> = BTreeMap::new();
        self.numbers(branch, &mut values)?;
        let nodes = self.nodes(branch.assigned, &mut values)?;
        self.bases(branch, &mut values)?;
        for (id, var) in self.compiler.vars.iter() {
            let held = match values.get(&id) {
                _ if var.sort == Type::Texts => self.members(id, branch, &nodes)?,
                Some(_) => continue,
                None => self.free(id, var, branch.state)?,
            };
            values.insert(id, held);
        }
        Some(Witness::of(
            &self.compiler.vars,
            &values,
            self.around,
            self.compiler.rough,
        ))
    }

    /// A value for each node that no link hangs on; nodes of one class differ.
    fn nodes(
        &mut self,
        assigned: &Assigned,
        values: &mut BTreeMap<VarId, Held>,
    ) -> Option<Vec<Option<Value>>> {
        let mut used: BTreeSet<Value> = BTreeSet::new();
        let mut all = Vec::new();
        for (node, (any, bit)) in assigned.nodes.iter().enumerate() {
            let vars: Vec<VarId> = assigned
                .vars
                .iter()
                .filter(|(_, n)| **n == node)
                .map(|(v, _)| *v)
                .collect();
            let in_set = assigned
                .sets
                .values()
                .any(|members| members.contains(&node));
            if vars.is_empty() && !in_set {
                all.push(None);
                continue;
            }
            let var = vars.first().copied().unwrap_or(*any);
            let linked = self.links.iter().find(|link| vars.contains(&link.base));
            let value = match linked {
                Some(link) => self.linked(link, *bit, values, &used),
                None => self.some(var, *bit, &used),
            }?;
            used.insert(value.clone());
            for var in vars {
                values.insert(var, Held::Value(value.clone()));
            }
            all.push(Some(value));
        }
        Some(all)
    }

    /// A value of a class that is not used.
    fn some(&mut self, var: VarId, bit: usize, used: &BTreeSet<Value>) -> Option<Value> {
        let wanted = self.candidates(var, bit);
        wanted
            .into_iter()
            .find(|value| !used.contains(value) || self.is_one(var, bit))
    }

    fn is_one(&self, var: VarId, bit: usize) -> bool {
        matches!(self.space.class(var, bit), Some(Class::One(_)))
    }

    fn candidates(&mut self, var: VarId, bit: usize) -> Vec<Value> {
        match self.space.class(var, bit) {
            Some(Class::One(value)) => vec![value.clone()],
            Some(Class::Ips(first, last)) => samples::addresses(*first, *last),
            Some(Class::Texts(members)) => {
                let members = members.clone();
                let named = self
                    .compiler
                    .vars
                    .get(var)
                    .map(samples::texts)
                    .unwrap_or_default();
                let mut all: Vec<String> = Vec::new();
                for text in named {
                    if self.space.classify(var, &text, self.automata) == Some(bit) {
                        all.push(text);
                    }
                }
                all.extend(members);
                all.into_iter().map(Value::Text).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The members of a set.
    fn members(
        &mut self,
        set: VarId,
        branch: &Branch<'_>,
        nodes: &[Option<Value>],
    ) -> Option<Held> {
        let given = branch.state.set(set).and_then(|members| members.given);
        let members = branch.assigned.sets.get(&set);
        if given != Some(true) && members.is_none() {
            return Some(Held::Missing);
        }
        let mut texts = Vec::new();
        for node in members.into_iter().flatten() {
            match nodes.get(*node)? {
                Some(Value::Text(text)) => texts.push(text.clone()),
                _ => return None,
            }
        }
        texts.sort();
        texts.dedup();
        Some(Held::Value(Value::Texts(texts)))
    }

    /// A value for a variable that no relation speaks of.
    fn free(&mut self, id: VarId, var: &Var, state: &State) -> Option<Held> {
        let may = state.values(self.space, id);
        for state in samples::preferred(var) {
            match state {
                samples::State::Missing if may.has(MISSING) => return Some(Held::Missing),
                samples::State::None if may.has(NONE) => return Some(Held::None),
                samples::State::Value => {
                    if let Some(value) = self.any_value(id, &may) {
                        return Some(Held::Value(value));
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn any_value(&mut self, id: VarId, may: &Bits) -> Option<Value> {
        let bits: Vec<usize> = may.iter().filter(|bit| *bit >= FIRST).collect();
        let wanted = self.wanted(id);
        let near = |bit: &usize| {
            span(self.space, id, *bit).map(|(a, b)| wanted.clamp(a, b).abs_diff(wanted))
        };
        if span(self.space, id, FIRST).is_some() {
            let mut bits = bits;
            bits.sort_by_key(near);
            return bits.into_iter().find_map(|bit| {
                let n = self.pick(id, bit, span(self.space, id, bit)?)?;
                Some(self.number(id, n))
            });
        }
        bits.into_iter()
            .find_map(|bit| self.some(id, bit, &BTreeSet::new()))
    }
}
