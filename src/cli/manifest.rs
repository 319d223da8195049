//! The lists of logs that a source names, below the configuration's folder.

use super::Failure;
use super::files::{absolute, unreadable};
use crate::logs::manifest::{Listed, listed};
use crate::logs::{Bound, decompressed};
use crate::scan::reason_of;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// All logs that the source's manifest lists; none where it names no manifest.
///
/// # Errors
/// When a manifest is not there, cannot be read, or is none: then nobody knows what should be there.
pub fn read(source: &Bound, folder: &Path) -> Result<Option<Vec<Listed>>, Failure> {
    let Some(name) = &source.coverage().manifest else {
        return Ok(None);
    };
    let mut all = Vec::new();
    for path in found(name, folder)? {
        let shown = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .display()
            .to_string();
        let mut text = String::new();
        let opened = File::open(&path);
        let read = opened.and_then(|file| decompressed(file).read_to_string(&mut text));
        read.map_err(|error| unreadable(&shown, &reason_of(&error)))?;
        let more = listed(&text);
        all.extend(more.map_err(|why| Failure::Told(format!("{shown} is no manifest: {why}")))?);
    }
    Ok(Some(all))
}

/// The file of this name, or those that it fits where `*` stands in it.
fn found(name: &str, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let path = absolute(folder, Path::new(name));
    if !name.contains(['*', '?', '[']) {
        return Ok(vec![path]);
    }
    let none = || Failure::Told(format!("no manifest is there by `{name}`"));
    let paths = glob::glob(&path.to_string_lossy()).map_err(|_| none())?;
    let paths: Vec<PathBuf> = paths.flatten().filter(|path| path.is_file()).collect();
    match paths.is_empty() {
        true => Err(none()),
        false => Ok(paths),
    }
}
