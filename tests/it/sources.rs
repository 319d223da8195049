//! `exeat sources`: what it shows of every built-in source, and that it knows the logs of each.

use super::harness::{exeat, exeat_with, top};
use super::pinned::Pinned;
use exeat::logs::source::{BUILT_IN, Mapping, built_in, mappings};
use exeat::text::{Source, SourceId};
use serde_json::Value;
use std::fs;
use std::io::Write;

fn lines(text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// The best source of these logs, and its line.
fn best(logs: &[&str]) -> (Option<String>, Value) {
    let mut args = vec!["sources", "--output", "json", "--probe"];
    args.extend(logs);
    let ran = exeat(&top(), &args);
    let lines = lines(&ran.stdout);
    let best = lines.last().unwrap()["best"].as_str().map(str::to_owned);
    assert_eq!(ran.code, if best.is_some() { 0 } else { 3 }, "{logs:?}");
    assert_eq!(lines.len(), BUILT_IN.len() + 1);
    for line in &lines[..BUILT_IN.len()] {
        let n = |key: &str| line[key].as_u64().unwrap();
        let parts = n("exports") + n("not_exports") + n("unclassified") + n("unreadable");
        assert_eq!(parts, n("records"), "{line}");
        assert!(n("records") <= 1000, "{line}");
        let most = line["filled"].as_object().unwrap().values();
        assert!(
            most.into_iter()
                .all(|count| count.as_u64().unwrap() <= n("events"))
        );
    }
    (best, lines[0].clone())
}

#[test]
fn every_fixture_is_known_as_what_it_is() {
    let mut tried = 0;
    for (name, _) in BUILT_IN {
        let folder = match *name {
            "exeat" => "incident",
            other => other,
        };
        let mut logs = Vec::new();
        for entry in fs::read_dir(top().join("tests/logs").join(folder)).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            if file != "README.md" && file != "expected.txt" {
                logs.push(format!("tests/logs/{folder}/{file}"));
            }
        }
        let logs: Vec<&str> = logs.iter().map(String::as_str).collect();
        let (found, line) = best(&logs);
        assert_eq!(found.as_deref(), Some(*name), "{line}");
        tried += 1;
    }
    assert_eq!(tried, BUILT_IN.len());
}

fn shape(mapping: &Mapping) -> String {
    let fields = mapping
        .fields
        .iter()
        .map(|field| (&field.name, &field.picks));
    let fields: Vec<_> = fields.collect();
    let (only, ignore) = (&mapping.only, &mapping.ignore);
    format!(
        "{} {:?} {fields:?} {only:?} {ignore:?}",
        mapping.name, mapping.format
    )
}

#[test]
fn what_is_shown_of_a_source_is_that_source() {
    for (name, text) in BUILT_IN {
        let ran = exeat(&top(), &["sources", name]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains(text.trim_end()), "{}", ran.stdout);
        let file = Source {
            id: SourceId(0),
            name: "exeat.toml".to_owned(),
            text: ran.stdout.clone(),
        };
        let (read, wrong) = mappings(&file);
        assert_eq!(wrong, [], "{name}");
        // Maps are shown in no order of their own.
        let sorted = |text: String| {
            let mut chars: Vec<char> = text.chars().collect();
            chars.sort_unstable();
            chars
        };
        let builtin = built_in(name).unwrap();
        assert_eq!(sorted(shape(&read[0])), sorted(shape(&builtin)));
        for field in &builtin.fields {
            let row = format!("\n# {} ", field.name);
            assert!(ran.stdout.contains(&row), "{name}: {row}");
        }
    }
}

#[test]
fn every_source_is_listed_with_what_it_is() {
    let ran = exeat(&top(), &["sources", "--output", "json"]);
    let lines = lines(&ran.stdout);
    let names: Vec<&str> = lines.iter().map(|l| l["name"].as_str().unwrap()).collect();
    let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);
    for line in &lines {
        assert_ne!(line["about"], "", "{line}");
    }
}

#[test]
fn a_source_of_the_configuration_hides_the_built_in_one_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[source.x]\nformat = \"json\"\ntime = \"t\"\n\n# Ours.\n[source.slack]\nformat = \"jsonl\"\ntime = \"when\"\n\n[source.slack.only]\naction = \"take\"\n# The next.\n[source.slack2]\nformat = \"json\"\ntime = \"t\"\n";
    fs::write(folder.path().join("exeat.toml"), own).unwrap();
    let ran = exeat(folder.path(), &["sources", "slack"]);
    assert!(
        ran.stdout.starts_with("# The source `slack`: exeat.toml:6.\n\n# Ours.\n[source.slack]\nformat = \"jsonl\"\ntime = \"when\"\n\n[source.slack.only]\naction = \"take\"\n\n# What"),
        "{}",
        ran.stdout
    );
    let ran = exeat(folder.path(), &["sources"]);
    let slack = |line: &&str| line.starts_with("slack ");
    assert_eq!(ran.stdout.lines().filter(slack).count(), 1);
}

#[test]
fn a_mistake_in_the_configuration_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("exeat.toml"),
        "[source.x]\nformat = \"nosuch\"\n",
    )
    .unwrap();
    for args in [
        &["sources"][..],
        &["sources", "x"],
        &["sources", "--probe", "a"],
    ] {
        let ran = exeat(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(
            ran.stdout.contains("`nosuch` is no known format"),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn only_the_beginning_of_a_long_log_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("long.jsonl");
    let record = |n: u32| {
        format!(
            "{{\"id\":\"{n}\",\"time\":\"2026-03-02T15:00:00Z\",\"actor\":\"a\",\"tenant\":\"t\",\"list\":\"l\"}}\n"
        )
    };
    let text: String = (0..3000).map(record).collect();
    fs::write(&log, &text).unwrap();
    let probe = |args: &[&str], stdin: Vec<u8>| {
        let mut all = vec!["sources", "--output", "json", "--probe"];
        all.extend(args);
        let lines = lines(&exeat_with(folder.path(), &all, stdin).stdout);
        (lines[0].clone(), lines.last().unwrap().clone())
    };
    let (exeat, end) = probe(&["long.jsonl"], Vec::new());
    assert_eq!(
        (&exeat["records"], &end["whole"]),
        (&1000.into(), &false.into())
    );
    assert_eq!(
        (&exeat["source"], &exeat["exports"]),
        (&"exeat".into(), &1000.into())
    );
    // The same from standard input, compressed.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (again, _) = probe(&["-"], packed.clone());
    assert_eq!(again, exeat);
    // What breaks off has a beginning.
    let broken = packed[..packed.len() / 50].to_vec();
    let (some, end) = probe(&["-"], broken);
    assert_eq!(
        (&some["source"], &some["unreadable"], &end["whole"]),
        (&"exeat".into(), &0.into(), &false.into())
    );
    assert!(some["exports"].as_u64().unwrap() > 10, "{some}");
    // What the sample's end tears is no record that cannot be read.
    let wide = format!("{}{}\n", record(1), "x".repeat(9 * 1024 * 1024));
    fs::write(&log, wide).unwrap();
    let (torn, end) = probe(&["long.jsonl"], Vec::new());
    assert_eq!((&torn["records"], &torn["exports"]), (&1.into(), &1.into()));
    assert_eq!(end["whole"], false);
}

#[test]
fn a_scan_with_the_wrong_source_leads_to_the_right_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/p.exeat"), "role anybody\n").unwrap();
    let from = top().join("tests/logs/slack/api-derived.json");
    fs::copy(from, folder.path().join("slack.json")).unwrap();
    let ran = exeat(folder.path(), &["scan", "slack.json"]);
    let help = "is this the right source? `exeat sources --probe slack.json` says which one fits";
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(help), "{}", ran.stdout);
    let ran = exeat(folder.path(), &["sources", "--probe", "slack.json"]);
    assert_eq!(ran.code, 0);
    let read_with = "read it with: exeat scan --source slack slack.json\n";
    assert!(ran.stdout.ends_with(read_with), "{}", ran.stdout);
}

/// The fields of a source as rows of Markdown.
fn table(name: &str) -> String {
    let ran = exeat(&top(), &["sources", name, "--output", "json"]);
    let source = &lines(&ran.stdout)[0];
    let mut rows = "| field | from, the first that is there |\n|---|---|\n".to_owned();
    for field in source["fields"].as_array().unwrap() {
        let ways = field["from"].as_array().unwrap().iter();
        let ways: Vec<String> = ways
            .map(|way| match way.as_str().unwrap().split_once(" (") {
                Some((path, done)) => format!("`{path}` ({done}"),
                None => format!("`{}`", way.as_str().unwrap()),
            })
            .map(|way| way.replace("`always `", "always `").replace("``", "`"))
            .collect();
        let name = field["field"].as_str().unwrap();
        rows += &format!("| `{name}` | {} |\n", ways.join(", "));
    }
    rows
}

#[test]
fn the_page_tells_of_every_source_and_what_it_fills() {
    let path = top().join("docs/sources.md");
    let page = fs::read_to_string(&path).unwrap();
    for (name, _) in BUILT_IN {
        let heading = format!("\n## Built in: `{name}`\n");
        assert_eq!(page.matches(&heading).count(), 1, "{name}");
    }
    let (mut now, mut tables) = (String::new(), 0);
    let mut rest = page.as_str();
    while let Some((before, behind)) = rest.split_once("<!-- fills ") {
        let (name, behind) = behind.split_once(" -->").unwrap();
        let (_, behind) = behind.split_once("<!-- end -->").unwrap();
        let table = table(name);
        now += &format!("{before}<!-- fills {name} -->\n{table}<!-- end -->");
        rest = behind;
        tables += 1;
    }
    now += rest;
    assert!(tables >= 9, "{tables}");
    let mut pinned = Pinned::default();
    pinned.compare(&path, &now);
    pinned.end();
}
