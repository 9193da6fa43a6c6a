//! A tree of texts by their bytes, in one table.

/// No text, no node.
const NONE: u32 = u32::MAX;
/// Slots for the children of one node: as many as there are bytes.
const BLOCK: usize = 256;
/// No further back than this is a free slot looked for.
const WINDOW: usize = 32 * BLOCK;

/// What a slot holds of its node.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The parent's slot, by which a node is told from another's in the same place.
    parent: u32,
    /// Where its children are: that of a byte in the slot `base ^ byte`. Of a leaf: which one.
    base: u32,
    kind: Kind,
}

/// What there is at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Free,
    /// Texts go on from here.
    Inner,
    /// One ends and others go on: the child of byte 0, which no text has, says which.
    Ends,
    /// One text is left.
    Leaf,
}

/// The last text of a branch.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    text: u32,
    /// What of it is left, in the bytes of all.
    from: u32,
    to: u32,
}

/// Texts, to be found wherever they begin in another.
///
/// A double array (Aoe 1989, "An efficient digital search algorithm by using a double-array structure"):
/// a step from a node to its child is one look into a table. What one text alone goes on with stands
/// by itself and is compared as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
    /// What is left of all leaves.
    bytes: Vec<u8>,
}

impl Tree {
    /// Texts in order of their bytes, each once, none empty and none with a byte 0; they are numbered by
    /// their place.
    pub(super) fn new(texts: &[&[u8]]) -> Self {
        let mut making = Making::default();
        making.grow();
        making.take(0, NONE);
        let mut rest = vec![Branch { slot: 0, from: 0, to: texts.len(), depth: 0 }];
        while let Some(branch) = rest.pop() {
            making.add(texts, &branch, &mut rest);
        }
        making.tree
    }

    /// Shows every text that stands at a place, the shorter first: where it ends, and its number.
    pub(super) fn at(&self, bytes: &[u8], start: usize, mut show: impl FnMut(usize, usize)) {
        let mut slot = 0;
        let Some(mut node) = self.nodes.first() else { return };
        let mut at = start;
        loop {
            match node.kind {
                Kind::Inner => {}
                Kind::Ends => {
                    if let Some(end) = self.nodes.get(node.base as usize) {
                        show(at, end.base as usize);
                    }
                }
                Kind::Leaf => {
                    let Some(leaf) = self.leaves.get(node.base as usize) else { return };
                    let left = self.bytes.get(leaf.from as usize..leaf.to as usize);
                    let (left, rest) = (left.unwrap_or_default(), bytes.get(at..));
                    if rest.is_some_and(|rest| begins(rest, left)) {
                        show(at + left.len(), leaf.text as usize);
                    }
                    return;
                }
                Kind::Free => return,
            }
            let Some(byte) = bytes.get(at) else { return };
            let child = node.base ^ u32::from(*byte);
            match self.nodes.get(child as usize) {
                Some(next) if next.parent == slot => (node, slot) = (next, child),
                _ => return,
            }
            at += 1;
        }
    }
}

/// Whether a text begins with a few bytes.
fn begins(text: &[u8], with: &[u8]) -> bool {
    match (text.first_chunk::<8>(), with.len()) {
        (Some(text), len @ 1..=8) => {
            let mut padded = [0; 8];
            padded.iter_mut().zip(with).for_each(|(to, byte)| *to = *byte);
            let other = u64::from_le_bytes(*text) ^ u64::from_le_bytes(padded);
            other << (64 - 8 * len) == 0
        }
        _ => text.starts_with(with),
    }
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
    /// No slot before this one is free.
    first: usize,
}

impl Making {
    /// Adds 256 free slots.
    fn grow(&mut self) {
        let free = Node { parent: NONE, base: 0, kind: Kind::Free };
        self.tree.nodes.resize(self.tree.nodes.len() + BLOCK, free);
    }

    fn is_free(&self, slot: usize) -> bool {
        self.tree.nodes.get(slot).is_some_and(|node| node.kind == Kind::Free)
    }

    fn take(&mut self, slot: usize, parent: u32) {
        if let Some(node) = self.tree.nodes.get_mut(slot) {
            *node = Node { parent, base: 0, kind: Kind::Inner };
        }
    }

    /// Gives a node what it holds, and its children their slots.
    fn add(&mut self, texts: &[&[u8]], branch: &Branch, rest: &mut Vec<Branch>) {
        let all = texts.get(branch.from..branch.to).unwrap_or_default();
        if let [text] = all {
            let from = self.tree.bytes.len() as u32;
            self.tree.bytes.extend(text.get(branch.depth..).unwrap_or_default());
            let to = self.tree.bytes.len() as u32;
            let leaf = self.tree.leaves.len() as u32;
            self.tree.leaves.push(Leaf { text: branch.from as u32, from, to });
            self.fill(branch.slot, leaf, Kind::Leaf);
            return;
        }
        let next = |text: &&[u8]| text.get(branch.depth).copied().unwrap_or(0);
        let groups: Vec<(u8, usize)> = all
            .chunk_by(|one, other| next(one) == next(other))
            .map(|group| (group.first().map_or(0, next), group.len()))
            .collect();
        let base = self.base(&groups);
        let ends = groups.first().is_some_and(|(byte, _)| *byte == 0);
        self.fill(branch.slot, base as u32, if ends { Kind::Ends } else { Kind::Inner });
        let mut from = branch.from;
        for (byte, count) in groups {
            let slot = base ^ usize::from(byte);
            self.take(slot, branch.slot as u32);
            if byte == 0 {
                self.fill(slot, from as u32, Kind::Inner);
            } else {
                rest.push(Branch { slot, from, to: from + count, depth: branch.depth + 1 });
            }
            from += count;
        }
    }

    fn fill(&mut self, slot: usize, base: u32, kind: Kind) {
        if let Some(node) = self.tree.nodes.get_mut(slot) {
            (node.base, node.kind) = (base, kind);
        }
    }

    /// A place for children at which all their slots are free.
    fn base(&mut self, groups: &[(u8, usize)]) -> usize {
        while self.first < self.tree.nodes.len() && !self.is_free(self.first) {
            self.first += 1;
        }
        let one = usize::from(groups.first().map_or(0, |(byte, _)| *byte));
        let from = self.first.max(self.tree.nodes.len().saturating_sub(WINDOW));
        let fits =
            |base: &usize| groups.iter().all(|(byte, _)| self.is_free(base ^ usize::from(*byte)));
        let mut bases =
            (from..self.tree.nodes.len()).filter(|slot| self.is_free(*slot)).map(|slot| slot ^ one);
        if let Some(base) = bases.find(fits) {
            return base;
        }
        let base = self.tree.nodes.len();
        self.grow();
        base
    }
}
