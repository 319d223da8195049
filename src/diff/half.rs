//! One of the two sets, with what the other has in the same words.

use crate::policy::{Effect, Expr, PolicySet, Rule, Schema, Waiver};
use std::collections::BTreeSet;

/// A set as it is compared with another.
pub(super) struct Half<'a> {
    pub(super) set: &'a PolicySet,
    /// What the other set's rules and waivers say, without their names.
    others: BTreeSet<String>,
}

impl<'a> Half<'a> {
    pub(super) fn new(set: &'a PolicySet, other: &PolicySet) -> Self {
        let rules = other.rules.iter().map(|rule| said(rule, &other.schema));
        Self {
            set,
            others: rules.collect(),
        }
    }

    pub(super) fn schema(&self) -> &'a Schema {
        &self.set.schema
    }

    pub(super) fn allows(&self) -> impl Iterator<Item = &'a Rule> {
        let rules = self.set.rules.iter();
        rules.filter(|rule| matches!(rule.effect, Effect::Allow))
    }

    pub(super) fn denies(&self) -> impl Iterator<Item = &'a Rule> {
        let rules = self.set.rules.iter();
        rules.filter(|rule| matches!(rule.effect, Effect::Deny))
    }

    pub(super) fn limits(&self) -> impl Iterator<Item = &'a Rule> {
        let rules = self.set.rules.iter();
        rules.filter(|rule| matches!(rule.effect, Effect::Limit { .. }))
    }

    /// Whether the other set has a rule that says the same, whatever it is called.
    pub(super) fn is_kept(&self, rule: &Rule) -> bool {
        self.others.contains(&said(rule, self.schema()))
    }

    pub(super) fn rule_named(&self, name: &str) -> Option<&'a Rule> {
        self.set.rules.iter().find(|rule| rule.name.text == name)
    }

    pub(super) fn waiver_named(&self, name: &str) -> Option<&'a Waiver> {
        let mut waivers = self.set.waivers.iter();
        waivers.find(|waiver| waiver.name.text == name)
    }
}

/// What a rule says of events: not its name, nor its notes.
fn said(rule: &Rule, schema: &Schema) -> String {
    let expr = |expr: &Option<Expr>| expr.as_ref().map(|expr| expr.meaning(schema));
    let target = rule.target.as_ref().map(|target| target.meaning());
    format!(
        "{} {} {:?} {:?} {:?} {:?}",
        rule.effect.meaning(schema),
        rule.subject.meaning(),
        target,
        expr(&rule.when),
        expr(&rule.unless),
        rule.period.meaning(),
    )
}
