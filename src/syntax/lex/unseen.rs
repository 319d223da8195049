//! Characters that nobody sees: those that reorder a line, and blanks that are none.

use crate::diag::Diagnostic;
use crate::text::{Source, Span};

/// Allowed at the very start of a file.
pub const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A line's labels beyond these say nothing new.
const MOST_LABELS: usize = 8;

/// The bidirectional control characters, with what each does.
const BIDI: [(char, &str); 12] = [
    ('\u{061C}', "makes what is around it read as Arabic"),
    (
        '\u{200E}',
        "makes what is around it read from left to right",
    ),
    (
        '\u{200F}',
        "makes what is around it read from right to left",
    ),
    ('\u{202A}', "shows what follows from left to right"),
    ('\u{202B}', "shows what follows from right to left"),
    ('\u{202C}', "ends a change of direction"),
    ('\u{202D}', "forces what follows to show from left to right"),
    ('\u{202E}', "forces what follows to show from right to left"),
    ('\u{2066}', "sets what follows apart, from left to right"),
    ('\u{2067}', "sets what follows apart, from right to left"),
    (
        '\u{2068}',
        "sets what follows apart, in a direction of its own",
    ),
    ('\u{2069}', "ends what was set apart"),
];

fn bidi_effect(c: char) -> Option<&'static str> {
    BIDI.iter().find(|(b, _)| *b == c).map(|(_, does)| *does)
}

/// Whether a character has no shape of its own, but is no ordinary blank: a text shows it escaped.
pub fn is_unseen(c: char) -> bool {
    let ordinary = matches!(c, ' ' | '\t' | '\r' | '\n');
    let shapeless = matches!(
        c,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | BYTE_ORDER_MARK
    );
    c == '\u{61C}' || shapeless || (!ordinary && (c.is_control() || c.is_whitespace()))
}

/// The bidirectional control characters of a text, wherever they stand: one diagnostic a line.
pub fn bidi(source: &Source) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut last_line = None;
    let mut line = 0_usize;
    for (at, c) in source.text.char_indices() {
        line += usize::from(c == '\n');
        let Some(does) = bidi_effect(c).filter(|_| !c.is_ascii()) else {
            continue;
        };
        let place = place(source, at, c);
        let label = format!("U+{:04X} {does}", u32::from(c));
        match found.last_mut() {
            Some(same) if last_line == Some(line) => {
                if same.labels.len() < MOST_LABELS {
                    *same = same.clone().label(place, label);
                }
            }
            _ => found.push(bidi_control(c, place, label)),
        }
        last_line = Some(line);
    }
    found
}

fn bidi_control(c: char, place: Span, label: String) -> Diagnostic {
    let name = format!("U+{:04X}", u32::from(c));
    Diagnostic::error(
        "bidi-control",
        format!("an unseen {name} makes this line read differently from what it is"),
    )
    .label(place, label)
    .help(format!(
        "delete it; where a text must hold it, write `\\u{{{:04X}}}`",
        u32::from(c)
    ))
}

fn place(source: &Source, at: usize, c: char) -> Span {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span {
        source: source.id,
        start: narrow(at),
        end: narrow(at + c.len_utf8()),
    }
}

/// An unseen character between tokens; none for the bidirectional ones, which are reported everywhere.
pub fn outside_text(c: char, span: Span) -> Option<Diagnostic> {
    if bidi_effect(c).is_some() {
        return None;
    }
    let what = match c {
        '\u{A0}' | '\u{202F}' => "a no-break space",
        c if c.is_whitespace() => "a blank of another kind",
        c if c.is_control() => "a control character",
        _ => "a character without width",
    };
    let message = format!("U+{:04X}, {what}, cannot stand here", u32::from(c));
    Some(
        Diagnostic::error("syntax", message)
            .label(span, "nobody sees it")
            .help("delete it, or put a space in its place"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bidi_control_is_unseen_too() {
        for (c, _) in BIDI {
            assert!(is_unseen(c), "{c:?}");
        }
        for c in ['a', ' ', 'é', '\t', '–'] {
            assert!(!is_unseen(c), "{c:?}");
        }
    }
}
