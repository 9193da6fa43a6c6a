//! What a file begins with and how its bytes are packed: gzip, zstd, UTF-16 or plain.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

use encoding_rs::Encoding;

use super::file::Progress;
use super::source::{Head, ReadError};

/// Unpacked bytes, in order.
pub(super) type Stream<'f> = Box<dyn Read + Send + 'f>;

/// How the file's bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// What a file begins with.
pub(super) struct Start {
    pub packing: Packing,
    pub encoding: Option<&'static Encoding>,
    pub bytes: Vec<u8>,
    pub name: String,
    pub is_whole: bool,
    pub len: u64,
}

impl Start {
    pub fn of(path: &Path) -> Result<Self, ReadError> {
        let failed = |error: io::Error| ReadError::of_io(path, &error);
        let mut name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        // To open a pipe would wait for whoever writes into it.
        let metadata = path.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(ReadError::new(
                path,
                "it is a folder",
                "name the files in it, as `folder/*`",
            ));
        }
        if !metadata.is_file() {
            return Err(ReadError::new(
                path,
                "it is a pipe, a socket or a device, no file",
                "take it out of the input's `files`, or write what it gives into a file",
            ));
        }
        let file = File::open(path).map_err(failed)?;
        if metadata.len() == 0 {
            return Err(ReadError::new(
                path,
                "it is empty",
                "export it again or take it out of the input's `files`",
            ));
        }
        let mut magic = [0; 4];
        let read = file.read_at(&mut magic, 0).map_err(failed)?;
        let packing = match magic.get(..read).unwrap_or_default() {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd] => Packing::Zstd,
            _ => Packing::Plain,
        };
        for end in [".gz", ".zst"] {
            if let Some(stem) = name.strip_suffix(end) {
                name = stem.to_owned();
            }
        }
        let mut bytes = Vec::new();
        let mut stream = unpack(file, packing).map_err(failed)?;
        let read = stream.by_ref().take(Head::LEN as u64).read_to_end(&mut bytes);
        let is_broken = read.is_err();
        if bytes.is_empty() {
            read.map_err(failed)?;
        }
        let encoding = Encoding::for_bom(&bytes)
            .map(|(encoding, _)| encoding)
            .filter(|encoding| *encoding != encoding_rs::UTF_8);
        let is_whole = bytes.len() < Head::LEN && !is_broken;
        if let Some(encoding) = encoding {
            bytes = encoding.decode_with_bom_removal(&bytes).0.into_owned().into_bytes();
        }
        Ok(Self { packing, encoding, bytes, name, is_whole, len: metadata.len() })
    }

    pub fn head<'a>(&'a self, path: &'a Path) -> Head<'a> {
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        Head { path, name: &self.name, bytes, is_whole: self.is_whole }
    }
}

pub(super) fn unpack<'f>(file: impl Read + Send + 'f, packing: Packing) -> io::Result<Stream<'f>> {
    let file = BufReader::with_capacity(256 << 10, file);
    Ok(match packing {
        Packing::Plain => Box::new(file),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(file)?),
    })
}

/// All of a UTF-16 stream as UTF-8; where it breaks off, that error follows what stood before.
pub(super) fn decoded(
    mut stream: Stream<'_>,
    encoding: Option<&'static Encoding>,
) -> impl Read + Send {
    let mut bytes = Vec::new();
    let end = End(stream.read_to_end(&mut bytes).err());
    let encoding = encoding.unwrap_or(encoding_rs::UTF_8);
    let text = encoding.decode_with_bom_removal(&bytes).0.into_owned();
    io::Cursor::new(text.into_bytes()).chain(end)
}

/// No bytes, but the error that a stream ended with.
struct End(Option<io::Error>);

impl Read for End {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Tells of every byte that is read.
pub(super) struct Counted<'p, R> {
    pub inner: R,
    pub progress: &'p Progress<'p>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        (self.progress)(read as u64);
        Ok(read)
    }
}
