//! A tree of texts by their bytes, in one table.

/// No text, no parent.
const NONE: u32 = u32::MAX;
/// Slots for the children of one node: as many as there are bytes.
const BLOCK: usize = 256;
/// Free slots are looked for among so many of the last.
const WINDOW: usize = 32 * BLOCK;

/// A slot of the table.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The parent's slot, by which a node is told from another's in the same place.
    parent: u32,
    /// Where its children are: that of a byte in the slot `base ^ byte`. Of a leaf its number.
    base: u32,
}

/// Of a node at which a text ends and others go on: the child of byte 0, which no text has, says which.
const ENDS: u32 = 1 << 31;
/// Of a node under which one text is left.
const LEAF: u32 = 1 << 30;
const PLACE: u32 = LEAF - 1;

/// The last text of a branch.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    text: u32,
    /// How many of its bytes led here.
    depth: u32,
    /// What of it is left, in the bytes of all.
    from: u32,
    to: u32,
}

/// A place in the tree to go on from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    slot: u32,
    /// The longest text that ended on the way.
    text: u32,
}

/// Texts, to be found where they begin in another.
///
/// A double array (Aoe 1989, "An efficient digital search algorithm by using a double-array structure"):
/// a step from a node to its child is one look into a table. What one text alone goes on with is
/// compared as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
    /// What is left of all leaves.
    bytes: Vec<u8>,
}

impl Tree {
    /// No byte has been looked at.
    pub(super) const ROOT: Entry = Entry { slot: 0, text: NONE };

    /// Texts in order of their bytes, each once, none empty and none with a byte 0; they are numbered by
    /// their place.
    pub(super) fn new(texts: &[&[u8]]) -> Self {
        let mut making = Making::default();
        making.grow();
        making.take(0, NONE, 0);
        let mut rest = vec![Branch { slot: 0, from: 0, to: texts.len(), depth: 0 }];
        while let Some(branch) = rest.pop() {
            making.add(texts, &branch, &mut rest);
        }
        making.tree
    }

    /// Where a few bytes lead that some text begins with.
    pub(super) fn enter(&self, head: &[u8]) -> Entry {
        let mut entry = Self::ROOT;
        for byte in head {
            let Some((node, text)) = self.node(entry) else { break };
            match self.child(node, entry.slot, *byte) {
                Some(slot) => entry = Entry { slot, text },
                None => break,
            }
        }
        entry
    }

    /// The longest text that bytes begin with, of which the first `depth` led to an entry.
    pub(super) fn longest(&self, bytes: &[u8], entry: Entry, depth: usize) -> Option<usize> {
        let mut entry = entry;
        let mut at = depth;
        while let Some((node, text)) = self.node(entry) {
            entry.text = text;
            if node.base & LEAF != 0 {
                let leaf = self.leaves.get((node.base & PLACE) as usize)?;
                let left = self.bytes.get(leaf.from as usize..leaf.to as usize)?;
                if bytes.get(leaf.depth as usize..).is_some_and(|rest| begins(rest, left)) {
                    entry.text = leaf.text;
                }
                break;
            }
            let Some(byte) = bytes.get(at) else { break };
            let Some(slot) = self.child(node, entry.slot, *byte) else { break };
            entry.slot = slot;
            at += 1;
        }
        (entry.text != NONE).then_some(entry.text as usize)
    }

    /// The node of an entry, and the longest text that ended up to there.
    fn node(&self, entry: Entry) -> Option<(Node, u32)> {
        let node = *self.nodes.get(entry.slot as usize)?;
        if node.base & ENDS == 0 {
            return Some((node, entry.text));
        }
        Some((node, self.nodes.get((node.base & PLACE) as usize)?.base))
    }

    fn child(&self, node: Node, slot: u32, byte: u8) -> Option<u32> {
        let child = (node.base & PLACE) ^ u32::from(byte);
        let is_own = self.nodes.get(child as usize).is_some_and(|child| child.parent == slot);
        (is_own && node.base & LEAF == 0).then_some(child)
    }
}

/// Whether bytes begin with a few others.
fn begins(bytes: &[u8], with: &[u8]) -> bool {
    bytes.len() >= with.len() && bytes.iter().zip(with).all(|(one, other)| one == other)
}

/// Texts that begin alike, up to `depth`, and the slot of their node.
struct Branch {
    slot: usize,
    from: usize,
    to: usize,
    depth: usize,
}

/// A tree on its way.
#[derive(Default)]
struct Making {
    tree: Tree,
    is_taken: Vec<bool>,
    /// No slot before this one is free.
    first: usize,
}

impl Making {
    /// Adds free slots.
    fn grow(&mut self) {
        let count = self.tree.nodes.len() + BLOCK;
        self.tree.nodes.resize(count, Node { parent: NONE, base: 0 });
        self.is_taken.resize(count, false);
    }

    fn take(&mut self, slot: usize, parent: u32, base: u32) {
        if let (Some(node), Some(is_taken)) =
            (self.tree.nodes.get_mut(slot), self.is_taken.get_mut(slot))
        {
            (*node, *is_taken) = (Node { parent, base }, true);
        }
    }

    fn set(&mut self, slot: usize, base: u32) {
        if let Some(node) = self.tree.nodes.get_mut(slot) {
            node.base = base;
        }
    }

    fn is_free(&self, slot: usize) -> bool {
        self.is_taken.get(slot) == Some(&false)
    }

    /// Gives a node what it holds, and its children their slots.
    fn add(&mut self, texts: &[&[u8]], branch: &Branch, rest: &mut Vec<Branch>) {
        let all = texts.get(branch.from..branch.to).unwrap_or_default();
        if let [text] = all {
            let from = self.tree.bytes.len() as u32;
            self.tree.bytes.extend(text.get(branch.depth..).unwrap_or_default());
            let to = self.tree.bytes.len() as u32;
            self.set(branch.slot, LEAF | self.tree.leaves.len() as u32);
            let (text, depth) = (branch.from as u32, branch.depth as u32);
            self.tree.leaves.push(Leaf { text, depth, from, to });
            return;
        }
        let next = |text: &&[u8]| text.get(branch.depth).copied().unwrap_or(0);
        let groups = all.chunk_by(|one, other| next(one) == next(other));
        let groups: Vec<(u8, usize)> =
            groups.map(|group| (group.first().map_or(0, next), group.len())).collect();
        let base = self.base(&groups);
        let ends = groups.first().is_some_and(|(byte, _)| *byte == 0);
        self.set(branch.slot, base as u32 | if ends { ENDS } else { 0 });
        let mut from = branch.from;
        for (byte, count) in groups {
            let slot = base ^ usize::from(byte);
            self.take(slot, branch.slot as u32, from as u32);
            if byte != 0 {
                rest.push(Branch { slot, from, to: from + count, depth: branch.depth + 1 });
            }
            from += count;
        }
    }

    /// A place for children at which all their slots are free.
    fn base(&mut self, groups: &[(u8, usize)]) -> usize {
        let count = self.is_taken.len();
        while self.first < count && !self.is_free(self.first) {
            self.first += 1;
        }
        let one = usize::from(groups.first().map_or(0, |(byte, _)| *byte));
        let from = self.first.max(count.saturating_sub(WINDOW));
        let slots = (from..count).filter(|slot| self.is_free(*slot));
        let is_free = |base: usize, byte: u8| self.is_free(base ^ usize::from(byte));
        let mut bases = slots.map(|slot| slot ^ one);
        if let Some(base) = bases.find(|base| groups.iter().all(|(byte, _)| is_free(*base, *byte)))
        {
            return base;
        }
        self.grow();
        count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_longest_text_is_found_from_wherever_one_enters(
            texts in prop::collection::btree_set("[ab]{1,6}|[а-г]{1,3}|[a-z]{1,12}", 1..60),
            text in "[ab]{0,9}|[а-г]{0,4}|[a-z]{0,9}",
            depth in 0_usize..6,
        ) {
            let all: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
            let tree = Tree::new(&all);
            for text in texts.iter().chain([&text]).map(|text| text.as_bytes()) {
                let begins = |other: &&[u8]| text.starts_with(other);
                let longest = (0..all.len()).filter(|at| begins(&all[*at])).max_by_key(|at| all[*at].len());
                prop_assert_eq!(tree.longest(text, Tree::ROOT, 0), longest);
                let Some(head) = text.get(..depth) else { continue };
                if all.iter().any(|text| text.starts_with(head)) {
                    prop_assert_eq!(tree.longest(text, tree.enter(head), depth), longest);
                }
            }
        }
    }
}
