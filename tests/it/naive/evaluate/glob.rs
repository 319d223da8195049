//! Globs: `*` is any run, also an empty one, also over `/`; nothing else is special; all must match.
//! It deliberately does not know what is folded before.

pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = &pattern[1..];
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.into_iter().any(|end| matches(rest, &text[end..]))
        }
        Some(letter) => text
            .strip_prefix(letter)
            .is_some_and(|behind| matches(&pattern[letter.len_utf8()..], behind)),
    }
}

#[test]
fn a_star_is_any_run_and_nothing_else_is_special() {
    let yes = [
        ("news*", "news"),
        ("*", ""),
        ("*", "a/b"),
        ("a*c", "abbc"),
        ("*.io", "x.io"),
        ("a.c", "a.c"),
        ("é*", "éa"),
    ];
    let no = [
        ("news", "newsletter"),
        ("a.c", "abc"),
        ("a?c", "abc"),
        ("*a", "ab"),
        ("", "a"),
        ("A*", "ab"),
        ("[a]*", "a"),
    ];
    yes.iter()
        .for_each(|(pattern, text)| assert!(matches(pattern, text), "{pattern} {text}"));
    no.iter()
        .for_each(|(pattern, text)| assert!(!matches(pattern, text), "{pattern} {text}"));
}
