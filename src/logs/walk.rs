//! A walk of one record along a tree of paths: what stands at each of its nodes.
//!
//! Knows JSON's pieces, a row's cells and no field. What it finds are ranges of texts: the record's own, and
//! those of JSON that texts in it hold.

mod follow;
mod found;
mod given;

use super::grammar;
use super::path::Step;
use super::pieces::{elements, members, unescaped, whole};
use super::row::without_doubles;
use super::tree::{NodeId, Tree};
use super::values::Leaf;
use found::Form;
pub use found::{Found, Record};
use std::borrow::Cow;
use std::ops::Range;

/// What a record holds at the nodes of a tree.
#[derive(Debug)]
pub struct Walk<'t, 'r> {
    tree: &'t Tree,
    record: Record<'r>,
    /// The record, then what texts in it hold.
    texts: Vec<Held<'r>>,
    found: Vec<Vec<Found>>,
    /// Texts that hold no JSON, where paths go on through it.
    broken: Vec<Broken>,
    /// Nodes whose elements are left alone: one of their lists splits the record.
    splits: &'t [NodeId],
}

#[derive(Debug)]
struct Held<'r> {
    text: Cow<'r, str>,
    /// Where in the record the text stands from which this was read; none for the record itself.
    from: Option<Range<usize>>,
}

/// A text that should hold JSON, and holds none.
#[derive(Clone, Debug)]
pub struct Broken {
    node: NodeId,
    /// The text.
    pub value: Found,
    /// Why it is no JSON.
    pub why: String,
}

/// A key that stands twice in an object with different values: whoever reads on may be fooled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twice(pub String);

impl<'t, 'r> Walk<'t, 'r> {
    /// A walk of a record that has not begun.
    #[must_use]
    pub fn new(tree: &'t Tree, splits: &'t [NodeId], record: Record<'r>) -> Self {
        Self {
            tree,
            record,
            texts: vec![Held {
                text: Cow::Borrowed(record.text()),
                from: None,
            }],
            found: vec![Vec::new(); tree.len()],
            broken: Vec::new(),
            splits,
        }
    }

    /// The record as a value.
    #[must_use]
    pub fn record(&self) -> Found {
        let text = self.record.text();
        let (range, form) = match self.record {
            Record::Json(_) => (whole(text), Form::Json),
            Record::Row(_) => (0..text.len(), Form::Row),
        };
        Found {
            text: 0,
            range,
            form,
        }
    }

    /// The values found at a node.
    #[must_use]
    pub fn at(&self, node: NodeId) -> &[Found] {
        self.found.get(node).map_or(&[], Vec::as_slice)
    }

    /// A text on the way to a node that holds no JSON.
    #[must_use]
    pub fn broken(&self, node: NodeId) -> Option<&Broken> {
        let mut up = self.tree.upwards(node);
        up.find_map(|n| self.broken.iter().find(|broken| broken.node == n))
    }

    /// The value itself.
    #[must_use]
    pub fn leaf(&self, found: &Found) -> Leaf<'_> {
        let raw = self.raw(found);
        match found.form {
            Form::Json => Leaf::of(raw),
            Form::Row => Leaf::Object,
            Form::Cell { doubled } => Leaf::Text(without_doubles(raw, doubled)),
        }
    }

    /// A value as it stands in its text; a cell as JSON would have it.
    #[must_use]
    pub fn shown(&self, found: &Found) -> Cow<'_, str> {
        match self.leaf(found) {
            Leaf::Text(text) if found.form != Form::Json => {
                Cow::Owned(serde_json::Value::from(&*text).to_string())
            }
            _ => Cow::Borrowed(self.raw(found)),
        }
    }

    /// Whether a value has members.
    #[must_use]
    pub fn is_object(&self, found: &Found) -> bool {
        match found.form {
            Form::Json => self.raw(found).starts_with('{'),
            Form::Row => true,
            Form::Cell { .. } => false,
        }
    }

    /// A value as it stands in its text.
    fn raw(&self, found: &Found) -> &str {
        self.texts
            .get(found.text)
            .and_then(|held| held.text.get(found.range.clone()))
            .unwrap_or("")
    }

    /// The bytes of the record in which a value stands, without quotes; of JSON in a text, the text's.
    #[must_use]
    pub fn place(&self, found: &Found) -> Range<usize> {
        match self
            .texts
            .get(found.text)
            .and_then(|held| held.from.clone())
        {
            Some(from) => from,
            None if found.form == Form::Json => without_quotes(self.raw(found), &found.range),
            None => found.range.clone(),
        }
    }

    /// Walks into a value from a node, and keeps what is found there and further on.
    ///
    /// # Errors
    /// A key of a path that stands twice, with different values.
    pub fn enter(&mut self, node: NodeId, value: Found) -> Result<(), Twice> {
        for (step, child) in self.tree.next(node) {
            match step {
                Step::Key(_) => {}
                Step::Each if self.splits.contains(&node) => {}
                Step::Each => self.each(*child, &value)?,
                Step::Where { key, value: wanted } => {
                    for element in self.those(&value, key, wanted) {
                        self.enter(*child, element)?;
                    }
                }
                Step::Json => self.json(*child, &value)?,
            }
        }
        self.keys(node, &value)?;
        if let Some(found) = self.found.get_mut(node) {
            found.push(value);
        }
        Ok(())
    }

    /// Forgets what was found at a node and further on, and the texts and flaws since `mark`.
    pub fn forget(&mut self, node: NodeId, mark: (usize, usize)) {
        self.texts.truncate(mark.0);
        self.broken.truncate(mark.1);
        self.clear(node);
    }

    /// Where [`Walk::forget`] shall go back to.
    #[must_use]
    pub fn mark(&self) -> (usize, usize) {
        (self.texts.len(), self.broken.len())
    }

    fn clear(&mut self, node: NodeId) {
        if let Some(found) = self.found.get_mut(node) {
            found.clear();
        }
        for (_, child) in self.tree.next(node) {
            self.clear(*child);
        }
    }

    /// The elements of a list; what is no list is its only element.
    #[must_use]
    pub fn elements(&self, value: &Found) -> Vec<Found> {
        match self.raw(value).as_bytes().first() {
            _ if value.form != Form::Json => vec![value.clone()],
            Some(b'[') => {
                let text = self.texts.get(value.text).map_or("", |held| &held.text);
                elements(text, value.range.clone())
                    .map(|range| Found {
                        range,
                        ..value.clone()
                    })
                    .collect()
            }
            Some(b'n') | None => Vec::new(),
            _ => vec![value.clone()],
        }
    }

    /// Enters each element of a list.
    ///
    /// # Errors
    /// As [`Walk::enter`].
    pub fn each(&mut self, child: NodeId, value: &Found) -> Result<(), Twice> {
        for element in self.elements(value) {
            self.enter(child, element)?;
        }
        Ok(())
    }

    /// Those elements of a list in which a key holds a text.
    fn those(&self, list: &Found, key: &str, wanted: &str) -> Vec<Found> {
        let holds = |value: &Found| matches!(self.leaf(value), Leaf::Text(text) if text == wanted);
        let mut elements = self.elements(list);
        elements.retain(|element| {
            let mut members = self.members_of(element);
            members.any(|(k, value)| k == key && holds(&value))
        });
        elements
    }

    fn members_of(&self, object: &Found) -> impl Iterator<Item = (Cow<'_, str>, Found)> {
        let text = match object.form {
            Form::Json => self.texts.get(object.text).map_or("", |held| &*held.text),
            _ => "",
        };
        let of = object.clone();
        members(text, object.range.clone()).map(move |(key, range)| {
            (
                unescaped(text.get(key).unwrap_or("")),
                Found {
                    range,
                    ..of.clone()
                },
            )
        })
    }

    /// The cells of a row in the columns of a name.
    fn cells(&self, object: &Found, name: &str) -> impl Iterator<Item = Found> {
        let row = match self.record {
            Record::Row(row) if object.form == Form::Row => Some(row),
            _ => None,
        };
        let columns = row.map_or(&[][..], |row| row.header.columns(name));
        let cells = columns.iter().filter_map(move |n| row?.cells.get(*n));
        cells.map(|cell| Found {
            text: 0,
            range: cell.range.clone(),
            form: Form::Cell {
                doubled: cell.doubled,
            },
        })
    }

    /// All members that paths go on to, in one pass.
    fn keys(&mut self, node: NodeId, value: &Found) -> Result<(), Twice> {
        let next = self.tree.next(node);
        if !next.iter().any(|(step, _)| matches!(step, Step::Key(_))) {
            return Ok(());
        }
        let met = match value.form {
            Form::Row => self.cells_at(node, value)?,
            _ => self.members_at(node, value)?,
        };
        for (child, member) in met {
            self.enter(child, member)?;
        }
        Ok(())
    }

    fn members_at(&self, node: NodeId, value: &Found) -> Result<Vec<(NodeId, Found)>, Twice> {
        let next = self.tree.next(node);
        let mut met: Vec<(NodeId, Found)> = Vec::new();
        for (key, member) in self.members_of(value) {
            let wanted = |(step, _): &&(Step, NodeId)| matches!(step, Step::Key(k) if *k == key);
            let Some((_, child)) = next.iter().find(wanted) else {
                continue;
            };
            match met.iter().find(|(n, _)| n == child) {
                None => met.push((*child, member)),
                Some((_, first)) if self.same(first, &member) => {}
                Some(_) => return Err(Twice(key.into_owned())),
            }
        }
        Ok(met)
    }

    fn cells_at(&self, node: NodeId, row: &Found) -> Result<Vec<(NodeId, Found)>, Twice> {
        let mut met = Vec::new();
        for (step, child) in self.tree.next(node) {
            if let Step::Key(name) = step
                && let Some(cell) = self.member(row, name)?
            {
                met.push((*child, cell));
            }
        }
        Ok(met)
    }

    /// Whether two values say the same, however they are written.
    fn same(&self, one: &Found, other: &Found) -> bool {
        if one.form != Form::Json || other.form != Form::Json {
            return self.leaf(one) == self.leaf(other);
        }
        let (one, other) = (self.raw(one), self.raw(other));
        let parsed = |raw| serde_json::from_str::<serde_json::Value>(raw).ok();
        one == other || parsed(one).is_some_and(|value| Some(value) == parsed(other))
    }

    fn json(&mut self, child: NodeId, value: &Found) -> Result<(), Twice> {
        match self.held_json(value) {
            Ok(Some(inner)) => self.enter(child, inner),
            Ok(None) => Ok(()),
            Err(why) => {
                self.broken.push(Broken {
                    node: child,
                    value: value.clone(),
                    why,
                });
                Ok(())
            }
        }
    }

    /// The JSON that a text holds; a value that is no text stands for itself; none for an empty text or null.
    ///
    /// # Errors
    /// Why a text holds no JSON.
    pub fn held_json(&mut self, value: &Found) -> Result<Option<Found>, String> {
        let text = match self.leaf(value) {
            Leaf::Text(text) => text.into_owned(),
            Leaf::Object | Leaf::List(_) => return Ok(Some(value.clone())),
            Leaf::Null => return Ok(None),
            Leaf::HalfCharacter => return Err("a text with half a character".to_owned()),
            _ => return Err("neither JSON nor a text that holds some".to_owned()),
        };
        if text.trim().is_empty() {
            return Ok(None);
        }
        grammar::check(text.as_bytes()).map_err(|fault| {
            let before = text.get(..fault.at).unwrap_or(&text);
            let column = before.chars().count() + 1;
            format!(
                "the text holds no JSON: at its character {column}, {}",
                fault.flaw
            )
        })?;
        let found = Found {
            text: self.texts.len(),
            range: whole(&text),
            form: Form::Json,
        };
        self.texts.push(Held {
            from: Some(self.place(value)),
            text: Cow::Owned(text),
        });
        Ok(Some(found))
    }
}

impl std::fmt::Display for Twice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` stands twice with different values", self.0)
    }
}

fn without_quotes(raw: &str, range: &Range<usize>) -> Range<usize> {
    if raw.len() >= 2 && raw.starts_with('"') {
        range.start + 1..range.end - 1
    } else {
        range.clone()
    }
}
