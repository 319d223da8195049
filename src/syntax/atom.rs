//! Atoms: what is said of one field.

use super::ast::{
    AnyAll, Atom, Collection, Comparison, Expr, ExprKind, Globs, Operand, Path, Spanned, State,
    Text,
};
use super::input::{Input, Parse};
use super::lex::text_body;
use super::mistake::{Mistake, Wanted};
use super::subject::subject;
use super::terminal::{fail, fail_for_good, one_of, path, text, token, word};
use super::token::{Sign, TokenKind};
use super::value::{Blanks, duration, item, list, literal, network, shift};
use super::want;
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::combinator::{cut, opt};
use nom::error::context;
use nom::sequence::preceded;
use nom::{Err, Parser};

const COMPARISONS: [(Sign, Comparison); 6] = [
    (Sign::Eq, Comparison::Eq),
    (Sign::Ne, Comparison::Ne),
    (Sign::Lt, Comparison::Lt),
    (Sign::Le, Comparison::Le),
    (Sign::Gt, Comparison::Gt),
    (Sign::Ge, Comparison::Ge),
];
const STATES: &[(&str, State)] = &[
    ("set", State::Set),
    ("missing", State::Missing),
    ("listed", State::Listed),
    ("unlisted", State::Unlisted),
];
const ANY_ALL: &[(&str, AnyAll)] = &[("any", AnyAll::Any), ("all", AnyAll::All)];

/// atom = path | path "is" … | path comparison … | path ["not"] "in" … | … ;
pub fn atom(i: Input) -> Parse<Expr> {
    let (rest, kind) = match i.word() {
        Some("any" | "all") => any_all(i)?,
        Some("approved") => approved(i)?,
        _ => about_path(i)?,
    };
    let span = i.span_to(rest);
    let kind = ExprKind::Atom(kind);
    Ok((rest, Expr { span, kind }))
}

/// ( "any" | "all" ) path "in" collection
fn any_all(i: Input) -> Parse<Atom> {
    let (i, quantifier) = one_of(ANY_ALL).parse(i)?;
    let pair = (path("a field"), cut(preceded(word("in"), cut(collection))));
    let (i, (path, collection)) = cut(context("any fields in [email, phone]", pair)).parse(i)?;
    Ok((
        i,
        Atom::AnyAll {
            quantifier,
            path,
            collection,
        },
    ))
}

/// "approved" "by" subject [ "of" "tenant" ] "at" "most" duration "before"
fn approved(i: Input) -> Parse<Atom> {
    let approval = (
        preceded(word("by"), cut(subject)),
        opt(preceded(word("of"), cut(word("tenant")))),
        cut(preceded(word("at"), cut(preceded(word("most"), duration)))),
        cut(word("before")),
    );
    let example = "approved by role dpo at most 24h before";
    preceded(word("approved"), cut(context(example, approval)))
        .map(|(by, of, within, _)| {
            let of_tenant = of.is_some();
            Atom::Approved {
                by,
                of_tenant,
                within,
            }
        })
        .parse(i)
}

/// What an atom is about, and how it is said.
struct Said {
    path: Path,
    /// The operator's place, `not` included.
    op: Span,
    negated: bool,
}

/// path, and what is said of it
fn about_path(i: Input) -> Parse<Atom> {
    if let Some(wrong) = value_first(i) {
        return fail_for_good(i, wrong);
    }
    let (rest, path) = path("a condition").parse(i)?;
    let negated = rest.word() == Some("not");
    let operator = if negated { rest.behind() } else { rest };
    let behind = operator.behind();
    let op = rest.span_to(behind);
    let said = Said { path, op, negated };
    match operator.word() {
        Some("is") if !negated => is(behind, said.path),
        Some("in") => within(behind, said),
        Some("like") => like(behind, said),
        Some("matches") => matches(behind, said),
        Some("contains") => contains(behind, said),
        _ if negated => Err(Err::Failure(Mistake::wanted(operator, &NEGATABLE))),
        _ => compare(rest, said.path),
    }
}

/// path "is" ( "set" | "missing" | "listed" | "unlisted" )
fn is(i: Input, path: Path) -> Parse<Atom> {
    let (rest, state) = cut(one_of(STATES)).parse(i)?;
    Ok((rest, Atom::Is { path, state }))
}

/// path [ "not" ] "in" collection
fn within(i: Input, Said { path, op, negated }: Said) -> Parse<Atom> {
    let (rest, collection) = cut(collection).parse(i)?;
    let atom = Atom::In {
        path,
        op,
        negated,
        collection,
    };
    Ok((rest, atom))
}

/// path [ "not" ] "like" ( text | collection )
fn like(i: Input, Said { path, op, negated }: Said) -> Parse<Atom> {
    let (rest, globs) = cut(globs).parse(i)?;
    let atom = Atom::Like {
        path,
        op,
        negated,
        globs,
    };
    Ok((rest, atom))
}

/// path [ "not" ] "matches" text
fn matches(i: Input, Said { path, op, negated }: Said) -> Parse<Atom> {
    let (rest, pattern) = cut(raw_text).parse(i)?;
    let atom = Atom::Matches {
        path,
        op,
        negated,
        pattern,
    };
    Ok((rest, atom))
}

/// path [ "not" ] "contains" item
fn contains(i: Input, Said { path, op, negated }: Said) -> Parse<Atom> {
    let (rest, item) = cut(item).parse(i)?;
    let atom = Atom::Contains {
        path,
        op,
        negated,
        item,
    };
    Ok((rest, atom))
}

const NEGATABLE: [Wanted; 4] = [
    Wanted::Word("in"),
    Wanted::Word("like"),
    Wanted::Word("matches"),
    Wanted::Word("contains"),
];

/// path ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) operand, or the path alone
fn compare(i: Input, path: Path) -> Parse<Atom> {
    let sign = i.peek().map(|t| (&t.kind, t.span));
    let found = COMPARISONS
        .iter()
        .find(|(s, _)| sign.is_some_and(|(k, _)| *k == TokenKind::Sign(*s)));
    let op = match (found, sign) {
        (Some((_, value)), Some((_, span))) => Spanned {
            value: *value,
            span,
        },
        (None, Some((TokenKind::Sign(Sign::Equals), span))) => {
            note_single_equals(i, span);
            let value = Comparison::Eq;
            Spanned { value, span }
        }
        _ => return Ok((i, Atom::Bare(path))),
    };
    let (i, operand) = cut(operand).parse(i.behind())?;
    Ok((i, Atom::Compare { path, op, operand }))
}

fn note_single_equals(i: Input, span: Span) {
    i.note(
        Diagnostic::error("syntax", "`=` defines; what compares is `==`")
            .label(span, "")
            .help("write `==`")
            .fix("write `==`", vec![(span, "==".to_owned())]),
    );
}

/// `5 < rows`: the field stands on the left.
fn value_first(i: Input) -> Option<Diagnostic> {
    let token = i.peek()?;
    let is_value = matches!(
        token.kind,
        TokenKind::Int(_)
            | TokenKind::Bytes(_)
            | TokenKind::Duration(_)
            | TokenKind::Time(_)
            | TokenKind::Network(_)
    );
    let is_bool = matches!(i.word(), Some("true" | "false"));
    if token.is_faulty() || !(is_value || is_bool) {
        return None;
    }
    let shown = i.desk().source.slice(token.span);
    let help = match (i.behind().peek(), i.behind().behind().word()) {
        (Some(op), Some(field)) => turned(shown, i.desk().source.slice(op.span), field),
        _ => None,
    };
    let message = format!("a condition begins with a field, not with the value `{shown}`");
    let help = help.unwrap_or_else(|| "write it like `rows <= 5_000`".to_owned());
    Some(
        Diagnostic::error("syntax", message)
            .label(token.span, "")
            .help(help),
    )
}

fn turned(value: &str, op: &str, field: &str) -> Option<String> {
    let op = match op {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        "==" | "!=" => op,
        _ => return None,
    };
    Some(format!("write `{field} {op} {value}`"))
}

/// collection = list | network | path ;
fn collection(i: Input) -> Parse<Collection> {
    match i.peek().map(|t| &t.kind) {
        Some(TokenKind::Sign(Sign::OpenBracket)) => list.map(Collection::List).parse(i),
        Some(TokenKind::Network(_)) => network.map(Collection::Network).parse(i),
        _ => path("a list, a set or a field")
            .map(Collection::Path)
            .parse(i),
    }
}

/// text | collection
fn globs(i: Input) -> Parse<Globs> {
    let is_text = matches!(i.peek().map(|t| &t.kind), Some(TokenKind::Text(_)));
    if is_text && !i.behind().is_sign(Sign::Dot) {
        return text.map(Globs::Text).parse(i);
    }
    match collection(i) {
        Ok((rest, found)) => Ok((rest, Globs::Collection(found))),
        Err(Err::Error(m)) => Err(Err::Error(m.or_wanted(i, &[want::TEXT]))),
        Err(e) => Err(e),
    }
}

/// The text behind `matches`, byte for byte.
fn raw_text(i: Input) -> Parse<Text> {
    let source = i.desk().source;
    token(i, want::REGEX, |t| {
        let value = text_body(source.slice(t.span))?.to_owned();
        let span = t.span;
        (t.kind == TokenKind::Raw).then_some(Text { value, span })
    })
}

/// operand = literal | path [ ( "+" | "-" ) duration ] ;
fn operand(i: Input) -> Parse<Operand> {
    let quoted_path = i.behind().is_sign(Sign::Dot);
    if !quoted_path && let Ok((rest, literal)) = literal(i) {
        return Ok((rest, Operand::Literal(literal)));
    }
    let Ok((rest, path)) = path("a value or a field").parse(i) else {
        return fail(i, &[want::OPERAND]);
    };
    let (rest, shift) = shift(rest, Blanks::Around)?;
    Ok((rest, Operand::Path { path, shift }))
}
