//! The outputs of a run: each format to standard output or into its file.

use super::args::{Color, Common};
use super::files::absolute;
use super::{Exit, Failure, World};
use crate::diag::{Diagnostic, Level};
use crate::finding::Finding;
use crate::nearest::nearest;
use crate::policy::PolicySet;
use crate::report::{Context, Detail, End, Look, OUTPUTS, Output, output_named};
use crate::text::Sources;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Columns of what is not a terminal.
const PLAIN_WIDTH: usize = 100;

/// Every output that was asked for.
pub struct Outputs<'a> {
    all: Vec<One<'a>>,
    fail_on: Level,
    found: Found,
}

/// Whether anything that was told reaches `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Something does.
    Something,
    /// Nothing so far.
    Nothing,
}

/// Shows what keeps a command from its work, and says so even where nothing else is shown (`--quiet`).
pub fn show_errors(
    common: &Common,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    world: &mut World<'_>,
) -> Failure {
    let shown = Outputs::new(common, 0, sources, None, world)
        .and_then(|mut outputs| outputs.diagnostics(diagnostics, world));
    if let Err(failure) = shown {
        return failure;
    }
    let errors = diagnostics
        .iter()
        .filter(|d| d.level == Level::Error)
        .count();
    Failure::Told(match errors {
        1 => "stopped at one error".to_owned(),
        n => format!("stopped at {n} errors"),
    })
}

struct One<'a> {
    output: Box<dyn Output + 'a>,
    /// Its file and the file's name; none is standard output.
    file: Option<(BufWriter<File>, String)>,
}

impl<'a> Outputs<'a> {
    /// Opens the outputs that were asked for.
    ///
    /// # Errors
    /// When one has no such format, two go to standard output, or a file cannot be made.
    pub fn new(
        common: &Common,
        max_shown: usize,
        sources: &'a Sources,
        policy: Option<&'a PolicySet>,
        world: &World<'_>,
    ) -> Result<Self, Failure> {
        let context = Context {
            sources,
            policy,
            look: Look::PLAIN,
            max_shown,
            detail: if common.quiet {
                Detail::SummaryOnly
            } else {
                Detail::Everything
            },
            version: env!("CARGO_PKG_VERSION"),
        };
        apart(common, world)?;
        let all: Vec<One<'a>> = common
            .output
            .iter()
            .map(|text| one(text, common, context, world))
            .collect::<Result<_, _>>()?;
        if all.iter().filter(|one| one.file.is_none()).count() > 1 {
            let message = "only one output can go to standard output; write `FORMAT=FILE`";
            return Err(Failure::Told(message.to_owned()));
        }
        Ok(Self {
            all,
            fail_on: common.fail_on,
            found: Found::Nothing,
        })
    }

    /// Tells what is wrong with a policy.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn diagnostics(
        &mut self,
        diagnostics: &[Diagnostic],
        world: &mut World<'_>,
    ) -> Result<(), Failure> {
        for diagnostic in diagnostics {
            self.note(diagnostic.level);
            for one in &mut self.all {
                let text = one.output.diagnostic(diagnostic);
                one.write(&text, world).map_err(|f| known(f, self.found))?;
            }
        }
        Ok(())
    }

    /// Tells a finding. What only means that something could not be read is no finding for the exit code.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn finding(&mut self, finding: &Finding, world: &mut World<'_>) -> Result<(), Failure> {
        if !finding.kind.row().incomplete {
            self.note(finding.level);
        }
        for one in &mut self.all {
            let text = one.output.finding(finding);
            one.write(&text, world).map_err(|f| known(f, self.found))?;
        }
        Ok(())
    }

    /// Tells how it ends, and closes the files.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn end(&mut self, end: &End<'_>, world: &mut World<'_>) -> Result<Found, Failure> {
        for one in &mut self.all {
            let text = one.output.end(end);
            one.write(&text, world).map_err(|f| known(f, self.found))?;
            if let Some((file, name)) = &mut one.file {
                file.flush().map_err(|error| cannot_write(name, &error))?;
            }
        }
        Ok(self.found)
    }

    fn note(&mut self, level: Level) {
        if level >= self.fail_on {
            self.found = Found::Something;
        }
    }
}

/// Nobody reads on; what was found until then still decides how the run ends.
fn known(failure: Failure, found: Found) -> Failure {
    match (failure, found) {
        (Failure::ClosedPipe(_), Found::Something) => Failure::ClosedPipe(Exit::Findings),
        (other, _) => other,
    }
}

impl One<'_> {
    fn write(&mut self, text: &str, world: &mut World<'_>) -> Result<(), Failure> {
        match &mut self.file {
            None => Ok(world.stdout.write_all(text.as_bytes())?),
            Some((file, name)) => file
                .write_all(text.as_bytes())
                .map_err(|error| cannot_write(name, &error)),
        }
    }
}

/// Two outputs in one file would overwrite each other.
fn apart(common: &Common, world: &World<'_>) -> Result<(), Failure> {
    let paths = common.output.iter().filter_map(|text| text.split_once('='));
    let mut met = Vec::new();
    for (_, path) in paths {
        let whole = absolute(&world.folder, Path::new(path));
        if met.contains(&whole) {
            let message = format!("two outputs go to `{path}`: give each a file of its own");
            return Err(Failure::Told(message));
        }
        met.push(whole);
    }
    Ok(())
}

fn one<'a>(
    text: &str,
    common: &Common,
    context: Context<'a>,
    world: &World<'_>,
) -> Result<One<'a>, Failure> {
    let (format, path) = match text.split_once('=') {
        Some((format, path)) => (format, Some(path)),
        None => (text, None),
    };
    let row = output_named(format).ok_or_else(|| no_format(format))?;
    let file = path.map(|path| create(path, world)).transpose()?;
    // Who asks for a file wants it whole: it is the terminal that is to be quiet.
    let (look, detail) = match file {
        Some(_) => (Look::PLAIN, Detail::Everything),
        None => (look(common, world), context.detail),
    };
    Ok(One {
        output: (row.new)(Context {
            look,
            detail,
            ..context
        }),
        file,
    })
}

fn create(path: &str, world: &World<'_>) -> Result<(BufWriter<File>, String), Failure> {
    let file = File::create(absolute(&world.folder, Path::new(path)));
    let file = file.map_err(|error| cannot_write(path, &error))?;
    Ok((BufWriter::new(file), path.to_owned()))
}

fn cannot_write(name: &str, error: &std::io::Error) -> Failure {
    Failure::Told(format!("cannot write `{name}`: {error}"))
}

fn no_format(format: &str) -> Failure {
    let names: Vec<&str> = OUTPUTS.iter().map(|row| row.name).collect();
    Failure::Told(match nearest(format, names.iter().copied()) {
        Some(near) => format!("no output is named `{format}`; did you mean `{near}`?"),
        None => format!(
            "no output is named `{format}`; there are: {}",
            names.join(", ")
        ),
    })
}

/// How standard output may look.
pub fn look(common: &Common, world: &World<'_>) -> Look {
    let terminal = world.terminal;
    let color = match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !terminal.no_color && (terminal.is_terminal || terminal.force_color),
    };
    Look {
        width: common.width.or(terminal.width).unwrap_or(PLAIN_WIDTH),
        color,
        unicode: terminal.unicode && !common.ascii,
    }
}
