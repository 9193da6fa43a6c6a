//! Where letters stand in a text, 64 bytes at a time.
//!
//! Which bytes are letters is worked out for 64 of them at once and kept as bits, so that where a word
//! begins and ends is found by counting zeros and not letter by letter.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Where the letters of a text stand.
#[derive(Clone, Debug)]
pub(in crate::text) struct Marks<'t> {
    bytes: &'t [u8],
    /// The place of the block that is known.
    base: usize,
    /// A bit for each byte of it, from the lowest on: of ASCII letters and digits,
    ascii: u64,
    /// of both bytes of letters from U+0400 to U+047F,
    cyrillic: u64,
    /// and of the first byte of any other character beyond ASCII.
    other: u64,
}

impl<'t> Marks<'t> {
    pub(in crate::text) fn new(text: &'t str) -> Self {
        let mut marks = Self { bytes: text.as_bytes(), base: 0, ascii: 0, cyrillic: 0, other: 0 };
        marks.load(0);
        marks
    }

    /// The first place from one on where an ASCII letter or digit stands, or a character beyond ASCII.
    pub(in crate::text) fn start(&mut self, from: usize) -> Option<usize> {
        self.first(from, |marks| marks.ascii | marks.cyrillic | marks.other)
    }

    /// The first place from one on where no ASCII letter or digit and no Cyrillic letter stands.
    pub(in crate::text) fn end(&mut self, from: usize) -> usize {
        let end = self.first(from, |marks| !(marks.ascii | marks.cyrillic));
        end.unwrap_or(self.bytes.len()).min(self.bytes.len())
    }

    /// The first place from one on where no ASCII letter or digit stands.
    pub(in crate::text) fn ascii_end(&mut self, from: usize) -> usize {
        let end = self.first(from, |marks| !marks.ascii);
        end.unwrap_or(self.bytes.len()).min(self.bytes.len())
    }

    /// The first place from one on where no Cyrillic letter stands.
    pub(in crate::text) fn cyrillic_end(&mut self, from: usize) -> usize {
        let end = self.first(from, |marks| !marks.cyrillic);
        end.unwrap_or(self.bytes.len()).min(self.bytes.len())
    }

    /// Every place where ASCII letters and digits or Cyrillic letters begin, or any other character beyond
    /// ASCII, or a sign that is seen.
    pub(in crate::text) fn starts(mut self) -> impl Iterator<Item = usize> {
        let bits = |marks: &Self, was_letter: u64| {
            let letters = marks.ascii | marks.cyrillic;
            let begin = letters & !((letters << 1) | was_letter);
            (begin | marks.other | marks.signs(), letters >> (BLOCK - 1))
        };
        self.load(0);
        let (mut rest, mut was_letter) = bits(&self, 0);
        std::iter::from_fn(move || {
            while rest == 0 {
                let next = self.base + BLOCK;
                if next >= self.bytes.len() {
                    return None;
                }
                self.load(next);
                (rest, was_letter) = bits(&self, was_letter);
            }
            let at = self.base + rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(at)
        })
    }

    /// The first place from one on whose bit is set.
    fn first(&mut self, from: usize, bits: impl Fn(&Self) -> u64) -> Option<usize> {
        let mut at = from;
        while at < self.bytes.len() {
            let base = at - at % BLOCK;
            if base != self.base {
                self.load(base);
            }
            let rest = bits(self) >> (at % BLOCK);
            if rest != 0 {
                return Some(at + rest.trailing_zeros() as usize);
            }
            at = base + BLOCK;
        }
        None
    }

    /// Works out the block at a place; past the end of the text no bit is set.
    fn load(&mut self, base: usize) {
        self.base = base;
        // The second byte of a letter may stand in the next block.
        let before = base.checked_sub(1).and_then(|before| self.bytes.get(before));
        let carried = u64::from(before.is_some_and(|byte| leads_cyrillic(*byte) == 1));
        let (block, less) = self.block();
        self.ascii = bits(&block.map(is_alphanumeric)) >> less;
        let leads = bits(&block.map(leads_cyrillic)) >> less;
        self.cyrillic = leads | (leads << 1) | carried;
        self.other = bits(&block.map(leads_other)) >> less;
    }

    /// A bit for each ASCII sign of the block that is neither white space nor a control.
    fn signs(&self) -> u64 {
        let (block, less) = self.block();
        bits(&block.map(is_sign)) >> less
    }

    /// The bytes of the block, and how many stand before it where the text ends within it.
    fn block(&self) -> ([u8; BLOCK], usize) {
        let rest = self.bytes.get(self.base..).unwrap_or_default();
        match (rest.first_chunk(), self.bytes.last_chunk()) {
            (Some(block), _) => (*block, 0),
            // The last block of the text ends with it.
            (None, Some(block)) => (*block, BLOCK - rest.len()),
            (None, None) => {
                let mut short = [0; BLOCK];
                short.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
                (short, 0)
            }
        }
    }
}

fn is_alphanumeric(byte: u8) -> u8 {
    u8::from(((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10))
}

fn is_sign(byte: u8) -> u8 {
    u8::from(byte.wrapping_sub(b'!') <= b'~' - b'!') & !is_alphanumeric(byte)
}

fn leads_cyrillic(byte: u8) -> u8 {
    u8::from(byte & 0xFE == 0xD0)
}

fn leads_other(byte: u8) -> u8 {
    u8::from((byte >= 0xC2) & (byte & 0xFE != 0xD0))
}

/// One bit for each byte that is 0 or 1.
fn bits(flags: &[u8; BLOCK]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    let mut all = 0;
    for eight in eights.iter().rev() {
        // Each byte's bit is moved to the highest byte, the first to its lowest place.
        let moved = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        all = all << 8 | moved;
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_text::any_text;
    use super::super::signs::{Lead, lead};
    use super::*;

    /// The same, letter by letter.
    fn plain(text: &str, at: usize, is: impl Fn(Lead) -> bool) -> usize {
        let leads = text.char_indices().filter(|(start, _)| *start >= at);
        let mut found = leads.filter(|(start, _)| is(lead(text.as_bytes()[*start])));
        found.next().map_or(text.len(), |(start, _)| start)
    }

    proptest! {
        #[test]
        fn marks_are_where_first_bytes_tell(one in any_text(), more in any_text(), last in any_text()) {
            let text = format!("{one}{more}{}яя{last}", "я".repeat(one.len() % 70));
            let mut marks = Marks::new(&text);
            let mut was_letter = false;
            let begins = text.char_indices().filter(|(at, _)| {
                let lead = lead(text.as_bytes()[*at]);
                let is_letter = matches!(lead, Lead::Letter | Lead::Digit | Lead::Cyrillic);
                let was_letter = std::mem::replace(&mut was_letter, is_letter);
                let is_sign = text.as_bytes()[*at].is_ascii_punctuation();
                (is_letter && !was_letter) || is_sign || matches!(lead, Lead::Han | Lead::Other)
            });
            let begins: Vec<usize> = begins.map(|(at, _)| at).collect();
            prop_assert_eq!(marks.clone().starts().collect::<Vec<_>>(), begins);
            for (at, _) in text.char_indices() {
                let is_ascii = |lead| matches!(lead, Lead::Letter | Lead::Digit);
                let start = plain(&text, at, |lead| lead != Lead::Sign);
                prop_assert_eq!(marks.start(at).unwrap_or(text.len()), start);
                prop_assert_eq!(marks.ascii_end(at), plain(&text, at, |lead| !is_ascii(lead)));
                let end = plain(&text, at, |lead| lead != Lead::Cyrillic);
                prop_assert_eq!(marks.cyrillic_end(at), end);
                let end = plain(&text, at, |lead| lead != Lead::Cyrillic && !is_ascii(lead));
                prop_assert_eq!(marks.end(at), end);
            }
        }
    }
}
