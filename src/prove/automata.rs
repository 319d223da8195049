//! Patterns as automata: which combinations of them some text matches, with texts that do.
//!
//! The only room that knows the automata library. Knows no policies.

mod members;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use std::collections::HashMap;
use std::rc::Rc;

type Dfa = dense::DFA<Vec<u32>>;

/// More states than this of all patterns together are not looked at.
const MOST_STATES: usize = 6_000;
const DFA_BYTES: usize = 1 << 23;

/// Every text but the empty one.
const SOME_TEXT: &str = r"\A(?s:.)+\z";

/// The patterns are too many, or too large, to be looked at together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// All texts that match the same of some patterns.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    /// Which patterns, in their order.
    pub(super) matched: Vec<bool>,
    /// Some of them, the shortest and most readable first; never empty.
    pub(super) members: Vec<String>,
    /// Whether these are all.
    pub(super) whole: bool,
}

/// Automata made once.
#[derive(Debug, Default)]
pub(super) struct Automata {
    made: HashMap<String, Option<Rc<Dfa>>>,
    lots: HashMap<Vec<String>, Result<Rc<Vec<Lot>>, TooLarge>>,
}

/// A glob as an anchored pattern.
pub(super) fn glob_pattern(glob: &str) -> String {
    let mut pattern = String::from(r"\A");
    for c in glob.chars() {
        match c {
            '*' => pattern.push_str("(?s:.)*"),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => pattern.push(c),
            c => pattern.push_str(&format!("\\x{{{:X}}}", u32::from(c))),
        }
    }
    pattern.push_str(r"\z");
    pattern
}

impl Automata {
    /// The lots into which anchored patterns part all texts but the empty one.
    pub(super) fn lots(&mut self, patterns: &[String]) -> Result<Rc<Vec<Lot>>, TooLarge> {
        if let Some(known) = self.lots.get(patterns) {
            return known.clone();
        }
        let lots = self.look(patterns).map(Rc::new);
        self.lots.insert(patterns.to_vec(), lots.clone());
        lots
    }

    /// Which of the patterns a text matches; none where one is too large.
    pub(super) fn matched(&mut self, patterns: &[String], text: &str) -> Option<Vec<bool>> {
        let each = patterns.iter().map(|pattern| {
            let dfa = self.dfa(pattern)?;
            let start = start_of(&dfa)?;
            let end = text
                .bytes()
                .fold(start, |state, byte| dfa.next_state(state, byte));
            Some(dfa.is_match_state(dfa.next_eoi_state(end)))
        });
        each.collect()
    }

    fn dfa(&mut self, pattern: &str) -> Option<Rc<Dfa>> {
        if let Some(made) = self.made.get(pattern) {
            return made.clone();
        }
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .match_kind(MatchKind::All)
            .accelerate(false)
            .dfa_size_limit(Some(DFA_BYTES))
            .determinize_size_limit(Some(DFA_BYTES));
        let built = dense::Builder::new().configure(config).build(pattern);
        let made = built.ok().map(Rc::new);
        self.made.insert(pattern.to_owned(), made.clone());
        made
    }

    fn look(&mut self, patterns: &[String]) -> Result<Vec<Lot>, TooLarge> {
        let all = std::iter::once(SOME_TEXT).chain(patterns.iter().map(String::as_str));
        let dfas: Option<Vec<Rc<Dfa>>> = all.map(|pattern| self.dfa(pattern)).collect();
        let product = Product::explore(&dfas.ok_or(TooLarge)?)?;
        Ok(members::lots(&product))
    }
}

fn start_of(dfa: &Dfa) -> Option<StateID> {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes))
        .ok()
}

/// Several automata run side by side.
pub(super) struct Product {
    /// Bytes that no pattern tells apart, the readable ones first.
    letters: Vec<Vec<u8>>,
    /// By state, by letter: the next state; none where nothing more can match.
    next: Vec<Vec<Option<usize>>>,
    /// By state: what is matched if the text ends there; none where it is no text.
    ends: Vec<Option<Vec<bool>>>,
}

impl Product {
    fn explore(dfas: &[Rc<Dfa>]) -> Result<Self, TooLarge> {
        let letters = letters(dfas);
        let start: Option<Vec<StateID>> = dfas.iter().map(|dfa| start_of(dfa)).collect();
        let mut known: HashMap<Vec<StateID>, usize> = HashMap::new();
        let mut states = vec![start.ok_or(TooLarge)?];
        known.extend(states.first().map(|first| (first.clone(), 0)));
        let (mut next, mut ends) = (Vec::new(), Vec::new());
        while let Some(state) = states.get(next.len()).cloned() {
            ends.push(end(dfas, &state));
            let mut row = Vec::with_capacity(letters.len());
            for letter in &letters {
                let byte = letter.first().copied().unwrap_or_default();
                let to = stepped(dfas, &state, byte);
                let at = to.map(|to| {
                    *known.entry(to).or_insert_with_key(|to| {
                        states.push(to.clone());
                        states.len() - 1
                    })
                });
                row.push(at);
            }
            next.push(row);
            if states.len() > MOST_STATES {
                return Err(TooLarge);
            }
        }
        Ok(Self {
            letters,
            next,
            ends,
        })
    }
}

/// None where what is read is no text any more.
fn stepped(dfas: &[Rc<Dfa>], state: &[StateID], byte: u8) -> Option<Vec<StateID>> {
    let next = dfas.iter().zip(state);
    let next: Vec<StateID> = next.map(|(dfa, at)| dfa.next_state(*at, byte)).collect();
    let text = dfas.first().zip(next.first());
    let lives = text.is_some_and(|(dfa, at)| !dfa.is_dead_state(*at));
    lives.then_some(next)
}

fn end(dfas: &[Rc<Dfa>], state: &[StateID]) -> Option<Vec<bool>> {
    let ends = dfas.iter().zip(state);
    let mut ends = ends.map(|(dfa, at)| dfa.is_match_state(dfa.next_eoi_state(*at)));
    let is_text = ends.next()?;
    is_text.then(|| ends.collect())
}

/// Bytes grouped by what the automata tell apart; groups and bytes in the order in which people like to read.
fn letters(dfas: &[Rc<Dfa>]) -> Vec<Vec<u8>> {
    let readable = (b'a'..=b'z')
        .chain(b'1'..=b'9')
        .chain([b'0'])
        .chain(b'A'..=b'Z')
        .chain(*b"-_.@/: ");
    let mut order: Vec<u8> = readable.collect();
    order.extend(
        (b'!'..=b'~')
            .chain(0..=255)
            .filter(|b| !b.is_ascii_alphanumeric()),
    );
    let mut groups: Vec<Vec<u8>> = Vec::new();
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut seen = [false; 256];
    for byte in order {
        let Some(seen @ false) = seen.get_mut(usize::from(byte)) else {
            continue;
        };
        *seen = true;
        let class = dfas
            .iter()
            .map(|dfa| dfa.byte_classes().get(byte))
            .collect();
        let at = *known.entry(class).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups.get_mut(at).into_iter().for_each(|g| g.push(byte));
    }
    groups
}
