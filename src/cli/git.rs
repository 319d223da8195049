//! Files as they stood at a revision, asked of the `git` that is there. Nothing is checked out.

use super::Failure;
use super::files::plain;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// All files of one revision.
#[derive(Debug)]
pub struct Revision {
    /// As the user named it.
    pub name: String,
    /// The top of the repository, spelt as the working folder is.
    top: PathBuf,
    /// By path from the top.
    files: BTreeMap<PathBuf, Blob>,
}

#[derive(Debug)]
struct Blob {
    id: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    /// Another repository's commit.
    Submodule,
}

impl Revision {
    /// The revision of a name, in the repository that a folder lies in; none where git knows none.
    ///
    /// # Errors
    /// When there is no git, or no repository.
    pub fn find(name: &str, folder: &Path) -> Result<Option<Self>, Failure> {
        let ask = |args: &[&str]| git(folder, args).map_err(|error| no_git(name, &error));
        let Some(inner) = ask(&["rev-parse", "--show-prefix"])? else {
            let message = format!(
                "`{name}` is no path here, and no revision: this folder is in no git repository"
            );
            return Err(Failure::Told(message));
        };
        let commit = format!("{name}^{{commit}}");
        let found = ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        let Some(id) = found else {
            return Ok(None);
        };
        let listed = ask(&["ls-tree", "-r", "-z", "--full-tree", id.trim()])?;
        let depth = Path::new(inner.trim_end_matches('\n')).components().count();
        let top = folder.ancestors().nth(depth).unwrap_or(folder);
        Ok(Some(Self {
            name: name.to_owned(),
            top: top.to_owned(),
            files: files(&listed.unwrap_or_default()),
        }))
    }

    /// Whether there is a file of a path.
    pub fn is_file(&self, path: &Path) -> bool {
        self.inner(path)
            .is_some_and(|inner| self.files.contains_key(&inner))
    }

    /// Whether there are files below a path.
    pub fn is_dir(&self, path: &Path) -> bool {
        !self.below(path).is_empty()
    }

    /// The files below a folder, by name.
    pub fn below(&self, folder: &Path) -> Vec<PathBuf> {
        let Some(inner) = self.inner(folder) else {
            return Vec::new();
        };
        let files = self.files.keys();
        let below = files.filter(|path| path.starts_with(&inner) && **path != inner);
        below.map(|path| self.top.join(path)).collect()
    }

    /// A file's bytes.
    ///
    /// # Errors
    /// When it is not there, is no file, or git cannot give it.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let blob = self.inner(path).and_then(|inner| self.files.get(&inner));
        let blob = blob.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let what = match blob.kind {
            Kind::File => None,
            Kind::Link => Some("a symbolic link"),
            Kind::Submodule => Some("a submodule"),
        };
        if let Some(what) = what {
            let message = format!("it is {what}, which is not followed in a revision");
            return Err(io::Error::other(message));
        }
        let output = run(&self.top, &["cat-file", "blob", &blob.id])?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(io::Error::other("git does not give it")),
        }
    }

    fn inner(&self, path: &Path) -> Option<PathBuf> {
        plain(path).strip_prefix(&self.top).ok().map(Path::to_owned)
    }
}

/// `MODE TYPE ID<tab>PATH`, each ended by a zero byte.
fn files(listed: &str) -> BTreeMap<PathBuf, Blob> {
    let file = |line: &str| {
        let (about, path) = line.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, _, id) = (about.next()?, about.next()?, about.next()?);
        let kind = match mode {
            "120000" => Kind::Link,
            "160000" => Kind::Submodule,
            _ => Kind::File,
        };
        let id = id.to_owned();
        Some((PathBuf::from(path), Blob { id, kind }))
    };
    listed.split('\0').filter_map(file).collect()
}

/// What git says; none where it refuses. A path that is not UTF-8 is no policy's.
fn git(folder: &Path, args: &[&str]) -> io::Result<Option<String>> {
    let output = run(folder, args)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(said))
}

fn run(folder: &Path, args: &[impl AsRef<OsStr>]) -> io::Result<Output> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
}

fn no_git(name: &str, error: &io::Error) -> Failure {
    Failure::Told(match error.kind() {
        io::ErrorKind::NotFound => {
            format!("`{name}` is no path here, and revisions need `git`, which is not installed")
        }
        _ => format!("git cannot be run: {error}"),
    })
}
