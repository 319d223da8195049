//! Colours: what is painted how. Without colour, text stays as it is.

use crate::diag::Level;
use crate::report::Look;

/// What a stretch of text is, and so how it is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Ink {
    Error,
    Warning,
    Info,
    /// Line numbers and frames.
    Frame,
    /// Names of files.
    Place,
    /// `help:`, `note:`.
    Aside,
    Good,
    Heading,
}

impl Ink {
    /// That of a level.
    #[must_use]
    pub fn of(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Info => Self::Info,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Info => "1;36",
            Self::Frame => "2",
            Self::Place => "36",
            Self::Aside => "36",
            Self::Good => "32",
            Self::Heading => "1",
        }
    }
}

/// The text, painted if the look has colours.
#[must_use]
pub fn paint(look: Look, ink: Ink, text: &str) -> String {
    if look.color && !text.is_empty() {
        format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code())
    } else {
        text.to_owned()
    }
}
