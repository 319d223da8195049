//! A walk of no record: what stands at its nodes was found otherwise.

use super::found::Form;
use super::{Found, Held, Record, Twice, Walk};
use crate::logs::pieces::whole;
use crate::logs::tree::{NodeId, Tree};
use std::borrow::Cow;

impl<'t, 'r> Walk<'t, 'r> {
    /// A walk that found just these pieces of JSON, each at its node, and what they hold.
    ///
    /// # Errors
    /// As [`Walk::enter`].
    pub fn of_values(
        tree: &'t Tree,
        splits: &'t [NodeId],
        values: impl Iterator<Item = (NodeId, &'r str)>,
    ) -> Result<Self, Twice> {
        let mut walk = Self::new(tree, splits, Record::Json(""));
        for (node, raw) in values {
            let value = Found {
                text: walk.texts.len(),
                range: whole(raw),
                form: Form::Json,
            };
            walk.texts.push(Held {
                text: Cow::Borrowed(raw),
                from: None,
            });
            walk.enter(node, value)?;
        }
        Ok(walk)
    }
}
