//! An event and its rows as the text of a test's record, ready to be pasted.

use crate::event::{Event, FieldId, Value};
use crate::policy::{Path, Schema};
use crate::syntax::ast::Entity;
use crate::syntax::{RESERVED, quote};
use std::net::IpAddr;

/// `{ actor: "…", time: …, tenant.left: … }`. A column without a value is `missing`.
#[must_use]
pub fn given_text(
    schema: &Schema,
    event: &Event,
    columns: &[(Path, Option<Value>)],
    approver_tenant: Option<&str>,
    unlisted: &[Entity],
) -> String {
    let fields = (0..).map(FieldId).zip(&schema.fields);
    let mut entries: Vec<String> = fields
        .filter_map(|(id, _)| Some(entry(schema, Path::Field(id), Some(event.get(id)?))))
        .collect();
    entries.extend(
        columns
            .iter()
            .map(|(path, value)| entry(schema, *path, value.as_ref())),
    );
    entries.extend(approver_tenant.map(|tenant| format!("approver.tenant: {}", quote(tenant))));
    if !unlisted.is_empty() {
        let names: Vec<&str> = unlisted.iter().map(|entity| entity.name()).collect();
        entries.push(format!("unlisted: [{}]", names.join(", ")));
    }
    format!("{{ {} }}", entries.join(", "))
}

fn entry(schema: &Schema, path: Path, value: Option<&Value>) -> String {
    let value = value.map_or("missing".to_owned(), value_text);
    format!("{}: {value}", path_text(&schema.name_of(path)))
}

/// A value as a test's record writes it.
#[must_use]
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Ip(IpAddr::V4(ip)) => ip.to_string(),
        Value::Ip(ip) => quote(&ip.to_string()),
        Value::Texts(texts) => {
            let members: Vec<String> = texts.iter().map(|text| quote(text)).collect();
            format!("[{}]", members.join(", "))
        }
    }
}

/// A path whose names are quoted where they are no plain names.
fn path_text(name: &str) -> String {
    let (head, tail) = match name.split_once('.') {
        Some((head, tail)) if ["actor", "tenant", "list", "ticket"].contains(&head) => {
            (Some(head), tail)
        }
        _ => (None, name),
    };
    let tail = if is_plain(tail) {
        tail.to_owned()
    } else {
        quote(tail)
    };
    head.map_or(tail.clone(), |head| format!("{head}.{tail}"))
}

fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first = bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    first && bytes.all(plain) && !RESERVED.contains(&name)
}
