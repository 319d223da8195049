//! The words and signs of the language, as it writes them.

use super::{AnyAll, Comparison, Entity, Expected, Keyword, Quantifier, Severity, State, Type};

impl Keyword {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Field => "field",
            Self::Set => "set",
            Self::Hours => "hours",
            Self::Condition => "condition",
            Self::Rule => "rule",
            Self::Waiver => "waiver",
            Self::Invariant => "invariant",
            Self::Test => "test",
        }
    }
}

impl Entity {
    /// The word that stands for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Tenant => "tenant",
            Self::List => "list",
            Self::Ticket => "ticket",
        }
    }
}

impl Type {
    /// The word, or words, that stand for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Time => "time",
            Self::Ip => "ip",
            Self::Texts => "set of text",
        }
    }
}

impl Severity {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Quantifier {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Always => "always",
        }
    }
}

impl State {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Missing => "missing",
            Self::Listed => "listed",
            Self::Unlisted => "unlisted",
        }
    }
}

impl Comparison {
    /// The sign that stands for it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

impl AnyAll {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

impl Expected {
    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Violation => "violation",
            Self::Undecided => "undecided",
        }
    }
}
