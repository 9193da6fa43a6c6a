//! Texts that begin alike, as trees that are read from one end to the other.

/// No text ends here, or nothing goes on.
const NONE: u32 = u32::MAX;
/// Bytes of a label at most.
const LABEL: usize = 7;
/// Of the last number that a text stands for, in the list of them.
const LAST: u32 = 1 << 30;
/// Of what goes on in several ways, in a branch's way on.
const FORKED: u32 = 1 << 31;

/// A text and what it stands for, below 2^30 but for its highest bit; a text that stands for several
/// things is there as often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant<'t> {
    pub text: &'t [u8],
    pub number: u32,
}

/// A few bytes that texts go on with after those of the branch that this one is on.
#[derive(Clone, Copy, Debug)]
struct Branch {
    /// The bytes, from the lowest on, and in the highest how many they are.
    label: u64,
    /// Where the numbers of the text that ends with them begin, or [`NONE`].
    meant: u32,
    /// The only branch on this one, or with [`FORKED`] the place of its fork, or [`NONE`].
    next: u32,
}

/// The branches on one that has several, side by side in order of their first bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Fork {
    /// A bit for each first byte that one of them has,
    bits: [u64; 4],
    /// and for each 64 of these bits the place of the first branch.
    first: [u32; 4],
}

/// Trees of texts: one step for each place where texts part, however many ways they go.
#[derive(Clone, Debug, Default)]
pub(super) struct Branches {
    branches: Vec<Branch>,
    forks: Vec<Fork>,
    /// What texts stand for, one text's numbers after another's.
    numbers: Vec<u32>,
}

impl Branches {
    /// Adds a tree of texts in order of their bytes, which have the first one in common and none of which
    /// is empty, and gives its place.
    pub(super) fn add(&mut self, texts: &[Meant<'_>]) -> u32 {
        let place = self.reserve(1);
        self.grow(place, texts, 0);
        place
    }

    /// Shows every text of a tree that stands at a place of another, the shorter first: its end there, and
    /// each number it stands for.
    pub(super) fn at(&self, tree: u32, text: &[u8], at: usize, mut show: impl FnMut(usize, u32)) {
        let (mut place, mut end) = (tree, at);
        while let Some(branch) = self.branches.get(place as usize) {
            let len = (branch.label >> (8 * LABEL)) as usize;
            let other = eight(text, end) ^ branch.label;
            if other.unbounded_shl(64 - 8 * len as u32) != 0 {
                return;
            }
            end += len;
            if branch.meant != NONE {
                let numbers = self.numbers.get(branch.meant as usize..).unwrap_or_default();
                for number in numbers {
                    show(end, number & !LAST);
                    if number & LAST != 0 {
                        break;
                    }
                }
            }
            place = match branch.next {
                NONE => return,
                next if next & FORKED == 0 => next,
                next => match self.way(next & !FORKED, text.get(end)) {
                    Some(place) => place,
                    None => return,
                },
            };
        }
    }

    /// The branch of a fork that begins with a byte.
    fn way(&self, fork: u32, byte: Option<&u8>) -> Option<u32> {
        let (fork, byte) = (self.forks.get(fork as usize)?, byte?);
        let [part, bit] = [usize::from(byte >> 6), usize::from(byte & 63)];
        let (bits, first) = (fork.bits.get(part)?, fork.first.get(part)?);
        let before = bits & ((1 << bit) - 1);
        (bits >> bit & 1 != 0).then(|| first + before.count_ones())
    }

    /// Makes room for branches side by side.
    fn reserve(&mut self, count: usize) -> u32 {
        let place = self.branches.len();
        let empty = Branch { label: 0, meant: NONE, next: NONE };
        self.branches.resize(place + count, empty);
        place as u32
    }

    /// Fills the branch at a place with texts that share their first byte after `depth`, and adds what is
    /// on it.
    fn grow(&mut self, place: u32, texts: &[Meant<'_>], depth: usize) {
        let rest = |one: &Meant<'_>| one.text.get(depth..).unwrap_or_default().to_vec();
        let (Some(first), Some(last)) = (texts.first().map(rest), texts.last().map(rest)) else {
            return;
        };
        // What the first and the last share all between them do.
        let shared = first.iter().zip(&last).take_while(|(one, other)| one == other).count();
        let shared = shared.min(LABEL);
        let end = depth + shared;
        let ended = texts.iter().take_while(|one| one.text.len() == end).count();
        let (ended, on) = texts.split_at_checked(ended).unwrap_or_default();
        let label =
            first.iter().take(shared).rev().fold(0, |all, byte| all << 8 | u64::from(*byte));
        let label = label | (shared as u64) << (8 * LABEL);
        let (meant, next) = (self.note(ended), self.part(on, end));
        if let Some(branch) = self.branches.get_mut(place as usize) {
            *branch = Branch { label, meant, next };
        }
    }

    /// Adds the branches of texts that go on after `depth` bytes, and gives the way to them.
    fn part(&mut self, texts: &[Meant<'_>], depth: usize) -> u32 {
        let next = |one: &Meant<'_>| one.text.get(depth).copied();
        let ways: Vec<&[Meant<'_>]> =
            texts.chunk_by(|one, other| next(one) == next(other)).collect();
        let first = self.reserve(ways.len());
        let mut fork = Fork { first: [first; 4], ..Fork::default() };
        for (place, way) in (first..).zip(&ways) {
            self.grow(place, way, depth);
            let Some(byte) = way.first().and_then(next) else { continue };
            let part = usize::from(byte >> 6);
            if let Some(bits) = fork.bits.get_mut(part) {
                *bits |= 1 << (byte & 63);
            }
            fork.first.iter_mut().skip(part + 1).for_each(|first| *first += 1);
        }
        match ways.len() {
            0 => NONE,
            1 => first,
            _ => {
                self.forks.push(fork);
                (self.forks.len() as u32 - 1) | FORKED
            }
        }
    }

    /// Keeps the numbers that a text stands for, and gives the place of the first.
    fn note(&mut self, texts: &[Meant<'_>]) -> u32 {
        let place = self.numbers.len() as u32;
        self.numbers.extend(texts.iter().map(|one| one.number));
        match self.numbers.last_mut().filter(|_| !texts.is_empty()) {
            None => NONE,
            Some(last) => {
                *last |= LAST;
                place
            }
        }
    }
}

/// The eight bytes at a place, with zeros after the end.
fn eight(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    if let Some(last) = text.last_chunk::<8>() {
        return u64::from_le_bytes(*last).unbounded_shr(64 - 8 * rest.len() as u32);
    }
    rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_that_stands_there_is_shown(
            texts in prop::collection::vec("[ab]{1,6}|[а-г]{1,3}|[a-z]{1,20}|a{1,20}", 1..60),
            text in "[ab]{0,9}|[а-г]{0,4}|[a-z]{0,9}|a{0,30}",
            at in 0_usize..3,
        ) {
            let mut texts = texts;
            texts.sort();
            let meant = texts.iter().zip(0..).map(|(text, number)| Meant { text: text.as_bytes(), number });
            let meant: Vec<Meant<'_>> = meant.collect();
            for text in texts.iter().chain([&text]).map(|text| text.as_bytes()) {
                let Some(first) = text.first() else { continue };
                let fits = |one: &&Meant<'_>| one.text.first() == Some(first);
                let own: Vec<Meant<'_>> = meant.iter().filter(fits).copied().collect();
                let mut branches = Branches::default();
                branches.add(&meant[..1]);
                let tree = branches.add(&own);
                let placed = [&b"xyz"[..at], text].concat();
                let mut shown = Vec::new();
                branches.at(tree, &placed, at, |end, number| shown.push((end - at, number)));
                let is_there = |one: &&Meant<'_>| text.starts_with(one.text);
                let there = own.iter().filter(is_there).map(|one| (one.text.len(), one.number));
                let there: Vec<(usize, u32)> = there.collect();
                prop_assert_eq!(shown, there);
            }
        }
    }
}
