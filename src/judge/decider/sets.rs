//! Texts and globs of many rules in one index: which of them a text meets, without asking each.

use super::part::Part;
use crate::event::{FieldId, Value};
use crate::judge::scene::Scene;
use crate::policy::{
    AtomKind, Collection, ExprKind, Glob, Globs, Operand, Path, Schema, SubjectKind,
};
use crate::syntax::ast::Comparison;
use std::collections::{BTreeMap, HashMap};

/// The number of a set of texts and globs.
type Number = usize;

/// Globs with the same beginning, each with the sets that it is in.
type Globbed = Vec<(Glob, Vec<Number>)>;

/// Sets of texts and globs, by what is in them.
#[derive(Debug, Default)]
pub(super) struct Sets {
    texts: HashMap<String, Vec<Number>>,
    people: HashMap<String, Vec<Number>>,
    /// By the length of what stands before the first star, by that, the globs with the sets that they are in.
    globs: BTreeMap<usize, HashMap<Vec<u8>, Globbed>>,
}

/// What a part asks of a text: whether it meets any of these, or whether it meets none.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) negated: bool,
    keys: Vec<Key>,
}

#[derive(Debug)]
enum Key {
    Text(String),
    /// As persons are compared.
    Person(String),
    Glob(Glob),
}

impl Asked {
    /// Of a part that is nothing but a set which a path's text is in, or not in.
    pub(super) fn of(part: &Part<'_>, path: Path, scene: &Scene<'_>) -> Option<Self> {
        let text = |text: &String| match Schema::is_identity(path) {
            true => Key::Person(scene.person(text).into_owned()),
            false => Key::Text(text.clone()),
        };
        let of_globs = |globs: &[Glob]| globs.iter().cloned().map(Key::from).collect();
        let (negated, keys) = match part {
            Part::Globs { field, globs } if path == Path::Field(*field) => (false, of_globs(globs)),
            Part::Subject(subject) if path == Path::Field(FieldId::ACTOR) => match &subject.kind {
                SubjectKind::Actors(names) => {
                    (false, names.iter().map(|(name, _)| text(name)).collect())
                }
                SubjectKind::ActorLike(glob, _) => (false, vec![Key::from(glob.clone())]),
                SubjectKind::Anyone | SubjectKind::Roles(_) => return None,
            },
            Part::Expr { expr, negated } => {
                let ExprKind::Atom(atom) = &expr.kind else {
                    return None;
                };
                if atom.kind.reads().next() != Some(path) {
                    return None;
                }
                match &atom.kind {
                    AtomKind::Like {
                        negated: not,
                        globs: Globs::Globs(_, globs),
                        ..
                    } => (negated ^ not, of_globs(globs)),
                    AtomKind::In {
                        negated: not,
                        collection: Collection::Texts(_, texts),
                        ..
                    } => (negated ^ not, texts.iter().map(text).collect()),
                    AtomKind::Compare {
                        op: op @ (Comparison::Eq | Comparison::Ne),
                        operand: Operand::Literal(Value::Text(literal)),
                        ..
                    } => (negated ^ (*op == Comparison::Ne), vec![text(literal)]),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Self { negated, keys })
    }
}

impl From<Glob> for Key {
    fn from(glob: Glob) -> Self {
        if glob.has_star() {
            Self::Glob(glob)
        } else {
            Self::Text(glob.text().to_owned())
        }
    }
}

impl Sets {
    /// One more set.
    pub(super) fn add(&mut self, number: Number, asked: Asked) {
        for key in asked.keys {
            match key {
                Key::Text(text) => self.texts.entry(text).or_default().push(number),
                Key::Person(person) => self.people.entry(person).or_default().push(number),
                Key::Glob(glob) => self.add_glob(number, glob),
            }
        }
    }

    fn add_glob(&mut self, number: Number, glob: Glob) {
        let head = glob.text().split('*').next().unwrap_or_default();
        let of_length = self.globs.entry(head.len()).or_default();
        let of_head = of_length.entry(head.as_bytes().to_vec()).or_default();
        match of_head.iter_mut().find(|(of, _)| *of == glob) {
            Some((_, numbers)) => numbers.push(number),
            None => of_head.push((glob, vec![number])),
        }
    }

    /// The sets that a text meets; a set may come more than once.
    pub(super) fn met(&self, text: &str, person: &str, mut met: impl FnMut(Number)) {
        let texts = self.texts.get(text).into_iter();
        let numbers = texts.chain(self.people.get(person));
        numbers.flatten().for_each(|number| met(*number));
        for (length, of_length) in &self.globs {
            let Some(head) = text.as_bytes().get(..*length) else {
                return;
            };
            let globs = of_length.get(head);
            for (glob, numbers) in globs.into_iter().flatten() {
                if glob.matches(text) {
                    numbers.iter().for_each(|number| met(*number));
                }
            }
        }
    }
}
