//! A row of Parquet as JSON, nothing lost: decimals digit by digit, times in RFC 3339, bytes that are no text
//! as an object that fits no field.
//!
//! Knows values and their types, and no file.

use crate::time::{Length, NANOS, Time};
use parquet::basic::{LogicalType, Repetition, TimeUnit};
use parquet::data_type::Decimal;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::fmt::Write;

/// Longer decimals are shown as bytes.
const MOST_DECIMAL: usize = 64;

/// Writes a row, or a group in one. The type is its group's, as far as that is known.
pub fn object(row: &Row, ty: Option<&Type>, out: &mut String) {
    out.push('{');
    for (at, (name, field)) in row.get_column_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        text(name, out);
        out.push(':');
        value(field, child(ty, name), out);
    }
    out.push('}');
}

fn child<'t>(ty: Option<&'t Type>, name: &str) -> Option<&'t Type> {
    let fields = ty.filter(|ty| ty.is_group())?.get_fields();
    let found = fields.iter().find(|field| field.name() == name);
    found.map(AsRef::as_ref)
}

fn value(field: &Field, ty: Option<&Type>, out: &mut String) {
    // Writing to a text does not fail.
    let _ = match field {
        Field::Null => write!(out, "null"),
        Field::Bool(yes) => write!(out, "{yes}"),
        Field::Byte(n) => write!(out, "{n}"),
        Field::Short(n) => write!(out, "{n}"),
        Field::Int(n) => write!(out, "{n}"),
        Field::Long(n) => return long(*n, ty, out),
        Field::UByte(n) => write!(out, "{n}"),
        Field::UShort(n) => write!(out, "{n}"),
        Field::UInt(n) => write!(out, "{n}"),
        Field::ULong(n) => write!(out, "{n}"),
        Field::Float16(n) => return float(&n.to_f32().to_string(), out),
        Field::Float(n) => return float(&n.to_string(), out),
        Field::Double(n) => return float(&n.to_string(), out),
        Field::Decimal(number) => return decimal(number, out),
        Field::Str(it) => return text(it, out),
        Field::Bytes(it) => return bytes(it.data(), ty, out),
        Field::Date(days) => {
            let time = Time(0).plus(Length::seconds(i64::from(*days) * 86_400));
            return text(time.to_string().split('T').next().unwrap_or(""), out);
        }
        Field::TimeMillis(n) => return clock(i128::from(*n) * 1_000_000, out),
        Field::TimeMicros(n) => return clock(i128::from(*n) * 1_000, out),
        Field::TimestampMillis(n) => return instant(i128::from(*n) * 1_000_000, ty, out),
        Field::TimestampMicros(n) => return instant(i128::from(*n) * 1_000, ty, out),
        Field::Group(row) => return object(row, ty, out),
        Field::ListInternal(list) => {
            let inner = element(ty);
            return several(list.elements(), |field, out| value(field, inner, out), out);
        }
        Field::MapInternal(map) => return entries(map.entries(), ty, out),
    };
}

/// The type of a list's elements: in a group of the list's group, or without either.
fn element(ty: Option<&Type>) -> Option<&Type> {
    let list = ty?;
    let repeated = |ty: &Type| {
        let info = ty.get_basic_info();
        info.has_repetition() && info.repetition() == Repetition::REPEATED
    };
    if repeated(list) || !list.is_group() {
        return Some(list);
    }
    let inner = list.get_fields().first()?.as_ref();
    let named = inner.name() == "array" || inner.name() == format!("{}_tuple", list.name());
    match inner.is_group().then(|| inner.get_fields()) {
        Some([only]) if !named => Some(only),
        _ => Some(inner),
    }
}

fn several<T>(all: &[T], one: impl Fn(&T, &mut String), out: &mut String) {
    out.push('[');
    for (at, it) in all.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        one(it, out);
    }
    out.push(']');
}

/// An object where all keys are texts, else a list of keys and values.
fn entries(all: &[(Field, Field)], ty: Option<&Type>, out: &mut String) {
    let group = ty.filter(|ty| ty.is_group());
    let pair = group.and_then(|ty| ty.get_fields().first());
    let types = pair.filter(|ty| ty.is_group()).map(|ty| ty.get_fields());
    let of = |at: usize| types?.get(at).map(AsRef::as_ref);
    if !all.iter().all(|(key, _)| matches!(key, Field::Str(_))) {
        let one = |(key, it): &(Field, Field), out: &mut String| {
            out.push_str("{\"key\":");
            value(key, of(0), out);
            out.push_str(",\"value\":");
            value(it, of(1), out);
            out.push('}');
        };
        return several(all, one, out);
    }
    out.push('{');
    for (at, (key, it)) in all.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        value(key, of(0), out);
        out.push(':');
        value(it, of(1), out);
    }
    out.push('}');
}

fn text(it: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(it).to_string());
}

/// What JSON cannot say as a number is said as a text, which is none.
fn float(shown: &str, out: &mut String) {
    match shown.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        true => text(shown, out),
        false => out.push_str(shown),
    }
}

/// A number, unless its type says that it is a time in nanoseconds.
fn long(number: i64, ty: Option<&Type>, out: &mut String) {
    match logical(ty) {
        Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS => {
            instant(i128::from(number), ty, out);
        }
        Some(LogicalType::Time(time)) if time.unit == TimeUnit::NANOS => {
            clock(i128::from(number), out);
        }
        _ => out.push_str(&number.to_string()),
    }
}

fn logical(ty: Option<&Type>) -> Option<&LogicalType> {
    ty?.get_basic_info().logical_type_ref()
}

/// With a `Z` where it is an instant; without where the type says that it is a wall clock's.
fn instant(nanos: i128, ty: Option<&Type>, out: &mut String) {
    let shown = Time(nanos).to_string();
    let local =
        matches!(logical(ty), Some(LogicalType::Timestamp(time)) if !time.is_adjusted_to_u_t_c);
    match shown.strip_suffix('Z') {
        Some(wall) if local => text(wall, out),
        _ => text(&shown, out),
    }
}

/// The time of a day.
fn clock(nanos: i128, out: &mut String) {
    let (seconds, rest) = (nanos.div_euclid(NANOS), nanos.rem_euclid(NANOS));
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    text(&format!("{hour:02}:{minute:02}:{second:02}.{rest:09}"), out);
}

/// Text where it is text; a UUID as such; else what fits no field.
fn bytes(all: &[u8], ty: Option<&Type>, out: &mut String) {
    let hex = |part: &[u8]| {
        part.iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    if let (Some(LogicalType::Uuid), [a, b, c, d, e, f, g, h, i, j, rest @ ..]) = (logical(ty), all)
    {
        let parts = [&[*a, *b, *c, *d][..], &[*e, *f], &[*g, *h], &[*i, *j], rest].map(hex);
        return text(&parts.join("-"), out);
    }
    match std::str::from_utf8(all) {
        Ok(it) => text(it, out),
        Err(_) => {
            out.push_str("{\"hex\":");
            text(&hex(all), out);
            out.push('}');
        }
    }
}

/// Digit by digit.
fn decimal(number: &Decimal, out: &mut String) {
    let Ok(scale) = usize::try_from(number.scale()) else {
        return bytes(number.data(), None, out);
    };
    if number.data().len() > MOST_DECIMAL || scale > 1000 {
        return bytes(number.data(), None, out);
    }
    let negative = number.data().first().is_some_and(|first| first & 0x80 != 0);
    let mut digits = digits(number.data(), negative);
    while digits.len() <= scale {
        digits.push(b'0');
    }
    if negative {
        out.push('-');
    }
    for (at, digit) in digits.iter().enumerate().rev() {
        out.push(char::from(*digit));
        if at == scale && at > 0 {
            out.push('.');
        }
    }
}

/// The decimal digits of a number in two's complement, high byte first; the last digit first.
fn digits(bytes: &[u8], negative: bool) -> Vec<u8> {
    let mut left: Vec<u8> = bytes.to_vec();
    if negative {
        let mut carry = true;
        for byte in left.iter_mut().rev() {
            let (turned, over) = (!*byte).overflowing_add(u8::from(carry));
            (*byte, carry) = (turned, over);
        }
    }
    let mut digits = Vec::new();
    while left.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u16;
        for byte in &mut left {
            let now = rest * 256 + u16::from(*byte);
            *byte = u8::try_from(now / 10).unwrap_or(u8::MAX);
            rest = now % 10;
        }
        digits.push(b'0' + u8::try_from(rest).unwrap_or_default());
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(field: &Field) -> String {
        let mut out = String::new();
        value(field, None, &mut out);
        out
    }

    #[test]
    fn decimals_are_exact() {
        for (number, scale, expected) in [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 1, "-0.5"),
            (12345, 2, "123.45"),
            (-12345, 0, "-12345"),
            (i64::MAX, 3, "9223372036854775.807"),
            (i64::MIN, 0, "-9223372036854775808"),
        ] {
            let field = Field::Decimal(Decimal::from_i64(number, 18, scale));
            assert_eq!(shown(&field), expected);
        }
        let wide = i128::MAX.to_be_bytes().to_vec();
        let field = Field::Decimal(Decimal::from_bytes(wide.into(), 38, 38));
        assert_eq!(shown(&field), "1.70141183460469231731687303715884105727");
        let field = Field::Decimal(Decimal::from_bytes(vec![0xFF; 100].into(), 38, 0));
        assert_eq!(
            shown(&field),
            format!("{{\"hex\":\"{}\"}}", "ff".repeat(100))
        );
    }

    #[test]
    fn values_are_json() {
        for (field, expected) in [
            (Field::Null, "null"),
            (Field::ULong(u64::MAX), "18446744073709551615"),
            (Field::Double(1.5), "1.5"),
            (Field::Double(20680.0), "20680"),
            (Field::Double(f64::NAN), "\"NaN\""),
            (Field::Float(f32::NEG_INFINITY), "\"-inf\""),
            (Field::Str("é\"\n".to_owned()), "\"é\\\"\\n\""),
            (Field::Bytes(b"plain".to_vec().into()), "\"plain\""),
            (Field::Bytes(vec![0xFF, 0].into()), "{\"hex\":\"ff00\"}"),
            (Field::Date(-1), "\"1969-12-31\""),
            (Field::TimeMillis(3_723_004), "\"01:02:03.004000000\""),
            (Field::TimestampMillis(-1), "\"1969-12-31T23:59:59.999Z\""),
        ] {
            assert_eq!(shown(&field), expected);
            serde_json::from_str::<serde_json::Value>(expected).unwrap();
        }
    }
}
