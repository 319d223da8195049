//! Which of a source's fields an event has, in the bits of a number.
//!
//! Knows the first 64 of them that stand somewhere in a record: a constant is always there.

use super::bind::{Bound, Rule, To};
use crate::event::{Event, FieldId};

/// Fields by the bits of a number.
pub type Fields = u64;

impl Bound {
    /// The fields that are looked for in records, each with its bit.
    pub fn looked_for(&self) -> impl Iterator<Item = (FieldId, Fields)> {
        let somewhere = |rule: &&Rule| {
            let stands = |to: &To| matches!(to, To::Node { map, .. } if map.as_ref().is_none_or(|m| m.missing.is_none()));
            rule.field != FieldId::TIME && rule.ways.iter().all(|way| stands(&way.to))
        };
        let fields = self.rules.iter().filter(somewhere).map(|rule| rule.field);
        fields.zip(0..64).map(|(field, bit)| (field, 1 << bit))
    }

    /// Those that an event has.
    #[must_use]
    pub fn there(&self, event: &Event) -> Fields {
        let there = self
            .looked_for()
            .filter(|(field, _)| event.get(*field).is_some());
        there.fold(0, |all, (_, bit)| all | bit)
    }

    /// The bit of a field; none of one that is not looked for.
    #[must_use]
    pub fn bit_of(&self, field: FieldId) -> Fields {
        self.looked_for()
            .find(|(of, _)| *of == field)
            .map_or(0, |(_, bit)| bit)
    }
}
