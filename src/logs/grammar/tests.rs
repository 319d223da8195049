//! Each value of JSON passes, whole or in pieces, and nothing else does: as in another reader.

use super::*;
use proptest::prelude::*;
use serde::de::IgnoredAny;

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[test]
fn one_value_and_nothing_else_passes() {
    for text in [
        "",
        " ",
        "{",
        "{}",
        " [ ] ",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{1:2}",
        "[1}",
        "1 2",
        "-",
        "-0",
        "01",
        "1.e1",
        "1e+",
        "1E-5",
        "\"\\u12\"",
        "\"\\u12aF\"",
        "\"\\x\"",
        "\"\n\"",
        "nul",
        "nulll",
        "true",
        "[true,false,null]",
        "\u{feff}1",
        "1\u{feff}",
        "[[],{}]",
        "{\"a\":{\"b\":[]}}",
        "]",
    ] {
        assert_eq!(check(text.as_bytes()).is_ok(), is_json(text), "{text}");
    }
}

#[test]
fn kinds_are_told() {
    for (text, kind) in [
        (" {} ", Kind::Object),
        ("[]", Kind::List),
        ("\"\"", Kind::Text),
        ("-0", Kind::Number),
        ("null", Kind::Word),
    ] {
        assert_eq!(check(text.as_bytes()), Ok(kind), "{text}");
    }
}

proptest! {
    #[test]
    fn the_same_texts_pass_as_elsewhere(text in "[\\[\\]{}\",:0-9eE+.\\-tfnrulasx \\\\]{0,12}") {
        prop_assert_eq!(check(text.as_bytes()).is_ok(), is_json(&text));
    }

    #[test]
    fn pieces_make_no_difference(text in "(\\{\"a\":[0-9.e]{0,3},?|\\[1,|\"[a\\\\u0]{0,4}\"|[\\]}, ]){0,6}", cut in 0_usize..20) {
        let bytes = text.as_bytes();
        let run = |pieces: &[&[u8]]| {
            let mut grammar = Grammar::new(ByteOrderMarks::Allowed);
            grammar.watch(2);
            let mut marks = Vec::new();
            let mut all = 0;
            for piece in pieces {
                let mut at = 0;
                while at < piece.len() {
                    match grammar.feed(&piece[at..]) {
                        Ok((used, mark)) => {
                            at += used;
                            if mark != Mark::More {
                                marks.push((all + at, mark));
                            }
                        }
                        Err(fault) => return (marks, Some((all + at + fault.at, fault.flaw))),
                    }
                }
                all += piece.len();
            }
            (marks, None)
        };
        let (head, tail) = bytes.split_at(cut.min(bytes.len()));
        prop_assert_eq!(run(&[head, tail]), run(&[bytes]));
    }
}
