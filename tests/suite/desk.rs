//! The Rosetta desk's folders: each with an `options.toml` is one telling of the same story.

use std::path::{Path, PathBuf};

use caseload::model::Channel;
use caseload::sources::{self, Clock, Mapping, Options, Source, Who};
use serde::Deserialize;

use crate::support::root;

/// One telling: files of one format, in order.
pub struct Telling {
    /// `zendesk`, or `table/csv` where a format has several.
    pub name: String,
    pub source: &'static dyn Source,
    pub files: Vec<(PathBuf, Options)>,
}

/// What `options.toml` may say, in the words of the pipeline's settings.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Input {
    files: Vec<String>,
    format: String,
    channel: Option<String>,
    surface: String,
    time_zone: Option<String>,
    agents: Vec<String>,
    bots: Vec<String>,
    encoding: Option<String>,
    table: Option<Mapping>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Several { inputs: Vec<Input> },
    One(Box<Input>),
}

/// Where the desk lies.
pub fn folder() -> PathBuf {
    root().join("sample_data/desk")
}

/// All tellings, by name.
pub fn tellings() -> Vec<Telling> {
    let mut found = Vec::new();
    walk(&folder(), &mut found);
    let mut tellings: Vec<Telling> = found.iter().map(|path| telling(path)).collect();
    tellings.sort_by(|a, b| a.name.cmp(&b.name));
    tellings
}

/// Folders below `path` that hold an `options.toml`.
fn walk(path: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.join("options.toml").is_file() {
                found.push(path.clone());
            }
            walk(&path, found);
        }
    }
}

fn telling(path: &Path) -> Telling {
    let name = path.strip_prefix(folder()).unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path.join("options.toml")).unwrap();
    let written: Written = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let inputs = match written {
        Written::Several { inputs } => inputs,
        Written::One(input) => vec![*input],
    };
    let format = inputs.first().map(|input| input.format.clone()).unwrap_or_default();
    let source = sources::by_name(&format).unwrap_or_else(|| panic!("{name}: format {format:?}"));
    let files = inputs.into_iter().flat_map(|input| files(path, input)).collect();
    Telling { name, source, files }
}

fn files(folder: &Path, mut input: Input) -> Vec<(PathBuf, Options)> {
    let patterns = std::mem::take(&mut input.files);
    let options = options(input);
    let mut files = Vec::new();
    for pattern in &patterns {
        let pattern = folder.join(pattern);
        let mut paths: Vec<PathBuf> =
            glob::glob(&pattern.to_string_lossy()).unwrap().map(Result::unwrap).collect();
        paths.retain(|path| path.is_file());
        paths.sort();
        assert!(!paths.is_empty(), "{} finds nothing", pattern.display());
        files.extend(paths.into_iter().map(|path| (path, options.clone())));
    }
    files
}

fn options(input: Input) -> Options {
    let zone = input.time_zone.as_deref().unwrap_or("Europe/Berlin").parse().unwrap();
    let channel = input.channel.map(|word| Channel::from_word(&word).unwrap());
    Options {
        input: "desk".into(),
        channel,
        surface: input.surface,
        clock: Clock { zone, is_stated: input.time_zone.is_some() },
        who: Who { agents: input.agents, bots: input.bots },
        encoding: input.encoding.map(|name| {
            encoding_rs::Encoding::for_label(name.as_bytes()).expect("an encoding's name")
        }),
        mapping: input.table,
    }
}
