//! Which packed records belong together: chains of them by key, found without unpacking them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use super::pour::{get_entry, key};
use crate::model::{Place, Record};

/// A conversation's key: equal as text, with its hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Key<'p> {
    pub source: &'p str,
    pub id: &'p str,
    hash: u64,
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Takes the hash that a key brings along.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn write(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_empty(), "a key writes its hash alone");
    }
    fn write_u64(&mut self, hash: u64) {
        // Keys of one partition agree in the low bits.
        self.0 = hash.rotate_left(32);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// One packed record and the next of its key.
struct Entry<'p> {
    place: Place,
    packed: &'p [u8],
    next: u32,
}

/// The end of a chain.
const END: u32 = u32::MAX;

/// First and last entry of a key's chain.
#[derive(Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
}

/// All records of a partition by key.
pub(super) struct Index<'p> {
    entries: Vec<Entry<'p>>,
    /// Sorted by source and id.
    chains: Vec<(Key<'p>, Chain)>,
}

impl<'p> Index<'p> {
    /// Of chunks that hold whole entries; `sources` names each file's source.
    pub fn of(chunks: &'p [Vec<u8>], sources: &'p [String]) -> Self {
        let mut entries: Vec<Entry<'p>> = Vec::new();
        let mut places: HashMap<Key<'p>, u32, BuildHasherDefault<Ready>> = HashMap::default();
        let mut chains: Vec<(Key<'p>, Chain)> = Vec::new();
        // Neighbours in a file mostly belong together.
        let mut before: Option<(Key<'p>, u32)> = None;
        for chunk in chunks {
            let mut rest = chunk.as_slice();
            while let Some((place, packed)) = get_entry(&mut rest) {
                let source = sources.get(place.file as usize).map_or("", String::as_str);
                let Some(id) = Record::packed_belongs_to(packed) else {
                    continue;
                };
                let (key, chain) = match before {
                    Some((last, chain)) if (last.source, last.id) == (source, id) => (last, chain),
                    _ => {
                        let key = Key { source, id, hash: key(source, id) };
                        (key, *places.entry(key).or_insert(chains.len() as u32))
                    }
                };
                before = Some((key, chain));
                let new = entries.len() as u32;
                entries.push(Entry { place, packed, next: END });
                match chains.get_mut(chain as usize) {
                    Some((_, chain)) => {
                        if let Some(last) = entries.get_mut(chain.last as usize) {
                            last.next = new;
                        }
                        chain.last = new;
                    }
                    None => chains.push((key, Chain { first: new, last: new })),
                }
            }
        }
        chains.sort_unstable_by_key(|(key, _)| (key.source, key.id));
        Self { entries, chains }
    }

    /// Each key with the places and bytes of its records, as they came.
    pub fn keys(&self) -> impl Iterator<Item = (Key<'p>, impl Iterator<Item = (Place, &'p [u8])>)> {
        self.chains.iter().map(move |(key, chain)| {
            let mut next = chain.first;
            let records = std::iter::from_fn(move || {
                let entry = self.entries.get(next as usize)?;
                next = entry.next;
                Some((entry.place, entry.packed))
            });
            (*key, records)
        })
    }
}
