//! Hours: spans over midnight, days that wrap, hours that a change of clocks repeats or skips.

use crate::naive::evaluate::clock::within;
use crate::naive::model::instant::at;
use crate::naive::model::policy::{Hours, Span};

fn hours(first: i128, last: i128, start: i128, end: i128, zone: &str) -> Hours {
    let spans = vec![Span {
        first,
        last,
        start: start * 60,
        end: end * 60,
    }];
    Hours {
        name: "h".to_owned(),
        spans,
        zone: zone.to_owned(),
    }
}

fn check(hours: &Hours, table: &[(&str, bool)]) {
    for (instant, expected) in table {
        assert_eq!(within(hours, at(instant)), *expected, "{instant}");
    }
}

#[test]
fn start_is_included_and_end_is_not() {
    // 2026-03-02 is a Monday.
    check(
        &hours(0, 4, 8, 19, "UTC"),
        &[
            ("2026-03-02T08:00:00", true),
            ("2026-03-02T07:59:59.999999999", false),
            ("2026-03-02T18:59:59.999999999", true),
            ("2026-03-02T19:00:00", false),
            ("2026-03-06T12:00:00", true),
            ("2026-03-07T12:00:00", false),
        ],
    );
    check(
        &hours(0, 0, 0, 24, "UTC"),
        &[
            ("2026-03-01T23:59:59", false),
            ("2026-03-02", true),
            ("2026-03-02T23:59:59.999999999", true),
            ("2026-03-03", false),
        ],
    );
}

#[test]
fn a_span_over_midnight_belongs_to_the_day_on_which_it_starts() {
    check(
        &hours(4, 4, 22, 6, "UTC"),
        &[
            ("2026-03-06T05:00:00", false),
            ("2026-03-06T22:00:00", true),
            ("2026-03-07T05:59:59", true),
            ("2026-03-07T06:00:00", false),
            ("2026-03-07T22:00:00", false),
        ],
    );
    // Sunday's runs into Monday.
    check(
        &hours(6, 6, 22, 6, "UTC"),
        &[
            ("2026-03-02T05:00:00", true),
            ("2026-03-01T05:00:00", false),
        ],
    );
}

#[test]
fn saturday_to_monday_wraps() {
    check(
        &hours(5, 0, 8, 9, "UTC"),
        &[
            ("2026-03-06T08:30:00", false),
            ("2026-03-07T08:30:00", true),
            ("2026-03-08T08:30:00", true),
            ("2026-03-09T08:30:00", true),
            ("2026-03-10T08:30:00", false),
        ],
    );
}

#[test]
fn an_hour_that_repeats_counts_twice_and_one_that_is_skipped_never() {
    // In New York 2026-11-01 shows 01:30 twice, 2026-03-08 never shows 02:30.
    check(
        &hours(6, 6, 1, 2, "America/New_York"),
        &[
            ("2026-11-01T04:59:59", false),
            ("2026-11-01T05:30:00", true),
            ("2026-11-01T06:30:00", true),
            ("2026-11-01T07:00:00", false),
        ],
    );
    check(
        &hours(6, 6, 2, 3, "America/New_York"),
        &[
            ("2026-03-08T06:59:59", false),
            ("2026-03-08T07:00:00", false),
            ("2026-03-08T07:30:00", false),
        ],
    );
    check(
        &hours(0, 6, 9, 10, "Asia/Kolkata"),
        &[
            ("2026-03-08T03:30:00", true),
            ("2026-03-08T03:29:59", false),
        ],
    );
}

#[test]
fn the_ends_of_the_calendar_have_a_wall_clock_too() {
    // 0001-01-01 is a Monday, 9999-12-30 a Thursday.
    check(
        &hours(0, 0, 0, 24, "UTC"),
        &[("0001-01-01", true), ("0001-01-02", false)],
    );
    check(
        &hours(3, 3, 0, 24, "UTC"),
        &[("9999-12-30", true), ("9999-12-29", false)],
    );
}
