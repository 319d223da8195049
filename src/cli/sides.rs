//! The two policy sets that `diff` compares: each at a path, or at a git revision.

use super::args::Common;
use super::files::absolute;
use super::git::Revision;
use super::load::{Loaded, load_from};
use super::tree::Tree;
use super::{Failure, World};
use crate::text::Sources;
use std::path::{Path, PathBuf};

/// Reads both; the second one's sources hold the texts of both.
///
/// # Errors
/// When one is neither a path nor a revision, or cannot be read.
pub fn sides(
    common: &Common,
    old: &str,
    new: Option<&str>,
    world: &World<'_>,
) -> Result<(Loaded, Loaded), Failure> {
    let mut before = side(common, Some(old), Sources::default(), world)?;
    let texts = std::mem::take(&mut before.sources);
    let after = side(common, new, texts, world)?;
    Ok((before, after))
}

/// One of them; without a name, what every other command would read.
fn side(
    common: &Common,
    name: Option<&str>,
    texts: Sources,
    world: &World<'_>,
) -> Result<Loaded, Failure> {
    let Some(name) = name else {
        return load_from(Tree::Disk, common, &[], texts, world);
    };
    if absolute(&world.folder, Path::new(name)).exists() {
        let (common, paths) = at_path(common, name, world);
        return load_from(Tree::Disk, &common, &paths, texts, world);
    }
    let revision = Revision::find(name, &world.folder)?.ok_or_else(|| {
        Failure::Told(format!(
            "`{name}` is neither a path here nor a revision that git knows"
        ))
    })?;
    load_from(Tree::Revision(&revision), common, &[], texts, world)
}

/// A folder with a configuration of its own is a whole project; anything else is policies.
fn at_path(common: &Common, name: &str, world: &World<'_>) -> (Common, Vec<PathBuf>) {
    let path = Path::new(name);
    let config = path.join("exeat.toml");
    if !absolute(&world.folder, &config).is_file() {
        return (common.clone(), vec![path.to_owned()]);
    }
    let common = Common {
        config: Some(config),
        policies: Vec::new(),
        directory: None,
        ..common.clone()
    };
    (common, Vec::new())
}
