//! Texts from which something derives: a destination of which a domain is asked, a text that is compared folded.

use super::{Maker, samples};
use crate::event::Value;
use crate::prove::search::{Branch, Link, State};
use crate::prove::space::{FIRST, MISSING, NONE, derived};
use crate::prove::vars::{Place, VarId};
use crate::prove::witness::Held;
use std::collections::{BTreeMap, BTreeSet};

impl Maker<'_> {
    /// A text of a class of which a link derives what it should.
    pub(super) fn linked(
        &mut self,
        link: &Link,
        bit: usize,
        values: &BTreeMap<VarId, Held>,
        used: &BTreeSet<Value>,
    ) -> Option<Value> {
        let wanted = values.get(&link.derived).cloned();
        let derives = self.bases_of(link.base, bit, wanted.as_ref());
        let links: Vec<Link> = self
            .links
            .iter()
            .filter(|l| l.base == link.base)
            .cloned()
            .collect();
        derives
            .into_iter()
            .find(|text| {
                let fits = links.iter().all(|link| self.may_derive(link, text, values));
                let class = self.space.classify(link.base, text, self.automata) == Some(bit);
                fits && class
                    && (self.is_one(link.base, bit) || !used.contains(&Value::Text(text.clone())))
            })
            .map(Value::Text)
    }

    /// Whether what a link derives of a text is what is decided already, or what may still be.
    fn may_derive(&self, link: &Link, text: &str, values: &BTreeMap<VarId, Held>) -> bool {
        let image = derived(link.place, text);
        match values.get(&link.derived) {
            Some(Held::Value(Value::Text(wanted))) => image.as_ref() == Some(wanted),
            Some(_) => image.is_none(),
            None => true,
        }
    }

    /// Texts of a class, those first that derive what is wanted.
    fn bases_of(&mut self, base: VarId, bit: usize, wanted: Option<&Held>) -> Vec<String> {
        let mut texts = match wanted {
            Some(Held::Value(Value::Text(wanted))) => samples::deriving(wanted),
            _ => Vec::new(),
        };
        if wanted.is_some() && !matches!(wanted, Some(Held::Value(_))) {
            texts.extend(samples::without_domain());
        }
        let own = self.candidates(base, bit).into_iter();
        texts.extend(own.filter_map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        }));
        texts
    }

    /// Bases of links, and what is derived of them.
    pub(super) fn bases(
        &mut self,
        branch: &Branch<'_>,
        values: &mut BTreeMap<VarId, Held>,
    ) -> Option<()> {
        let links = self.links.to_vec();
        for link in &links {
            if !values.contains_key(&link.base) {
                let held = self.base(&links, link.base, branch.state, values)?;
                values.insert(link.base, held);
            }
            let image = match values.get(&link.base) {
                Some(Held::Value(Value::Text(text))) => derived(link.place, text),
                Some(Held::None) if matches!(link.place, Place::Folded(_)) => {
                    values.insert(link.derived, Held::None);
                    continue;
                }
                _ => None,
            };
            let image = image.map_or(Held::Missing, |image| Held::Value(Value::Text(image)));
            if values
                .get(&link.derived)
                .is_some_and(|known| *known != image)
                || !self.can_be(link.derived, &image, branch.state)
            {
                return None;
            }
            values.insert(link.derived, image);
        }
        Some(())
    }

    /// A value for a base that no relation speaks of.
    fn base(
        &mut self,
        links: &[Link],
        base: VarId,
        state: &State,
        values: &BTreeMap<VarId, Held>,
    ) -> Option<Held> {
        let may = state.values(self.space, base);
        let links: Vec<&Link> = links.iter().filter(|link| link.base == base).collect();
        let mut wanted: Vec<Option<Held>> = Vec::new();
        for link in &links {
            match values.get(&link.derived) {
                Some(held) => wanted.push(Some(held.clone())),
                None => wanted.extend(self.derivable(link, state)),
            }
        }
        for wanted in wanted {
            for bit in may.iter().filter(|bit| *bit >= FIRST) {
                for text in self.bases_of(base, bit, wanted.as_ref()) {
                    let fits = links.iter().all(|link| {
                        let image = derived(link.place, &text);
                        let image = image.map_or(Held::Missing, |t| Held::Value(Value::Text(t)));
                        self.may_derive(link, &text, values)
                            && self.can_be(link.derived, &image, state)
                    });
                    if fits && self.space.classify(base, &text, self.automata) == Some(bit) {
                        return Some(Held::Value(Value::Text(text)));
                    }
                }
            }
        }
        // Nothing was found for a value: what is missing derives nothing.
        let nothing = links.iter().all(|link| {
            values
                .get(&link.derived)
                .is_none_or(|held| !matches!(held, Held::Value(_)))
        });
        (nothing && may.has(MISSING))
            .then_some(Held::Missing)
            .or((nothing && may.has(NONE)).then_some(Held::None))
    }

    /// What a link may derive: a value of each class, and nothing.
    fn derivable(&mut self, link: &Link, state: &State) -> Vec<Option<Held>> {
        let may = state.values(self.space, link.derived);
        let mut all = Vec::new();
        for bit in may.iter().filter(|bit| *bit >= FIRST).take(12) {
            let value = self.some(link.derived, bit, &BTreeSet::new());
            all.extend(value.map(|value| Some(Held::Value(value))));
        }
        if may.has(MISSING) {
            all.push(Some(Held::Missing));
        }
        all
    }

    /// Whether a branch leaves a value to a variable.
    fn can_be(&mut self, var: VarId, held: &Held, state: &State) -> bool {
        let may = state.values(self.space, var);
        match held {
            Held::Missing => may.has(MISSING),
            Held::None => may.has(NONE),
            Held::Value(Value::Text(text)) => {
                let bit = self.space.classify(var, text, self.automata);
                bit.is_some_and(|bit| may.has(bit))
            }
            Held::Value(_) => true,
        }
    }
}
