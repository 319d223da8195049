//! What a field can hold. It deliberately does not know of missing values: those are no values.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::instant::Nanos;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Text(String),
    Int(i64),
    Bool(bool),
    Time(Nanos),
    Ip(IpAddr),
    Set(BTreeSet<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    Int,
    Bool,
    Time,
    Ip,
    Set,
}

/// An address and how many of its first bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    pub address: IpAddr,
    pub prefix: u32,
}

impl Network {
    pub fn whole(self) -> bool {
        self.prefix == if self.address.is_ipv4() { 32 } else { 128 }
    }
}

pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub fn set<const N: usize>(members: [&str; N]) -> Value {
    Value::Set(members.into_iter().map(str::to_owned).collect())
}
