//! Regular expressions: parsed alone, of flags only `i`, anchored on the parsed form, under a size limit.
//!
//! The only room that knows the pattern library's syntax trees. Knows not what is matched.

use super::super::Regex;
use super::ascii::ascii_classes;
use super::scope::Scope;
use crate::diag::Diagnostic;
use crate::syntax::ast::Text;
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{self, Ast, Flag, FlagsItemKind, Span, Visitor};
use regex_syntax::hir::{Hir, Look, translate::TranslatorBuilder};

const NESTING: u32 = 100;
const COMPILED_BYTES: usize = 1 << 21;

/// Compiles the pattern of a `matches`. None: it is broken, and that was reported.
pub(super) fn compile(pattern: &Text, identity: bool, scope: &mut Scope<'_>) -> Option<Regex> {
    match anchored(&pattern.value, identity).and_then(|hir| build(&hir)) {
        Ok(compiled) => Some(Regex {
            text: pattern.value.clone(),
            compiled,
        }),
        Err(bad) => {
            scope.report(bad.at(pattern));
            None
        }
    }
}

/// What is wrong with a pattern, and where in it.
struct Bad {
    message: String,
    /// In bytes of the pattern; none for the whole.
    place: Option<(usize, usize)>,
    label: String,
    help: Option<&'static str>,
}

impl Bad {
    fn syntax(what: &str, span: &Span) -> Self {
        let what = what.lines().next().unwrap_or("").trim_end_matches('.');
        Self {
            message: String::from("the pattern does not parse"),
            place: Some((span.start.offset, span.end.offset)),
            label: lowered(what),
            help: None,
        }
    }

    fn at(self, pattern: &Text) -> Diagnostic {
        if pattern.value.is_empty() {
            return self.labelled(pattern.span);
        }
        let (from, to) = self.place.unwrap_or((0, pattern.value.len()));
        let to = if to > from {
            to
        } else {
            next(&pattern.value, from)
        };
        self.labelled(pattern.span.part(from + 1, to + 1))
    }

    fn labelled(self, at: crate::text::Span) -> Diagnostic {
        let diagnostic = Diagnostic::error("bad-regex", self.message).label(at, self.label);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

fn lowered(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(rest).collect()
}

/// The end of the character that begins at an offset, so that a label covers something.
fn next(text: &str, from: usize) -> usize {
    let first = text.get(from..).and_then(|rest| rest.chars().next());
    from + first.map_or(0, char::len_utf8)
}

fn anchored(pattern: &str, identity: bool) -> Result<Hir, Bad> {
    if pattern.is_empty() {
        return Err(Bad {
            message: String::from(
                "an empty pattern matches only the empty text, which is no value",
            ),
            place: None,
            label: String::from("empty"),
            help: Some("write `is missing`"),
        });
    }
    let mut parser = ParserBuilder::new().nest_limit(NESTING).build();
    let mut parsed = parser
        .parse(pattern)
        .map_err(|e| Bad::syntax(&e.kind().to_string(), e.span()))?;
    ast::visit(&parsed, OnlyFlagI)?;
    ascii_classes(&mut parsed);
    let mut translator = TranslatorBuilder::new().case_insensitive(identity).build();
    let hir = translator
        .translate(pattern, &parsed)
        .map_err(|e| Bad::syntax(&e.kind().to_string(), e.span()))?;
    Ok(Hir::concat(vec![
        Hir::look(Look::Start),
        hir,
        Hir::look(Look::End),
    ]))
}

fn build(hir: &Hir) -> Result<regex::Regex, Bad> {
    let mut builder = regex::RegexBuilder::new(&hir.to_string());
    builder.nest_limit(NESTING * 4).size_limit(COMPILED_BYTES);
    builder.build().map_err(|_| Bad {
        message: String::from("the pattern is too large"),
        place: None,
        label: format!(
            "needs more than {} KiB once compiled",
            COMPILED_BYTES / 1024
        ),
        help: Some("repeat less: a bound such as `{1,1000}` is written out that often"),
    })
}

/// Finds the first flag that a pattern may not set.
struct OnlyFlagI;

impl Visitor for OnlyFlagI {
    type Output = ();
    type Err = Bad;

    fn finish(self) -> Result<(), Bad> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Bad> {
        let flags = match ast {
            Ast::Flags(set) => &set.flags,
            Ast::Group(group) => match &group.kind {
                ast::GroupKind::NonCapturing(flags) => flags,
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        let mut bad = flags.items.iter().filter_map(|item| match item.kind {
            FlagsItemKind::Negation | FlagsItemKind::Flag(Flag::CaseInsensitive) => None,
            FlagsItemKind::Flag(flag) => Some((letter(flag), item.span)),
        });
        match bad.next() {
            None => Ok(()),
            Some((flag, span)) => Err(Bad {
                message: format!("the flag `{flag}` is not allowed in a pattern"),
                place: Some((span.start.offset, span.end.offset)),
                label: String::from("not allowed"),
                help: Some("only `i` is: `(?i)` makes letters match in either case"),
            }),
        }
    }
}

fn letter(flag: Flag) -> char {
    match flag {
        Flag::CaseInsensitive => 'i',
        Flag::MultiLine => 'm',
        Flag::DotMatchesNewLine => 's',
        Flag::SwapGreed => 'U',
        Flag::Unicode => 'u',
        Flag::CRLF => 'R',
        Flag::IgnoreWhitespace => 'x',
    }
}

#[cfg(test)]
mod tests {
    use super::{anchored, build};

    fn matches(pattern: &str, text: &str) -> bool {
        let Ok(compiled) = anchored(pattern, false).and_then(|hir| build(&hir)) else {
            panic!("{pattern}");
        };
        compiled.is_match(text)
    }

    #[test]
    fn a_pattern_must_match_the_whole() {
        assert!(matches("SUP-[0-9]{4,}", "SUP-1234"));
        assert!(!matches("SUP-[0-9]{4,}", "xSUP-1234"));
        assert!(!matches("SUP-[0-9]{4,}", "SUP-1234\n"));
        assert!(!matches("a|b", "ac"));
        assert!(!matches("a|b", "cb"));
        assert!(matches("(?i)a|b", "B"));
        assert!(matches("a(?i)b", "aB"));
        assert!(!matches("a(?i)b", "AB"));
    }

    #[test]
    fn short_classes_are_ascii_and_all_else_is_unicode() {
        assert!(matches(r"\d\w\s", "1a "));
        assert!(!matches(r"\d", "\u{661}"));
        assert!(!matches(r"\w", "é"));
        assert!(!matches(r"\s", "\u{a0}"));
        assert!(matches(r"\D\W\S", "\u{661}é\u{a0}"));
        assert!(matches(r"[\w-]+", "a-b"));
        assert!(!matches(r"[\w-]+", "é"));
        assert!(matches(r"[^\w]", "é"));
        assert!(matches(r"\p{L}.", "éé"));
        assert!(matches("(?i)É", "é"));
        assert!(matches(r"é\ba", "éa"));
        assert!(!matches(r"é\Ba", "éa"));
    }

    #[test]
    fn folding_case_leaves_short_classes_ascii() {
        for text in ["\u{17f}", "\u{212a}"] {
            assert!(!matches(r"(?i)\w", text));
            assert!(!matches(r"(?i)[\w.]", text));
            assert!(matches(r"(?i)[ks]", text));
        }
        assert!(matches(r"(?i)[\wé]", "É"));
    }
}
