//! Declarations: roles, fields, sets, hours and conditions, and the lists in them.

use super::{Expr, Name, Spanned, Text};
use crate::text::Span;
use crate::time::Weekday;
use std::net::IpAddr;

/// `role a, b "note"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Roles {
    pub names: Vec<Name>,
    pub note: Option<Text>,
}

/// `field tenant.plan: text`; without a prefix a field of the event.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct FieldDecl {
    pub entity: Option<Spanned<Entity>>,
    pub name: Name,
    pub ty: Spanned<Type>,
}

/// What the directory has tables of attributes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Entity {
    Actor,
    Tenant,
    List,
    Ticket,
}

/// The type of a field or column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Type {
    Text,
    Int,
    Bool,
    Time,
    Ip,
    Texts,
}

/// `set name = [ … ]`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct SetDecl {
    pub name: Name,
    pub items: List,
}

/// `[ item, … ]`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct List {
    pub items: Vec<Item>,
    pub span: Span,
}

/// A member of a list. An unquoted name may be a set's.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Item {
    /// A name or a text.
    Name(Name),
    Network(Spanned<Network>),
}

/// An IPv4 or IPv6 address with how many of its leading bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    /// Host bits are zero.
    pub address: IpAddr,
    /// 32 or 128 for a single address.
    pub prefix: u8,
}

/// `hours name = span, … "zone"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct HoursDecl {
    pub name: Name,
    pub spans: Vec<HoursSpan>,
    pub zone: Text,
}

/// `mon-fri 08:00-19:00`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct HoursSpan {
    pub first: Spanned<Weekday>,
    /// The same as `first` for a single day.
    pub last: Spanned<Weekday>,
    pub clock: Spanned<ClockSpan>,
}

/// Minutes of the day, `0..=1440`, from and to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSpan {
    /// Minutes after 00:00, below 1440.
    pub from: u16,
    /// Minutes after 00:00, at most 1440 (`24:00`).
    pub to: u16,
}

/// `condition name = expr "note"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct ConditionDecl {
    pub name: Name,
    pub expr: Expr,
    pub note: Option<Text>,
}
