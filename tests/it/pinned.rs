//! Expected texts in files: compared, or with `EXEAT_BLESS=1` written anew, to be read line by line.

use crate::harness::{blessing, top};
use std::fs;
use std::path::{Path, PathBuf};

/// What is in a folder of the repository, by name; never nothing.
pub fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folder = top().join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "nothing is in {}", folder.display());
    found
}

/// Texts that were compared; those that differ are told together.
#[derive(Default)]
pub struct Pinned {
    wrong: Vec<String>,
}

impl Pinned {
    pub fn compare(&mut self, path: &Path, seen: &str) {
        if blessing() {
            fs::write(path, seen).unwrap();
        }
        if fs::read_to_string(path).ok().as_deref() != Some(seen) {
            self.wrong.push(format!("{}:\n{seen}", path.display()));
        }
    }

    pub fn end(self) {
        assert!(
            self.wrong.is_empty(),
            "EXEAT_BLESS=1 accepts what is seen now:\n{}",
            self.wrong.join("\n")
        );
    }
}
