//! The inputs as resolved: which files each has, and how they are read.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::error::ConfigError;
use super::files::{self, Found};
use super::script::Script;
use super::settings::{InputAsWritten, Settings};
use crate::sources::{self, Clock, Options, Source, Who};
use crate::text::personal::Redactor;

/// One input, resolved.
pub struct Input {
    pub name: String,
    /// Its conversations share ids with those of inputs that say the same.
    pub source: String,
    /// `None` where each file's content decides.
    pub format: Option<&'static dyn Source>,
    pub options: Options,
}

/// A file and the number of the input that reads it.
#[derive(Clone, Debug)]
pub struct InputFile {
    pub input: usize,
    pub file: Found,
}

/// Every input, and all files in the order of inputs and names, each once; names are without
/// personal data.
pub(super) fn resolve(
    script: &Script,
    settings: &Settings,
    redactor: &Redactor,
) -> Result<(Vec<Input>, Vec<InputFile>), ConfigError> {
    if settings.inputs.is_empty() {
        let cure = "add an `[[inputs]]` with the `files` of an export";
        return Err(ConfigError::of(&script.path, "it names no input", cure));
    }
    let (mut inputs, mut files) = (Vec::<Input>::new(), Vec::<InputFile>::new());
    let mut taken = BTreeSet::new();
    for written in &settings.inputs {
        let input = input(script, settings, written.get_ref(), written.span())?;
        if inputs.iter().any(|other| other.name == input.name) {
            let what = format!("two inputs are called `{}`", input.name);
            let cure = "give each a `name`, and the same `source` if they share conversations";
            return Err(script.error(written.span(), what, cure));
        }
        let patterns = &written.get_ref().files;
        let mut own = BTreeSet::new();
        for pattern in patterns.get_ref().all() {
            let found = files::find(script.folder(), pattern)
                .map_err(|none| script.error(patterns.span(), none.what, none.cure))?;
            for mut file in found {
                let real = fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone());
                // A mapping may take another sheet or other rows of a file that was read before.
                let is_new = own.insert(real.clone());
                if !is_new || !taken.insert(real) && input.options.mapping.is_none() {
                    continue;
                }
                file.name = redactor.redact_name(&file.name).into_owned();
                let is_taken =
                    |name: &str| files.iter().any(|other: &InputFile| other.file.name == name);
                if is_taken(&file.name) {
                    let name = format!("{} ({})", file.name, input.name);
                    let numbered = (2..).map(|number| format!("{name} ({number})"));
                    let mut names = std::iter::once(name.clone()).chain(numbered);
                    file.name = names.find(|name| !is_taken(name)).unwrap_or(name);
                }
                files.push(InputFile { input: inputs.len(), file });
            }
        }
        inputs.push(input);
    }
    files.sort_by(|a, b| (a.input, &a.file).cmp(&(b.input, &b.file)));
    Ok((inputs, files))
}

fn input(
    script: &Script,
    settings: &Settings,
    written: &InputAsWritten,
    at: Range<usize>,
) -> Result<Input, ConfigError> {
    let mut format = written.format.as_ref().map(|format| format.0);
    if written.table.is_some() {
        format = format.or_else(|| sources::by_name("table"));
        if let Some(other) = format.filter(|format| format.name() != "table") {
            let what = format!("a `table` mapping says nothing to format `{}`", other.name());
            return Err(script.error(
                at,
                what,
                "take the mapping out, or write `format = \"table\"`",
            ));
        }
    }
    let patterns = written.files.get_ref().all();
    if patterns.is_empty() {
        let cure = "name some, as `files = [\"export/*.json\"]`";
        return Err(script.error(written.files.span(), "it names no files", cure));
    }
    let name = written.name.clone();
    let name = name.or_else(|| format.map(|format| format.name().to_owned()));
    let name = name.unwrap_or_else(|| patterns.first().map_or_else(String::new, |p| stem(p)));
    let source = written.source.clone().unwrap_or_else(|| name.clone());
    if source.is_empty() || source.contains('/') {
        let what = format!("`{source}` is no name of a source");
        let cure = "write a `source` (or `name`) without `/`, which parts it from the ids";
        return Err(script.error(at, what, cure));
    }
    let zone = written.time_zone.as_ref().map(|zone| zone.0);
    Ok(Input {
        source,
        options: Options {
            input: name.clone(),
            channel: written.channel.as_ref().map(|channel| channel.0),
            surface: written.surface.clone(),
            clock: Clock {
                zone: zone.unwrap_or(settings.desk.time_zone.0),
                is_stated: zone.is_some(),
            },
            who: Who { agents: written.agents.clone(), bots: written.bots.clone() },
            encoding: written.encoding.as_ref().map(|encoding| encoding.0),
            mapping: written.table.clone(),
        },
        name,
        format,
    })
}

/// A name for an input that has none: the last part of a pattern without wildcards, without what
/// follows its first dot.
fn stem(pattern: &str) -> String {
    let parts = Path::new(pattern).components().rev();
    let parts = parts.filter_map(|part| part.as_os_str().to_str());
    let plain = parts.filter(|part| !part.contains(['*', '?', '[']) && !part.starts_with('.'));
    let part = plain.into_iter().next().unwrap_or("input");
    part.split('.').next().unwrap_or(part).to_owned()
}
