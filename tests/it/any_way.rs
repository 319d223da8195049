//! One log, scanned in every way: at any number of threads, in blocks and rooms of any size, compressed or
//! not, however late its events come, the same findings come in the same order, with the same ledger.

use super::judge::harness::policy;
use exeat::digest::HashKey;
use exeat::directory::Directory;
use exeat::finding::{Finding, Kind, Ledger};
use exeat::judge::Judge;
use exeat::logs::source::{Mapping, built_in, mappings};
use exeat::scan::{LATENESS, Log, Opens, Period, Room, Scan, run};
use exeat::text::{Source, SourceId};
use exeat::time::Length;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64};

const POLICY: &str = r#"
role clerk
rule small { allow role clerk to export any/* when rows <= 900 }
rule secret { deny anyone to export t3/secret*  when purpose is set }
rule rows-a-day { limit anyone to 4_000 rows per actor in 24h }
rule tenants-a-week { limit anyone to 3 tenants per actor in 7d }
waiver w { lift rows-a-day for actor "a2"
    from 2026-01-05 until 2026-02-01 by "the ciso" note "a test" }
"#;

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Some two months of January and February 2026, half an hour a line; some lines come days late, some twice, some
/// with another's id, some are no records.
fn log() -> String {
    written(u64::MAX)
}

/// The same, but that nothing comes later than by so many lines.
fn written(latest: u64) -> String {
    let mut chance = Chance(7);
    let mut log = String::new();
    let mut lines: Vec<String> = Vec::new();
    for n in 0..1_200_u64 {
        let late = match chance.below(40) {
            0 => chance.below(200),
            1 | 2 => chance.below(20),
            _ => 0,
        };
        let half_hours = n.saturating_sub(late.min(latest));
        let (day, rest) = (half_hours / 48, half_hours % 48);
        let time = format!(
            "2026-{:02}-{:02}T{:02}:{:02}:00Z",
            1 + day / 28,
            1 + day % 28,
            rest / 2,
            rest % 2 * 30
        );
        let id = match chance.below(60) {
            0 => chance.below(n + 1),
            _ => n,
        };
        let (actor, tenant) = (chance.below(7), chance.below(5));
        let list = ["news", "secret-1", "all"][chance.below(3) as usize];
        let rows = chance.below(1_000);
        let mut line = format!(
            r#"{{"id":"e{id}","time":"{time}","actor":"a{actor}","roles":["clerk"],"tenant":"t{tenant}","list":"{list}","rows":{rows}"#
        );
        if chance.below(9) > 0 {
            // Of one actor and one week; not always of one list.
            let list = match chance.below(25) {
                0 => "all",
                _ => list,
            };
            let week = half_hours / 336;
            write!(line, r#","run":"{actor}-{tenant}-{list}-{week}""#).unwrap();
        }
        match chance.below(30) {
            0 => line.push_str(r#","outcome":"blocked"}"#),
            1 => line.push_str(r#","purpose":"why \"not\""}"#),
            2 => line.push_str(r#","ip":"nowhere"}"#),
            3 => line.push('x'),
            _ => line.push('}'),
        }
        match chance.below(25) {
            0 => {
                // Another line once more.
                let back = 1 + chance.below(latest.min(lines.len() as u64).max(1)) as usize;
                line = lines.iter().rev().nth(back - 1).cloned().unwrap_or(line);
            }
            1 => log.push('\n'),
            2 => line.insert_str(0, "  "),
            _ => {}
        }
        let end = if chance.below(10) == 0 { "\r\n" } else { "\n" };
        write!(log, "{line}{end}").unwrap();
        lines.push(line);
    }
    log
}

type Found = (Vec<Finding>, Ledger);

fn scan(logs: &[(&str, Vec<u8>)], threads: usize, room: Room) -> Found {
    scan_of(logs, threads, room, LATENESS, Opens::Again)
}

fn scan_of(
    logs: &[(&str, Vec<u8>)],
    threads: usize,
    room: Room,
    lateness: Length,
    opens: Opens,
) -> Found {
    scan_with(
        &built_in("exeat").unwrap(),
        logs,
        threads,
        room,
        (lateness, opens),
    )
}

fn scan_with(
    source: &Mapping,
    logs: &[(&str, Vec<u8>)],
    threads: usize,
    room: Room,
    (lateness, opens): (Length, Opens),
) -> Found {
    let set = policy(POLICY);
    let directory = Directory::default();
    let (source, wrong) = source.bind(&set.schema);
    assert_eq!(wrong, []);
    let opened = logs.iter().map(|(name, bytes)| Log {
        name: (*name).to_owned(),
        source: &source,
        opens,
        open: Box::new(|| Ok(Box::new(Cursor::new(bytes.clone())))),
    });
    let opened: Vec<_> = opened.collect();
    let scan = Scan {
        judge: Judge {
            policy: &set,
            directory: &directory,
        },
        logs: &opened,
        max_record: 220,
        lateness,
        period: Period::ALL,
        now: exeat::time::parse_rfc3339("2026-01-24").unwrap(),
        manifest: None,
        key: HashKey(3, 4),
        threads,
        stop: &AtomicBool::new(false),
        read: &AtomicU64::new(0),
        room,
    };
    let mut findings = Vec::new();
    let ledger = run(&scan, &mut |finding| {
        findings.push(finding);
        Ok(())
    });
    (findings, ledger.unwrap())
}

fn whole() -> Found {
    scan(&[("a", log().into_bytes())], 1, Room::default())
}

#[test]
fn threads_and_rooms_make_no_difference() {
    let expected = whole();
    let kinds: BTreeSet<Kind> = expected.0.iter().map(|finding| finding.kind).collect();
    for kind in [
        Kind::Denied,
        Kind::NotAllowed,
        Kind::OverLimit,
        Kind::Waived,
        Kind::DuplicateEvent,
        Kind::ConflictingId,
        Kind::BlockedAttempt,
        Kind::UnreadableRecord,
        Kind::MisfitValue,
        Kind::Clock,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} is not in the log");
    }
    for threads in [1, 2, 5] {
        for block in [64, 5_000] {
            for waiting in [2, 60, 100_000] {
                let got = scan(
                    &[("a", log().into_bytes())],
                    threads,
                    Room { block, waiting },
                );
                assert!(
                    got == expected,
                    "{threads} threads, blocks of {block}, room for {waiting}"
                );
            }
        }
    }
}

fn gzip() -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(log().as_bytes()).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_compressed_log_tells_the_same() {
    let gzip = gzip();
    let room = Room {
        block: 5_000,
        waiting: 40,
    };
    assert!(scan(&[("a", gzip)], 2, room) == whole());
}

#[test]
fn several_files_tell_the_same_but_for_places() {
    let parts = parts();
    let logs: Vec<(&str, Vec<u8>)> = named(&parts);
    let room = Room {
        block: 700,
        waiting: 30,
    };
    assert!(placeless(scan(&logs, 3, room)) == placeless(whole()));
}

/// The log in pieces.
fn parts() -> Vec<(String, Vec<u8>)> {
    let log = log();
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let parts = lines.chunks(300).map(|lines| lines.concat().into_bytes());
    (0..)
        .zip(parts)
        .map(|(n, part)| (format!("{n:02}"), part))
        .collect()
}

fn named(parts: &[(String, Vec<u8>)]) -> Vec<(&str, Vec<u8>)> {
    let named = parts
        .iter()
        .map(|(name, part)| (name.as_str(), part.clone()));
    named.collect()
}

type Placeless = (Vec<(Kind, String, Option<(i128, u64)>)>, Ledger);

fn placeless((findings, ledger): Found) -> Placeless {
    let each = findings.into_iter().map(|finding| {
        (
            finding.kind,
            finding.fingerprint,
            finding.window.map(|w| (w.count, w.filled_by)),
        )
    });
    // What could not be read is known by its place.
    let each = each.filter(|(kind, ..)| *kind != Kind::UnreadableRecord);
    (each.collect(), Ledger { files: 0, ..ledger })
}

/// The plain form, whose records are parts of exports.
fn joining() -> Mapping {
    let (_, plain) = exeat::logs::source::BUILT_IN[0];
    let text = format!("{plain}\njoin = \"run\"\n").replace("declared = \"by-name\"\n", "");
    let file = Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text,
    };
    let (mut all, wrong) = mappings(&file);
    assert_eq!(wrong, []);
    all.remove(0)
}

#[test]
fn an_export_in_fragments_is_the_same_in_every_way() {
    let source = joining();
    let whole = |threads, room, opens| {
        let logs = [("a", log().into_bytes())];
        scan_with(&source, &logs, threads, room, (LATENESS, opens))
    };
    let expected = whole(1, Room::default(), Opens::Again);
    let (findings, ledger) = &expected;
    let of = |kind| findings.iter().filter(move |found| found.kind == kind);
    assert!(ledger.joined > 100 && ledger.duplicates > 20, "{ledger:?}");
    for kind in [
        Kind::Denied,
        Kind::NotAllowed,
        Kind::OverLimit,
        Kind::Waived,
    ] {
        let joined = |found: &Finding| found.message.contains(" records");
        assert!(of(kind).any(joined), "no {kind:?} of several records");
    }
    assert!(of(Kind::MisfitValue).any(|found| found.message.contains("several values")));
    for threads in [1, 3] {
        for (block, waiting) in [(64, 2), (64, 100_000), (5_000, 60)] {
            for opens in [Opens::Again, Opens::Once] {
                let got = whole(threads, Room { block, waiting }, opens);
                assert!(
                    got == expected,
                    "{threads} threads, blocks of {block}, room for {waiting}, {opens:?}"
                );
            }
        }
    }
    let room = Room {
        block: 700,
        waiting: 30,
    };
    let files = (LATENESS, Opens::Again);
    let packed = scan_with(&source, &[("a", gzip())], 2, room, files);
    assert!(packed == expected);
    let parts = parts();
    let parts = scan_with(&source, &named(&parts), 2, room, files);
    assert!(placeless(parts) == placeless(expected));
}

#[test]
fn a_pipe_tells_the_same_where_nothing_is_too_late() {
    let days = Length::seconds(3 * 86_400);
    let room = |waiting| Room {
        block: 900,
        waiting,
    };
    let log = [("a", written(60).into_bytes())];
    let expected = scan_of(&log, 1, room(40), days, Opens::Again);
    for (threads, waiting) in [(1, 3), (4, 40)] {
        let got = scan_of(&log, threads, room(waiting), days, Opens::Once);
        assert!(got == expected, "{threads} threads, room for {waiting}");
    }
}

#[test]
fn what_is_too_late_for_a_pipe_is_judged_as_far_as_it_can_be() {
    let log = [("a", log().into_bytes())];
    let (findings, ledger) = scan_of(&log, 2, Room::default(), LATENESS, Opens::Once);
    let of = |kind| findings.iter().filter(move |finding| finding.kind == kind);
    assert!(of(Kind::TooLate).count() > 5 && ledger.incomplete);
    let small = Room {
        block: 300,
        waiting: 10,
    };
    assert!(scan_of(&log, 3, small, LATENESS, Opens::Once) == (findings.clone(), ledger));
    let verdict = |kind| {
        of(kind)
            .map(|finding| &finding.fingerprint)
            .collect::<BTreeSet<_>>()
    };
    let (whole, _) = whole();
    let alone = [Kind::Denied, Kind::NotAllowed];
    for kind in alone {
        let expected = whole.iter().filter(|finding| finding.kind == kind);
        let expected: BTreeSet<_> = expected.map(|finding| &finding.fingerprint).collect();
        assert!(expected.is_subset(&verdict(kind)), "{kind:?}");
    }
}
