//! Any text parses; what parses prints to a fixed point, and the printed text means the same.
#![no_main]

use exeat::policy::{Known, resolve};
use exeat::syntax::{Parsed, parse, print};
use exeat::text::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let first = source(text.to_owned());
    let parsed = parse(&first);
    let meaning = meaning(&parsed);
    let printed = source(print(&parsed.file, &first));
    let again = parse(&printed);
    let fixed = print(&again.file, &printed);
    // A text with mistakes keeps its broken statements as they stand, so only sound ones are compared.
    if parsed.diagnostics.is_empty() {
        assert_eq!(again.diagnostics, []);
        assert_eq!(fixed, printed.text);
        assert_eq!(self::meaning(&again), meaning);
    }
});

fn source(text: String) -> Source {
    Source {
        id: SourceId(0),
        name: "fuzz.exeat".to_owned(),
        text,
    }
}

fn meaning(parsed: &Parsed) -> String {
    resolve(&[&parsed.file], &Known::default()).set.meaning()
}
