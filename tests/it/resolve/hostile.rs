//! Whatever the text, resolving ends, says only what has a place, and says it again the same.

use super::{Fixture, folders, known, policies, shown};
use exeat::policy::Known;
use std::fmt::Write;

/// Every line of every fixture left out, and every line alone.
#[test]
fn any_part_of_a_policy_is_resolved() {
    for folder in folders("bad").into_iter().chain(folders("ok")) {
        let known = known(&folder);
        for (name, text) in policies(&folder) {
            let lines: Vec<&str> = text.lines().collect();
            for at in 0..lines.len() {
                let mut rest = lines.clone();
                let line = rest.remove(at);
                for text in [rest.join("\n"), line.to_owned(), lines[..at].join("\n")] {
                    let fixture = Fixture::new(&[(name.clone(), text)], &known);
                    let said = &fixture.resolved.diagnostics;
                    assert!(said.iter().all(|d| d.place().is_some()));
                    shown(said, &fixture.sources);
                    let _ = fixture.resolved.set.meaning();
                }
            }
        }
    }
}

/// A thing that names thousands of others, each naming the next, does not overflow, and is told once.
#[test]
fn long_chains_end() {
    let mut text = String::from("set s0 = [a]\ncondition c0 = rows > 1\n");
    for n in 1..3_000 {
        writeln!(text, "set s{n} = [s{}]", n - 1).unwrap();
        writeln!(text, "condition c{n} = c{} or tenant in s{n}", n - 1).unwrap();
    }
    let fixture = Fixture::new(
        &[(String::from("a.exeat"), text.clone())],
        &Known::default(),
    );
    assert_eq!(fixture.syntax, []);
    let said = shown(&fixture.resolved.diagnostics, &fixture.sources);
    assert_eq!(said.matches("is too much").count(), 1, "{said}");
    let closed = text.replace("set s0 = [a]", "set s0 = [s2999]");
    let closed = closed.replace("condition c0 = rows > 1", "condition c0 = c2999");
    let fixture = Fixture::new(&[(String::from("a.exeat"), closed)], &Known::default());
    assert_eq!(fixture.resolved.diagnostics.len(), 2);
}
