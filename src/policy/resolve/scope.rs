//! What everything is resolved against: the declared names and what they stand for, and where complaints go.
//!
//! Knows how to look names up, not what statements mean.

use super::super::{ColumnId, Declared, Expr, Hours, Known, PolicySet, RuleId, Schema};
use crate::diag::Diagnostic;
use crate::syntax::ast::{ConditionDecl, HoursDecl, Name, Network, SetDecl, Spanned};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The declared names of a policy set, and what is known of each so far.
pub(super) struct Scope<'a> {
    /// Fields and columns, the declared ones included.
    pub schema: Schema,
    /// Declared roles.
    pub roles: BTreeMap<&'a str, &'a Name>,
    /// Sets, hours, fields and conditions: one space.
    pub names: BTreeMap<&'a str, Entry<'a>>,
    /// Declared columns by `entity.name`.
    pub columns: BTreeMap<String, Name>,
    /// Rules by name.
    pub rules: BTreeMap<&'a str, RuleEntry>,
    /// Kinds of which a declaration could not be read whole: an unknown name may be one of these.
    pub unread: BTreeSet<&'static str>,
    /// Names of attributes whose declaration could not be read whole.
    pub unread_attributes: BTreeSet<&'a str>,
    /// Sets with all their members; not here: broken, and reported.
    pub sets: BTreeMap<&'a str, Arc<Items>>,
    /// Hours; not here: broken, and reported.
    pub hours: BTreeMap<&'a str, Arc<Hours>>,
    /// Conditions; not here: broken, and reported.
    pub conditions: BTreeMap<&'a str, Arc<Expr>>,
    /// Keys of the tenants table, where there is one.
    pub tenants: Option<BTreeSet<&'a str>>,
    used: BTreeSet<(&'static str, String)>,
    diagnostics: Vec<Diagnostic>,
}

/// A name of the shared space.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// Where it is declared.
    pub name: &'a Name,
    /// What it was declared as.
    pub kind: Kind,
    /// Its declaration; none if that is broken, or one of several.
    pub body: Option<Body<'a>>,
}

/// What a name of the shared space can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Set,
    Hours,
    Field,
    Condition,
}

/// A declaration of the shared space. What a field holds is in the schema.
#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    Set(&'a SetDecl),
    Hours(&'a HoursDecl),
    Field,
    Condition(&'a ConditionDecl),
}

/// Members of a list or set, those of the sets in it included; sorted, without repeats.
#[derive(Clone, Debug, Default)]
pub(super) struct Items {
    /// Names and texts, each with a place where it stands.
    pub texts: Vec<Name>,
    /// Networks, each with a place where it stands.
    pub networks: Vec<Spanned<Network>>,
}

/// What is known of a rule's name.
#[derive(Clone, Copy)]
pub(super) struct RuleEntry {
    /// What the rule does; none if that could not be read, or if several have the name.
    pub effect: Option<EffectKind>,
    /// Its place in the resolved set, if it came so far.
    pub id: Option<RuleId>,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EffectKind {
    Allow,
    Deny,
    Limit,
}

impl Kind {
    /// `set`, `hours`, `field`, `condition`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Hours => "hours",
            Self::Field => "field",
            Self::Condition => "condition",
        }
    }

    /// As in "`office` is …".
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Set => "a set",
            Self::Hours => "hours",
            Self::Field => "a field",
            Self::Condition => "a condition",
        }
    }
}

impl<'a> Scope<'a> {
    /// A scope without names.
    pub fn new(known: &'a Known) -> Self {
        let tenants = known.tenants.as_ref();
        Self {
            schema: Schema::default(),
            roles: BTreeMap::new(),
            names: BTreeMap::new(),
            columns: BTreeMap::new(),
            rules: BTreeMap::new(),
            unread: BTreeSet::new(),
            unread_attributes: BTreeSet::new(),
            sets: BTreeMap::new(),
            hours: BTreeMap::new(),
            conditions: BTreeMap::new(),
            tenants: tenants.map(|names| names.iter().map(String::as_str).collect()),
            used: BTreeSet::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Adds a complaint.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Notes that something uses a declaration.
    pub fn mark_used(&mut self, kind: &'static str, name: &str) {
        self.used.insert((kind, name.to_owned()));
    }

    /// Notes that the policy reads a column, so that a table that is there must have it.
    pub fn read(&mut self, id: ColumnId) {
        if let Some(column) = self.schema.columns.get_mut(usize::from(id.0)) {
            column.read = true;
        }
    }

    /// Whether a declaration that could not be read may have declared a name of this kind.
    pub fn may_be_unread(&self, kinds: &[&'static str]) -> bool {
        kinds.iter().any(|kind| self.unread.contains(kind))
    }

    /// The set that an unquoted name stands for.
    pub fn set_named(&self, name: &Name) -> Option<Entry<'a>> {
        let entry = self.names.get(name.text.as_str())?;
        (entry.kind == Kind::Set && !name.quoted).then_some(*entry)
    }

    /// Tells which place in the resolved set a rule has.
    pub fn number_rule(&mut self, name: &str, id: RuleId) {
        if let Some(entry) = self.rules.get_mut(name) {
            entry.id = Some(id);
        }
    }

    /// What a name stands for in any space, as in "`x` is …".
    pub fn anywhere(&self, name: &str) -> Option<&'static str> {
        if self.roles.contains_key(name) {
            return Some("a role");
        }
        if let Some(entry) = self.names.get(name) {
            return Some(entry.kind.phrase());
        }
        if self.schema.field_named(name).is_some() {
            return Some("a field");
        }
        self.rules.contains_key(name).then_some("a rule")
    }

    /// The set with its declarations and schema, and all complaints.
    pub fn finish(self, set: PolicySet) -> (PolicySet, Vec<Diagnostic>) {
        let declared = |name: &Name, kind: &'static str| Declared {
            name: name.clone(),
            kind,
            used: self.used.contains(&(kind, name.text.clone())),
        };
        let roles = self.roles.values().map(|name| declared(name, "role"));
        let shared = self.names.values();
        let shared = shared.map(|entry| declared(entry.name, entry.kind.word()));
        let columns = self.columns.values().map(|name| declared(name, "field"));
        let mut names: Vec<Declared> = shared.chain(columns).collect();
        names.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        let set = PolicySet {
            roles: roles.collect(),
            names,
            schema: self.schema,
            ..set
        };
        (set, self.diagnostics)
    }
}
