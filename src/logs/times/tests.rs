//! The ways in which logs write times.

use super::*;
use crate::time::parse_rfc3339;

fn rfc(text: &str) -> Time {
    parse_rfc3339(text).unwrap()
}

#[test]
fn every_format_of_real_logs_is_read_exactly() {
    let utc = Zone::named("UTC").unwrap();
    let new_york = Zone::named("America/New_York").unwrap();
    for (text, zone, expected) in [
        ("2021-07-30T16:32:57Z", None, "2021-07-30T16:32:57Z"),
        ("2022-02-08 09:23:37+11:00", None, "2022-02-07T22:23:37Z"),
        (
            "2023-03-22T15:07:16.240+0000",
            None,
            "2023-03-22T15:07:16.24Z",
        ),
        ("2023-05-09T11:14:52-07:00", None, "2023-05-09T18:14:52Z"),
        ("2023-05-09T11:14:52-07", None, "2023-05-09T18:14:52Z"),
        ("2021-05-18T21:13:33", Some(&utc), "2021-05-18T21:13:33Z"),
        (
            "2021-05-18T21:13:33",
            Some(&new_york),
            "2021-05-19T01:13:33Z",
        ),
        ("2024-12-19 16:31:20", Some(&utc), "2024-12-19T16:31:20Z"),
        (
            "2024-01-20 15:45:30.123",
            Some(&utc),
            "2024-01-20T15:45:30.123Z",
        ),
        (
            "2024-12-19 16:31:20.123456",
            Some(&utc),
            "2024-12-19T16:31:20.123456Z",
        ),
        (
            "2023-12-01T17:55:31.4699153Z",
            None,
            "2023-12-01T17:55:31.4699153Z",
        ),
        (
            "2022-02-15T21:51:50.071173943Z",
            None,
            "2022-02-15T21:51:50.071173943Z",
        ),
        (
            "2020-06-21 20:41:25.000000000",
            Some(&utc),
            "2020-06-21T20:41:25Z",
        ),
        (
            "2021-05-18T21:13:33.000000000000Z",
            None,
            "2021-05-18T21:13:33Z",
        ),
        ("2021-05-18 21:13:33,5 UTC", None, "2021-05-18T21:13:33.5Z"),
        ("2021-05-18t21:13:33z", None, "2021-05-18T21:13:33Z"),
        (" 2021-05-18T21:13:33Z\r\n", None, "2021-05-18T21:13:33Z"),
        ("2021-05-18", Some(&utc), "2021-05-18T00:00:00Z"),
        ("5/18/2021 9:13:33 PM", Some(&utc), "2021-05-18T21:13:33Z"),
        ("12/1/2021 12:00:00 AM", Some(&utc), "2021-12-01T00:00:00Z"),
        ("12/1/2021 12:00:00 pm", Some(&utc), "2021-12-01T12:00:00Z"),
        ("20230317180424.293", Some(&utc), "2023-03-17T18:04:24.293Z"),
        ("1694713528", None, "2023-09-14T17:45:28Z"),
        ("1717680343.697000", None, "2024-06-06T13:25:43.697Z"),
        ("1621305118553", None, "2021-05-18T02:31:58.553Z"),
        ("1621305118553.0", None, "2021-05-18T02:31:58.553Z"),
        ("1621305118553123", None, "2021-05-18T02:31:58.553123Z"),
        (
            "1621305118553123456",
            None,
            "2021-05-18T02:31:58.553123456Z",
        ),
        ("1.621305118e9", None, "2021-05-18T02:31:58Z"),
        ("-1", None, "1969-12-31T23:59:59Z"),
        ("99999999999", None, "5138-11-16T09:46:39Z"),
        ("100000000000", None, "1973-03-03T09:46:40Z"),
        ("2016-12-31T23:59:60Z", None, "2017-01-01T00:00:00Z"),
        (
            "2017-01-01T05:29:60.25+05:30",
            None,
            "2017-01-01T00:00:00.25Z",
        ),
        ("2021-05-18T24:00:00Z", None, "2021-05-19T00:00:00Z"),
        ("2024-02-29T00:00:00Z", None, "2024-02-29T00:00:00Z"),
        ("0001-01-01T00:00:00Z", None, "0001-01-01T00:00:00Z"),
    ] {
        assert_eq!(read_time(text, zone), Ok(rfc(expected)), "{text}");
    }
    let last = Time(END - 1);
    assert_eq!(read_time("9999-12-31T23:59:59.999999999Z", None), Ok(last));
}

#[test]
fn what_is_no_time_is_refused_with_the_reason() {
    let new_york = Zone::named("America/New_York").unwrap();
    for (text, zone, reason) in [
        ("2021-05-18T21:13:33", None, "zone = \"UTC\""),
        ("2024-12-19 16:31:20", None, "zone = \"UTC\""),
        ("5/18/2021 9:13:33 PM", None, "zone = \"UTC\""),
        ("20230317180424.293", None, "zone = \"UTC\""),
        ("2021-05-18", None, "zone = \"UTC\""),
        (
            "2024-12-17 00:00:00000000",
            None,
            "more digits without a point",
        ),
        ("redacted", None, "no time in any form"),
        ("...", None, "no time in any form"),
        ("", None, "no time in any form"),
        ("-", None, "no time in any form"),
        ("Tue Sep 11 10:00:00 2001 UTC", None, "no time in any form"),
        ("18/5/2021 9:13:33 PM", Some(&new_york), "no month 18"),
        ("5/18/2021 21:13:33", Some(&new_york), "AM or PM"),
        ("5/18/2021 13:13:33 PM", Some(&new_york), "no hour 13"),
        ("2021-11-31T00:00:00Z", None, "November has 30 days"),
        ("2021-02-29T00:00:00Z", None, "2021 was no leap year"),
        ("2021-13-01T00:00:00Z", None, "no month 13"),
        ("2021-00-01T00:00:00Z", None, "no month 0"),
        ("2021-01-00T00:00:00Z", None, "not 0"),
        ("0000-01-01T00:00:00Z", None, "no year 0"),
        ("2021-05-18T24:00:01Z", None, "no hour 24"),
        ("2021-05-18T25:00:00Z", None, "no hour 25"),
        ("2021-05-18T10:60:00Z", None, "no minute 60"),
        ("2021-05-18T10:00:61Z", None, "no second 61"),
        ("2021-05-18T10:00:60Z", None, "leap second"),
        ("2021-05-18T21:13Z", None, "lacks hours, minutes or seconds"),
        ("2021-05-18T", None, "lacks hours, minutes or seconds"),
        ("2021-05-18X21:13:33", None, "no clock time follows"),
        ("2021-05-18T21:13:33.Z", None, "no digits follow"),
        (
            "2021-05-18T21:13:33.0000000001Z",
            None,
            "finer than a nanosecond",
        ),
        ("2021-05-18T21:13:33+25:00", None, "no hours and minutes"),
        ("2021-05-18T21:13:33+01:", None, "no hours and minutes"),
        ("2021-05-18T21:13:33 PST", None, "where a zone should"),
        ("2021-05-18T21:13:33Zulu", None, "what stands behind"),
        ("2021-11-07T01:30:00", Some(&new_york), "show it twice"),
        ("2021-03-14T02:30:00", Some(&new_york), "never show it"),
        ("20230317", None, "a date without a clock time"),
        ("99999999999999999999999", None, "beyond the years"),
        ("1e300", None, "beyond the years"),
        ("1.0000000001", None, "finer than a nanosecond"),
    ] {
        let refused = read_time(text, zone).expect_err(text);
        assert!(refused.contains(reason), "{text}: {refused}");
    }
}
