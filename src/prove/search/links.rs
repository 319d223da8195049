//! What a variable derives from another: a text's domain, a text folded.

use super::Impossible;
use super::state::State;
use crate::event::Value;
use crate::prove::bits::Bits;
use crate::prove::compile::Compiler;
use crate::prove::space::{Class, FIRST, MISSING, NONE, Space, derived};
use crate::prove::vars::{Place, VarId};

/// A variable that derives from another.
#[derive(Clone, Debug)]
pub(in crate::prove) struct Link {
    pub(in crate::prove) base: VarId,
    pub(in crate::prove) derived: VarId,
    pub(in crate::prove) place: Place,
    /// For each class of the base that is one text: what derives from it.
    images: Vec<(usize, usize)>,
}

/// All links of a question.
pub(in crate::prove) fn links(compiler: &Compiler, space: &Space) -> Vec<Link> {
    let vars = compiler.vars.iter();
    let links = vars.filter_map(|(id, var)| match var.place {
        Place::Domain(base) | Place::Folded(base) => Some(Link {
            base,
            derived: id,
            place: var.place,
            images: images(space, base, id, var.place),
        }),
        _ => None,
    });
    links.collect()
}

fn images(space: &Space, base: VarId, id: VarId, place: Place) -> Vec<(usize, usize)> {
    let bits = FIRST..space.len(base);
    let image = |bit: usize| {
        let Some(Class::One(Value::Text(text))) = space.class(base, bit) else {
            return None;
        };
        let Some(image) = derived(place, text) else {
            return Some((bit, MISSING));
        };
        // One that is not named is in a class with others, and tells nothing.
        let named =
            |bit: &usize| space.class(id, *bit) == Some(&Class::One(Value::Text(image.clone())));
        (FIRST..space.len(id)).find(named).map(|at| (bit, at))
    };
    bits.filter_map(image).collect()
}

/// Takes away what no base derives, and bases that derive what cannot be; whether anything changed.
pub(super) fn narrow(space: &Space, links: &[Link], state: &mut State) -> Result<bool, Impossible> {
    let mut changed = false;
    for link in links {
        let image = |bit: usize| {
            link.images
                .iter()
                .find(|(from, _)| *from == bit)
                .map(|(_, to)| *to)
        };
        let derived = state.values(space, link.derived);
        let can = |bit: usize| image(bit).is_none_or(|to| derived.has(to));
        let bases = Bits::of(space.len(link.base), can);
        changed |= state.narrow(space, link.base, &bases)?;
        let base = state.values(space, link.base);
        let values: Vec<usize> = base.iter().filter(|bit| *bit >= FIRST).collect();
        if values.iter().all(|bit| image(*bit).is_some()) {
            let images = Bits::of(space.len(link.derived), |to| {
                let from_value = values.iter().any(|bit| image(*bit) == Some(to));
                let without = to == MISSING && base.has(MISSING) || to == NONE && base.has(NONE);
                from_value || without || (to == MISSING && base.has(NONE))
            });
            changed |= state.narrow(space, link.derived, &images)?;
        }
    }
    Ok(changed)
}
