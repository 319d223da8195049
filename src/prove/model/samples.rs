//! Values that read well in a witness. Knows what fields are usually filled with, not what is asked of them.

use crate::event::Value;
use crate::prove::space::nth;
use crate::prove::vars::{Place, Var};
use crate::time::{NANOS, Time};
use std::net::IpAddr;

const HOUR: i128 = 3_600 * NANOS;
const MONTH: i128 = 30 * 24 * HOUR;

/// What a variable may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Missing,
    None,
    Value,
}

/// What a variable is rather than something else, where it does not matter.
pub(super) fn preferred(var: &Var) -> [State; 3] {
    use State::{Missing, None, Value};
    let told = ["actor", "tenant", "list", "rows", "destination", "time"];
    match var.place {
        Place::Column(..) | Place::Folded(_) => [None, Value, Missing],
        Place::Listed(_) => [Value, None, Missing],
        Place::Field if told.contains(&var.name.as_str()) => [Value, None, Missing],
        _ => [Missing, None, Value],
    }
}

/// A number that one would expect.
pub(super) fn number(var: &Var, around: Time) -> i128 {
    let last = var.name.rsplit('.').next().unwrap_or_default();
    match last {
        "rows" => 100,
        "bytes" => 10_000,
        "time" => around.0,
        "approved_at" => around.0 - HOUR,
        "joined" | "opened" => around.0 - MONTH,
        "left" | "closed" => around.0 + MONTH,
        _ if var.sort == crate::syntax::ast::Type::Time => around.0 - 2 * HOUR,
        _ => 1,
    }
}

/// Texts that one would expect, none of them a `*`.
pub(super) fn texts(var: &Var) -> Vec<String> {
    let texts: &[&str] = match var.name.as_str() {
        "actor" | "folded actor" => &["kim@mail.example", "lee@mail.example"],
        "approver" => &["dana@mail.example", "robin@mail.example"],
        "tenant" | "actor.tenant" | "ticket.tenant" | "approver.tenant" => &["acme", "globex"],
        "list" => &["customers", "subscribers"],
        "destination" => &["kim@partner.example", "lee@mailbox.example"],
        "ticket" => &["T-1001", "T-1002"],
        "purpose" => &["migration", "audit"],
        "action" => &["export", "download"],
        "roles" | "approver_roles" | "actor.roles" => &["guest", "visitor"],
        "fields" | "list.classes" => &["email", "phone", "birthday"],
        "tenant.region" => &["eu", "us"],
        name if name.ends_with("domain") || name.ends_with("domains") => {
            &["partner.example", "mailbox.example", "files.example"]
        }
        _ => &["a-1", "a-2"],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Texts of which a domain, or a folded text, is derived.
pub(super) fn deriving(image: &str) -> Vec<String> {
    vec![
        format!("kim@{image}"),
        image.to_owned(),
        format!("https://{image}/upload"),
        format!("lee@{image}"),
        format!("sftp://drop@{image}/in"),
        image.to_ascii_uppercase(),
        format!(" {image}"),
        format!("{image} "),
    ]
}

/// Texts that have no domain.
pub(super) fn without_domain() -> Vec<String> {
    ["s3://exports/lists", "usb-stick", "printer", "local-folder"]
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// A few addresses of a span, not its edge where that can be had.
pub(super) fn addresses(first: IpAddr, last: IpAddr) -> Vec<Value> {
    let offsets = [7, 8, 9, 10, 1, 0, 2, 3, 4, 5, 6];
    let all = offsets.into_iter().filter_map(|n| nth(first, last, n));
    all.map(Value::Ip).collect()
}
