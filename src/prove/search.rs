//! Looks for values that satisfy a formula, or shows that there are none.
//!
//! Splits on what is still open, the smallest choice first, and drops a branch as soon as its variables
//! cannot be so. Complete: it ends with values, with none, or by saying that it gave up.

mod links;
mod members;
mod order;
mod sets;
mod state;

pub(super) use links::{Link, links};
pub(super) use members::Assigned;
pub(super) use order::{Ordered, span};
pub(super) use state::State;

use super::Why;
use super::formula::{Formula, Leaf};
use super::space::Space;

/// A branch is dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Impossible;

/// Branches that are looked at before giving up.
const MOST_BRANCHES: usize = 4_000;

/// Where a search ends.
pub(super) enum Found<M> {
    Model(M),
    Nothing,
    GaveUp(Why),
}

/// A branch in which everything is decided, and what its relations need.
pub(super) struct Branch<'s> {
    pub(super) state: &'s State,
    pub(super) assigned: &'s Assigned,
    pub(super) ordered: &'s Ordered,
}

#[derive(Clone)]
struct Node<'f> {
    state: State,
    /// What has still to be made true; axioms are split last.
    open: Vec<(Kind, &'f [Formula])>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Asked,
    Axiom,
}

/// Looks through all branches. `model` makes values of one in which everything is decided; where it cannot,
/// that branch may still have some, so that nothing can be said to be impossible.
pub(super) fn search<M>(
    space: &Space,
    links: &[Link],
    formula: &Formula,
    axioms: &[Formula],
    mut model: impl FnMut(&Branch<'_>) -> Option<M>,
) -> Found<M> {
    let mut first = Node {
        state: State::new(space),
        open: Vec::new(),
    };
    let mut begun = first.assert(space, formula, Kind::Asked);
    for axiom in axioms {
        begun = begun.and_then(|()| first.assert(space, axiom, Kind::Axiom));
    }
    let mut stack: Vec<Node<'_>> = begun.ok().map(|()| first).into_iter().collect();
    let (mut branches, mut unsure) = (0, None);
    while let Some(mut node) = stack.pop() {
        branches += 1;
        if branches > MOST_BRANCHES {
            return Found::GaveUp(Why::Branches);
        }
        if node.settle(space, links).is_err() {
            continue;
        }
        let assigned = match members::assign(space, &node.state) {
            Ok(assigned) => assigned,
            Err(members::No::Impossible) => continue,
            Err(members::No::GaveUp) => {
                unsure = Some(Why::Branches);
                continue;
            }
        };
        let Ok(ordered) = order::bounds(space, &node.state) else {
            continue;
        };
        if let Some((kind, parts)) = node.smallest(space) {
            stack.extend(node.split(space, kind, parts));
            continue;
        }
        let branch = Branch {
            state: &node.state,
            assigned: &assigned,
            ordered: &ordered,
        };
        match model(&branch) {
            Some(model) => return Found::Model(model),
            None => unsure = Some(Why::Rough),
        }
    }
    unsure.map_or(Found::Nothing, Found::GaveUp)
}

impl<'f> Node<'f> {
    fn assert(
        &mut self,
        space: &Space,
        formula: &'f Formula,
        kind: Kind,
    ) -> Result<(), Impossible> {
        match formula {
            Formula::Leaf(leaf) => self.state.assert(space, leaf),
            Formula::Any(parts) => {
                self.open.push((kind, parts));
                Ok(())
            }
            Formula::All(parts) => parts.iter().try_for_each(|p| self.assert(space, p, kind)),
        }
    }

    /// Asserts what is left of choices of which only one part can be true, until nothing changes.
    fn settle(&mut self, space: &Space, links: &[Link]) -> Result<(), Impossible> {
        loop {
            let mut changed = links::narrow(space, links, &mut self.state)?;
            for (kind, parts) in std::mem::take(&mut self.open) {
                let mut left = None;
                let mut count = 0;
                let mut holds = false;
                for part in parts {
                    match self.eval(space, part) {
                        Some(true) => holds = true,
                        Some(false) => {}
                        None => {
                            count += 1;
                            left = left.or(Some(part));
                        }
                    }
                }
                match left {
                    _ if holds => changed |= false,
                    None => return Err(Impossible),
                    Some(part) if count == 1 => {
                        self.assert(space, part, kind)?;
                        changed = true;
                    }
                    Some(_) => self.open.push((kind, parts)),
                }
            }
            if !changed {
                return Ok(());
            }
        }
    }

    fn eval(&self, space: &Space, formula: &Formula) -> Option<bool> {
        match formula {
            Formula::Leaf(leaf) => self.state.eval(space, leaf),
            Formula::All(parts) => {
                let mut all = Some(true);
                for part in parts {
                    match self.eval(space, part) {
                        Some(false) => return Some(false),
                        None => all = None,
                        Some(true) => {}
                    }
                }
                all
            }
            Formula::Any(parts) => {
                let mut any = Some(false);
                for part in parts {
                    match self.eval(space, part) {
                        Some(true) => return Some(true),
                        None => any = None,
                        Some(false) => {}
                    }
                }
                any
            }
        }
    }

    /// The open choice with the fewest parts; none when all is decided.
    fn smallest(&self, space: &Space) -> Option<(Kind, &'f [Formula])> {
        let count = |parts: &[Formula]| {
            let open = parts.iter().filter(|part| self.eval(space, part).is_none());
            open.count()
        };
        let open = self.open.iter().copied();
        open.min_by_key(|(kind, parts)| (*kind, count(parts)))
    }

    /// A node for each part, the first one last, so that it is looked at first. Earlier parts are taken to be
    /// false in later ones where that is one leaf, so that no world is looked at twice.
    fn split(&self, space: &Space, kind: Kind, parts: &'f [Formula]) -> Vec<Self> {
        let mut nodes = Vec::new();
        let mut rest = self.clone();
        rest.open.retain(|(_, open)| !std::ptr::eq(*open, parts));
        for part in parts {
            if rest.eval(space, part) == Some(false) {
                continue;
            }
            let mut node = rest.clone();
            if node.assert(space, part, kind).is_ok() {
                nodes.push(node);
            }
            if let Formula::Leaf(leaf @ Leaf::In { .. }) = part
                && let Some(opposite) = leaf.opposite()
                && rest.state.assert(space, &opposite).is_err()
            {
                break;
            }
        }
        nodes.reverse();
        nodes
    }
}
