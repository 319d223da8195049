//! One column: all parts of rules that read it alone, and for a value what they leave of the lanes.

use super::Reads;
use super::part::Part;
use super::row::Mask;
use super::sets::{Asked, Sets};
use super::stretch::Stretch;
use crate::event::{Event, FieldId, Value};
use crate::judge::Judge;
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::policy::{AtomKind, Expr, ExprKind, Operand, Path};
use crate::syntax::ast::Comparison;
use crate::time::Time;
use std::collections::HashMap;

/// What a lane makes of an unknown part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge) enum Unknowns {
    /// It is out: an allow, or a waiver, is true or nothing.
    RuleOut,
    /// It stays open.
    StayOpen,
}

/// A part with the lanes that it is in.
#[derive(Debug)]
struct Held<'a> {
    part: Part<'a>,
    /// Of those lanes which are out where it is unknown.
    out: Mask,
    /// And which stay open.
    open: Mask,
    /// Whether it may change with the event's time.
    time: bool,
}

/// All parts that read one path alone.
#[derive(Debug)]
pub(in crate::judge) struct Column<'a> {
    judge: Judge<'a>,
    /// None: the event's time.
    path: Option<Path>,
    /// Asked one by one.
    asked: Vec<Held<'a>>,
    /// In the index: a lane is out unless the text meets its set. At most one for a lane.
    wanted: Vec<Held<'a>>,
    /// In the index: a lane is out if the text meets its set.
    unwanted: Vec<Held<'a>>,
    sets: Sets,
    /// Parts by their meaning.
    known: HashMap<String, Known>,
    /// The last lane that a wanted set was given.
    last_wanted: Option<usize>,
    /// Where numbers begin to mean something else, sorted.
    edges: Vec<i64>,
    /// Every lane.
    every: Vec<u64>,
    usual: Vec<u64>,
}

/// Where a part is held; both ways, if it is not every lane's first wanted set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    sort: Sort,
    in_sets: Option<usize>,
    asked: Option<usize>,
}

/// What the index can do for a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    NoSet,
    Wanted,
    Unwanted,
}

impl<'a> Column<'a> {
    pub(in crate::judge) fn new(judge: Judge<'a>, path: Option<Path>) -> Self {
        Self {
            judge,
            path,
            asked: Vec::new(),
            wanted: Vec::new(),
            unwanted: Vec::new(),
            sets: Sets::default(),
            known: HashMap::new(),
            last_wanted: None,
            edges: Vec::new(),
            every: Vec::new(),
            usual: Vec::new(),
        }
    }

    /// One more part of a lane, with its meaning; lanes come in rising order.
    pub(in crate::judge) fn add(
        &mut self,
        lane: usize,
        part: &Part<'a>,
        meaning: &str,
        unknowns: Unknowns,
    ) {
        let known = match self.known.get(meaning) {
            Some(known) => *known,
            None => Known {
                sort: self.sort(part),
                in_sets: None,
                asked: None,
            },
        };
        let by_set = match known.sort {
            Sort::NoSet => false,
            Sort::Unwanted => true,
            Sort::Wanted => self.last_wanted.replace(lane) != Some(lane),
        };
        let known = match by_set {
            true => Known {
                in_sets: known.in_sets.or_else(|| Some(self.hold_set(part))),
                ..known
            },
            false => Known {
                asked: known.asked.or_else(|| Some(self.hold(part))),
                ..known
            },
        };
        if !self.known.get(meaning).is_some_and(|old| *old == known) {
            self.known.insert(meaning.to_owned(), known);
        }
        let held = match (known.sort, by_set) {
            (Sort::Unwanted, true) => known.in_sets.and_then(|at| self.unwanted.get_mut(at)),
            (_, true) => known.in_sets.and_then(|at| self.wanted.get_mut(at)),
            (_, false) => known.asked.and_then(|at| self.asked.get_mut(at)),
        };
        if let Some(held) = held {
            match unknowns {
                Unknowns::RuleOut => held.out.add(lane),
                Unknowns::StayOpen => held.open.add(lane),
            }
        }
    }

    fn as_set(&self, part: &Part<'a>) -> Option<Asked> {
        let nowhere = Event::at(Time::default());
        let scene = Scene::new(&self.judge, &nowhere);
        Asked::of(part, self.path?, &scene)
    }

    fn sort(&self, part: &Part<'a>) -> Sort {
        match self.as_set(part) {
            None => Sort::NoSet,
            Some(asked) if asked.negated => Sort::Unwanted,
            Some(_) => Sort::Wanted,
        }
    }

    /// Where a part is held that is asked by itself.
    fn hold(&mut self, part: &Part<'a>) -> usize {
        let held = self.held(part);
        self.asked.push(held);
        self.asked.len() - 1
    }

    /// Where a part is held that is found by the index.
    fn hold_set(&mut self, part: &Part<'a>) -> usize {
        let held = self.held(part);
        let asked = self.as_set(part).unwrap_or_default();
        let (of_sort, odd) = match asked.negated {
            true => (&mut self.unwanted, 1),
            false => (&mut self.wanted, 0),
        };
        let place = of_sort.len();
        of_sort.push(held);
        self.sets.add(2 * place + odd, asked);
        place
    }

    fn held(&self, part: &Part<'a>) -> Held<'a> {
        Held {
            part: part.clone(),
            out: Mask::default(),
            open: Mask::default(),
            time: part.needs(&self.judge).time,
        }
    }

    /// No more parts: so many lanes there are.
    pub(in crate::judge) fn finish(&mut self, lanes: usize) {
        self.every = every(lanes);
        let mut usual = self.every.clone();
        for held in &self.wanted {
            held.out.take(&mut usual);
            held.open.take(&mut usual);
        }
        self.usual = usual;
        for held in &self.asked {
            if let Part::Expr { expr, .. } = &held.part {
                edges(expr, &mut self.edges);
            }
        }
        self.edges.sort_unstable();
        self.edges.dedup();
    }

    /// How many different rows its numbers have, the first for a missing one.
    pub(super) fn steps(&self) -> usize {
        self.edges.len() + 2
    }

    /// Which of them a number has.
    pub(super) fn step(&self, number: Option<i64>) -> usize {
        number.map_or(0, |n| 1 + self.edges.partition_point(|edge| *edge <= n))
    }

    /// What is left where nothing is known of a value but that it is in no set.
    pub(super) fn usual(&self) -> &[u64] {
        &self.usual
    }

    /// What a value leaves, as it is at a time.
    pub(in crate::judge) fn left(&self, reads: Reads, value: Option<&Value>, at: Time) -> Left {
        let event = self.stage(value, at);
        let scene = Scene::new(&self.judge, &event);
        let text = match (value, reads) {
            (Some(Value::Text(text)), Reads::Value) => Some(text.as_str()),
            _ => None,
        };
        let mut left = match text {
            Some(text) => self.met(&scene, text),
            None => Left::new(self.every.clone()),
        };
        let by_set = [&self.wanted, &self.unwanted];
        let by_set = by_set.into_iter().flatten().filter(|_| text.is_none());
        for held in self.asked.iter().chain(by_set) {
            left.sift(held, held.part.truth(&scene));
        }
        left.stretch = self.stretch(&scene);
        left
    }

    /// The lanes whose sets a text meets.
    fn met(&self, scene: &Scene<'_>, text: &str) -> Left {
        let mut left = Left::new(self.usual.clone());
        let mut unwanted = Vec::new();
        let person = scene.person(text);
        self.sets.met(text, &person, |number| {
            let place = number / 2;
            if number % 2 == 1 {
                unwanted.extend(self.unwanted.get(place));
            } else if let Some(held) = self.wanted.get(place) {
                held.out.put(&mut left.may);
                held.open.put(&mut left.may);
            }
        });
        for held in unwanted {
            left.sift(held, Truth::False);
        }
        left
    }

    /// An event that says nothing but this value, and when.
    fn stage(&self, value: Option<&Value>, at: Time) -> Event {
        let mut event = Event::at(at);
        match (self.path, value) {
            (Some(Path::Domain(field)), Some(Value::Text(domain))) => {
                event.set(field, Some(Value::Text(format!("x@{domain}"))));
            }
            (Some(Path::Field(field)), Some(value)) => event.set(field, Some(value.clone())),
            _ => {}
        }
        event
    }

    /// How long the row stays so.
    fn stretch(&self, scene: &Scene<'_>) -> Stretch {
        let mut stretch = Stretch::ALWAYS;
        let at = scene.event.time;
        let mut by_time = self.asked.iter().filter(|held| held.time).peekable();
        let by_person = self.path == Some(Path::Field(FieldId::ACTOR));
        if let Some(actor) = scene.event.text(FieldId::ACTOR)
            && by_person
            && by_time.peek().is_some()
        {
            stretch.person(at, self.judge.directory, actor);
        }
        for held in by_time {
            match &held.part {
                Part::Expr { expr, .. } => stretch.expr(scene, expr),
                Part::Period(period) => stretch.period(at, period),
                _ => {}
            }
        }
        stretch
    }
}

/// So many lanes, all of them.
pub(super) fn every(lanes: usize) -> Vec<u64> {
    let mut words = vec![u64::MAX; lanes.div_ceil(64)];
    if let Some(last) = words.last_mut().filter(|_| !lanes.is_multiple_of(64)) {
        *last = (1 << (lanes % 64)) - 1;
    }
    words
}

/// The lanes that a value leaves.
#[derive(Clone, Debug)]
pub(in crate::judge) struct Left {
    /// Those that may be true.
    pub(in crate::judge) may: Vec<u64>,
    /// Those of them that stay open.
    pub(super) doubts: Vec<u64>,
    /// How long it is so.
    pub(super) stretch: Stretch,
}

impl Left {
    fn new(may: Vec<u64>) -> Self {
        let doubts = vec![0; may.len()];
        let stretch = Stretch::ALWAYS;
        Self {
            may,
            doubts,
            stretch,
        }
    }

    fn sift(&mut self, held: &Held<'_>, truth: Truth) {
        match truth {
            Truth::True => {}
            Truth::False => {
                held.out.take(&mut self.may);
                held.open.take(&mut self.may);
            }
            Truth::Unknown => {
                held.out.take(&mut self.may);
                held.open.put(&mut self.doubts);
            }
        }
    }
}

/// Where an expression over one number may turn.
fn edges(expr: &Expr, found: &mut Vec<i64>) {
    match &expr.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().for_each(|p| edges(p, found)),
        ExprKind::Not(inside) => edges(inside, found),
        ExprKind::Condition { body, .. } => edges(body, found),
        ExprKind::Atom(atom) => {
            if let AtomKind::Compare {
                op,
                operand: Operand::Literal(Value::Int(n)),
                ..
            } = &atom.kind
            {
                let (at, behind) = match op {
                    Comparison::Lt | Comparison::Ge => (true, false),
                    Comparison::Le | Comparison::Gt => (false, true),
                    Comparison::Eq | Comparison::Ne => (true, true),
                };
                found.extend(at.then_some(*n));
                found.extend(n.checked_add(1).filter(|_| behind));
            }
        }
    }
}
