//! The policy set and all around it: configuration, policy files, directory tables, log sources.

use super::args::Common;
use super::config::{self, Config};
use super::files::Found;
use super::tree::Tree;
use super::{Failure, World};
use crate::diag::{Diagnostic, Level};
use crate::digest::sha256;
use crate::directory::{self, Directory};
use crate::logs::source::mappings;
use crate::policy::{Known, PolicySet, resolve};
use crate::report::{Checked, Digest};
use crate::syntax::{self, Parsed};
use crate::text::{Source, SourceId, Sources};
use crate::time::{Time, parse_rfc3339};
use std::path::{Path, PathBuf};

/// Everything that a command starts from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All texts read, for places.
    pub sources: Sources,
    /// The configuration.
    pub config: Config,
    /// Policy files, in the order of their names.
    pub files: Vec<PolicyFile>,
    /// What they come to.
    pub set: PolicySet,
    /// The directory, empty without one.
    pub directory: Directory,
    /// What is wrong with any of these, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read, to the byte.
    pub digests: Vec<Digest>,
}

/// One policy file.
#[derive(Debug)]
pub struct PolicyFile {
    /// Its text.
    pub source: SourceId,
    /// Where it is.
    pub found: Found,
    /// What it says.
    pub parsed: Parsed,
}

impl Loaded {
    /// Whether the policy set may be used: no error in any of its texts.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.diagnostics.iter().any(|d| d.level == Level::Error)
    }
}

/// The clock of a run.
///
/// # Errors
/// When `--now` is no time.
pub fn clock(common: &Common, world: &World<'_>) -> Result<Time, Failure> {
    let Some(text) = &common.now else {
        return Ok(world.now);
    };
    parse_rfc3339(text).map_err(|error| Failure::Told(format!("--now `{text}`: {}", error.0)))
}

/// Reads everything; what is wrong in the texts is in the result.
///
/// # Errors
/// When a file cannot be read, or there is no policy at all.
pub fn load(common: &Common, paths: &[PathBuf], world: &World<'_>) -> Result<Loaded, Failure> {
    load_from(Tree::Disk, common, paths, Sources::default(), world)
}

/// Reads everything as it is, or was, in a tree; its texts join those that were read before.
///
/// # Errors
/// As of [`load`].
pub fn load_from(
    tree: Tree<'_>,
    common: &Common,
    paths: &[PathBuf],
    sources: Sources,
    world: &World<'_>,
) -> Result<Loaded, Failure> {
    let mut loaded = Loaded {
        sources,
        ..Loaded::default()
    };
    let named = common.config.as_deref();
    let (config, wrong) = config::read(tree, named, &mut loaded.sources, world)?;
    loaded.diagnostics.extend(wrong);
    loaded.config = config;
    for found in policy_files(tree, common, &loaded.config, paths, world)? {
        let text = tree.read_text(&found)?;
        let source = loaded.sources.add(found.shown.clone(), text);
        let parsed = loaded
            .sources
            .get(source)
            .map(syntax::parse)
            .unwrap_or_default();
        loaded.files.push(PolicyFile {
            source,
            found,
            parsed,
        });
    }
    let tables = read_tables(tree, common, &mut loaded, world)?;
    understand(&mut loaded, &tables);
    Ok(loaded)
}

/// Where the policies are: named, else the option's, else the configuration's, else `policies`.
pub fn policy_files(
    tree: Tree<'_>,
    common: &Common,
    config: &Config,
    paths: &[PathBuf],
    world: &World<'_>,
) -> Result<Vec<Found>, Failure> {
    let named = [paths, &common.policies]
        .into_iter()
        .find(|list| !list.is_empty());
    let roots: Vec<Found> = match named {
        Some(list) => list.iter().map(|path| tree.named(path, world)).collect(),
        None if !config.policies.is_empty() => config
            .policies
            .iter()
            .map(|path| seen_from(tree, path, world))
            .collect(),
        None if config.file.is_some() => {
            vec![seen_from(tree, &config.folder.join("policies"), world)]
        }
        None => vec![tree.named(Path::new("policies"), world)],
    };
    let mut files = Vec::new();
    for root in &roots {
        files.extend(tree.under(root, |path| path.extension().is_some_and(|e| e == "exeat"))?);
    }
    files.sort();
    files.dedup_by(|a, b| a.path == b.path);
    if files.is_empty() {
        let shown: Vec<String> = roots
            .iter()
            .map(|root| format!("`{}`", root.shown))
            .collect();
        let message = format!("no policy files (*.exeat) in {}", shown.join(", "));
        return Err(Failure::Told(message));
    }
    Ok(files)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// `people.CSV` left out without a word would be a table that is not there.
fn in_lower_case(found: &Found, endings: &[&str]) -> Result<(), Failure> {
    let ending = found
        .path
        .extension()
        .map(|e| e.to_string_lossy().into_owned());
    match ending {
        Some(e) if has_ending(&found.path, endings) && !endings.contains(&e.as_str()) => {
            let lower = e.to_ascii_lowercase();
            let message = format!(
                "`{}`: write its ending in lower case, `.{lower}`",
                found.shown
            );
            Err(Failure::Told(message))
        }
        _ => Ok(()),
    }
}

/// A path of the configuration, shown from the working folder where it lies in it.
fn seen_from(tree: Tree<'_>, path: &Path, world: &World<'_>) -> Found {
    let shown = path.strip_prefix(&world.folder).unwrap_or(path);
    tree.shown(Found {
        shown: shown.display().to_string(),
        path: path.to_owned(),
    })
}

fn read_tables(
    tree: Tree<'_>,
    common: &Common,
    loaded: &mut Loaded,
    world: &World<'_>,
) -> Result<Vec<SourceId>, Failure> {
    let root = match (&common.directory, &loaded.config.directory) {
        (Some(named), _) => tree.named(named, world),
        (None, Some(configured)) => seen_from(tree, configured, world),
        (None, None) => return Ok(Vec::new()),
    };
    if !tree.is_dir(&root.path) {
        let message = format!("the directory `{}` is not a folder", root.shown);
        return Err(Failure::Told(message));
    }
    let tables = ["csv", "json", "jsonl"];
    let wanted = |path: &Path| {
        let in_root = path.parent() == Some(root.path.as_path());
        in_root
            && path
                .extension()
                .is_some_and(|e| tables.iter().any(|t| e == *t))
    };
    let mut ids = Vec::new();
    for found in tree.under(&root, wanted)? {
        in_lower_case(&found, &tables)?;
        let text = tree.read_text(&found)?;
        ids.push(loaded.sources.add(found.shown, text));
    }
    Ok(ids)
}

/// Resolves the files and loads the tables; each needs something of the other.
fn understand(loaded: &mut Loaded, tables: &[SourceId]) {
    let tables: Vec<_> = tables
        .iter()
        .filter_map(|id| loaded.sources.get(*id))
        .collect();
    let known = Known {
        tenants: directory::tenants(&tables),
    };
    let trees: Vec<_> = loaded.files.iter().map(|file| &file.parsed.file).collect();
    let resolved = resolve(&trees, &known);
    let (directory, wrong) = directory::load(&tables, &resolved.set.schema);
    let texts = loaded
        .files
        .iter()
        .filter_map(|file| loaded.sources.get(file.source));
    let of_policy = texts.map(|text| digest("policy", text));
    let of_tables = tables.iter().map(|text| digest("directory", text));
    loaded.digests = of_policy.chain(of_tables).collect();
    let parsed = loaded
        .files
        .iter()
        .flat_map(|file| file.parsed.diagnostics.clone());
    let mut all: Vec<Diagnostic> = parsed.chain(resolved.diagnostics).chain(wrong).collect();
    all.sort_by_key(Diagnostic::place);
    loaded.diagnostics.extend(all);
    loaded.set = resolved.set;
    loaded.directory = directory;
    loaded.diagnostics.extend(wrong_sources(loaded));
}

/// What is wrong with the log sources of the configuration.
fn wrong_sources(loaded: &Loaded) -> Vec<Diagnostic> {
    let file = loaded.config.file.and_then(|id| loaded.sources.get(id));
    let (own, mut wrong) = file.map(mappings).unwrap_or_default();
    for mapping in own {
        wrong.extend(mapping.bind(&loaded.set.schema).1);
    }
    wrong
}

fn digest(what: &'static str, source: &Source) -> Digest {
    Digest {
        what,
        name: source.name.clone(),
        bytes: u64::try_from(source.text.len()).unwrap_or(u64::MAX),
        sha256: sha256(source.text.as_bytes()),
    }
}

/// What became of a policy set, for the end of `check` and `test`.
pub fn checked(loaded: &Loaded, diagnostics: &[Diagnostic], tests: usize) -> Checked {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let level = |wanted| count(diagnostics.iter().filter(|d| d.level == wanted).count());
    Checked {
        files: count(loaded.files.len()),
        rules: count(loaded.set.rules.len()),
        tests: count(tests),
        errors: level(Level::Error),
        warnings: level(Level::Warning),
        infos: level(Level::Info),
        ..Checked::default()
    }
}
