//! Reads comments that suppress: `# exeat: allow(name, …) until DATE reason`.
//!
//! Knows neither which names there are nor whether the date has passed.

use crate::syntax::ast::Comment;
use crate::text::Span;

/// A comment that is meant to suppress something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// The whole comment.
    pub span: Span,
    /// Whether something else stands before it on its line.
    pub trailing: bool,
    /// What it names, in its order.
    pub names: Vec<(String, Span)>,
    /// The word behind `until`, whatever it is.
    pub until: Option<(String, Span)>,
    /// What stands behind it all; empty if nothing does.
    pub reason: String,
    /// Why it cannot be read, if it cannot.
    pub garbled: Option<&'static str>,
}

/// The directive in a comment; none in one that is for people.
pub(super) fn read(comment: &Comment) -> Option<Directive> {
    let rest = comment.text.trim_start_matches('#').trim_start();
    let rest = after_word(rest, "exeat")?;
    let (colon, rest) = match rest.strip_prefix(':') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, rest),
    };
    let allow = after_word(rest, "allow");
    if !colon && allow.is_none() {
        return None;
    }
    let mut directive = Directive {
        span: comment.span,
        trailing: comment.trailing,
        names: Vec::new(),
        until: None,
        reason: String::new(),
        garbled: (!colon).then_some("a `:` is missing behind `exeat`"),
    };
    match allow {
        Some(rest) => directive.read_names(rest, comment),
        None => directive.garbled = Some("nothing but `allow(…)` can stand behind `exeat:`"),
    }
    Some(directive)
}

impl Directive {
    fn read_names(&mut self, rest: &str, comment: &Comment) {
        let inside = rest.strip_prefix('(').and_then(|r| r.split_once(')'));
        let Some((inside, behind)) = inside else {
            self.garbled = Some("the names stand between parentheses: `allow(name)`");
            return;
        };
        let names = inside.split(',').map(str::trim).filter(|n| !n.is_empty());
        self.names = names
            .map(|name| (name.to_owned(), place(name, comment)))
            .collect();
        if self.names.is_empty() {
            self.garbled = Some("it names no lint");
        }
        self.read_until(behind.trim_start(), comment);
    }

    fn read_until(&mut self, rest: &str, comment: &Comment) {
        let Some(rest) = after_word(rest, "until") else {
            rest.trim().clone_into(&mut self.reason);
            return;
        };
        let (date, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        self.until = Some((date.to_owned(), place(date, comment)));
        reason.trim().clone_into(&mut self.reason);
    }
}

/// What stands behind a word, blanks skipped; none if the text does not begin with it.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// Where a piece of the comment's text stands in its file.
fn place(piece: &str, comment: &Comment) -> Span {
    let from = piece
        .as_ptr()
        .addr()
        .saturating_sub(comment.text.as_ptr().addr());
    comment.span.part(from, from + piece.len())
}

#[cfg(test)]
mod tests {
    use super::{Directive, read};
    use crate::syntax::ast::Comment;
    use crate::text::{Sources, Span};

    fn directive(text: &str) -> Option<Directive> {
        let mut sources = Sources::default();
        let source = sources.add("a", text);
        let span = Span {
            source,
            start: 100,
            end: 100 + u32::try_from(text.len()).unwrap(),
        };
        read(&Comment {
            span,
            text: text.to_owned(),
            trailing: false,
        })
    }

    #[test]
    fn names_date_and_reason_are_read_with_their_places() {
        let read = directive("# exeat: allow(missing-note, x) until 2027-01-01 SEC-1 é").unwrap();
        let names: Vec<_> = read
            .names
            .iter()
            .map(|(n, s)| (n.as_str(), s.start, s.end))
            .collect();
        assert_eq!(names, [("missing-note", 115, 127), ("x", 129, 130)]);
        let (date, span) = read.until.unwrap();
        assert_eq!(
            (date.as_str(), span.start, span.end),
            ("2027-01-01", 138, 148)
        );
        assert_eq!(read.reason, "SEC-1 é");
        assert_eq!(read.garbled, None);
    }

    #[test]
    fn what_is_meant_for_people_is_left_to_them() {
        for text in [
            "# a note",
            "#",
            "# exeat is a linter",
            "# exeat's words",
            "# exeatery: x",
        ] {
            assert_eq!(directive(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_meant_to_suppress_and_does_not_is_told() {
        for text in [
            "# exeat: alow(x)",
            "# exeat allow(x) until 2027-01-01 why",
            "# exeat: allow x",
            "# exeat: allow()",
            "# exeat:",
            "# exeat: allow(x",
        ] {
            assert!(directive(text).unwrap().garbled.is_some(), "{text}");
        }
    }

    #[test]
    fn what_lacks_is_left_empty() {
        let bare = directive("#exeat:allow( x )").unwrap();
        assert_eq!((bare.until, bare.reason.as_str()), (None, ""));
        let dateless = directive("# exeat: allow(x) because I say so").unwrap();
        assert_eq!(
            (dateless.until, dateless.reason.as_str()),
            (None, "because I say so")
        );
        let dated = directive("# exeat: allow(x) until").unwrap();
        assert_eq!(dated.until.unwrap().0, "");
    }
}
