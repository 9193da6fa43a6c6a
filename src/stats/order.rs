//! The order of things that come and go: how many there are, and which is the so-manieth.

/// Which of `n` things, numbered in their order, are there; Fenwick's tree of counts (Software:
/// Practice and Experience 24, 1994), so each step takes time in proportion to log n.
#[derive(Clone, Debug)]
pub struct Present {
    /// At i − 1 the count of the things in the lowbit(i) places that end with i.
    counts: Vec<u32>,
    len: usize,
}

impl Present {
    /// None of `n` things.
    pub fn none_of(n: usize) -> Self {
        Self { counts: vec![0; n], len: 0 }
    }

    /// How many are there.
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The thing of that number comes; one that is there must not come again.
    pub fn come(&mut self, number: usize) {
        self.change(number, 1);
        self.len += 1;
    }

    /// The thing of that number goes; it must be there.
    pub fn go(&mut self, number: usize) {
        self.change(number, u32::MAX);
        self.len = self.len.saturating_sub(1);
    }

    fn change(&mut self, number: usize, by: u32) {
        let mut place = number + 1;
        while let Some(count) = self.counts.get_mut(place - 1) {
            *count = count.wrapping_add(by);
            place += place & place.wrapping_neg();
        }
    }

    /// How many of those there have a number below that one.
    pub fn below(&self, number: usize) -> usize {
        let mut place = number.min(self.counts.len());
        let mut sum = 0;
        while place > 0 {
            sum += self.counts.get(place - 1).map_or(0, |count| *count as usize);
            place &= place - 1;
        }
        sum
    }

    /// The number of the one with `before` of them before it; `None` where there are no more.
    pub fn nth(&self, before: usize) -> Option<usize> {
        if before >= self.len {
            return None;
        }
        let (mut place, mut left) = (0, before);
        let mut step = (self.counts.len() + 1).next_power_of_two() / 2;
        while step > 0 {
            if let Some(count) = self.counts.get(place + step - 1)
                && *count as usize <= left
            {
                place += step;
                left -= *count as usize;
            }
            step /= 2;
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Present;

    proptest! {
        #[test]
        fn it_is_a_set_in_order(
            n in 1..70_usize,
            steps in prop::collection::vec(any::<prop::sample::Index>(), 0..200),
        ) {
            let (mut present, mut set) = (Present::none_of(n), BTreeSet::new());
            for step in steps {
                let number = step.index(n);
                if set.insert(number) {
                    present.come(number);
                } else {
                    set.remove(&number);
                    present.go(number);
                }
                prop_assert_eq!((present.len(), present.is_empty()), (set.len(), set.is_empty()));
                prop_assert_eq!(present.below(number), set.range(..number).count());
                for before in 0..=n {
                    prop_assert_eq!(present.nth(before), set.iter().nth(before).copied());
                }
            }
        }
    }

    #[test]
    fn of_nothing_nothing_is_there() {
        let nothing = Present::none_of(0);
        assert_eq!((nothing.len(), nothing.below(3), nothing.nth(0)), (0, 0, None));
    }
}
