//! An event as one line of JSON, in one of the many spellings of the same record.
//! It deliberately does not know what the fields are for.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::event::{Cell, Event};
use super::instant;
use super::value::Value;
use super::words::zone;
use crate::naive::random::Rng;

/// Every field that an undeclared log line may show as `null` or as an empty text.
const PLAIN: [&str; 12] = [
    "id",
    "actor",
    "roles",
    "action",
    "tenant",
    "list",
    "rows",
    "destination",
    "ticket",
    "approver",
    "approved_at",
    "outcome",
];

/// The keys come in an order of the caller's choice, the values in the event's own spelling.
pub fn line(event: &Event, rng: &mut Rng) -> String {
    let spelling = &mut Rng::new(event.spelling);
    let mut pairs: Vec<String> = Vec::new();
    for (field, cell) in &event.cells {
        let value = match cell {
            Cell::Fits(value) => value_text(value, spelling),
            Cell::Misfit(json) => json.to_string(),
        };
        pairs.push(format!(
            "{}:{}{value}",
            json(field),
            if spelling.chance(50) { " " } else { "" }
        ));
    }
    for field in PLAIN
        .iter()
        .filter(|field| !event.cells.contains_key(**field))
    {
        match spelling.below(6) {
            0 => pairs.push(format!("\"{field}\":null")),
            1 => pairs.push(format!("\"{field}\": \"\"")),
            // Nothing is left of blanks once an identity is trimmed.
            2 if is_identity(field) => pairs.push(format!("\"{field}\": \" \\t\"")),
            _ => {}
        }
    }
    rng.shuffle(&mut pairs);
    format!(
        "{{{}}}",
        pairs.join(if rng.chance(50) { ", " } else { "," })
    )
}

fn is_identity(field: &str) -> bool {
    field == "actor" || field == "approver"
}

/// A number where a text is expected is its own spelling.
fn is_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn value_text(value: &Value, spelling: &mut Rng) -> String {
    match value {
        Value::Text(text) if is_number(text) && spelling.chance(50) => text.clone(),
        Value::Text(text) => json(text),
        Value::Int(number) => int(*number, spelling),
        Value::Bool(truth) if spelling.chance(30) => format!("\"{truth}\""),
        Value::Bool(truth) => truth.to_string(),
        Value::Time(instant) => json(&instant::rfc3339(*instant, zone(spelling, *instant))),
        Value::Ip(address) => json(&ip(*address, spelling)),
        Value::Set(members) => set(members, spelling),
    }
}

fn int(number: i64, spelling: &mut Rng) -> String {
    match spelling.below(5) {
        0 => format!("\"{number}\""),
        // Beyond 2^53 such a number is not one that every reader can hold.
        1 if number.unsigned_abs() < 1 << 53 => format!("{number}.0"),
        2 if number % 10 == 0 => format!("{}e1", number / 10),
        _ => number.to_string(),
    }
}

fn ip(address: IpAddr, spelling: &mut Rng) -> String {
    match (address, spelling.below(5)) {
        (IpAddr::V4(_), 0) => format!("{address}:51234"),
        (IpAddr::V4(four), 1) => format!("::ffff:{four}"),
        (IpAddr::V6(_), 0) => format!("[{address}]:443"),
        (IpAddr::V6(_), 1) => format!("[{address}]"),
        _ => address.to_string(),
    }
}

/// A text where a set is expected is a set of one; empty members and nulls are dropped.
fn set(members: &BTreeSet<String>, spelling: &mut Rng) -> String {
    if let Some(only) = members
        .first()
        .filter(|_| members.len() == 1 && spelling.chance(50))
    {
        return json(only);
    }
    let mut listed: Vec<String> = members.iter().map(|member| json(member)).collect();
    if spelling.chance(20) {
        listed.push("\"\"".to_owned());
    }
    if spelling.chance(10) {
        listed.push("null".to_owned());
    }
    if let Some(first) = listed.first().cloned().filter(|_| spelling.chance(20)) {
        listed.push(first);
    }
    spelling.shuffle(&mut listed);
    format!("[{}]", listed.join(","))
}
