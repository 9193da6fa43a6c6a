//! A plain file in blocks, each widened to the whole records that begin in it.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use blake3::Hash;
use rayon::prelude::*;

use super::cut::Cut;
use super::digest::{BLOCK, BlockDigest};

/// Bytes read before a block's own, to see whether a record begins right there.
const BACK: usize = 3;

/// Bytes read beyond a block for the rest of its last record, twice as many each time that they end
/// within it.
const STEP: usize = 8 << 10;

/// A file that threads take block by block.
pub(super) struct Blocks {
    file: File,
    len: usize,
    cut: Cut,
    /// For each block, whether an odd number of quotes stands before where its reading begins.
    odd: Vec<bool>,
    digest: BlockDigest,
    spare: Spare,
}

impl Blocks {
    pub(super) fn open(path: &Path, cut: Cut) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len() as usize;
        let digest = BlockDigest::new(len.div_ceil(BLOCK));
        let mut blocks = Self { file, len, cut, odd: Vec::new(), digest, spare: Spare::default() };
        if let Cut::Csv { quote } = cut {
            blocks.odd = blocks.odd_quotes(quote)?;
        }
        Ok(blocks)
    }

    pub(super) fn count(&self) -> usize {
        self.len.div_ceil(BLOCK)
    }

    /// Gives out the records that begin in a block, if any do; returns its own bytes' number.
    pub(super) fn read(&self, block: usize, parse: impl FnOnce(&[u8])) -> io::Result<usize> {
        let mut buffer = self.spare.take();
        buffer.clear();
        self.fill(&mut buffer, begin(block), self.end(block))?;
        let own = buffer.get(block * BLOCK - begin(block)..).unwrap_or_default();
        let own_len = own.len();
        self.digest.see(block, own);
        if let Some(records) = self.whole_records(block, &mut buffer)? {
            parse(buffer.get(records).unwrap_or_default());
        }
        self.spare.give(buffer);
        Ok(own_len)
    }

    /// The hash of the file, of which every block must have been read.
    pub(super) fn finish(self) -> io::Result<Hash> {
        self.digest.finish().ok_or_else(|| io::Error::other("not all of it was read"))
    }

    /// Where a block's own bytes end.
    fn end(&self, block: usize) -> usize {
        ((block + 1) * BLOCK).min(self.len)
    }

    /// Where in the buffer, which grows for it, the records stand that begin in a block.
    fn whole_records(
        &self,
        block: usize,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<Range<usize>>> {
        let (begin, own) = (begin(block), block * BLOCK);
        let odd = self.odd.get(block).copied().unwrap_or(false);
        let start = match block {
            0 => 0,
            _ => match self.cut.first(buffer, own - begin, odd) {
                Some(start) if begin + start < self.end(block) => start,
                _ => return Ok(None),
            },
        };
        let mut step = STEP;
        loop {
            if begin + buffer.len() >= self.len {
                return Ok(Some(start..buffer.len()));
            }
            let records = buffer.get(start..).unwrap_or_default();
            if let Some(end) = self.cut.first(records, own + BLOCK - begin - start, false) {
                return Ok(Some(start..start + end));
            }
            let more = (begin + buffer.len() + step).min(self.len);
            self.fill(buffer, begin, more)?;
            step *= 2;
        }
    }

    /// Appends the file's bytes up to `end`, the buffer beginning at `begin`.
    fn fill(&self, buffer: &mut Vec<u8>, begin: usize, end: usize) -> io::Result<()> {
        let have = buffer.len();
        buffer.resize(end - begin, 0);
        self.file.read_exact_at(buffer.get_mut(have..).unwrap_or_default(), (begin + have) as u64)
    }

    fn odd_quotes(&self, quote: u8) -> io::Result<Vec<bool>> {
        let counts: Vec<usize> = (0..self.count().saturating_sub(1))
            .into_par_iter()
            .with_max_len(1)
            .map(|block| {
                let mut buffer = self.spare.take();
                buffer.clear();
                self.fill(&mut buffer, begin(block), begin(block + 1))?;
                let count = memchr::memchr_iter(quote, &buffer).count();
                self.spare.give(buffer);
                Ok(count)
            })
            .collect::<io::Result<_>>()?;
        let mut odd = vec![false];
        for count in counts {
            odd.push(odd.last().copied().unwrap_or(false) ^ (count % 2 == 1));
        }
        Ok(odd)
    }
}

/// Where the reading of a block begins.
fn begin(block: usize) -> usize {
    (block * BLOCK).saturating_sub(BACK)
}

/// Buffers that go from block to block, so that their memory is asked for once per thread.
#[derive(Default)]
struct Spare(Mutex<Vec<Vec<u8>>>);

impl Spare {
    fn take(&self) -> Vec<u8> {
        let spare = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| Vec::with_capacity(BLOCK + BLOCK / 16))
    }

    fn give(&self, buffer: Vec<u8>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }
}
