//! What of a text tells the domain that it names, so that a domain is looked for once for many paths behind it.
//!
//! Knows just enough of [`domain_of`](crate::domain::domain_of) to leave alone what that never looks at.

use wide::u8x16;

/// Where the part of a text ends that has the same domain as the whole, which lies from here to there in a
/// longer one: of a URL behind its authority, if nothing behind that could make a difference.
#[inline]
pub(super) fn telling_end(text: &[u8], from: usize, to: usize) -> usize {
    let length = to.saturating_sub(from);
    let window = text.get(from..).and_then(|text| text.first_chunk::<64>());
    match window {
        Some(window) if length <= 64 => from + telling_short(window, length),
        _ => {
            let whole = text.get(from..to).unwrap_or_default();
            from + telling_part(whole).map_or(length, <[u8]>::len)
        }
    }
}

/// The same of the first bytes of 64: all looked at at once.
#[inline]
fn telling_short(window: &[u8; 64], length: usize) -> usize {
    let (mut colons, mut ends, mut barred) = (0_u64, 0_u64, 0_u64);
    let (chunks, _) = window.as_chunks::<16>();
    for (chunk, shift) in chunks.iter().zip([0, 16, 32, 48]) {
        let bytes = u8x16::new(*chunk);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let beyond = bytes.max(u8x16::splat(0x7F)).simd_eq(bytes);
        let below = bytes.min(u8x16::splat(b' ')).simd_eq(bytes);
        let others = is(b'\\') | is(b',') | is(b';') | is(b'<') | is(b'>');
        colons |= u64::from(is(b':').to_bitmask()) << shift;
        ends |= u64::from((is(b'/') | is(b'?') | is(b'#')).to_bitmask()) << shift;
        barred |= u64::from((beyond | below | others).to_bitmask()) << shift;
    }
    let inside = match length {
        64 => u64::MAX,
        _ => !(u64::MAX << (length % 64)),
    };
    let colon = usize::try_from((colons & inside).trailing_zeros()).unwrap_or(64);
    let authority = colon + 3;
    if authority >= length || window.get(colon..authority) != Some(b"://") {
        return length;
    }
    let behind = |at: usize| inside & (u64::MAX << (at % 64));
    let end = ends & behind(authority);
    let at = usize::try_from(end.trailing_zeros()).unwrap_or(64);
    if end == 0 || barred & behind(at) != 0 {
        return length;
    }
    at
}

#[inline]
fn telling_part(text: &[u8]) -> Option<&[u8]> {
    let colon = text.iter().position(|b| *b == b':')?;
    let authority = text.get(colon..)?.strip_prefix(b"://")?;
    let end = memchr::memchr3(b'/', b'?', b'#', authority)?;
    let (part, rest) = text.split_at_checked(colon + 3 + end)?;
    // All bytes are looked at, without a way out, since a compiler then takes many at once.
    let telling = |b: u8| {
        (b <= b' ')
            | (b >= 0x7f)
            | (b == b'\\')
            | (b == b',')
            | (b == b';')
            | (b == b'<')
            | (b == b'>')
    };
    let found = rest.iter().fold(false, |found, b| found | telling(*b));
    (!found).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::domain_of;
    use proptest::prelude::*;

    #[test]
    fn of_a_url_only_the_authority_tells() {
        for (text, part) in [
            ("https://a.b/c?d#e", "https://a.b"),
            ("sftp://x@a.b:22/in/", "sftp://x@a.b:22"),
            ("s3://bucket/key", "s3://bucket"),
            ("https://a.b", "https://a.b"),
            ("https://a.b/c;d", "https://a.b/c;d"),
            ("https://a.b/é", "https://a.b/é"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("a@b.c", "a@b.c"),
        ] {
            let longer = format!("x{text}{}", "/".repeat(64));
            let end = telling_end(longer.as_bytes(), 1, 1 + text.len());
            assert_eq!(longer.get(1..end), Some(part));
            assert_eq!(telling_end(text.as_bytes(), 0, text.len()), part.len());
        }
    }

    proptest! {
        #[test]
        fn the_part_that_tells_has_the_domain_of_the_whole(
            text in prop_oneof![
                "(https?|FTP|ssh|s3|x:y)?(:|://|:/)[a-c.@:]{0,6}[/?#]?[a-c.@:/?#%,;<>\\\\ \u{a0}\u{7f}é\t]{0,8}(/x{40,60}[,;a])?",
                "[a-c:/.@?# ]{0,16}",
                "\\PC{0,12}",
            ]
        ) {
            let end = telling_end(text.as_bytes(), 0, text.len());
            let part = text.get(..end).unwrap();
            prop_assert_eq!(domain_of(part), domain_of(&text), "{:?}", text);
            let longer = format!("{text}{}", "/,:é".repeat(20));
            prop_assert_eq!(telling_end(longer.as_bytes(), 0, text.len()), end, "{:?}", text);
        }
    }
}
