//! Plain, compressed and broken streams.

use super::*;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// A reader that gives one byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = room.len().min(1);
        self.0.read(&mut room[..most])
    }
}

fn all(reader: impl Read) -> (Vec<u8>, Option<String>) {
    let mut input = Input::new(reader);
    let mut bytes = Vec::new();
    loop {
        let used = match input.fill().unwrap() {
            Filled::Bytes(some) => {
                bytes.extend_from_slice(some);
                some.len()
            }
            Filled::End => return (bytes, None),
            Filled::Damaged(reason) => return (bytes, Some(reason.to_owned())),
        };
        input.consume(used);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ::zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Text that does not compress to nothing.
fn log(bytes: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        b'a' + u8::try_from(state >> 60).unwrap()
    };
    (0..bytes).map(|_| next()).collect()
}

#[test]
fn plain_gzip_and_zstd_are_known_by_their_bytes() {
    let text = log(1_000_000);
    let skippable = [&[0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9][..], &zst(&text)].concat();
    let half = text.split_at(400_000);
    for bytes in [
        text.clone(),
        gzip(&text),
        zst(&text),
        skippable,
        [gzip(half.0), gzip(half.1)].concat(),
        [gzip(half.0), gzip(&[]), gzip(half.1), vec![0; 512]].concat(),
        [zst(half.0), zst(&[]), zst(half.1)].concat(),
    ] {
        assert!(all(&bytes[..]) == (text.clone(), None));
    }
}

#[test]
fn byte_by_byte_is_the_same() {
    let text = log(3_000);
    for bytes in [
        text.clone(),
        gzip(&text),
        zst(&text),
        [zst(&text), zst(&[])].concat(),
    ] {
        assert_eq!(all(Drops(&bytes)), (text.clone(), None));
    }
    assert_eq!(all(&b""[..]), (Vec::new(), None));
    assert_eq!(all(&b"\x1F"[..]), (b"\x1F".to_vec(), None));
}

#[test]
fn what_breaks_off_keeps_what_came_before() {
    let text = log(300);
    for whole in [
        [gzip(&text), gzip(&text)].concat(),
        [zst(&text), zst(&text)].concat(),
    ] {
        let mut longest = 0;
        for end in 4..whole.len() {
            let (got, damage) = all(&whole[..end]);
            assert!(text.repeat(2).starts_with(&got), "{end}");
            assert!(got.len() >= longest, "{end}");
            assert!(damage.is_some() || got == text, "{end}");
            longest = got.len();
        }
        assert_eq!(longest, 600);
    }
}

#[test]
fn damage_inside_keeps_what_came_before() {
    let text = log(1_000_000);
    for whole in [gzip(&text), zst(&text)] {
        let mut bad = whole.clone();
        let from = whole.len() - 1000;
        bad[from..from + 300].fill(0xFF);
        let (got, damage) = all(&bad[..]);
        assert!(damage.is_some());
        // A block of zstd stands or falls as a whole: 128 KiB.
        let same = got.iter().zip(&text).take_while(|(a, b)| a == b).count();
        assert!(same > 850_000, "{same}");
    }
    let sum = gzip(&text);
    let (got, damage) = all(&[&sum[..sum.len() - 8], &[1; 8]].concat()[..]);
    assert!(got == text && damage.is_some());
}

#[test]
fn what_follows_compressed_data_is_told() {
    let (got, damage) = all(&[gzip(b"a"), b"tail".to_vec()].concat()[..]);
    assert_eq!(got, b"a");
    assert_eq!(
        damage.as_deref(),
        Some("behind the gzip data something else follows")
    );
    let (got, damage) = all(&[zst(b"a"), b"a tail".to_vec()].concat()[..]);
    assert_eq!((got.as_slice(), damage.is_some()), (&b"a"[..], true));
    let (_, damage) = all(&b"\xFF\xFE{\0"[..]);
    assert!(damage.unwrap().starts_with("UTF-16"));
}

#[test]
fn a_readers_own_error_is_no_damage() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk"))
        }
    }
    let bytes = gzip(&log(1000));
    for cut in [0, 100, bytes.len()] {
        let mut input = Input::new(bytes[..cut].chain(Broken));
        let error = loop {
            let used = match input.fill() {
                Ok(Filled::Bytes(some)) => some.len(),
                Ok(_) => panic!("no error"),
                Err(e) => break e,
            };
            input.consume(used);
        };
        assert_eq!(error.to_string(), "disk");
    }
}
