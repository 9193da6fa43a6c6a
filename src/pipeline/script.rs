//! A file of settings: its text, what it says, and on which line.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::{ConfigError, Spot};
use super::settings::Settings;
use crate::sources::{nearest, reason};

/// The text of a pipeline's file, or of one that it names.
pub struct Script {
    pub path: PathBuf,
    pub text: String,
}

impl Script {
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let cure = "name a file of settings, as in `caseload run pipelines/weekly.toml`";
        let text = read(path).map_err(|what| ConfigError::of(path, what, cure))?;
        Ok(Self { path: path.to_owned(), text })
    }

    /// A file that the settings name, relative to their own.
    pub fn beside(
        &self,
        name: &Spanned<impl AsRef<Path>>,
        cure: &str,
    ) -> Result<Self, ConfigError> {
        let (path, at) = (self.folder().join(name.get_ref()), name.span());
        let text = read(&path).map_err(|what| {
            let name = name.get_ref().as_ref().display();
            self.error(at, format!("`{name}`: {what}"), cure)
        })?;
        Ok(Self { path, text })
    }

    /// Its file name, as outputs tell it.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The folder that paths in the settings are relative to.
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// What the settings say.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        self.parse()
    }

    /// What the text says.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        let deserializer = toml::Deserializer::parse(&self.text).map_err(|error| {
            let cure = "correct the line (a text stands in quotes, a list in brackets)";
            self.refusal(error.span(), one_line(error.message()), cure)
        })?;
        T::deserialize(deserializer).map_err(|error| self.translated(&error))
    }

    /// An error at some bytes of the text.
    pub fn error(
        &self,
        at: Range<usize>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> ConfigError {
        self.refusal(Some(at), what, cure)
    }

    fn refusal(
        &self,
        at: Option<Range<usize>>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> ConfigError {
        let before = at.map(|at| self.text.get(..at.start).unwrap_or(&self.text));
        let line = before.map(|before| before.matches('\n').count() + 1);
        let place = Spot { path: self.path.clone(), line };
        ConfigError { place, what: what.into(), cure: cure.into() }
    }

    /// serde's words, or those of a value's own error, as a sentence with the cure.
    fn translated(&self, error: &toml::de::Error) -> ConfigError {
        let message = one_line(error.message());
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let (what, cure) = match quoted.as_slice() {
            [key, known @ ..] if message.starts_with("unknown field") => {
                (format!("unknown key `{key}`"), nearest(key, known.iter().copied()))
            }
            [word, known @ ..] if message.starts_with("unknown variant") => {
                (format!("unknown word `{word}`"), nearest(word, known.iter().copied()))
            }
            [key] if message.starts_with("missing field") => {
                (format!("the key `{key}` is missing"), "add it".to_owned())
            }
            _ => match message.split_once("; ") {
                Some((what, cure)) => (what.to_owned(), cure.to_owned()),
                None => (message, "correct the value".to_owned()),
            },
        };
        self.refusal(error.span(), what, cure)
    }
}

/// The text of a file; else what is wrong with it.
fn read(path: &Path) -> Result<String, String> {
    if path.is_dir() {
        return Err("it is a folder".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| reason(&error))?;
    String::from_utf8(bytes).map_err(|_| "it is no text in UTF-8".to_owned())
}

fn one_line(message: &str) -> String {
    message.trim().replace('\n', ", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: &str = "[desk]\nname = \"Shop\"\ntime_zone = \"Europe/Berlin\"\n";

    fn refused(rest: &str) -> String {
        let script = Script { path: "weekly.toml".into(), text: format!("{DESK}{rest}") };
        script.settings().err().map_or_else(|| "accepted".to_owned(), |error| error.to_string())
    }

    #[test]
    fn whatever_is_wrong_is_named_with_its_line_and_the_cure() {
        for (rest, message) in [
            (
                "\n[[inputs]]\nfiles = \"*.json\"\nchanel = \"email\"\n",
                "weekly.toml:7: unknown key `chanel`; did you mean `channel`?",
            ),
            ("[runs]\n", "weekly.toml:4: unknown key `runs`; did you mean `run`?"),
            (
                "[channels.chat]\nfirst_response = { within = \"2 min\", tyme = \"elapsed\" }\n",
                "weekly.toml:5: unknown key `tyme`; did you mean `time`?",
            ),
            (
                "[channels.chat]\nfirst_response = { within = \"2 min\", time = \"elapse\" }\n",
                "weekly.toml:5: unknown word `elapse`; did you mean `elapsed`?",
            ),
            ("[channels.chta]\n", "weekly.toml:4: `chta` is no channel; did you mean `chat`?"),
            (
                "[channels.chat]\nresolution = { within = \"2 moons\" }\n",
                "weekly.toml:5: `moons` in `2 moons` is no unit of time; write `s`, `min`, `h`, \
                 `d` or `w`",
            ),
            (
                "[channels.chat]\nresolution = { share = 0.9 }\n",
                "weekly.toml:5: the key `within` is missing; add it",
            ),
            (
                "[run]\ndefinitions = \"zendesc\"\n",
                "weekly.toml:5: `zendesc` is no rule of counting; did you mean `zendesk`?",
            ),
            (
                "[run]\ntolerance = 5.0\n",
                "weekly.toml:5: `5` is no share; write a number from 0 to 1, such as 0.9 for 90 %",
            ),
            (
                "[run]\nmemory = \"4 gigs\"\n",
                "weekly.toml:5: `4 gigs` is no amount of memory; write one as `4 GiB` or `500 MB`",
            ),
            (
                "[[inputs]]\nfiles = [\"a\"]\ntime_zone = \"Europe/Belrin\"\n",
                "weekly.toml:6: `Europe/Belrin` is not a time zone; did you mean `Europe/Berlin`?",
            ),
            (
                "[[inputs]]\nfiles = [\"a\"]\nformat = \"zendesc\"\n",
                "weekly.toml:6: `zendesc` is no format that is known; did you mean `zendesk`?",
            ),
            (
                "[[inputs]]\nfiles = [\"a\"]\nencoding = \"klingon\"\n",
                "weekly.toml:6: `klingon` is no text encoding; write a name as `windows-1251`, \
                 `koi8-r`, `gb18030` or `utf-16le`",
            ),
            (
                "[[inputs]]\nfiles = [\"a\"]\n\n[inputs.table.mesage]\ntext = \"body\"\n",
                "weekly.toml:7: `table.mesage`: there is no such setting or kind of record; did \
                 you mean `message`?",
            ),
            (
                "[calendars.office]\nhours = \"24/7\"\nholidays = [\"2026-02-30\"]\n",
                "weekly.toml:6: `2026-02-30` is no date; write it as `2026-12-25`",
            ),
            (
                "[run]\nkeep_text = \"yes\"\n",
                "weekly.toml:5: invalid type: string \"yes\", expected a boolean; correct the value",
            ),
            (
                "[run]\nout = out\n",
                "weekly.toml:5: string values must be quoted, expected literal string; correct \
                 the line (a text stands in quotes, a list in brackets)",
            ),
            (
                "[[inputs]]\nfiles = [\"a\"]\nsurface = \"web\"\nagents = []\nbots = []\n",
                "accepted",
            ),
            ("[run]\nmemory = 1048576\n", "accepted"),
        ] {
            assert_eq!(refused(rest), message, "{rest}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = |path: &Path| {
            let error = Script::read(path).err().unwrap().to_string();
            error.replace(&folder.path().display().to_string(), "…")
        };
        let missing = message(&folder.path().join("no.toml"));
        assert!(
            missing.starts_with("…/no.toml: no such file or directory; name a file"),
            "{missing}"
        );
        assert!(message(folder.path()).starts_with("…: it is a folder; name a file"));
        let binary = folder.path().join("binary.toml");
        fs::write(&binary, [0xff, 0xfe]).unwrap();
        assert!(message(&binary).starts_with("…/binary.toml: it is no text in UTF-8"));
    }
}
