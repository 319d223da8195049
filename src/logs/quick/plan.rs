//! What of a source's mapping can be read quickly, and from which places of a line.
//!
//! Knows the mapping and reads no line.

use super::Want;
use super::shape::{Layout, Slot};
use crate::event::FieldId;
use crate::logs::bind::{Bound, Rule, Test, To};
use crate::logs::path::Step;
use crate::logs::source::Format;
use crate::logs::tree::{NodeId, ROOT};
use crate::syntax::ast::Type;

/// Where values stand, each with the node that it is found at.
pub(super) type Slots = Vec<(NodeId, Slot)>;

/// How a source's lines are read.
pub(super) struct Plan<'s> {
    pub layout: Layout<'s>,
    pub splitting: Vec<Slot>,
    pub deep: Vec<Slot>,
    pub class: Option<Slots>,
    pub fields: Vec<Planned<'s>>,
}

/// How a field is read.
pub(super) struct Planned<'s> {
    pub field: FieldId,
    /// None for a field that the source does not fill.
    pub rule: Option<&'s Rule>,
    pub want: Want,
    pub how: How,
    /// From where.
    pub slots: Slots,
}

/// How a value is made of what stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// A text, anew each time: that of the first of the slots that holds something.
    Text,
    /// The same for a number, an instant or an address.
    Exact(Type),
    /// By a table of all spellings: whatever the mapping does to them is done once.
    Once,
}

impl<'s> Plan<'s> {
    pub(super) fn new(source: &'s Bound, wants: &[(FieldId, Want)]) -> Option<Self> {
        let nodes = || 0..source.tree.len();
        let hard = |(step, _): &(Step, NodeId)| matches!(step, Step::Json | Step::Where { .. });
        // What unwraps a record looks into objects, and rows have none.
        let wrapped = source.format.is_table(false) && !source.inside.is_empty();
        if source.format == Format::Json
            || wrapped
            || source.joins()
            || !source.fills(FieldId::TIME)
            || nodes().any(|node| source.tree.next(node).iter().any(hard))
        {
            return None;
        }
        let mut layout = Layout::new(&source.tree, &source.inside);
        let splitting = source
            .splits
            .iter()
            .map(|list| layout.slot(*list).1)
            .collect();
        let class = class(source, &mut layout);
        let mut fields: Vec<Planned<'s>> = wants
            .iter()
            .map(|(field, want)| planned(source, *field, *want, &mut layout))
            .collect();
        for rule in &source.rules {
            if wants.iter().all(|(field, _)| *field != rule.field) {
                fields.push(planned(source, rule.field, Want::Nothing, &mut layout));
            }
        }
        let mut deep: Vec<Slot> = nodes()
            .filter(|node| {
                *node != ROOT
                    && source
                        .tree
                        .next(*node)
                        .iter()
                        .any(|(s, _)| *s == Step::Each)
            })
            .map(|node| layout.slot(node).1)
            .collect();
        deep.dedup();
        Some(Self {
            layout,
            splitting,
            deep,
            class,
            fields,
        })
    }
}

/// Where the values stand that tell whether a record is an export; nothing where all are.
fn class(source: &Bound, layout: &mut Layout<'_>) -> Option<Slots> {
    let tests: Vec<&Test> = source.only.iter().chain(&source.ignore).collect();
    let nodes = tests.iter().flat_map(|test| test.nodes());
    (!tests.is_empty()).then(|| slots(nodes, layout))
}

fn slots(nodes: impl Iterator<Item = NodeId>, layout: &mut Layout<'_>) -> Slots {
    let mut slots = Slots::new();
    for slot in nodes.map(|node| layout.slot(node)) {
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }
    slots
}

fn planned<'s>(
    source: &'s Bound,
    field: FieldId,
    want: Want,
    layout: &mut Layout<'s>,
) -> Planned<'s> {
    let rule = source.rules.iter().find(|rule| rule.field == field);
    let ways = rule.map_or(&[][..], |rule| &rule.ways);
    let nodes = ways.iter().flat_map(|way| {
        let to = match &way.to {
            To::Node { node, .. } => Some(*node),
            To::Value(_) => None,
        };
        to.into_iter().chain(way.when.iter().flat_map(Test::nodes))
    });
    let slots = slots(nodes, layout);
    let how = rule.map_or(How::Once, |rule| how(rule, want, source));
    Planned {
        field,
        rule,
        want,
        how,
        slots,
    }
}

/// Values of which most are new are not worth a table, if the mapping does no more than to look at them.
fn how(rule: &Rule, want: Want, source: &Bound) -> How {
    let plain = rule.ways.iter().all(|way| {
        way.when.is_none()
            && match &way.to {
                To::Node { node, capture, map } => {
                    let leaf = source.tree.next(*node).is_empty();
                    let listed = source.tree.upwards(*node).any(|n| source.tree.is_each(n));
                    leaf && !listed && capture.is_none() && map.is_none()
                }
                To::Value(_) => false,
            }
    });
    let folded = matches!(rule.field, FieldId::ACTOR | FieldId::APPROVER);
    match rule.ty {
        Type::Text if plain && want != Want::Mark && !folded => How::Text,
        Type::Int | Type::Time | Type::Ip
            if plain && !matches!(want, Want::Mark | Want::Domain) =>
        {
            How::Exact(rule.ty)
        }
        _ => How::Once,
    }
}
