//! Instants as nanoseconds since 1970 in UTC, wide enough that no sum overflows, and the proleptic
//! Gregorian calendar by counting days. It deliberately does not know of time zones.

pub type Nanos = i128;

pub const SECOND: Nanos = 1_000_000_000;
pub const MINUTE: Nanos = 60 * SECOND;
pub const HOUR: Nanos = 60 * MINUTE;
pub const DAY: Nanos = 24 * HOUR;

/// After so many years, which are so many days, the calendar repeats.
const CYCLE_YEARS: i128 = 400;
const CYCLE_DAYS: i128 = 400 * 365 + 97;

/// `2026-03-02`, or with `T15:00:00` and a fraction behind it, always in UTC.
pub fn at(written: &str) -> Nanos {
    let (date, clock) = written.split_once('T').unwrap_or((written, "00:00:00"));
    let date: Vec<i128> = date.split('-').map(number).collect();
    let clock = clock.trim_end_matches('Z');
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let clock: Vec<i128> = clock.split(':').map(number).collect();
    days_before(date[0], date[1], date[2]) * DAY
        + clock[0] * HOUR
        + clock[1] * MINUTE
        + clock[2] * SECOND
        + number(&format!("{fraction:0<9}"))
}

fn number(digits: &str) -> i128 {
    digits.parse().unwrap()
}

/// RFC 3339 as a clock shows it that is so many minutes ahead of UTC; the fraction only where there is one.
pub fn rfc3339(instant: Nanos, ahead: i128) -> String {
    let local = instant + ahead * MINUTE;
    let (hour, minute) = (
        local.rem_euclid(DAY) / HOUR,
        local.rem_euclid(HOUR) / MINUTE,
    );
    let (second, nano) = (local.rem_euclid(MINUTE) / SECOND, local.rem_euclid(SECOND));
    let fraction = match nano {
        0 => String::new(),
        _ => format!(".{nano:09}").trim_end_matches('0').to_owned(),
    };
    let zone = match ahead {
        0 => "Z".to_owned(),
        _ => format!(
            "{}{:02}:{:02}",
            if ahead < 0 { '-' } else { '+' },
            ahead.abs() / 60,
            ahead.abs() % 60
        ),
    };
    format!(
        "{}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}",
        date(local)
    )
}

/// The date of an instant in UTC.
pub fn date(instant: Nanos) -> String {
    let days = instant.div_euclid(DAY);
    let mut year = 1970 + days.div_euclid(CYCLE_DAYS) * CYCLE_YEARS;
    let mut days = days.rem_euclid(CYCLE_DAYS);
    while days >= year_length(year) {
        days -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    while days >= month_length(year, month) {
        days -= month_length(year, month);
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

/// Days from 1970-01-01 to this date, counted year by year from a year of the same calendar.
fn days_before(year: i128, month: i128, day: i128) -> i128 {
    let cycles = (year - 1970).div_euclid(CYCLE_YEARS);
    let years: i128 = (1970 + cycles * CYCLE_YEARS..year).map(year_length).sum();
    let months: i128 = (1..month).map(|earlier| month_length(year, earlier)).sum();
    cycles * CYCLE_DAYS + years + months + day - 1
}

fn year_length(year: i128) -> i128 {
    if leap(year) { 366 } else { 365 }
}

fn month_length(year: i128, month: i128) -> i128 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn leap(year: i128) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[test]
fn instants_are_what_they_say() {
    assert_eq!(at("1970-01-01"), 0);
    assert_eq!(at("2000-03-01") - at("2000-02-28"), 2 * DAY);
    assert_eq!(at("1900-03-01") - at("1900-02-28"), DAY);
    assert_eq!(at("2026-03-02T15:00:00.5Z"), 1_772_463_600_500_000_000);
    assert_eq!(at("0001-01-01"), -719_162 * DAY);
    assert_eq!(at("9999-12-31"), 2_932_896 * DAY);
    for written in [
        "0001-01-01T00:00:00Z",
        "9999-12-30T23:59:59.000000001Z",
        "1969-12-31T23:59:59Z",
    ] {
        assert_eq!(rfc3339(at(written), 0), written);
    }
    assert_eq!(rfc3339(at("2026-01-01"), -300), "2025-12-31T19:00:00-05:00");
    assert_eq!(rfc3339(at("2026-01-01"), 330), "2026-01-01T05:30:00+05:30");
}
