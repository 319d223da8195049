//! Which paths an atom reads.

use super::{AtomKind, Collection, Globs, Operand, Path};

impl AtomKind {
    /// Every path that is read, the left side first; of an approval none, since it reads much else.
    pub fn reads(&self) -> impl Iterator<Item = Path> {
        let (left, right) = match self {
            Self::Bool(path)
            | Self::Is { path, .. }
            | Self::Matches { path, .. }
            | Self::Contains { path, .. } => (Some(*path), None),
            Self::Compare { path, operand, .. } => match operand {
                Operand::Path { path: right, .. } => (Some(*path), Some(*right)),
                Operand::Literal(_) => (Some(*path), None),
            },
            Self::In {
                path, collection, ..
            }
            | Self::AnyAll {
                path, collection, ..
            } => match collection {
                Collection::Path(right) => (Some(*path), Some(*right)),
                _ => (Some(*path), None),
            },
            Self::Like { path, globs, .. } => match globs {
                Globs::Path(right) => (Some(*path), Some(*right)),
                Globs::Globs(..) => (Some(*path), None),
            },
            Self::Approved { .. } => (None, None),
        };
        left.into_iter().chain(right)
    }
}
