//! A policy set: declarations, rules and waivers. Notes, owners, severities, invariants and tests
//! decide no verdict, so they are not kept here; the first three are added as noise when it is written.

use super::expr::{Expr, Path};
use super::instant::Nanos;
use super::value::{Network, Type};

#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub roles: Vec<String>,
    pub fields: Vec<Field>,
    pub sets: Vec<NamedSet>,
    pub hours: Vec<Hours>,
    pub conditions: Vec<Condition>,
    pub rules: Vec<Rule>,
    pub waivers: Vec<Waiver>,
}

/// A declared field: `mfa` of the event, or `tenant.plan`, a column of a table.
#[derive(Clone, Debug)]
pub struct Field {
    pub path: Path,
    pub kind: Type,
}

#[derive(Clone, Debug)]
pub struct NamedSet {
    pub name: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub enum Item {
    /// A set if one is so called, else a text.
    Bare(String),
    Quoted(String),
    Network(Network),
}

#[derive(Clone, Debug)]
pub struct Hours {
    pub name: String,
    pub spans: Vec<Span>,
    pub zone: String,
}

/// Days count from Monday, 0; `first > last` wraps. Minutes count from midnight, up to 1440.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub first: i128,
    pub last: i128,
    pub start: i128,
    pub end: i128,
}

#[derive(Clone, Debug)]
pub struct Condition {
    pub name: String,
    pub means: Expr,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub name: String,
    pub effect: Effect,
    pub subject: Subject,
    /// Only a limit may leave it out.
    pub target: Option<Target>,
    pub when: Option<Expr>,
    pub unless: Option<Expr>,
    pub from: Option<Nanos>,
    pub until: Option<Nanos>,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Allow,
    Deny,
    Limit(Limit),
}

#[derive(Clone, Debug)]
pub struct Limit {
    pub most: i64,
    pub measure: Measure,
    pub keys: Vec<Path>,
    pub window: Nanos,
}

#[derive(Clone, Debug)]
pub enum Measure {
    Exports,
    Rows,
    Bytes,
    Tenants,
    Lists,
    Destinations,
    Actors,
    Distinct(Path),
}

#[derive(Clone, Debug)]
pub enum Subject {
    Anyone,
    Role(Vec<String>),
    Actor(Vec<String>),
    ActorLike(String),
}

pub type Target = Vec<Pattern>;

#[derive(Clone, Debug)]
pub struct Pattern {
    pub tenant: TenantPart,
    pub list: Glob,
}

#[derive(Clone, Debug)]
pub enum TenantPart {
    Any,
    Own,
    Glob(Glob),
}

#[derive(Clone, Debug)]
pub struct Glob {
    pub text: String,
    pub quoted: bool,
}

#[derive(Clone, Debug)]
pub struct Waiver {
    pub name: String,
    pub lift: Vec<String>,
    pub subject: Subject,
    pub target: Option<Target>,
    pub when: Option<Expr>,
    pub from: Nanos,
    pub until: Nanos,
}

impl Policy {
    pub fn set(&self, name: &str) -> Option<&NamedSet> {
        self.sets.iter().find(|set| set.name == name)
    }

    pub fn field(&self, path: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// The declared columns of a table, without its name.
    pub fn columns<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, Type)> {
        let declared = self
            .fields
            .iter()
            .filter_map(|field| Some((field.path.split_once('.')?, field.kind)));
        declared
            .filter(move |((head, _), _)| *head == table)
            .map(|((_, column), kind)| (column, kind))
    }
}

impl Glob {
    pub fn word(text: &str) -> Glob {
        Glob {
            text: text.to_owned(),
            quoted: false,
        }
    }
}
