//! What stands around the frames: the title above, asides below, each block with an empty line behind.

use super::paint::{Ink, paint};
use super::shown::{columns, shorten, show};
use super::wrap::wrap;
use crate::diag::Level;
use crate::report::Look;

/// A title or an aside longer than this is shortened in its middle.
const LONGEST: usize = 400;

/// `head: message`, the head painted by the level.
#[must_use]
pub fn title(level: Level, head: &str, message: &str, look: Look) -> String {
    let head = shorten(&show(head, look), LONGEST, look);
    let message = shorten(&show(message, look), LONGEST, look);
    let lines = wrap(&format!("{head}: {message}"), look.width, "", "  ");
    painted(&lines, &head, Ink::of(level), look)
}

/// `  what: text` in one paragraph.
#[must_use]
pub fn aside(what: &str, text: &str, look: Look) -> String {
    aside_lines(what, &[text], look)
}

/// `  what: text`, further lines below the text. Only for text that no log had a say in: a record
/// must not be able to add lines.
#[must_use]
pub fn aside_lines(what: &str, lines: &[&str], look: Look) -> String {
    let head = format!("  {}:", show(what, look));
    let lines = lines.iter().map(|line| show(line, look));
    let text = lines.map(|line| shorten(&line, LONGEST, look));
    let text = text.collect::<Vec<_>>().join("\n");
    let indent = " ".repeat(columns(&head).min(look.width / 4) + 1);
    let lines = wrap(&format!("{head} {text}"), look.width, "", &indent);
    painted(&lines, &head, Ink::Aside, look)
}

/// The lines, with the head at the beginning of the first painted.
fn painted(lines: &[String], head: &str, ink: Ink, look: Look) -> String {
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        match line.strip_prefix(head) {
            Some(rest) if n == 0 => {
                text.push_str(&paint(look, ink, head));
                text.push_str(rest);
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// Running text from the first column; further lines are indented.
#[must_use]
pub fn paragraph(text: &str, look: Look) -> String {
    running(text, "", "  ", look)
}

/// Running text below a heading; further lines are indented more.
#[must_use]
pub fn item(text: &str, look: Look) -> String {
    running(text, "  ", "    ", look)
}

fn running(text: &str, first: &str, rest: &str, look: Look) -> String {
    let text = shorten(&show(text, look), LONGEST, look);
    let lines = wrap(&text, look.width, first, rest);
    lines.iter().map(|line| format!("{line}\n")).collect()
}
