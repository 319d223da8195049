//! What is wrong with a text that should be JSON, in words for whoever looks after the log.
//!
//! Knows what JSON allows where, and no log.

use std::fmt;

/// In the words of a reason: more brackets than are followed.
pub const TOO_DEEP: &str = "more than 10,000 brackets are open";

/// A byte that no JSON can hold where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What should stand there.
    pub wants: Wants,
    /// What does; none where the text ends.
    pub found: Option<u8>,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A value.
    Value,
    /// The first byte of a document.
    Document,
    /// A key of an object.
    Key,
    /// Behind a key.
    Colon,
    /// Behind a value in an object.
    CommaOrBrace,
    /// Behind a value in a list.
    CommaOrBracket,
    /// The end of a text.
    Quote,
    /// In a text: anything but a control character.
    PlainCharacter,
    /// Behind a backslash.
    Escape,
    /// Behind `\u`.
    Hex,
    /// In a number.
    Digit,
    /// Behind a leading zero.
    NoMoreDigits,
    /// The rest of `true`, `false` or `null`.
    Word(&'static str),
    /// Behind the whole record.
    Nothing,
    /// Fewer brackets inside each other.
    LessDepth,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(found) = self.found else {
            return match self.wants {
                Wants::Quote | Wants::Escape | Wants::Hex => {
                    write!(f, "it breaks off inside a text")
                }
                wants => write!(f, "it breaks off: {} is missing", wants.name()),
            };
        };
        let found = Found(found);
        match self.wants {
            Wants::Value => match found.0 {
                b'}' | b']' | b',' | b':' => write!(f, "a value is missing before {found}"),
                b'\'' => write!(f, "texts stand in double quotes"),
                _ => write!(f, "no value begins with {found}"),
            },
            Wants::Document => write!(f, "no document begins with {found}"),
            Wants::Key if found.0 == b'}' => write!(f, "behind the last comma no key follows"),
            Wants::Key if found.0 == b'\'' => write!(f, "keys stand in double quotes"),
            Wants::PlainCharacter => {
                write!(
                    f,
                    "{found} stands in a text; it must be written as an escape"
                )
            }
            Wants::Escape => write!(f, "a backslash before {found} is no escape"),
            Wants::NoMoreDigits => write!(f, "a number begins with a zero"),
            Wants::Word(word) => write!(f, "{found} stands where `{word}` goes on"),
            Wants::Nothing => write!(f, "behind the record something more stands: {found}"),
            Wants::LessDepth => write!(f, "{TOO_DEEP}"),
            wants => write!(f, "{} is missing before {found}", wants.name()),
        }
    }
}

impl Wants {
    fn name(self) -> &'static str {
        match self {
            Self::Value | Self::Document => "a value",
            Self::Key => "a key in double quotes",
            Self::Colon => "a colon",
            Self::CommaOrBrace => "a comma or `}`",
            Self::CommaOrBracket => "a comma or `]`",
            Self::Quote | Self::PlainCharacter => "a closing quote",
            Self::Escape => "an escape",
            Self::Hex => "one of the four hexadecimal digits of `\\u`",
            Self::Digit | Self::NoMoreDigits => "a digit",
            Self::Word(word) => word,
            Self::Nothing | Self::LessDepth => "nothing",
        }
    }
}

/// A byte as a person sees it.
pub struct Found(pub u8);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            b'\n' => write!(f, "a line end"),
            b'\t' => write!(f, "a tab"),
            byte @ 0x21..=0x7E => write!(f, "`{}`", char::from(byte)),
            b' ' => write!(f, "a blank"),
            byte => write!(f, "byte {byte:#04X}"),
        }
    }
}
