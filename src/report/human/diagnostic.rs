//! What is wrong with a policy text: the message, a frame for each file, what to do.

use super::block::{aside_lines, title};
use super::frame::draw;
use super::policy::frames;
use crate::diag::{Diagnostic, Fix, Safety};
use crate::report::Context;
use crate::text::Span;

/// The whole block.
#[must_use]
pub fn block(context: &Context<'_>, diagnostic: &Diagnostic) -> String {
    let look = context.look;
    let head = format!("{}[{}]", diagnostic.level.name(), diagnostic.code);
    let labels: Vec<(Span, String)> = diagnostic
        .labels
        .iter()
        .map(|label| (label.span, label.text.clone()))
        .collect();
    let mut text = title(diagnostic.level, &head, &diagnostic.message, look);
    text.push_str(&draw(&frames(context.sources, &labels, look), look));
    if let Some(help) = &diagnostic.help {
        let lines: Vec<&str> = help.split('\n').collect();
        text.push_str(&aside_lines("help", &lines, look));
    }
    if let Some(fix) = &diagnostic.fix {
        text.push_str(&aside_lines("fix", &[&offer(fix)], look));
    }
    text
}

/// What the change does, and how it is made.
fn offer(fix: &Fix) -> String {
    let flag = match fix.safety {
        Safety::Safe => "--fix",
        Safety::Unsafe => "--fix=unsafe",
    };
    format!("{} · `exeat check {flag}`", fix.title)
}
