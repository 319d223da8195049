//! Regular expressions: anchored as a whole, their short classes ASCII.
//! Matching itself is left to the `regex` crate, whose syntax the language takes over.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ::regex::Regex;

thread_local! {
    /// Compiling is what costs; a world asks the same few again and again.
    static COMPILED: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
}

/// Of a person the spelling is folded, so case means nothing there.
pub fn matches(pattern: &str, of_person: bool, text: &str) -> bool {
    let ascii = [
        (r"\d", "[0-9]"),
        (r"\w", "[0-9A-Za-z_]"),
        (r"\s", r"[\t\n\x0B\x0C\r ]"),
        (r"\b", r"(?-u:\b)"),
    ];
    let pattern = ascii
        .iter()
        .fold(pattern.to_owned(), |pattern, (short, long)| {
            pattern.replace(short, long)
        });
    let case = if of_person { "(?i)" } else { "" };
    let anchored = format!(r"{case}\A(?:{pattern})\z");
    COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled
            .entry(anchored)
            .or_insert_with_key(|anchored| Regex::new(anchored).unwrap());
        regex.is_match(text)
    })
}
