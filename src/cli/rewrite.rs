//! Files written anew, and what would change in them.

use similar::TextDiff;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes beside the file first, so that a full disk or a crash loses nothing.
pub fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside
        .as_file()
        .set_permissions(fs::metadata(path)?.permissions())?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A unified diff of a file and its new text.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    unified.context_radius(3).header(name, name).to_string()
}
