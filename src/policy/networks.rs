//! Addresses and networks: as text, where IPv6 is written so and IPv4 may be, and what lies in them.
//!
//! Text in, value out. Knows neither fields nor places.

use crate::syntax::ast::Network;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why a text is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotANetwork {
    /// It is no address, with or without a prefix.
    Unreadable,
    /// It has bits set behind its prefix.
    HostBits,
}

/// Reads `10.0.0.0/8`, `2001:db8::/32`, or a single address of either kind.
///
/// # Errors
/// Says why it is none.
pub fn parse_network(text: &str) -> Result<Network, NotANetwork> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().map_err(|_| NotANetwork::Unreadable)?;
    let width = width(address);
    let prefix = match prefix {
        None => width,
        Some(digits) => prefix_of(digits, width).ok_or(NotANetwork::Unreadable)?,
    };
    if masked(address, prefix) != address {
        return Err(NotANetwork::HostBits);
    }
    Ok(canonical(Network { address, prefix }))
}

/// Whether it is one address and no more.
#[must_use]
pub fn is_single(network: Network) -> bool {
    network.prefix == width(network.address)
}

impl Network {
    /// Whether an address lies in it. IPv4 inside IPv6 is IPv4, on either side.
    #[must_use]
    pub fn holds(self, address: IpAddr) -> bool {
        let network = canonical(self);
        masked(address.to_canonical(), network.prefix) == network.address
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn prefix_of(digits: &str, width: u8) -> Option<u8> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let prefix: u8 = digits.parse().ok()?;
    (plain && prefix <= width).then_some(prefix)
}

fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let behind = 32_u32.saturating_sub(u32::from(prefix));
            let mask = u32::MAX.checked_shl(behind).unwrap_or(0);
            Ipv4Addr::from_bits(v4.to_bits() & mask).into()
        }
        IpAddr::V6(v6) => {
            let behind = 128_u32.saturating_sub(u32::from(prefix));
            let mask = u128::MAX.checked_shl(behind).unwrap_or(0);
            Ipv6Addr::from_bits(v6.to_bits() & mask).into()
        }
    }
}

/// IPv4 inside IPv6 is IPv4, as it is in events.
fn canonical(network: Network) -> Network {
    match (
        network.address.to_canonical(),
        network.prefix.checked_sub(96),
    ) {
        (v4 @ IpAddr::V4(_), Some(prefix)) if network.address.is_ipv6() => Network {
            address: v4,
            prefix,
        },
        _ => network,
    }
}

#[cfg(test)]
mod tests {
    use super::{NotANetwork, parse_network};

    #[test]
    fn networks_of_both_kinds_are_read() {
        for (text, expected) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("10.1.2.3", "10.1.2.3/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8::/32", "2001:db8::/32"),
            ("::1", "::1/128"),
            ("::ffff:10.0.0.1", "10.0.0.1/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ] {
            let network = parse_network(text).unwrap();
            assert_eq!(
                format!("{}/{}", network.address, network.prefix),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_none_says_why() {
        for text in [
            "",
            "x",
            "10.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/+8",
            "::1%eth0",
        ] {
            assert_eq!(parse_network(text), Err(NotANetwork::Unreadable), "{text}");
        }
        assert_eq!(parse_network("10.0.0.1/8"), Err(NotANetwork::HostBits));
    }
}
