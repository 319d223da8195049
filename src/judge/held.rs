//! What a path holds on an event: missing, none, or a value.
//!
//! Knows no operators: those are in `atoms`.

use crate::event::Value;
use crate::policy::NoneOrder;
use crate::time::{Length, Time};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// What a path holds, borrowed where that is possible.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the language's words")]
pub(super) enum Held<'a> {
    Missing,
    /// A row's empty cell, with its place among times. An empty cell of a set is the empty set instead.
    None(NoneOrder),
    Text(Cow<'a, str>),
    Int(i64),
    Bool(bool),
    Time(Time),
    Ip(IpAddr),
    Texts(Texts<'a>),
}

/// A set of texts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "who keeps them")]
pub(super) enum Texts<'a> {
    Value(&'a [String]),
    Roles(&'a BTreeSet<&'a str>),
}

impl<'a> From<&'a Value> for Held<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Int(n) => Self::Int(*n),
            Value::Bool(b) => Self::Bool(*b),
            Value::Time(time) => Self::Time(*time),
            Value::Ip(ip) => Self::Ip(ip.to_canonical()),
            Value::Texts(texts) => Self::Texts(Texts::Value(texts)),
        }
    }
}

impl Held<'_> {
    /// A time moved by a length; whatever else it is stays as it is.
    pub(super) fn shifted(self, by: Option<Length>) -> Self {
        match (self, by) {
            (Self::Time(time), Some(by)) => Self::Time(time.plus(by)),
            (held, _) => held,
        }
    }

    /// The value on its own; none for missing and none.
    pub(super) fn to_value(&self) -> Option<Value> {
        match self {
            Self::Missing | Self::None(_) => None,
            Self::Text(text) => Some(Value::Text(text.to_string())),
            Self::Int(n) => Some(Value::Int(*n)),
            Self::Bool(b) => Some(Value::Bool(*b)),
            Self::Time(time) => Some(Value::Time(*time)),
            Self::Ip(ip) => Some(Value::Ip(*ip)),
            Self::Texts(texts) => Some(Value::Texts(texts.iter().map(str::to_owned).collect())),
        }
    }
}

impl<'a> Texts<'a> {
    /// Its members, in the order of their texts.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        let (value, roles) = match self {
            Self::Value(texts) => (Some(texts), None),
            Self::Roles(roles) => (None, Some(roles)),
        };
        let value = value.into_iter().flatten().map(String::as_str);
        value.chain(roles.into_iter().flatten().copied())
    }

    pub(super) fn contains(self, text: &str) -> bool {
        match self {
            Self::Value(texts) => texts.iter().any(|t| t == text),
            Self::Roles(roles) => roles.contains(text),
        }
    }
}
