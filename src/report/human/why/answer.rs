//! One rule's or waiver's answer: its truth, and that of each of its parts, with a few words.

use crate::judge::{Part, Reason, Truth};
use crate::report::human::paint::{Ink, paint};
use crate::report::human::shown::{columns, shorten, show};
use crate::report::human::wrap::wrap;
use crate::report::place::stretch;
use crate::report::{Context, Look};
use crate::text::Span;

/// What the answer is of.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The rule's or waiver's name.
    pub name: &'a str,
    /// Where it is declared.
    pub span: Span,
    /// The whole answer.
    pub truth: Truth,
}

/// A part of a rule takes at most so many columns of its line.
const PART: usize = 60;
/// Left of a part: the indent and its mark.
const INDENT: usize = 6;

/// A line for the head, one or more for each part.
#[must_use]
pub fn lines(context: &Context<'_>, head: &Head<'_>, reasons: &[Reason]) -> String {
    let look = context.look;
    let parts: Vec<(String, &Reason)> = reasons
        .iter()
        .map(|reason| (part(context, reason), reason))
        .collect();
    let widest = parts
        .iter()
        .map(|(text, _)| columns(text))
        .max()
        .unwrap_or(0);
    let mut text = first(context, head);
    for (part, reason) in &parts {
        text.push_str(&line(part, widest, reason, look));
    }
    text
}

/// `  ✗ support-on-ticket  policies/exports.exeat:12`
fn first(context: &Context<'_>, head: &Head<'_>) -> String {
    let look = context.look;
    let place = stretch(context.sources, head.span);
    let place = place.map_or_else(String::new, |at| format!("{}:{}", at.file, at.line));
    let room = look.width.saturating_sub(INDENT + 2);
    let name = shorten(&show(head.name, look), room / 2, look);
    let place = shorten(
        &show(&place, look),
        room.saturating_sub(columns(&name)),
        look,
    );
    let name = paint(look, Ink::Heading, &name);
    let place = paint(look, Ink::Place, &place);
    let line = format!("  {} {name}  {place}", mark(head.truth, look));
    format!("{}\n", line.trim_end())
}

/// `      ✗ rows <= 5_000    412093 is more`, the words in a column of their own.
fn line(part: &str, widest: usize, reason: &Reason, look: Look) -> String {
    let truth = match reason.part {
        Part::Unless => reason.truth.negate(),
        _ => reason.truth,
    };
    let said = show(&reason.words, look);
    let column = INDENT + 2 + widest + 2;
    let before = format!("{}{part}", " ".repeat(INDENT + 2));
    let gap = " ".repeat(column.saturating_sub(columns(&before)));
    let said = shorten(&said, 400, look);
    let lines = wrap(&said, look.width, &" ".repeat(column), &" ".repeat(column));
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        let line = if n == 0 {
            let words = line.trim_start();
            format!(
                "{}{} {part}{gap}{words}",
                " ".repeat(INDENT),
                mark(truth, look)
            )
        } else {
            line.clone()
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The policy's text on one line, with the word that a bound or an exception stands behind.
fn part(context: &Context<'_>, reason: &Reason) -> String {
    let text = context.sources.slice(reason.span);
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = match reason.part {
        Part::Unless => "unless ",
        Part::Period => bound(context, reason.span),
        _ => "",
    };
    let text = format!("{before}{}", words.join(" "));
    let most = PART.min(context.look.width / 2 - INDENT);
    shorten(&show(&text, context.look), most, context.look)
}

/// `from ` or `until `, whichever stands before a time.
fn bound(context: &Context<'_>, time: Span) -> &'static str {
    let source = context.sources.get(time.source);
    let before = source.and_then(|s| s.text.get(..time.range().start));
    let before = before.unwrap_or("").trim_end();
    let bounds = ["from ", "until "].into_iter();
    let mut bounds = bounds.filter(|word| before.ends_with(word.trim_end()));
    bounds.next().unwrap_or("")
}

/// ✓ true, ✗ false, ? unknown.
fn mark(truth: Truth, look: Look) -> String {
    let (ink, unicode, ascii) = match truth {
        Truth::True => (Ink::Good, "✓", "y"),
        Truth::False => (Ink::Error, "✗", "n"),
        Truth::Unknown => (Ink::Warning, "?", "?"),
    };
    paint(look, ink, if look.unicode { unicode } else { ascii })
}
