//! Hours where clocks are turned, over midnight, and over the end of the week.

use super::harness::policy;
use exeat::directory::Directory;
use exeat::event::Event;
use exeat::judge::{Judge, Truth};
use exeat::policy::RuleId;
use exeat::time::parse_rfc3339;

fn check(spans: &str, zone: &str, table: &[(&str, bool)]) {
    let set = policy(&format!(
        "hours h = {spans} \"{zone}\"\nrule r {{ allow anyone to export any/* when time in h }}"
    ));
    let directory = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &directory,
    };
    for (time, inside) in table {
        let event = Event::at(parse_rfc3339(time).unwrap());
        let truth = judge.answer(RuleId(0), &event).truth;
        assert_eq!(truth, Truth::from(*inside), "{time} in {spans} {zone}");
    }
}

#[test]
fn a_span_holds_its_start_and_not_its_end() {
    check(
        "mon-fri 08:00-19:00",
        "America/New_York",
        &[
            ("2026-03-02T12:59:59.999999999Z", false),
            ("2026-03-02T13:00:00Z", true),
            ("2026-03-02T23:59:59.999999999Z", true),
            ("2026-03-03T00:00:00Z", false),
            ("2026-03-07T15:00:00Z", false),
        ],
    );
    check(
        "mon 00:00-24:00",
        "UTC",
        &[
            ("2026-03-02T23:59:59.999999999Z", true),
            ("2026-03-03T00:00:00Z", false),
        ],
    );
}

#[test]
fn an_hour_that_is_skipped_never_counts() {
    let skipped = [
        ("2026-03-29T00:59:59.999999999Z", false),
        ("2026-03-29T01:00:00Z", false),
        ("2026-03-29T01:30:00Z", false),
        ("2026-03-28T01:30:00Z", true),
        ("2026-03-30T00:30:00Z", true),
    ];
    check("mon-sun 02:00-03:00", "Europe/Berlin", &skipped);
    let skipped = [
        ("2026-03-08T06:59:59Z", false),
        ("2026-03-08T07:00:00Z", false),
        ("2026-03-09T06:30:00Z", true),
    ];
    check("mon-sun 02:00-03:00", "America/New_York", &skipped);
}

#[test]
fn an_hour_that_repeats_counts_twice() {
    let repeated = [
        ("2026-10-24T23:59:59Z", false),
        ("2026-10-25T00:00:00Z", true),
        ("2026-10-25T00:59:59Z", true),
        ("2026-10-25T01:00:00Z", true),
        ("2026-10-25T01:59:59Z", true),
        ("2026-10-25T02:00:00Z", false),
    ];
    check("sun 02:00-03:00", "Europe/Berlin", &repeated);
    let repeated = [
        ("2026-11-01T04:59:59Z", false),
        ("2026-11-01T05:30:00Z", true),
        ("2026-11-01T06:30:00Z", true),
        ("2026-11-01T07:00:00Z", false),
    ];
    check("sun 01:00-02:00", "America/New_York", &repeated);
}

#[test]
fn a_span_over_midnight_belongs_to_the_day_on_which_it_starts() {
    let night = [
        ("2026-03-06T21:59:59Z", false),
        ("2026-03-06T22:00:00Z", true),
        ("2026-03-07T05:59:59Z", true),
        ("2026-03-07T06:00:00Z", false),
        ("2026-03-07T22:00:00Z", false),
        ("2026-03-06T05:00:00Z", false),
    ];
    check("fri 22:00-06:00", "UTC", &night);
    check(
        "sun 22:00-06:00",
        "UTC",
        &[
            ("2026-03-09T05:00:00Z", true),
            ("2026-03-08T05:00:00Z", false),
        ],
    );
}

#[test]
fn days_run_on_over_sunday() {
    let weekend = [
        ("2026-03-06T12:00:00Z", false),
        ("2026-03-07T12:00:00Z", true),
        ("2026-03-08T12:00:00Z", true),
        ("2026-03-09T12:00:00Z", true),
        ("2026-03-10T12:00:00Z", false),
    ];
    check("sat-mon 00:00-24:00", "UTC", &weekend);
}

#[test]
fn any_of_several_spans_is_enough() {
    let lunch = [
        ("2026-03-02T09:00:00Z", true),
        ("2026-03-02T12:30:00Z", false),
        ("2026-03-02T13:00:00Z", true),
    ];
    check("mon-fri 08:00-12:00, mon-fri 13:00-17:00", "UTC", &lunch);
}

#[test]
fn the_last_day_of_the_calendar_has_hours_too() {
    check(
        "fri 23:00-24:00, sat 00:00-02:00",
        "Europe/Berlin",
        &[
            ("9999-12-31T21:59:59.999999999Z", false),
            ("9999-12-31T22:00:00Z", true),
            ("9999-12-31T23:59:59.999999999Z", true),
        ],
    );
}
