//! Every generated world can be written down, and what is written is well formed as far as that can be
//! seen without knowing the policy language.

use super::{EVERYTHING, world};
use crate::naive::model::event::{Cell, Event};
use crate::naive::model::value::Value;
use crate::naive::model::{World, csv_text, log_text, policy_text};
use crate::naive::random::Rng;

/// One of each form of the grammar; somewhere in these worlds all of them are written.
const FORMS: [&str; 60] = [
    "role ",
    "field actor.",
    ": set of text",
    ": ip",
    ": bool",
    ": time",
    "set ",
    "hours ",
    "condition ",
    "rule ",
    "allow ",
    "deny ",
    "limit ",
    "anyone",
    "actor like",
    "exporting",
    " exports",
    " rows",
    "KB",
    "KiB",
    "MB",
    " tenants",
    " lists",
    " destinations",
    " actors",
    " distinct ",
    "when ",
    "unless ",
    "from ",
    "until ",
    "severity ",
    "owner ",
    "note ",
    "waiver ",
    "lift ",
    "lift not-allowed",
    " for ",
    " by ",
    "is set",
    "is missing",
    "is listed",
    "is unlisted",
    "==",
    "!=",
    "<=",
    ">=",
    " in ",
    "not in",
    " like ",
    "not like",
    "matches ",
    "not matches",
    "contains ",
    "not contains",
    "approved by",
    "of tenant",
    "any/",
    "own/",
    " + ",
    " - ",
];

#[test]
fn every_form_of_the_grammar_is_written() {
    let policies: Vec<String> = (0..300)
        .flat_map(|seed| policy_text::files(&world(seed, EVERYTHING).policy, &mut Rng::new(seed)))
        .collect();
    let all = policies.join("\n");
    FORMS
        .iter()
        .for_each(|form| assert!(all.contains(form), "`{form}` is never written"));
    for policy in &policies {
        assert!(balanced(policy), "{policy}");
    }
}

/// Brackets outside texts and comments close in order.
fn balanced(policy: &str) -> bool {
    policy
        .lines()
        .try_fold(Vec::new(), |open, line| balanced_line(line, open))
        .is_some_and(|open| open.is_empty())
}

fn balanced_line(line: &str, mut open: Vec<char>) -> Option<Vec<char>> {
    let (mut quoted, mut escaped) = (false, false);
    // In a pattern a backslash escapes nothing, but none of ours stands before a quote.
    for letter in line.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => break,
            '[' => open.push(']'),
            '(' => open.push(')'),
            '{' => open.push('}'),
            ']' | ')' | '}' if open.pop() != Some(letter) => return None,
            _ => {}
        }
    }
    (!quoted).then_some(open)
}

#[test]
fn every_table_and_line_is_well_formed() {
    for seed in 0..300 {
        let world = world(seed, EVERYTHING);
        for (name, text) in csv_text::tables(&world.directory, &world.policy, &mut Rng::new(seed)) {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            assert_eq!(
                reader.records().map(Result::unwrap).count(),
                rows(&world, name),
                "{text}"
            );
        }
        world
            .log
            .iter()
            .for_each(|event| same_fields(event, &log_text::line(event, &mut Rng::new(seed))));
    }
}

fn rows(world: &World, name: &str) -> usize {
    let d = &world.directory;
    let count = match name {
        "people.csv" => d.people.as_ref().map(Vec::len),
        "grants.csv" => d.grants.as_ref().map(Vec::len),
        "tenants.csv" => d.tenants.as_ref().map(Vec::len),
        "lists.csv" => d.lists.as_ref().map(Vec::len),
        "tickets.csv" => d.tickets.as_ref().map(Vec::len),
        _ => d.approvals.as_ref().map(Vec::len),
    };
    count.unwrap()
}

/// Each field stands there once, and those that are missing only as `null` or as a text of nothing but blanks.
fn same_fields(event: &Event, line: &str) {
    let read: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
    for (field, cell) in &event.cells {
        match cell {
            Cell::Fits(Value::Text(text)) => assert!(
                read[field] == text.as_str() || read[field].is_number(),
                "{field}"
            ),
            Cell::Fits(_) => assert!(!read[field].is_null() && read[field] != ""),
            Cell::Misfit(json) => assert_eq!(read[field], *json),
        }
    }
    let more = read
        .iter()
        .filter(|(field, _)| !event.cells.contains_key(*field));
    let nothing = |value: &serde_json::Value| {
        value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
    };
    more.for_each(|(field, value)| assert!(nothing(value), "{field}"));
}

#[test]
fn one_seed_makes_one_world() {
    let written = |seed| format!("{:?}", world(seed, EVERYTHING));
    assert_eq!(written(3), written(3));
    assert_ne!(written(3), written(4));
}
