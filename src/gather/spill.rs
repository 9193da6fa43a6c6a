//! Packed records of one partition: in memory, and on disk past the budget.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// Chunks of packed records, each a whole number of them.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    chunks: Vec<Vec<u8>>,
    /// Bytes in `chunks`.
    held: usize,
    /// The file that holds what went to disk before; removed with the shelf.
    file: Option<PathBuf>,
}

impl Shelf {
    pub(super) fn push(&mut self, chunk: Vec<u8>) {
        self.held += chunk.len();
        self.chunks.push(chunk);
    }

    /// Bytes in memory.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// Appends what is in memory to the shelf's file; returns the bytes that this freed.
    pub(super) fn spill(&mut self, name: impl FnOnce() -> PathBuf) -> io::Result<usize> {
        if self.chunks.is_empty() {
            return Ok(0);
        }
        let path = self.file.get_or_insert_with(name);
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        for chunk in &self.chunks {
            file.write_all(chunk)?;
        }
        self.chunks = Vec::new();
        Ok(std::mem::take(&mut self.held))
    }

    /// All of its bytes, in no particular order of chunks; the shelf is empty afterwards.
    pub(super) fn take(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut chunks = std::mem::take(&mut self.chunks);
        self.held = 0;
        if let Some(path) = self.file.take() {
            let mut bytes = Vec::new();
            File::open(&path)?.read_to_end(&mut bytes)?;
            fs::remove_file(path)?;
            chunks.push(bytes);
        }
        Ok(chunks)
    }
}
