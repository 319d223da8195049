//! Whether a text is one JSON value.

use super::{ByteOrderMarks, Fault, Grammar, Kind, Mark};
use crate::logs::flaw::{Flaw, Wants};

/// Whether a text is one JSON value with nothing but blanks around it; its kind.
///
/// # Errors
/// The first byte that no JSON can hold there, or none at the end; or too many brackets.
pub fn check(text: &[u8]) -> Result<Kind, Fault> {
    let mut grammar = Grammar::new(ByteOrderMarks::Refused);
    let mut at = 0;
    let mut kind = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if kind.is_some() && grammar.is_between() {
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
            let blanks = rest.iter().take_while(blank).count();
            return match rest.get(blanks) {
                None => Ok(kind.unwrap_or(Kind::Word)),
                found => Err(Fault::new(at + blanks, Wants::Nothing, found)),
            };
        }
        let (used, mark) = grammar.feed(rest).map_err(|fault| fault.behind(at))?;
        if let Mark::Begin(_, begun) = mark {
            kind = Some(begun);
        }
        at += used;
    }
    grammar.finish().map_err(|flaw| Fault { at, flaw })?;
    if grammar.was_too_deep() {
        return Err(Fault::new(0, Wants::LessDepth, text.first()));
    }
    kind.ok_or(Fault::new(at, Wants::Value, None))
}

impl Fault {
    fn new(at: usize, wants: Wants, found: Option<&u8>) -> Self {
        let found = found.copied();
        Self {
            at,
            flaw: Flaw { wants, found },
        }
    }

    fn behind(self, bytes: usize) -> Self {
        Self {
            at: self.at + bytes,
            ..self
        }
    }
}
