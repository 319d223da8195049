//! Comments that suppress: what they take, and that they fail closed.

use super::page::examples;
use super::world::World;
use exeat::lint::{Group, LINTS, Levels, Setting};
use exeat::text::Span;

/// A rule without a note and with one owner, behind what is put before and beside it.
fn rule(before: &str, beside: &str) -> String {
    let limit = "limit anyone to 2 tenants per actor in 7d";
    format!(
        "{before}\nrule two-tenants {{ {beside}\n    {limit}\n    owner \"a@mail.example\"\n}}\n"
    )
}

/// However it is formatted.
fn world(policy: &str) -> World {
    let place = Span::default();
    let setting = Setting {
        name: String::from("not-formatted"),
        name_span: place,
        level: String::from("off"),
        level_span: place,
    };
    World {
        levels: Levels::read(&[setting]).0,
        ..World::of(policy)
    }
}

fn codes(policy: &str) -> Vec<&'static str> {
    let world = world(policy);
    assert_eq!(world.said, [], "{policy}");
    world.lint().shown.iter().map(|d| d.code).collect()
}

#[test]
fn a_suppression_takes_what_it_names_before_a_statement_or_on_its_line() {
    assert_eq!(codes(&rule("", "")), ["missing-note"]);
    let comment = "# exeat: allow(missing-note) until 2026-08-01 legal words it";
    for policy in [
        rule(comment, ""),
        rule(&format!("{comment}\n\n# A note for people.\n"), ""),
        rule("", comment),
        rule(
            "",
            &comment
                .replace("# exeat:", "#exeat :")
                .replace("(missing-note)", " ( missing-note )"),
        ),
    ] {
        let linted = world(&policy).lint();
        assert_eq!(linted.shown, [], "{policy}");
        let [suppressed] = linted.suppressed.as_slice() else {
            panic!("{policy}");
        };
        assert_eq!(suppressed.diagnostic.code, "missing-note");
        assert_eq!(suppressed.reason, "legal words it");
        assert_eq!(suppressed.until.to_string(), "2026-08-01T00:00:00Z");
    }
}

#[test]
fn it_takes_nothing_elsewhere() {
    let comment = "# exeat: allow(missing-note) until 2026-08-01 legal words it";
    let next = format!("{comment}\ncondition x = rows > 1\n{}", rule("", ""));
    assert_eq!(
        codes(&next),
        ["unused-suppression", "unused-declaration", "missing-note"]
    );
    let behind = format!("{}\n{comment}\n", rule("", ""));
    assert_eq!(codes(&behind), ["missing-note", "unused-suppression"]);
    let other_line = rule("", "").replace("in 7d", &format!("in 7d {comment}"));
    assert_eq!(codes(&other_line), ["missing-note", "unused-suppression"]);
    let inside = rule("", &format!("\n{comment}"));
    assert_eq!(codes(&inside), ["missing-note", "unused-suppression"]);
}

#[test]
fn several_names_are_each_used_or_not() {
    let comment = "# exeat: allow(missing-note, missing-owner) until 2026-08-01 legal words it";
    let world = world(&rule(comment, ""));
    let linted = world.lint();
    let shown: Vec<String> = linted.shown.iter().map(|d| world.short(d)).collect();
    let expected = "1:30: error[unused-suppression]: nothing in the statement below to suppress \
                    `missing-owner` for";
    assert_eq!(shown, [expected]);
    assert_eq!(linted.suppressed.len(), 1);
}

#[test]
fn one_that_lacks_anything_or_is_over_suppresses_nothing() {
    for (comment, code) in [
        ("# exeat: allow(missing-note)", "bare-suppression"),
        (
            "# exeat: allow(missing-note) legal words it",
            "bare-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-08-01",
            "bare-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-08-01 …",
            "bare-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-08-01 tbd",
            "bare-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-08-31 legal words it",
            "bare-suppression",
        ),
        (
            "# exeat allow(missing-note) until 2026-08-01 legal words it",
            "bare-suppression",
        ),
        (
            "# exeat: deny(missing-note) until 2026-08-01 legal words it",
            "bare-suppression",
        ),
        (
            "# exeat: allow() until 2026-08-01 legal words it",
            "bare-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-06-01 legal words it",
            "expired-suppression",
        ),
        (
            "# exeat: allow(missing-note) until 2026-06-31 legal words it",
            "expired-suppression",
        ),
        (
            "# exeat: allow(missing-note) until tomorrow legal words it",
            "expired-suppression",
        ),
    ] {
        assert_eq!(
            codes(&rule(comment, "")),
            [code, "missing-note"],
            "{comment}"
        );
    }
    let last_day = "# exeat: allow(missing-note) until 2026-08-30 legal words it";
    assert_eq!(codes(&rule(last_day, "")), [""; 0]);
}

#[test]
fn what_cannot_be_suppressed_is_told_and_stays() {
    for (name, words) in [
        ("unused-suppression", "cannot be suppressed"),
        ("failing-test", "cannot be suppressed"),
        ("unknown-name", "cannot be suppressed"),
        ("denied", "cannot be suppressed"),
        ("missing-nots", "no lint is called"),
    ] {
        let comment = format!("# exeat: allow({name}) until 2026-08-01 legal words it");
        let linted = world(&rule(&comment, "")).lint();
        let [unused, note] = linted.shown.as_slice() else {
            panic!("{linted:?}");
        };
        assert_eq!(
            (unused.code, note.code),
            ("unused-suppression", "missing-note")
        );
        assert!(unused.message.contains(words), "{}", unused.message);
    }
}

#[test]
fn with_errors_nothing_is_said_of_suppressions() {
    let comment = "# exeat: allow(unknown-name, missing-note) until 2026-08-01 legal words it";
    let policy = rule(comment, "").replace("anyone", "role nobody");
    let linted = world(&policy).lint();
    let codes: Vec<_> = linted.shown.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["unknown-name"]);
    assert_eq!(linted.suppressed, []);
}

#[test]
fn what_resolving_warns_of_can_be_suppressed() {
    let policy = "# exeat: allow(near-miss) until 2026-08-01 it is called so\n\
                  rule crypto-stays {\n    deny anyone to export crypt/*, crypto/*\n    owner \"x@mail.example\"\n    \
                  note \"Six tenants.\"\n}\nset crypto = [celsius]\n";
    let linted = world(policy).lint();
    assert_eq!(linted.shown, []);
    assert_eq!(linted.suppressed[0].diagnostic.code, "near-miss");
}

/// The comment that a page gives to suppress its lint.
fn comment_of(page: &str) -> Option<&str> {
    let (_, suppress) = page.split_once("## Suppress")?;
    let spans = suppress.split('`').skip(1).step_by(2);
    spans.into_iter().find(|span| span.starts_with("# exeat:"))
}

/// The policy with a comment at the end of a line, and with one before the statement that holds a place.
fn with_comment(world: &World, at: usize, comment: &str) -> [String; 2] {
    let text = &world.text().text;
    let end = at + text[at..].find('\n').unwrap();
    let (before, behind) = text.split_at(end);
    let beside = format!("{before}  {comment}{behind}");
    let mut statements = world.parsed[0].1.file.statements.iter();
    let statement = statements.find(|s| s.span.range().contains(&at)).unwrap();
    let (before, behind) = text.split_at(statement.span.range().start);
    [beside, format!("{before}{comment}\n{behind}")]
}

#[test]
fn pages_tell_how_to_suppress_and_it_does() {
    let mut suppressed = 0;
    for lint in LINTS {
        let Some(comment) = comment_of(lint.page).filter(|_| lint.group != Group::Log) else {
            continue;
        };
        let comment = comment.replace('\n', " ");
        for example in examples(lint.page) {
            let world = World::with_tables(&example.fires);
            let linted = world.lint();
            let first = linted.shown.iter().find(|d| d.code == lint.name).unwrap();
            let at = first.place().unwrap().range().start;
            for policy in with_comment(&world, at, &comment) {
                let mut files = example.fires.clone();
                files.insert(String::from("policy.exeat"), policy.clone());
                let linted = World::with_tables(&files).lint();
                let codes = linted.suppressed.iter().map(|s| s.diagnostic.code);
                assert!(codes.into_iter().any(|code| code == lint.name), "{policy}");
                suppressed += 1;
            }
        }
    }
    assert!(suppressed > 30, "{suppressed}");
}
