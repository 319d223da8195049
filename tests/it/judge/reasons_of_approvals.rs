//! The words of approvals: what is there, what is bad about it, and what is missing.

use super::directory::{approvals, event, people};
use super::harness::policy;
use exeat::directory::Directory;
use exeat::judge::{Judge, Part, Ranking};
use exeat::policy::RuleId;

#[test]
fn approvals_have_words() {
    let set = policy(
        "role dpo\nrule r { allow anyone to export any/* when approved by role dpo of tenant at most 24h before }",
    );
    let mut directory = people(&[
        ("ana@x", ""),
        ("bo@x", "roles=dpo;tenant=acme"),
        ("cy@x", "roles=dpo;tenant=acme;left=2026-03-01"),
        ("di@x", "tenant=acme"),
    ]);
    let at = "approved_at=2026-03-02T11:00:00Z";
    let own = |directory: &Directory, text: &str| {
        let judge = Judge {
            policy: &set,
            directory,
        };
        let answer = judge.answer(RuleId(0), &event(text));
        answer
            .reasons
            .into_iter()
            .find(|r| r.part == Part::When)
            .unwrap()
    };
    for (text, words) in [
        (
            format!("actor=ana@x;tenant=acme;approver=bo@x;{at}"),
            "`bo@x` approved 1h before",
        ),
        (
            "actor=ana@x;tenant=acme;approver=bo@x;approved_at=2026-03-01T10:00:00Z".into(),
            "approved 26h before, at most 24h",
        ),
        (
            "actor=ana@x;tenant=acme;approver=bo@x;approved_at=2026-03-02T13:30:00Z".into(),
            "approved 1h30min after the export",
        ),
        (
            format!("actor=bo@x;tenant=acme;approver=bo@x;{at}"),
            "approved by the exporter",
        ),
        (
            format!("actor=ana@x;tenant=acme;approver=di@x;{at}"),
            "`di@x` was not dpo then",
        ),
        (
            format!("actor=ana@x;tenant=acme;approver=cy@x;{at}"),
            "`cy@x` was not employed then",
        ),
        (
            format!("actor=ana@x;tenant=opensea;approver=bo@x;{at}"),
            "`bo@x` is not of `opensea`",
        ),
        (
            "actor=ana@x;tenant=acme".into(),
            "`approver` and `approved_at` are missing",
        ),
        (
            format!("actor=ana@x;approver=bo@x;{at}"),
            "`tenant` is missing",
        ),
    ] {
        assert_eq!(own(&directory, &text).words, words, "{text}");
    }
    approvals(
        &mut directory,
        &[(
            "T-1",
            "approver=bo@x;approved_at=2026-03-02T11:00:00Z;actor=ana@x;tenant=acme;list=news*;rows=100",
        )],
    );
    for (text, words) in [
        (
            "actor=ana@x;tenant=acme;list=news;rows=1;ticket=T-1",
            "`bo@x` approved 1h before",
        ),
        (
            "actor=ana@x;tenant=acme;list=news;rows=1;ticket=T-2",
            "no approval for `T-2`",
        ),
        (
            "actor=ana@x;tenant=acme;list=news;rows=1",
            "`ticket` is missing",
        ),
        (
            "actor=di@x;tenant=acme;list=news;rows=1;ticket=T-1",
            "the approval is for `ana@x`",
        ),
        (
            "actor=ana@x;tenant=opensea;list=news;rows=1;ticket=T-1",
            "the approval is for `acme`",
        ),
        (
            "actor=ana@x;tenant=acme;list=olds;rows=1;ticket=T-1",
            "the approval is for `news*`",
        ),
        (
            "actor=ana@x;tenant=acme;list=news;rows=101;ticket=T-1",
            "the approval is for at most 100 rows",
        ),
        (
            "actor=ana@x;tenant=acme;list=news;rows=1;ticket=T-1;approver=di@x",
            "approved by `bo@x`, not by `di@x`",
        ),
        (
            "actor=ana@x;tenant=acme;list=news;ticket=T-1",
            "`rows` is missing",
        ),
    ] {
        assert_eq!(own(&directory, text).words, words, "{text}");
    }
}

#[test]
fn a_row_whose_approver_nobody_vouches_for_wants_the_event_to_name_one() {
    let set = policy(
        "role dpo\nrule r { allow anyone to export any/* when approved by role dpo at most 24h before }",
    );
    let mut directory = Directory::default();
    approvals(
        &mut directory,
        &[("T-1", "approver=bo@x;approved_at=2026-03-02")],
    );
    let judge = Judge {
        policy: &set,
        directory: &directory,
    };
    for (text, missing) in [
        ("actor=a;ticket=T-1;approver_roles=dpo", &["approver"][..]),
        ("actor=a;ticket=T-1;approver=bo@x", &["approver_roles"]),
        ("actor=a;ticket=T-1", &["approver", "approver_roles"]),
    ] {
        assert_eq!(judge.missing(RuleId(0), &event(text)), missing, "{text}");
    }
}

#[test]
fn a_bad_approval_lacks_nothing_else() {
    let set = policy(
        r#"
        role dpo
        rule signed {
            allow anyone to export any/*
            when rows <= 5 and (approved by role dpo at most 1h before or ticket == "x")
        }
        rule simple { allow anyone to export any/* when rows <= 1 and approved by anyone at most 1h before }
        "#,
    );
    let nowhere = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &nowhere,
    };
    for (text, bad) in [
        ("actor=a;rows=1;ticket=y", true),
        ("actor=a;rows=3;ticket=y", false),
        ("actor=a;rows=9;ticket=y", false),
        ("actor=a;rows=1;ticket=x", false),
    ] {
        let nearest = Ranking::new(judge).nearest(&event(text), 1);
        assert_eq!(nearest.lacks_approval_alone, bad, "{text}");
    }
}
