//! Scenarios: that each is caught by the rule that is meant to, and that what is claimed to pass does pass.

use super::harness::{exeat, top};
use exeat::directory::Directory;
use exeat::judge::Judge;
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::parse;
use exeat::text::{Source, SourceId};
use exeat::time::parse_rfc3339;
use exeat::trial::scenario::{Means, Part, Play, SCENARIOS, Whole, cast, play, scenario_named};
use serde_json::Value;
use std::fs;

/// Roles that may do everything, and a rule after each scenario that finds it.
const POLICY: &str = r#"
role engineer, support, lead

rule engineers { allow role engineer to export any/* }
rule supporters {
    allow role support to export any/newsletter*
    when  rows <= 5_000 and (ticket is missing or ticket matches "SUP-[0-9]{4,}")
}

rule six { limit role engineer to 5 tenants per actor in 7d }
rule hundred { limit role support to 20 tenants per actor in 24h }
rule evening { limit role support to 50_000 rows per actor in 12h }
rule quarter { limit role engineer to 60_000 rows per actor in 90d when rows < 5_000 }
rule gone-people { deny anyone to export any/* when time >= actor.left }
rule gone-tenants { deny anyone to export any/* when time >= tenant.left }
"#;

/// Nobody exports but on another's word.
const APPROVED: &str = r#"
role engineer, lead

rule engineers { allow role engineer to export any/* when approved by role lead at most 1h before }

rule week { limit role engineer to 3 tenants per approver in 7d when approver is set }
"#;

fn policy(text: &str) -> PolicySet {
    let source = Source {
        id: SourceId(0),
        name: "policy".to_owned(),
        text: text.to_owned(),
    };
    let parsed = parse(&source);
    let resolved = resolve(&[&parsed.file], &Known::default());
    let wrong = [parsed.diagnostics, resolved.diagnostics].concat();
    assert!(wrong.is_empty(), "{wrong:?}\n{text}");
    resolved.set
}

fn plays(text: &str, scenario: &str, part: &Part) -> (PolicySet, Vec<Play>) {
    let set = policy(text);
    let directory = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &directory,
    };
    let row = scenario_named(scenario).unwrap();
    let now = parse_rfc3339("2026-06-01").unwrap();
    let cast = cast(judge, row, part, now);
    let plays = play(judge, row, &cast, now);
    (set, plays)
}

/// What finds each play first, and how much had gone before.
fn told(text: &str, scenario: &str) -> Vec<String> {
    let (set, plays) = plays(text, scenario, &Part::default());
    let tell = |play: &Play| {
        let Some(first) = play.caught.first() else {
            let taken = play.taken;
            return format!(
                "{}: passes with {} of {}",
                play.means.name(),
                taken.rows,
                taken.tenants
            );
        };
        let rule = first
            .rule
            .map_or("not-allowed", |rule| &set.rule(rule).unwrap().name.text);
        let (rows, tenants) = (first.before.rows, first.before.tenants);
        format!(
            "{}: {rule} at {} after {rows} of {tenants}",
            play.means.name(),
            first.at
        )
    };
    plays.iter().map(tell).collect()
}

/// A policy without one rule.
fn without(policy: &str, rule: &str) -> String {
    let from = policy.find(&format!("rule {rule} {{")).unwrap();
    let rest = &policy[from..];
    let end = if rest.lines().next().unwrap().ends_with('}') {
        rest.find('\n').unwrap()
    } else {
        rest.find("\n}").unwrap() + 2
    };
    format!("{}{}", &policy[..from], &rest[end..])
}

#[test]
fn each_scenario_is_caught_by_its_rule_and_not_without_it() {
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "vendor-engineer",
            "six",
            &["role: six at 6 after 200000 of 5"],
            &["role: passes with 240000 of 6"],
        ),
        (
            "support-tool",
            "hundred",
            &["role: evening at 17 after 48000 of 16"],
            &["role: evening at 17 after 48000 of 16"],
        ),
        (
            "talked-into",
            "evening",
            &["role: evening at 11 after 50000 of 1"],
            &["role: passes with 70000 of 1"],
        ),
        (
            "slow-drip",
            "quarter",
            &["role: quarter at 67 after 59400 of 1"],
            &["role: passes with 81000 of 1"],
        ),
        (
            "departed-employee",
            "gone-people",
            &["role: gone-people at 1 after 0 of 0"],
            &["role: passes with 60000 of 1"],
        ),
        (
            "colluding-approver",
            "week",
            &["colleague: week at 4 after 60000 of 3"],
            &["colleague: passes with 80000 of 4"],
        ),
        (
            "left-tenant",
            "gone-tenants",
            &["role: gone-tenants at 1 after 0 of 0"],
            &["role: passes with 80000 of 1"],
        ),
    ];
    let named: Vec<&str> = cases.iter().map(|case| case.0).collect();
    let all: Vec<&str> = SCENARIOS.iter().map(|row| row.name).collect();
    assert_eq!(named, all);
    for (scenario, rule, with, lacking) in cases {
        let policy = match *scenario {
            "colluding-approver" => APPROVED,
            _ => POLICY,
        };
        assert_eq!(told(policy, scenario), *with, "{scenario}");
        assert_eq!(
            told(&without(policy, rule), scenario),
            *lacking,
            "{scenario} without {rule}"
        );
    }
}

#[test]
fn with_more_at_hand_an_insider_comes_as_far_as_the_policy_lets_him() {
    let policy = r#"
        role support, lead
        rule sends {
            allow role support to export any/newsletter*
            when  ticket matches "SUP-[0-9]{4}" and ticket.tenant == tenant
              and approved by role lead at most 1h before and purpose == "support"
              and destination.domain in tenant.domains and all fields in ["email"]
              and time in office and not ip in 10.0.0.0/8 and rows <= 30_000
        }
        hours office = mon-fri 09:00-17:00 "UTC"
        rule a-day { limit anyone to 40_000 rows per actor in 24h }
        rule open { deny anyone to export any/* when mfa == false or purpose is missing }
        field mfa: bool
    "#;
    let (_, plays) = plays(policy, "talked-into", &Part::default());
    let means: Vec<Means> = plays.iter().map(|play| play.means).collect();
    assert_eq!(means, [Means::Role, Means::Everything]);
    let first = plays[1].records.first().unwrap();
    for piece in [
        "list: \"newsletter\"",
        "ticket: \"SUP-0000\"",
        "ticket.tenant: \"tenant-1\"",
        "approver_roles: [\"lead\"]",
        "destination: \"lists@tenant-1.example\"",
        "purpose: \"support\"",
        "rows: 30000",
        "mfa: true",
        // Ten past ten at night is no office hour: it is done the next morning.
        "time: 2026-06-04T09:00:00Z",
        "approved_at: 2026-06-04T08:50:00Z",
    ] {
        assert!(first.contains(piece), "{piece} is not in {first}");
    }
    assert_eq!(plays[1].caught.len(), 1);
    assert_eq!(plays[1].caught[0].before.rows, 30_000);
}

#[test]
fn each_means_reaches_no_further_than_it_says() {
    let policy = |when: &str| {
        format!("role r, lead\nrule a {{ allow role r to export any/* when {when} }}\n")
    };
    let least = |when: &str| {
        let (_, plays) = plays(&policy(when), "slow-drip", &Part::default());
        let passing = plays.iter().find(|play| play.caught.is_empty());
        passing.map(|play| play.means)
    };
    for (when, means) in [
        ("purpose == \"x\"", Some(Means::Role)),
        ("rows <= 100", Some(Means::Role)),
        ("bytes <= 10KB", Some(Means::Role)),
        (
            "fields contains phone and not any fields in [email]",
            Some(Means::Role),
        ),
        ("ip in 192.0.2.0/24", Some(Means::Role)),
        ("ticket is set", Some(Means::Ticket)),
        (
            "ticket is listed and ticket.tenant == tenant",
            Some(Means::Ticket),
        ),
        (
            "ticket like \"T-*\" and ticket.tenant == tenant",
            Some(Means::Ticket),
        ),
        (
            "tenant == ticket.tenant and ticket.closed >= time + 1h",
            Some(Means::Ticket),
        ),
        (
            "approved by role lead at most 1h before",
            Some(Means::Colleague),
        ),
        (
            "approved by anyone at most 1min before",
            Some(Means::Colleague),
        ),
        (
            "approved by actor \"lead@mail.example\" at most 1h before",
            Some(Means::Colleague),
        ),
        (
            "approved by role lead of tenant at most 1h before",
            Some(Means::Everything),
        ),
        (
            "destination.domain in tenant.domains",
            Some(Means::Everything),
        ),
        (
            "destination.domain == \"partner.example\"",
            Some(Means::Everything),
        ),
        (
            "ticket is set or destination is missing",
            Some(Means::Ticket),
        ),
        ("time < 2026-01-01", None),
        ("actor.team == \"x\"", None),
        ("tenant.region == \"eu\"", None),
        ("any list.classes in [email]", None),
        ("rows > 1_000_000", None),
        ("actor.tenant == tenant", None),
        ("list == \"opensea-all\"", Some(Means::Role)),
        (
            "list like \"all-*\" and list != \"all-1000\"",
            Some(Means::Role),
        ),
        ("rows <= 0", None),
        ("bytes <= 10", None),
    ] {
        assert_eq!(least(when), means, "{when}");
    }
}

#[test]
fn what_passes_passes_as_a_test() {
    let mut passed = 0;
    for row in SCENARIOS {
        for text in [
            POLICY.to_owned(),
            without(POLICY, "six"),
            without(POLICY, "gone-tenants"),
            without(POLICY, "quarter"),
        ] {
            let (_, plays) = plays(&text, row.name, &Part::default());
            for play in plays.iter().filter(|play| play.caught.is_empty()) {
                passed += 1;
                assert_passes(&text, &play.records);
            }
        }
    }
    assert!(passed > 3, "{passed}");
}

/// The exports, pasted into a test's sequence, are all allowed.
fn assert_passes(policy: &str, records: &[String]) {
    let expects = records
        .iter()
        .map(|record| format!("        expect allow with {record}\n"));
    let test = format!(
        "test t {{\n    sequence {{\n{}    }}\n}}\n",
        expects.collect::<String>()
    );
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(
        folder.path().join("policies/p.exeat"),
        format!("{policy}{test}"),
    )
    .unwrap();
    let ran = exeat(folder.path(), &["test"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_settings_say_who_plays() {
    let part = Part {
        role: Some("support".to_owned()),
        tenants: vec!["opensea".to_owned(), "celsius".to_owned()],
        lists: vec!["newsletter-de".to_owned()],
        destination: Some("x@elsewhere.example".to_owned()),
        ticket: Some("SUP-777".to_owned()),
        ..Part::default()
    };
    let policy = r#"
        role support, engineer
        rule a { allow role support to export any/newsletter* when ticket matches "SUP-[0-9]+" }
        rule b { allow role engineer to export any/* }
    "#;
    let (_, plays) = plays(policy, "vendor-engineer", &part);
    let ticket = plays
        .iter()
        .find(|play| play.means == Means::Ticket)
        .unwrap();
    assert_eq!(ticket.tenants[..3], ["opensea", "celsius", "tenant-1"]);
    let first = ticket.records.first().unwrap();
    for piece in [
        "roles: [\"support\"]",
        "tenant: \"opensea\"",
        "list: \"newsletter-de\"",
        "destination: \"x@elsewhere.example\"",
        "ticket: \"SUP-777\"",
    ] {
        assert!(first.contains(piece), "{piece} is not in {first}");
    }
}

#[test]
fn tenants_where_he_does_not_get_through_are_left_alone() {
    let policy = "role r
        set crypto = [opensea, celsius]
        rule a { allow role r to export crypto/* }
        rule b { deny anyone to export celsius/* }
        rule c { allow role r to export kestrel/a }";
    let (_, plays) = plays(policy, "vendor-engineer", &Part::default());
    assert_eq!(plays[0].tenants, ["kestrel", "opensea"]);
    assert!(plays[0].caught.is_empty());
}

#[test]
fn who_has_less_access_plays_where_nobody_has_more() {
    let named = |policy: &str, scenario: &str| {
        let (_, plays) = plays(policy, scenario, &Part::default());
        (plays[0].tenants.clone(), plays[0].caught.is_empty())
    };
    let own = "role marketer
        rule own-lists { allow role marketer to export own/* }
        rule own-day { limit role marketer to 1 tenants per actor in 24h }";
    assert_eq!(named(own, "slow-drip"), (vec!["tenant-1".to_owned()], true));
    let (all, passes) = named(own, "vendor-engineer");
    assert_eq!((all.len(), passes), (6, false));
    let one = format!("{own}\nrule one {{ allow actor \"ana@mail.example\" to export opensea/* }}");
    assert_eq!(named(&one, "slow-drip"), (vec!["opensea".to_owned()], true));
    let several = format!("{one}\nrole support rule all {{ allow role support to export any/x }}");
    assert_eq!(named(&several, "vendor-engineer").0.len(), 6);
}

#[test]
fn with_all_in_order_only_what_goes_home_is_work() {
    let ran = |policy: &str, scenario: &str| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("policies")).unwrap();
        fs::write(folder.path().join("policies/p.exeat"), policy).unwrap();
        let args = ["test", "--scenario", scenario, "--output", "short"];
        exeat(folder.path(), &args)
    };
    let home =
        "role r\nrule a { allow role r to export any/* when destination.domain in tenant.domains }";
    assert_eq!(ran(home, "vendor-engineer").code, 0);
    assert!(
        ran(home, "vendor-engineer")
            .stdout
            .contains("info[not-caught]")
    );
    assert_eq!(ran(home, "left-tenant").code, 1);
    let partner = home.replace("in tenant.domains", "in [\"partner.example\"]");
    let ran = ran(&partner, "vendor-engineer");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("warning[not-caught]"), "{}", ran.stdout);
}

#[test]
fn what_would_take_too_many_exports_is_cut_and_said_to_be() {
    let policy = "role r\nrule a { allow role r to export any/* when rows <= 10 }";
    let (_, plays) = plays(policy, "talked-into", &Part::default());
    assert_eq!(plays[0].whole, Whole::Played);
    assert_eq!(plays[0].taken.exports, 7_000);
    let policy = policy.replace("10", "2");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/p.exeat"), policy).unwrap();
    let ran = exeat(
        folder.path(),
        &["test", "--quiet", "--scenario", "talked-into"],
    );
    let said = "exeat: 1 scenario, played 1 time, 1 not caught; no more than 10000 exports are played of one\n";
    assert_eq!(ran.stdout, said);
}

#[test]
fn every_recipe_can_be_played() {
    let page = fs::read_to_string(top().join("docs/cookbook.md")).unwrap();
    let recipes: Vec<&str> = page
        .split("```exeat\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(recipes.len() > 7);
    for recipe in recipes {
        // One of many tenants takes as long as all others together, and tries nothing else.
        for row in SCENARIOS.iter().filter(|row| row.name != "support-tool") {
            let (_, plays) = plays(recipe, row.name, &Part::default());
            assert!(!plays.is_empty());
            for play in plays.iter().filter(|play| play.caught.is_empty()) {
                assert_eq!(
                    play.taken.exports,
                    u64::try_from(play.records.len()).unwrap()
                );
                assert_passes(recipe.split("\ntest ").next().unwrap(), &play.records[..1]);
            }
        }
    }
}

#[test]
fn the_story_of_each_is_written_canonically() {
    let ran = exeat(&top(), &["fmt", "--check", "src/trial/scenarios"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn nothing_is_not_caught_on_the_shipped_set_but_what_is_in_order() {
    let ran = exeat(&top(), &["test", "--scenario", "--output", "json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let lines = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let plays: Vec<Value> = lines.collect();
    for row in SCENARIOS {
        let own: Vec<&Value> = plays
            .iter()
            .filter(|play| play["scenario"] == row.name)
            .collect();
        assert_eq!(own[0]["caught"], true, "{}", row.name);
        assert_eq!(own[0]["findings"][0]["export"], 1, "{}", row.name);
    }
    for play in plays.iter().filter(|play| play["caught"] == false) {
        assert_eq!(play["means"], "everything");
    }
}
