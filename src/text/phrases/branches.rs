//! Texts that begin alike, as a tree that is read from one end to the other.

/// No text ends here.
const NONE: u32 = u32::MAX;
/// Bytes of a label at most.
const LABEL: usize = 8;

/// A text and what it stands for; a text that stands for several things is there as often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant<'t> {
    pub text: &'t [u8],
    pub number: u32,
}

/// A few bytes that texts go on with after those of the branch that this one is on.
#[derive(Clone, Copy, Debug)]
struct Branch {
    /// The bytes, filled up with zeros.
    label: [u8; LABEL],
    /// What the text stands for that ends with them, or [`NONE`].
    number: u32,
    /// The place of the next branch that is not on this one.
    next: u32,
    /// How many bytes of a text stand before the label.
    depth: u32,
    len: u32,
}

/// Trees of texts, each branch before those that are on it, so that what lies near in the tree lies near
/// in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Branches(Vec<Branch>);

/// A tree among the branches: where it begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    from: u32,
    to: u32,
}

impl Branches {
    /// Adds a tree of texts in order of their bytes. It is asked only about places where the first `depth`
    /// bytes are theirs; of a text that is shorter, all of them.
    pub(super) fn add(&mut self, texts: &[Meant<'_>], depth: usize) -> Tree {
        let from = self.0.len() as u32;
        let (short, long): (Vec<Meant<'_>>, Vec<Meant<'_>>) =
            texts.iter().partition(|one| one.text.len() <= depth);
        short.iter().for_each(|one| self.push(&[], one.number, one.text.len()));
        self.grow(&long, depth);
        Tree { from, to: self.0.len() as u32 }
    }

    /// Shows every text of a tree that stands at a place of another, the shorter first: its end there, and
    /// what it stands for.
    pub(super) fn at(&self, tree: Tree, text: &[u8], at: usize, mut show: impl FnMut(usize, u32)) {
        let mut place = tree.from;
        while place < tree.to {
            let Some(branch) = self.0.get(place as usize) else { return };
            let depth = at + branch.depth as usize;
            let other = eight(text, depth) ^ u64::from_le_bytes(branch.label);
            if other.unbounded_shl(64 - 8 * branch.len) != 0 {
                place = branch.next;
                continue;
            }
            if branch.number != NONE {
                show(depth + branch.len as usize, branch.number);
            }
            place += 1;
        }
    }

    /// Adds the branches of texts that go on after `depth` bytes, which they share.
    fn grow(&mut self, texts: &[Meant<'_>], depth: usize) {
        let next = |one: &Meant<'_>| one.text.get(depth).copied();
        for group in texts.chunk_by(|one, other| next(one) == next(other)) {
            let rest = |one: &Meant<'_>| one.text.get(depth..).unwrap_or_default().to_vec();
            let (Some(first), Some(last)) = (group.first().map(rest), group.last().map(rest))
            else {
                continue;
            };
            // What the first and the last share all between them do.
            let shared = first.iter().zip(&last).take_while(|(one, other)| one == other).count();
            let shared = shared.min(LABEL);
            let end = depth + shared;
            let ended = group.iter().take_while(|one| one.text.len() == end).count();
            let (ended, on) = group.split_at_checked(ended).unwrap_or_default();
            let branch = self.0.len();
            let label = first.get(..shared).unwrap_or_default();
            self.push(label, ended.first().map_or(NONE, |one| one.number), depth);
            ended.iter().skip(1).for_each(|one| self.push(&[], one.number, end));
            self.grow(on, end);
            let next = self.0.len() as u32;
            if let Some(branch) = self.0.get_mut(branch) {
                branch.next = next;
            }
        }
    }

    fn push(&mut self, bytes: &[u8], number: u32, depth: usize) {
        let mut label = [0; LABEL];
        label.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
        let (next, depth, len) = (self.0.len() as u32 + 1, depth as u32, bytes.len() as u32);
        self.0.push(Branch { label, number, next, depth, len });
    }
}

/// The eight bytes at a place, with zeros after the end.
fn eight(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<LABEL>() {
        return u64::from_le_bytes(*eight);
    }
    if let Some(last) = text.last_chunk::<LABEL>() {
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
            depth in 0_usize..6,
            at in 0_usize..3,
        ) {
            let mut texts = texts;
            texts.sort();
            let meant = texts.iter().zip(0..).map(|(text, number)| Meant { text: text.as_bytes(), number });
            let meant: Vec<Meant<'_>> = meant.collect();
            for text in texts.iter().chain([&text]).map(|text| text.as_bytes()) {
                let head = &text[..depth.min(text.len())];
                let fits = |one: &&Meant<'_>| head.starts_with(one.text) || one.text.starts_with(head);
                let own: Vec<Meant<'_>> = meant.iter().filter(fits).copied().collect();
                let mut branches = Branches::default();
                branches.add(&own, 0);
                let tree = branches.add(&own, head.len());
                let placed = [&b"xyz"[..at], text].concat();
                let mut shown = Vec::new();
                branches.at(tree, &placed, at, |end, number| shown.push((end - at, number)));
                let is_there = |one: &&Meant<'_>| text.starts_with(one.text);
                let there = own.iter().filter(is_there).map(|one| (one.text.len(), one.number));
                prop_assert_eq!(shown, there.collect::<Vec<_>>());
            }
        }
    }
}
