//! The texts of a lot: the shortest ones, in a readable order, and whether there are more.

use super::{Lot, Product};
use std::collections::BTreeMap;

/// As many are told of a lot; with more than that, it has always one to spare.
const MOST_MEMBERS: usize = 20;
/// Beyond the shortest, texts so much longer are tried.
const LONGER: usize = 10;

/// The lots of a product, in the order of what they match.
pub(super) fn lots(product: &Product) -> Vec<Lot> {
    let mut ends: BTreeMap<&Vec<bool>, Vec<usize>> = BTreeMap::new();
    for (state, matched) in product.ends.iter().enumerate() {
        if let Some(matched) = matched {
            ends.entry(matched).or_default().push(state);
        }
    }
    let before = before(product);
    let lot = |(matched, ends): (&Vec<bool>, Vec<usize>)| {
        let (members, whole) = members(product, &before, &ends);
        Lot {
            matched: matched.clone(),
            members,
            whole,
        }
    };
    ends.into_iter()
        .map(lot)
        .filter(|l| !l.members.is_empty())
        .collect()
}

/// By state: from which states a letter leads to it.
fn before(product: &Product) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); product.next.len()];
    for (from, row) in product.next.iter().enumerate() {
        for to in row.iter().flatten() {
            if let Some(list) = before.get_mut(*to) {
                list.push(from);
            }
        }
    }
    before.iter_mut().for_each(Vec::dedup);
    before
}

/// Texts that end in one of the states, and whether these are all.
fn members(product: &Product, before: &[Vec<usize>], ends: &[usize]) -> (Vec<String>, bool) {
    // By how many letters are still to come: from which states an end is reached with just so many.
    let mut layers = vec![layer(before.len(), ends.iter().copied())];
    let mut found = Vec::new();
    let mut shortest = None;
    loop {
        let length = layers.len() - 1;
        let Some(last) = layers.last() else { break };
        if !last.contains(&true) {
            // No text is longer.
            let whole = found.len() <= MOST_MEMBERS;
            found.truncate(MOST_MEMBERS);
            return (found, whole);
        }
        if last.first() == Some(&true) && length > 0 {
            shortest = shortest.or(Some(length));
            Walk {
                product,
                layers: &layers,
                found: &mut found,
            }
            .from(0, length);
        }
        let enough = shortest.is_some_and(|shortest| length >= shortest + LONGER);
        if found.len() > MOST_MEMBERS || enough || length > before.len() + LONGER {
            break;
        }
        let reaching = (0..before.len()).filter(|state| last.get(*state) == Some(&true));
        let reaching = reaching.flat_map(|state| before.get(state).into_iter().flatten());
        let next = layer(before.len(), reaching.copied());
        layers.push(next);
    }
    found.truncate(MOST_MEMBERS);
    (found, false)
}

fn layer(states: usize, marked: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut layer = vec![false; states];
    for state in marked {
        if let Some(mark) = layer.get_mut(state) {
            *mark = true;
        }
    }
    layer
}

/// Spells all texts of one length, as long as they are not too many.
struct Walk<'w> {
    product: &'w Product,
    layers: &'w [Vec<bool>],
    found: &'w mut Vec<String>,
}

impl Walk<'_> {
    fn from(&mut self, start: usize, length: usize) {
        let mut open = vec![(start, Vec::new())];
        while let Some((state, text)) = open.pop() {
            if self.found.len() > MOST_MEMBERS {
                return;
            }
            let Some(left) = length.checked_sub(text.len()).filter(|left| *left > 0) else {
                self.found.extend(String::from_utf8(text));
                continue;
            };
            let mut ways = Vec::new();
            for (letter, to) in self.product.letters.iter().zip(self.row(state)) {
                let Some(to) = to.filter(|to| self.reaches(*to, left - 1)) else {
                    continue;
                };
                for byte in letter {
                    let mut longer = text.clone();
                    longer.push(*byte);
                    ways.push((to, longer));
                }
            }
            // The last one in is the first one out.
            ways.truncate(MOST_MEMBERS + 1);
            open.extend(ways.into_iter().rev());
        }
    }

    fn row(&self, state: usize) -> &[Option<usize>] {
        self.product.next.get(state).map_or(&[], Vec::as_slice)
    }

    fn reaches(&self, state: usize, left: usize) -> bool {
        let layer = self.layers.get(left);
        layer.and_then(|layer| layer.get(state)) == Some(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Automata, glob_pattern};

    fn lots(patterns: &[&str]) -> Vec<(Vec<bool>, String, usize, bool)> {
        let patterns: Vec<String> = patterns.iter().map(|p| (*p).to_owned()).collect();
        let lots = Automata::default().lots(&patterns).unwrap();
        let told = lots.iter();
        told.map(|lot| {
            (
                lot.matched.clone(),
                lot.members[0].clone(),
                lot.members.len(),
                lot.whole,
            )
        })
        .collect()
    }

    #[test]
    fn patterns_part_all_texts_into_lots_with_readable_members() {
        let (t, f) = (true, false);
        assert_eq!(
            lots(&[r"\ASUP-[0-9]{4,}\z", &glob_pattern("SUP-1*")]),
            [
                (vec![f, f], "a".to_owned(), 20, f),
                (vec![f, t], "SUP-1".to_owned(), 20, f),
                (vec![t, f], "SUP-2111".to_owned(), 20, f),
                (vec![t, t], "SUP-1111".to_owned(), 20, f),
            ]
        );
    }

    #[test]
    fn a_lot_that_is_finite_is_told_whole() {
        let told = lots(&[r"\A(?:a|bc)\z", r"\A(?s:.){1,1}\z"]);
        let whole: Vec<_> = told.iter().filter(|lot| lot.3).collect();
        assert_eq!(whole.len(), 2, "{told:?}");
        assert!(whole.iter().all(|lot| lot.2 == 1));
        assert!(lots(&[r"\A(?s:.)*\z"]).len() == 1);
    }

    #[test]
    fn what_is_too_large_is_said() {
        let globs = (b'a'..=b'z').map(|c| glob_pattern(&format!("*{}x*", char::from(c))));
        let globs: Vec<String> = globs.collect();
        assert!(Automata::default().lots(&globs).is_err());
    }
}
