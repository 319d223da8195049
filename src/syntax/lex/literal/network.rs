//! IPv4 addresses and networks; IPv6 is written as text.

use super::{Read, fault, mended, neither, short};
use crate::syntax::ast::Network;
use crate::syntax::token::TokenKind;
use crate::text::Span;
use std::net::{IpAddr, Ipv4Addr};

/// Whether a run with a slash is meant as a network, not as a pattern: four numbers, a slash, a number.
pub fn is_network_like(run: &str) -> bool {
    let numeric = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    run.split_once('/').is_some_and(|(address, prefix)| {
        numeric(prefix) && address.split('.').count() == 4 && address.split('.').all(numeric)
    })
}

/// `10.0.0.7` or `10.0.0.0/8`.
pub fn read(text: &str, span: Span) -> Read {
    let dots = text.matches('.').count();
    if dots == 1 && !text.contains('/') {
        return decimal(text, span);
    }
    if dots == 0 {
        return neither(text, span);
    }
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<Ipv4Addr>() else {
        return (
            any(),
            fault(
                wrong_address(address),
                span,
                "an IPv4 address is four numbers up to 255, without leading zeros: `10.0.0.7`",
            ),
        );
    };
    match prefix.map_or(Some(32), prefix_length) {
        Some(prefix) => masked(address, prefix, span),
        None => {
            let message = format!("`/{}` is no prefix length", short(prefix.unwrap_or("")));
            (
                any(),
                fault(
                    message,
                    span,
                    "an IPv4 network has `/0` to `/32`: `10.0.0.0/8`",
                ),
            )
        }
    }
}

fn prefix_length(text: &str) -> Option<u8> {
    let plain = text.chars().all(|c| c.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|n| plain && *n <= 32)
}

fn masked(address: Ipv4Addr, prefix: u8, span: Span) -> Read {
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    let network = Ipv4Addr::from_bits(address.to_bits() & mask);
    let kind = TokenKind::Network(Network {
        address: IpAddr::V4(network),
        prefix,
    });
    if network == address {
        return (kind, None);
    }
    let right = format!("{network}/{prefix}");
    let message = format!("`{address}/{prefix}` has bits set beyond its first {prefix}");
    let help = format!("write the network `{right}`, or the one address `{address}`");
    let wrong =
        fault(message, span, help).map(|f| f.fix(format!("write `{right}`"), vec![(span, right)]));
    (kind, wrong)
}

fn wrong_address(address: &str) -> String {
    format!("`{}` is no IPv4 address", short(address))
}

/// What stands for an address that could not be read.
fn any() -> TokenKind {
    TokenKind::Network(Network {
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        prefix: 0,
    })
}

/// `1.5`: numbers are whole.
fn decimal(text: &str, span: Span) -> Read {
    let whole = text.split('.').next().unwrap_or("0");
    let message = format!("`{}` is not a whole number", short(text));
    let wrong = if text
        .strip_prefix(whole)
        .is_some_and(|f| f.trim_start_matches('.').chars().all(|c| c == '0'))
    {
        mended(message, span, whole)
    } else {
        fault(
            message,
            span,
            "numbers here are whole: write a smaller unit, or round",
        )
    };
    (TokenKind::Int(0), wrong)
}
