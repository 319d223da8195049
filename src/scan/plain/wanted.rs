//! What is wanted of each field: by rules, by limits, and by whoever says things of values.

use crate::event::FieldId;
use crate::judge::{Column, Reads};
use crate::logs::quick::Want;
use crate::policy::{Effect, Measure, Path, PolicySet};

/// Fields of which there may be something to say whatever the policy reads.
const SAID_OF: [FieldId; 5] = [
    FieldId::ACTOR,
    FieldId::ROLES,
    FieldId::TENANT,
    FieldId::LIST,
    FieldId::OUTCOME,
];

/// All fields that are looked at.
#[derive(Debug, Default)]
pub struct Wanted {
    /// In the order in which the reader is asked for them.
    pub fields: Vec<Field>,
}

/// What is wanted of one field.
#[derive(Debug)]
pub struct Field {
    /// Which.
    pub field: FieldId,
    /// How the reader gives it.
    pub want: Want,
    /// The judge's columns that read it, by their numbers.
    pub columns: Vec<(usize, Column)>,
    /// What limits count of it: the field itself, or its domain.
    pub counted: Vec<Path>,
}

impl Wanted {
    /// By the columns that rules read, and all limits.
    #[must_use]
    pub fn new(policy: &PolicySet, columns: &[Column]) -> Self {
        let mut wanted = Self::default();
        for field in SAID_OF {
            wanted.add(field, Want::Mark);
        }
        for (number, column) in columns.iter().enumerate() {
            let (field, want) = match (column.path, column.reads) {
                (Path::Field(field), Reads::Value) => (field, Want::Mark),
                (Path::Field(field), Reads::Int) => (field, Want::Int),
                (Path::Field(field), Reads::Presence) => (field, Want::Presence),
                (Path::Domain(field), _) => (field, Want::Domain),
                (Path::Column(_), _) => continue,
            };
            let of_field = wanted.add(field, want);
            of_field.columns.push((number, *column));
        }
        for rule in &policy.rules {
            if let Effect::Limit { amount, keys, .. } = &rule.effect {
                keys.iter().for_each(|(path, _)| wanted.count(*path));
                wanted.measure(amount.measure);
            }
        }
        wanted
    }

    /// Where a field stands in the list, and which of its counted values a path is.
    #[must_use]
    pub fn place_of(&self, path: Path) -> Option<(usize, usize)> {
        let mut fields = self.fields.iter().enumerate();
        fields.find_map(|(at, field)| {
            let counted = field.counted.iter().position(|counted| *counted == path)?;
            Some((at, counted))
        })
    }

    /// Where a number's field stands in the list.
    #[must_use]
    pub fn int(&self, path: Path) -> Option<usize> {
        let is_it = |field: &Field| Path::Field(field.field) == path && field.want == Want::Int;
        self.fields.iter().position(is_it)
    }

    fn measure(&mut self, measure: Measure) {
        match measure {
            Measure::Exports => {}
            Measure::Sum(Path::Field(field)) => {
                self.add(field, Want::Int);
            }
            Measure::Sum(_) => {}
            Measure::Distinct(path) => self.count(path),
            Measure::Lists => {
                self.count(Path::Field(FieldId::TENANT));
                self.count(Path::Field(FieldId::LIST));
            }
        }
    }

    fn count(&mut self, path: Path) {
        let of_field = match path {
            Path::Field(field) => self.add(field, Want::Mark),
            Path::Domain(field) => self.add(field, Want::Domain),
            Path::Column(_) => return,
        };
        if !of_field.counted.contains(&path) {
            of_field.counted.push(path);
        }
    }

    /// A field is given in one way: a mark of the value tells whatever else is wanted of it.
    fn add(&mut self, field: FieldId, want: Want) -> &mut Field {
        let at = match self.fields.iter().position(|known| known.field == field) {
            Some(at) => at,
            None => {
                self.fields.push(Field {
                    field,
                    want,
                    columns: Vec::new(),
                    counted: Vec::new(),
                });
                self.fields.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found or pushed just now")]
        let known = &mut self.fields[at];
        known.want = both(known.want, want);
        known
    }
}

/// The way that tells what both ways tell.
fn both(one: Want, other: Want) -> Want {
    match (one, other) {
        (one, other) if one == other => one,
        (Want::Presence, other) | (other, Want::Presence) if other != Want::Domain => other,
        _ => Want::Mark,
    }
}
