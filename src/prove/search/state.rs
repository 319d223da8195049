//! What is known in a branch of the search: what each variable may still be, and which relations hold.

use super::Impossible;
use super::sets::Members;
use crate::prove::bits::Bits;
use crate::prove::formula::Leaf;
use crate::prove::space::Space;
use crate::prove::vars::VarId;
use std::rc::Rc;

/// What is known. Cheap to copy.
#[derive(Clone, Debug)]
pub(in crate::prove) struct State {
    /// By variable; of a set, what its members may be stands in `sets`.
    values: Vec<Rc<Bits>>,
    sets: Vec<Option<Rc<Members>>>,
    /// Relations that hold, each of two variables that hold values.
    pub(in crate::prove) relations: Vec<Leaf>,
}

impl State {
    pub(super) fn new(space: &Space) -> Self {
        Self {
            values: space.full.clone(),
            sets: vec![None; space.full.len()],
            relations: Vec::new(),
        }
    }

    /// What a variable may be.
    pub(in crate::prove) fn values(&self, space: &Space, var: VarId) -> Rc<Bits> {
        let known = self.values.get(var.0).cloned();
        known.unwrap_or_else(|| Rc::new(Bits::none(space.len(var))))
    }

    /// What is known of a set, if anything is.
    pub(in crate::prove) fn set(&self, var: VarId) -> Option<&Members> {
        self.sets.get(var.0)?.as_deref()
    }

    /// The sets of which something is known.
    pub(in crate::prove) fn sets(&self) -> impl Iterator<Item = (VarId, &Members)> {
        let sets = (0..).map(VarId).zip(&self.sets);
        sets.filter_map(|(id, set)| Some((id, set.as_deref()?)))
    }

    pub(super) fn assert(&mut self, space: &Space, leaf: &Leaf) -> Result<(), Impossible> {
        match leaf {
            Leaf::In { var, test, truths } => {
                let mask = space.mask(*var, *test, *truths);
                self.narrow(space, *var, &mask).map(|_| ())
            }
            Leaf::Set { set, test, truth } => {
                let mut members = match self.set(*set) {
                    Some(members) => members.clone(),
                    None => Members::new(&self.values(space, *set)),
                };
                members.assert(space, *set, *test, *truth)?;
                if let Some(slot) = self.sets.get_mut(set.0) {
                    *slot = Some(Rc::new(members));
                }
                Ok(())
            }
            relation => match self.eval(space, relation) {
                Some(true) => Ok(()),
                Some(false) => Err(Impossible),
                None => {
                    self.relations.push(*relation);
                    Ok(())
                }
            },
        }
    }

    /// Whether anything changed.
    pub(super) fn narrow(
        &mut self,
        space: &Space,
        var: VarId,
        mask: &Bits,
    ) -> Result<bool, Impossible> {
        let before = self.values(space, var);
        if before.is_within(mask) {
            return Ok(false);
        }
        let after = before.and(mask);
        if after.is_empty() {
            return Err(Impossible);
        }
        if let Some(slot) = self.values.get_mut(var.0) {
            *slot = Rc::new(after);
        }
        Ok(true)
    }

    /// Whether a leaf holds; none while it may and may not.
    pub(super) fn eval(&self, space: &Space, leaf: &Leaf) -> Option<bool> {
        match leaf {
            Leaf::In { var, test, truths } => {
                let mask = space.mask(*var, *test, *truths);
                let values = self.values.get(var.0)?;
                if values.is_within(&mask) {
                    Some(true)
                } else if values.meets(&mask) {
                    None
                } else {
                    Some(false)
                }
            }
            Leaf::Set { set, test, truth } => match self.set(*set) {
                Some(members) => members.eval(space, *set, *test, *truth),
                None => Members::new(&self.values(space, *set)).eval(space, *set, *test, *truth),
            },
            Leaf::Below { x, y, most } => self.eval_below(*x, *y, *most),
            relation => {
                let opposite = relation.opposite();
                let mut known = self.relations.iter();
                known.find_map(|leaf| {
                    if leaf == relation {
                        Some(true)
                    } else {
                        (Some(*leaf) == opposite).then_some(false)
                    }
                })
            }
        }
    }

    fn eval_below(&self, x: VarId, y: VarId, most: i128) -> Option<bool> {
        self.relations.iter().find_map(|leaf| match leaf {
            Leaf::Below {
                x: a,
                y: b,
                most: n,
            } if (*a, *b) == (x, y) && *n <= most => Some(true),
            Leaf::Below {
                x: a,
                y: b,
                most: n,
            } if (*a, *b) == (y, x) && n.checked_add(most).is_some_and(|sum| sum < 0) => {
                Some(false)
            }
            _ => None,
        })
    }
}
