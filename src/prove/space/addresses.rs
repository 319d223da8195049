//! Classes of addresses: what lies between the ends of the networks that are asked about, IPv4 before IPv6.

use super::{Asked, Class, Component};
use crate::event::Value;
use crate::prove::formula::Of;
use crate::syntax::ast::Network;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 inside IPv6 is IPv4, so that no address of IPv6 lies here.
const MAPPED: u128 = 0xFFFF_0000_0000;

pub(super) fn classes(asked: &Asked<'_>) -> Component {
    let mut four = BTreeSet::from([0]);
    let mut six = BTreeSet::from([0, MAPPED, MAPPED + (1 << 32)]);
    for network in networks(asked) {
        let width = if network.address.is_ipv4() { 32 } else { 128 };
        let start = number(network.address);
        let free = width - u32::from(network.prefix);
        let behind = 1_u128
            .checked_shl(free)
            .and_then(|size| start.checked_add(size));
        let starts = if network.address.is_ipv4() {
            &mut four
        } else {
            &mut six
        };
        starts.insert(start);
        starts.extend(behind.filter(|next| width == 128 || *next <= u128::from(u32::MAX)));
    }
    let last = u128::from(u32::MAX);
    let four = spans(&four, last).map(|(a, b)| class(v4(a), v4(b)));
    let six = spans(&six, u128::MAX).filter(|(a, _)| *a < MAPPED || *a >= MAPPED + (1 << 32));
    let six = six.map(|(a, b)| class(v6(a), v6(b)));
    Component {
        classes: four.chain(six).collect(),
        ..Component::default()
    }
}

fn networks(asked: &Asked<'_>) -> impl Iterator<Item = Network> {
    asked.tests.iter().flat_map(|test| match test {
        Of::Networks(networks) => networks.clone(),
        Of::Address(address) => vec![Network {
            address: *address,
            prefix: if address.is_ipv4() { 32 } else { 128 },
        }],
        _ => Vec::new(),
    })
}

fn spans(starts: &BTreeSet<u128>, last: u128) -> impl Iterator<Item = (u128, u128)> {
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    starts.iter().copied().zip(ends)
}

fn class(first: IpAddr, last: IpAddr) -> Class {
    if first == last {
        Class::One(Value::Ip(first))
    } else {
        Class::Ips(first, last)
    }
}

/// An address as a number, and back.
pub(in crate::prove) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => u128::from(four.to_bits()),
        IpAddr::V6(six) => six.to_bits(),
    }
}

fn v4(number: u128) -> IpAddr {
    Ipv4Addr::from_bits(u32::try_from(number).unwrap_or(u32::MAX)).into()
}

fn v6(number: u128) -> IpAddr {
    Ipv6Addr::from_bits(number).into()
}

/// The n-th address of a span that ends nowhere near it.
pub(in crate::prove) fn nth(first: IpAddr, last: IpAddr, n: u128) -> Option<IpAddr> {
    let at = number(first)
        .checked_add(n)
        .filter(|at| *at <= number(last))?;
    Some(if first.is_ipv4() { v4(at) } else { v6(at) })
}
