//! Which phrases a text denies.

use std::ops::Range;

use super::passage::{Passage, longest};
use super::phrases::{Hit, PhraseError, PhraseId, PhraseList};

/// Words that deny what follows.
const BEFORE: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "nor",
    "without",
    "don't",
    "dont",
    "doesn't",
    "doesnt",
    "didn't",
    "didnt",
    "isn't",
    "isnt",
    "aren't",
    "wasn't",
    "wasnt",
    "weren't",
    "haven't",
    "havent",
    "hasn't",
    "hadn't",
    "won't",
    "wont",
    "wouldn't",
    "can't",
    "cant",
    "cannot",
    "couldn't",
    "shouldn't",
    "не",
    "нет",
    "ни",
    "никогда",
    "без",
    "нельзя",
    "никак",
    "不",
    "没",
    "没有",
    "未",
    "无",
    "别",
    "并非",
    "不是",
    "不会",
    "不能",
    "从不",
    "从没",
    "毫无",
];

/// Words that look like a denial and are none.
const NONE: &[&str] = &[
    "not only",
    "no doubt",
    "no problem*",
    "why not",
    "не только",
    "нет проблем",
    "не за что",
    "не могли бы",
    "не подскаж*",
    "не подскажете",
    "不好意思",
    "不仅",
    "不但",
    "不错",
    "没问题",
    "没关系",
    "不客气",
    "不用谢",
    "对不起",
    "差不多",
    "能不能",
    "是不是",
    "有没有",
    "可不可以",
    "要不要",
    "会不会",
    "好不好",
    "无论",
    "无线",
    "特别",
    "分别",
    "别人",
    "级别",
    "类别",
    "区别",
    "未来",
];

/// No more words than this stand between a denial and what it denies.
const WINDOW: usize = 3;

/// The words of denial as phrases of a list.
#[derive(Clone, Debug)]
pub(super) struct Negation {
    denials: Range<PhraseId>,
    all: Range<PhraseId>,
}

impl Negation {
    /// Adds the words of denial to a list.
    ///
    /// # Errors
    /// Never with the words that are built in.
    pub(super) fn new(list: &mut PhraseList) -> Result<Self, PhraseError> {
        let start = list.next_id();
        BEFORE.iter().try_for_each(|phrase| list.add(phrase).map(drop))?;
        let end = list.next_id();
        NONE.iter().try_for_each(|phrase| list.add(phrase).map(drop))?;
        Ok(Self { denials: start..end, all: start..list.next_id() })
    }

    /// The denials among the phrases of a text, without those that only look like one.
    pub(super) fn denials(&self, hits: &[Hit]) -> Vec<Hit> {
        let all = hits.iter().filter(|hit| self.all.contains(&hit.phrase)).copied();
        let mut found = longest(all.collect());
        found.retain(|hit| self.denials.contains(&hit.phrase));
        found
    }
}

/// Whether a denial goes for a hit of the same passage: before it in the same clause, with no more than
/// three words between, and not a part of it.
pub(super) fn denies(denial: &Hit, passage: &Passage<'_>, hit: &Hit) -> bool {
    let (from, to) = (denial.end as usize, hit.start as usize);
    passage.is_near(from, to, WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_goes_for_what_follows_it_closely() {
        let mut list = PhraseList::default();
        list.add_denials().unwrap();
        let words = ["refund", "возврат*", "退款", "happy"];
        let first = list.add(words[0]).unwrap();
        for word in &words[1..] {
            list.add(word).unwrap();
        }
        let asked = first..list.next_id();
        let phrases = list.build();
        for (text, is_denied) in [
            ("i do not want a refund", true),
            ("i don't need any refund", true),
            ("no, i want a refund", false),
            ("where is my refund", false),
            ("not the parcel that you sent me, the refund", false),
            ("мне не нужен возврат", true),
            ("хочу возврат, не замену", false),
            ("не могли бы вы сделать возврат", false),
            ("我不要退款", true),
            ("能不能退款", false),
            ("not only the refund", false),
        ] {
            let passage = Passage::read(text, &phrases);
            let hit = *passage.of(&asked).next().unwrap();
            assert_eq!(passage.is_denied(&hit), is_denied, "{text}");
        }
    }

    #[test]
    fn the_words_are_added_once() {
        let mut list = PhraseList::default();
        list.add_denials().unwrap();
        let count = list.next_id();
        list.add_denials().unwrap();
        assert_eq!(list.next_id(), count);
    }
}
