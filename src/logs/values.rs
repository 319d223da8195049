//! Values as they stand in a record, made to fit the types of fields; or the reason why they do not.
//!
//! Knows JSON's values and the language's types, and neither paths nor mappings.

use super::numbers::{Decimal, NotWhole, all_digits};
use super::pieces::{elements, unquoted, whole};
use super::times::read_time;
use crate::event::{FieldId, Value};
use crate::syntax::ast::Type;
use crate::time::Zone;
use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// A value of a record, without its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf<'a> {
    /// A text, unescaped.
    Text(Cow<'a, str>),
    /// A number in its own spelling.
    Number(Cow<'a, str>),
    Bool(bool),
    Null,
    List(Vec<Leaf<'a>>),
    Object,
    /// A text in which an escape is half a character.
    HalfCharacter,
}

impl<'a> Leaf<'a> {
    /// The value that a piece of JSON is.
    #[must_use]
    pub fn of(raw: &'a str) -> Self {
        match raw.as_bytes().first() {
            Some(b'"') => unquoted(raw).map_or(Self::HalfCharacter, Self::Text),
            Some(b'[') => Self::List(
                elements(raw, whole(raw))
                    .filter_map(|range| raw.get(range))
                    .map(Self::element)
                    .collect(),
            ),
            Some(b'{') => Self::Object,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(Cow::Borrowed(raw)),
        }
    }

    /// As a member of a list: no field wants a list in a list, whatever is in that.
    fn element(raw: &'a str) -> Self {
        if raw.starts_with('[') {
            Self::List(Vec::new())
        } else {
            Self::of(raw)
        }
    }

    /// The text that a pattern or a map looks at: also a number's spelling, `true` and `false`.
    #[must_use]
    pub fn shown(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            _ => None,
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Null => "null",
            Self::List(_) => "a list",
            Self::Object => "an object",
            Self::HalfCharacter => "a text with half a character",
        }
    }
}

/// The value in the form of a field's type; none where it says nothing (null, an empty text).
///
/// # Errors
/// Why it does not fit.
pub fn fit(
    leaf: Leaf<'_>,
    field: FieldId,
    ty: Type,
    zone: Option<&Zone>,
) -> Result<Option<Value>, String> {
    match leaf {
        Leaf::Null => return Ok(None),
        Leaf::Text(text) if text.is_empty() => return Ok(None),
        Leaf::HalfCharacter => return Err(Leaf::HalfCharacter.what().to_owned()),
        _ => {}
    }
    let value = match ty {
        Type::Text => text(leaf)?,
        Type::Int => int(&leaf, field)?,
        Type::Bool => bool(&leaf)?,
        Type::Time => time(&leaf, zone)?,
        Type::Ip => ip(&leaf)?,
        Type::Texts => texts(leaf)?,
    };
    Ok(Some(value))
}

/// A number is its own spelling: many logs write identifiers so.
fn text(leaf: Leaf<'_>) -> Result<Value, String> {
    match leaf {
        Leaf::Text(text) | Leaf::Number(text) => Ok(Value::Text(text.into_owned())),
        other => not("a text", &other),
    }
}

/// A number with a zero fraction, or digits in a text.
fn int(leaf: &Leaf<'_>, field: FieldId) -> Result<Value, String> {
    let spelling = match leaf {
        Leaf::Number(number) => number,
        Leaf::Text(text) if all_digits(text.strip_prefix('-').unwrap_or(text)) => text,
        other => return not("a whole number", other),
    };
    let exact = Decimal::parse(spelling).map_or(Err(NotWhole::Fraction), |n| n.times_ten_to(0));
    let number = match exact.map(i64::try_from) {
        Ok(Ok(number)) => number,
        Err(NotWhole::Fraction) => return Err("not a whole number".to_owned()),
        _ => return Err("more than 64 bits hold".to_owned()),
    };
    if number < 0 && matches!(field, FieldId::ROWS | FieldId::BYTES) {
        return Err("below 0".to_owned());
    }
    Ok(Value::Int(number))
}

fn bool(leaf: &Leaf<'_>) -> Result<Value, String> {
    match leaf.shown() {
        Some("true") => Ok(Value::Bool(true)),
        Some("false") => Ok(Value::Bool(false)),
        _ => not("true or false", leaf),
    }
}

fn time(leaf: &Leaf<'_>, zone: Option<&Zone>) -> Result<Value, String> {
    match leaf {
        Leaf::Text(text) | Leaf::Number(text) => read_time(text, zone).map(Value::Time),
        other => not("a time", other),
    }
}

fn ip(leaf: &Leaf<'_>) -> Result<Value, String> {
    let address = match leaf {
        Leaf::Text(text) => address(text.trim()),
        other => return not("an IP address", other),
    };
    match address {
        Some(ip) => Ok(Value::Ip(ip.to_canonical())),
        None => Err("no IP address".to_owned()),
    }
}

/// `1.2.3.4`, `1.2.3.4:443`, `::1`, `[::1]`, `[::1]:443`.
fn address(text: &str) -> Option<IpAddr> {
    if let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        return inside.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    let alone = text.parse::<IpAddr>().ok();
    alone.or_else(|| text.parse::<SocketAddr>().ok().map(|s| s.ip()))
}

/// A text is a set of one. A null says nothing, like an empty text; any other member that is no text
/// spoils the whole.
fn texts(leaf: Leaf<'_>) -> Result<Value, String> {
    let members = match leaf {
        Leaf::List(members) => members,
        one @ Leaf::Text(_) => vec![one],
        other => return not("a list of texts", &other),
    };
    let texts: Result<Vec<String>, String> = members
        .into_iter()
        .filter(|member| *member != Leaf::Null)
        .map(|member| match member {
            Leaf::Text(text) => Ok(text.into_owned()),
            other => Err(format!("{} among texts", other.what())),
        })
        .collect();
    let mut texts = texts?;
    texts.retain(|t| !t.is_empty());
    texts.sort();
    texts.dedup();
    Ok(Value::Texts(texts))
}

fn not<T>(wanted: &str, leaf: &Leaf<'_>) -> Result<T, String> {
    match leaf {
        Leaf::Text(_) => Err(format!("not {wanted}")),
        other => Err(format!("{}, not {wanted}", other.what())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, field: FieldId, ty: Type) -> Result<Option<Value>, String> {
        fit(Leaf::of(raw), field, ty, None)
    }

    #[test]
    fn values_fit_their_types_or_say_why_not() {
        let max = i64::MAX;
        let text = |t: &str| Ok(Some(Value::Text(t.to_owned())));
        let int = |n| Ok(Some(Value::Int(n)));
        let ip = |t: &str| Ok(Some(Value::Ip(t.parse().unwrap())));
        let bool = |b| Ok(Some(Value::Bool(b)));
        let set = |ts: &[&str]| {
            Ok(Some(Value::Texts(
                ts.iter().map(|t| (*t).to_owned()).collect(),
            )))
        };
        let no = |why: &str| Err(why.to_owned());
        for (raw, ty, expected) in [
            ("null", Type::Text, Ok(None)),
            (r#""""#, Type::Int, Ok(None)),
            (r#""""#, Type::Texts, Ok(None)),
            (r#""a\u0062""#, Type::Text, text("ab")),
            (r#"" ""#, Type::Text, text(" ")),
            ("1.50", Type::Text, text("1.50")),
            (
                "12345678901234567890123",
                Type::Text,
                text("12345678901234567890123"),
            ),
            ("true", Type::Text, no("true or false, not a text")),
            (r#"["a"]"#, Type::Text, no("a list, not a text")),
            (
                r#""\ud800""#,
                Type::Text,
                no("a text with half a character"),
            ),
            ("7", Type::Int, int(7)),
            ("20680.0", Type::Int, int(20680)),
            ("2.5e3", Type::Int, int(2500)),
            (r#""20680""#, Type::Int, int(20680)),
            (r#""-3""#, Type::Int, int(-3)),
            ("9223372036854775807", Type::Int, int(max)),
            ("-9223372036854775808", Type::Int, int(i64::MIN)),
            (
                "9223372036854775808",
                Type::Int,
                no("more than 64 bits hold"),
            ),
            (
                r#""99999999999999999999999999999999999999999""#,
                Type::Int,
                no("more than 64 bits hold"),
            ),
            ("1e400", Type::Int, no("more than 64 bits hold")),
            ("1.5", Type::Int, no("not a whole number")),
            (r#""1.0""#, Type::Int, no("not a whole number")),
            (r#""1e3""#, Type::Int, no("not a whole number")),
            (r#""+5""#, Type::Int, no("not a whole number")),
            (r#""12 rows""#, Type::Int, no("not a whole number")),
            ("true", Type::Int, no("true or false, not a whole number")),
            ("true", Type::Bool, bool(true)),
            (r#""false""#, Type::Bool, bool(false)),
            (r#""False""#, Type::Bool, no("not true or false")),
            ("1", Type::Bool, no("a number, not true or false")),
            (r#""1.2.3.4""#, Type::Ip, ip("1.2.3.4")),
            (r#""8.8.8.8:44321""#, Type::Ip, ip("8.8.8.8")),
            (r#""::ffff:1.2.3.4""#, Type::Ip, ip("1.2.3.4")),
            (r#""[2001:db8::1]:443""#, Type::Ip, ip("2001:db8::1")),
            (r#""[::1]""#, Type::Ip, ip("::1")),
            (
                r#""63.246.22.199,172.16.1.187""#,
                Type::Ip,
                no("no IP address"),
            ),
            (r#""39d1:8yt2::""#, Type::Ip, no("no IP address")),
            (r#""010.0.0.1""#, Type::Ip, no("no IP address")),
            (r#""AWS Internal""#, Type::Ip, no("no IP address")),
            ("16909060", Type::Ip, no("a number, not an IP address")),
            (r#""b""#, Type::Texts, set(&["b"])),
            (r#"["b","","a","b"]"#, Type::Texts, set(&["a", "b"])),
            ("[]", Type::Texts, set(&[])),
            (r#"["a",1]"#, Type::Texts, no("a number among texts")),
            (r#"["a",null]"#, Type::Texts, set(&["a"])),
            ("[null]", Type::Texts, set(&[])),
            (r#"["a",["b"]]"#, Type::Texts, no("a list among texts")),
            ("5", Type::Texts, no("a number, not a list of texts")),
            ("{}", Type::Texts, no("an object, not a list of texts")),
            (
                "1694713528",
                Type::Time,
                Ok(Some(Value::Time(read_time("1694713528", None).unwrap()))),
            ),
            ("false", Type::Time, no("true or false, not a time")),
        ] {
            assert_eq!(read(raw, FieldId::PURPOSE, ty), expected, "{raw} {ty:?}");
        }
        assert_eq!(read("-1", FieldId::ROWS, Type::Int), no("below 0"));
        assert_eq!(read("-1", FieldId::BYTES, Type::Int), no("below 0"));
        assert_eq!(read("-0.0", FieldId::ROWS, Type::Int), int(0));
    }
}
