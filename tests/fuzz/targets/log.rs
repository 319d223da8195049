//! Any bytes are read as a log of each built-in source, whole and piece by piece to the same end.
#![no_main]

use exeat::logs::source::built_in;
use exeat::logs::{Reading, read};
use exeat::policy::Schema;
use libfuzzer_sys::fuzz_target;
use std::io::{self, Read};

/// Small, so that records over the limit are met.
const MOST: usize = 1 << 10;

const SOURCES: [&str; 4] = ["exeat", "cloudtrail", "gcp-audit", "access-transparency"];

fuzz_target!(|bytes: &[u8]| {
    for name in SOURCES {
        assert_eq!(told(bytes, name), told(Drops(bytes), name));
    }
});

fn told(input: impl Read, name: &str) -> (Vec<String>, Reading) {
    let schema = Schema::default();
    let (bound, _) = built_in(name).expect("it is built in").bind(&schema);
    let mut items = Vec::new();
    let reading = read(input, 0, &bound, MOST, &mut |item| {
        items.push(format!("{item:?}"));
    });
    (items, reading.expect("no reader here fails"))
}

/// Gives one byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = room.len().min(1);
        self.0.read(&mut room[..most])
    }
}
