//! Inside texts and numbers: where a byte leads, by JSON's grammar.

use crate::logs::flaw::Wants;

/// Where in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Plain,
    Escape,
    Hex(u8),
}

impl Inside {
    /// Where a byte leads: on, or out of the text.
    pub(super) fn next(self, byte: u8) -> Result<Option<Self>, Wants> {
        Ok(Some(match (self, byte) {
            (Self::Plain, b'"') => return Ok(None),
            (Self::Plain, b'\\') => Self::Escape,
            (Self::Plain, ..0x20) => return Err(Wants::PlainCharacter),
            (Self::Plain, _) => Self::Plain,
            (Self::Escape, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Self::Plain,
            (Self::Escape, b'u') => Self::Hex(4),
            (Self::Escape, _) => return Err(Wants::Escape),
            (Self::Hex(left), b) if b.is_ascii_hexdigit() => match left {
                2.. => Self::Hex(left - 1),
                _ => Self::Plain,
            },
            (Self::Hex(_), _) => return Err(Wants::Hex),
        }))
    }
}

/// Where in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Power,
    PowerSign,
    Exponent,
}

impl Digits {
    /// `number = "-"? ("0" | [1-9][0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?`: where a byte leads, none
    /// where the number ended before it.
    pub(super) fn next(self, byte: u8) -> Result<Option<Self>, Wants> {
        Ok(Some(match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus | Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Power,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Power, b'+' | b'-') => Self::PowerSign,
            (Self::Power | Self::PowerSign | Self::Exponent, b'0'..=b'9') => Self::Exponent,
            (Self::Zero, b'0'..=b'9') => return Err(Wants::NoMoreDigits),
            _ if self.may_end() => return Ok(None),
            _ => return Err(Wants::Digit),
        }))
    }

    /// Whether a number may end here.
    pub(super) fn may_end(self) -> bool {
        matches!(
            self,
            Self::Zero | Self::Whole | Self::Fraction | Self::Exponent
        )
    }
}
