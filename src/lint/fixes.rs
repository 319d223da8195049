//! Fixes applied to texts.
//!
//! Knows neither which fixes are wanted nor where texts are kept.

use crate::diag::Fix;
use crate::text::{Source, Span};

/// The fixes of a list that can be applied together: each whole, and of those that meet the one that changes
/// less (a file that is formatted first is formatted again after the others).
#[must_use]
pub fn compatible<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<&'a Fix> {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    fixes.sort_by_key(|fix| replaced(fix));
    let mut taken: Vec<&Fix> = Vec::new();
    for fix in fixes {
        let fits = |other: &&Fix| !meet(fix, other);
        if taken.iter().all(fits) {
            taken.push(fix);
        }
    }
    taken
}

/// A text with the edits of those fixes that can be applied together, as far as they lie in it.
#[must_use]
pub fn apply<'a>(fixes: impl IntoIterator<Item = &'a Fix>, source: &Source) -> String {
    let fixes = compatible(fixes);
    let mut edits: Vec<&(Span, String)> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.retain(|(span, _)| span.source == source.id);
    edits.sort_by_key(|(span, _)| *span);
    let mut text = String::new();
    let mut done = 0;
    for (span, new) in edits {
        let range = span.range();
        text.push_str(source.text.get(done..range.start).unwrap_or(""));
        text.push_str(new);
        done = range.end;
    }
    text.push_str(source.text.get(done..).unwrap_or(""));
    text
}

/// How many bytes it takes away.
fn replaced(fix: &Fix) -> usize {
    fix.edits.iter().map(|(span, _)| span.range().len()).sum()
}

fn meet(one: &Fix, other: &Fix) -> bool {
    let mut pairs = one
        .edits
        .iter()
        .flat_map(|(a, _)| other.edits.iter().map(move |(b, _)| (a, b)));
    pairs.any(|(a, b)| overlap(*a, *b))
}

/// Also two that begin at one place: which text would come first is nobody's to say.
fn overlap(a: Span, b: Span) -> bool {
    let crossing = a.start < b.end && b.start < a.end;
    a.source == b.source && (crossing || a.start == b.start)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::diag::{Fix, Safety};
    use crate::text::{SourceId, Sources, Span};

    fn fix(source: SourceId, edits: &[(u32, u32, &str)]) -> Fix {
        let edits = edits.iter().map(|(start, end, text)| {
            let span = Span {
                source,
                start: *start,
                end: *end,
            };
            (span, (*text).to_owned())
        });
        Fix {
            title: String::new(),
            safety: Safety::Safe,
            edits: edits.collect(),
        }
    }

    #[test]
    fn fixes_that_meet_are_applied_one_at_a_time() {
        let mut sources = Sources::default();
        let id = sources.add("a", "not not x é y");
        let other = sources.add("b", "");
        let source = sources.get(id).unwrap();
        let twice = fix(id, &[(0, 8, ""), (9, 9, "!")]);
        let late = fix(id, &[(13, 14, "z")]);
        let crossing = fix(id, &[(4, 12, "w"), (12, 13, "?")]);
        let elsewhere = fix(other, &[(0, 3, "no")]);
        assert_eq!(apply([&late, &twice, &crossing], source), "x! é z");
        assert_eq!(apply([&crossing, &late], source), "not w?z");
        let whole = fix(id, &[(0, 14, "all")]);
        assert_eq!(apply([&whole, &late], source), "not not x é z");
        assert_eq!(apply([&elsewhere], source), source.text);
    }
}
