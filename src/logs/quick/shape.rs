//! Shapes of lines: what stands between the values, so that the next line of the same shape needs only its
//! values' ends. And the walk of a line of no known shape, from which a shape is learned.
//!
//! Knows which nodes of a source's tree are looked at, and nothing of what is made of their values.

use super::block::Clean;
use super::ends::{End, blanks, text_end, value_end};
use crate::logs::path::{Path, Step};
use crate::logs::tree::{NodeId, ROOT, Tree};

/// Where a value stands in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its first byte.
    pub from: usize,
    /// Behind its last; nothing stands there if it is the first.
    pub to: usize,
    /// Whether it is a text with an escape.
    pub escaped: bool,
}

/// Which of a line's values are kept, by number.
pub type Slot = usize;

/// What of a source's tree is read from a line at once.
#[derive(Clone, Debug)]
pub struct Layout<'s> {
    tree: &'s Tree,
    /// By node: whether paths go on from it by keys only, so that an object in it is part of the shape.
    inner: Vec<bool>,
    /// By node: where its value goes.
    slots: Vec<Option<Slot>>,
    /// How many slots there are; values that nobody looks at go behind the last.
    count: usize,
    /// Keys of the record by which it may be unwrapped: the slow way's business.
    barred: Vec<&'s str>,
}

impl<'s> Layout<'s> {
    /// The layout of a tree; records that hold what one of the paths begins with are not walked.
    pub fn new(tree: &'s Tree, inside: &'s [Path]) -> Self {
        let keys_only = |node| {
            let next = tree.next(node);
            !next.is_empty() && next.iter().all(|(step, _)| matches!(step, Step::Key(_)))
        };
        let barred = inside.iter().filter_map(|path| match path.steps.first() {
            Some(Step::Key(key)) => Some(key.as_str()),
            _ => None,
        });
        Self {
            tree,
            inner: (0..tree.len()).map(keys_only).collect(),
            slots: vec![None; tree.len()],
            count: 0,
            barred: barred.collect(),
        }
    }

    /// The slot of the value from which all is known that stands at a node: the node's own, or the one of
    /// the list that leads there.
    pub fn slot(&mut self, node: NodeId) -> (NodeId, Slot) {
        let mut way: Vec<NodeId> = self.tree.upwards(node).collect();
        way.reverse();
        let opaque = |n: &&NodeId| !self.inner.get(**n).copied().unwrap_or(false);
        let at = way.iter().find(opaque).copied().unwrap_or(node);
        let at = if at == ROOT { node } else { at };
        let count = self.count;
        let Some(slot) = self.slots.get_mut(at) else {
            return (at, count);
        };
        let slot = *slot.get_or_insert(count);
        self.count = count.max(slot + 1);
        (at, slot)
    }

    /// Room for the values of a line.
    pub fn room(&self) -> Vec<Piece> {
        vec![Piece::default(); self.count + 1]
    }

    /// Walks a line key by key and fills the slots; whether it could. Learns the line's shape.
    pub fn walk(&self, line: Clean<'_>, pieces: &mut [Piece], shape: &mut Shape) -> bool {
        let line = line.bytes();
        shape.clear();
        pieces.fill(Piece::default());
        let mut walk = Walk {
            layout: self,
            line,
            pieces,
            shape,
            seen: vec![false; self.tree.len()],
            written: 0,
        };
        let walked = walk.object(ROOT, 0).is_some_and(|end| end == line.len());
        if walked {
            let tail = walk.written;
            shape.finish(line.get(tail..).unwrap_or_default(), self.count);
        }
        walked
    }
}

struct Walk<'a, 's> {
    layout: &'a Layout<'s>,
    line: &'a [u8],
    pieces: &'a mut [Piece],
    shape: &'a mut Shape,
    /// Nodes that were met: a key that stands twice is the slow way's business.
    seen: Vec<bool>,
    /// What of the line is in the shape already.
    written: usize,
}

impl Walk<'_, '_> {
    /// The end of the object that begins here, all of its values taken.
    fn object(&mut self, node: NodeId, at: usize) -> Option<usize> {
        self.eat(at, b'{')?;
        let mut at = blanks(self.line, at + 1);
        if self.line.get(at) == Some(&b'}') {
            return Some(at + 1);
        }
        loop {
            self.eat(at, b'"')?;
            let key = text_end(self.line, at + 1).filter(|end| !end.escaped)?;
            let name = self.line.get(at + 1..key.at - 1)?;
            let colon = blanks(self.line, key.at);
            self.eat(colon, b':')?;
            let value = blanks(self.line, colon + 1);
            at = blanks(self.line, self.member(node, name, value)?);
            match self.line.get(at)? {
                b',' => at = blanks(self.line, at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    fn eat(&self, at: usize, byte: u8) -> Option<()> {
        (self.line.get(at) == Some(&byte)).then_some(())
    }

    /// The end of a member's value.
    fn member(&mut self, node: NodeId, key: &[u8], at: usize) -> Option<usize> {
        let layout = self.layout;
        if node == ROOT && layout.barred.iter().any(|barred| barred.as_bytes() == key) {
            return None;
        }
        let named =
            |(step, _): &&(Step, NodeId)| matches!(step, Step::Key(k) if k.as_bytes() == key);
        let Some((_, child)) = layout.tree.next(node).iter().find(named) else {
            return self.value(at, layout.count, false);
        };
        let seen = self.seen.get_mut(*child)?;
        if std::mem::replace(seen, true) {
            return None;
        }
        let slot = layout.slots.get(*child).copied().flatten();
        let inner = layout.inner.get(*child).copied()?;
        match self.line.get(at)? {
            b'{' if inner && slot.is_some() => None,
            b'{' if inner => self.object(*child, at),
            _ => self.value(at, slot.unwrap_or(layout.count), inner),
        }
    }

    fn value(&mut self, at: usize, slot: Slot, no_object: bool) -> Option<usize> {
        let end = value_end(self.line, at)?;
        *self.pieces.get_mut(slot)? = Piece::new(at, end);
        let before = self.line.get(self.written..at)?;
        self.shape.push(before, slot, no_object);
        self.written = end.at;
        Some(end.at)
    }
}

impl Piece {
    #[inline]
    fn new(from: usize, end: End) -> Self {
        Self {
            from,
            to: end.at,
            escaped: end.escaped,
        }
    }
}

/// What stands between a line's values, and where they go.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    steps: Vec<Between>,
    /// Behind the last value.
    tail: Vec<u8>,
    /// Slots of which such a line has nothing.
    missing: Vec<Slot>,
}

/// What stands before a value.
#[derive(Clone, Debug)]
struct Between {
    /// Its first 16 bytes; zeros where it is shorter.
    head: u128,
    /// Ones for each of them.
    mask: u128,
    length: usize,
    slot: Slot,
    /// Whether an object as value makes another shape.
    no_object: bool,
    whole: Box<[u8]>,
}

/// Lines of more values have no shape that is worth keeping.
const MOST_STEPS: usize = 1024;

impl Shape {
    fn clear(&mut self) {
        self.steps.clear();
        self.tail.clear();
        self.missing.clear();
    }

    fn push(&mut self, before: &[u8], slot: Slot, no_object: bool) {
        let mut head = [0; 16];
        let mut mask = [0; 16];
        for ((byte, head), mask) in before.iter().zip(&mut head).zip(&mut mask) {
            *head = *byte;
            *mask = 0xFF;
        }
        self.steps.push(Between {
            head: u128::from_le_bytes(head),
            mask: u128::from_le_bytes(mask),
            length: before.len(),
            slot,
            no_object,
            whole: before.into(),
        });
    }

    fn finish(&mut self, tail: &[u8], slots: usize) {
        self.tail.extend_from_slice(tail);
        let used = |slot: &Slot| self.steps.iter().any(|step| step.slot == *slot);
        self.missing.extend((0..slots).filter(|slot| !used(slot)));
    }

    /// Whether it is one, and not too long a one.
    pub fn is_some(&self) -> bool {
        (1..=MOST_STEPS).contains(&self.steps.len())
    }

    /// Fills the slots from a line, if it has this shape.
    #[inline(always)]
    pub fn fill(&self, line: Clean<'_>, pieces: &mut [Piece]) -> bool {
        self.filled(line, pieces).is_some()
    }

    /// What stands behind the line can be looked at, but is never taken for a part of it: a control character
    /// ends it, and none is in a shape or a value.
    #[inline(always)]
    fn filled(&self, line: Clean<'_>, pieces: &mut [Piece]) -> Option<()> {
        let bytes = line.behind;
        let mut at = 0;
        for step in &self.steps {
            let from = step.behind(bytes, at)?;
            if step.no_object && bytes.get(from) == Some(&b'{') {
                return None;
            }
            let end = value_end(bytes, from)?;
            *pieces.get_mut(step.slot)? = Piece::new(from, end);
            at = end.at;
        }
        (line.bytes().get(at..)? == self.tail.as_slice()).then_some(())?;
        for slot in &self.missing {
            *pieces.get_mut(*slot)? = Piece::default();
        }
        Some(())
    }
}

impl Between {
    /// Where the value begins, if it stands behind this.
    #[inline]
    fn behind(&self, line: &[u8], at: usize) -> Option<usize> {
        let rest = line.get(at..)?;
        let same = match rest.first_chunk::<16>() {
            Some(head) if self.length <= 16 => u128::from_le_bytes(*head) & self.mask == self.head,
            _ => rest.starts_with(&self.whole),
        };
        same.then_some(at + self.length)
    }
}

/// How many shapes are remembered.
const MOST_SHAPES: usize = 8;

/// The shapes of earlier lines, the most frequent first.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    known: Vec<Shape>,
    /// How many more lines of late were of the first than of others.
    lead: u8,
}

impl Shapes {
    /// Fills the slots from a line; whether it could.
    #[inline]
    pub fn fill(&mut self, layout: &Layout<'_>, line: Clean<'_>, pieces: &mut [Piece]) -> bool {
        match self.known.first() {
            Some(first) if first.fill(line, pieces) => {
                self.lead = self.lead.saturating_add(1);
                true
            }
            _ => self.fill_otherwise(layout, line, pieces),
        }
    }

    #[inline(never)]
    fn fill_otherwise(
        &mut self,
        layout: &Layout<'_>,
        line: Clean<'_>,
        pieces: &mut [Piece],
    ) -> bool {
        let mut others = self.known.iter().skip(1);
        if let Some(at) = others.position(|shape| shape.fill(line, pieces)) {
            // One step to the front, and to its top only where the first is the rarer one.
            if at > 0 || self.lead == 0 {
                self.known.swap(at, at + 1);
            } else {
                self.lead -= 1;
            }
            return true;
        }
        let mut shape = if self.known.len() == MOST_SHAPES {
            self.known.pop().unwrap_or_default()
        } else {
            Shape::default()
        };
        let walked = layout.walk(line, pieces, &mut shape);
        if walked && shape.is_some() {
            self.known.push(shape);
        }
        walked
    }
}
