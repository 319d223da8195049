//! All paths of a source as one tree, so that a record is walked once however many fields look into it.
//!
//! Knows how paths begin alike, and no record.

use super::path::{Path, Step};

/// A node of the tree: where a path, or the beginning of several, ends.
pub type NodeId = usize;

/// The root: the record itself.
pub const ROOT: NodeId = 0;

/// The paths, by their common beginnings.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: NodeId,
    next: Vec<(Step, NodeId)>,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node {
            parent: ROOT,
            next: Vec::new(),
        };
        Self { nodes: vec![root] }
    }
}

impl Tree {
    /// Adds a path; gives the node at which its values will be found.
    pub fn plant(&mut self, path: &Path) -> NodeId {
        path.steps.iter().fold(ROOT, |at, step| self.step(at, step))
    }

    /// The node one step on, new if need be.
    fn step(&mut self, at: NodeId, step: &Step) -> NodeId {
        if let Some(known) = self.child(at, step) {
            return known;
        }
        let new = self.nodes.len();
        self.nodes.push(Node {
            parent: at,
            next: Vec::new(),
        });
        if let Some(node) = self.nodes.get_mut(at) {
            node.next.push((step.clone(), new));
        }
        new
    }

    /// The node one step on, if any path goes there.
    #[must_use]
    pub fn child(&self, at: NodeId, step: &Step) -> Option<NodeId> {
        let found = self.next(at).iter().find(|(s, _)| s == step)?;
        Some(found.1)
    }

    pub(super) fn next(&self, at: NodeId) -> &[(Step, NodeId)] {
        self.nodes.get(at).map_or(&[], |node| &node.next)
    }

    /// The node itself, its parent, and so on up to the root.
    pub(super) fn upwards(&self, from: NodeId) -> impl Iterator<Item = NodeId> {
        let mut at = Some(from);
        std::iter::from_fn(move || {
            let now = at?;
            at = (now != ROOT).then(|| self.nodes.get(now).map_or(ROOT, |n| n.parent));
            Some(now)
        })
    }

    /// Whether a node stands for the elements of its parent's list.
    pub(super) fn is_each(&self, node: NodeId) -> bool {
        let parent = self.nodes.get(node).map_or(ROOT, |n| n.parent);
        self.child(parent, &Step::Each) == Some(node)
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}
