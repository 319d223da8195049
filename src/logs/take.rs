//! What a record says of a field: from where, and as what.
//!
//! Knows the walk of one record, and neither whether it is an export nor what else it holds.

use super::bind::{Bound, Rule, To};
use super::source::Map;
use super::tree::NodeId;
use super::values::{Leaf, fit};
use super::walk::{Found, Walk};
use crate::event::Value;
use crate::syntax::ast::Type;
use regex::Regex;
use std::borrow::Cow;

/// What a rule takes from a record: from where, and as what.
pub(super) struct Taken<'w> {
    /// Where it stands; nowhere for a constant, and for what is missing.
    pub found: &'w [Found],
    /// The value, none where there is none; or why it does not fit.
    pub value: Result<Option<Value>, String>,
}

impl Bound {
    /// The first way on which something is there, in the form of the field's type.
    pub(super) fn take<'w>(&self, rule: &Rule, walk: &'w Walk<'_, '_>) -> Taken<'w> {
        for way in &rule.ways {
            if way.when.as_ref().is_some_and(|test| !test.holds(walk)) {
                continue;
            }
            match &way.to {
                To::Value(value) => {
                    return Taken {
                        found: &[],
                        value: Ok(value.clone()),
                    };
                }
                To::Node { node, capture, map } => {
                    let looks = Looks {
                        capture: capture.as_ref(),
                        map: map.as_ref(),
                    };
                    let value = self
                        .leaf(walk, *node, looks, rule.ty)
                        .and_then(|leaf| fit(leaf, rule.field, rule.ty, self.zone.as_ref()));
                    if !matches!(value, Ok(None)) {
                        let found = match (walk.at(*node), walk.broken(*node)) {
                            ([], Some(broken)) => std::slice::from_ref(&broken.value),
                            (found, _) => found,
                        };
                        return Taken { found, value };
                    }
                }
            }
        }
        Taken {
            found: &[],
            value: Ok(None),
        }
    }

    /// What stands at a node, as it is looked at: one value, or the members of a set.
    fn leaf<'w>(
        &self,
        walk: &'w Walk<'_, '_>,
        node: NodeId,
        looks: Looks<'w>,
        ty: Type,
    ) -> Result<Leaf<'w>, String> {
        let found = walk.at(node).iter().map(|f| walk.leaf(f));
        let mut leaves: Vec<Leaf<'w>> = found
            .map(|leaf| looks.at(self.without_null(leaf)))
            .filter(|leaf| *leaf != Leaf::Null)
            .collect();
        let several = leaves.len();
        let Some(first) = leaves.pop() else {
            return match walk.broken(node) {
                Some(broken) => Err(broken.why.clone()),
                None => Ok(looks.missing()),
            };
        };
        if leaves.is_empty() || (ty != Type::Texts && leaves.iter().all(|l| *l == first)) {
            return Ok(first);
        }
        if ty != Type::Texts {
            return Err(format!("{several} values where one fits"));
        }
        leaves.push(first);
        let members = leaves.into_iter().flat_map(|leaf| match leaf {
            Leaf::List(members) => members,
            one => vec![one],
        });
        Ok(Leaf::List(members.collect()))
    }

    /// Empty texts, and those that the source says mean nothing, are nothing.
    pub(super) fn without_null<'w>(&self, leaf: Leaf<'w>) -> Leaf<'w> {
        each(leaf, &|leaf| match &leaf {
            Leaf::Text(text) if text.is_empty() || self.null.iter().any(|n| n == text) => None,
            _ => Some(leaf),
        })
    }
}

/// How a value is looked at: what is left of it by a capture, and what that stands for by a map.
#[derive(Clone, Copy)]
struct Looks<'w> {
    capture: Option<&'w Regex>,
    map: Option<&'w Map>,
}

impl<'w> Looks<'w> {
    fn at(self, leaf: Leaf<'w>) -> Leaf<'w> {
        if self.capture.is_none() && self.map.is_none() {
            return leaf;
        }
        each(leaf, &|leaf| self.mapped(self.captured(leaf)?))
    }

    /// None where the capture fails.
    fn captured(self, leaf: Leaf<'w>) -> Option<Leaf<'w>> {
        let (Some(regex), Some(text)) = (self.capture, leaf.shown()) else {
            return Some(leaf);
        };
        let captures = regex.captures(text)?;
        let part = captures.get(usize::from(captures.len() > 1))?;
        (!part.is_empty()).then(|| Leaf::Text(Cow::Owned(part.as_str().to_owned())))
    }

    fn mapped(self, leaf: Leaf<'w>) -> Option<Leaf<'w>> {
        let constant = self
            .map
            .zip(leaf.shown())
            .and_then(|(map, text)| map.get(text));
        Some(constant.map_or(leaf, |constant| constant.leaf()))
    }

    /// What a missing value stands for.
    fn missing(self) -> Leaf<'w> {
        let constant = self.map.and_then(|map| map.missing.as_ref());
        constant.map_or(Leaf::Null, |constant| constant.leaf())
    }
}

/// Does the same to a value or to each member of a list; what becomes none is null, or goes.
fn each<'w>(leaf: Leaf<'w>, one: &dyn Fn(Leaf<'w>) -> Option<Leaf<'w>>) -> Leaf<'w> {
    match leaf {
        Leaf::List(members) => Leaf::List(members.into_iter().filter_map(one).collect()),
        leaf => one(leaf).unwrap_or(Leaf::Null),
    }
}
