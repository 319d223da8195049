//! Files as they are, or as they were at a revision: the same questions of both.

use super::files::{Found, plain, text, walked};
use super::git::Revision;
use super::{Failure, World};
use std::fs;
use std::path::Path;

/// Where files lie.
#[derive(Clone, Copy, Debug)]
pub enum Tree<'a> {
    /// As they are now.
    Disk,
    /// As they were.
    Revision(&'a Revision),
}

impl Tree<'_> {
    /// A path, shown as the user gave it.
    pub fn named(self, path: &Path, world: &World<'_>) -> Found {
        self.shown(Found::named(path, world))
    }

    /// The same, with the revision in its name.
    pub fn shown(self, found: Found) -> Found {
        match self {
            Self::Disk => found,
            Self::Revision(revision) => Found {
                shown: format!("{}:{}", revision.name, found.shown),
                path: found.path,
            },
        }
    }

    /// Whether there is a folder of a path.
    pub fn is_dir(self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_dir(),
            Self::Revision(revision) => revision.is_dir(path),
        }
    }

    /// Whether there is a file of a path.
    pub fn is_file(self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_file(),
            Self::Revision(revision) => revision.is_file(path),
        }
    }

    /// The files under a path: itself, or all in a folder that `wanted` takes, sorted by name.
    ///
    /// # Errors
    /// When the path is not there, or a folder cannot be read.
    pub fn under(
        self,
        found: &Found,
        wanted: impl Fn(&Path) -> bool,
    ) -> Result<Vec<Found>, Failure> {
        if !self.is_dir(&found.path) {
            return Ok(vec![found.clone()]);
        }
        let paths = match self {
            Self::Disk => walked(found)?,
            Self::Revision(revision) => revision.below(&plain(&found.path)),
        };
        let root = match self {
            Self::Disk => found.path.clone(),
            Self::Revision(_) => plain(&found.path),
        };
        let wanted = paths.into_iter().filter(|path| wanted(path));
        let named = wanted.map(|path| {
            let inner = path.strip_prefix(&root).unwrap_or(&path);
            Found {
                shown: Path::new(&found.shown).join(inner).display().to_string(),
                path,
            }
        });
        Ok(named.collect())
    }

    /// A file's text.
    ///
    /// # Errors
    /// When it cannot be read, or is not UTF-8: with the place.
    pub fn read_text(self, found: &Found) -> Result<String, Failure> {
        let bytes = match self {
            Self::Disk => fs::read(&found.path),
            Self::Revision(revision) => revision.read(&found.path),
        };
        text(found, bytes)
    }
}
