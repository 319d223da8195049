//! One event before the judge: what each path holds on it, looked up once.
//!
//! Knows no rules and no operators.

use super::Judge;
use super::held::{Held, Texts};
use crate::directory::{Cell, Directory};
use crate::domain::domain_of;
use crate::event::{Event, FieldId, fold_identity};
use crate::policy::{ColumnId, NoneOrder, Path, Schema};
use crate::syntax::ast::{Entity, Type};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// An event with the policy's schema and the directory at hand.
pub(super) struct Scene<'a> {
    pub(super) event: &'a Event,
    pub(super) directory: &'a Directory,
    pub(super) schema: &'a Schema,
    roles: OnceCell<Option<BTreeSet<&'a str>>>,
    destination: OnceCell<Option<String>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(judge: &Judge<'a>, event: &'a Event) -> Self {
        Self {
            event,
            directory: judge.directory,
            schema: &judge.policy.schema,
            roles: OnceCell::new(),
            destination: OnceCell::new(),
        }
    }

    /// What a path holds.
    pub(super) fn read(&self, path: Path) -> Held<'_> {
        match path {
            Path::Field(FieldId::TIME) => Held::Time(self.event.time),
            Path::Field(FieldId::ROLES) => self.roles().map_or(Held::Missing, Held::Texts),
            Path::Field(field) => self.event.get(field).map_or(Held::Missing, Held::from),
            Path::Domain(field) => self.domain(field).map_or(Held::Missing, Held::Text),
            Path::Column(column) => self.cell(column),
        }
    }

    /// The actor's roles, by the people table where it tells them, else by the log; none when they are missing.
    pub(super) fn roles(&self) -> Option<Texts<'_>> {
        if !self.directory.tells_roles() {
            return self.event.texts(FieldId::ROLES).map(Texts::Value);
        }
        let roles = self.roles.get_or_init(|| {
            let actor = self.event.text(FieldId::ACTOR)?;
            self.directory.roles_of(actor, self.event.time)
        });
        roles.as_ref().map(Texts::Roles)
    }

    /// The person that a text means, in the form in which persons are compared.
    pub(super) fn person<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        match folded(text) {
            Cow::Borrowed(text) => Cow::Borrowed(self.directory.person(text)),
            Cow::Owned(text) => Cow::Owned(self.directory.person(&text).to_owned()),
        }
    }

    /// Whether an entity of the event has a row.
    pub(super) fn is_listed(&self, entity: Entity) -> bool {
        self.directory.row(entity, self.event).is_some()
    }

    fn cell(&self, column: ColumnId) -> Held<'_> {
        match self.directory.cell(column, self.schema, self.event) {
            Cell::Missing => Held::Missing,
            Cell::Value(value) => Held::from(value),
            Cell::None => match self.schema.column(column) {
                Some(column) if column.ty == Type::Texts => Held::Texts(Texts::Value(&[])),
                column => Held::None(column.map_or(NoneOrder::Unordered, |c| c.none)),
            },
        }
    }

    fn domain(&self, field: FieldId) -> Option<Cow<'_, str>> {
        let domain = || domain_of(self.event.text(field)?);
        if field == FieldId::DESTINATION {
            return self
                .destination
                .get_or_init(domain)
                .as_deref()
                .map(Cow::Borrowed);
        }
        domain().map(Cow::Owned)
    }
}

/// As [`fold_identity`], without a copy where nothing changes.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let is_folded =
        text.trim().len() == text.len() && !text.bytes().any(|b| b.is_ascii_uppercase());
    if is_folded {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold_identity(text))
    }
}
