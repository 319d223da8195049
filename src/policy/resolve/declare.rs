//! Who declares what: every name of the set, and the names that are declared twice.
//!
//! Knows no bodies. A broken statement still declares its name; what several declare stands for nothing.

use super::super::{Column, Field, Known, NoneOrder};
use super::scope::{Body, EffectKind, Entry, Kind, RuleEntry, Scope};
use super::words::near_miss;
use crate::diag::Diagnostic;
use crate::event::{FIELDS, FieldId};
use crate::nearest::is_near_miss;
use crate::syntax::ast::{
    self, Entity, FieldDecl, Keyword, Name, Rule, Statement, StatementKind as Is,
};
use crate::text::Span;
use std::collections::BTreeMap;

/// Reads all declarations, given in the order of their places.
pub(super) fn declare<'a>(statements: &[&'a Statement], known: &'a Known) -> Scope<'a> {
    let mut declaring = Declaring {
        scope: Scope::new(known),
        first: BTreeMap::new(),
        fields: BTreeMap::new(),
    };
    for statement in statements {
        declaring.statement(statement);
    }
    declaring.complete_schema();
    declaring.scope
}

struct Declaring<'a> {
    scope: Scope<'a>,
    first: BTreeMap<(Space, String), (&'static str, Span)>,
    /// None: broken, or declared several times.
    fields: BTreeMap<(Option<Entity>, &'a str), Option<&'a FieldDecl>>,
}

/// Names of one space exclude each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Roles,
    Shared,
    Columns,
    Rules,
    Waivers,
    Invariants,
    Tests,
}

impl<'a> Declaring<'a> {
    fn statement(&mut self, statement: &'a Statement) {
        let whole = !statement.broken;
        match &statement.kind {
            Is::Role(roles) => self.roles(&roles.names, whole),
            Is::Field(field) => self.field(field, whole),
            Is::Set(set) => self.shared(&set.name, Kind::Set, whole.then_some(Body::Set(set))),
            Is::Hours(hours) => {
                let body = whole.then_some(Body::Hours(hours));
                self.shared(&hours.name, Kind::Hours, body);
            }
            Is::Condition(condition) => {
                let body = whole.then_some(Body::Condition(condition));
                self.shared(&condition.name, Kind::Condition, body);
            }
            Is::Rule(rule) => self.rule(&rule.name, effect_of(rule)),
            Is::Waiver(waiver) => self.plain(Space::Waivers, "a waiver", &waiver.name),
            Is::Invariant(claim) => self.plain(Space::Invariants, "an invariant", &claim.name),
            Is::Test(test) => self.plain(Space::Tests, "a test", &test.name),
            Is::Broken { keyword, name } => {
                if let Some(keyword) = keyword {
                    self.broken(*keyword, name.as_ref());
                }
            }
        }
    }

    fn roles(&mut self, names: &'a [Name], whole: bool) {
        if !whole {
            self.scope.unread.insert("role");
        }
        for name in names {
            if self.is_first(Space::Roles, &name.text, "a role", name.span) {
                self.scope.roles.insert(&name.text, name);
            }
        }
    }

    fn shared(&mut self, name: &'a Name, kind: Kind, body: Option<Body<'a>>) {
        if FieldId::named(&name.text).is_some() {
            self.taken(name.span, format!("`{}` is a built-in field", name.text));
        }
        if self.is_first(Space::Shared, &name.text, kind.phrase(), name.span) {
            let entry = Entry { name, kind, body };
            self.scope.names.insert(&name.text, entry);
        } else if let Some(entry) = self.scope.names.get_mut(name.text.as_str()) {
            entry.body = None;
        }
    }

    fn field(&mut self, field: &'a FieldDecl, whole: bool) {
        let Some(entity) = &field.entity else {
            self.fields
                .entry((None, &field.name.text))
                .and_modify(|declared| *declared = None)
                .or_insert(whole.then_some(field));
            if field.name.text == "unlisted" {
                let message = "`unlisted` is a word of tests, and cannot be a field";
                return self.taken(field.name.span, message.to_owned());
            }
            self.near_field(&field.name);
            return self.shared(&field.name, Kind::Field, whole.then_some(Body::Field));
        };
        let path = format!("{}.{}", entity.value.name(), field.name.text);
        let span = entity.span.to(field.name.span);
        if let Some(why) = built_in(entity.value, &field.name.text) {
            return self.taken(span, format!("`{path}` is {why}"));
        }
        self.near_column(entity.value, field, span);
        self.fields
            .entry((Some(entity.value), &field.name.text))
            .and_modify(|declared| *declared = None)
            .or_insert(whole.then_some(field));
        if self.is_first(Space::Columns, &path, "a field", span) {
            let name = Name {
                text: path.clone(),
                span,
                quoted: false,
            };
            self.scope.columns.insert(path, name);
        }
    }

    fn rule(&mut self, name: &'a Name, effect: Option<EffectKind>) {
        if self.is_first(Space::Rules, &name.text, "a rule", name.span) {
            let entry = RuleEntry { effect, id: None };
            self.scope.rules.insert(&name.text, entry);
        } else if let Some(entry) = self.scope.rules.get_mut(name.text.as_str()) {
            entry.effect = None;
        }
    }

    fn plain(&mut self, space: Space, phrase: &'static str, name: &Name) {
        self.is_first(space, &name.text, phrase, name.span);
    }

    fn broken(&mut self, keyword: Keyword, name: Option<&'a Name>) {
        let Some(name) = name else {
            self.scope.unread.insert(keyword.word());
            return;
        };
        match keyword {
            Keyword::Role => self.roles(std::slice::from_ref(name), false),
            Keyword::Set => self.shared(name, Kind::Set, None),
            Keyword::Hours => self.shared(name, Kind::Hours, None),
            Keyword::Condition => self.shared(name, Kind::Condition, None),
            Keyword::Rule => self.rule(name, None),
            Keyword::Waiver => self.plain(Space::Waivers, "a waiver", name),
            Keyword::Invariant => self.plain(Space::Invariants, "an invariant", name),
            Keyword::Test => self.plain(Space::Tests, "a test", name),
            // Whether it was to be an attribute, and of what, cannot be told.
            Keyword::Field => {
                self.scope.unread_attributes.insert(&name.text);
                self.scope.unread.insert("field");
            }
        }
    }

    fn is_first(&mut self, space: Space, name: &str, phrase: &'static str, at: Span) -> bool {
        let key = (space, name.to_owned());
        let Some((earlier, first)) = self.first.get(&key).copied() else {
            self.first.insert(key, (phrase, at));
            return true;
        };
        let message = if earlier == phrase {
            format!("{phrase} called `{name}` is declared twice")
        } else {
            format!("`{name}` is declared as {earlier} and as {phrase}")
        };
        let diagnostic = Diagnostic::error("duplicate-name", message)
            .label(at, "declared again here")
            .label(first, "first declared here")
            .help("rename one of the two, or take it out");
        self.scope.report(diagnostic);
        false
    }

    fn taken(&mut self, at: Span, message: String) {
        let diagnostic = Diagnostic::error("duplicate-name", message)
            .label(at, "declared again here")
            .help("choose another name");
        self.scope.report(diagnostic);
    }

    fn near_field(&mut self, name: &Name) {
        let near = FIELDS.iter().find(|row| is_near_miss(&name.text, row.name));
        if let Some(row) = near {
            self.near(name.span, &name.text, row.name);
        }
    }

    fn near_column(&mut self, entity: Entity, field: &FieldDecl, at: Span) {
        let columns = self.scope.schema.columns.iter();
        let mut near =
            columns.filter(|c| c.entity == entity && is_near_miss(&field.name.text, &c.name));
        if let Some(name) = near.next().map(|c| c.name.clone()) {
            let entity = entity.name();
            let declared = format!("{entity}.{}", field.name.text);
            self.near(at, &declared, &format!("{entity}.{name}"));
        }
    }

    fn near(&mut self, at: Span, declared: &str, built_in: &str) {
        let message = format!("`{declared}` is one slip away from the built-in `{built_in}`");
        let diagnostic = near_miss(message)
            .label(at, "declares another")
            .help(format!("if `{built_in}` is meant, take this out"));
        self.scope.report(diagnostic);
    }

    /// Fields and columns by name, behind the built-in ones: their order in files is gone.
    fn complete_schema(&mut self) {
        for ((entity, name), declared) in std::mem::take(&mut self.fields) {
            let (Some(field), schema) = (declared, &mut self.scope.schema) else {
                self.scope.unread_attributes.insert(name);
                continue;
            };
            match entity {
                None if FieldId::named(name).is_some() => {}
                None => schema.fields.push(Field {
                    name: name.to_owned(),
                    ty: field.ty.value,
                    declared: Some(field.name.span),
                }),
                Some(entity) => schema.columns.push(Column {
                    entity,
                    name: name.to_owned(),
                    ty: field.ty.value,
                    none: NoneOrder::Unordered,
                    declared: Some(field.name.span),
                    read: false,
                }),
            }
        }
    }
}

fn effect_of(rule: &Rule) -> Option<EffectKind> {
    Some(match rule.effect.as_ref()?.kind {
        ast::EffectKind::Allow { .. } => EffectKind::Allow,
        ast::EffectKind::Deny { .. } => EffectKind::Deny,
        ast::EffectKind::Limit { .. } => EffectKind::Limit,
    })
}

/// Why an attribute cannot be declared, as in "`tenant.tenant` is …".
fn built_in(entity: Entity, name: &str) -> Option<&'static str> {
    let column = super::super::Schema::default().column_named(entity, name);
    match (entity, name) {
        (Entity::Actor, "actor")
        | (Entity::Tenant, "tenant")
        | (Entity::List, "tenant" | "list")
        | (Entity::Ticket, "ticket") => Some("the key of its table"),
        (Entity::Actor, "domain") => Some("built in: the domain of the actor's address"),
        _ if column.is_some() => Some("a built-in attribute"),
        _ => None,
    }
}
