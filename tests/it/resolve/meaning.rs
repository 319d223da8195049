//! What a policy set means does not depend on where and in which order it is written.

use super::{Fixture, folders, known, policies};
use exeat::policy::Known;
use exeat::syntax::ast::{Clause, Statement, StatementKind};
use exeat::text::Source;

#[test]
fn order_of_files_statements_and_clauses_means_nothing() {
    for folder in folders("ok") {
        let (texts, known) = (policies(&folder), known(&folder));
        let fixture = Fixture::new(&texts, &known);
        let meaning = fixture.resolved.set.meaning();
        assert!(meaning.lines().count() > 10, "{meaning}");
        for seed in 1..=20 {
            let shuffled = shuffled(&fixture, &mut Shuffle(seed));
            let other = Fixture::new(&shuffled, &known);
            assert_eq!(other.syntax, []);
            assert_eq!(other.resolved.diagnostics, []);
            assert_eq!(other.resolved.set.meaning(), meaning, "{shuffled:#?}");
        }
    }
}

#[test]
fn every_change_that_means_something_changes_the_meaning() {
    let folder = folders("ok")
        .into_iter()
        .find(|f| f.ends_with("everything"));
    let folder = folder.unwrap();
    let texts = policies(&folder);
    let meaning = Fixture::new(&texts, &Known::default())
        .resolved
        .set
        .meaning();
    for (from, to) in [
        ("kraken, \"coin*\"", "kraken"),
        ("mon-fri 08:00", "mon-fri 09:00"),
        ("America/New_York", "America/Chicago"),
        ("90min", "91min"),
        (" of tenant at most", " at most"),
        ("crm/*", "crm"),
        ("from 2026-01-01", "from 2026-01-02"),
        ("severity low", "severity medium"),
        ("Two.", "Three."),
        ("actor.left - 7d", "actor.left - 8d"),
        ("SUP-\\d+", "SUP-\\d*"),
        ("10MB per", "11MB per"),
        ("per tenant, actor", "per tenant"),
        ("3 distinct", "4 distinct"),
        ("is unlisted", "is listed"),
        ("lift spread, not-allowed", "lift spread"),
        ("never allow", "always allow"),
        ("repeat 3", "repeat 4"),
        ("time: +1h", "time: +2h"),
        ("unlisted: [list]", "unlisted: [list, ticket]"),
        ("any roles in staff", "all roles in staff"),
        ("rows > 0", "rows >= 0"),
        ("mfa or not", "mfa and not"),
    ] {
        let changed: Vec<(String, String)> = texts
            .iter()
            .map(|(name, text)| (name.clone(), text.replacen(from, to, 1)))
            .collect();
        assert_ne!(changed, texts, "{from}");
        let other = Fixture::new(&changed, &Known::default());
        assert_eq!(other.syntax, [], "{to}");
        assert_eq!(other.resolved.diagnostics, [], "{to}");
        assert_ne!(other.resolved.set.meaning(), meaning, "{from}");
    }
}

#[test]
fn parentheses_and_names_for_parts_mean_nothing() {
    let meaning = |text: &str| {
        let texts = [(String::from("a.exeat"), text.to_owned())];
        let fixture = Fixture::new(&texts, &Known::default());
        assert_eq!(fixture.syntax, []);
        assert_eq!(fixture.resolved.diagnostics, []);
        let meaning = fixture.resolved.set.meaning();
        meaning.lines().last().unwrap().to_owned()
    };
    let plain =
        meaning("rule a { deny anyone to export x/*\nwhen rows > 1 and bytes > 1 and ip is set }");
    let other = meaning(
        "set s = [x]\ncondition c = (ip is set) and bytes > 1\n\
         rule a { deny anyone to export s/*\nwhen (rows > 1) and c }",
    );
    assert_eq!(plain, other);
}

/// A small generator, so that a failure repeats.
struct Shuffle(u64);

impl Shuffle {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        (self.0 >> 33) as usize % n
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// The same statements in another order, with their clauses in another order, in up to three files.
fn shuffled(fixture: &Fixture, by: &mut Shuffle) -> Vec<(String, String)> {
    let mut statements: Vec<String> = Vec::new();
    for (source, file) in fixture.sources.iter().zip(&fixture.files) {
        for statement in &file.statements {
            statements.push(rewritten(source, statement, by));
        }
    }
    by.shuffle(&mut statements);
    let mut files = vec![String::new(); 1 + by.below(3)];
    for statement in statements {
        let file = by.below(files.len());
        files[file] += &format!("{statement}\n\n");
    }
    let names = ["b.exeat", "a.exeat", "c.exeat"].map(String::from);
    names.into_iter().zip(files).collect()
}

fn rewritten(source: &Source, statement: &Statement, by: &mut Shuffle) -> String {
    let clauses: &[Clause] = match &statement.kind {
        StatementKind::Rule(rule) => &rule.clauses,
        StatementKind::Waiver(waiver) => &waiver.clauses,
        StatementKind::Invariant(invariant) => &invariant.clauses,
        _ => &[],
    };
    let mut texts: Vec<&str> = clauses.iter().map(|c| source.slice(c.span)).collect();
    by.shuffle(&mut texts);
    let mut text = String::new();
    let mut at = statement.span.start as usize;
    for (clause, other) in clauses.iter().zip(texts) {
        text += &source.text[at..clause.span.start as usize];
        text += other;
        at = clause.span.end as usize;
    }
    text + &source.text[at..statement.span.end as usize]
}
