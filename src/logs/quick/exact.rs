//! The forms in which most values stand, read without a detour: whole numbers, instants, IPv4 addresses.
//!
//! Whatever is read here, [`fit`](crate::logs::values::fit) reads the same; what is not is for `fit`.

use crate::event::Value;
use crate::logs::bind::Bound;
use crate::logs::times::read_time;
use crate::syntax::ast::Type;
use crate::time::{NANOS, Time};
use std::net::IpAddr;

/// A value of a type of which all values are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exact {
    Int(i64),
    Time(Time),
    Ip(IpAddr),
}

impl Exact {
    /// The value, if it is one.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::Int(*number)),
            Value::Time(time) => Some(Self::Time(*time)),
            Value::Ip(ip) => Some(Self::Ip(*ip)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn is_below_zero(self) -> bool {
        matches!(self, Self::Int(..0))
    }
}

/// A whole number of at most 18 digits, without leading zeros.
#[inline]
pub(super) fn int(raw: &[u8]) -> Option<i64> {
    let (negative, digits) = match raw {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut number = 0_i64;
    for byte in digits {
        number = number * 10 + i64::from(digit(*byte)?);
    }
    Some(if negative { -number } else { number })
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    let digit = byte.wrapping_sub(b'0');
    (digit < 10).then_some(digit)
}

/// `1.2.3.4`
#[inline]
pub(super) fn ipv4(text: &[u8]) -> Option<[u8; 4]> {
    let mut octets = [0_u8; 4];
    let mut rest = text;
    for (at, octet) in octets.iter_mut().enumerate() {
        if at > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        let (first, mut behind) = rest.split_first()?;
        let mut number = u16::from(digit(*first)?);
        while let Some((next, left)) = behind.split_first() {
            let Some(next) = digit(*next).filter(|_| number < 100) else {
                break;
            };
            if number == 0 {
                return None;
            }
            number = number * 10 + u16::from(next);
            behind = left;
        }
        *octet = u8::try_from(number).ok()?;
        rest = behind;
    }
    rest.is_empty().then_some(octets)
}

/// The last day that an instant fell on, and when it began.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    day: [u8; 10],
    began: Time,
}

impl Days {
    /// `2021-05-18T21:13:33.123Z`, with none to nine decimals.
    #[inline]
    pub(super) fn time(&mut self, text: &[u8]) -> Option<Time> {
        let (day, rest) = text.split_first_chunk::<10>()?;
        let (clock, rest) = rest.strip_prefix(b"T")?.split_first_chunk::<8>()?;
        let seconds = clock_seconds(*clock)?;
        let nanos = match rest {
            [b'.', a, b, c, b'Z'] => {
                let hundreds = i64::from(digit(*a)?) * 10 + i64::from(digit(*b)?);
                (hundreds * 10 + i64::from(digit(*c)?)) * 1_000_000
            }
            [b'Z'] => 0,
            [b'.', decimals @ .., b'Z'] => nanos(decimals)?,
            _ => return None,
        };
        if *day != self.day {
            self.turn(*day)?;
        }
        let since = seconds * 1_000_000_000 + nanos;
        Some(Time(self.began.0 + i128::from(since)))
    }

    #[cold]
    fn turn(&mut self, day: [u8; 10]) -> Option<()> {
        let dashes = matches!(day, [_, _, _, _, b'-', _, _, b'-', _, _]);
        let text = std::str::from_utf8(&day).ok().filter(|_| dashes)?;
        self.began = read_time(&format!("{text}T00:00:00Z"), None).ok()?;
        self.day = day;
        Some(())
    }
}

/// `21:13:33`: all digits looked at at once.
#[inline]
fn clock_seconds(clock: [u8; 8]) -> Option<i64> {
    const ZEROS: u64 = u64::from_le_bytes(*b"00:00:00");
    const COLONS: u64 = u64::from_le_bytes([0, 0, 0xFF, 0, 0, 0xFF, 0, 0]);
    let digits = u64::from_le_bytes(clock) ^ ZEROS;
    // The high bit of a byte that is more than 9 is set.
    let beyond = digits.wrapping_add(u64::from_ne_bytes([0x76; 8])) | digits;
    if digits & COLONS != 0 || beyond & u64::from_ne_bytes([0x80; 8]) != 0 {
        return None;
    }
    let [h1, h2, _, m1, m2, _, s1, s2] = digits.to_le_bytes();
    let two = |ten: u8, one: u8| i64::from(ten * 10 + one);
    let (hours, minutes, seconds) = (two(h1, h2), two(m1, m2), two(s1, s2));
    let fits = hours < 24 && minutes < 60 && seconds < 60;
    fits.then_some((hours * 60 + minutes) * 60 + seconds)
}

/// One to nine decimals of a second.
#[inline]
fn nanos(decimals: &[u8]) -> Option<i64> {
    const PLACES: [i64; 9] = [
        100_000_000,
        10_000_000,
        1_000_000,
        100_000,
        10_000,
        1000,
        100,
        10,
        1,
    ];
    let place = decimals.len().checked_sub(1).and_then(|n| PLACES.get(n))?;
    let mut number = 0_i64;
    for byte in decimals {
        number = number * 10 + i64::from(digit(*byte)?);
    }
    Some(number * place)
}

const _: () = assert!(NANOS == 1_000_000_000);

/// A value in a form that is read without a detour.
#[inline]
pub(super) fn usual(
    raw: &[u8],
    escaped: bool,
    ty: Type,
    source: &Bound,
    days: &mut Days,
) -> Option<Exact> {
    let inside = match raw {
        [b'"', inside @ .., b'"'] if !escaped && source.null.is_empty() => Some(inside),
        [b'"', ..] => return None,
        _ => None,
    };
    match (ty, inside) {
        (Type::Int, _) => int(inside.unwrap_or(raw)).map(Exact::Int),
        (Type::Time, Some(text)) => days.time(text).map(Exact::Time),
        (Type::Ip, Some(text)) => ipv4(text).map(|ip| Exact::Ip(ip.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::FieldId;
    use crate::logs::values::{Leaf, fit};
    use crate::syntax::ast::Type;
    use proptest::prelude::*;

    fn slowly(text: &str, ty: Type) -> Option<Value> {
        fit(Leaf::Text(text.into()), FieldId::PURPOSE, ty, None).ok()?
    }

    fn agree(text: &str) {
        if let Some(number) = int(text.as_bytes()) {
            assert_eq!(slowly(text, Type::Int), Some(Value::Int(number)), "{text}");
        }
        if let Some(ip) = ipv4(text.as_bytes()) {
            assert_eq!(
                slowly(text, Type::Ip),
                Some(Value::Ip(IpAddr::from(ip))),
                "{text}"
            );
        }
        if let Some(time) = Days::default().time(text.as_bytes()) {
            assert_eq!(slowly(text, Type::Time), Some(Value::Time(time)), "{text}");
        }
    }

    #[test]
    fn the_usual_forms_are_read() {
        let mut days = Days::default();
        for text in [
            "2026-01-01T00:00:00Z",
            "2026-01-01T23:59:59.999999999Z",
            "2024-02-29T12:00:00.5Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            let time = days.time(text.as_bytes()).unwrap();
            assert_eq!(slowly(text, Type::Time), Some(Value::Time(time)), "{text}");
        }
        assert_eq!(int(b"-12"), Some(-12));
        assert_eq!(int(b"999999999999999999"), Some(999_999_999_999_999_999));
        assert_eq!(ipv4(b"10.0.47.255"), Some([10, 0, 47, 255]));
    }

    #[test]
    fn what_is_unusual_is_left_to_others() {
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T23:59:60Z",
            "2026-01-01t00:00:00Z",
            "2026-01-01T00:00:00z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.1234567891Z",
            "2026-01-01T00:00:00",
            "2026/01/01T00:00:00Z",
        ] {
            assert_eq!(Days::default().time(text.as_bytes()), None, "{text}");
        }
        for text in ["", "-", "1.0", "1e3", "+1", "1234567890123456789"] {
            assert_eq!(int(text.as_bytes()), None, "{text}");
        }
        for text in [
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.256",
            "1.2.3.04",
            "1.2.3.4:5",
            "1.2.3.1000",
            "1..2.3",
        ] {
            assert_eq!(ipv4(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_what_the_slow_way_reads(
            text in prop_oneof![
                "-?[0-9]{0,20}",
                "[0-9]{1,4}(\\.[0-9]{1,3}){2,4}",
                "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?Z?",
                "2026-0[0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z",
                "[-0-9.:TZ]{0,12}",
            ]
        ) {
            agree(&text);
        }
    }
}
