//! A file of the input: opened by the right source, decompressed, cut, and read on all cores.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use blake3::Hash;
use encoding_rs::Encoding;
use rayon::prelude::*;

use super::blocks::Blocks;
use super::cut::Cut;
use super::digest::{self, BLOCK};
use super::json::is_cut_short;
use super::packing::{Counted, Packing, Start, decoded, unpack};
use super::source::{Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source};

/// Pieces of a compressed file that may wait to be read while the next is decompressed.
const AHEAD: usize = 4;

/// A file with the reader that its source made for it.
pub struct Opened {
    path: PathBuf,
    packing: Packing,
    encoding: Option<&'static Encoding>,
    source: &'static dyn Source,
    grounds: Option<Grounds>,
    reader: Box<dyn Reader>,
    /// Size on disk.
    len: u64,
}

/// What is known of a file when it was read.
pub struct WasRead {
    /// Lines in each piece, in order, so that a place within a piece can be told as a line of the
    /// file.
    pub lines: Vec<u32>,
    /// The hash of its bytes on disk, or why it could not be read to its end. What stood before
    /// that is in the sinks.
    pub end: Result<Hash, ReadError>,
}

/// Makes the sink for the piece of that number.
pub type MakeSink<'s> = dyn Fn(u32) -> Box<dyn Sink + 's> + Sync + 's;

/// Is told of bytes read (of those on disk), from any thread.
pub type Progress<'p> = dyn Fn(u64) + Sync + 'p;

/// Opens a file with the source named, or with the one that recognises it.
pub fn open(
    path: &Path,
    format: Option<&'static dyn Source>,
    options: &Options,
) -> Result<Opened, ReadError> {
    let start = Start::of(path)?;
    let head = start.head(path);
    let (source, grounds) = match format {
        Some(source) => (source, None),
        None => recognise(&head)
            .map(|(source, grounds)| (source, Some(grounds)))
            .ok_or_else(|| unknown(&head))?,
    };
    let reader = source.open(&head, options)?;
    let is_text = matches!(reader.cut(), Cut::Lines | Cut::Csv { .. } | Cut::Mbox);
    if is_text && head.is_binary() {
        return Err(ReadError::binary(path));
    }
    let is_marked = start.bytes.starts_with(b"\xef\xbb\xbf");
    let stated = options.encoding.filter(|_| reader.is_text() && !is_marked);
    Ok(Opened {
        path: path.to_owned(),
        packing: start.packing,
        encoding: start.encoding.or(stated),
        source,
        grounds,
        reader,
        len: start.len,
    })
}

/// The source that is surest of the file, the first of them in [`super::ALL`].
pub fn recognise(head: &Head<'_>) -> Option<(&'static dyn Source, Grounds)> {
    let mut best: Option<(&'static dyn Source, Grounds)> = None;
    for source in super::ALL.iter().copied() {
        if let Some(grounds) = source.recognise(head)
            && best.as_ref().is_none_or(|(_, best)| grounds.certainty > best.certainty)
        {
            best = Some((source, grounds));
        }
    }
    best
}

/// Why a file that nothing recognises cannot be read: it may be no text, or not all there.
fn unknown(head: &Head<'_>) -> ReadError {
    if head.is_binary() {
        return ReadError::binary(head.path);
    }
    if head.is_whole && is_cut_short(head.bytes) {
        return ReadError::new(
            head.path,
            "it is JSON that is cut short, of no format that is known so far",
            "copy or export it again",
        );
    }
    ReadError::new(
        head.path,
        "its content is like no format that is known",
        "name its `format` in the input's settings (see `caseload formats`)",
    )
}

impl Opened {
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn source(&self) -> &'static dyn Source {
        self.source
    }

    /// Why it was taken for this format; `None` where the settings say so.
    pub fn grounds(&self) -> Option<&Grounds> {
        self.grounds.as_ref()
    }

    /// What the places of its issues count.
    pub fn unit(&self) -> &'static str {
        self.reader.unit()
    }

    /// Bytes on disk.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads all of it, and works out its hash on the way. `progress` is told of bytes (of those on
    /// disk).
    pub fn read(&self, make: &MakeSink<'_>, progress: &Progress<'_>) -> WasRead {
        let lines = Lines::default();
        let read = match self.reader.cut() {
            Cut::Parts(parts) => self.hashed(|| {
                let part = |index| {
                    let piece = Piece { path: &self.path, index, bytes: &[] };
                    progress(self.len / u64::from(parts));
                    self.reader.read(&piece, &mut *make(index))
                };
                // All that can be read is, whatever part is broken.
                let ends = (0..parts).into_par_iter().with_max_len(1).map(part);
                ends.collect::<Vec<_>>().into_iter().collect()
            }),
            cut if self.packing == Packing::Plain && !self.is_utf16() && cut != Cut::Whole => {
                self.read_blocks(cut, make, progress, &lines)
            }
            cut => self.hashed(|| self.read_stream(cut, make, progress, &lines)),
        };
        WasRead { lines: lines.into_counts(), end: read.map_err(|error| self.failed(&error)) }
    }

    /// Reads the file and, side by side, hashes it as it lies on disk.
    fn hashed(&self, read: impl FnOnce() -> io::Result<()> + Send) -> io::Result<Hash> {
        let (hash, read) = rayon::join(|| digest::of_file(&self.path), read);
        read.and(hash)
    }

    /// A plain file: each block is read, widened to whole records, and parsed by one thread.
    fn read_blocks(
        &self,
        cut: Cut,
        make: &MakeSink<'_>,
        progress: &Progress<'_>,
        lines: &Lines,
    ) -> io::Result<Hash> {
        let blocks = Blocks::open(&self.path, cut)?;
        (0..blocks.count()).into_par_iter().with_max_len(1).try_for_each(|block| {
            let mut end = Ok(());
            let parse = |bytes: &[u8]| end = self.parse(block as u32, bytes, make, lines);
            progress(blocks.read(block, parse)? as u64);
            end
        })?;
        blocks.finish()
    }

    /// A packed file or one that can't be cut: unpacked in order, pieces parsed as they come. Where
    /// the stream breaks off, all that is whole before is parsed.
    fn read_stream(
        &self,
        cut: Cut,
        make: &MakeSink<'_>,
        progress: &Progress<'_>,
        lines: &Lines,
    ) -> io::Result<()> {
        let file = File::open(&self.path)?;
        let counted = Counted { inner: file, progress };
        let mut stream = unpack(counted, self.packing)?;
        if self.is_utf16() {
            stream = Box::new(decoded(stream, self.encoding));
        }
        if cut == Cut::Whole {
            let mut bytes = Vec::new();
            let read = stream.read_to_end(&mut bytes);
            let end = self.parse(0, &bytes, make, lines);
            return read.and(end);
        }
        let (waiting, broken) = (AtomicUsize::new(0), Mutex::new(Ok(())));
        let parse = |index, bytes: &[u8]| {
            if let Err(error) = self.parse(index, bytes, make, lines) {
                *broken.lock().unwrap_or_else(PoisonError::into_inner) = Err(error);
            }
        };
        let read = rayon::scope(|scope| {
            let (mut rest, mut index) = (Vec::new(), 0);
            loop {
                let read = stream.by_ref().take(BLOCK as u64).read_to_end(&mut rest);
                let is_last = !matches!(read, Ok(1..));
                let end = if matches!(read, Ok(0)) { Some(rest.len()) } else { cut.last(&rest) };
                let Some(end) = end.filter(|&end| end > 0) else {
                    if is_last {
                        return read;
                    }
                    continue;
                };
                let tail = rest.split_off(end);
                let bytes = std::mem::replace(&mut rest, tail);
                if waiting.load(Ordering::Relaxed) < AHEAD {
                    waiting.fetch_add(1, Ordering::Relaxed);
                    let (waiting, parse) = (&waiting, &parse);
                    scope.spawn(move |_| {
                        parse(index, &bytes);
                        waiting.fetch_sub(1, Ordering::Relaxed);
                    });
                } else {
                    parse(index, &bytes);
                }
                index += 1;
                if is_last {
                    return read;
                }
            }
        });
        read.and(broken.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// One piece, without a byte order mark and in UTF-8 where an encoding is known.
    fn parse(
        &self,
        index: u32,
        bytes: &[u8],
        make: &MakeSink<'_>,
        lines: &Lines,
    ) -> io::Result<()> {
        lines.set(index, memchr::memchr_iter(b'\n', bytes).count());
        let bytes =
            if index == 0 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
        let text;
        let bytes = match self.encoding {
            Some(encoding) if !self.is_utf16() => {
                text = encoding.decode_without_bom_handling(bytes).0;
                text.as_bytes()
            }
            _ => bytes,
        };
        let piece = Piece { path: &self.path, index, bytes };
        self.reader.read(&piece, &mut *make(index))
    }

    fn is_utf16(&self) -> bool {
        self.encoding.is_some_and(|e| e == encoding_rs::UTF_16LE || e == encoding_rs::UTF_16BE)
    }

    fn failed(&self, error: &io::Error) -> ReadError {
        let mut failed = ReadError::of_io(&self.path, error);
        failed.what += "; what stood before was read";
        failed
    }
}

/// The number of lines in each piece, filled in any order.
#[derive(Default)]
struct Lines(Mutex<Vec<u32>>);

impl Lines {
    fn set(&self, piece: u32, count: usize) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let piece = piece as usize;
        if counts.len() <= piece {
            counts.resize(piece + 1, 0);
        }
        if let Some(slot) = counts.get_mut(piece) {
            *slot = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }

    fn into_counts(self) -> Vec<u32> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
