//! Windows by example, and against the contract read aloud.

use super::*;
use proptest::prelude::*;

const NO_KEY: u32 = 0;

fn entry(time: i128, amount: i64, event: u64) -> Entry<u64> {
    Entry {
        time: Time(time),
        key: NO_KEY,
        amount,
        event,
        role: Role::Counts,
    }
}

fn filling(found: &Exceeded<u64>) -> Vec<u64> {
    found.filling.iter().map(|e| e.event).collect()
}

fn events(found: &[Exceeded<u64>]) -> Vec<(u64, i128)> {
    found.iter().map(|f| (f.event, f.count)).collect()
}

#[test]
fn the_near_edge_counts_and_the_far_edge_does_not() {
    let mut apart = [entry(0, 6, 0), entry(10, 6, 1)];
    assert_eq!(exceeded(&mut apart, 10, Length(10), Counting::Sum), []);
    let mut near = [entry(0, 6, 0), entry(9, 6, 1)];
    let found = exceeded(&mut near, 10, Length(10), Counting::Sum);
    assert_eq!(events(&found), [(1, 12)]);
    assert_eq!(filling(&found[0]), [1, 0]);
}

#[test]
fn ties_of_time_count_for_each_other() {
    let mut ties = [entry(5, 6, 1), entry(5, 6, 0)];
    let found = exceeded(&mut ties, 10, Length(10), Counting::Sum);
    assert_eq!(events(&found), [(0, 12), (1, 12)]);
}

#[test]
fn sums_are_exact_beyond_64_bits() {
    let mut huge = [entry(0, i64::MAX, 0), entry(1, i64::MAX, 1)];
    let found = exceeded(&mut huge, i64::MAX, Length(10), Counting::Sum);
    assert_eq!(events(&found), [(1, 2 * i128::from(i64::MAX))]);
}

#[test]
fn times_at_their_ends_do_not_overflow() {
    let mut ends = [entry(i128::MIN, 1, 0), entry(i128::MAX, 1, 1)];
    let found = exceeded(&mut ends, 0, Length(i128::MAX), Counting::Sum);
    assert_eq!(events(&found), [(0, 1), (1, 1)]);
}

#[test]
fn who_asks_sees_the_window_and_itself_and_counts_for_nobody() {
    let asks = |time, event| Entry {
        role: Role::Asks,
        ..entry(time, 6, event)
    };
    let mut mixed = [asks(1, 7), asks(2, 8), entry(0, 6, 0), entry(3, 3, 1)];
    let found = exceeded(&mut mixed, 10, Length(10), Counting::Sum);
    assert_eq!(events(&found), [(7, 12), (8, 12)]);
    assert_eq!(filling(&found[1]), [8, 0]);
    assert_eq!(found[1].filled_by, 2);
}

#[test]
fn at_most_fifty_are_told_and_all_are_counted() {
    let mut many: Vec<Entry<u64>> = (0..80).map(|n| entry(i128::from(n), 1, n)).collect();
    let found = exceeded(&mut many, 79, Length(1000), Counting::Sum);
    assert_eq!(events(&found), [(79, 80)]);
    assert_eq!(found[0].filled_by, 80);
    assert_eq!(filling(&found[0]), (30..80).rev().collect::<Vec<_>>());
}

/// The contract's own words, event by event.
fn brute(
    entries: &[Entry<u64>],
    most: i64,
    window: Length,
    counting: Counting,
) -> Vec<Exceeded<u64>> {
    let mut found: Vec<(Entry<u64>, Exceeded<u64>)> = Vec::new();
    for at in entries {
        let mut inside: Vec<&Entry<u64>> = entries
            .iter()
            .filter(|e| e.key == at.key && (e.role == Role::Counts || e.event == at.event))
            .filter(|e| at.time.minus(window) < e.time && e.time <= at.time)
            .collect();
        inside.sort_by_key(|e| std::cmp::Reverse((e.time, e.event)));
        let amounts = inside.iter().map(|e| e.amount);
        let count = match counting {
            Counting::Sum => amounts.map(i128::from).sum(),
            Counting::Distinct => {
                let distinct: std::collections::BTreeSet<i64> = amounts.collect();
                i128::try_from(distinct.len()).unwrap()
            }
        };
        if count > i128::from(most) {
            let exceeded = Exceeded {
                event: at.event,
                count,
                filled_by: u64::try_from(inside.len()).unwrap(),
                filling: inside.iter().take(50).map(|e| **e).collect(),
            };
            found.push((*at, exceeded));
        }
    }
    found.sort_by_key(|(e, _)| (e.time, e.event));
    found.into_iter().map(|(_, exceeded)| exceeded).collect()
}

fn some_entries() -> impl Strategy<Value = Vec<Entry<u64>>> {
    let one = (0..40_i128, 0..3_u32, -2..6_i64, any::<bool>());
    let entry = |(n, (time, key, amount, counts))| Entry {
        time: Time(time),
        key,
        amount,
        event: n,
        role: if counts { Role::Counts } else { Role::Asks },
    };
    prop::collection::vec(one, 1..120)
        .prop_map(move |all| (0..).zip(all).map(entry).collect::<Vec<_>>())
        .prop_shuffle()
}

proptest! {
    #[test]
    fn agrees_with_the_contract_read_aloud_in_any_order(
        entries in some_entries(), most in 0..12_i64, window in 1..50_i128, sum in any::<bool>(),
    ) {
        let counting = if sum { Counting::Sum } else { Counting::Distinct };
        let expected = brute(&entries, most, Length(window), counting);
        let found = exceeded(&mut entries.clone(), most, Length(window), counting);
        prop_assert_eq!(found, expected);
    }
}
