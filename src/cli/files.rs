//! Files by the names that people give them: walked, sorted, read, with messages that name them.

use super::{Failure, World};
use std::io;
use std::path::{Component, Path, PathBuf};
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

/// A path without steps that lead nowhere, or back.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// A path seen from a folder.
pub fn absolute(folder: &Path, path: &Path) -> PathBuf {
    folder.join(path)
}

/// All files below a folder, by name.
///
/// # Errors
/// When a folder cannot be read.
pub fn walked(root: &Found) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in WalkDir::new(&root.path)
        .sort_by_file_name()
        .follow_links(true)
    {
        let entry = entry.map_err(|error| unreadable(&root.shown, &error.to_string()))?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Bytes that were read as a text.
///
/// # Errors
/// When they could not be read, or are not UTF-8: with the place.
pub fn text(found: &Found, bytes: io::Result<Vec<u8>>) -> Result<String, Failure> {
    let bytes = bytes.map_err(|error| unreadable(&found.shown, &crate::scan::reason_of(&error)))?;
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
