//! What an event is: the one table of its fields, and the values that they hold.
//!
//! Knows neither logs nor policies. The directory's columns are declared by the policy's schema.

mod identity;

pub use identity::{Identities, Identity, Salt, identity_of};

use crate::syntax::ast::Type;
use crate::time::Time;
use std::net::IpAddr;

/// A field of an event: a row of [`FIELDS`], or one that the policy declares, numbered after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// A built-in field.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow {
    /// As the policy and the plain log form write it.
    pub name: &'static str,
    /// What it holds.
    pub ty: Type,
    /// What it is, for people.
    pub about: &'static str,
}

macro_rules! fields {
    ($($id:ident $number:literal $name:literal $ty:ident $about:literal;)*) => {
        #[allow(missing_docs, reason = "the table tells what each is")]
        impl FieldId {
            $(pub const $id: Self = Self($number);)*
        }
        /// Every built-in field, in the order of its number.
        pub const FIELDS: &[FieldRow] = &[
            $(FieldRow { name: $name, ty: Type::$ty, about: $about },)*
        ];
    };
}

fields! {
    ID 0 "id" Text "the log's own id";
    TIME 1 "time" Time "when the export happened";
    ACTOR 2 "actor" Text "who";
    ROLES 3 "roles" Texts "the actor's roles; a people table overrules the log";
    ACTION 4 "action" Text "what the log calls it";
    TENANT 5 "tenant" Text "whose list";
    LIST 6 "list" Text "which list";
    ROWS 7 "rows" Int "how many rows left";
    BYTES 8 "bytes" Int "how many bytes left";
    COLUMNS 9 "fields" Texts "which columns left";
    DESTINATION 10 "destination" Text "where to";
    IP 11 "ip" Ip "where from";
    PURPOSE 12 "purpose" Text "why";
    TICKET 13 "ticket" Text "on which ticket";
    APPROVER 14 "approver" Text "who let it";
    APPROVER_ROLES 15 "approver_roles" Texts "the approver's roles as the log tells them";
    APPROVED_AT 16 "approved_at" Time "when it was let";
    OUTCOME 17 "outcome" Text "success, failure or blocked";
}

impl FieldId {
    /// The position in a list of all fields.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The built-in field of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let at = FIELDS.iter().position(|row| row.name == name)?;
        u16::try_from(at).ok().map(Self)
    }
}

/// A value that is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the types of the language")]
pub enum Value {
    Text(String),
    Int(i64),
    Bool(bool),
    Time(Time),
    /// Never an IPv4-mapped IPv6 address: those are IPv4 here.
    Ip(IpAddr),
    /// Sorted, without repeats, without empty members.
    Texts(Vec<String>),
}

/// What became of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Outcome {
    Success,
    Failure,
    Blocked,
}

/// One recorded export. Every value is optional but the time.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it happened; the same as the value of the field `time`.
    pub time: Time,
    /// By [`FieldId::index`]; shorter lists mean missing. Actor and approver are folded already.
    pub values: Vec<Option<Value>>,
}

impl Event {
    /// An event that says nothing but when it happened.
    #[must_use]
    pub fn at(time: Time) -> Self {
        let mut event = Self {
            time,
            values: Vec::new(),
        };
        event.set(FieldId::TIME, Some(Value::Time(time)));
        event
    }

    /// The value of a field; none when it is missing.
    #[must_use]
    pub fn get(&self, field: FieldId) -> Option<&Value> {
        self.values.get(field.index())?.as_ref()
    }

    /// Gives a field a value, or takes it away. Folds identities; an empty text is missing.
    pub fn set(&mut self, field: FieldId, value: Option<Value>) {
        if self.values.len() <= field.index() {
            self.values.resize(field.index() + 1, None);
        }
        if let Some(slot) = self.values.get_mut(field.index()) {
            *slot = value.and_then(|v| clean(field, v));
        }
    }

    /// The text of a text field.
    #[must_use]
    pub fn text(&self, field: FieldId) -> Option<&str> {
        match self.get(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an int field.
    #[must_use]
    pub fn int(&self, field: FieldId) -> Option<i64> {
        match self.get(field)? {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The members of a field that is a set of texts.
    #[must_use]
    pub fn texts(&self, field: FieldId) -> Option<&[String]> {
        match self.get(field)? {
            Value::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// What became of it: anything but the two other words is a success.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.text(FieldId::OUTCOME) {
            Some("failure") => Outcome::Failure,
            Some("blocked") => Outcome::Blocked,
            _ => Outcome::Success,
        }
    }

    /// Whether data left: not when blocked, nor when it failed with neither rows nor bytes.
    #[must_use]
    pub fn is_out(&self) -> bool {
        let none = |field| self.int(field).unwrap_or(0) == 0;
        match self.outcome() {
            Outcome::Success => true,
            Outcome::Failure => !(none(FieldId::ROWS) && none(FieldId::BYTES)),
            Outcome::Blocked => false,
        }
    }
}

/// A value in the form in which events hold it; none if it is no value.
#[must_use]
pub fn clean(field: FieldId, value: Value) -> Option<Value> {
    match value {
        Value::Text(text) => {
            let text = if matches!(field, FieldId::ACTOR | FieldId::APPROVER) {
                fold_identity(&text)
            } else {
                text
            };
            (!text.is_empty()).then_some(Value::Text(text))
        }
        Value::Texts(mut texts) => {
            texts.retain(|t| !t.is_empty());
            texts.sort();
            texts.dedup();
            Some(Value::Texts(texts))
        }
        Value::Ip(ip) => Some(Value::Ip(ip.to_canonical())),
        other => Some(other),
    }
}

/// An identity as it is compared: trimmed and ASCII-lower-cased.
#[must_use]
pub fn fold_identity(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}
