//! `exeat sources`: the list, one's mapping, or a guess for a log.

use super::args::{Common, Sources};
use super::logs::{self, Named, no_source};
use super::output::show_errors;
use super::tree::Tree;
use super::{Exit, Failure, World, config};
use crate::diag::Diagnostic;
use crate::logs::probe::{BYTES, Fit, RECORDS, Sample};
use crate::logs::source::{BUILT_IN, Mapping, built_in, mappings};
use crate::policy::{Field, Schema};
use crate::report::sources::{Probed, Told, json_one, json_probed, list, one, probed};
use crate::syntax::ast::Type;
use crate::text;
use std::cmp::Reverse;
use std::fs::File;
use std::sync::Arc;

/// Shows what was asked for.
pub fn run(common: &Common, args: &Sources, world: &mut World<'_>) -> Result<Exit, Failure> {
    let form = form(common)?;
    let mut texts = text::Sources::default();
    let (config, mut wrong) =
        config::read(Tree::Disk, common.config.as_deref(), &mut texts, world)?;
    let file = config.file.and_then(|id| texts.get(id));
    let (own, more) = file.map(mappings).unwrap_or_default();
    wrong.extend(more);
    if !wrong.is_empty() {
        return Err(show_errors(common, &texts, &wrong, world));
    }
    let all = told(&own, file);
    if args.probe.is_empty() {
        let shown = match &args.name {
            None => shown(&all, form, list),
            Some(name) => shown(&[named(&all, name)?.clone()], form, |all| {
                all.iter().map(one).collect()
            }),
        };
        write!(world.stdout, "{shown}")?;
        return Ok(Exit::Clean);
    }
    let (schema, bound_wrong) = schema(&own);
    if !bound_wrong.is_empty() {
        return Err(show_errors(common, &texts, &bound_wrong, world));
    }
    probe(&all, &schema, (args, form), world)
}

/// How to show it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Human,
    Json,
}

fn form(common: &Common) -> Result<Form, Failure> {
    match common.output.as_slice() {
        [only] if only == "human" => Ok(Form::Human),
        [only] if only == "json" => Ok(Form::Json),
        _ => Err(Failure::Told(
            "`exeat sources` writes to standard output, `human` or `json`".to_owned(),
        )),
    }
}

fn shown(all: &[Told], form: Form, human: impl Fn(&[Told]) -> String) -> String {
    match form {
        Form::Human => human(all),
        Form::Json => all.iter().map(json_one).collect(),
    }
}

/// Those of the configuration, then the built-in ones that no such one hides.
fn told(own: &[Mapping], file: Option<&text::Source>) -> Vec<Told> {
    let mut all = Vec::new();
    for mapping in own {
        let place = file.map(|file| {
            let (line, _) = file.line_column(mapping.span.start);
            (file.name.clone(), line)
        });
        all.push(Told {
            mapping: mapping.clone(),
            text: file.map_or_else(String::new, |file| cut(&file.text, &mapping.name)),
            place,
        });
    }
    for (name, text) in BUILT_IN {
        let hidden = own.iter().any(|mapping| mapping.name == *name);
        if let Some(mapping) = built_in(name).filter(|_| !hidden) {
            all.push(Told {
                mapping,
                text: (*text).to_owned(),
                place: None,
            });
        }
    }
    all
}

/// The tables of one source out of a configuration, with the comment above the first of them. Empty where
/// it is not written as tables with headers.
fn cut(config: &str, name: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in config.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            inside = heads(trimmed, name);
        }
        match inside {
            true => {
                kept.append(&mut above);
                kept.push(line);
            }
            false if trimmed.starts_with('#') => above.push(line),
            false => above.clear(),
        }
    }
    // What stands above the next table is that one's.
    while kept.last().is_some_and(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    }) {
        kept.pop();
    }
    kept.join("\n")
}

/// Whether a line begins a table of a source: `[source.NAME]`, `[source.NAME.only]`, `[[source.NAME.only]]`.
fn heads(line: &str, name: &str) -> bool {
    let rest = line.trim_start_matches('[').trim_start();
    let Some(rest) = rest.strip_prefix("source.") else {
        return false;
    };
    let quoted = format!("\"{name}\"");
    let rest = rest
        .strip_prefix(name)
        .or_else(|| rest.strip_prefix(quoted.as_str()));
    rest.is_some_and(|rest| rest.starts_with([']', '.', ' ']))
}

fn named<'a>(all: &'a [Told], name: &str) -> Result<&'a Told, Failure> {
    let found = all.iter().find(|told| told.mapping.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|t| t.mapping.name.as_str()).collect();
        Failure::Told(no_source(name, &names))
    })
}

/// The language's fields, and what the sources of the configuration name besides: which of those a policy
/// declares, and as what, makes no difference to what a log is.
fn schema(own: &[Mapping]) -> (Schema, Vec<Diagnostic>) {
    let mut schema = Schema::default();
    for field in own.iter().flat_map(|mapping| &mapping.fields) {
        if schema.field_named(&field.name).is_none() {
            schema.fields.push(Field {
                name: field.name.clone(),
                ty: Type::Text,
                declared: None,
            });
        }
    }
    let wrong = own.iter().flat_map(|mapping| mapping.bind(&schema).1);
    let wrong = wrong.collect();
    (schema, wrong)
}

fn probe(
    all: &[Told],
    schema: &Schema,
    (args, form): (&Sources, Form),
    world: &mut World<'_>,
) -> Result<Exit, Failure> {
    let (samples, mut whole) = samples(&args.probe, world)?;
    let mut fits = Vec::new();
    for told in all {
        let (bound, _) = told.mapping.bind(schema);
        let fit = Fit::of(&samples, &bound)
            .map_err(|error| Failure::Told(format!("cannot read a sample: {error}")))?;
        whole &= fit.records() < RECORDS;
        fits.push((told.clone(), fit));
    }
    fits.sort_by_key(|(_, fit)| Reverse((fit.fits(), fit.weight(), Reverse(fit.unreadable))));
    let found = Probed {
        files: &args.probe,
        whole,
        fits: &fits,
        schema,
    };
    let text = match form {
        Form::Human => probed(&found),
        Form::Json => json_probed(&found),
    };
    write!(world.stdout, "{text}")?;
    match fits.first() {
        Some((_, fit)) if fit.fits() => Ok(Exit::Clean),
        _ => Ok(Exit::Incomplete),
    }
}

/// The beginnings of the logs, and whether that is all of them.
fn samples(logs: &[String], world: &mut World<'_>) -> Result<(Vec<Sample>, bool), Failure> {
    let (mut samples, mut left, mut whole) = (Vec::new(), BYTES, true);
    for log in logs::named(logs, logs::Reads::Once, &Arc::default(), world)? {
        if left == 0 {
            whole = false;
            break;
        }
        let (name, sample) = match &log {
            Named::Lost(name, why) => (name, Err(std::io::Error::other(why.clone()))),
            Named::File(found) => {
                let file = File::open(&found.path);
                (&found.shown, file.and_then(|file| Sample::take(file, left)))
            }
            Named::Once(input) => {
                let input = input.lock().ok().and_then(|mut input| input.take());
                let input = input.ok_or_else(|| std::io::ErrorKind::NotFound.into());
                let sample = input.and_then(|input| Sample::take(input, left));
                (&logs::STDIN.to_owned(), sample)
            }
            Named::Piped(name, pipe) => {
                let file = pipe.open();
                (name, file.and_then(|file| Sample::take(file, left)))
            }
        };
        let sample = sample.map_err(|error| {
            let why = crate::scan::reason_of(&error);
            super::files::unreadable(name, &why)
        })?;
        left -= u64::try_from(sample.bytes.len()).unwrap_or(left).min(left);
        whole &= sample.whole;
        samples.push(sample);
    }
    Ok((samples, whole))
}
