//! Reading up to a limit, and beyond it only where that makes a whole.

use super::super::input::{Input, Mode, Parse};
use super::super::mistake::Mistake;
use super::marks;
use nom::Err;

/// Parses up to `limit`. Where the text ended there too early, or something in it is wrong, tries once more
/// beyond it, and takes that if nothing is wrong with it and it ends where something new may begin.
pub fn bounded<'a, O>(
    i: Input<'a>,
    limit: usize,
    parse: impl Fn(Input<'a>) -> Parse<'a, O>,
    ends_well: fn(Input<'a>) -> bool,
) -> Result<(Input<'a>, O), Mistake> {
    let desk = i.desk();
    let before = marks(i);
    let first = settle(i, parse(i.until(limit)));
    let ended = match &first {
        // What was passed over inside may hide that the text ended at the limit.
        Ok(_) => marks(i) != before || desk.notes.borrow().ended_at == Some(limit),
        Err(mistake) => mistake.at() >= limit,
    };
    if !ended || limit >= i.end() {
        return first;
    }
    let noted = desk.notes.take();
    let second = settle(i, parse(i.in_mode(Mode::Strict)));
    let clean = desk.notes.replace(noted).diagnostics.is_empty();
    match second {
        Ok((rest, output)) if clean && ends_well(rest) => {
            desk.notes.borrow_mut().forget(before);
            Ok((rest, output))
        }
        _ => first,
    }
}

/// A parser's result with the limit, depth and mode of the input that it began with.
fn settle<'a, O>(i: Input<'a>, result: Parse<'a, O>) -> Result<(Input<'a>, O), Mistake> {
    match result {
        Ok((rest, output)) => Ok((i.from(rest.at()), output)),
        Err(Err::Error(mistake) | Err::Failure(mistake)) => Err(mistake),
        Err(Err::Incomplete(_)) => Err(Mistake::wanted(i, &[])),
    }
}
