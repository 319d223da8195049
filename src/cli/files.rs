//! Files by the names that people give them: walked, sorted, read, with messages that name them.

use super::{Failure, World};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A path, and how to show it: as the user gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// For people.
    pub shown: String,
    /// For the file system.
    pub path: PathBuf,
}

impl Found {
    /// A path as the user gave it.
    pub fn named(path: &Path, world: &World<'_>) -> Self {
        Self {
            shown: path.display().to_string(),
            path: absolute(&world.folder, path),
        }
    }
}

/// A path seen from a folder.
pub fn absolute(folder: &Path, path: &Path) -> PathBuf {
    folder.join(path)
}

/// The files under a path: itself, or all in a folder that `wanted` takes, sorted by name.
///
/// # Errors
/// When the path is not there, or a folder cannot be read.
pub fn under(found: &Found, wanted: impl Fn(&Path) -> bool) -> Result<Vec<Found>, Failure> {
    if !found.path.is_dir() {
        return Ok(vec![found.clone()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(&found.path)
        .sort_by_file_name()
        .follow_links(true)
    {
        let entry = entry.map_err(|error| unreadable(&found.shown, &error.to_string()))?;
        if !entry.file_type().is_file() || !wanted(entry.path()) {
            continue;
        }
        let inner = entry
            .path()
            .strip_prefix(&found.path)
            .unwrap_or(entry.path());
        files.push(Found {
            shown: Path::new(&found.shown).join(inner).display().to_string(),
            path: entry.path().to_owned(),
        });
    }
    Ok(files)
}

/// A file's text.
///
/// # Errors
/// When it cannot be read, or is not UTF-8: with the place.
pub fn read_text(found: &Found) -> Result<String, Failure> {
    let bytes = fs::read(&found.path)
        .map_err(|error| unreadable(&found.shown, &crate::scan::reason_of(&error)))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or(&[]);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        unreadable(
            &found.shown,
            &format!("line {line} is not UTF-8 (byte {good})"),
        )
    })
}

/// `cannot read NAME: why`.
pub fn unreadable(shown: &str, why: &str) -> Failure {
    Failure::Told(format!("cannot read `{shown}`: {why}"))
}
