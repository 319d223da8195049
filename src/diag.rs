//! What is wrong, where, and what to do: diagnostics as plain data.
//!
//! Knows neither how they are found nor how they are shown.

use crate::text::Span;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; never fails a run by default.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Level {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with a few plain words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Lower case, no full stop; user text in backticks. May be empty.
    pub text: String,
}

/// Whether a change keeps what the policy set means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// The same verdict on every event as before.
    Safe,
    /// What was probably meant; somebody has to look.
    Unsafe,
}

/// A change of the text that mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `is missing`".
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// Each span is replaced by its text; the spans do not overlap.
    pub edits: Vec<(Span, String)>,
}

/// One thing that is wrong with a text of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable kebab-case name of the lint or error (`lints.md`).
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What is wrong: one line, lower case, no full stop; user text in backticks.
    pub message: String,
    /// Where: the first is the place itself, the others tell why. May lie in several files.
    pub labels: Vec<Label>,
    /// What to do about it, if that is known.
    pub help: Option<String>,
    /// A change that would mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error at one place; add to it with the methods below.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, message)
    }

    /// A diagnostic without places yet.
    #[must_use]
    pub fn new(code: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self {
            code,
            level,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds a place; the first one added is where the diagnostic stands.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers a change that probably mends it, and that somebody has to look at.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.with_fix(title.into(), Safety::Unsafe, edits)
    }

    /// Offers a change that mends it and keeps the meaning.
    #[must_use]
    pub fn safe_fix(self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.with_fix(title.into(), Safety::Safe, edits)
    }

    fn with_fix(mut self, title: String, safety: Safety, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some(Fix {
            title,
            safety,
            edits,
        });
        self
    }

    /// Where it stands, if it has a place.
    #[must_use]
    pub fn place(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }
}
