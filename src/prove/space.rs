//! The values of a question's variables, parted into classes that no test of the question tells apart.
//!
//! Variables that are compared with each other share one list of classes.

mod addresses;
mod hours;
mod numbers;
mod texts;

use super::Why;
use super::automata::Automata;
use super::bits::Bits;
use super::compile::Compiler;
use super::formula::{Formula, Leaf, Of, SetTest, Test, TestId};
use super::truths::Truths;
use super::vars::{Place, Var, VarId};
use crate::event::Value;
use crate::policy::Glob;
use crate::syntax::ast::Type;
use crate::time::Time;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::rc::Rc;

pub(super) use addresses::nth;
pub(super) use hours::{HoursCache, instant};

/// The bit of a missing value, and of a none; the classes follow.
pub(super) const MISSING: usize = 0;
pub(super) const NONE: usize = 1;
pub(super) const FIRST: usize = 2;

/// Values that no test tells apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Class {
    /// This one value.
    One(Value),
    /// Enough texts for any question, and some of them.
    Texts(Vec<String>),
    /// Addresses of one kind, both ends included.
    Ips(IpAddr, IpAddr),
    /// Numbers, both ends included. Of times, perhaps only those for which these hours hold or not.
    Numbers(i128, i128, Option<Vec<bool>>),
}

/// Variables that share their classes.
#[derive(Debug, Default)]
pub(super) struct Component {
    pub(super) classes: Vec<Class>,
    /// Of texts: anchored patterns, and what the classes that are not one text match of them.
    pub(super) patterns: Vec<String>,
    pub(super) matched: Vec<(usize, Vec<bool>)>,
    /// Of times: the hours that are asked about.
    pub(super) hours: Vec<std::sync::Arc<crate::policy::Hours>>,
}

/// All classes of a question.
#[derive(Debug)]
pub(super) struct Space {
    pub(super) components: Vec<Component>,
    /// By variable: its component.
    of: Vec<usize>,
    /// By variable: what it may be; of a set: what its members may be.
    pub(super) full: Vec<Rc<Bits>>,
    tests: Vec<Test>,
    masks: RefCell<HashMap<(usize, TestId, Truths), Rc<Bits>>>,
    /// Some class may be empty: nothing can be said to be impossible because of it.
    pub(super) unsure: bool,
}

/// What tests and relations there are of a component's variables.
#[derive(Debug, Default)]
pub(super) struct Asked<'t> {
    pub(super) vars: Vec<(VarId, &'t Var)>,
    pub(super) tests: Vec<&'t Of>,
    pub(super) texts: BTreeSet<String>,
}

impl Space {
    pub(super) fn build(
        compiler: &Compiler,
        formula: &Formula,
        automata: &mut Automata,
        hours: &mut HoursCache,
        around: Time,
    ) -> Result<Self, Why> {
        let (of, mut asked) = components(compiler, formula);
        images(compiler, &of, &mut asked);
        let mut unsure = false;
        let mut components = Vec::new();
        for asked in &asked {
            components.push(match asked.vars.first().map(|(_, var)| var.sort) {
                Some(Type::Text | Type::Texts) | None => texts::classes(asked, automata)?,
                Some(Type::Ip) => addresses::classes(asked),
                Some(Type::Bool) => bools(),
                Some(Type::Int) => numbers::classes(asked),
                Some(Type::Time) => {
                    let (times, sure) = hours::classes(asked, hours, around);
                    unsure |= !sure;
                    times
                }
            });
        }
        let mut space = Self {
            components,
            of,
            full: Vec::new(),
            tests: compiler.tests.clone(),
            masks: RefCell::default(),
            unsure,
        };
        let full = compiler
            .vars
            .iter()
            .map(|(id, var)| Rc::new(space.everything(id, var, var.may_be_none(&compiler.vars))));
        space.full = full.collect();
        Ok(space)
    }

    pub(super) fn component(&self, var: VarId) -> usize {
        self.of.get(var.0).copied().unwrap_or_default()
    }

    pub(super) fn class(&self, var: VarId, bit: usize) -> Option<&Class> {
        let component = self.components.get(self.component(var))?;
        component.classes.get(bit.checked_sub(FIRST)?)
    }

    /// Bits of a variable's component.
    pub(super) fn len(&self, var: VarId) -> usize {
        let component = self.components.get(self.component(var));
        component.map_or(FIRST, |c| c.classes.len() + FIRST)
    }

    /// What a variable is where a test of it has one of these truths.
    pub(super) fn mask(&self, var: VarId, test: TestId, truths: Truths) -> Rc<Bits> {
        let key = (self.component(var), test, truths);
        if let Some(mask) = self.masks.borrow().get(&key) {
            return Rc::clone(mask);
        }
        let mask = Rc::new(self.make_mask(var, test, truths));
        self.masks.borrow_mut().insert(key, Rc::clone(&mask));
        mask
    }

    /// The members of a set that pass a test.
    pub(super) fn members(&self, set: VarId, test: TestId) -> Rc<Bits> {
        let mask = self.mask(set, test, Truths::TRUE);
        Rc::new(mask.and(&self.values(set)))
    }

    /// All bits of values.
    pub(super) fn values(&self, var: VarId) -> Bits {
        Bits::of(self.len(var), |bit| bit >= FIRST)
    }

    /// The bit of the class in which a text is.
    pub(super) fn classify(
        &self,
        var: VarId,
        text: &str,
        automata: &mut Automata,
    ) -> Option<usize> {
        let component = self.components.get(self.component(var))?;
        let named = |class: &Class| matches!(class, Class::One(Value::Text(t)) if t == text);
        if let Some(at) = component.classes.iter().position(named) {
            return Some(at + FIRST);
        }
        let matched = automata.matched(&component.patterns, text)?;
        let lot = component.matched.iter().find(|(_, m)| *m == matched)?;
        Some(lot.0).filter(|_| !text.is_empty())
    }

    fn make_mask(&self, var: VarId, test: TestId, truths: Truths) -> Bits {
        let Some(test) = self.tests.get(test.0) else {
            return Bits::none(self.len(var));
        };
        let hours = self.components.get(self.component(var));
        let hours = hours.map_or(&[][..], |c| c.hours.as_slice());
        Bits::of(self.len(var), |bit| match bit {
            MISSING => truths.have(test.missing),
            NONE => truths.have(Truths::of(test.none)),
            _ => self
                .class(var, bit)
                .is_some_and(|class| truths.have(Truths::of(passes(&test.of, class, hours)))),
        })
    }

    fn everything(&self, id: VarId, var: &Var, may_be_none: bool) -> Bits {
        let set = var.sort == Type::Texts;
        Bits::of(self.len(id), |bit| match bit {
            MISSING => var.may_miss() && !set,
            NONE => may_be_none && !set,
            _ => self.class(id, bit).is_some_and(|class| fits(var, class)),
        })
    }
}

/// Whether a variable can hold values of a class.
fn fits(var: &Var, class: &Class) -> bool {
    match class {
        Class::One(Value::Text(text)) => texts::fits(var, text),
        Class::Texts(texts) => texts.first().is_some_and(|text| texts::fits(var, text)),
        Class::Numbers(_, high, _) => !numbers::counts(var) || *high >= 0,
        _ => true,
    }
}

/// Whether the values of a class pass a test.
fn passes(of: &Of, class: &Class, hours: &[std::sync::Arc<crate::policy::Hours>]) -> bool {
    match class {
        Class::One(Value::Bool(yes)) => match of {
            Of::Yes => *yes,
            of => *of == Of::Always(true),
        },
        Class::One(Value::Text(text)) => text_passes(of, text),
        Class::Texts(texts) => texts.first().is_some_and(|text| text_passes(of, text)),
        Class::Ips(ip, _) => match of {
            Of::Networks(networks) => networks.iter().any(|network| network.holds(*ip)),
            Of::Address(address) => address == ip,
            of => *of == Of::Always(true),
        },
        Class::Numbers(low, high, held) => match of {
            Of::Between(from, to) => from <= low && high <= to,
            Of::Hours(asked) => hours
                .iter()
                .position(|h| h == asked)
                .and_then(|at| held.as_ref()?.get(at).copied())
                .unwrap_or(false),
            of => *of == Of::Always(true),
        },
        Class::One(_) => *of == Of::Always(true),
    }
}

/// Whether a text passes a test of texts.
pub(super) fn text_passes(of: &Of, text: &str) -> bool {
    match of {
        Of::Always(holds) => *holds,
        Of::Texts(texts) => texts.iter().any(|t| t == text),
        Of::Globs(globs) => globs.iter().any(|g| Glob::new(g.as_str()).matches(text)),
        Of::Regex(pattern) => pattern.matches(text),
        _ => false,
    }
}

fn bools() -> Component {
    Component {
        classes: vec![
            Class::One(Value::Bool(true)),
            Class::One(Value::Bool(false)),
        ],
        ..Component::default()
    }
}

/// Every leaf of a formula.
pub(super) fn leaves(formula: &Formula, look: &mut dyn FnMut(&Leaf)) {
    let mut open = vec![formula];
    while let Some(formula) = open.pop() {
        match formula {
            Formula::Leaf(leaf) => look(leaf),
            Formula::All(parts) | Formula::Any(parts) => open.extend(parts),
        }
    }
}

/// By variable its component, and by component what is asked of it.
fn components<'c>(compiler: &'c Compiler, formula: &Formula) -> (Vec<usize>, Vec<Asked<'c>>) {
    let mut joined: Vec<usize> = (0..compiler.vars.all.len()).collect();
    let mut tested: BTreeSet<(VarId, usize)> = BTreeSet::new();
    let mut look = |leaf: &Leaf| match leaf {
        Leaf::In { var, test, .. } => _ = tested.insert((*var, test.0)),
        Leaf::Set { set, test, .. } => {
            if let SetTest::Any(test) | SetTest::All(test) = test {
                tested.insert((*set, test.0));
            }
        }
        Leaf::Same { a, b, .. } | Leaf::Meet { a, b, .. } | Leaf::Within { a, b, .. } => {
            join(&mut joined, *a, *b);
        }
        Leaf::Member { text, set, .. } => join(&mut joined, *text, *set),
        // Numbers are compared by their distance, whatever their classes.
        Leaf::Below { .. } => {}
    };
    leaves(formula, &mut look);
    compiler
        .axioms
        .iter()
        .for_each(|axiom| leaves(axiom, &mut look));
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut asked: Vec<Asked<'_>> = Vec::new();
    let mut of = Vec::new();
    for (id, var) in compiler.vars.iter() {
        let root = root(&joined, id.0);
        let at = *numbers.entry(root).or_insert_with(|| {
            asked.push(Asked::default());
            asked.len() - 1
        });
        of.push(at);
        let Some(asked) = asked.get_mut(at) else {
            continue;
        };
        asked.vars.push((id, var));
        let tests = tested.range((id, 0)..=(id, usize::MAX));
        let tests = tests.filter_map(|(_, test)| compiler.tests.get(*test));
        for test in tests.map(|test| &test.of) {
            match test {
                Of::Texts(texts) => asked.texts.extend(texts.iter().cloned()),
                Of::Globs(globs) => {
                    let exact = globs.iter().filter(|glob| !glob.contains('*'));
                    asked.texts.extend(exact.cloned());
                }
                _ => {}
            }
            asked.tests.push(test);
        }
    }
    (of, asked)
}

fn root(joined: &[usize], mut at: usize) -> usize {
    while let Some(up) = joined.get(at).filter(|up| **up != at) {
        at = *up;
    }
    at
}

fn join(joined: &mut [usize], a: VarId, b: VarId) {
    let (a, b) = (root(joined, a.0), root(joined, b.0));
    if let Some(up) = joined.get_mut(a.max(b)) {
        *up = a.min(b);
    }
}

/// What a text that is named gives as a domain, or folded, is named as well.
fn images(compiler: &Compiler, of: &[usize], asked: &mut [Asked<'_>]) {
    for (id, var) in compiler.vars.iter() {
        let (Place::Domain(base) | Place::Folded(base)) = var.place else {
            continue;
        };
        let texts = of.get(base.0).and_then(|at| asked.get(*at));
        let texts = texts.map(|asked| asked.texts.clone()).unwrap_or_default();
        let images = texts.iter().filter_map(|text| derived(var.place, text));
        let images: Vec<String> = images.collect();
        if let Some(own) = of.get(id.0).and_then(|at| asked.get_mut(*at)) {
            own.texts.extend(images);
        }
    }
}

/// What a derived variable holds where its base holds a text.
pub(super) fn derived(place: Place, text: &str) -> Option<String> {
    match place {
        Place::Domain(_) => crate::domain::domain_of(text),
        Place::Folded(_) => Some(crate::event::fold_identity(text)),
        _ => None,
    }
}
