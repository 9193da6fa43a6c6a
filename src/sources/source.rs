//! The contract between a vendor's format and the rest: recognise, open, cut, read.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::cut::Cut;
use super::reason::reason;
use super::table::Mapping;
use super::time::Clock;
use super::who::Who;
use crate::model::{Channel, Effect, IssueKind, Record, RecordKind};

/// A format that Caseload reads.
pub trait Source: Sync {
    /// Its name in settings: lower case, underscores.
    fn name(&self) -> &'static str;

    /// Its page: what it carries, what it loses or guesses, how to export it.
    fn page(&self) -> &'static str;

    /// Whether the beginning of a file looks like this format, and why.
    fn recognise(&self, head: &Head<'_>) -> Option<Grounds>;

    /// Prepares to read one file: looks at its head and the options, reads no further.
    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError>;
}

/// One file, ready to be read piece by piece from several threads at once.
pub trait Reader: Send + Sync {
    /// How the file may be cut.
    fn cut(&self) -> Cut {
        Cut::Whole
    }

    /// What [`Sink`]'s `line` counts: "line", "row", "message", …
    fn unit(&self) -> &'static str {
        "line"
    }

    /// Whether a stated encoding is undone before the reader sees a piece. A format whose parts
    /// each name their own encoding decodes by itself.
    fn is_text(&self) -> bool {
        true
    }

    /// Turns one piece into records and issues. Never panics, whatever the bytes.
    ///
    /// An error says that the piece breaks off: what stood before is in the sink, the rest is lost.
    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()>;
}

/// The beginning of a file, decompressed.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Where it lies; its name may still end in `.gz` or `.zst`.
    pub path: &'a Path,
    /// File name in lower case without `.gz` or `.zst`.
    pub name: &'a str,
    /// At most [`Head::LEN`] bytes, a byte order mark included.
    pub bytes: &'a [u8],
    /// Whether these bytes are all there is.
    pub is_whole: bool,
}

impl Head<'_> {
    /// How much of a file recognition sees.
    pub const LEN: usize = 64 * 1024;

    /// Whether it is no text in any encoding: it holds the byte 0, or control characters are more
    /// than one and more than a fiftieth of it. Of chance bytes they are a tenth.
    pub fn is_binary(&self) -> bool {
        let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, 0x09..=0x0d | 0x1b);
        let controls = self.bytes.iter().filter(|byte| is_control(byte)).count();
        self.bytes.contains(&0) || controls > 1 && controls * 50 > self.bytes.len()
    }
}

/// Part of a file that can be read by itself.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The file's path, for readers that fetch a part by themselves ([`Cut::Parts`]).
    pub path: &'a Path,
    /// Its number in the file, from 0.
    pub index: u32,
    /// Its bytes, decompressed; empty under [`Cut::Parts`].
    pub bytes: &'a [u8],
}

/// How sure a source is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It can be read so, as many files can.
    Possible,
    /// It has the shape.
    Likely,
    /// It has marks that no other format has.
    Certain,
}

/// Why a file is taken for a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    pub certainty: Certainty,
    /// Completes "taken for X because …".
    pub because: String,
}

/// What the settings say of an input, resolved.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the input in the settings, for messages.
    pub input: String,
    /// Channel of whatever does not say its own.
    pub channel: Option<Channel>,
    /// Surface of whatever does not say its own; may be empty.
    pub surface: String,
    /// How a time that names no zone becomes an instant.
    pub clock: Clock,
    /// Who is an agent and who a bot, where the format only has names.
    pub who: Who,
    /// Encoding of text files without a byte order mark; UTF-8 where missing.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Columns to fields, for the `table` source.
    pub mapping: Option<Mapping>,
}

/// Where a reader puts what it finds.
///
/// Records seen = calls of [`Sink::record`] + calls of [`Sink::issue`] with [`Effect::Dropped`].
pub trait Sink {
    /// A record that stands at that line (row, item) of the piece, from 0.
    fn record(&mut self, line: u32, record: Record<'_>);

    /// Something wrong or guessed. `field` is empty where the whole record is meant; `seen` is
    /// shortened and stripped of what could name a customer by the sink.
    fn issue(
        &mut self,
        line: u32,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        effect: Effect,
        seen: &str,
    );
}

/// A file that could not be read: which, what is wrong, and the cure.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {what}; {cure}", .path.display())]
pub struct ReadError {
    pub path: PathBuf,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What the user can do about it, without a full stop.
    pub cure: String,
}

impl ReadError {
    pub fn new(path: &Path, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { path: path.to_owned(), what: what.into(), cure: cure.into() }
    }

    /// Bytes that are no text where text should be.
    pub fn binary(path: &Path) -> Self {
        let cure = "export it again as text, or take it out of the input's `files`";
        Self::new(path, "it is binary, no text", cure)
    }

    /// What the system, or whatever unpacks the file, says of it. What no system says tells of
    /// damage.
    pub fn of_io(path: &Path, error: &io::Error) -> Self {
        let (what, cure) = match error.kind() {
            ErrorKind::NotFound => (
                "it is gone".to_owned(),
                "put it back and run again, or take it out of the input's `files`",
            ),
            ErrorKind::PermissionDenied => {
                ("it may not be read".to_owned(), "let this user read it")
            }
            _ if error.raw_os_error().is_none() => {
                ("it is damaged or cut short".to_owned(), "copy or export it again")
            }
            _ => (reason(error), "check the file and the disk it lies on"),
        };
        Self::new(path, what, cure)
    }
}
