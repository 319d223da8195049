//! Levels that the configuration changes, and those that it may not.

use super::world::World;
use exeat::diag::Diagnostic;
use exeat::lint::{Levels, Setting};
use exeat::text::{SourceId, Span};

const RULE: &str = "rule two-tenants {\n    limit anyone to 2 tenants per actor in 7d\n}\n";

fn levels(settings: &[(&str, &str)]) -> (Levels, Vec<Diagnostic>) {
    let place = |start| Span {
        source: SourceId(7),
        start,
        end: start + 1,
    };
    let settings = settings.iter().map(|(name, level)| Setting {
        name: (*name).to_owned(),
        name_span: place(1),
        level: (*level).to_owned(),
        level_span: place(9),
    });
    Levels::read(&settings.collect::<Vec<_>>())
}

fn shown(settings: &[(&str, &str)]) -> Vec<String> {
    let (levels, wrong) = levels(settings);
    assert_eq!(wrong, []);
    let world = World {
        levels,
        ..World::of(RULE)
    };
    let linted = world.lint();
    linted.shown.iter().map(|d| world.short(d)).collect()
}

#[test]
fn a_changed_level_is_shown_as_changed() {
    let note = "1:6: warning[missing-note]: `two-tenants` does not say why";
    let owner = "1:6: warning[missing-owner]: `two-tenants` does not say who answers for it";
    assert_eq!(shown(&[]), [note, owner]);
    assert_eq!(
        shown(&[("missing-owner", "off"), ("missing-note", "warning")]),
        [note]
    );
    let error = "1:6: error[missing-note]: `two-tenants` does not say why (level set to `error` in exeat.toml)";
    assert_eq!(
        shown(&[("missing-note", "error"), ("missing-owner", "off")]),
        [error]
    );
}

#[test]
fn what_may_not_be_changed_is_told() {
    for (name, level, at, message) in [
        (
            "missing-onwer",
            "off",
            1,
            "no lint is called `missing-onwer`",
        ),
        ("missing-owner", "of", 9, "`of` is no level"),
        (
            "unknown-name",
            "warning",
            9,
            "the level of `unknown-name` cannot be changed",
        ),
        (
            "failing-test",
            "off",
            9,
            "the level of `failing-test` cannot be changed",
        ),
        (
            "denied",
            "info",
            9,
            "the level of `denied` cannot be changed",
        ),
        (
            "bad-config",
            "off",
            9,
            "the level of `bad-config` cannot be changed",
        ),
    ] {
        let (read, wrong) = levels(&[(name, level)]);
        assert_eq!(read, Levels::default());
        let [diagnostic] = wrong.as_slice() else {
            panic!("{name}: {wrong:?}");
        };
        assert_eq!(
            (diagnostic.code, diagnostic.message.as_str()),
            ("bad-config", message)
        );
        assert_eq!(diagnostic.place().unwrap().start, at);
        assert!(diagnostic.help.is_some());
    }
    assert_eq!(
        levels(&[("near-miss", "error"), ("unknown-name", "error")]).1,
        []
    );
}

#[test]
fn what_is_off_leaves_its_suppression_unused() {
    let (levels, _) = levels(&[("missing-note", "off"), ("missing-owner", "off")]);
    let policy = format!("# exeat: allow(missing-note) until 2026-08-01 legal words it\n{RULE}");
    let world = World {
        levels,
        ..World::of(&policy)
    };
    let codes: Vec<_> = world.lint().shown.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["unused-suppression"]);
}
