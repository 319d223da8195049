//! Runs the tool on a world and reads its answer: the only file here that knows the tool, and it knows
//! no more than the command line and the shape of its JSON output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::evaluate::finding::{Finding, Kind};
use super::evaluate::remark::Remark;
use super::model::World;
use super::model::{csv_text, log_text, policy_text};
use super::random::Rng;
use crate::harness::exeat;

/// What the tool says of a world.
#[derive(Debug, Default)]
pub struct Answer {
    pub findings: BTreeSet<Finding>,
    pub remarks: BTreeMap<(Remark, String), u64>,
}

/// Scans the logs under the policies and the directory that lie in `dir`: exit code, standard output, standard error.
pub fn scan(dir: &Path, logs: &[&Path]) -> (u8, String, String) {
    let names = logs.iter().map(|log| log.to_str().unwrap());
    let mut args = vec!["scan", "--policies", "policies", "--directory", "directory"];
    args.extend(["--output", "json"]);
    args.extend(names);
    let ran = exeat(dir, &args);
    (ran.code, ran.stdout, ran.stderr)
}

/// The tool's answer, or what it said instead of one.
pub fn answer(world: &World, seed: u64, files: usize) -> Result<Answer, String> {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts(world.log.len(), files);
    let logs = write(dir.path(), world, seed, &parts);
    let logs: Vec<&Path> = logs.iter().map(PathBuf::as_path).collect();
    let (code, said, complained) = scan(dir.path(), &logs);
    if ![0, 1, 3].contains(&code) {
        return Err(format!("exit code {code}\n{said}\n{complained}"));
    }
    read(&parts, &said).map_err(|wrong| format!("{wrong}\n{said}\n{complained}"))
}

/// How many records stand in each file, in order.
fn parts(records: usize, files: usize) -> Vec<usize> {
    (0..files)
        .map(|file| records * (file + 1) / files - records * file / files)
        .collect()
}

/// Writes a world below `dir` and returns its logs, whose order is that of their names.
fn write(dir: &Path, world: &World, seed: u64, parts: &[usize]) -> Vec<PathBuf> {
    let rng = &mut Rng::new(seed);
    for folder in ["policies", "directory"] {
        fs::create_dir(dir.join(folder)).unwrap();
    }
    for (place, text) in policy_text::files(&world.policy, rng)
        .into_iter()
        .enumerate()
    {
        fs::write(
            dir.join("policies").join(format!("part-{place}.exeat")),
            text,
        )
        .unwrap();
    }
    for (name, text) in csv_text::tables(&world.directory, &world.policy, rng) {
        fs::write(dir.join("directory").join(name), text).unwrap();
    }
    let mut lines = world
        .log
        .iter()
        .map(|event| log_text::line(event, rng) + "\n");
    let files = parts.iter().enumerate().map(|(place, count)| {
        let path = dir.join(log_name(place));
        fs::write(&path, lines.by_ref().take(*count).collect::<String>()).unwrap();
        path
    });
    files.collect()
}

fn log_name(place: usize) -> String {
    format!("exports-{place}.jsonl")
}

/// All that the tool was given, for whoever looks into a difference.
pub fn shown(world: &World, seed: u64) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), world, seed, &[world.log.len()]);
    let mut all = String::new();
    for folder in ["policies", "directory", ""] {
        let mut files: Vec<PathBuf> = fs::read_dir(dir.path().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files.iter().filter(|file| file.is_file()) {
            let name = file.file_name().unwrap().to_string_lossy();
            all.push_str(&format!(
                "--- {name}\n{}\n",
                fs::read_to_string(file).unwrap()
            ));
        }
    }
    all
}

fn read(parts: &[usize], said: &str) -> Result<Answer, String> {
    let lines: Vec<Json> = said
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .map_err(|wrong| wrong.to_string())?;
    if lines.last().is_none_or(|last| last["type"] != "ledger") {
        return Err("the last line is no ledger".to_owned());
    }
    let mut answer = Answer::default();
    for line in lines.iter().filter(|line| line["type"] == "finding") {
        let name = line["kind"].as_str().unwrap_or_default();
        if let Some(kind) = kind(name) {
            let event =
                place(parts, line).ok_or_else(|| format!("a finding is nowhere: {line}"))?;
            let rules = rules(kind, line).into_iter();
            answer
                .findings
                .extend(rules.map(|rule| Finding { event, kind, rule }));
        } else if let Some(remark) = remark(name) {
            let about = about(remark, line).ok_or_else(|| format!("about nothing: {line}"))?;
            let count = line["count"].as_u64().unwrap_or_default();
            *answer.remarks.entry((remark, about)).or_default() += count;
        }
    }
    Ok(answer)
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "denied" => Kind::Denied,
        "undecided" => Kind::Undecided,
        "not-allowed" | "bad-approval" => Kind::NotAllowed,
        "over-limit" => Kind::OverLimit,
        "waived" => Kind::Waived,
        "blocked-attempt" => Kind::BlockedAttempt,
        _ => return None,
    })
}

fn remark(name: &str) -> Option<Remark> {
    Some(match name {
        "duplicate-event" => Remark::DuplicateEvent,
        "conflicting-id" => Remark::ConflictingId,
        "role-mismatch" => Remark::RoleMismatch,
        "unknown-actor" => Remark::UnknownActor,
        "unknown-tenant" => Remark::UnknownTenant,
        _ => return None,
    })
}

/// What is quoted in the message: an id, a name, a claim.
fn about(remark: Remark, line: &Json) -> Option<String> {
    match remark {
        Remark::DuplicateEvent | Remark::ConflictingId => {
            Some(line["event"]["id"].as_str()?.to_owned())
        }
        _ => {
            let message = line["message"].as_str()?;
            let (from, until) = (message.find('`')? + 1, message.rfind('`')?);
            Some(message.get(from..until)?.to_owned())
        }
    }
}

/// The rules that a finding names: of what is waived or was blocked, those of what it would have been.
fn rules(kind: Kind, line: &Json) -> Vec<String> {
    let name = |of: &Json| of["rule"].as_str().unwrap_or_default().to_owned();
    let instead = || line["instead"].as_array().into_iter().flatten().map(name);
    match kind {
        Kind::NotAllowed => vec![String::new()],
        Kind::BlockedAttempt => instead().collect(),
        Kind::Waived => instead()
            .map(|rule| {
                if rule.is_empty() {
                    "not-allowed".to_owned()
                } else {
                    rule
                }
            })
            .collect(),
        _ => vec![name(line)],
    }
}

/// The place in the whole log of the record that a finding is about.
fn place(parts: &[usize], line: &Json) -> Option<usize> {
    let file = line["file"].as_str()?;
    let number = (0..parts.len()).find(|number| file.ends_with(&log_name(*number)))?;
    let row = usize::try_from(line["line"].as_u64()?).ok()?;
    Some(parts[..number].iter().sum::<usize>() + row.checked_sub(1)?)
}

#[test]
fn an_answer_is_read_line_by_line() {
    let said = [
        r#"{"type":"finding","kind":"denied","rule":"gone","file":"/x/exports-1.jsonl","line":2}"#,
        r#"{"type":"finding","kind":"bad-approval","rule":null,"file":"exports-0.jsonl","line":1}"#,
        r#"{"type":"finding","kind":"waived","file":"exports-0.jsonl","line":3,
            "instead":[{"kind":"not-allowed","rule":null}]}"#,
        r#"{"type":"finding","kind":"blocked-attempt","file":"exports-0.jsonl","line":4,
            "instead":[{"kind":"denied","rule":"gone"},{"kind":"over-limit","rule":"slices"}]}"#,
        r#"{"type":"finding","kind":"unknown-actor","count":3,"message":"`bo` is not in the people table"}"#,
        r#"{"type":"finding","kind":"misfit-value","file":"exports-0.jsonl","line":1}"#,
    ];
    let said = said.map(|line| line.replace('\n', "")).join("\n");
    let answer = read(&[4, 3], &format!("{said}\n{}", r#"{"type":"ledger"}"#)).unwrap();
    let expected = [
        (0, Kind::NotAllowed, ""),
        (2, Kind::Waived, "not-allowed"),
        (3, Kind::BlockedAttempt, "gone"),
        (3, Kind::BlockedAttempt, "slices"),
        (5, Kind::Denied, "gone"),
    ];
    let expected = expected.map(|(event, kind, rule)| Finding {
        event,
        kind,
        rule: rule.to_owned(),
    });
    assert_eq!(answer.findings, expected.into());
    assert_eq!(
        answer.remarks,
        [((Remark::UnknownActor, "bo".to_owned()), 3)].into()
    );
    assert!(
        read(&[4, 3], &said).is_err(),
        "an answer without its ledger is no answer"
    );
}
