//! Names and texts that look like others: letters of two scripts in one word, or the same to the eye.
//!
//! Knows no kinds of names: whatever a policy compares can be mistaken for something else.

use super::scope::Scope;
use super::spelled::{Spelled, spelled};
use crate::diag::Diagnostic;
use crate::syntax::ast::Statement;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::skeleton;

/// Reports each such text once, where it first stands; gives every place where one stands.
pub(super) fn check(statements: &[&Statement], scope: &mut Scope<'_>) -> BTreeSet<Span> {
    let all = spelled(statements);
    let mut first: BTreeMap<&str, &Spelled<'_>> = BTreeMap::new();
    for text in &all {
        first.entry(text.text).or_insert(text);
    }
    let looks = by_looks(&first, scope);
    let mut reported = BTreeSet::new();
    for (text, at) in &first {
        let other = look_alike(text, &looks);
        let diagnostic = match (mixed(text), other) {
            (None, None) => continue,
            (mixed, Some(other)) => looks_like(at, other, first.get(other).copied(), mixed),
            (Some(odd), None) => mixes(at, &odd),
        };
        reported.insert(*text);
        scope.report(diagnostic);
    }
    let places = all.iter().filter(|at| reported.contains(at.text));
    places.map(|at| at.span).collect()
}

/// A letter of another script than its word.
struct Odd {
    letter: char,
    /// Byte offset in the text.
    at: usize,
    script: String,
}

/// Texts of the policy and tenants of the table, by what they look like.
fn by_looks<'t>(
    first: &BTreeMap<&'t str, &Spelled<'t>>,
    scope: &Scope<'t>,
) -> BTreeMap<String, BTreeSet<&'t str>> {
    let mut looks: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let tenants = scope.tenants.iter().flatten().copied();
    for text in first.keys().copied().chain(tenants) {
        let look = skeleton(text).collect();
        looks.entry(look).or_default().insert(text);
    }
    looks.retain(|_, alike| alike.len() > 1);
    looks
}

/// The text that one is mistaken for. Of a pair only the stranger one is told.
fn look_alike<'t>(text: &str, looks: &BTreeMap<String, BTreeSet<&'t str>>) -> Option<&'t str> {
    // As in most policies: then it need not be asked what each text looks like.
    if looks.is_empty() {
        return None;
    }
    let alike = looks.get(&skeleton(text).collect::<String>())?;
    let plain = alike.iter().min_by_key(|other| strangeness(other))?;
    let same_length = plain.chars().count() == text.chars().count();
    // Within ASCII only single letters are worth an error: `rn` for `m` is in too many words.
    let tells = !text.is_ascii() || (same_length && text.len() >= 4);
    (*plain != text && tells).then_some(plain)
}

/// How far from plain letters: first those outside ASCII, then digits and capitals.
fn strangeness(text: &str) -> (usize, usize) {
    let outside = text.chars().filter(|c| !c.is_ascii()).count();
    let plain = text.chars().filter(char::is_ascii_lowercase).count();
    (outside, text.chars().count().saturating_sub(plain))
}

fn mixed(text: &str) -> Option<Odd> {
    let mut offset = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        if let Some(odd) = mixed_word(word, offset) {
            return Some(odd);
        }
        offset += word.len();
    }
    None
}

fn mixed_word(word: &str, offset: usize) -> Option<Odd> {
    if word.is_ascii() {
        return None;
    }
    let scripts = AugmentedScriptSet::for_str(word);
    if !scripts.is_empty() || is_latin_beside_east_asian(word) {
        return None;
    }
    // Beside Latin the other script is the stranger, wherever it stands.
    let odd = if word.chars().any(is_latin) {
        let foreign = |c: char| c.is_alphabetic() && !is_latin(c);
        word.char_indices().find(|(_, c)| foreign(*c))
    } else {
        let mut so_far = AugmentedScriptSet::default();
        word.char_indices().find(|(_, c)| {
            so_far.intersect_with(AugmentedScriptSet::for_char(*c));
            so_far.is_empty()
        })
    };
    let (at, letter) = odd?;
    Some(Odd {
        letter,
        at: offset + at,
        script: AugmentedScriptSet::for_char(letter).to_string(),
    })
}

/// Japanese, Chinese and Korean words are written with Latin letters in them.
fn is_latin_beside_east_asian(word: &str) -> bool {
    let others: String = word.chars().filter(|c| !is_latin(*c)).collect();
    let scripts = AugmentedScriptSet::for_str(&others);
    scripts.hanb || scripts.jpan || scripts.kore
}

fn is_latin(c: char) -> bool {
    let mut scripts = AugmentedScriptSet::for_char(c);
    let is_all = scripts.is_all();
    scripts.intersect_with(AugmentedScriptSet::for_char('a'));
    !is_all && !scripts.is_empty()
}

fn mixes(at: &Spelled<'_>, odd: &Odd) -> Diagnostic {
    let message = format!("`{}` mixes letters of two scripts in one word", at.text);
    Diagnostic::error("confusable-name", message)
        .label(place(at, odd), describe(odd))
        .help("write the whole word in one script")
}

fn looks_like(
    at: &Spelled<'_>,
    other: &str,
    elsewhere: Option<&Spelled<'_>>,
    mixed: Option<Odd>,
) -> Diagnostic {
    let message = format!("`{}` looks like `{other}`, and is another name", at.text);
    let odd = first_difference(at.text, other).or(mixed);
    let diagnostic = Diagnostic::error("confusable-name", message);
    let diagnostic = match odd {
        Some(odd) => diagnostic.label(place(at, &odd), describe(&odd)),
        None => diagnostic.label(at.span, "differs only in what cannot be seen"),
    };
    let diagnostic = match elsewhere {
        Some(elsewhere) => diagnostic.label(elsewhere.span, format!("looks like this `{other}`")),
        None => diagnostic,
    };
    diagnostic.help(format!("write `{other}`, or rename one of the two"))
}

fn first_difference(text: &str, other: &str) -> Option<Odd> {
    let mut pairs = text.char_indices().zip(other.chars());
    let ((at, letter), _) = pairs.find(|((_, a), b)| a != b)?;
    Some(Odd {
        letter,
        at,
        script: AugmentedScriptSet::for_char(letter).to_string(),
    })
}

fn describe(odd: &Odd) -> String {
    let number = u32::from(odd.letter);
    if odd.letter.is_ascii_digit() {
        return format!("`{}` is a digit", odd.letter);
    }
    format!("`{}` is {} (U+{number:04X})", odd.letter, odd.script)
}

/// The letter's place, where the text stands as it is, without escapes.
fn place(at: &Spelled<'_>, odd: &Odd) -> Span {
    let quotes = usize::from(at.quoted);
    let length = at.span.range().len();
    if length != at.text.len() + 2 * quotes {
        return at.span;
    }
    let from = odd.at + quotes;
    at.span.part(from, from + odd.letter.len_utf8())
}
