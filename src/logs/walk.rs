//! A walk of one record along a tree of paths: what stands at each of its nodes.
//!
//! Knows JSON's pieces and no field. What it finds are ranges of texts: the record's own, and those of JSON
//! that texts in it hold.

use super::grammar;
use super::path::{Path, Step};
use super::pieces::{elements, members, unescaped, unquoted, whole};
use super::tree::{NodeId, Tree};
use std::borrow::Cow;
use std::ops::Range;

/// A value in one of a walk's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    text: usize,
    range: Range<usize>,
}

/// What a record holds at the nodes of a tree.
#[derive(Debug)]
pub struct Walk<'t, 'r> {
    tree: &'t Tree,
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
    pub fn new(tree: &'t Tree, splits: &'t [NodeId], record: &'r str) -> Self {
        Self {
            tree,
            texts: vec![Held {
                text: Cow::Borrowed(record),
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
        let range = self.texts.first().map_or(0..0, |held| whole(&held.text));
        Found { text: 0, range }
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

    /// A value as it stands in its text.
    #[must_use]
    pub fn raw(&self, found: &Found) -> &str {
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
            None => without_quotes(self.raw(found), &found.range),
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
            Some(b'[') => {
                let text = self.texts.get(value.text).map_or("", |held| &held.text);
                elements(text, value.range.clone())
                    .map(|range| Found {
                        text: value.text,
                        range,
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
        let holds = |value: &Found| unquoted(self.raw(value)).is_some_and(|text| text == wanted);
        let mut elements = self.elements(list);
        elements.retain(|element| {
            let mut members = self.members_of(element);
            members.any(|(k, value)| k == key && holds(&value))
        });
        elements
    }

    fn members_of(&self, object: &Found) -> impl Iterator<Item = (Cow<'_, str>, Found)> {
        let text = self.texts.get(object.text).map_or("", |held| &*held.text);
        let of = object.text;
        members(text, object.range.clone()).map(move |(key, range)| {
            (
                unescaped(text.get(key).unwrap_or("")),
                Found { text: of, range },
            )
        })
    }

    /// All members that paths go on to, in one pass.
    fn keys(&mut self, node: NodeId, value: &Found) -> Result<(), Twice> {
        let next = self.tree.next(node);
        if !next.iter().any(|(step, _)| matches!(step, Step::Key(_))) {
            return Ok(());
        }
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
        for (child, member) in met {
            self.enter(child, member)?;
        }
        Ok(())
    }

    /// Whether two values say the same, however they are written.
    fn same(&self, one: &Found, other: &Found) -> bool {
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
        let raw = self.raw(value);
        match raw.as_bytes().first() {
            Some(b'"') => {}
            Some(b'{' | b'[') => return Ok(Some(value.clone())),
            Some(b'n') | None => return Ok(None),
            _ => return Err("neither JSON nor a text that holds some".to_owned()),
        }
        let text = unquoted(raw)
            .ok_or("a text with half a character")?
            .into_owned();
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
        };
        self.texts.push(Held {
            from: Some(self.place(value)),
            text: Cow::Owned(text),
        });
        Ok(Some(found))
    }

    /// Follows a path step by step, without the tree: the first value there.
    ///
    /// # Errors
    /// Why a text on the way holds no JSON, or that a key stands twice.
    pub fn follow(&mut self, path: &Path) -> Result<Option<Found>, String> {
        let mut at = self.record();
        for step in &path.steps {
            let next = match step {
                Step::Key(key) => self.member(&at, key)?,
                Step::Json => self.held_json(&at)?,
                Step::Each => self.elements(&at).into_iter().next(),
                Step::Where { key, value } => self.those(&at, key, value).into_iter().next(),
            };
            match next {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    fn member(&self, object: &Found, key: &str) -> Result<Option<Found>, String> {
        let mut all = self.members_of(object).filter(|(k, _)| k == key);
        let Some((_, first)) = all.next() else {
            return Ok(None);
        };
        if all.any(|(_, other)| !self.same(&first, &other)) {
            return Err(Twice(key.to_owned()).to_string());
        }
        Ok(Some(first))
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
