//! Spans of the clock: `08:00-19:00`.

use super::{Read, fault, mended, short};
use crate::syntax::ast::ClockSpan;
use crate::syntax::token::TokenKind;
use crate::text::Span;

const EXAMPLE: &str = "a span of the clock is written `08:00-19:00`, up to `24:00`";

/// A clock span; a lone clock time lacks either its end or its date.
pub fn read(text: &str, span: Span) -> Read {
    let whole_day = TokenKind::Clock(ClockSpan { from: 0, to: 1440 });
    let Some((from, to)) = text.split_once('-') else {
        let message = format!("the clock time `{}` stands alone", short(text));
        let help = "a span has two, `08:00-19:00`; an instant has a date and a zone, `2026-11-02T08:00:00Z`";
        return (whole_day, fault(message, span, help));
    };
    match (minutes(from), minutes(to)) {
        (Ok(from), Ok(to)) if from < 1440 => (TokenKind::Clock(ClockSpan { from, to }), None),
        (Ok(_), Ok(_)) => {
            let right = format!("00:00-{}", short(to));
            (
                whole_day,
                mended("a day begins at `00:00`; `24:00` is its end", span, &right),
            )
        }
        (Err(wrong), _) => (whole_day, wrong_clock(wrong, from, text, span)),
        (_, Err(wrong)) => (whole_day, wrong_clock(wrong, to, text, span)),
    }
}

/// What is wrong with one side of a clock span.
enum Wrong {
    Shape,
    Padding,
    Hour,
    Minute,
}

/// Minutes of the day of `08:00`.
fn minutes(text: &str) -> Result<u16, Wrong> {
    let (hour, minute) = text.split_once(':').ok_or(Wrong::Shape)?;
    let numeric =
        |part: &str| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if !numeric(hour) || !numeric(minute) {
        return Err(Wrong::Shape);
    }
    if hour.len() != 2 || minute.len() != 2 {
        return Err(Wrong::Padding);
    }
    let number = |part: &str| part.parse::<u16>().map_err(|_| Wrong::Shape);
    match (number(hour)?, number(minute)?) {
        (24, 0) => Ok(1440),
        (24.., _) => Err(Wrong::Hour),
        (_, 60..) => Err(Wrong::Minute),
        (hour, minute) => Ok(hour * 60 + minute),
    }
}

fn wrong_clock(
    wrong: Wrong,
    side: &str,
    text: &str,
    span: Span,
) -> Option<crate::diag::Diagnostic> {
    let (text, side) = (short(text), short(side));
    let message = match wrong {
        Wrong::Shape => format!("`{text}` is no span of the clock"),
        Wrong::Padding => format!("in `{text}`, hours and minutes have two digits"),
        Wrong::Hour => format!(
            "there is no `{side}` on a clock: the last hour is 23, and a day ends at `24:00`"
        ),
        Wrong::Minute => format!("there is no `{side}` on a clock: an hour ends at minute 59"),
    };
    fault(message, span, EXAMPLE)
}
