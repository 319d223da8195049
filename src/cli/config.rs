//! `exeat.toml`: found upwards from the working folder, or named; every key is optional.

use super::files::{Found, absolute};
use super::tree::Tree;
use super::{Failure, World, parts};
use crate::diag::Diagnostic;
use crate::lint::{Levels, Setting};
use crate::nearest::nearest;
use crate::text::{Source, SourceId, Sources};
use crate::trial::scenario::Part;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The keys that exeat.toml may have at its top.
const KEYS: [&str; 5] = ["policies", "directory", "lints", "scenario", "source"];

/// What the configuration says; all paths are relative to its folder.
#[derive(Debug, Default)]
pub struct Config {
    /// Its text among the sources, if there is one.
    pub file: Option<SourceId>,
    /// The folder that it stands in.
    pub folder: PathBuf,
    /// Where policies are.
    pub policies: Vec<PathBuf>,
    /// Where the directory is.
    pub directory: Option<PathBuf>,
    /// Levels of lints that it changes.
    pub levels: Levels,
    /// Who plays in which scenario.
    pub scenarios: BTreeMap<String, Part>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    policies: Vec<PathBuf>,
    directory: Option<PathBuf>,
    #[serde(default)]
    lints: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Read by the logs' own room; here only so that it is a known key.
    #[serde(default, rename = "source")]
    _sources: toml::Table,
}

/// Finds and reads the configuration.
///
/// # Errors
/// When a named one cannot be read. What is wrong in it is a diagnostic.
pub fn read(
    tree: Tree<'_>,
    named: Option<&Path>,
    sources: &mut Sources,
    world: &World<'_>,
) -> Result<(Config, Vec<Diagnostic>), Failure> {
    let Some(found) = find(tree, named, world) else {
        return Ok((Config::default(), Vec::new()));
    };
    let text = tree.read_text(&found)?;
    let id = sources.add(found.shown, text);
    let folder = found.path.parent().map(Path::to_owned).unwrap_or_default();
    let Some(source) = sources.get(id) else {
        return Ok((Config::default(), Vec::new()));
    };
    Ok(parse(source, folder))
}

fn find(tree: Tree<'_>, named: Option<&Path>, world: &World<'_>) -> Option<Found> {
    if let Some(path) = named {
        return Some(tree.named(path, world));
    }
    let above = world
        .folder
        .ancestors()
        .map(|folder| folder.join("exeat.toml"));
    let path = above.into_iter().find(|path| tree.is_file(path))?;
    let shown = path.strip_prefix(&world.folder).unwrap_or(&path);
    Some(tree.shown(Found {
        shown: shown.display().to_string(),
        path,
    }))
}

fn parse(source: &Source, folder: PathBuf) -> (Config, Vec<Diagnostic>) {
    let mut config = Config {
        file: Some(source.id),
        folder,
        ..Config::default()
    };
    let raw: Raw = match toml::from_str(&source.text) {
        Ok(raw) => raw,
        Err(error) => return (config, vec![wrong(source, &error)]),
    };
    config.policies = raw
        .policies
        .iter()
        .map(|p| absolute(&config.folder, p))
        .collect();
    config.directory = raw.directory.map(|path| absolute(&config.folder, &path));
    let settings: Vec<Setting> = raw.lints.iter().map(|line| setting(source, line)).collect();
    let (levels, mut wrong) = Levels::read(&settings);
    config.levels = levels;
    let (scenarios, bad) = parts::read(source);
    config.scenarios = scenarios;
    wrong.extend(bad);
    wrong.extend(unknown_keys(source));
    (config, wrong)
}

fn setting(source: &Source, (name, level): (&Spanned<String>, &Spanned<String>)) -> Setting {
    let span = |of: &Spanned<String>| whole(source).part(of.span().start, of.span().end);
    Setting {
        name: name.as_ref().clone(),
        name_span: span(name),
        level: level.as_ref().clone(),
        level_span: span(level),
    }
}

/// A key that nobody reads would silently change nothing.
fn unknown_keys(source: &Source) -> Vec<Diagnostic> {
    let table: BTreeMap<Spanned<String>, toml::Value> =
        toml::from_str(&source.text).unwrap_or_default();
    let unknown = table
        .keys()
        .filter(|key| !KEYS.contains(&key.as_ref().as_str()));
    let told = unknown.map(|key| {
        let range = key.span();
        let span = whole(source).part(range.start, range.end);
        let message = format!("`{}` is no key of the configuration", key.as_ref());
        let diagnostic = Diagnostic::error("bad-config", message).label(span, "");
        match nearest(key.as_ref(), KEYS) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("the keys are: {}", KEYS.join(", "))),
        }
    });
    told.collect()
}

fn wrong(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let span = whole(source).part(range.start, range.end);
    let message = error
        .message()
        .lines()
        .next()
        .unwrap_or("it cannot be read");
    Diagnostic::error("bad-config", message.to_lowercase()).label(span, "")
}

fn whole(source: &Source) -> crate::text::Span {
    crate::text::Span {
        source: source.id,
        start: 0,
        end: u32::try_from(source.text.len()).unwrap_or(u32::MAX),
    }
}
