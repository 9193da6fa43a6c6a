//! The hash of a file: of its blocks, in any order and on all cores, or of a file as it lies there.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use blake3::hazmat::{
    ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root,
};
use blake3::{Hash, Hasher};

/// Bytes of a block, but for a file's last: a power of two, as BLAKE3's tree is cut, and little enough to
/// stay in a core's cache while it is hashed, checked and parsed.
pub(super) const BLOCK: usize = 512 << 10;

/// The hash of a file that is read in blocks of [`BLOCK`] bytes: each is a subtree of the hash's
/// own tree (BLAKE3, section 2.1), so that no byte is read a second time.
pub(super) struct BlockDigest {
    /// That of each block as far as they are known.
    values: Mutex<Vec<Option<ChainingValue>>>,
    /// That of a file of one block.
    only: Mutex<Option<Hash>>,
}

impl BlockDigest {
    pub(super) fn new(blocks: usize) -> Self {
        Self { values: Mutex::new(vec![None; blocks]), only: Mutex::default() }
    }

    /// Takes a block's bytes.
    pub(super) fn see(&self, block: usize, bytes: &[u8]) {
        let count = self.values.lock().unwrap_or_else(PoisonError::into_inner).len();
        if count == 1 {
            *self.only.lock().unwrap_or_else(PoisonError::into_inner) = Some(blake3::hash(bytes));
            return;
        }
        let mut hasher = Hasher::new();
        hasher.set_input_offset((block * BLOCK) as u64).update(bytes);
        let value = hasher.finalize_non_root();
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = values.get_mut(block) {
            *slot = Some(value);
        }
    }

    /// `None` where a block was not seen.
    pub(super) fn finish(self) -> Option<Hash> {
        let values = self.values.into_inner().unwrap_or_else(PoisonError::into_inner);
        match values.len() {
            0 => Some(blake3::hash(&[])),
            1 => self.only.into_inner().unwrap_or_else(PoisonError::into_inner),
            _ => {
                let values: Vec<ChainingValue> = values.into_iter().collect::<Option<_>>()?;
                let (left, right) = values.split_at_checked(left(values.len()))?;
                Some(merge_subtrees_root(&merged(left)?, &merged(right)?, Mode::Hash))
            }
        }
    }
}

/// Blocks in the left subtree of so many: the largest power of two below.
fn left(blocks: usize) -> usize {
    blocks.next_power_of_two() / 2
}

fn merged(values: &[ChainingValue]) -> Option<ChainingValue> {
    match values {
        [] => None,
        [value] => Some(*value),
        _ => {
            let (left, right) = values.split_at_checked(left(values.len()))?;
            Some(merge_subtrees_non_root(&merged(left)?, &merged(right)?, Mode::Hash))
        }
    }
}

/// The hash of a file's bytes, on all cores. The file is not mapped into memory: one that is cut
/// short meanwhile would end the process.
pub(super) fn of_file(path: &Path) -> io::Result<Hash> {
    let mut file = File::open(path)?;
    let (mut hasher, mut block) = (Hasher::new(), Vec::new());
    while file.by_ref().take(BLOCK as u64).read_to_end(&mut block)? > 0 {
        hasher.update_rayon(&block);
        block.clear();
    }
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_in_any_order_hash_as_the_whole_does() {
        for len in [0, 1, BLOCK, BLOCK + 1, 2 * BLOCK, 5 * BLOCK + 1025, 7 * BLOCK] {
            let bytes: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let digest = BlockDigest::new(len.div_ceil(BLOCK));
            for (block, bytes) in bytes.chunks(BLOCK).enumerate().rev() {
                digest.see(block, bytes);
            }
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            assert_eq!(digest.finish(), Some(blake3::hash(&bytes)), "{len}");
            assert_eq!(of_file(file.path()).unwrap(), blake3::hash(&bytes), "{len}");
        }
        assert_eq!(BlockDigest::new(2).finish(), None);
    }
}
