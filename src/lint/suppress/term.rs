//! Whether a suppression is in force, and until when. It fails closed: what lacks anything is not.
//!
//! Knows the clock of the run, not what is suppressed.

use super::directive::Directive;
use super::report;
use crate::diag::Diagnostic;
use crate::lint::style::empty_words;
use crate::text::Span;
use crate::time::{Length, Time, parse_rfc3339};

/// The most days that a suppression may run.
const MOST_DAYS: i64 = 90;
const EXAMPLE: &str = "write `# exeat: allow(name) until 2027-01-01 reason`";

/// When it ends, if it is in force; else what is wrong with it.
pub(super) fn until(directive: &Directive, now: Time) -> Result<Time, Box<Diagnostic>> {
    if let Some(why) = directive.garbled {
        let help = format!("{why}; {EXAMPLE}");
        return Err(bare(
            "the suppression cannot be read",
            directive.span,
            &help,
        ));
    }
    let Some((word, place)) = &directive.until else {
        return Err(bare(
            "a suppression without a date",
            directive.span,
            EXAMPLE,
        ));
    };
    if !says_something(&directive.reason) {
        return Err(bare(
            "a suppression without a reason",
            directive.span,
            EXAMPLE,
        ));
    }
    let Ok(date) = parse_rfc3339(word) else {
        let message = format!("`{word}` is no date, so the suppression counts as expired");
        return Err(expired(&message, *place, EXAMPLE));
    };
    if date <= now {
        let help = "mend what it hid, or give it a new date and say why once more";
        return Err(expired(
            &format!("the suppression ended on {word}"),
            *place,
            help,
        ));
    }
    if date.since(now) > Length::seconds(MOST_DAYS * 24 * 60 * 60) {
        let message = format!("the suppression runs until {word}, more than {MOST_DAYS} days on");
        let help = "give it a nearer date; what is to stay belongs in `[lints]` of exeat.toml";
        return Err(bare(&message, *place, help));
    }
    Ok(date)
}

fn says_something(reason: &str) -> bool {
    reason.chars().any(char::is_alphanumeric) && !empty_words::says_nothing(reason)
}

fn bare(message: &str, span: Span, help: &str) -> Box<Diagnostic> {
    Box::new(report("bare-suppression", message, span).help(help))
}

fn expired(message: &str, span: Span, help: &str) -> Box<Diagnostic> {
    Box::new(report("expired-suppression", message, span).help(help))
}
