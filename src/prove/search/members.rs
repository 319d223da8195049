//! Relations of texts, addresses and sets: which values are the same, which differ, which are members.
//!
//! Every value that a relation speaks of is a node, which is given a class; a class of many values has always
//! one that no other node has.

use super::state::State;
use crate::prove::bits::Bits;
use crate::prove::formula::Leaf;
use crate::prove::space::{Class, FIRST, Space};
use crate::prove::vars::VarId;
use std::collections::{BTreeMap, BTreeSet};

/// Assignments that are tried of the nodes that have few values to choose from.
const MOST_TRIES: usize = 20_000;

/// Why there is no assignment.
pub(super) enum No {
    Impossible,
    GaveUp,
}

/// A class for each node.
#[derive(Clone, Debug, Default)]
pub(in crate::prove) struct Assigned {
    /// By node: one of its variables or sets, and the bit of its class.
    pub(in crate::prove) nodes: Vec<(VarId, usize)>,
    /// The nodes of variables.
    pub(in crate::prove) vars: BTreeMap<VarId, usize>,
    /// The nodes that are a set's members: all of them, if it is here.
    pub(in crate::prove) sets: BTreeMap<VarId, BTreeSet<usize>>,
}

#[derive(Debug, Default)]
struct Nodes {
    /// By node: a variable of its component, and what it may be.
    may: Vec<(VarId, Bits)>,
    vars: BTreeMap<VarId, usize>,
    sets: BTreeMap<VarId, BTreeSet<usize>>,
    /// A node that is no member of a set.
    outside: Vec<(usize, VarId)>,
}

/// Gives every node a class.
pub(super) fn assign(space: &Space, state: &State) -> Result<Assigned, No> {
    let mut nodes = Nodes::default();
    nodes.same(space, state);
    nodes.given(space, state);
    nodes.within(space, state);
    let differ = nodes.differ(state)?;
    Colors {
        space,
        may: &nodes.may,
        differ: &differ,
    }
    .choose(&nodes)
}

impl Nodes {
    fn add(&mut self, var: VarId, may: Bits) -> usize {
        self.may.push((var, may));
        self.may.len() - 1
    }

    fn limit(&mut self, node: usize, mask: &Bits) {
        if let Some((_, may)) = self.may.get_mut(node) {
            *may = may.and(mask);
        }
    }

    /// Variables that are the same share a node.
    fn same(&mut self, space: &Space, state: &State) {
        for leaf in &state.relations {
            let (a, b) = match leaf {
                Leaf::Same { a, b, holds } => (*a, holds.then_some(*b)),
                Leaf::Member { text, .. } => (*text, None),
                _ => continue,
            };
            if let Leaf::Same {
                b, holds: false, ..
            } = leaf
            {
                self.node(space, state, *b);
            }
            let one = self.node(space, state, a);
            let Some(other) = b.map(|b| self.node(space, state, b)).filter(|n| *n != one) else {
                continue;
            };
            let mask = self.may.get(other).map(|(_, may)| may.clone());
            mask.into_iter().for_each(|mask| self.limit(one, &mask));
            self.vars
                .values_mut()
                .filter(|n| **n == other)
                .for_each(|n| *n = one);
        }
    }

    fn node(&mut self, space: &Space, state: &State, var: VarId) -> usize {
        if let Some(node) = self.vars.get(&var) {
            return *node;
        }
        let values = state.values(space, var).and(&space.values(var));
        let node = self.add(var, values);
        self.vars.insert(var, node);
        node
    }

    fn put(&mut self, state: &State, set: VarId, node: usize) -> bool {
        if let Some(members) = state.set(set) {
            self.limit(node, &members.may.clone());
        }
        self.sets.entry(set).or_default().insert(node)
    }

    /// Members that there must be.
    fn given(&mut self, space: &Space, state: &State) {
        for (set, members) in state.sets().filter(|(_, m)| m.given == Some(true)) {
            self.sets.entry(set).or_default();
            for must in &members.must {
                let node = self.add(set, must.clone());
                self.put(state, set, node);
            }
        }
        for leaf in &state.relations {
            match leaf {
                Leaf::Member {
                    text,
                    set,
                    holds: true,
                } => {
                    let node = self.node(space, state, *text);
                    self.put(state, *set, node);
                }
                Leaf::Meet { a, b, holds: true } => {
                    let node = self.add(*a, space.values(*a));
                    self.put(state, *a, node);
                    self.put(state, *b, node);
                }
                Leaf::Within { a, b, holds: true } => {
                    if self.sets.get(a).is_none_or(BTreeSet::is_empty) {
                        let node = self.add(*a, space.values(*a));
                        self.put(state, *a, node);
                    }
                    self.sets.entry(*b).or_default();
                }
                Leaf::Member { set, .. } => _ = self.sets.entry(*set).or_default(),
                Leaf::Meet { a, b, .. } | Leaf::Within { a, b, .. } => {
                    self.sets.entry(*a).or_default();
                    self.sets.entry(*b).or_default();
                }
                _ => {}
            }
        }
    }

    /// The members of a set within another are its members as well.
    fn spread(&mut self, state: &State) {
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for leaf in &state.relations {
                if let Leaf::Within { a, b, holds: true } = leaf {
                    let members = self.sets.get(a).cloned().unwrap_or_default();
                    for node in members {
                        changed |= self.put(state, *b, node);
                    }
                }
            }
        }
    }

    /// A set that is not within another, nor empty, has a member beyond it.
    fn within(&mut self, space: &Space, state: &State) {
        let mut done = BTreeSet::new();
        loop {
            self.spread(state);
            let filled: Vec<VarId> = self
                .sets
                .iter()
                .filter(|(_, m)| !m.is_empty())
                .map(|(s, _)| *s)
                .collect();
            let before = done.len();
            for set in filled {
                for (at, beyond) in state
                    .set(set)
                    .map_or(&[][..], |m| m.beyond.as_slice())
                    .iter()
                    .enumerate()
                {
                    if done.insert((set, at, None)) {
                        let node = self.add(set, space.values(set).minus(beyond));
                        self.put(state, set, node);
                    }
                }
                for leaf in &state.relations {
                    if let Leaf::Within { a, b, holds: false } = leaf
                        && *a == set
                        && done.insert((set, 0, Some(*b)))
                    {
                        let node = self.add(set, space.values(set));
                        self.put(state, set, node);
                        self.outside.push((node, *b));
                    }
                }
            }
            if done.len() == before {
                return;
            }
        }
    }

    /// Pairs of nodes that hold different values.
    fn differ(&self, state: &State) -> Result<BTreeSet<(usize, usize)>, No> {
        let members = |set: &VarId| self.sets.get(set).into_iter().flatten().copied();
        let node = |var: &VarId| self.vars.get(var).copied();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for leaf in &state.relations {
            match leaf {
                Leaf::Same { a, b, holds: false } => pairs.extend(node(a).zip(node(b))),
                Leaf::Member {
                    text,
                    set,
                    holds: false,
                } => {
                    let text = node(text).into_iter();
                    pairs.extend(text.flat_map(|text| members(set).map(move |m| (text, m))));
                }
                Leaf::Meet { a, b, holds: false } => {
                    pairs.extend(
                        members(a).flat_map(|one| members(b).map(move |other| (one, other))),
                    );
                }
                _ => {}
            }
        }
        for (node, set) in &self.outside {
            pairs.extend(members(set).map(|member| (*node, member)));
        }
        if pairs.iter().any(|(a, b)| a == b) {
            return Err(No::Impossible);
        }
        Ok(pairs
            .into_iter()
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect())
    }
}

/// Chooses classes.
struct Colors<'n> {
    space: &'n Space,
    may: &'n [(VarId, Bits)],
    differ: &'n BTreeSet<(usize, usize)>,
}

impl Colors<'_> {
    fn choose(&self, nodes: &Nodes) -> Result<Assigned, No> {
        let used = nodes.vars.values().chain(nodes.sets.values().flatten());
        let mut used: Vec<usize> = used.copied().collect::<BTreeSet<_>>().into_iter().collect();
        if used.iter().any(|node| self.options(*node).is_empty()) {
            return Err(No::Impossible);
        }
        // Those that can always step aside come last.
        used.sort_by_key(|node| (self.has_many(*node), self.options(*node).len()));
        let mut chosen: Vec<(usize, usize)> = Vec::new();
        let mut next = vec![0];
        let mut tries = 0;
        while let Some(option) = next.last_mut() {
            let Some(node) = used.get(chosen.len()) else {
                return Ok(self.assigned(nodes, &chosen));
            };
            tries += 1;
            if tries > MOST_TRIES {
                return Err(No::GaveUp);
            }
            match self.options(*node).get(*option) {
                Some(bit) => {
                    *option += 1;
                    if self.is_free(*node, *bit, &chosen) {
                        chosen.push((*node, *bit));
                        next.push(0);
                    }
                }
                None => {
                    next.pop();
                    chosen.pop();
                }
            }
        }
        Err(No::Impossible)
    }

    fn options(&self, node: usize) -> Vec<usize> {
        self.may
            .get(node)
            .map(|(_, may)| may.iter().collect())
            .unwrap_or_default()
    }

    fn has_many(&self, node: usize) -> bool {
        let many =
            |(var, may): &(VarId, Bits)| may.iter().any(|bit| is_many(self.space, *var, bit));
        self.may.get(node).is_some_and(many)
    }

    /// Whether no node that must differ has this one value.
    fn is_free(&self, node: usize, bit: usize, chosen: &[(usize, usize)]) -> bool {
        let many = self
            .may
            .get(node)
            .is_some_and(|(var, _)| is_many(self.space, *var, bit));
        let differs = |other: usize| self.differ.contains(&(node.min(other), node.max(other)));
        many || !chosen
            .iter()
            .any(|(other, taken)| *taken == bit && differs(*other))
    }

    fn assigned(&self, nodes: &Nodes, chosen: &[(usize, usize)]) -> Assigned {
        let bits: BTreeMap<usize, usize> = chosen.iter().copied().collect();
        let all = nodes.may.iter().enumerate();
        let all = all.map(|(node, (var, _))| (*var, bits.get(&node).copied().unwrap_or(FIRST)));
        Assigned {
            nodes: all.collect(),
            vars: nodes.vars.clone(),
            sets: nodes.sets.clone(),
        }
    }
}

fn is_many(space: &Space, var: VarId, bit: usize) -> bool {
    !matches!(space.class(var, bit), Some(Class::One(_)) | None)
}
