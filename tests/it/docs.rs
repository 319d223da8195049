//! The documentation is tested: every example in it is run.

use super::harness::{exeat, top, transcript};
use std::fs;
use std::path::Path;

/// The fenced blocks of a language in a page, each with its line.
fn blocks(page: &Path, language: &str) -> Vec<(usize, String)> {
    let text = fs::read_to_string(page).unwrap();
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match &mut open {
            Some((_, body)) if line != "```" => {
                body.push_str(line);
                body.push('\n');
            }
            Some(_) => found.extend(open.take()),
            None if line == format!("```{language}") => open = Some((number + 1, String::new())),
            None => {}
        }
    }
    found
}

/// A policy text alone in a folder, checked with every lint; its tests run.
fn checks_clean(name: &str, policy: &str, directory: Option<&Path>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/page.exeat"), policy).unwrap();
    let directory = directory.map(|path| path.to_string_lossy().into_owned());
    let mut args = vec!["check", "--fail-on", "info"];
    if let Some(directory) = &directory {
        args.extend(["--directory", directory]);
    }
    let ran = exeat(folder.path(), &args);
    assert_eq!(ran.code, 0, "{name}:\n{}{}", ran.stdout, ran.stderr);
    let ran = exeat(folder.path(), &["test"]);
    assert_eq!(ran.code, 0, "{name}:\n{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_first_look_checks_clean_and_its_tests_pass() {
    let page = top().join("docs/language.md");
    let (_, policy) = blocks(&page, "exeat").into_iter().next().unwrap();
    assert!(policy.contains("rule six-tenants"));
    checks_clean(
        "first look",
        &policy,
        Some(&top().join("tests/directory/first-look")),
    );
}

#[test]
fn every_recipe_of_the_cookbook_is_a_whole_policy_set() {
    let page = top().join("docs/cookbook.md");
    let recipes = blocks(&page, "exeat");
    assert!(recipes.len() >= 7, "{} recipes", recipes.len());
    for (line, policy) in recipes {
        checks_clean(&format!("cookbook.md:{line}"), &policy, None);
    }
}

#[test]
fn every_mapping_in_the_documentation_is_read() {
    let page = top().join("docs/sources.md");
    let mappings = blocks(&page, "toml");
    assert!(!mappings.is_empty());
    for (line, toml) in mappings {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("policies")).unwrap();
        fs::write(folder.path().join("policies/p.exeat"), "role anybody\n").unwrap();
        fs::write(folder.path().join("exeat.toml"), &toml).unwrap();
        fs::write(folder.path().join("log.jsonl"), "{}\n").unwrap();
        let ran = exeat(folder.path(), &["scan", "log.jsonl"]);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_ne!(ran.code, 2, "sources.md:{line}:\n{told}");
    }
}

#[test]
fn what_the_shipped_policies_say_holds() {
    let ran = exeat(&top(), &["check", "--fail-on", "info"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = exeat(&top(), &["fmt", "--check"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn transcripts_show_what_is_printed() {
    let pages = ["README.md", "docs/reviewing.md", "docs/scenarios.md"];
    for page in pages {
        transcript(&top().join(page), &top());
    }
    let folder = tempfile::tempdir().unwrap();
    transcript(&top().join("docs/merging.md"), folder.path());
    let mut ran = 0;
    for entry in fs::read_dir(top().join("tests/ui")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "md") {
            let folder = tempfile::tempdir().unwrap();
            transcript(&path, folder.path());
            ran += 1;
        }
    }
    assert!(ran > 0);
}
