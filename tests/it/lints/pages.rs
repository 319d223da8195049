//! Every page of a lint does what it says: its example fires, the mended one does not.

use super::page::{Example, Files, examples};
use super::runs;
use super::same::assert_same;
use super::world::World;
use crate::harness::{blessing, top};
use exeat::diag::{Fix, Safety};
use exeat::lint::{Group, LINTS, Lint, apply, blocks};
use exeat::syntax::print;

/// Pages whose examples are a policy, perhaps with a directory.
fn is_policy_page(lint: &Lint) -> bool {
    lint.group != Group::Log && lint.name != "bad-config"
}

#[test]
fn examples_fire_and_mended_ones_do_not() {
    let mut wrong = Vec::new();
    for lint in LINTS {
        let examples = examples(lint.page);
        assert!(!examples.is_empty(), "{}", lint.name);
        let shown: Vec<String> = examples.iter().map(|e| said(lint, &e.fires)).collect();
        for (example, shown) in examples.iter().zip(&shown) {
            if shown.is_empty() || *shown != example.expected {
                wrong.push(format!(
                    "{}: expected\n{}shown\n{shown}",
                    lint.name, example.expected
                ));
            }
            let mended = example.mended.as_ref().expect("the example mended");
            assert_eq!(said(lint, mended), "", "{}, mended", lint.name);
            assert_formatted(lint, mended);
        }
        bless(lint, &examples, &shown);
    }
    let wrong = wrong.join("\n");
    assert!(
        wrong.is_empty(),
        "EXEAT_BLESS=1 writes what is shown into the pages\n{wrong}"
    );
}

#[test]
fn safe_fixes_give_the_mended_meaning() {
    let mut fixed = 0;
    for lint in LINTS.iter().filter(|lint| is_policy_page(lint)) {
        for example in examples(lint.page) {
            let world = World::of(&example.fires["policy.exeat"]);
            let linted = world.lint();
            let of_this = linted.shown.iter().filter(|d| d.code == lint.name);
            let fixes: Vec<&Fix> = of_this.filter_map(|d| d.fix.as_ref()).collect();
            let safe = fixes.into_iter().filter(|fix| fix.safety == Safety::Safe);
            let text = apply(safe, world.text());
            if text == example.fires["policy.exeat"] {
                continue;
            }
            fixed += 1;
            let after = World::of(&text);
            assert_eq!(said(lint, &policy(&text)), "", "{}:\n{text}", lint.name);
            assert_same(&world.set, &after.set);
            let mended = example.mended.expect("the example mended");
            let mended = World::of(&mended["policy.exeat"]);
            assert_eq!(
                after.set.meaning(),
                mended.set.meaning(),
                "{}:\n{text}",
                lint.name
            );
        }
    }
    assert!(fixed >= 5, "only {fixed} safe fixes");
}

fn assert_formatted(lint: &Lint, files: &Files) {
    if let Some(policy) = files.get("policy.exeat") {
        let world = World::with_tables(files);
        let canonical = print(&world.parsed[0].1.file, world.text());
        assert_eq!(canonical, *policy, "{}", lint.name);
    }
}

/// What is shown of this lint; nothing else may keep the policy from being used.
fn said(lint: &Lint, files: &Files) -> String {
    if !is_policy_page(lint) {
        return runs::said(lint, files);
    }
    let world = World::with_tables(files);
    let linted = world.lint();
    let other = linted
        .shown
        .iter()
        .find(|d| blocks(d) && d.code != lint.name);
    assert_eq!(other, None, "{}", lint.name);
    let of_this = linted.shown.iter().filter(|d| d.code == lint.name);
    of_this.map(|d| format!("{}\n", world.short(d))).collect()
}

fn policy(text: &str) -> Files {
    Files::from([("policy.exeat".to_owned(), text.to_owned())])
}

fn bless(lint: &Lint, examples: &[Example], shown: &[String]) {
    if !blessing() {
        return;
    }
    let mut page = lint.page.to_owned();
    for (example, shown) in examples.iter().zip(shown).rev() {
        page.replace_range(example.place.clone(), shown);
    }
    let root = top().join("src/lint");
    let path = root
        .join(lint.group.name())
        .join(format!("{}.md", lint.name));
    if page != lint.page {
        std::fs::write(path, page).unwrap();
    }
}
