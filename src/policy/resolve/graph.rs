//! Which of several things that name each other come first, and which name each other in a circle.
//!
//! Knows neither sets nor conditions. Walks without recursion: a chain may be as long as a file.

use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Each name with what it names, and where.
pub(super) type Graph<'a> = BTreeMap<&'a str, Vec<(&'a str, Span)>>;

/// Names in an order in which whatever one names stands before it, and the circles.
#[derive(Default)]
pub(super) struct Order<'a> {
    /// All names, those of circles too.
    pub names: Vec<&'a str>,
    /// Each a list of (name, what it names next, where); the last names the first.
    pub circles: Vec<Vec<(&'a str, &'a str, Span)>>,
}

/// Puts a graph in order.
pub(super) fn order<'a>(graph: &Graph<'a>) -> Order<'a> {
    let mut walk = Walk {
        graph,
        done: BTreeSet::new(),
        circular: BTreeSet::new(),
        path: Vec::new(),
        on_path: BTreeSet::new(),
        order: Order::default(),
    };
    for name in graph.keys() {
        walk.from(name);
    }
    walk.order
}

struct Walk<'g, 'a> {
    graph: &'g Graph<'a>,
    done: BTreeSet<&'a str>,
    circular: BTreeSet<&'a str>,
    /// From where the walk began to where it stands, each with how many of its names were followed.
    path: Vec<(&'a str, usize)>,
    on_path: BTreeSet<&'a str>,
    order: Order<'a>,
}

impl<'a> Walk<'_, 'a> {
    fn from(&mut self, start: &'a str) {
        if !self.done.contains(start) {
            self.enter(start);
        }
        while let Some((name, followed)) = self.path.last_mut() {
            let name = *name;
            let next = self.graph.get(name).and_then(|named| named.get(*followed));
            *followed += 1;
            match next {
                None => self.leave(name),
                Some((to, _)) if self.done.contains(to) => {}
                Some((to, _)) if self.on_path.contains(to) => self.circle(to),
                Some((to, _)) => self.enter(to),
            }
        }
    }

    fn enter(&mut self, name: &'a str) {
        self.path.push((name, 0));
        self.on_path.insert(name);
    }

    fn leave(&mut self, name: &'a str) {
        self.path.pop();
        self.on_path.remove(name);
        self.done.insert(name);
        self.order.names.push(name);
    }

    /// What stands on the path from `first` on is a circle; one through a known circle is not told again.
    fn circle(&mut self, first: &str) {
        let on = self.path.iter().skip_while(|(name, _)| *name != first);
        let steps = on.filter_map(|(name, followed)| {
            let (to, span) = self.graph.get(name)?.get(followed.checked_sub(1)?)?;
            Some((*name, *to, *span))
        });
        let circle: Vec<_> = steps.collect();
        let fresh = circle.iter().all(|(n, ..)| !self.circular.contains(n));
        self.circular.extend(circle.iter().map(|(name, ..)| *name));
        if fresh {
            self.order.circles.push(circle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Graph, order};
    use crate::text::Span;

    fn graph<'a>(edges: &[(&'a str, &[&'a str])]) -> Graph<'a> {
        let named = |to: &[&'a str]| to.iter().map(|n| (*n, Span::default())).collect();
        edges.iter().map(|(from, to)| (*from, named(to))).collect()
    }

    #[test]
    fn what_is_named_comes_first() {
        let found = order(&graph(&[("a", &["c"]), ("b", &[]), ("c", &["b"])]));
        assert_eq!(found.names, ["b", "c", "a"]);
        assert!(found.circles.is_empty());
    }

    #[test]
    fn every_circle_is_told_once() {
        let found = order(&graph(&[
            ("a", &["b"]),
            ("b", &["a", "c"]),
            ("c", &["c"]),
            ("d", &["a"]),
        ]));
        let circles: Vec<Vec<&str>> = found
            .circles
            .iter()
            .map(|circle| circle.iter().map(|(name, ..)| *name).collect())
            .collect();
        assert_eq!(circles, [vec!["a", "b"], vec!["c"]]);
    }
}
